"""The player: a whole run on 2-D data, sent once as weights and drawn in the browser.

``player.js`` opens the block that ``player_block`` packs and computes every picture from it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from datasets.toy import Split
from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.training import TrainingRun
from ui.components.blocks import pack
from ui.components.browser_part import browser_part
from ui.palette import PALETTES
from ui.words import activation_words

MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")

_mount = browser_part(
    "player",
    [
        "shared/blocks.js",
        "shared/network.js",
        "shared/colours.js",
        "shared/symbols.js",
        "shared/contours.js",
        "shared/timeline.js",
        "shared/playback.js",
        "shared/asking.js",
        "shared/transport.js",
        "shared/map.js",
        "player/diagram.js",
        "player/words.js",
        "player/player.js",
    ],
    styles=["shared/map.css"],
)


def player_block(
    run: TrainingRun,
    architecture: Architecture,
    points: Split,
    header: Mapping[str, Any],
    wish: Mapping[str, Any] | None = None,
) -> bytes:
    """Pack a run for the browser: the weights and measures of every snapshot, the history, the points.

    Parameters
    ----------
    run : TrainingRun
        On two inputs; finished or not.
    architecture : Architecture
        The network that is trained.
    points : Split
        What it is trained and validated on.
    header : mapping
        ``id`` (changes with the run), ``headline``, ``extent``, ``view``, ``open_at``, ``projector``.
    wish : mapping or None
        What the player asked for: ``epoch``, whose every batch is wanted too.

    Returns
    -------
    bytes
        See ``blocks.pack``.
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
        "training_inputs": points.training.inputs,
        "training_labels": points.training.labels.astype(np.uint8),
        "validation_inputs": points.validation.inputs,
        "validation_labels": points.validation.labels.astype(np.uint8),
    }
    for name in MEASURES:
        arrays[f"history_{name}"] = getattr(history, name)
        arrays[f"snapshot_{name}"] = getattr(history, name)[shown]
    if wish is not None:
        replay = run.replay(float(wish["epoch"]))
        arrays |= {"replay_epoch": replay.epochs, "replay_params": replay.params}
        arrays |= {f"replay_{name}": getattr(replay, name) for name in MEASURES}
    stop = run.stop
    return pack(
        {
            **header,
            "palette": PALETTES,
            "sizes": architecture.sizes,
            "activations": architecture.activations,
            "activation_words": {name: activation_words(name) for name in ACTIVATIONS},
            "n_params": architecture.n_params,
            "n_multiply_adds": architecture.n_multiply_adds,
            "n_epochs": run.n_epochs,
            "steps_per_epoch": run.steps_per_epoch,
            "trained_epochs": float(run.epoch),
            "finished": run.finished,
            "stop_kind": stop.kind if stop else "",
            "stop_message": stop.message if stop else "",
            "replay": wish is not None,
        },
        arrays,
    )


def player(block: bytes, *, key: str, on_view: Callable[[], None]) -> Any:
    """Mount the player.

    Parameters
    ----------
    block : bytes
        From ``player_block``.
    key : str
        The same at every rerun, so that the player is updated in place.
    on_view : callable
        Called when the visitor changes the look.

    Returns
    -------
    object
        With ``view``, ``replay`` (every batch of an epoch) and ``more`` (of a run that is not finished): what was
        asked for in this rerun, or None.
    """
    return _mount(
        key=key, data=block, on_view_change=on_view, on_replay_change=_nothing, on_more_change=_nothing
    )


def _nothing() -> None:
    """A wish that is granted by running the page's part again needs no more."""
