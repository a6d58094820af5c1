"""The memory of a fast plan between two steps: parameters and what the rule remembers, as rows of one array.

The plan keeps them in an order of its own, in which its products find whole matrices. A state, which leaves the plan,
is in the order of ``model.params``.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from . import layout
from .updates import LARGEST_COUNT, Update

S = TypeVar("S", bound=np.generic)


class Memory:
    """Vectors that a learning rule changes, and the states that are made of them.

    Parameters
    ----------
    n_vectors : int
        The parameters, and what the rule remembers of each.
    n_params : int
        Weights and biases of the network.

    Attributes
    ----------
    vectors : ndarray of float32, shape (n_vectors, n_params)
        In the plan's order.
    grads : ndarray of float32, shape (n_params,)
        In the plan's order.
    """

    def __init__(self, n_vectors: int, n_params: int) -> None:
        self.vectors = np.zeros((n_vectors, n_params), np.float32)
        self.grads = np.zeros(n_params, np.float32)
        self._kept = np.zeros_like(self.vectors)  # takes no memory until a step is to be taken
        self._kept_count = 0.0
        self._order: layout.Order | None = None

    def lay_out(self, order: layout.Order) -> None:
        """Bring the vectors into another order of ``model.params``, and zero the gradients."""
        self.vectors[...] = self.in_course_order(self.vectors).take(order.places, axis=-1)
        self._order = order
        self.grads[...] = 0.0

    def in_course_order(self, vectors: Array) -> Array:
        """Return a copy of such vectors with the last axis in the order of ``model.params``."""
        return vectors.take(self._order.undone, axis=-1) if self._order is not None else vectors.copy()

    def in_own_order(self, vectors: npt.NDArray[S]) -> npt.NDArray[S]:
        """Return a copy of vectors with the last axis in the plan's order."""
        return vectors.take(self._order.places, axis=-1) if self._order is not None else vectors.copy()

    def keep(self, update: Update) -> None:
        """Remember the present vectors."""
        np.copyto(self._kept, self.vectors)
        self._kept_count = update.count

    def put_back(self, update: Update) -> None:
        """Go back to what was kept."""
        np.copyto(self.vectors, self._kept)
        update.count = self._kept_count

    def state(self, update: Update) -> Array:
        """Return vectors in the order of ``model.params`` and the count, shape (n_state,)."""
        counts = [min(update.count, LARGEST_COUNT)] if update.counts_steps else []
        return np.concatenate([self.in_course_order(self.vectors).reshape(-1), np.array(counts, np.float32)])

    def restore(self, state: Array, update: Update) -> None:
        """Take over what ``state`` gave; ValueError if the shape is another."""
        shape = (self.vectors.size + update.counts_steps,)
        if state.shape != shape:
            raise ValueError(f"a state of shape {state.shape} given, this plan's are {shape}")
        vectors = state[: self.vectors.size].reshape(self.vectors.shape)
        self.vectors[...] = self.in_own_order(vectors)
        if update.counts_steps:
            update.count = float(state[-1])
