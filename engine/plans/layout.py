"""Where each parameter stands in a plan's own flat vectors: orders that bring ``model.params`` into another layout."""

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array

Order = npt.NDArray[np.intp]


def rows_with_bias(architecture: Architecture) -> Order:
    """Order in which each unit's bias follows its weights: each layer is (output_dim, input_dim + 1), row by row.

    Parameters
    ----------
    architecture : Architecture
        The network.

    Returns
    -------
    ndarray of shape (n_params,)
        ``flat[order]`` is the new layout of ``flat``, which is in the order of ``Architecture.split``.
    """
    parts, start = [], 0
    for rows, columns in architecture.weight_shapes:
        weights = np.arange(start, start + rows * columns).reshape(rows, columns)
        biases = np.arange(start + rows * columns, start + rows * (columns + 1)).reshape(rows, 1)
        parts.append(np.hstack([weights, biases]).ravel())
        start += rows * (columns + 1)
    return np.concatenate(parts)


def inverse(order: Order) -> Order:
    """The order that undoes ``order``."""
    undone = np.empty_like(order)
    undone[order] = np.arange(len(order))
    return undone


def cut(flat: Array, architecture: Architecture) -> list[Array]:
    """Views of the last axis of flat parameters, one for each affine layer: its weights and biases in any layout."""
    ends = np.cumsum([rows * (columns + 1) for rows, columns in architecture.weight_shapes])
    return np.split(flat, ends[:-1], axis=-1)
