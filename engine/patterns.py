"""Patterns before they enter a network: misfits are refused, the rest takes the form that plans use."""

from typing import Any

import numpy as np
import numpy.typing as npt

from .architecture import Architecture
from .arrays import Array, IntArray


def refuse_unfit(architecture: Architecture, inputs: npt.NDArray[Any], labels: IntArray) -> None:
    """Raise ValueError unless these are finite inputs and labels for this architecture.

    Parameters
    ----------
    architecture : Architecture
        The network that is to read them.
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        The patterns.
    labels : ndarray of shape (n_patterns,), integer
        Their classes, from 0.

    Raises
    ------
    ValueError
        If a shape, a type or a value does not fit.
    """
    input_dim, n_classes = architecture.sizes[0], architecture.sizes[-1]
    if inputs.ndim != 2 or inputs.shape[1] != input_dim:
        raise ValueError(f"inputs {inputs.shape} do not fit a network of {input_dim} inputs")
    if labels.shape != inputs.shape[:1]:
        raise ValueError(f"labels {labels.shape} are not one for each row of inputs {inputs.shape}")
    if len(labels) == 0:
        raise ValueError("0 patterns given, at least 1 is needed")
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels are {labels.dtype}, not integers")
    if labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(f"labels go from {labels.min()} to {labels.max()}, there are {n_classes} classes")
    if inputs.dtype == np.uint8:
        return
    if not np.issubdtype(inputs.dtype, np.floating):
        raise ValueError(f"inputs are {inputs.dtype}, neither floating nor uint8")
    with np.errstate(over="ignore"):
        n_bad = inputs.size - np.count_nonzero(np.isfinite(as_floats(inputs, np.float32)))
    if n_bad:
        raise ValueError(f"{n_bad} of {inputs.size} inputs are not finite in float32")


def check_rows(rows: IntArray, batch_size: int, n_patterns: int) -> npt.NDArray[np.intp]:
    """Return rows as NumPy's own index type, if they are batches of the bound patterns.

    Parameters
    ----------
    rows : ndarray of shape (n_steps, batch_size), integers
        Indices of patterns, a row for each step.
    batch_size : int
        Patterns in a step.
    n_patterns : int
        Patterns that are bound.

    Returns
    -------
    ndarray of shape (n_steps, batch_size)
        The array itself where it has the type already.

    Raises
    ------
    ValueError
        If the shape is another, an index is out of bounds, or nothing is bound.
    """
    if n_patterns == 0:
        raise ValueError("0 patterns are bound: bind comes before run and gradient")
    if rows.ndim != 2 or rows.shape[1] != batch_size:
        raise ValueError(f"rows {rows.shape} are not (n_steps, {batch_size})")
    if rows.dtype.kind not in "iu":
        raise ValueError(f"rows are {rows.dtype}, not integers")
    indices = np.asarray(rows, np.intp)
    if indices.view(np.uintp).max(initial=0) >= n_patterns:  # a negative index reads as a huge one
        raise ValueError(f"rows go from {rows.min()} to {rows.max()}, there are {n_patterns} patterns")
    return indices


def one_of_k(labels: IntArray, n_classes: int, dtype: npt.DTypeLike, value: float = 1.0) -> Array:
    """Return targets of shape (n_patterns, n_classes): ``value`` at each pattern's class, 0 elsewhere."""
    targets = np.zeros((len(labels), n_classes), dtype)
    targets[np.arange(len(labels)), labels] = value
    return targets


def as_plans_read(given: tuple[npt.NDArray[Any], IntArray]) -> tuple[npt.NDArray[Any], IntArray]:
    """Inputs in uint8 or float32, and labels.

    A number too large for float32 becomes infinite here, and ``refuse_unfit`` then names it.
    """
    inputs, labels = np.asarray(given[0]), np.asarray(given[1])
    if np.issubdtype(inputs.dtype, np.floating):
        with np.errstate(over="ignore"):
            inputs = inputs.astype(np.float32, copy=False)
    return inputs, labels


def as_floats(inputs: npt.NDArray[Any], dtype: npt.DTypeLike) -> Array:
    """Return inputs as floats; grey levels in uint8 become ``value / 255``."""
    if inputs.dtype == np.uint8:
        levels: Array = np.divide(inputs, 255, dtype=dtype)
        return levels
    return np.asarray(inputs, dtype)
