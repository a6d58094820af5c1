"""The time that training steps take: on the wall, and in processor time, which a busy machine changes little.

What others did in a step's pauses does not count.
"""

import time

import numpy as np

from .. import pauses


def _processor_seconds() -> float:
    """Processor time of this thread; where the system does not tell, as inside a browser, the time on the wall."""
    try:
        return time.thread_time()
    except (AttributeError, OSError):
        return time.perf_counter()


class Pace:
    """A stopwatch for steps, of which several follow each other in one stretch.

    Attributes
    ----------
    n_steps : int
        Steps taken in all stretches.
    seconds : float
        Their time by the clock on the wall.
    latest : float
        Time on the wall of one step of the latest stretch; infinite before the first.
    """

    def __init__(self) -> None:
        self.n_steps, self.seconds, self.latest = 0, 0.0, np.inf
        self._began = (0.0, 0.0)
        self._costs: list[float] = []

    @classmethod
    def of(cls, n_steps: float, seconds: float, latest: float, processor_seconds: float) -> "Pace":
        """The pace of steps that were taken elsewhere; arguments as its attributes."""
        pace = cls()
        pace.n_steps, pace.seconds, pace.latest = int(n_steps), seconds, latest
        pace._costs = [processor_seconds] if n_steps else []
        return pace

    def start(self) -> None:
        """Begin a stretch."""
        self._began = time.perf_counter() - pauses.seconds_away(), _processor_seconds()

    def stop(self, n_steps: int) -> None:
        """End the stretch, in which ``n_steps`` steps were taken."""
        elapsed = time.perf_counter() - pauses.seconds_away() - self._began[0]
        self.n_steps += n_steps
        self.seconds += elapsed
        self.latest = max(elapsed, 1e-9) / max(1, n_steps)
        if n_steps:
            self._costs.append((_processor_seconds() - self._began[1]) / n_steps)

    @property
    def processor_seconds(self) -> float:
        """Processor time of a step, in seconds: the median over all stretches; 0 before the first."""
        return float(np.median(self._costs)) if self._costs else 0.0
