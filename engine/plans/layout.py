"""Where each parameter stands in a plan's own vectors: orders that rearrange ``model.params``.

An order takes as much memory as two vectors of parameters. All plans of networks of one shape that use the same inputs
share theirs, for as long as one of them is there.
"""

import weakref
from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array

Places = npt.NDArray[np.intp]


class Order:
    """An order, and what undoes it.

    Parameters
    ----------
    places : ndarray of shape (n_params,)
        ``flat[places]`` is the new layout of ``flat``.
    """

    def __init__(self, places: Places) -> None:
        places.setflags(write=False)
        self.places = places

    @cached_property
    def undone(self) -> Places:
        """``laid_out[undone]`` is ``flat`` again."""
        undone = np.empty_like(self.places)
        undone[self.places] = np.arange(len(self.places))
        return undone

    @property
    def n_bytes(self) -> int:
        """Bytes of what has been made so far."""
        return self.places.nbytes * (2 if "undone" in vars(self) else 1)


Key = tuple[tuple[tuple[int, int], ...], bytes]

_in_use: weakref.WeakValueDictionary[Key, Order] = weakref.WeakValueDictionary()
"""The orders that are in use, by the shapes of the weights and the used inputs."""


def _shared(architecture: Architecture, used: bytes, make: Callable[[], Places]) -> Order:
    """The order that is in use; a new one where there is none."""
    key = tuple(architecture.weight_shapes), used
    order = _in_use.get(key)
    return order if order is not None else _in_use.setdefault(key, Order(make()))


def n_bytes() -> int:
    """Bytes of all orders that are in use.

    Other threads make orders meanwhile. ``values`` of such a dictionary fails then; its references come in one piece.
    """
    orders = [reference() for reference in _in_use.valuerefs()]
    return sum(order.n_bytes for order in orders if order is not None)


def rows_with_bias(architecture: Architecture) -> Order:
    """Order in which each unit's bias follows its weights: layers are (output_dim, input_dim + 1).

    Parameters
    ----------
    architecture : Architecture
        The network.

    Returns
    -------
    Order
        From the order of ``Architecture.split``.
    """
    return _shared(architecture, b"", lambda: _rows_with_bias(architecture))


def _rows_with_bias(architecture: Architecture) -> Places:
    parts, start = [], 0
    for rows, columns in architecture.weight_shapes:
        weights = np.arange(start, start + rows * columns).reshape(rows, columns)
        biases = np.arange(start + rows * columns, start + rows * (columns + 1)).reshape(rows, 1)
        parts.append(np.hstack([weights, biases]).ravel())
        start += rows * (columns + 1)
    return np.concatenate(parts)


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
    Order
        The first layer comes as one matrix, used inputs and biases, then the weights of the other inputs;
        each further layer as its weights, then its biases. Matrices are (input_dim, output_dim), row by
        row; that of a network without hidden layers is (output_dim, input_dim).
    """
    return _shared(architecture, used.tobytes(), lambda: _used_inputs_first(architecture, used))


def _used_inputs_first(architecture: Architecture, used: npt.NDArray[np.bool_]) -> Places:
    indices = np.arange(architecture.n_params, dtype=np.float64)  # whole numbers, exact in float64
    weights, biases, *rest = architecture.split(indices)
    first = np.vstack([weights.T[used], biases])
    parts = [first if architecture.n_hidden else first.T, weights.T[~used]]
    parts += [part.T for part in rest]
    return np.concatenate([part.ravel() for part in parts]).astype(np.intp)
