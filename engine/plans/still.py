"""A plan for a network in which nothing learns: its steps change no number, and take no time."""

from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..arrays import Array, IntArray
from ..models import MultipleLayerModel, architecture_of
from .plan import Plan


class StillPlan(Plan):
    """All weights and biases are frozen; the state is the parameters in the order of ``model.params``.

    Parameters
    ----------
    model : MultipleLayerModel
        The network; it is copied, in the precision of the plan.
    learning_rate : float
        Kept for whoever asks; no step depends on it.
    batch_size : int
        Patterns in a step.
    dtype : data type, default float32
        Precision of the parameters.
    """

    def __init__(
        self,
        model: MultipleLayerModel,
        learning_rate: float,
        *,
        batch_size: int,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        super().__init__(architecture_of(model), batch_size)
        # A parameter that the precision cannot hold becomes infinite, and no step is taken.
        with np.errstate(over="ignore"):
            self._params = np.concatenate([param.ravel() for param in model.params]).astype(dtype)
        self._learning_rate = learning_rate
        self._n_patterns = 0

    @property
    def n_bytes(self) -> int:
        """Bytes of the parameters, twice: as they are kept, and as a state is copied."""
        return 2 * self._params.nbytes

    @property
    def learning_rate(self) -> float:
        """The learning rate that is set."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = value

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        self._n_patterns = len(labels)

    def run(self, rows: IntArray) -> int:
        """Take one step for each row of batch indices; none where a parameter is not finite."""
        rows = patterns.check_rows(rows, self.batch_size, self._n_patterns)
        return len(rows) if np.isfinite(self._params).all() else 0

    @property
    def state(self) -> Array:
        """A copy of the parameters, shape (n_params,)."""
        return self._params.copy()

    def restore(self, state: Array) -> None:
        """Take over the parameters of a state."""
        if state.shape != self._params.shape:
            raise ValueError(
                f"a state of shape {state.shape} given to a plan whose states are {self._params.shape}"
            )
        self._params[...] = state

    def params_of(self, states: Array) -> Array:
        """Return the parameters within states, shape (..., n_params), float32."""
        return np.asarray(states, np.float32)

    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """0 for every parameter: nothing of the error is handed to them."""
        patterns.check_rows(rows[np.newaxis], self.batch_size, self._n_patterns)
        return np.zeros_like(self._params)
