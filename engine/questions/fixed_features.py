"""The best output layer for features that stay as they are: softmax regression, solved by Newton's method.

With the hidden layer fixed, the error is a convex function of the output layer: there is one best output layer. Its
score measures the features alone, and not how long the outputs were trained.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..layers import ACTIVATIONS

MOST_STEPS = 60
"""Most Newton steps; from outputs of zero it takes about ten."""

RIDGE = 1e-6
"""Weight of half the sum of the squared output parameters in the error: it makes the optimum unique and finite.

Where the least error is reached by small parameters, it lifts the error by less than 0.001. Where the error falls on
and on as the parameters grow, no finite outputs are the best ones, and it decides.
"""


def best_outputs(
    architecture: Architecture,
    hidden: Array,
    inputs: npt.NDArray[Any],
    labels: IntArray,
    ridge: float = RIDGE,
) -> Array:
    """Parameters of a network with a given hidden layer and the best output layer for it.

    Parameters
    ----------
    architecture : Architecture
        Of one hidden layer.
    hidden : ndarray of shape (n_units, input_dim + 1)
        A row for each hidden unit: its weights, then its bias.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.
    ridge : float, default RIDGE
        Weight of half the sum of the squared output weights and biases; above 0.

    Returns
    -------
    ndarray of shape (n_params,), float64
        In the order of ``model.params``: the hidden layer as given, then the outputs that minimise the mean
        cross-entropy with the ridge.

    Raises
    ------
    ValueError
        If the architecture has not one hidden layer, ``hidden`` has another shape or is not finite, or the ridge is
        not above 0.
    """
    expected = (architecture.sizes[1], architecture.sizes[0] + 1)
    if architecture.n_hidden != 1 or hidden.shape != expected:
        raise ValueError(f"hidden {hidden.shape} given, sizes {architecture.sizes} need {expected}")
    if not np.isfinite(hidden).all() or not ridge > 0:
        raise ValueError(f"hidden must be finite and the ridge above 0, not {ridge}")
    layer = ACTIVATIONS[architecture.activations[0]]()
    features = layer.fprop(inputs.astype(np.float64) @ hidden[:, :-1].T + hidden[:, -1])
    outputs = _softmax_regression(features, labels, architecture.sizes[-1], ridge)
    return np.concatenate(
        [hidden[:, :-1].ravel(), hidden[:, -1], outputs[:, :-1].ravel(), outputs[:, -1]]
    ).astype(np.float64)


def _softmax_regression(features: Array, labels: IntArray, n_classes: int, ridge: float) -> Array:
    """Rows of weights and a bias for each class, (n_classes, n_features + 1), of least error."""
    patterns = np.column_stack([features, np.ones(len(features))])
    targets = np.eye(n_classes)[labels]
    theta = np.zeros((n_classes, patterns.shape[1]))
    error, probs = _error(theta, patterns, targets, ridge)
    for _ in range(MOST_STEPS):
        gradient = (probs - targets).T @ patterns / len(patterns) + ridge * theta
        if np.abs(gradient).max() < 1e-10:
            break
        step = np.linalg.solve(_hessian(probs, patterns, ridge), gradient.ravel()).reshape(theta.shape)
        size = 1.0
        while size > 1e-8:  # half the step until the error falls: far from the optimum Newton overshoots
            tried = theta - size * step
            new_error, new_probs = _error(tried, patterns, targets, ridge)
            if new_error <= error:
                break
            size /= 2
        else:
            break
        theta, error, probs = tried, new_error, new_probs
    return theta


def _error(theta: Array, patterns: Array, targets: Array, ridge: float) -> tuple[float, Array]:
    """Mean cross-entropy with the ridge, and the probabilities."""
    scores = patterns @ theta.T
    scores -= scores.max(axis=1, keepdims=True)
    log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    error = -(targets * log_probs).sum(axis=1).mean() + 0.5 * ridge * (theta**2).sum()
    return float(error), np.exp(log_probs)


def _hessian(probs: Array, patterns: Array, ridge: float) -> Array:
    """Second derivatives by the rows of theta, one class after another."""
    n_patterns, n_classes = probs.shape
    size = patterns.shape[1]
    curvature = np.einsum("nk,kl->nkl", probs, np.eye(n_classes)) - np.einsum("nk,nl->nkl", probs, probs)
    blocks = np.einsum("nkl,ni,nj->kilj", curvature, patterns, patterns, optimize=True) / n_patterns
    hessian: Array = blocks.reshape(n_classes * size, n_classes * size)
    return hessian + ridge * np.eye(n_classes * size)
