"""Twenty seeds in the browser: maps of agreement, a band of losses, and a dot for the error of each run.

``seeds.js`` opens the block that ``seeds_block`` packs. A dot is a link; a table of own points is a wish.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.tables import MOST_BYTES
from engine.questions import agreement
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Wishes
from ui.palette import PALETTES
from ui.plane import runs
from ui.plane.brought import Brought
from ui.plane.moments import point_arrays, units_header
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import headline, repeats
from ui.plane.seeds.choice import N_RUNS
from ui.plane.seeds.repeats import Repeats, Side
from ui.sentences import Sentence

MOST_STRETCHES = 400
"""Values of a band that are sent at most; a longer band keeps the peaks of each stretch."""


@dataclass(frozen=True, kw_only=True)
class SeedsWishes(Wishes):
    """A table of own points."""

    table: Brought | None = None


_mount = browser_part(__file__, "seeds", SeedsWishes)


def seeds_block(
    found: Repeats,
    own: RegionSettings,
    vary: tuple[str, ...],
    *,
    said: Sentence,
    names: Sequence[str],
    links: Sequence[str],
    open_at: float | None,
    input_words: str = "",
) -> bytes:
    """Pack all runs so far.

    Parameters
    ----------
    found : Repeats
        Of one network or two.
    own : RegionSettings
        The page's own run, which is number 0: its points are shown.
    vary : tuple of str
        Which seeds vary.
    said : Sentence
        The headline.
    names : sequence of str
        What the page calls the networks.
    links : sequence of str
        The address of each run that is done.
    open_at : float or None
        Moment to open at; None for the end.
    input_words : str, default ""
        What the inputs do to boundaries, where they are not the coordinates.

    Returns
    -------
    bytes
        See ``blocks.pack``; names of arrays of network number i begin with ``i_``.
    """
    points = runs.points_of(own)
    arrays: dict[str, npt.NDArray[Any]] = {**point_arrays(points)}
    for i, side in enumerate(found.sides):
        arrays |= {f"{i}_{name}": array for name, array in _arrays(side, found.side).items()}
    identity = repr((own.training_part(), names, vary))
    header = {
        "palette": PALETTES,
        "id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "headline": said.said(),
        "extent": own.extent,
        "units": units_header(own),
        "most_bytes": MOST_BYTES,
        "n_runs": N_RUNS,
        "n_done": found.n_done,
        "n_epochs": own.epochs,
        "n_classes": own.n_classes,
        "validated": len(points.validation) > 0,
        "epochs": found.epochs.tolist(),
        "side": found.side,
        "n_judged": found.n_judged,
        "measure": headline.measure(found) if found.n_done else "",
        "open_at": open_at,
        "links": list(links),
        "runs": [headline.seeds_words(row[0], number) for number, row in enumerate(found.rows)],
        "words": [headline.varies_words(vary, repeats.idle(own, vary)), *_notes(found), input_words],
        "sides": [_side_header(found, side, name) for side, name in zip(found.sides, names, strict=True)],
    }
    return pack(header, arrays)


def _notes(found: Repeats) -> list[str]:
    """On what runs are judged, what the test says, and what ended before its time; "" where there is nothing."""
    if not found.n_done:
        return ["", "", ""]
    return [headline.judged_words(found), headline.test_words(found), headline.ends_words(found)]


def _side_header(found: Repeats, side: Side, name: str) -> dict[str, Any]:
    """What is said of one network's runs."""
    wrong = [run.n_wrong for run in side.ended]
    return {
        "name": name,
        "wrong": wrong,
        "diverged": [run.diverged for run in side.ended],
        "words": [headline.run_words(found, run) for run in side.ended],
        "median": headline.median(wrong, found.n_judged) if wrong else "",
    }


def _arrays(side: Side, n: int) -> dict[str, npt.NDArray[Any]]:
    """Votes with row 0 on top, all classes but the last; and the bands of both losses."""
    n_moments, n_classes, _ = side.votes.shape
    votes = side.votes.reshape(n_moments, n_classes, n, n)[:, : max(1, n_classes - 1), ::-1]
    arrays: dict[str, npt.NDArray[Any]] = {"votes": votes}
    for name in ("training", "validation"):
        curves = [getattr(run, f"{name}_error") for run in side.ended] or [np.zeros(1, np.float32)]
        places, band = agreement.shortened(agreement.band(curves), MOST_STRETCHES)
        arrays["epoch"] = places.astype(np.float32)
        arrays |= {f"{name}_low": band.low, f"{name}_median": band.median, f"{name}_high": band.high}
    return arrays


def seeds(block: bytes, *, key: str, on_table: Callable[[], None]) -> None:
    """Mount the part.

    Parameters
    ----------
    block : bytes
        From ``seeds_block``.
    key : str
        The same at every rerun, so that the part is updated in place.
    on_table : callable
        Called when the visitor has brought a table of own points.
    """
    _mount(key=key, data=block, on_table=on_table)
