"""Shapes within a class, by k-means: several means, which describe a class better than one mean can."""

from typing import Any

import numpy as np
import numpy.typing as npt

from .. import pauses
from ..arrays import Array, IntArray
from ..patterns import as_floats

MOST_ROUNDS = 50


def shapes(patterns: npt.NDArray[Any], n_shapes: int, rng: np.random.Generator) -> Array:
    """Means of groups of patterns, each pattern in the group of the nearest mean (Lloyd, 1982).

    Parameters
    ----------
    patterns : ndarray of shape (n_patterns, input_dim), floating or uint8
        Of one class; grey levels in uint8 are read as ``value / 255``.
    n_shapes : int
        Groups, from 1 to n_patterns.
    rng : numpy.random.Generator
        Chooses the patterns to begin with.

    Returns
    -------
    ndarray of shape (n_shapes, input_dim), float32
        The largest group first. A group that lost all its patterns keeps its last mean.

    Raises
    ------
    ValueError
        If there are fewer patterns than groups, or no group.
    """
    if not 1 <= n_shapes <= len(patterns):
        raise ValueError(f"{n_shapes} shapes of {len(patterns)} patterns; 1 to {len(patterns)} are possible")
    points = as_floats(patterns, np.float32)
    means = _spread(points, n_shapes, rng)
    groups = nearest(means, points)
    for _ in range(MOST_ROUNDS):
        pauses.look()
        for shape in range(n_shapes):
            members = points[groups == shape]
            if len(members):
                means[shape] = members.mean(axis=0, dtype=np.float64)
        before, groups = groups, nearest(means, points)
        if np.array_equal(before, groups):
            break
    sizes = np.bincount(groups, minlength=n_shapes)
    return means[np.argsort(-sizes, kind="stable")]


def _spread(points: Array, count: int, rng: np.random.Generator) -> Array:
    """Points far from each other to begin with: k-means++ (Arthur and Vassilvitskii, 2007)."""
    chosen = [int(rng.integers(len(points)))]
    squares = ((points - points[chosen[0]]) ** 2).sum(axis=1, dtype=np.float64)
    while len(chosen) < count:
        if not squares.any():  # all others are copies of what is chosen
            squares = np.ones(len(points))
        chosen.append(int(rng.choice(len(points), p=squares / squares.sum())))
        further = ((points - points[chosen[-1]]) ** 2).sum(axis=1, dtype=np.float64)
        squares = np.minimum(squares, further)
        pauses.look()
    return points[chosen].copy()


def nearest(means: Array, patterns: npt.NDArray[Any]) -> IntArray:
    """Index of the nearest mean (Euclidean) to each pattern, shape (n_patterns,); the first of equal ones."""
    points = as_floats(patterns, np.float32)
    found: IntArray = ((means**2).sum(axis=1) - 2.0 * (points @ means.T)).argmin(axis=1)
    return found
