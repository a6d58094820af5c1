"""The wall: up to a dozen runs on the same points on one clock, a map each; a click opens one.

``wall.js`` opens the block that ``wall_block`` packs. At this size a map needs fewer moments than the player's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from datasets.points import Split
from engine.training import TrainingRun
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Within
from ui.plane.brought import Brought
from ui.plane.moments import (
    MEASURES,
    RunsWishes,
    clock_header,
    point_arrays,
    run_arrays,
    run_header,
    smooth_in,
)


@dataclass(frozen=True, kw_only=True)
class View:
    """How the regions are painted."""

    look: str


@dataclass(frozen=True, kw_only=True)
class OpenCell:
    """The network that the visitor wants to see beside the single layer."""

    cell: Annotated[int, Within(0, 99)]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class WallWishes(RunsWishes):
    """The wall's wishes: also a change of look, one cell to be opened, and a table of own points."""

    view: View | None = None
    open: OpenCell | None = None
    table: Brought | None = None


_mount = browser_part(__file__, "wall", WallWishes)


def wall_block(
    runs: Sequence[TrainingRun], points: Split, header: Mapping[str, Any], arrays: Mapping[str, Any]
) -> bytes:
    """Pack several runs for the browser.

    Parameters
    ----------
    runs : sequence of TrainingRun
        Row by row, as many as ``rows`` times ``columns`` in the header, with the same number of epochs and moments in
        common.
    points : Split
        Points that all runs are trained and validated on.
    header : mapping
        ``id`` (changes with the runs), ``title``, ``headline`` with its ``_name``, ``_from`` and ``_between``,
        ``best`` (numbers of the networks that may be it), ``names`` of the networks, ``extent``, ``units``,
        ``most_bytes`` of a table that is brought, ``rows`` and ``columns`` (their names), ``view``,
        ``open_at``, ``truth`` and ``truth_asked``.
    arrays : mapping of str to ndarray
        ``truth_pieces`` where the Bayes boundary is shown.

    Returns
    -------
    bytes
        See ``blocks.pack``; the names of the arrays of run number i begin with ``i_``. Of the history only those
        records are sent that have a snapshot.
    """
    validated, sent = len(points.validation) > 0, point_arrays(points) | dict(arrays)
    names = ("params", "epoch", *MEASURES)
    for i, run in enumerate(runs):
        mine = run_arrays(run, validated=validated)
        sent |= {f"{i}_snapshot_{name}": mine[f"snapshot_{name}"] for name in names}
    nets = [run_header(run) for run in runs]
    return pack({**header, **clock_header(runs), "nets": nets}, sent, smooth_in(sent))


def wall(
    block: bytes,
    *,
    key: str,
    on_open: Callable[[], None],
    on_view: Callable[[], None],
    on_table: Callable[[], None],
) -> None:
    """Mount the wall.

    Parameters
    ----------
    block : bytes
        From ``wall_block``.
    key : str
        The same at every rerun, so that the wall is updated in place.
    on_open : callable
        Called when the visitor opens a cell.
    on_view : callable
        Called when the visitor changes the look.
    on_table : callable
        Called when the visitor has brought a table of own points.
    """
    _mount(key=key, data=block, on_open=on_open, on_view=on_view, on_table=on_table)
