"""Penalties on large parameters: a cost that is added to the error, and its gradient."""

from abc import ABC, abstractmethod

import numpy as np

from .arrays import Array


class Penalty(ABC):
    """A cost of large parameters.

    Parameters
    ----------
    coefficient : float
        Factor on the cost; 0 switches it off.

    Raises
    ------
    ValueError
        If the coefficient is negative or not finite.
    """

    def __init__(self, coefficient: float) -> None:
        if not 0 <= coefficient < np.inf:
            raise ValueError(f"coefficient {coefficient} is not a finite number of at least 0")
        self.coefficient = float(coefficient)

    @abstractmethod
    def __call__(self, parameter: Array) -> float:
        """Cost of a parameter array of any shape."""

    @abstractmethod
    def grad(self, parameter: Array) -> Array:
        """Gradient of the cost, in the shape and precision of the parameter.

        Parameters
        ----------
        parameter : ndarray
            Weights or biases.

        Returns
        -------
        ndarray
            Like ``parameter``.
        """

    def __repr__(self) -> str:
        """Return the call that makes this."""
        return f"{type(self).__name__}({self.coefficient})"


class L1Penalty(Penalty):
    """``coefficient · Σ |p|``: pulls every parameter to 0 with the same force; the gradient at 0 is 0."""

    def __call__(self, parameter: Array) -> float:
        """Cost of a parameter array of any shape."""
        return self.coefficient * float(np.abs(parameter).sum(dtype=np.float64))

    def grad(self, parameter: Array) -> Array:
        """``coefficient · sign(p)``."""
        return self.coefficient * np.sign(parameter)


class L2Penalty(Penalty):
    """``½ · coefficient · Σ p²``: pulls every parameter to 0 in proportion to itself (weight decay)."""

    def __call__(self, parameter: Array) -> float:
        """Cost of a parameter array of any shape."""
        return 0.5 * self.coefficient * float(np.square(parameter, dtype=np.float64).sum())

    def grad(self, parameter: Array) -> Array:
        """``coefficient · p``."""
        return self.coefficient * parameter


PENALTIES: dict[str, type[Penalty]] = {"L2": L2Penalty}
"""From the name on the page to a penalty on weights that can be chosen there. With a single one nothing is to choose.

Only ``L2Penalty`` trains fast; another trains by the teaching classes.
"""
