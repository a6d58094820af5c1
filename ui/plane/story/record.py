"""What is kept of a run on points, as far as its story is found from it; and a mark in that story."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.toy import Split
from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.training import TrainingRun
from ui.plane.story.thresholds import threshold

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Mark:
    """A moment at which something happened.

    Parameters
    ----------
    epoch : float
        A moment that is kept of the run.
    kind : str
        What happened: the last part of the name of its sentence.
    text : str
        The sentence, without a full stop.
    rank : int, default 0
        Its place among the marks of its run, by how much they say: 0 goes first.
    """

    epoch: float
    kind: str
    text: str
    rank: int = 0


@dataclass(frozen=True, eq=False)
class Record:
    """A run that is over: its kept moments, its points, and the words for its classes.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    epochs : ndarray of shape (n_moments,)
        The kept moments; the first is 0.
    params : ndarray of shape (n_moments, n_params), float32
        The network at each of them.
    training_loss, validation_loss : ndarray of shape (n_moments,)
        Mean cross-entropy there; without validation points the second has no entries.
    points : Split
        What the run was trained and validated on.
    extent : tuple of float
        Left, right, bottom, top of the square.
    name_of : callable
        From a label to the name of its class.
    derived : callable or None, default None
        From places of shape (n, 2) to what the network is given for them; None where it is given the places.
    """

    architecture: Architecture
    epochs: Array
    params: Array
    training_loss: Array
    validation_loss: Array
    points: Split
    extent: tuple[float, float, float, float]
    name_of: Callable[[int], str]
    derived: Callable[[Array], Array] | None = None

    def inputs_at(self, places: Array) -> Array:
        """What the network is given for places of shape (n, 2)."""
        return places if self.derived is None else self.derived(places)

    @property
    def inputs(self) -> Array:
        """What the network is given for the training points."""
        return self.inputs_at(self.points.training.inputs)

    @property
    def n_moments(self) -> int:
        """How many moments are kept."""
        return len(self.epochs)


def recorded(
    run: TrainingRun,
    points: Split,
    extent: tuple[float, float, float, float],
    name_of: Callable[[int], str],
    derived: Callable[[Array], Array] | None = None,
) -> Record:
    """What is kept of a run; the caller holds its lock.

    Parameters
    ----------
    run : TrainingRun
        On points of the plane; it is over.
    points : Split
        What it was trained and validated on.
    extent : tuple of float
        Left, right, bottom, top of the square.
    name_of : callable
        From a label to the name of its class.
    derived : callable or None, default None
        From places to what the network is given for them; None where it is given the places.

    Returns
    -------
    Record
        Of the moments that have a snapshot and a row of the history.
    """
    history, snapshots = run.history, run.snapshots
    both = np.isin(snapshots.epochs, history.epoch)
    rows = np.searchsorted(history.epoch, snapshots.epochs[both])
    has_validation = len(points.validation) > 0
    return Record(
        run.architecture,
        snapshots.epochs[both],
        snapshots.params[both],
        history.training_error[rows],
        history.validation_error[rows] if has_validation else np.zeros(0),
        points,
        extent,
        name_of,
        derived,
    )


def lasting(true: Bools) -> int | None:
    """The first moment from which on something is true to the end; None where it is from the first, or hardly lasts.

    Parameters
    ----------
    true : ndarray of shape (n_moments,), bool
        Whether it is true at each.

    Returns
    -------
    int or None
        At least ``stays`` moments follow.
    """
    false = np.flatnonzero(~true)
    first = int(false[-1]) + 1 if len(false) else 0
    return first if first and len(true) - first > threshold("stays") else None


def epoch_words(epoch: float) -> str:
    """Whole, or to the hundredth: ``formatEpoch`` in ``timeline.js`` writes the same."""
    return f"{epoch:.0f}" if epoch == int(epoch) else f"{epoch:.2f}"


def counted(n: int, noun: str) -> str:
    """A number of things: "1 point", "2 points"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def looked_at(n_moments: int, most_even: int, early: int) -> tuple[IntArray, IntArray]:
    """Moments that are looked at: evenly spaced ones, and besides the first few, when much happens.

    Parameters
    ----------
    n_moments : int
        Moments that are kept.
    most_even : int
        Most evenly spaced ones.
    early : int
        So many of the first.

    Returns
    -------
    looked, even : ndarray of int
        All of them with the last one, and the evenly spaced.
    """
    stride = max(1, -(-(n_moments - 1) // most_even))
    even = np.arange(0, n_moments, stride)
    return np.unique(np.concatenate([even, np.arange(min(early, n_moments)), [n_moments - 1]])), even
