"""Labelled points of the plane as a value: checked once where they are made, read-only from then on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

N_CLASSES = 3


@dataclass(frozen=True, eq=False)
class Points:
    """Points of the plane, each of one of three classes. The arrays are copies that cannot be written to.

    Parameters
    ----------
    inputs : ndarray of shape (n_points, 2)
        Coordinates, kept as float64.
    labels : ndarray of shape (n_points,)
        Class of each point, 0, 1 or 2, kept as int64.

    Raises
    ------
    ValueError
        If the shapes disagree, a coordinate is not finite, or a label is not 0, 1 or 2.
    """

    inputs: Array
    labels: Labels

    def __post_init__(self) -> None:
        """Refuse arrays that are not points with labels, and keep copies that cannot be written to."""
        inputs, labels = np.array(self.inputs, dtype=np.float64), np.array(self.labels)
        if inputs.ndim != 2 or inputs.shape[1] != 2 or labels.shape != inputs.shape[:1]:
            raise ValueError(f"inputs {inputs.shape} and labels {labels.shape} are not (n, 2) and (n,)")
        if not np.isfinite(inputs).all():
            raise ValueError(
                f"{int((~np.isfinite(inputs)).sum())} coordinates of {inputs.size} are not finite"
            )
        wrong = labels[~np.isin(labels, range(N_CLASSES))]
        if wrong.size:
            raise ValueError(f"label {wrong[0]} is not a class: labels are 0 to {N_CLASSES - 1}")
        labels = labels.astype(np.int64)
        for name, array in (("inputs", inputs), ("labels", labels)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        """Count the points."""
        return len(self.labels)

    def take(self, rows: npt.NDArray[Any] | slice) -> "Points":
        """Pick the points at ``rows``: indices, a mask, or a slice."""
        return Points(self.inputs[rows], self.labels[rows])


@dataclass(frozen=True, eq=False)
class Split:
    """Points to learn from and points to judge by.

    Parameters
    ----------
    training : Points
        At least one point.
    validation : Points
        May be empty.

    Raises
    ------
    ValueError
        If there is no training point.
    """

    training: Points
    validation: Points

    def __post_init__(self) -> None:
        """Refuse a split without training points."""
        if not len(self.training):
            raise ValueError(f"0 training points beside {len(self.validation)} validation points")


def split(points: Points, validation_share: float, rng: np.random.Generator) -> Split:
    """Points cut in two at random, class by class, so that both parts have the classes' shares.

    Parameters
    ----------
    points : Points
        At least one.
    validation_share : float
        Share of each class that goes to the validation points, from 0 to below 1, rounded to whole points.
        The last point of a class always stays a training point.
    rng : numpy.random.Generator
        Chooses the points.

    Returns
    -------
    Split
        Both parts in the order of ``points``.

    Raises
    ------
    ValueError
        If the share is out of bounds or there are no points.
    """
    if not 0 <= validation_share < 1:
        raise ValueError(f"validation_share {validation_share} is not from 0 to below 1")
    held_out = np.zeros(len(points), dtype=bool)
    for label in np.unique(points.labels):
        rows = np.flatnonzero(points.labels == label)
        n_held_out = min(round(validation_share * len(rows)), len(rows) - 1)
        held_out[rng.permutation(rows)[:n_held_out]] = True
    return Split(training=points.take(~held_out), validation=points.take(held_out))


def hold_out_every(points: Points, nth: int) -> Split:
    """Points cut in two by their order alone: within each class every ``nth`` point is held out.

    A new point at the end leaves all others on their side.

    Parameters
    ----------
    points : Points
        At least one.
    nth : int
        At least 2, so that the first point of a class always stays a training point; 0 holds out none.

    Returns
    -------
    Split
        Both parts in the order of ``points``; the validation points may be none.

    Raises
    ------
    ValueError
        If ``nth`` is neither 0 nor at least 2, or there are no points.
    """
    if nth < 0 or nth == 1:
        raise ValueError(f"nth {nth} is neither 0 nor at least 2")
    held_out = np.zeros(len(points), dtype=bool)
    for label in range(N_CLASSES) if nth else ():
        held_out[np.flatnonzero(points.labels == label)[nth - 1 :: nth]] = True
    return Split(points.take(~held_out), points.take(held_out))
