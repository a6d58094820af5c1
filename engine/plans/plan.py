"""The contract of a plan: an update of the parameters as fixed operations on arrays made beforehand.

A plan is made from a model, an error and a learning rule, and gives the result that these three would give. Between
two steps it keeps one flat vector, its *state*. State, learning rate and the rows of the next batch determine the
next step bit for bit; so a run can be stopped, rewound and forked anywhere.
"""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array, IntArray
from . import pieces, used_inputs

ARRAYS_OF_LAYERS = 3
"""Arrays of all units' numbers for each pattern: outputs, gates, signals."""


class Plan(ABC):
    """Training steps on one bound data set.

    Parameters
    ----------
    architecture : Architecture
        The network that is trained.
    batch_size : int
        Patterns in a step.
    """

    def __init__(self, architecture: Architecture, batch_size: int) -> None:
        self.architecture = architecture
        self.batch_size = batch_size

    @property
    def n_bytes(self) -> int:
        """Bytes that the plan takes, by a formula that fits fast plans.

        Patterns and orders that plans share do not count.
        """
        rows = (
            pieces.of_batch(self.batch_size)[0].stop if pieces.are_for(self.architecture) else self.batch_size
        )
        return 4 * (
            self._n_vectors * self.architecture.n_params
            + ARRAYS_OF_LAYERS * rows * sum(self.architecture.sizes)
        )

    @property
    def _n_vectors(self) -> int:
        """Arrays of all parameters in the plan, in units of float32: values, memory, copies, gradients."""
        return 11

    @property
    @abstractmethod
    def learning_rate(self) -> float:
        """The learning rate of the next step; may be set between steps, also to 0."""

    @learning_rate.setter
    @abstractmethod
    def learning_rate(self, value: float) -> None: ...

    @abstractmethod
    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index.

        Parameters
        ----------
        inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
            The patterns. Grey levels in uint8 are read as ``value / 255`` and stay uint8 in memory.
        labels : ndarray of shape (n_patterns,)
            The class of each pattern, from 0.
        """

    @property
    def grey_levels(self) -> used_inputs.Cut | None:
        """The bound patterns as ``used_inputs.cut`` gave them; None where the plan has none in uint8."""
        return None

    def unbind(self) -> bool:
        """Let go of the copy of the bound patterns, and say whether there was one; others are bound before a step."""
        return False

    @abstractmethod
    def run(self, rows: IntArray) -> int:
        """Take one step for each row of batch indices.

        Parameters
        ----------
        rows : ndarray of shape (n_steps, batch_size)
            For each step the patterns of its batch, as indices into the bound data.

        Returns
        -------
        int
            Steps taken: fewer than ``n_steps`` where the error or a parameter stopped being finite. The
            parameters are then those before the first step that was not finite.
        """

    @property
    @abstractmethod
    def state(self) -> Array:
        """A copy of all that the next step depends on but learning rate and batch, shape (n_state,)."""

    @abstractmethod
    def restore(self, state: Array) -> None:
        """Go back to a state that ``state`` gave, with the learning rate that is set now."""

    @abstractmethod
    def params_of(self, states: Array) -> Array:
        """The parameters within states.

        Parameters
        ----------
        states : ndarray of shape (..., n_state)
            States of this plan.

        Returns
        -------
        ndarray of shape (..., n_params)
            Weights and biases in the order of ``model.params``, float32: see ``Architecture.split``.
        """

    @abstractmethod
    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """Gradient of the error, penalties included, on the bound patterns ``rows``; nothing is updated.

        Parameters
        ----------
        rows : ndarray of shape (batch_size,)
            The patterns of the batch, as indices into the bound data.

        Returns
        -------
        ndarray of shape (n_params,)
            In the order of ``model.params``.
        """
