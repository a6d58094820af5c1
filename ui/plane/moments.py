"""A run and its points as named arrays for a block; ``shared/moments.js`` reads them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.toy import Split
from engine.training import TrainingRun

Arrays = dict[str, npt.NDArray[Any]]

MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")


def run_arrays(run: TrainingRun, *, validated: bool = True) -> Arrays:
    """The weights and measures of every snapshot, and the history.

    Parameters
    ----------
    run : TrainingRun
        Finished or not.
    validated : bool, default True
        Whether there are validation points; where not, their measures are NaN.

    Returns
    -------
    dict of str to ndarray
        ``snapshot_…`` and ``history_…``, with ``epoch`` and each of ``MEASURES``; ``snapshot_params``.
    """
    history, snapshots = run.history, run.snapshots
    recorded = np.isin(
        snapshots.epochs, history.epoch
    )  # all but the present moment, where that is inside an epoch
    shown = np.searchsorted(history.epoch, snapshots.epochs[recorded])
    arrays = {
        "snapshot_epoch": snapshots.epochs[recorded],
        "snapshot_params": snapshots.params[recorded],
        "history_epoch": history.epoch,
    }
    for name in MEASURES:
        values = _seen(name, getattr(history, name), validated)
        arrays[f"history_{name}"], arrays[f"snapshot_{name}"] = values, values[shown]
    return arrays


def replay_arrays(run: TrainingRun, epoch: float, *, validated: bool = True) -> Arrays:
    """The same for every batch of the epoch that begins at ``epoch``: ``replay_…``."""
    replay = run.replay(epoch)
    arrays = {"replay_epoch": replay.epochs, "replay_params": replay.params}
    return arrays | {f"replay_{name}": _seen(name, getattr(replay, name), validated) for name in MEASURES}


def _seen(name: str, values: npt.NDArray[Any], validated: bool) -> npt.NDArray[Any]:
    """Blank out what would be measured on validation points that are not there."""
    return values if validated or name.startswith("training") else np.full_like(values, np.nan)


def point_arrays(points: Split) -> Arrays:
    """Inputs and labels of the training and of the validation points."""
    return {
        "training_inputs": points.training.inputs,
        "training_labels": points.training.labels.astype(np.uint8),
        "validation_inputs": points.validation.inputs,
        "validation_labels": points.validation.labels.astype(np.uint8),
    }
