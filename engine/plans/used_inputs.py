"""Patterns without the inputs that are 0 in all of them: cut once, and shared by all plans that can.

Of MNIST's 784 pixels 67 are 0 in every training image. A copy without them is 36 MB and takes a tenth of a second,
too much to have for each run, for each fork of a run, or for each number of images that a run is trained on.
"""

import weakref
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import pauses

Cut = tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]

ROWS_TOGETHER = 10_000
"""Patterns by which a shared cut is longer: all who train on some of the next so many share it."""

ROWS_AT_ONCE = 1_000
"""Patterns among which one looks for inputs that no pattern before them uses."""

ROWS_COPIED = 5_000
"""Patterns that are copied between two pauses."""

Reference = weakref.ref[npt.NDArray[Any]]

_cuts: dict[tuple[int, int, bytes], tuple[Reference, Reference]] = {}
"""Patterns and their cut. An array's number may be another's later: the patterns say whether it still is theirs."""

_first_uses: dict[int, tuple[Reference, npt.NDArray[np.intp]]] = {}


def cut(inputs: npt.NDArray[Any]) -> Cut:
    """The inputs that are ever other than 0, with a last one that is always 1, and which they are.

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        Patterns. Read-only arrays are taken never to change: for as long as an answer to them is in use, they get it
        again. Where they are the first rows of a larger one, all who begin like them and use the same inputs get parts
        of one answer.

    Returns
    -------
    bound : ndarray of shape (n_patterns, n_used + 1), float32 or uint8, read-only
        The patterns; the last column is 1, or 255 for grey levels.
    used : ndarray of shape (input_dim,), bool
        Which inputs are ever other than 0.
    """
    if inputs.flags.writeable:
        used = np.zeros(inputs.shape[1], bool)
        for start in range(0, len(inputs), ROWS_COPIED):
            used |= inputs[start : start + ROWS_COPIED].any(axis=0)
            pauses.look()
        return _make(inputs, used), used
    owner = _owner(inputs)
    rows, first_uses = owner.reshape(len(owner), -1), _first_uses_of(owner)
    n_patterns = len(inputs)
    used = first_uses < n_patterns
    later = int(first_uses[first_uses >= n_patterns].min(initial=len(rows)))
    length = min(later, -(-n_patterns // ROWS_TOGETHER) * ROWS_TOGETHER)
    key = id(owner), length, used.tobytes()
    bound = _known(key, owner)
    if bound is None:
        made = _make(rows[:length], used)
        bound = _known(key, owner)  # another thread may have made it meanwhile
        if bound is None:
            bound = made
            _cuts[key] = weakref.ref(owner), weakref.ref(bound, partial(_forget, key))
    return bound[:n_patterns], used


def uncut(bound: npt.NDArray[Any], used: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """The patterns that ``cut`` cut, from its answer; grey levels are the same ones."""
    whole = np.zeros((len(bound), len(used)), bound.dtype)
    runs = np.flatnonzero(np.diff(used, prepend=False, append=False)).reshape(-1, 2)
    for start in range(0, len(bound), ROWS_COPIED):
        some, place = slice(start, start + ROWS_COPIED), 0
        for first, end in runs.tolist():
            whole[some, first:end] = bound[some, place : place + end - first]
            place += end - first
        pauses.look()
    return whole


def _known(key: tuple[int, int, bytes], owner: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
    """The cut that is in use of these patterns."""
    its_owner, bound = _cuts.get(key, (None, None))
    return bound() if bound is not None and its_owner is not None and its_owner() is owner else None


def _forget(key: tuple[int, int, bytes], bound: Reference) -> None:
    """Forget a cut that nobody uses any more."""
    if key in _cuts and _cuts[key][1] is bound:
        del _cuts[key]


def n_bytes() -> int:
    """Bytes of all cuts that are shared."""
    known = [bound() for _, bound in list(_cuts.values())]
    return sum(bound.nbytes for bound in known if bound is not None)


def _owner(inputs: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The read-only array whose first rows these patterns are: they themselves where there is no larger one."""
    owner = inputs.base
    if (
        isinstance(owner, np.ndarray)
        and not owner.flags.writeable
        and owner.dtype == inputs.dtype
        and owner.flags.c_contiguous
        and inputs.flags.c_contiguous
        and owner.ndim > 1
        and owner[0].size == inputs.shape[1]
        and owner.ctypes.data == inputs.ctypes.data
    ):
        return owner
    return inputs


def _first_uses_of(owner: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """For each input the first pattern in which it is not 0, else the number of patterns; shape (input_dim,)."""
    key = id(owner)
    known = _first_uses.get(key)
    if known is not None and known[0]() is owner:
        return known[1]
    rows = owner.reshape(len(owner), -1)
    first_uses = np.full(rows.shape[1], len(rows))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        (new,) = np.nonzero((first_uses == len(rows)) & some.any(axis=0))
        first_uses[new] = start + (some[:, new] != 0).argmax(axis=0)
        pauses.look()
    _first_uses[key] = weakref.ref(owner, lambda _: _first_uses.pop(key, None)), first_uses
    return first_uses


def _make(inputs: npt.NDArray[Any], used: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Copy the used inputs, neighbours together, which is five times as fast as one by one."""
    runs = np.flatnonzero(np.diff(used, prepend=False, append=False)).reshape(-1, 2)
    kind, one = (np.uint8, 255) if inputs.dtype == np.uint8 else (np.float32, 1)
    bound = np.empty((len(inputs), int(used.sum()) + 1), kind)
    for start in range(0, len(inputs), ROWS_COPIED):
        some, place = slice(start, start + ROWS_COPIED), 0
        bound[some, -1] = one
        for first, end in runs.tolist():
            bound[some, place : place + end - first] = inputs[some, first:end]
            place += end - first
        pauses.look()
    bound.setflags(write=False)
    return bound
