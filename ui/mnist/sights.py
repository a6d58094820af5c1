"""What a visitor sees of a run on MNIST: its curves up to a step, and its network at some moments.

Every function here leaves the run where it is. The caller holds the process's training turn.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array, IntArray
from engine.training import TrainingRun

SOONER = 1.5
"""Power that brings moments closer together at the start, where weights change most; 1 would space them evenly."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What a visitor sees of a run.

    Parameters
    ----------
    curves : ndarray of shape (n_rows, 5)
        Epoch, training error and accuracy, validation error and accuracy, as far as the visitor has played.
    epochs : ndarray of shape (n_moments,)
        The moments of ``params``; only the present one while the run is played.
    params : ndarray of shape (n_moments, n_params)
        The network at each moment, in the order of ``model.params``.
    measures : ndarray of shape (n_moments, 4)
        The last four columns of ``curves`` at each moment; while the run is played, those of its last record.
    """

    curves: Array
    epochs: Array
    params: Array
    measures: Array


def played(run: TrainingRun, step: int) -> Sight:
    """The network at a step and the curves up to it, while the run is played.

    Parameters
    ----------
    run : TrainingRun
        On MNIST.
    step : int
        A step of its past or its present.

    Returns
    -------
    Sight
        With one moment.
    """
    curves = curves_up_to(run, step)
    if step < run.n_steps:
        return Sight(curves, *_measured(run, step))
    return Sight(curves, np.array([run.epoch]), run.params[np.newaxis].copy(), curves[-1:, 1:])


def at_rest(run: TrainingRun, step: int, peek: int | None, most: int) -> Sight:
    """The network at up to ``most`` moments, from the start to a step, while the run rests.

    Parameters
    ----------
    run : TrainingRun
        On MNIST.
    step : int
        How far the visitor has played; this step is one of the moments.
    peek : int or None
        Another step that is one of the moments, for the visitor has stepped to it.
    most : int
        The most moments; the first, ``peek`` and ``step`` are there in any case. With two more also the snapshot of
        lowest validation loss.

    Returns
    -------
    Sight
        Its curves reach to the step, even if the history has no record there.
    """
    curves, present = curves_up_to(run, step), _measured(run, step)
    epoch, _, measures = present
    if epoch[0] > curves[-1, 0] + 1e-9:
        curves = np.vstack([curves, np.hstack([epoch, measures[0]])])
    snapshots = run.snapshots
    rows = np.searchsorted(curves[:, 0], snapshots.epochs)
    known = np.flatnonzero((snapshots.epochs < epoch[0] - 1e-9) & np.isin(snapshots.epochs, curves[:, 0]))
    asked = [_measured(run, peek)] if peek is not None and peek < step else []
    kept = _spaced(known, curves[rows[known], 3], max(1, most - 2))
    parts = [
        (snapshots.epochs[kept], snapshots.params[kept], curves[rows[kept], 1:]),
        *asked,
        present,
    ]
    epochs, networks, columns = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    epochs, order = np.unique(epochs, return_index=True)
    return Sight(curves, epochs, networks[order], columns[order])


def _spaced(kept: IntArray, losses: Array, most: int) -> IntArray:
    """At most so many of the snapshots that are kept: the first, the one of lowest validation loss, others between.

    It has room for a moment that is asked for, so that the others are the same with and without it.
    """
    if not len(kept):
        return kept
    places = _even(len(kept), most)
    if most > 1 and np.isfinite(losses).any() and (lowest := int(np.nanargmin(losses))) not in places:
        places = np.unique([*_even(len(kept), most - 1), lowest])
    chosen: IntArray = kept[places]
    return chosen


def _even(n: int, most: int) -> IntArray:
    """At most so many of ``n`` places, from the first to the last, closer together at the start."""
    spaced = np.linspace(0, 1, min(most, n)) ** SOONER * (n - 1)
    return np.unique(np.rint(spaced).astype(int))


def curves_up_to(run: TrainingRun, step: int) -> Array:
    """Rows of the history up to a step, shape (n_rows, 5): the columns of ``Sight.curves``."""
    history = run.history
    columns = [history.epoch, history.training_error, history.training_accuracy]
    rows = np.column_stack([*columns, history.validation_error, history.validation_accuracy])
    return rows[rows[:, 0] <= step / run.steps_per_epoch + 1e-9]


def _measured(run: TrainingRun, step: int) -> tuple[Array, Array, Array]:
    """Epoch (1), parameters (1, n_params) and measures (1, 4) at a step of the past; what was measured stays so."""
    epoch, history = step / run.steps_per_epoch, run.history
    (record,) = np.nonzero(history.epoch == epoch)
    if len(record):
        known = [history.training_error, history.training_accuracy]
        known += [history.validation_error, history.validation_accuracy]
        return np.array([epoch]), run.retrace(step, step), np.column_stack(known)[record[-1:]]
    params = run.retrace(step, step)
    return np.array([epoch]), params, run.measure(params)
