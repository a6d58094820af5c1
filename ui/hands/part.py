"""The browser part of "By hand": it draws a line, planes, a softmax layer or hidden lines, which the visitor drags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from datasets.points import Split
from engine.architecture import Architecture
from engine.questions.fixed_features import RIDGE
from engine.training import TrainingRun
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Most, Number, Wishes
from ui.palette import PALETTES
from ui.plane.brought import Brought
from ui.words import activation_facts

Text = Annotated[str, Most(1_000)]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A setting, by the name of its view or its own, with its text as in a link."""

    name: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Hidden lines as in a link."""

    text: Text


@dataclass(frozen=True, kw_only=True)
class HandsWishes(Wishes):
    """What was moved, the best outputs for lines while one is dragged, more of a run, and a table of own points."""

    set: Setting | None = None
    fit: Lines | None = None
    more: Number | None = None
    table: Brought | None = None


_mount = browser_part(__file__, "hands", HandsWishes)


def lines_block(
    header: Mapping[str, Any],
    points: Split,
    architecture: Architecture,
    fitted: npt.NDArray[np.floating[Any]],
    run: TrainingRun | None,
) -> bytes:
    """Pack the view of hidden lines for the browser.

    Parameters
    ----------
    header : mapping
        As in ``hands``; also ``id`` (changes with the points), ``run_id``, ``extent``, ``units``,
        ``most_bytes`` of a table that is brought, ``init_seed``.
    points : Split
        Both networks are scored on them.
    architecture : Architecture
        Two inputs, a hidden unit for each line, two classes or three.
    fitted : ndarray of shape (n_params,)
        The network whose lines the visitor has set.
    run : TrainingRun or None
        A run of the same architecture, as far as it has learnt; None if the visitor has not asked for it.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    arrays = {
        "fitted": fitted,
        "training_inputs": points.training.inputs,
        "training_labels": points.training.labels.astype(np.uint8),
        "validation_inputs": points.validation.inputs,
        "validation_labels": points.validation.labels.astype(np.uint8),
    }
    if run is not None:
        arrays |= {"snapshot_epoch": run.snapshots.epochs, "snapshot_params": run.snapshots.params}
    return pack(
        {
            **header,
            "palette": PALETTES,
            "sizes": architecture.sizes,
            "activations": architecture.activations,
            "activation_facts": activation_facts(),
            "n_params": architecture.n_params,
            "ridge": RIDGE,
            "learn": run is not None,
            "finished": run is None or run.finished,
            "n_epochs": run.n_epochs if run else 0,
            "n_snapshots": run.n_snapshots * run.n_epochs / max(run.epoch, 1) if run else 0,
        },
        arrays,
    )


def hands_block(header: Mapping[str, Any]) -> bytes:
    """Pack one of the other views for the browser: its numbers are all that it needs.

    Parameters
    ----------
    header : mapping
        ``view``, the name of the view in sight; ``values``, the numbers of each view; ``opening``, those with which the
        scene opened that shows the view, or None.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    return pack({**header, "palette": PALETTES}, {})


def hands(block: bytes, *, key: str, on_set: Callable[[], None], on_table: Callable[[], None]) -> None:
    """Mount the part.

    Parameters
    ----------
    block : bytes
        From ``hands_block`` or ``lines_block``.
    key : str
        The same at every rerun, so that a visitor's drag is not interrupted.
    on_set : callable
        Called when the visitor lets go.
    on_table : callable
        Called when the visitor has brought a table of own points.
    """
    _mount(key=key, data=block, on_set=on_set, on_table=on_table)
