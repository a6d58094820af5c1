"""Long computations as values: a job is a generator that is pushed on by slices, shared by all who ask for the same.

A training run is long work on one network; a job is all other long work: sweeps, curves over many settings, several
networks one after another. No visitor waits for it. Each one who looks pushes it on a little, and sees the result so
far; when nobody looks, it rests.
"""

import time
from collections.abc import Callable, Generator, Hashable, Iterator
from threading import Lock
from typing import Generic, TypeVar

from ui.work.keeper import KEEPER
from ui.work.weights import weight

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

REST = 3.0
"""Seconds without a slice after which nobody is looking. Shorter breaks between two slices belong to the work: the page
is on its way, or another visitor has the turn."""


class Job(Generic[T]):
    """A computation that can be left and taken up again.

    Parameters
    ----------
    work : callable
        Gives an iterator of pairs: the share done, from 0 to 1, and the result so far. A result must not change once
        it was given, since others may be reading it. A pair should come every 0.1 s at least: a visitor's click on
        stop waits for the next one. A ``ValueError`` that the work raises ends the job, and is raised again for
        everybody who asks.
    busy : Lock, optional
        The lock of what the work is on, where others work on it too.

    Attributes
    ----------
    busy : Lock
        Held while the job is pushed on.
    """

    def __init__(self, work: Callable[[], Iterator[tuple[float, T]]], busy: "Lock | None" = None) -> None:
        self._work = work()
        self.busy = busy or Lock()
        self._failure: ValueError | None = None
        self.share = 0.0
        self.result: T | None = None
        self.seconds = 0.0
        self._set_up = 0.0
        self._at_hand = 0
        self._rests_since: float | None = None
        self.n_steps = 0
        self.finished = False

    def advance(self, *, seconds: float) -> None:
        """Work for some seconds, at least for one step; after the end, do nothing.

        Parameters
        ----------
        seconds : float
            Time to fill with steps.

        Raises
        ------
        ValueError
            What the work itself raised, now or before.
        """
        if self._failure is not None:
            raise self._failure
        began = time.perf_counter()
        if self._rests_since is not None and began - self._rests_since < REST:
            self.seconds += began - self._rests_since
        while not self.finished and (time.perf_counter() - began < seconds or self.n_steps == 0):
            self._step()
            if self.share == 0:
                self._set_up = self.seconds + time.perf_counter() - began
        self._rests_since = time.perf_counter()
        self.seconds += self._rests_since - began
        self._at_hand = 0 if self.finished else weight(self._work)

    def _step(self) -> None:
        """Take the next pair; the end of the work is the end of the job."""
        try:
            self.share, self.result = next(self._work)
        except StopIteration:
            self.share, self.finished = 1.0, True
        except ValueError as error:
            self._failure, self.finished, self._at_hand = error, True, 0
            raise
        self.n_steps += 1

    @property
    def n_bytes(self) -> int:
        """Bytes of the result, and of what the work had at hand when it was left last.

        Who asks does not look into the work itself: another thread may be at it.
        """
        return weight(self.result) + self._at_hand

    @property
    def seconds_left(self) -> float | None:
        """Time that the rest will take at the pace so far, as a clock on the wall shows it; None until that is known.

        What passed before the first share was done set the work up, and says nothing on its pace.
        """
        return (self.seconds - self._set_up) * (1 / self.share - 1) if self.share > 0.02 else None


def shared(key: Hashable, work: Callable[[], Iterator[tuple[float, T]]]) -> Job[T]:
    """Give the job with this key, as far as anybody has pushed it; make it where there is none.

    Parameters
    ----------
    key : hashable
        Everything that the result depends on, and what kind of job it is.
    work : callable
        As in ``Job``.

    Returns
    -------
    Job
        The same one for everybody who asks with the same key.
    """
    return KEEPER.have("jobs", key, lambda: Job(work))


def once_free(busy: "Lock", act: Callable[[], R], so_far: T) -> Generator[tuple[float, T], None, R]:
    """Act while a lock is held, as a part of a job's work, which has the turn: it never waits for the lock with it.

    Whoever holds the lock may wait for the turn. Both would then wait for ever, and all others with them.

    Parameters
    ----------
    busy : Lock
        Others may hold it now.
    act : callable
        Gives what the work goes on with.
    so_far : object
        The job's result until then.

    Yields
    ------
    share : float
        0, for as long as the lock is not free.
    result : object
        ``so_far``.
    """
    while not busy.acquire(blocking=False):
        time.sleep(0.001)  # whoever holds it gets on meanwhile
        yield 0.0, so_far
    try:
        return act()
    finally:
        busy.release()


def told_as(slices: Generator[S, None, R], tell: Callable[[S], T]) -> Generator[T, None, R]:
    """Take slices of work as a part of other work, which tells something else of them.

    Parameters
    ----------
    slices : generator
        Yields after each slice, and returns an answer.
    tell : callable
        From what it yields to what is yielded here.

    Yields
    ------
    object
        What ``tell`` gives, after each slice.
    """
    while True:
        try:
            said = next(slices)
        except StopIteration as end:
            answer: R = end.value
            return answer
        yield tell(said)
