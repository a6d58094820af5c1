"""A plan for a network whose first layers are frozen: their outputs are computed once, and the rest trains on them.

To what lies behind them, frozen layers are a part of the data. So any plan serves for the rest, and a step costs what a
step of that smaller network costs. Where the patterns are drawn anew, their outputs are computed at each ``bind``.
"""

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..layers import Layer
from ..models import MultipleLayerModel
from .plan import Plan

ROWS_AT_ONCE = 1_000
"""Patterns that go through the frozen layers between two pauses."""


class BehindFrozen(Plan):
    """Frozen layers in front of a plan; they are in its states, so that those look like any plan's.

    The state is the frozen parameters in the order of ``model.params``, then the state of the rest.

    Parameters
    ----------
    architecture : Architecture
        The whole network.
    front : sequence of Layer
        The frozen layers: affine, activation, affine, …, activation. They are copied, in the precision of the rest.
    rest : Plan
        Trains the layers behind them.
    """

    def __init__(self, architecture: Architecture, front: Sequence[Layer], rest: Plan) -> None:
        super().__init__(architecture, rest.batch_size)
        self._front, self._rest = MultipleLayerModel(copy.deepcopy(list(front))), rest
        self._dtype = rest.state.dtype
        # A parameter that the precision cannot hold becomes infinite, and no step is taken.
        with np.errstate(over="ignore"):
            self._front.params = [param.astype(self._dtype) for param in self._front.params]
        self._n_frozen = sum(param.size for param in self._front.params)
        self._inputs: npt.NDArray[Any] = np.empty((0, architecture.sizes[0]), self._dtype)
        self._labels: IntArray = np.arange(0)

    @property
    def n_bytes(self) -> int:
        """Bytes of the rest, of the frozen parameters, and of the outputs of the frozen layers, which it keeps."""
        kept = len(self._labels) * self._rest.architecture.sizes[0]
        return self._rest.n_bytes + self._dtype.itemsize * (self._n_frozen + kept)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self._rest.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._rest.learning_rate = value

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index; the rest gets what the frozen layers make of them."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        self._inputs, self._labels = inputs, labels
        features = np.empty((len(inputs), self._rest.architecture.sizes[0]), self._dtype)
        with np.errstate(all="ignore"):
            for start in range(0, len(inputs), ROWS_AT_ONCE):
                some = slice(start, start + ROWS_AT_ONCE)
                features[some] = self._front.fprop(patterns.as_floats(inputs[some], self._dtype))[-1]
                pauses.look()
        self._rest.bind(features, labels)

    def run(self, rows: IntArray) -> int:
        """Take one step for each row of batch indices; none where a frozen parameter is not finite."""
        if not all(np.isfinite(param).all() for param in self._front.params):
            return 0
        return self._rest.run(rows)

    @property
    def _frozen(self) -> Array:
        return np.concatenate([param.ravel() for param in self._front.params])

    @property
    def state(self) -> Array:
        """A copy of the frozen parameters and of the state of the rest, shape (n_state,)."""
        return np.concatenate([self._frozen, self._rest.state])

    def restore(self, state: Array) -> None:
        """Go back to a state that ``state`` gave, with the learning rate that is set now."""
        before, given = self.state, state[: self._n_frozen]
        if state.shape != before.shape:
            raise ValueError(
                f"a state of shape {state.shape} given to a plan whose states are {before.shape}"
            )
        self._rest.restore(state[self._n_frozen :])
        if not np.array_equal(given, before[: self._n_frozen], equal_nan=True):
            self._take_over(given)

    def _take_over(self, frozen: Array) -> None:
        """Go on behind other frozen parameters, and pass the patterns through them."""
        start = 0
        for param in self._front.params:
            param[...] = frozen[start : start + param.size].reshape(param.shape)
            start += param.size
        self.bind(self._inputs, self._labels)

    def params_of(self, states: Array) -> Array:
        """Return the parameters within states, shape (..., n_params), float32."""
        return np.asarray(states[..., : self.architecture.n_params], np.float32)

    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """Gradient of the error, penalties included, on the bound patterns ``rows``: 0 for what is frozen."""
        of_rest = self._rest.gradient(rows)
        return np.concatenate([np.zeros(self._n_frozen, of_rest.dtype), of_rest])
