"""Turns: one process does one visitor's work at a time, a slice of it, and then the next visitor's.

Training runs and jobs are pushed on here. ``turn`` is the seam where a pool of processes could take the lock's place.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

FIRST = (0.04, 0.15)
"""Seconds of training, and the most seconds to wait for the turn, in the answer to a change. Both are short: the
visitor sees the new run from epoch 0 on, while the rest of it is trained."""


MORE = (0.12, 2.0)
"""The same in the answer to a browser that asks for more. The wait is long, since an answer that brings nothing new
costs as much as one that does; it ends before the browser gives the answer up and asks again."""


_lock = threading.Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Have the process's one training turn: wait for it, hold it, pass it on."""
    with _lock:
        yield


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
    busy: AbstractContextManager[Any] | None = None,
    patience: float = -1.0,
) -> None:
    """Push a shared run or job on by a slice, when its turn comes, unless another visitor just did.

    Parameters
    ----------
    run : TrainingRun or Job
        Others may look at it, and push it on, at the same time.
    seconds : float
        Length of the slice.
    busy : context manager, optional
        Its lock: held while it is pushed on, so that nobody reads it half changed.
    patience : float, default -1
        Seconds to wait for the turn; for ever where negative.
    """
    seen = run.n_steps
    if run.finished or not _lock.acquire(timeout=patience):
        return
    try:
        with busy or nullcontext():
            if run.n_steps == seen:  # else another visitor pushed it on while this one waited
                run.advance(seconds=seconds)
    finally:
        _lock.release()
