"""Parameters that somebody has set in the course of a run: after which step, which of them, and to what."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Array

Setting = tuple[int, int, float]
"""Steps taken before, the place among the parameters, the value."""


@dataclass(frozen=True)
class HandLog:
    """All that was set by hand in a run.

    Parameters
    ----------
    settings : tuple of (int, int, float)
        Step, place in the order of ``Architecture.split``, value; the earliest first.
    """

    settings: tuple[Setting, ...] = ()

    def with_more(self, step: int, values: Mapping[int, float]) -> "HandLog":
        """The log with values by place, set at a step that is not before the others; the latest of a place counts."""
        kept = tuple(one for one in self.settings if one[0] != step or one[1] not in values)
        return HandLog((*kept, *((step, place, value) for place, value in sorted(values.items()))))

    def until(self, step: int) -> "HandLog":
        """The log without what was set after a step."""
        return HandLog(tuple(one for one in self.settings if one[0] <= step))

    def next_after(self, step: int) -> int | None:
        """The first step after this one at which something was set; None where there is none."""
        return next((at for at, _, _ in self.settings if at > step), None)

    @property
    def latest(self) -> int:
        """The last step at which something was set; 0 where nothing was."""
        return self.settings[-1][0] if self.settings else 0

    def applied(self, step: int, state: Array) -> Array | None:
        """A plan's state with what was set at a step; None where nothing was.

        Parameters
        ----------
        step : int
            Steps taken.
        state : ndarray of shape (n_state,)
            Parameters stand first; it is changed.
        """
        found = [(place, value) for at, place, value in self.settings if at == step]
        for place, value in found:
            state[place] = value
        return state if found else None


def checked(values: Mapping[int, float], n_params: int) -> dict[int, float]:
    """The values as a plan holds them, in single precision.

    Raises
    ------
    ValueError
        If there is no such place, or a value is not finite in single precision.
    """
    found = {}
    for place, value in values.items():
        if not 0 <= place < n_params:
            raise ValueError(f"there is no parameter {place}; there are {n_params}, counted from 0")
        with np.errstate(over="ignore"):
            single = float(np.float32(value))
        if not np.isfinite(single):
            raise ValueError(f"parameter {place} is to be {value}; single precision cannot hold it")
        found[int(place)] = single
    return found
