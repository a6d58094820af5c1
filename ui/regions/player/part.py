"""The player: a whole run on 2-D data, sent once as weights and drawn in the browser.

``player.js`` opens the block that ``player_block`` packs and computes every picture from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from datasets.point_table import MOST_TEXT
from datasets.points import Points, Split
from engine.architecture import Architecture
from engine.training import TrainingRun
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Asked, Most, Within, Written
from ui.palette import PALETTES
from ui.plane.brought import Brought
from ui.plane.moments import (
    MEASURES,
    AtEpoch,
    RunsWishes,
    clock_header,
    network_header,
    point_arrays,
    replay_arrays,
    run_arrays,
    run_header,
    smooth_in,
)
from ui.words import activation_facts

HOW_TO_DRAW = (
    "Click on the map, or draw with the button held down. By keyboard: Tab to the map, arrow keys, 1, 2, 3."
)

Coordinate = Annotated[float, Within(-1_000, 1_000)]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Own points as ``point_table`` writes them."""

    text: Annotated[str, Most(MOST_TEXT)]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Where the classes' centres have been dragged to; None for where the lecture has them."""

    places: Annotated[tuple[tuple[Coordinate, Coordinate], ...], Most(10)] | None


@dataclass(frozen=True, kw_only=True)
class ForkAt(AtEpoch):
    """A fork at a moment, with the weights that were set by hand there, as a link writes them."""

    by_hand: Annotated[str, Most(2_000)] = ""


@dataclass(frozen=True, kw_only=True)
class Wires:
    """Wires that are to be cut, as a link writes them; all others are whole."""

    text: Annotated[str, Most(2_000)]


@dataclass(frozen=True, kw_only=True)
class PlayerWishes(RunsWishes):
    """The player's wishes: also settings of the view by name, points, centres, forks, wires, and the run to be kept."""

    view: dict[str, Written] | None = None
    drawn: Drawn | None = None
    table: Brought | None = None
    centres: Moved | None = None
    fork: ForkAt | None = None
    keep: Asked | None = None
    leave: Asked | None = None
    cut: Wires | None = None


_mount = browser_part(__file__, "player", PlayerWishes)


def player_block(
    run: TrainingRun,
    points: Split,
    header: Mapping[str, Any],
    wish: AtEpoch | None = None,
    more: Mapping[str, Any] | None = None,
    *,
    resting: str = "",
) -> bytes:
    """Pack a run for the browser: the weights and measures of every snapshot, the history, the points.

    Parameters
    ----------
    run : TrainingRun
        On two inputs; finished or not.
    points : Split
        Points that the run is trained and validated on.
    header : mapping
        ``id`` (changes with the run), ``headline``, ``headline_name``, ``extent``, ``view``,
        ``open_at`` (where the link stands) or
        ``begin_at`` (where playing begins), ``fork_words``, ``frozen`` (for each affine layer whether weights and
        biases stay as drawn) and ``frozen_words``, ``cut`` (names of wires) and ``cut_words``, ``can_fork``,
        ``can_keep``, and ``edit``:
        own points as ``drawn`` or None, and every ``nth`` of them for validation; ``centres`` to be dragged or None;
        ``truth_asked`` and ``truth`` as ``ui.plane.truth.told`` gives them; ``story`` and ``story_owed`` as
        ``ui.plane.story.told.header`` gives them, where there is one.
    wish : AtEpoch or None
        The player's wish: the epoch of which it wants every batch too.
    more : mapping or None
        Further arrays by name: ``truth_pieces`` where the Bayes boundary is shown.
    resting : str, default ""
        Why the run is not trained on from its beginning, where it is not.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    validated = len(points.validation) > 0
    arrays = run_arrays(run, validated=validated) | point_arrays(points) | dict(more or {})
    if wish is not None:
        arrays |= replay_arrays(run, wish.epoch, validated=validated)
    state = clock_header([run], replay=wish is not None) | run_header(run) | {"empty": False}
    if resting:
        state |= {"finished": True, "stop_message": resting}
    facts = {"activation_facts": activation_facts()}
    return pack({**header, **facts, **state}, arrays, smooth_in(arrays))


def waiting_block(architecture: Architecture, points: Points, header: Mapping[str, Any]) -> bytes:
    """Pack the points while there is nothing to learn yet: they are of fewer than two classes.

    Parameters
    ----------
    architecture : Architecture
        The network that will be trained.
    points : Points
        The points drawn so far.
    header : mapping
        As for ``player_block``, and ``n_epochs``.

    Returns
    -------
    bytes
        A block of one moment, without regions.
    """
    arrays: dict[str, npt.NDArray[Any]] = {
        "snapshot_epoch": np.zeros(1),
        "snapshot_params": np.zeros(architecture.n_params),
        "history_epoch": np.zeros(1),
        "training_inputs": points.inputs,
        "training_labels": points.labels.astype(np.uint8),
        "validation_inputs": np.zeros((0, 2)),
        "validation_labels": np.zeros(0, dtype=np.uint8),
    }
    for name in MEASURES:
        arrays[f"history_{name}"] = arrays[f"snapshot_{name}"] = np.full(1, np.nan)
    clock = {
        "palette": PALETTES,
        "steps_per_epoch": 1,
        "trained_epochs": 0.0,
        "finished": True,
        "replay": False,
    }
    state = clock | {"stop_kind": "", "stop_message": HOW_TO_DRAW, "empty": True}
    state |= {"activation_facts": activation_facts()}
    return pack({**header, **network_header(architecture), **state}, arrays)


def player(
    block: bytes,
    *,
    key: str,
    on_view: Callable[[], None],
    on_edit: Callable[[], None],
    on_run: Callable[[], None],
    on_cut: Callable[[], None],
    on_leave: Callable[[], None],
) -> None:
    """Mount the player.

    Parameters
    ----------
    block : bytes
        From ``player_block``.
    key : str
        The same at every rerun, so that the player is updated in place.
    on_view : callable
        Called when the visitor changes the look.
    on_edit : callable
        Called when the visitor has drawn points or moved a centre.
    on_run : callable
        Called when the visitor wants the run to be forked, or kept.
    on_cut : callable
        Called when the visitor wants wires to be cut, or mended.
    on_leave : callable
        Called when the visitor wants the run before the last fork back.
    """
    _mount(
        key=key,
        data=block,
        on_view=on_view,
        on_drawn=on_edit,
        on_table=on_edit,
        on_centres=on_edit,
        on_fork=on_run,
        on_keep=on_run,
        on_cut=on_cut,
        on_leave=on_leave,
    )
