"""One run's course, as the chart of the kept runs takes it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Curve:
    """One run's course.

    Parameters
    ----------
    name : str
        A word or a number, written at its end.
    epoch, values : ndarray of shape (n_records,)
        Moments, and what was measured there; NaN is left out.
    words : str
        What the run is, shown under the pointer.
    present : bool, default False
        Whether it is the run that is looked at.
    """

    name: str
    epoch: npt.NDArray[np.floating]
    values: npt.NDArray[np.floating]
    words: str
    present: bool = False
