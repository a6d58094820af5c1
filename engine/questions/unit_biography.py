"""A hidden unit's life: where the weighted sums of a batch fall on its activation, and how steep it is there.

There is one entry for each network, such as the snapshots of a run, and for each unit of each hidden layer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..layers import ACTIVATIONS
from ..plans.many_networks import ForwardPass
from . import probe
from .gradient_flow import is_flat

HALF_WIDTHS = (4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0)
"""Ends that the axis of weighted sums may have."""

NUMBERS_AT_ONCE = 100_000_000
"""Multiplications with addition between two pauses of a count: about 0.02 s."""

PATTERNS_AT_ONCE = 2_000
"""Most patterns between two pauses of a count: of a small network reading them takes the time."""

WITHIN = 0.99
"""Share of a layer's weighted sums that are to lie between the ends."""


@dataclass(frozen=True, eq=False)
class Biography:
    """The answers of one hidden layer's units to a batch, in each of several networks; float64.

    Parameters
    ----------
    shares : ndarray of shape (n_networks, width, n_bins)
        Share of the patterns whose weighted sum lies in each bin; the outer bins also hold what lies beyond.
    mean_output : ndarray of shape (n_networks, width)
        Mean answer.
    saturated : ndarray of shape (n_networks, width)
        Share of the patterns on which the unit is saturated: see ``engine.questions.gradient_flow.SATURATED_SLOPE``.
    passed : ndarray of shape (n_networks, width)
        Mean slope f′: the part of an error signal that gets through the unit.
    reached : ndarray of shape (n_networks, width)
        Share of the patterns whose weighted sum is above 0.
    """

    shares: Array
    mean_output: Array
    saturated: Array
    passed: Array
    reached: Array


def biographies(
    architecture: Architecture, params: Array, points: npt.NDArray[Any], edges: list[Array]
) -> list[Biography]:
    """The biographies of all hidden units through several networks.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (n_networks, n_params)
        The networks.
    points : ndarray of shape (n_points, input_dim)
        The batch.
    edges : list of ndarray of shape (n_bins + 1,)
        For each hidden layer the borders of its bins, evenly spaced and rising.

    Returns
    -------
    list of Biography
        One for each hidden layer.

    Raises
    ------
    ValueError
        If there are not as many ``edges`` as hidden layers.
    """
    if len(edges) != architecture.n_hidden:
        raise ValueError(f"{len(edges)} arrays of edges given for {architecture.n_hidden} hidden layers")
    networks = probe.as_networks(architecture, params)
    forward = ForwardPass(architecture, len(points))
    lives = [
        Biography(
            np.empty((len(networks), width, len(edges[depth]) - 1)), *np.empty((4, len(networks), width))
        )
        for depth, width in enumerate(architecture.sizes[1:-1])
    ]
    for i, network in enumerate(networks):
        outputs = forward.outputs(network, points)
        layers = zip(architecture.activations, outputs[1:-1:2], outputs[2::2], strict=True)
        for life, borders, (name, sums, answers) in zip(lives, edges, layers, strict=True):
            life.shares[i] = _shares(sums, borders)
            life.mean_output[i] = answers.mean(axis=0, dtype=np.float64)
            life.saturated[i] = is_flat(name, sums, answers).mean(axis=0)
            slopes = ACTIVATIONS[name]().bprop(sums, answers, np.ones_like(answers))
            life.passed[i] = slopes.mean(axis=0, dtype=np.float64)
            life.reached[i] = (sums > 0).mean(axis=0)
            pauses.look()
    return lives


def count_reached(
    architecture: Architecture, params: Array, points: npt.NDArray[Any], *, at_once: int = NUMBERS_AT_ONCE
) -> Iterator[tuple[float, list[IntArray]]]:
    """Count the patterns that reach each hidden unit: its weighted sum is above 0. However many, a slice at a time.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        The network.
    points : ndarray of shape (n_points, input_dim)
        The patterns, at least one.
    at_once : int
        Multiplications with addition between two pauses, with ``PATTERNS_AT_ONCE`` patterns at most.

    Yields
    ------
    share : float
        Progress, from 0 to 1.
    counts : list of int64 ndarray of shape (width,)
        For each hidden layer, the patterns so far that reach each unit.
    """
    network = probe.as_networks(architecture, params)[0]
    size = max(1, min(PATTERNS_AT_ONCE, at_once // architecture.n_multiply_adds))
    counts: list[IntArray] = [np.zeros(width, np.int64) for width in architecture.sizes[1:-1]]
    for start in range(0, len(points), size):
        part = points[start : start + size]
        sums = ForwardPass(architecture, len(part)).outputs(network, part)[1:-1:2]
        counts = [so_far + (layer > 0).sum(axis=0) for so_far, layer in zip(counts, sums, strict=True)]
        yield (start + len(part)) / len(points), counts


def edges_for(
    architecture: Architecture, params: Array, points: npt.NDArray[Any], n_bins: int
) -> list[Array]:
    """Borders of bins between which nearly all weighted sums of each layer lie.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (n_networks, n_params)
        A few moments of a run.
    points : ndarray of shape (n_points, input_dim)
        The batch.
    n_bins : int
        Bins of each layer.

    Returns
    -------
    list of ndarray of shape (n_bins + 1,)
        For each hidden layer, from −w to w with w one of ``HALF_WIDTHS``.
    """
    forward = ForwardPass(architecture, len(points))
    reach = np.zeros(architecture.n_hidden)
    for network in probe.as_networks(architecture, params):
        sums = forward.outputs(network, points)[1:-1:2]
        for depth, layer in enumerate(sums):
            reach[depth] = np.maximum(reach[depth], np.quantile(np.abs(layer), WITHIN))
            pauses.look()
    widths = [next((w for w in HALF_WIDTHS if r <= w), HALF_WIDTHS[-1]) for r in reach]
    return [np.linspace(-w, w, n_bins + 1) for w in widths]


def _shares(sums: Array, edges: Array) -> Array:
    """Share of the rows that fall into each bin, for each column; shape (width, n_bins)."""
    n_bins, width = len(edges) - 1, sums.shape[1]
    places = (np.asarray(sums, np.float64) - edges[0]) * (n_bins / (edges[-1] - edges[0]))
    bins = np.clip(np.nan_to_num(np.floor(places)), 0, n_bins - 1).astype(np.intp)
    counts = np.bincount((bins + n_bins * np.arange(width)).ravel(), minlength=n_bins * width)
    return counts.reshape(width, n_bins) / len(sums)
