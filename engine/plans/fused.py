"""The steps of a fast plan: whole vectors updated in place, with a way back from a step that went wrong.

A plan keeps a copy of its vectors and takes up to 32 steps in the fast form of ``softmax``. Two things can go wrong:

- NumPy reports an overflow within a gradient. The gradient is then computed again, and in the stable form if it is
  not finite.
- A parameter is not finite after the 32 steps. All go back to the copy, and are taken again one by one. If a single
  step fails, the run ends before it.

How a step is computed thus depends on that step's numbers alone, and not on its neighbours: a run resumes bit for bit
wherever it was interrupted. A processor that reports no overflows (in a browser), or reports one without cause, comes
to the same numbers.
"""

import math
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..arrays import Array, IntArray
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel, architecture_of
from . import layout, penalties
from .held import are_held, held
from .memory import Memory
from .operations import Operation, perform
from .plan import Plan
from .softmax import SoftmaxSignal
from .updates import UPDATES

STEPS_AT_ONCE = 32
"""Steps between two copies of the parameters: a copy costs as much as an operation of a step, shared by so many."""

S = TypeVar("S", bound=np.generic)

LoadBatch = Callable[[IntArray], Any]
"""Puts the patterns of one row of indices where the operations of the gradient look for them."""


class FusedPlan(Plan):
    """A plan in float32 for the cross-entropy after a softmax.

    The state is the parameters in the order of ``model.params``, then what the rule remembers of each (for
    momentum the last step with its sign turned, for Adam the running means without their factors), then
    Adam's count. The memory does not depend on the learning rate: it survives a change, also to 0 and back.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters.
    learning_rule : GradientDescentLearningRule
        Gradient descent, momentum or Adam.
    batch_size : int
        Patterns in a step.
    """

    _gradient: list[Operation]
    _stable_gradient: list[Operation]
    _signal: SoftmaxSignal

    def __init__(
        self, model: MultipleLayerModel, learning_rule: GradientDescentLearningRule, *, batch_size: int
    ) -> None:
        super().__init__(architecture_of(model), batch_size)
        n_params = self.architecture.n_params
        rule_type = UPDATES[type(learning_rule)]
        self._memory = Memory(rule_type.n_vectors, n_params)
        # Penalties and held parameters stand here twice: in the order of ``model.params``, for ``gradient``, and in
        # the plan's own order, for the update. Both are None where there are none: the update then has no operation
        # for it.
        self._penalties = _where_any(penalties.l2_coefficients(model))
        self._coefficients = None if self._penalties is None else self._penalties.copy()
        self._held = _where_any(held(model))
        self._are_held = are_held(model)
        self._held_here = None if self._held is None else self._held.copy()
        self._update = rule_type(
            learning_rule,
            self._memory.vectors,
            self._memory.grads,
            self._coefficients,
            self._held_here,
        )
        # A parameter that float32 cannot hold becomes infinite, and the first step is refused.
        with np.errstate(over="ignore"):
            self._memory.vectors[0] = np.concatenate([param.ravel() for param in model.params])

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self._update.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        if not 0 <= value < np.inf:
            raise ValueError(f"learning_rate {value} is not a finite number of at least 0")
        self._update.learning_rate = float(value)
        self._scale_signal()

    @property
    def _n_vectors(self) -> int:
        """Vectors and their copy, gradients, and what is added for penalties, held parameters and Adam."""
        penalties = 4 if self._coefficients is not None else 0
        return 2 * len(self._memory.vectors) + 1 + penalties + self._update.counts_steps

    def _scale_signal(self) -> None:
        self._signal.scale_by(self._update.signal_factor / self.batch_size)

    @abstractmethod
    def _loader(self, rows: IntArray) -> LoadBatch:
        """Return what puts the patterns of one of these rows where the operations look for them."""

    @property
    @abstractmethod
    def _n_bound(self) -> int:
        """Patterns that are bound."""

    def _lay_out(self, order: layout.Order) -> None:
        """Bring parameters and memory into another order; the arrays stay, for the update's operations hold them."""
        self._memory.lay_out(order)
        if self._coefficients is not None and self._penalties is not None:
            self._coefficients[...] = self._memory.in_own_order(self._penalties)
            self._update.refresh()
        if self._held_here is not None and self._held is not None:
            self._held_here[...] = self._memory.in_own_order(self._held)

    def run(self, rows: IntArray) -> int:
        """Take one step for each row of batch indices; full batches in the data's own order are fastest."""
        rows = patterns.check_rows(rows, self.batch_size, self._n_bound)
        load, n_taken = self._loader(rows), 0
        # The fast form relies on these reports: see ``softmax``. A number too small to hold becomes 0, harmlessly.
        with np.errstate(over="raise", invalid="raise", divide="raise", under="ignore"):
            while n_taken < len(rows):
                part = rows[n_taken : n_taken + STEPS_AT_ONCE]
                self._memory.keep(self._update)
                n_good = len(part)
                if not self._take(part, load):
                    self._memory.put_back(self._update)
                    n_good = self._take_one_by_one(part, load)
                n_taken += n_good
                if n_good < len(part):
                    break
        return n_taken

    def _take(self, rows: IntArray, load: LoadBatch) -> bool:
        """Take steps; False if they must be taken again one by one."""
        gradient, update = self._gradient, self._update.operations
        # The loops of ``perform`` are written out here: a call for each would be felt in the smallest networks.
        try:
            for row in rows:
                load(row)
                try:
                    for operation, arguments in gradient:
                        operation(*arguments)
                except FloatingPointError:
                    self._find_gradient()  # from its first operation, for the later ones were left out
                for operation, arguments in update:
                    operation(*arguments)
        except FloatingPointError:
            return False  # an update is half done: only the copy helps
        return self._is_finite()

    def _take_one_by_one(self, rows: IntArray, load: LoadBatch) -> int:
        """Return how many steps could be taken before one that left something not finite; it is undone."""
        for n_taken, row in enumerate(rows):
            self._memory.keep(self._update)
            load(row)
            self._find_gradient()
            with np.errstate(all="ignore"):
                perform(self._update.operations)
            # Here too the numbers decide, whatever was reported.
            if not self._is_finite():
                self._memory.put_back(self._update)
                return n_taken
        return len(rows)

    def _find_gradient(self) -> None:
        """Compute the gradient of the batch that is loaded: in the fast form, or in the stable one.

        The numbers decide, not NumPy's reports. A kernel of the BLAS now and then reports an overflow in memory
        beside the numbers that it was given; if that decided, the same run would not give the same bits twice.
        """
        with np.errstate(all="ignore"):
            perform(self._gradient)
            if not np.isfinite(self._memory.grads).all():
                perform(self._stable_gradient)

    def _is_finite(self) -> bool:
        """Whether parameters and memory are finite."""
        vector = self._memory.vectors.reshape(-1)
        try:
            # One product instead of an array of booleans. A finite sum of squares has finite parts.
            if math.isfinite(vector.dot(vector)):
                return True
        except FloatingPointError:
            pass
        # The squares of large numbers overflow too, although these are finite: so look at each.
        return bool(np.isfinite(vector).all())

    @property
    def state(self) -> Array:
        """A copy of the parameters, the rule's memory and its count, shape (n_state,)."""
        return self._memory.state(self._update)

    def restore(self, state: Array) -> None:
        """Go back to a state that ``state`` gave, with the learning rate that is set now."""
        self._memory.restore(state, self._update)

    def params_of(self, states: Array) -> Array:
        """Return the parameters within states, shape (..., n_params), float32."""
        return np.asarray(states[..., : self.architecture.n_params], np.float32)

    def gradient(self, rows: npt.NDArray[np.integer[Any]]) -> Array:
        """Gradient of the error, penalties included, on the bound patterns ``rows``; nothing is updated."""
        batch = patterns.check_rows(rows[np.newaxis], self.batch_size, self._n_bound)
        self._signal.scale_by(1.0 / self.batch_size)  # without the learning rate, which some updates fold in
        self._loader(batch)(batch[0])
        self._find_gradient()
        self._scale_signal()
        grads = self._memory.in_course_order(self._memory.grads)
        if self._penalties is not None:
            grads += self._penalties * self._memory.in_course_order(self._memory.vectors[0])
        if self._held is not None:
            grads[self._held] = 0.0
        return grads


def _where_any(values: npt.NDArray[S]) -> npt.NDArray[S] | None:
    """The same values; None where all are 0."""
    return values if values.any() else None
