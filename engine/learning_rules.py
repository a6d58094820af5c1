"""Learning rules: given the gradients, change the parameters in place."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from .arrays import Array


class GradientDescentLearningRule:
    """``p ← p − learning_rate · g``.

    Parameters
    ----------
    learning_rate : float
        At least 0; may be set again between updates.

    Raises
    ------
    ValueError
        If the rate, or another setting of the rule, is out of its bounds.
    """

    remembers: ClassVar[tuple[str, ...]] = ()
    """Names of the attributes that a step leaves to the next: numbers, arrays or lists of arrays, set by ``reset``."""

    def __init__(self, learning_rate: float = 1e-3) -> None:
        self.learning_rate = learning_rate
        self.params: list[Array] = []

    @property
    def learning_rate(self) -> float:
        """Factor on the gradient in the next steps."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        """Refuse a rate that is negative or not finite."""
        if not 0 <= value < np.inf:
            raise ValueError(f"learning_rate {value} is not a finite number of at least 0")
        self._learning_rate = float(value)

    def initialise(self, params: Sequence[Array]) -> None:
        """Take the parameters to learn, and forget all about others.

        Parameters
        ----------
        params : list of ndarray
            Kept, not copied: ``update_params`` changes them in place.
        """
        self.params = list(params)
        self.reset()

    def reset(self) -> None:
        """Forget what earlier updates left behind; the parameters stay as they are."""

    def update_params(self, grads_wrt_params: Sequence[Array]) -> None:
        """Take one step.

        Parameters
        ----------
        grads_wrt_params : list of ndarray
            A gradient for each parameter given to ``initialise``, in its order and shape.

        Raises
        ------
        ValueError
            If the gradients do not fit the parameters.
        """
        self._refuse_misfits(grads_wrt_params)
        for param, grad in zip(self.params, grads_wrt_params, strict=True):
            param -= self.learning_rate * grad

    def _refuse_misfits(self, grads_wrt_params: Sequence[Array]) -> None:
        shapes = [grad.shape for grad in grads_wrt_params]
        needed = [param.shape for param in self.params]
        if shapes != needed:
            raise ValueError(f"gradients {shapes} do not fit the parameters given to initialise, {needed}")

    def _zeros(self) -> list[Array]:
        return [np.zeros_like(param) for param in self.params]

    def __repr__(self) -> str:
        """Return the name of the class and the learning rate."""
        return f"{type(self).__name__}(learning_rate={self.learning_rate})"


class MomentumLearningRule(GradientDescentLearningRule):
    """``m ← mom_coeff · m − learning_rate · g``, then ``p ← p + m``.

    Parameters
    ----------
    learning_rate : float
        At least 0.
    mom_coeff : float
        Share of the last step that is kept, from 0 (gradient descent) to 1 (no friction).
    """

    remembers = ("moms",)

    def __init__(self, learning_rate: float = 1e-3, mom_coeff: float = 0.9) -> None:
        super().__init__(learning_rate)
        if not 0 <= mom_coeff <= 1:
            raise ValueError(f"mom_coeff {mom_coeff} is not in [0, 1]")
        self.mom_coeff = float(mom_coeff)
        self.moms: list[Array] = []

    def reset(self) -> None:
        """Come to rest."""
        self.moms = self._zeros()

    def update_params(self, grads_wrt_params: Sequence[Array]) -> None:
        """Add the new push to what is left of the last step."""
        self._refuse_misfits(grads_wrt_params)
        for param, mom, grad in zip(self.params, self.moms, grads_wrt_params, strict=True):
            mom *= self.mom_coeff
            mom -= self.learning_rate * grad
            param += mom


class AdamLearningRule(GradientDescentLearningRule):
    """Adam (Kingma and Ba, 2015, algorithm 1).

    Parameters
    ----------
    learning_rate : float
        At least 0.
    beta_1, beta_2 : float
        Decay of the running means of the gradient and of its square, in [0, 1).
    epsilon : float
        Above 0; added to the root of the bias-corrected second moment.
    """

    remembers = ("moms_1", "moms_2", "step_count")

    def __init__(
        self, learning_rate: float = 1e-3, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1 = _decay("beta_1", beta_1)
        self.beta_2 = _decay("beta_2", beta_2)
        self.epsilon = _positive("epsilon", epsilon)
        self.moms_1: list[Array] = []
        self.moms_2: list[Array] = []
        self.step_count = 0

    def reset(self) -> None:
        """Zero both moments, and the count of steps with them."""
        self.moms_1, self.moms_2, self.step_count = self._zeros(), self._zeros(), 0

    def update_params(self, grads_wrt_params: Sequence[Array]) -> None:
        """Step by the mean gradient over its root mean square, both corrected for having started at 0."""
        self._refuse_misfits(grads_wrt_params)
        self.step_count += 1
        correction_1 = 1.0 - self.beta_1**self.step_count
        correction_2 = 1.0 - self.beta_2**self.step_count
        for param, mom_1, mom_2, grad in zip(
            self.params, self.moms_1, self.moms_2, grads_wrt_params, strict=True
        ):
            mom_1 *= self.beta_1
            mom_1 += (1.0 - self.beta_1) * grad
            mom_2 *= self.beta_2
            mom_2 += (1.0 - self.beta_2) * grad**2
            root_mean_square = np.sqrt(mom_2 / correction_2)
            param -= self.learning_rate * (mom_1 / correction_1) / (root_mean_square + self.epsilon)


class AdaGradLearningRule(GradientDescentLearningRule):
    """AdaGrad (Duchi, Hazan and Singer, 2011): divide by the root of the sum of all squared gradients.

    Parameters
    ----------
    learning_rate : float
        At least 0.
    epsilon : float
        Above 0; added under the root, as in the course's framework.
    """

    remembers = ("sum_sq_grads",)

    def __init__(self, learning_rate: float = 1e-2, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.epsilon = _positive("epsilon", epsilon)
        self.sum_sq_grads: list[Array] = []

    def reset(self) -> None:
        """Zero the sums."""
        self.sum_sq_grads = self._zeros()

    def update_params(self, grads_wrt_params: Sequence[Array]) -> None:
        """Apply ``s ← s + g²``, then ``p ← p − learning_rate · g / √(s + epsilon)``."""
        self._refuse_misfits(grads_wrt_params)
        for param, sum_sq_grad, grad in zip(self.params, self.sum_sq_grads, grads_wrt_params, strict=True):
            sum_sq_grad += grad**2
            param -= self.learning_rate * grad / np.sqrt(sum_sq_grad + self.epsilon)


class RMSPropLearningRule(GradientDescentLearningRule):
    """RMSProp (Hinton, 2012, lecture 6): divide by the root of a running mean of squared gradients.

    Parameters
    ----------
    learning_rate : float
        At least 0.
    beta : float
        Decay of the running mean, in [0, 1).
    epsilon : float
        Above 0; added under the root, as in the course's framework.
    """

    remembers = ("moms_2",)

    def __init__(self, learning_rate: float = 1e-3, beta: float = 0.9, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.beta = _decay("beta", beta)
        self.epsilon = _positive("epsilon", epsilon)
        self.moms_2: list[Array] = []

    def reset(self) -> None:
        """Zero the running means."""
        self.moms_2 = self._zeros()

    def update_params(self, grads_wrt_params: Sequence[Array]) -> None:
        """Apply ``m ← beta · m + (1 − beta) · g²``, then ``p ← p − learning_rate · g / √(m + epsilon)``."""
        self._refuse_misfits(grads_wrt_params)
        for param, mom_2, grad in zip(self.params, self.moms_2, grads_wrt_params, strict=True):
            mom_2 *= self.beta
            mom_2 += (1.0 - self.beta) * grad**2
            param -= self.learning_rate * grad / np.sqrt(mom_2 + self.epsilon)


LEARNING_RULES: dict[str, type[GradientDescentLearningRule]] = {
    "gradient descent": GradientDescentLearningRule,
    "momentum": MomentumLearningRule,
    "Adam": AdamLearningRule,
    "AdaGrad": AdaGradLearningRule,
    "RMSProp": RMSPropLearningRule,
}
"""From the name on the page to the rule; each can be made from a learning rate alone."""


def _decay(name: str, value: float) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} {value} is not in [0, 1)")
    return float(value)


def _positive(name: str, value: float) -> float:
    if not 0 < value < np.inf:
        raise ValueError(f"{name} {value} is not a finite number above 0")
    return float(value)
