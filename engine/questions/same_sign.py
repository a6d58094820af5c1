"""Why answers that are never negative slow a unit down: for one pattern, all its weights move the same way.

The gradient wrt the weights into a unit is its error signal times its inputs, ``g · h_i``. Where every input is
positive, as after a sigmoid, all components have the sign of ``g``. A step then goes up in all weights or down in
all, and a path that raises one weight and lowers another must zig-zag. (LeCun, Bottou, Orr and Müller, "Efficient
BackProp", 1998, section 4.3.)
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array, Rng
from ..errors import CrossEntropySoftmaxError, SumOfSquaredDiffsError
from ..layers import AffineLayer
from ..learning_rules import GradientDescentLearningRule
from ..models import make_model
from .activation_curves import curve


@dataclass(frozen=True, eq=False)
class IntoUnit:
    """Inputs, error signal and gradients of one output unit for one pattern; float64.

    Parameters
    ----------
    inputs : ndarray of shape (width,)
        Answers h_i of the hidden units that it reads.
    signal : float
        Its error signal g: output less target.
    gradients : ndarray of shape (width,)
        Gradient of the pattern's error wrt each of its weights, by the layer's own ``grads_wrt_params``.
    """

    inputs: Array
    signal: float
    gradients: Array


@dataclass(frozen=True, eq=False)
class Path:
    """Two weights on their way to a goal.

    Parameters
    ----------
    places : ndarray of shape (n_steps + 1, 2)
        The weights before the first step and after each.
    gradients : ndarray of shape (n_steps, 2)
        The gradient of each step.
    """

    places: Array
    gradients: Array

    @property
    def together(self) -> npt.NDArray[np.bool_]:
        """Steps in which both weights rose or both fell, shape (n_steps,)."""
        return np.asarray((self.gradients > 0).all(axis=1) | (self.gradients < 0).all(axis=1))


def into_output(
    architecture: Architecture, params: Array, pattern: npt.NDArray[Any], label: int, unit: int
) -> IntoUnit:
    """Take one pattern forward and back to the weights of one output unit.

    Parameters
    ----------
    architecture : Architecture
        A network with at least one hidden layer.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    pattern : ndarray of shape (input_dim,)
        The inputs.
    label : int
        Its class, from 0.
    unit : int
        The output unit, from 0.

    Returns
    -------
    IntoUnit
        By the course's classes.
    """
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = architecture.split(np.asarray(params, np.float64))
    activations = model.fprop(np.asarray(pattern, np.float64)[np.newaxis])
    targets = np.eye(architecture.sizes[-1])[[label]]
    grads = CrossEntropySoftmaxError().grad(activations[-1], targets)
    weights = cast(AffineLayer, model.layers[-1]).grads_wrt_params(activations[-2], grads)[0]
    return IntoUnit(activations[-2][0], float(grads[0, unit]), weights[unit])


def hidden_answers(activation: str, n_patterns: int, rng: Rng) -> Array:
    """Answers of two hidden units to weighted sums that are drawn from a standard normal distribution.

    Parameters
    ----------
    activation : str
        A key of ``engine.layers.ACTIVATIONS``.
    n_patterns : int
        Number of patterns.
    rng : Generator
        The same rng gives the same weighted sums for every activation.

    Returns
    -------
    ndarray of shape (n_patterns, 2)
        The answers.
    """
    sums = rng.normal(size=2 * n_patterns)
    return curve(activation, sums)[0].reshape(n_patterns, 2)


def descent(inputs: Array, goal: Array, *, learning_rate: float, batch_size: int, n_steps: int) -> Path:
    """The path of a linear unit with two weights that learns the answers of a unit with the weights ``goal``.

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, 2)
        The unit's inputs; a batch at a time, from the beginning again after the last.
    goal : ndarray of shape (2,)
        The weights that make its targets.
    learning_rate : float
        Rate of gradient descent on half the mean squared difference from the targets.
    batch_size : int
        Patterns in a step, 1 to ``n_patterns``.
    n_steps : int
        Steps, from weights of 0.

    Returns
    -------
    Path
        Computed with ``AffineLayer``, ``SumOfSquaredDiffsError`` and ``GradientDescentLearningRule``.

    Raises
    ------
    ValueError
        If ``batch_size`` is out of bounds.
    """
    if not 1 <= batch_size <= len(inputs):
        raise ValueError(f"batch_size {batch_size} is not between 1 and {len(inputs)} patterns")
    layer, error = AffineLayer(2, 1, np.zeros), SumOfSquaredDiffsError()
    rule = GradientDescentLearningRule(learning_rate=learning_rate)
    rule.initialise([layer.weights])
    targets = inputs @ np.asarray(goal, np.float64)[:, np.newaxis]
    places, gradients = [layer.weights[0].copy()], []
    for step in range(n_steps):
        rows = (np.arange(batch_size) + step * batch_size) % len(inputs)
        grads = error.grad(layer.fprop(inputs[rows]), targets[rows])
        on_weights = layer.grads_wrt_params(inputs[rows], grads)[0]
        rule.update_params([on_weights])
        places.append(layer.weights[0].copy())
        gradients.append(on_weights[0])
    return Path(np.array(places), np.array(gradients).reshape(n_steps, 2))
