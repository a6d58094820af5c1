"""What a plan remembers between two steps: vectors in its own order, and the states made of them."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from engine.plans import layout
from engine.plans.updates import LARGEST_COUNT, Setting, Update

S = TypeVar("S", bound=np.generic)


class Memory:
    """Vectors that a learning rule changes, and the states that are made of them.

    Parameters
    ----------
    n_vectors : int
        The parameters, and what the rule remembers of each.
    networks : tuple of int
        Leading axes: () for one network, (n_networks,) for several.
    n_params : int
        Parameters of a network.

    Attributes
    ----------
    vectors : ndarray of float32, shape (n_vectors, *networks, n_params)
        In the plan's order.
    grads : ndarray of float32, shape (*networks, n_params)
        In the plan's order.
    """

    def __init__(self, n_vectors: int, networks: tuple[int, ...], n_params: int) -> None:
        self.vectors = np.zeros((n_vectors, *networks, n_params), np.float32)
        self.grads = np.zeros((*networks, n_params), np.float32)
        self._kept = self.vectors.copy()
        self._kept_count: Setting = 0.0
        self._order = self._undo = np.arange(n_params)

    def lay_out(self, order: layout.Order) -> None:
        """Bring the vectors into another order of ``model.params``, and zero the gradients."""
        self.vectors[...] = self.in_course_order(self.vectors).take(order, axis=-1)
        self._order, self._undo = order, layout.inverse(order)
        self.grads[...] = 0.0

    def in_course_order(self, vectors: Array) -> Array:
        """Return a copy of such vectors with the last axis in the order of ``model.params``."""
        return vectors.take(self._undo, axis=-1)

    def in_own_order(self, vectors: npt.NDArray[S]) -> npt.NDArray[S]:
        """Return a copy of vectors with the last axis in the plan's order."""
        return vectors.take(self._order, axis=-1)

    def keep(self, update: Update) -> None:
        """Remember the present vectors."""
        np.copyto(self._kept, self.vectors)
        self._kept_count = update.count

    def put_back(self, update: Update) -> None:
        """Go back to what was kept."""
        np.copyto(self.vectors, self._kept)
        update.count = self._kept_count

    def state(self, update: Update) -> Array:
        """Return vectors in the order of ``model.params`` and the count, shape (*networks, n_state)."""
        parts = list(self.in_course_order(self.vectors))
        if update.counts_steps:
            count = np.minimum(update.count, LARGEST_COUNT)
            parts.append(np.full((*self.grads.shape[:-1], 1), count, np.float32))
        return np.concatenate(parts, axis=-1)

    def restore(self, state: Array, update: Update) -> None:
        """Take over what ``state`` gave; ValueError if the shape is another."""
        n_vectors, n_params = len(self.vectors), self.vectors.shape[-1]
        shape = (*self.grads.shape[:-1], n_vectors * n_params + update.counts_steps)
        if state.shape != shape:
            raise ValueError(f"a state of shape {state.shape} given, this plan's are {shape}")
        for index in range(n_vectors):
            vector = state[..., index * n_params : (index + 1) * n_params]
            self.vectors[index] = self.in_own_order(vector)
        if update.counts_steps:
            update.count = _setting(state[..., -1:])


def _setting(values: Array) -> Setting:
    """Return a number for one network, an array of shape (n_networks, 1) for several."""
    return float(values[0]) if values.ndim == 1 else values.astype(np.float64)
