"""What a visitor sees of a run on MNIST: its curves up to a step, and its network at some moments.

Every function here leaves the run where it is. The caller holds the process's training turn.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
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
        The most moments; the first, ``peek`` and ``step`` are there in any case.

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
    kept = np.flatnonzero((snapshots.epochs < epoch[0] - 1e-9) & np.isin(snapshots.epochs, curves[:, 0]))
    asked = [_measured(run, peek)] if peek is not None and peek < step else []
    n_between = max(1, most - len(asked) - 1)
    spaced = np.linspace(0, 1, min(n_between, len(kept))) ** SOONER * (len(kept) - 1)
    kept = kept[np.unique(np.rint(spaced).astype(int))]
    parts = [
        (snapshots.epochs[kept], snapshots.params[kept], curves[rows[kept], 1:]),
        *asked,
        present,
    ]
    epochs, networks, columns = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    epochs, order = np.unique(epochs, return_index=True)
    return Sight(curves, epochs, networks[order], columns[order])


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
