"""A contest: several contenders do the same work in turn, round after round: the machine's moods hit all alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

Work = Callable[[], object]


@dataclass(frozen=True)
class Goal:
    """A bound on a ratio: a peer's time must be at least so many times ours; ours at most so many times the floor's.

    Parameters
    ----------
    peer : str
        A contender.
    bound : float or None
        The goal on the shipped kernels.
    older_bound : float or None
        The goal where OPENBLAS_CORETYPE pins an older kernel.
    """

    peer: str
    bound: float | None = None
    older_bound: float | None = None


@dataclass(frozen=True)
class Contest:
    """One piece of work.

    Parameters
    ----------
    name : str
        What is done.
    ours : Work
        The engine doing it.
    peers : dict of str to Work
        The others doing it.
    goals : tuple of Goal
        What is asked of the ratios.
    rounds : int
        How often each contender does it.
    unit : tuple of (str, float)
        Name of the unit of time, and seconds of work divided by it.
    """

    name: str
    ours: Work
    peers: dict[str, Work]
    goals: tuple[Goal, ...]
    rounds: int
    unit: tuple[str, float] = field(default=("ms", 1e3))

    def measure(self) -> dict[str, float]:
        """Return the median seconds of each contender; ours under the name "ours"."""
        contenders = {"ours": self.ours, **self.peers}
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for work in contenders.values():
            work()
        for _ in range(self.rounds):
            for name, work in contenders.items():
                start = time.perf_counter()
                work()
                seconds[name].append(time.perf_counter() - start)
        return {name: float(np.median(values)) for name, values in seconds.items()}
