"""Where each parameter stands in a plan's own vectors: orders that rearrange ``model.params``."""

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array

Order = npt.NDArray[np.intp]


def rows_with_bias(architecture: Architecture) -> Order:
    """Order in which each unit's bias follows its weights: layers are (output_dim, input_dim + 1).

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
    """Return views of flat parameters, one for each affine layer: its weights and biases in any layout."""
    ends = np.cumsum([rows * (columns + 1) for rows, columns in architecture.weight_shapes])
    return np.split(flat, ends[:-1])


def used_inputs_first(architecture: Architecture, used: npt.NDArray[np.bool_]) -> Order:
    """Order for products with batches whose patterns are rows.

    Parameters
    ----------
    architecture : Architecture
        The network.
    used : ndarray of bool, shape (input_dim,)
        The inputs that take part in the products.

    Returns
    -------
    ndarray of shape (n_params,)
        The first layer comes as one matrix, used inputs and biases, then the weights of the other inputs;
        each further layer as its weights, then its biases. Matrices are (input_dim, output_dim), row by
        row; that of a network without hidden layers is (output_dim, input_dim).
    """
    indices = np.arange(architecture.n_params, dtype=np.float64)  # whole numbers, exact in float64
    weights, biases, *rest = architecture.split(indices)
    first = np.vstack([weights.T[used], biases])
    parts = [first if architecture.n_hidden else first.T, weights.T[~used]]
    parts += [part.T for part in rest]
    return np.concatenate([part.ravel() for part in parts]).astype(np.intp)
