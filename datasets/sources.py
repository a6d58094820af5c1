"""The source of each data set: a function from a noise to a ``Truth``. Units are those of the axes."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from .blurred_curves import BlurredCurves
from .points import N_CLASSES, Array, Labels
from .truth import NoisyRegions, Truth

Centres = tuple[tuple[float, float], ...]

LECTURE_CENTRES: Centres = ((2.0, 2.0), (0.0, 0.0), (1.0, -1.0))
"""The centres of the lecture's three Gaussians."""

_BOARD = 4.5  # half the side of the checkerboard
_DISC = 4.0  # radius of the disc of sectors


class Gaussians(BlurredCurves):
    """Three spherical Gaussians; ``gaussians`` checks what they are made of.

    Parameters
    ----------
    centres : ndarray of shape (3, 2)
        Mean of each class.
    noise : float
        Multiplies the standard deviations.
    stds : sequence of float
        Standard deviation of each class along each axis at noise 1.
    priors : sequence of float
        Probability of each class.
    """

    def __init__(self, centres: Array, noise: float, stds: Sequence[float], priors: Sequence[float]) -> None:
        super().__init__([partial(_stay, mean) for mean in centres], noise, stds, priors)
        self.centres = centres
        self.variances: Array = (noise * np.array(stds)) ** 2


def gaussians(
    centres: npt.ArrayLike,
    variances: Sequence[float],
    priors: Sequence[float] = (1 / 3, 1 / 3, 1 / 3),
    noise: float = 1.0,
) -> Truth:
    """Three spherical Gaussians, with any centres.

    Parameters
    ----------
    centres : array_like of shape (3, 2)
        Mean of each class.
    variances : sequence of float
        Variance of each class along each axis.
    priors : sequence of float
        Probability of each class.
    noise : float, default 1
        Multiplies the standard deviations.

    Returns
    -------
    Truth
        Draws from them, and knows their posterior and Bayes error.

    Raises
    ------
    ValueError
        If the centres are not three finite points, or the rest is not as ``BlurredCurves`` needs it.
    """
    means = np.array(centres, dtype=np.float64)
    if means.shape != (N_CLASSES, 2) or not np.isfinite(means).all():
        raise ValueError(f"centres {means.tolist()} are not {N_CLASSES} finite points")
    if min(variances) <= 0:
        raise ValueError(f"variances {list(variances)} are not positive")
    return Gaussians(means, noise, np.sqrt(variances).tolist(), priors)


def lecture(noise: float, centres: Centres = LECTURE_CENTRES) -> Truth:
    """Return the lecture's example: as the variances differ, even the best boundary is curved."""
    return gaussians(centres, (0.5, 1.0, 0.6), (0.4, 0.3, 0.3), noise)


def blobs(noise: float) -> Truth:
    """Equal variances: the best boundary is straight, and a single layer finds it."""
    angles = np.pi / 2 + 2 * np.pi * np.arange(N_CLASSES) / N_CLASSES
    return gaussians(2.5 * np.column_stack([np.cos(angles), np.sin(angles)]), (1.0, 1.0, 1.0), noise=noise)


def spirals(noise: float) -> Truth:
    """Three arms that wind outwards, evenly filled."""
    return BlurredCurves([partial(_arm, 2 * np.pi * k / N_CLASSES) for k in range(N_CLASSES)], noise)


def rings(noise: float) -> Truth:
    """Three rings, one inside the other."""
    return BlurredCurves([partial(_arc, (0.0, 0.0), r, 0.0, 2 * np.pi) for r in (0.7, 2.1, 3.5)], noise)


def moons(noise: float) -> Truth:
    """Three half circles in a row, each reaching into the next."""
    left = partial(_arc, (-2.1, -0.5), 1.7, 0.0, np.pi)
    middle = partial(_arc, (0.0, 0.5), 1.7, np.pi, 2 * np.pi)
    right = partial(_arc, (2.1, -0.5), 1.7, 0.0, np.pi)
    return BlurredCurves([left, middle, right], noise)


def checkerboard(noise: float) -> Truth:
    """Three by three squares, every class once in a row and once in a column."""
    return NoisyRegions(_place_on_board, _class_on_board, noise)


def xor(noise: float) -> Truth:
    """Six sectors of a disc, opposite ones alike: with two classes and four sectors it is the XOR problem."""
    return NoisyRegions(_place_in_sector, _class_of_sector, noise)


def _stay(centre: Array, places: Array) -> Array:
    """A path that stays at its centre."""
    return np.repeat(centre[np.newaxis], len(places), axis=0)


def _arc(centre: tuple[float, float], radius: float, start: float, stop: float, places: Array) -> Array:
    """Part of a circle, from angle ``start`` to ``stop`` in radians."""
    angles = start + (stop - start) * places
    return np.asarray(centre) + radius * np.column_stack([np.cos(angles), np.sin(angles)])


def _arm(start: float, places: Array) -> Array:
    """Wind an arm of Archimedes' spiral from 0.5 to 4.1; places even in the squared radius fill it evenly."""
    radii = np.sqrt(0.5**2 + (4.1**2 - 0.5**2) * places)
    angles = start + 1.1 + 6.0 * (radii - 0.5) / 3.6
    return np.asarray(radii[:, np.newaxis] * np.column_stack([np.cos(angles), np.sin(angles)]))


def _place_on_board(labels: Labels, lots: Array) -> Array:
    """Choose a row of the board by lot, then the one column in it that has the class."""
    rows = np.floor(N_CLASSES * lots[:, 0])
    columns = (labels - rows) % N_CLASSES
    cells = np.column_stack([columns, rows])
    return np.asarray((cells + lots[:, 1:]) * 2 * _BOARD / N_CLASSES - _BOARD)


def _class_on_board(inputs: Array) -> Labels:
    """Row plus column, counted round; the pattern goes on beyond the board."""
    cells = np.floor((inputs + _BOARD) * N_CLASSES / (2 * _BOARD)).astype(np.int64)
    return np.asarray(cells.sum(axis=1) % N_CLASSES)


def _place_in_sector(labels: Labels, lots: Array) -> Array:
    """One of the class's two opposite sectors by lot, evenly filled."""
    sectors = labels + N_CLASSES * np.floor(2 * lots[:, 0])
    angles = np.pi / N_CLASSES * (sectors + lots[:, 1])
    radii = _DISC * np.sqrt(lots[:, [2]])
    return np.asarray(radii * np.column_stack([np.cos(angles), np.sin(angles)]))


def _class_of_sector(inputs: Array) -> Labels:
    """Sixths of a turn, counted round twice."""
    sixths = np.floor(np.arctan2(inputs[:, 1], inputs[:, 0]) * N_CLASSES / np.pi).astype(np.int64)
    return np.asarray(sixths % N_CLASSES)
