"""A plan that takes every step with the teaching classes: slow, and able to do whatever they can."""

import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..arrays import Array, IntArray
from ..errors import Error
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel, architecture_of
from . import pieces
from .plan import Plan
from .rule_memory import RuleMemory


class CoursePlan(Plan):
    """Any error, any learning rule, any penalty, in any precision.

    The state is the parameters in the order of ``model.params``, then what the rule remembers, in the order of its
    ``remembers``.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters; it is copied.
    error : Error
        The error to be lowered.
    learning_rule : GradientDescentLearningRule
        Any learning rule; it is copied, and starts without memory.
    batch_size : int
        Patterns in a step.
    dtype : data type, default float32
        The precision of parameters, memory and arithmetic.

    Raises
    ------
    ValueError
        If the layers are not affine, activation, affine, …, affine, or the rule does not name all that it remembers.
    """

    def __init__(
        self,
        model: MultipleLayerModel,
        error: Error,
        learning_rule: GradientDescentLearningRule,
        *,
        batch_size: int,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        super().__init__(architecture_of(model), batch_size)
        self._model, self._error, self._rule = copy.deepcopy(model), error, copy.deepcopy(learning_rule)
        self._dtype = np.dtype(dtype)
        self._in_pieces = pieces.are_for(self.architecture)
        self._model.params = [np.array(param, dtype=self._dtype) for param in model.params]
        self._rule.initialise(self._model.params)
        self._memory = RuleMemory(self._rule, self._dtype)
        self._inputs: npt.NDArray[Any] = np.empty((0, self.architecture.sizes[0]), self._dtype)
        self._targets: Array = np.empty((0, self.architecture.sizes[-1]), self._dtype)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self._rule.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._rule.learning_rate = value

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index; they are not copied."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        self._inputs = inputs
        self._targets = patterns.one_of_k(labels, self.architecture.sizes[-1], self._dtype)

    def run(self, rows: IntArray) -> int:
        """Take one step for each row of batch indices."""
        rows = patterns.check_rows(rows, self.batch_size, len(self._targets))
        with np.errstate(all="ignore"):
            for n_taken, row in enumerate(rows):
                before = self.state
                if not self._step(row):
                    self.restore(before)
                    return n_taken
        return len(rows)

    def _step(self, row: IntArray) -> bool:
        """Take one step; False if the error, a parameter or the rule's memory is no longer finite."""
        errors, grads = self._errors_and_grads(row)
        if not np.isfinite(errors).all():
            return False
        self._rule.update_params(grads)
        return all(bool(np.isfinite(array).all()) for array in self._arrays)

    def _errors_and_grads(self, row: npt.NDArray[np.integer[Any]]) -> tuple[list[Any], list[Array]]:
        """Error of each piece of a batch, and the whole batch's gradients; many inputs come in several pieces."""
        n_patterns, errors, total = len(row), list[Any](), list[Array]()
        for piece in pieces.of_batch(n_patterns, pieces.ROWS if self._in_pieces else n_patterns):
            targets = self._targets[row[piece]]
            activations = self._model.fprop(self._batch(row[piece]))
            errors.append(self._error(activations[-1], targets))
            grads = self._model.grads_wrt_params(activations, self._error.grad(activations[-1], targets))
            if len(targets) == n_patterns:
                return errors, grads
            # Errors are means over patterns, so a piece counts by its share of them. Penalties then count once.
            share = len(targets) / n_patterns
            total = total or [np.zeros_like(grad) for grad in grads]
            for summed, grad in zip(total, grads, strict=True):
                summed += share * grad
            pauses.look()
        return errors, total

    def _batch(self, row: IntArray) -> Array:
        """Inputs of a batch in the precision of the plan."""
        return patterns.as_floats(self._inputs[row], self._dtype)

    @property
    def _arrays(self) -> list[Array]:
        return [*self._model.params, *self._memory.arrays]

    @property
    def state(self) -> Array:
        """A copy of the parameters and of the rule's memory, shape (n_state,)."""
        return np.concatenate([array.ravel() for array in self._arrays])

    def restore(self, state: Array) -> None:
        """Go back to a state that ``state`` gave, with the learning rate that is set now."""
        n_state = sum(array.size for array in self._arrays)
        if state.shape != (n_state,):
            raise ValueError(f"a state of shape {state.shape} given to a plan whose states are ({n_state},)")
        n_params = self.architecture.n_params
        for param, part in zip(self._model.params, self.architecture.split(state[:n_params]), strict=True):
            param[...] = part
        self._memory.restore(state[n_params:])

    def params_of(self, states: Array) -> Array:
        """Return the parameters within states, shape (..., n_params), float32."""
        return states[..., : self.architecture.n_params].astype(np.float32)

    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """Gradient of the error, penalties included, on the bound patterns ``rows``; nothing is updated."""
        patterns.check_rows(rows[np.newaxis], self.batch_size, len(self._targets))
        with np.errstate(all="ignore"):
            _, grads = self._errors_and_grads(rows)
        return np.concatenate([grad.ravel() for grad in grads])
