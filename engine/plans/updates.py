"""Learning rules on whole vectors: the update of all parameters takes a few calls, from one (descent) to ten (Adam).

Gradient descent and momentum save one more call: the error signal is multiplied by the learning rate, on the few
numbers of the outputs, and gradients arrive with the rate in them. The memory of momentum is the step itself, as in
the teaching class, and not a sum of gradients: a new learning rate leaves it as it is, and at rate 0 the parameters
coast on the rest of the last step.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..learning_rules import (
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
)
from .operations import Operation, scalar, weakly

ZERO = scalar(0)

LARGEST_COUNT = 2.0**24
"""Up to here float32 counts exactly. Adam's corrections are 1 long before."""

SMALLEST_EPSILON = 1e-16
"""Below this Adam's epsilon no longer covers the squares of gradients that float32 cannot hold."""


class Update(ABC):
    """One update of the parameters.

    Parameters
    ----------
    learning_rule : GradientDescentLearningRule
        The teaching class whose settings it takes over.
    vectors : ndarray of float32, shape (n_vectors, n_params)
        The parameters, then what the rule remembers of each.
    grads : ndarray of float32, shape (n_params,)
        Gradients times ``signal_factor``, without penalties.
    coefficients : ndarray of float32, of the shape of grads, or None
        The L2 coefficient of each parameter; None where all are 0.
    held : ndarray of bool, of the shape of grads, or None
        Which parameters stay as they are; None where all are learnt.

    Attributes
    ----------
    operations : list of Operation
        One update, from the gradients that are in ``grads``.
    count : float
        Steps taken, where the rule counts them.
    """

    n_vectors: ClassVar[int]
    counts_steps: ClassVar[bool] = False

    def __init__(
        self,
        learning_rule: GradientDescentLearningRule,
        vectors: Array,
        grads: Array,
        coefficients: Array | None,
        held: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        self.count = 0.0
        self.operations: list[Operation] = []
        # First what is held, then penalties: both change the gradient that the rule sees. A held bias has no penalty.
        if held is not None:
            self.operations.append((np.copyto, (grads, ZERO, "same_kind", held)))
        self._coefficients = coefficients
        if coefficients is not None:
            # ``_decay`` holds the coefficients times the factor that the gradients come with: see ``refresh``. The
            # sum has an array of its own: in ``grads`` the weights of inputs that are always 0 must keep their 0,
            # which no product of a ``WidePlan`` writes again.
            self._decay, summed = np.zeros_like(grads), np.zeros_like(grads)
            self.operations += [
                (np.multiply, (vectors[0], self._decay, summed)),
                (np.add, (summed, grads, summed)),
            ]
            grads = summed
        self.operations += self._step(learning_rule, vectors, grads)
        self.learning_rate = learning_rule.learning_rate

    @abstractmethod
    def _step(self, learning_rule: Any, vectors: Array, grads: Array) -> list[Operation]:
        """Return operations that take a step from complete gradients."""

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = value
        self.refresh()

    def refresh(self) -> None:
        """Take in a new learning rate, or new coefficients."""
        if self._coefficients is not None:
            np.multiply(self._coefficients, self.signal_factor, out=self._decay, casting="same_kind")

    @property
    def signal_factor(self) -> float:
        """The factor that gradients must come with."""
        return self._learning_rate


class Descent(Update):
    """Gradient descent: one subtraction."""

    n_vectors = 1

    def _step(self, learning_rule: Any, vectors: Array, grads: Array) -> list[Operation]:
        return [(np.subtract, (vectors[0], grads, vectors[0]))]


class Momentum(Update):
    """Momentum; the memory is the last step with its sign turned, which saves turning the gradients'."""

    n_vectors = 2

    def _step(self, learning_rule: Any, vectors: Array, grads: Array) -> list[Operation]:
        params, steps = vectors
        return [
            (np.multiply, (steps, scalar(learning_rule.mom_coeff), steps)),
            (np.add, (steps, grads, steps)),
            (np.subtract, (params, steps, params)),
        ]


class Adam(Update):
    """Adam; the memory is both running means without their factors 1 − beta, which come in later."""

    n_vectors = 3
    counts_steps = True

    def _step(self, learning_rule: Any, vectors: Array, grads: Array) -> list[Operation]:
        params, firsts, seconds = vectors
        # The running means are kept without their factor 1 − beta, which saves a multiplication of each vector. The
        # factors, the learning rate and the corrections are single numbers: ``_advance`` brings them into ``_size``
        # and ``_epsilon`` in float64, before each step.
        self._beta_1, self._beta_2 = learning_rule.beta_1, learning_rule.beta_2
        self._real_epsilon = learning_rule.epsilon
        beta_1, beta_2 = scalar(self._beta_1), scalar(self._beta_2)
        self._size, self._epsilon = scalar(0.0), scalar(0.0)
        scratch = np.zeros_like(grads)  # holds g², then the root, then the step: three uses of one array
        return [
            (weakly(self._advance), ()),
            (np.multiply, (firsts, beta_1, firsts)),
            (np.add, (firsts, grads, firsts)),
            (np.multiply, (grads, grads, scratch)),
            (np.multiply, (seconds, beta_2, seconds)),
            (np.add, (seconds, scratch, seconds)),
            (np.sqrt, (seconds, scratch)),
            (np.add, (scratch, self._epsilon, scratch)),
            (np.divide, (firsts, scratch, scratch)),
            (np.multiply, (scratch, self._size, scratch)),
            (np.subtract, (params, scratch, params)),
        ]

    def _advance(self) -> None:
        """Count a step, and correct both means for having started at 0 (Kingma and Ba, 2015, section 2)."""
        self.count = count = self.count + 1.0
        # With m and v for the means without their factors, the step is
        # rate · first · m / (root_second · √v + epsilon). Divided by root_second above and below, it needs no
        # multiplication of √v.
        first = (1.0 - self._beta_1) / (1.0 - self._beta_1**count)
        root_second = ((1.0 - self._beta_2) / (1.0 - self._beta_2**count)) ** 0.5
        self._size[...] = self._learning_rate * first / root_second
        self._epsilon[...] = self._real_epsilon / root_second

    @property
    def signal_factor(self) -> float:
        """The gradients come as they are: Adam brings in the rate at the end."""
        return 1.0


UPDATES: dict[type[GradientDescentLearningRule], type[Update]] = {
    GradientDescentLearningRule: Descent,
    MomentumLearningRule: Momentum,
    AdamLearningRule: Adam,
}
"""From a learning rule of the course to its form on whole vectors."""


def is_fast(learning_rule: GradientDescentLearningRule) -> bool:
    """Return whether a rule can be written on whole vectors in float32."""
    if isinstance(learning_rule, AdamLearningRule) and learning_rule.epsilon < SMALLEST_EPSILON:
        return False
    return type(learning_rule) in UPDATES
