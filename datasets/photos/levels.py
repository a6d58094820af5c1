"""Pictures as whole numbers: their quantiles, their means on another grid, the largest level around each pixel."""

from typing import Any

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
BEYOND = 1 << 20
"""More than any level."""


def quantile(levels: npt.NDArray[Any], share: float) -> int:
    """Smallest level that at least this share of the pixels do not exceed."""
    counts = np.cumsum(np.bincount(levels.ravel()))
    return int(np.searchsorted(counts, share * counts[-1]))


def shares(n_before: int, n_after: int) -> npt.NDArray[np.float64]:
    """Overlaps of old and new pixels along a side, as whole numbers.

    Parameters
    ----------
    n_before, n_after : int
        Pixels along the side.

    Returns
    -------
    ndarray of shape (n_after, n_before)
        Each row sums to ``n_before``. Products with whole numbers are exact, in whatever order they are summed.
    """
    new, old = np.arange(n_after)[:, np.newaxis], np.arange(n_before)
    ends = np.minimum((new + 1) * n_before, (old + 1) * n_after)
    overlaps: npt.NDArray[np.float64] = np.maximum(
        ends - np.maximum(new * n_before, old * n_after), 0
    ).astype(np.float64)
    return overlaps


def resized(levels: Levels, height: int, width: int) -> Levels:
    """Mean of what each new pixel covers, rounded half up."""
    covered = levels.size
    sums = shares(levels.shape[0], height) @ levels.astype(np.float64) @ shares(levels.shape[1], width).T
    return ((2 * sums + covered) // (2 * covered)).astype(np.int64)


def softened(levels: Levels) -> Levels:
    """Mean of each pixel and its eight neighbours; beyond an edge its pixels go on."""
    height, width = levels.shape
    framed = np.pad(levels, 1, mode="edge")
    sums = sum(framed[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3))
    return np.asarray((sums + 4) // 9, np.int64)


def largest(levels: Levels, reach: int) -> Levels:
    """Largest level in the square that reaches so many pixels to each side; nothing lies beyond the edges."""
    return largest_along(largest_along(levels, reach, 0), reach, 1)


def largest_along(levels: Levels, reach: int, axis: int) -> Levels:
    """Largest level among the pixels so near along one axis, found in windows of twice the length each time."""
    lines = np.pad(np.moveaxis(levels, axis, 0), [(reach, reach), (0, 0)], constant_values=-BEYOND)
    length, size = 1, 2 * reach + 1
    while length < size:
        step = min(length, size - length)
        lines = np.maximum(lines[: len(lines) - step], lines[step:])
        length += step
    return np.moveaxis(lines, 0, axis)


def closing(levels: Levels, reach: int) -> Levels:
    """Picture without what is dark and narrower than twice the reach: what lies there takes the level around it."""
    return -largest(-largest(levels, reach), reach)
