"""Templates that need no training: the mean image of each class, used in two ways.

Both ways are a single affine layer, with the flat parameters of ``Architecture((input_dim, n_classes))``. So
``engine.questions.probe`` answers all questions about them, as it does about a layer that was trained.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from . import probe

PICKED_AT_ONCE = 1_000
"""Patterns of one class that are picked out of all others between two looks at whether somebody waits."""


def class_means(inputs: npt.NDArray[Any], labels: IntArray, n_classes: int) -> Array:
    """Mean pattern of each class: its template.

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        The patterns; grey levels in uint8 are read as ``value / 255``.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.
    n_classes : int
        Number of classes, each with a pattern at least.

    Returns
    -------
    ndarray of shape (n_classes, input_dim), float64
        Row ``k`` is the mean of class ``k``.

    Raises
    ------
    ValueError
        If a class has no pattern, or patterns and labels do not fit.
    """
    patterns.refuse_unfit(Architecture((inputs.shape[-1], n_classes)), inputs, labels)
    missing = np.flatnonzero(np.bincount(labels, minlength=n_classes) == 0)
    if missing.size:
        raise ValueError(f"classes {missing.tolist()} of {n_classes} have no pattern among {len(labels)}")
    rows = []
    for k in range(n_classes):
        rows.append(_mean(inputs, np.flatnonzero(labels == k)))
        pauses.look()
    means = np.array(rows)
    return means / 255.0 if inputs.dtype == np.uint8 else means


def _mean(inputs: npt.NDArray[Any], rows: IntArray) -> Array:
    """The mean of some patterns; sums of grey levels are whole numbers, exact in pieces too."""
    if inputs.dtype != np.uint8:
        mean: Array = inputs[rows].mean(axis=0, dtype=np.float64)
        return mean
    total = np.zeros(inputs.shape[1])
    for start in range(0, len(rows), PICKED_AT_ONCE):
        total += inputs[rows[start : start + PICKED_AT_ONCE]].sum(axis=0, dtype=np.float64)
        pauses.look()
    return total / len(rows)


def several_means(
    inputs: npt.NDArray[Any],
    labels: IntArray,
    n_classes: int,
    n_templates: int,
    rng: np.random.Generator,
    *,
    n_rounds: int = 8,
) -> Array:
    """Means of several groups within each class, found by Lloyd's rounds of k-means (1957, published 1982).

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        The patterns; grey levels in uint8 are read as ``value / 255``.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.
    n_classes : int
        Number of classes.
    n_templates : int
        Groups in each class, which has as many patterns at least.
    rng : Generator
        Chooses the patterns that groups begin with.
    n_rounds : int, default 8
        Rounds in which each pattern joins the nearest mean and the means are computed anew.

    Returns
    -------
    ndarray of shape (n_classes, n_templates, input_dim), float32
        With one group for a class its mean. A group that loses all its patterns keeps its mean.

    Raises
    ------
    ValueError
        If a class has fewer patterns than groups, or patterns and labels do not fit.
    """
    patterns.refuse_unfit(Architecture((inputs.shape[-1], n_classes)), inputs, labels)
    counts = np.bincount(labels, minlength=n_classes)
    if n_templates < 1 or counts.min() < n_templates:
        raise ValueError(
            f"{n_templates} groups in each class asked for; classes have {counts.tolist()} patterns"
        )
    means = []
    for k in range(n_classes):
        mine = _of_class(inputs, labels, k)
        centres = mine[rng.choice(len(mine), n_templates, replace=False)]
        pauses.look()
        for _ in range(n_rounds):
            nearest = (mine @ centres.T - 0.5 * (centres**2).sum(axis=1)).argmax(axis=1)
            pauses.look()
            member = np.equal.outer(np.arange(n_templates), nearest)
            sizes = member.sum(axis=1)[:, np.newaxis]
            sums = member.astype(np.float32) @ mine
            centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)
            pauses.look()
        means.append(centres)
    return np.array(means, np.float32)


def _of_class(inputs: npt.NDArray[Any], labels: IntArray, k: int) -> Array:
    """The patterns of one class as float32, picked some at a time: all of them at once take longer than a pause may."""
    rows = np.flatnonzero(labels == k)
    mine = np.empty((len(rows), inputs.shape[1]), np.float32)
    for start in range(0, len(rows), PICKED_AT_ONCE):
        some = rows[start : start + PICKED_AT_ONCE]
        mine[start : start + len(some)] = patterns.as_floats(inputs[some], np.float32)
        pauses.look()
    return mine


def inner_product(means: Array) -> Array:
    """Parameters of the layer that gives the class whose mean has the largest inner product with the input.

    Parameters
    ----------
    means : ndarray of shape (n_classes, input_dim)
        The templates: they are the weights, and the biases are 0.

    Returns
    -------
    ndarray of shape (n_params,)
        Weights and biases in the order of ``model.params``.
    """
    return np.concatenate([means.ravel(), np.zeros(len(means))])


def nearest_mean(means: Array) -> Array:
    """Parameters of the layer that gives the class whose mean is nearest to the input (Euclidean).

    That is an inner product too. In ``‖x − m‖² = ‖x‖² − 2 (m · x − ½ ‖m‖²)`` the first term is the same for all
    classes: the nearest mean has the largest ``m · x + b`` with ``b = −½ ‖m‖²``. The bias takes back what a mean
    with much ink gains from every input.

    Parameters
    ----------
    means : ndarray of shape (n_classes, input_dim)
        The templates: they are the weights.

    Returns
    -------
    ndarray of shape (n_params,)
        Weights and biases in the order of ``model.params``.
    """
    return np.concatenate([means.ravel(), -0.5 * (means**2).sum(axis=1)])


RULES: dict[str, Callable[[Array], Array]] = {
    "mean image, inner product": inner_product,
    "nearest mean": nearest_mean,
}
"""From the name on the page to the function that makes a layer of the means."""


def accuracies(means: Array, inputs: npt.NDArray[Any], labels: IntArray) -> dict[str, float]:
    """Share of right answers of each rule.

    Parameters
    ----------
    means : ndarray of shape (n_classes, input_dim)
        The templates.
    inputs : ndarray of shape (n_patterns, input_dim), floating or uint8
        Patterns to be classified, preferably not those of the means.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    dict of str to float
        From the name in ``RULES`` to the accuracy, from 0 to 1.
    """
    n_classes, input_dim = means.shape
    params = np.stack([rule(means) for rule in RULES.values()])
    _, shares = probe.error_and_accuracy(Architecture((input_dim, n_classes)), params, inputs, labels)
    return dict(zip(RULES, shares.tolist(), strict=True))
