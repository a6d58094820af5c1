"""What many networks have in common: how many give each answer, and between which bounds their curves lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..plans.many_networks import ForwardPass
from .probe import as_networks

MOST_NETWORKS = 255
"""Networks whose votes a byte can count."""


def votes(architecture: Architecture, params: Array, points: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Count the networks that give each answer at each point.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (n_networks, n_params)
        The networks, at most 255.
    points : ndarray of shape (n_points, input_dim)
        The points that they answer.

    Returns
    -------
    ndarray of shape (n_classes, n_points), uint8
        At each point the counts add up to the number of networks.

    Raises
    ------
    ValueError
        If there are more networks than a byte can count.
    """
    networks = as_networks(architecture, params)
    if len(networks) > MOST_NETWORKS:
        raise ValueError(
            f"{len(networks)} networks are more than the {MOST_NETWORKS} whose votes can be counted"
        )
    answers = ForwardPass(architecture, len(points)).scores(networks, points).argmax(axis=-1)
    classes = np.arange(architecture.sizes[-1])[:, np.newaxis, np.newaxis]
    counted: npt.NDArray[np.uint8] = (answers == classes).sum(axis=1, dtype=np.uint8)
    return counted


def unanimous(counts: IntArray, n_networks: int) -> float:
    """Share of the points at which all networks give one answer; from 0 to 1.

    Parameters
    ----------
    counts : ndarray of shape (n_classes, n_points)
        Votes, as ``votes`` counts them.
    n_networks : int
        Networks that voted.
    """
    return float((counts.max(axis=0) == n_networks).mean())


@dataclass(frozen=True, eq=False)
class Band:
    """Where curves lie; each array has shape (n_moments,).

    Parameters
    ----------
    low, median, high : ndarray
        The lowest, middle and highest value of all curves at each moment.
    """

    low: Array
    median: Array
    high: Array


def band(curves: Sequence[Array]) -> Band:
    """Give the band of some curves; a curve that ends earlier goes on at its last value.

    Parameters
    ----------
    curves : sequence of ndarray of shape (n_moments of the curve,)
        Values at the same moments, as far as each goes; none is NaN.

    Returns
    -------
    Band
        As long as the longest curve.

    Raises
    ------
    ValueError
        If there are no curves, or one is empty.
    """
    if not curves or not all(len(curve) for curve in curves):
        raise ValueError("a band needs curves, each of one value at least")
    longest = max(map(len, curves))
    together = np.array([np.pad(curve, (0, longest - len(curve)), mode="edge") for curve in curves])
    return Band(together.min(axis=0), np.median(together, axis=0), together.max(axis=0))


def shortened(whole: Band, most: int) -> tuple[IntArray, Band]:
    """Give a band in at most so many stretches, which hides no peak: each keeps its lowest and its highest value.

    Parameters
    ----------
    whole : Band
        At every moment.
    most : int
        Stretches, at least 2.

    Returns
    -------
    places : ndarray of int
        The moment at which each stretch ends, the first moment being a stretch of its own.
    band : Band
        A value for each stretch; the median is the one at its end.
    """
    n = len(whole.median)
    if n <= most:
        return np.arange(n), whole
    ends = np.unique(np.linspace(0, n - 1, most).round().astype(int))
    starts = np.concatenate([[0], ends[:-1] + 1])
    low, high = np.minimum.reduceat(whole.low, starts), np.maximum.reduceat(whole.high, starts)
    return ends, Band(low, whole.median[ends], high)
