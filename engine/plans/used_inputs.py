"""Patterns without the inputs that are 0 in all of them: cut once, and shared by all plans on the same patterns.

Of MNIST's 784 pixels 67 are 0 in every training image. A copy without them is 36 MB and takes a tenth of a second,
too much to have for each run, or for each fork of a run.
"""

import weakref
from typing import Any

import numpy as np
import numpy.typing as npt

Cut = tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]

_shared: dict[int, tuple[weakref.ref[npt.NDArray[Any]], Cut]] = {}


def cut(inputs: npt.NDArray[Any]) -> Cut:
    """The inputs that are ever other than 0, with a last one that is always 1, and which they are.

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        Patterns. Where the array is read-only it is taken never to change, and the same array gets the same answer,
        for as long as it is in use.

    Returns
    -------
    bound : ndarray of shape (n_patterns, n_used + 1), float32 or uint8, read-only
        The patterns; the last column is 1, or 255 for grey levels.
    used : ndarray of shape (input_dim,), bool
        Which inputs are ever other than 0.
    """
    key = id(inputs)
    known = _shared.get(key)
    if known is not None and known[0]() is inputs:
        return known[1]
    answer = _make(inputs)
    if not inputs.flags.writeable:
        _shared[key] = (weakref.ref(inputs, lambda _: _shared.pop(key, None)), answer)
    return answer


def _make(inputs: npt.NDArray[Any]) -> Cut:
    """Copy the used inputs, neighbours together, which is five times as fast as one by one."""
    used = np.asarray(inputs.any(axis=0))
    runs = np.flatnonzero(np.diff(used, prepend=False, append=False)).reshape(-1, 2)
    kind, one = (np.uint8, 255) if inputs.dtype == np.uint8 else (np.float32, 1)
    bound = np.empty((len(inputs), int(used.sum()) + 1), kind)
    bound[:, -1] = one
    place = 0
    for first, end in runs.tolist():
        bound[:, place : place + end - first] = inputs[:, first:end]
        place += end - first
    bound.setflags(write=False)
    return bound, used
