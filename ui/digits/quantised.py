"""Weights as int8: whole numbers of steps; each layer at each moment has a step of its own."""

import numpy as np
import numpy.typing as npt

from engine.arrays import Array


def quantised(weights: Array) -> tuple[npt.NDArray[np.int8], Array]:
    """Weights as whole numbers of steps, each moment with a step of its own.

    Parameters
    ----------
    weights : ndarray of shape (n_moments, n_units, n_inputs)
        Finite.

    Returns
    -------
    numbers : ndarray of the same shape, int8
        From −127 to 127; ``numbers * step`` is off by half a step at most.
    steps : ndarray of shape (n_moments,), float32
        A 127th of the moment's largest ``|w|``.
    """
    steps = (np.abs(weights).max(axis=(1, 2)) / 127).astype(np.float32)
    numbers = weights / np.maximum(steps, np.finfo(np.float32).tiny)[:, np.newaxis, np.newaxis]
    return np.rint(np.clip(numbers, -127, 127)).astype(np.int8), steps
