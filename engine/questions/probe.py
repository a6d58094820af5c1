"""Scores, probabilities, unit answers, errors and confusions of networks, from their flat parameters.

Each function takes parameters of shape (n_params,), or (n_networks, n_params) for many networks, such as the
snapshots of a run. The answer keeps the leading axes, written ``…`` below. Points in uint8 are grey levels, read as
``value / 255``. Answers are float32 unless the function says otherwise.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..plans.many_networks import ForwardPass
from ..training.monitor import Monitor


def grid(extent: tuple[float, float, float, float], n: int) -> Array:
    """Points of a square lattice, bottom row first, each row from left to right.

    Answers at these points, reshaped to (n, n), are an image whose row 0 has the lowest y, as a heat map with rising
    axes draws it.

    Parameters
    ----------
    extent : tuple of float
        Left, right, bottom, top: the lattice reaches all four.
    n : int
        Points along each side, at least 2.

    Returns
    -------
    ndarray of shape (n * n, 2), float32
        x and y; point ``row * n + column``.

    Raises
    ------
    ValueError
        If ``n`` is below 2, or the extent is empty or not finite.
    """
    left, right, bottom, top = extent
    if n < 2 or not (np.isfinite(extent).all() and left < right and bottom < top):
        raise ValueError(f"no grid of {n} points a side spans {left} to {right} by {bottom} to {top}")
    x, y = np.meshgrid(np.linspace(left, right, n), np.linspace(bottom, top, n))
    return np.column_stack([x.ravel(), y.ravel()]).astype(np.float32)


def class_scores(architecture: Architecture, params: Array, points: npt.NDArray[Any]) -> Array:
    """Scores of the classes, before the softmax.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    points : ndarray of shape (n_points, input_dim)
        The points that they answer.

    Returns
    -------
    ndarray of shape (…, n_points, n_classes)
        The scores z.
    """
    scores = ForwardPass(architecture, len(points)).scores(as_networks(architecture, params), points)
    return scores.reshape(*params.shape[:-1], *scores.shape[1:])


def class_probabilities(architecture: Architecture, params: Array, points: npt.NDArray[Any]) -> Array:
    """Probabilities of the classes: the softmax of the scores, however large they are.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    points : ndarray of shape (n_points, input_dim)
        The points that they answer.

    Returns
    -------
    ndarray of shape (…, n_points, n_classes)
        From 0 to 1, with sum 1 over the classes.
    """
    probs = class_scores(architecture, params, points)
    probs -= probs.max(axis=-1, keepdims=True)
    np.exp(probs, out=probs)
    probs /= probs.sum(axis=-1, keepdims=True)
    return probs


def unit_responses(architecture: Architecture, params: Array, points: npt.NDArray[Any]) -> list[Array]:
    """Answers of every hidden unit.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    points : ndarray of shape (n_points, input_dim)
        The points that they answer.

    Returns
    -------
    list of ndarray of shape (…, n_points, width)
        An array for each hidden layer, after its activation.
    """
    networks = as_networks(architecture, params)
    forward = ForwardPass(architecture, len(points))
    last = 2 * architecture.n_hidden
    answers = [forward.outputs(network, points)[2 : last + 1 : 2] for network in networks]
    return [
        np.array([layers[depth] for layers in answers]).reshape(*params.shape[:-1], len(points), width)
        for depth, width in enumerate(architecture.sizes[1:-1])
    ]


def error_and_accuracy(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> tuple[Array, Array]:
    """Mean cross-entropy in nats, and share of right answers.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    errors, accuracies : ndarray of shape (…), float64
        Of the data alone, penalties left out.
    """
    measured = Monitor(architecture, [(inputs, labels)])(as_networks(architecture, params))
    errors, accuracies = measured.T.reshape(2, *params.shape[:-1])
    return errors, accuracies


def confusion(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> IntArray:
    """Number of patterns of each class that got each answer.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    ndarray of shape (…, n_classes, n_classes), int
        A row for each true class, a column for each answer.
    """
    n_classes = architecture.sizes[-1]
    patterns.refuse_unfit(architecture, inputs, labels)
    forward = ForwardPass(architecture, len(inputs))
    cells = []
    for network in as_networks(architecture, params):
        answers = forward.scores(network[np.newaxis], inputs)[0].argmax(axis=-1)
        cells.append(np.bincount(labels.astype(np.intp) * n_classes + answers, minlength=n_classes**2))
    return np.array(cells).reshape(*params.shape[:-1], n_classes, n_classes)


def as_networks(architecture: Architecture, params: Array) -> Array:
    """Parameters of shape (n_networks, n_params), float32; refuse those of another length."""
    if params.shape[-1:] != (architecture.n_params,):
        raise ValueError(
            f"params {params.shape} given, sizes {architecture.sizes} need (…, {architecture.n_params})"
        )
    return params.astype(np.float32, copy=False).reshape(-1, architecture.n_params)
