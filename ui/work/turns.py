"""Turns: one process does one visitor's work at a time, a bite of it, and then the next visitor's.

Training runs and jobs are pushed on here. The rule by which turns are given is in ``ui.work.line``. Within a turn a
long computation looks every few hundredths of a second whether somebody who has had less is waiting
(``engine.pauses``), and lets them go first. ``turn`` is the seam where a pool of processes could take the line's place.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Protocol

from engine import pauses
from ui.frame import session
from ui.work.line import LESS, Account, Line

FIRST = (0.02, 0.15)
"""Seconds of training, and the most seconds to wait for the turn, in the answer to a change. Both are short: the
visitor sees the new run from epoch 0 on, while the rest of it is trained."""


MORE = (0.35 if sys.platform == "emscripten" else 0.12, 8.0)
"""The same in the answer to a browser that asks for more. The wait is long, since an answer that brings nothing new
costs as much as one that does; a click of the visitor's ends it. Python within a browser has one visitor, who asks
every 0.35 s: it works until then."""

NEWS = 1.0
"""Seconds after which somebody waits no longer where another has pushed on what they wait for: they have news."""


LEAST = 0.001
"""Seconds of a slice that are not worth another bite."""

NOBODY = Account(is_last=True)
"""Whoever works for no visitor in particular, such as a thread that prepares a lecture."""

_line = Line()


def _in_long_calls() -> Callable[[], None]:
    """What to do in the pauses of a call that begins now: give way once it has lasted a while.

    Those who want to read what it works on wait meanwhile, so a short call does not give way in its middle.
    """
    until = time.perf_counter() + LESS

    def give_way() -> None:
        if time.perf_counter() > until:
            _line.give_way()

    return give_way


def mine() -> Account:
    """What the present visitor has had."""
    return session.kept("turns", Account)


def _begin(busy: Lock, account: Account, patience: float, goes_on: Callable[[], bool] | None = None) -> bool:
    """Wait until both the turn and a lock are there; nobody waits for such a lock while they have the turn."""
    end = time.perf_counter() + patience

    def left() -> float:
        return max(0.0, end - time.perf_counter()) if patience >= 0 else -1.0

    while _line.take(account, left(), goes_on):
        if busy.acquire(blocking=False):
            return True
        _line.pass_on()
        if not busy.acquire(timeout=left()):
            break
        busy.release()
    return False


@contextmanager
def turn(busy: "Lock | None" = None) -> Iterator[None]:
    """Have the process's one training turn: wait for it, hold it, pass it on.

    Parameters
    ----------
    busy : Lock, optional
        Held meanwhile. Others may have the turn in between, and this is what keeps them from what is worked on. None
        where nobody else has it.
    """
    busy = busy or Lock()
    _begin(busy, mine(), -1.0)
    try:
        with pauses.looking(_in_long_calls()):
            yield
    finally:
        busy.release()
        _line.pass_on()


def _wanted(works: Sequence["Advancing"]) -> Callable[[], bool]:
    """Whether the present visitor still waits to push these on: not where a click came, nor where there is news."""
    began, seen = time.perf_counter(), [work.n_steps for work in works]

    def goes_on() -> bool:
        session.visitor()  # here Streamlit leaves an answer that a click has overtaken
        return time.perf_counter() - began < NEWS or [work.n_steps for work in works] == seen

    return goes_on


class Advancing(Protocol):
    """What can be pushed on by slices: a training run, a job."""

    @property
    def n_steps(self) -> int:
        """Steps that it has taken."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""

    def advance(self, *, seconds: float) -> Any:
        """Go on for some seconds."""


def advance(
    run: Advancing,
    seconds: float,
    busy: "Lock | None" = None,
    patience: float = -1.0,
    account: Account | None = None,
) -> None:
    """Push a shared run or job on by a slice, bite by bite, unless another visitor does so meanwhile.

    Parameters
    ----------
    run : TrainingRun or Job
        Others may look at it, and push it on, at the same time.
    seconds : float
        Length of the slice: what others have between two bites does not count.
    busy : Lock, optional
        Held while it is pushed on, so that nobody reads it half changed; a job has its own.
    patience : float, default -1
        Seconds to wait for the turn, and after which the slice ends at its next bite; for ever where negative.
    account : Account, optional
        Of whoever wants it; the present visitor's by default. ``NOBODY`` waits behind all visitors.
    """
    busy = busy or getattr(run, "busy", None) or Lock()
    seen = run.n_steps
    goes_on = _wanted([run]) if account is None else None
    account = account or mine()
    until = time.perf_counter() + patience if patience >= 0 else math.inf
    if run.finished or not _begin(busy, account, patience, goes_on):
        return
    try:
        had = account.total
        while True:
            try:
                if run.n_steps != seen:  # another visitor pushed it on while this one waited
                    return
                with pauses.looking(_in_long_calls()):
                    run.advance(seconds=max(0.0, min(LESS, seconds - (_line.spent() - had))))
                seen = run.n_steps
            finally:
                busy.release()
            if run.finished or seconds - (_line.spent() - had) < LEAST or time.perf_counter() > until:
                return
            _line.give_way()
            if not busy.acquire(blocking=False):
                return
    finally:
        _line.pass_on()


def advance_all(
    pushed: Sequence[tuple[Advancing, Lock]], seconds: float, patience: float, account: Account | None = None
) -> None:
    """Push several runs on by equal parts of one slice, those first that come first; for one wait, not one for each.

    Parameters
    ----------
    pushed : sequence of (TrainingRun or Job, Lock)
        Each with its lock; one that somebody reads just then is left out.
    seconds : float
        Length of the slice.
    patience : float
        Seconds to wait for the turn, and after which the slice ends.
    account : Account, optional
        Of whoever wants it; the present visitor's by default.
    """
    pushed = [(run, busy) for run, busy in pushed if not run.finished]
    until = time.perf_counter() + patience
    goes_on = _wanted([run for run, _ in pushed]) if account is None else None
    if not pushed or not _line.take(account or mine(), patience, goes_on):
        return
    try:
        for run, busy in pushed:
            if busy.acquire(blocking=False):
                try:
                    with pauses.looking(_in_long_calls()):
                        run.advance(seconds=seconds / len(pushed))
                finally:
                    busy.release()
            if time.perf_counter() > until:
                return
            _line.give_way()
    finally:
        _line.pass_on()
