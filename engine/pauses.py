"""Places in long computations at which whoever started them may see to something else.

The engine knows nobody who waits. It only calls ``look`` often: between two steps, two networks, two chunks of
patterns. By default nothing happens then. Who shares a process among several people says with ``looking`` what is to be
done at these places. A computation that pauses gives the same bits as one that does not.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

BETWEEN_LOOKS = 0.02
"""Seconds of steps between two looks, at most, unless one step takes longer."""

_looking: ContextVar[Callable[[], None] | None] = ContextVar("looking", default=None)


_away: ContextVar[float] = ContextVar("away", default=0.0)
"""Seconds that this thread has spent in pauses."""


def look() -> None:
    """Do what this thread's ``looking`` said, if anything."""
    act = _looking.get()
    if act is not None:
        began = time.perf_counter()
        act()
        _away.set(_away.get() + time.perf_counter() - began)


def seconds_away() -> float:
    """Seconds that this thread has spent in pauses so far: a stopwatch on a computation leaves them out."""
    return _away.get()


@contextmanager
def looking(act: Callable[[], None]) -> Iterator[None]:
    """Have something done at every place of a computation that may pause, in this thread.

    Parameters
    ----------
    act : callable
        Called often, so it must be quick where there is nothing to do. It must not touch what the computation works on.
    """
    token = _looking.set(act)
    try:
        yield
    finally:
        _looking.reset(token)
