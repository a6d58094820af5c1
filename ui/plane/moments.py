"""A run and its points as named arrays for a block, and its state as a header.

``ui/browser/playing/moments.js`` and ``run_player.js`` read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from datasets.points import N_CLASSES
from datasets.toy import Split
from engine.architecture import Architecture
from engine.training import TrainingRun
from ui.frame.wishes import Number, Wishes, Within
from ui.palette import PALETTES
from ui.plane.settings import PlaneSettings

Arrays = dict[str, npt.NDArray[Any]]

MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")


@dataclass(frozen=True, kw_only=True)
class AtEpoch:
    """A wish about one moment of a run."""

    epoch: Annotated[float, Within(0, 100_000)]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class RunsWishes(Wishes):
    """What each part that plays runs asks for: more of them, every batch of an epoch, the true errors at an epoch."""

    more: Number | None = None
    replay: AtEpoch | None = None
    judge: AtEpoch | None = None


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
    )  # inside an epoch the present moment has a snapshot, but no record
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
    """The weights and measures before and after every batch of the epoch that begins at ``epoch``: ``replay_…``."""
    replay = run.replay(min(epoch, run.epoch))
    arrays = {"replay_epoch": replay.epochs, "replay_params": replay.params}
    return arrays | {f"replay_{name}": _seen(name, getattr(replay, name), validated) for name in MEASURES}


def smooth_in(arrays: Arrays) -> list[str]:
    """Names of the arrays that follow runs from snapshot to snapshot: ``blocks.pack`` makes them smaller."""
    return [name for name in arrays if "snapshot_" in name or "history_" in name]


def _seen(name: str, values: npt.NDArray[Any], validated: bool) -> npt.NDArray[Any]:
    """The values of a measure; NaN for a measure on validation points where there are none."""
    return values if validated or name.startswith("training") else np.full_like(values, np.nan)


def point_arrays(points: Split) -> Arrays:
    """Inputs and labels of the training and of the validation points."""
    return {
        "training_inputs": points.training.inputs,
        "training_labels": points.training.labels.astype(np.uint8),
        "validation_inputs": points.validation.inputs,
        "validation_labels": points.validation.labels.astype(np.uint8),
    }


def units_header(settings: PlaneSettings) -> dict[str, Any]:
    """Names of the classes and axes of the data, and the way from the plane to own numbers, for a block's header."""
    units = settings.own_units
    return {
        "classes": [units.class_name(label) for label in range(N_CLASSES)],
        "named": len(units.classes),
        "axes": units.axes,
        "origin": units.origin,
        "scale": units.scale,
    }


def clock_header(runs: Sequence[TrainingRun], *, replay: bool = False) -> dict[str, Any]:
    """Header fields about runs on one clock, for a part that plays them.

    Parameters
    ----------
    runs : sequence of TrainingRun
        With the same number of epochs, and batches in common.
    replay : bool, default False
        Whether every batch of an epoch is sent along.

    Returns
    -------
    dict
        See ``RunsHeader`` in ``run_player.js``.
    """
    return {
        "palette": PALETTES,
        "n_epochs": runs[0].n_epochs,
        "steps_per_epoch": runs[0].steps_per_epoch,
        "trained_epochs": trained_epochs(runs),
        "finished": all(run.finished for run in runs),
        "replay": replay,
    }


def trained_epochs(runs: Sequence[TrainingRun]) -> float:
    """The epoch up to which several runs on one clock can be played: the slowest of the unfinished ones sets it."""
    going = [float(run.epoch) for run in runs if not run.finished]
    return min(going) if going else max(float(run.epoch) for run in runs)


def network_header(architecture: Architecture) -> dict[str, Any]:
    """Header fields about a network, trained or not, for a part that draws regions."""
    return {
        "sizes": architecture.sizes,
        "activations": architecture.activations,
        "n_params": architecture.n_params,
        "n_multiply_adds": architecture.n_multiply_adds,
    }


def run_header(run: TrainingRun) -> dict[str, Any]:
    """Header fields about one run: its network, how far it is, and why it has stopped."""
    stop = run.stop
    return {
        **network_header(run.architecture),
        "trained_epochs": float(run.epoch),
        "finished": run.finished,
        "stop_kind": stop.kind if stop else "",
        "stop_message": stop.message if stop else "",
        "stop_epoch": float(stop.epoch) if stop else None,
    }
