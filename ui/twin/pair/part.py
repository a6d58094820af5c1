"""The twin: two whole runs on the same points, sent once as weights and drawn on one clock in the browser.

``twin.js`` opens the block that ``twin_block`` packs, and computes both maps and where they differ from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from datasets.points import Split
from engine.training import TrainingRun
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Within
from ui.plane import inputs
from ui.plane.brought import Brought
from ui.plane.moments import (
    AtEpoch,
    RunsWishes,
    clock_header,
    point_arrays,
    replay_arrays,
    run_arrays,
    run_header,
    smooth_in,
)

Coordinate = Annotated[float, Within(-1_000, 1_000)]


@dataclass(frozen=True, kw_only=True)
class View:
    """How the regions are painted, and where the cross-hair is pinned."""

    look: str
    spot: tuple[Coordinate, Coordinate] | None = None
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class TwinWishes(RunsWishes):
    """The twin's wishes: also a change of view, and a table of own points."""

    view: View | None = None
    table: Brought | None = None


_mount = browser_part(__file__, "twin", TwinWishes)


@dataclass(frozen=True, eq=False)
class Net:
    """One of the two networks.

    Parameters
    ----------
    name : str
        Its name on the page.
    shape : str
        Its widths and activations in words.
    run : TrainingRun
        Its training, finished or not.
    inputs : sequence of str
        Names of its inputs.
    """

    name: str
    shape: str
    run: TrainingRun
    inputs: Sequence[str]


def twin_block(
    nets: Sequence[Net],
    points: Split,
    header: Mapping[str, Any],
    arrays: Mapping[str, Any],
    wish: AtEpoch | None = None,
) -> bytes:
    """Pack two runs for the browser.

    Parameters
    ----------
    nets : sequence of Net
        Two, with the same number of epochs, and moments in common.
    points : Split
        Points that both runs are trained and validated on.
    header : mapping
        ``id`` (changes with the runs), ``title``, ``headline`` with its ``_name``, ``_from`` and ``_between``,
        ``extent``, ``view``, ``open_at``,
        ``truth`` and ``truth_asked``.
    arrays : mapping of str to ndarray
        ``truth_pieces`` where the Bayes boundary is shown.
    wish : AtEpoch or None
        The twin's wish: the epoch of which it wants every batch too.

    Returns
    -------
    bytes
        See ``blocks.pack``; the arrays of the first run begin with ``a_``, of the second with ``b_``.
    """
    sent, validated = point_arrays(points) | dict(arrays), len(points.validation) > 0
    for letter, net in zip("ab", nets, strict=True):
        mine = run_arrays(net.run, validated=validated)
        if wish is not None:
            mine |= replay_arrays(net.run, wish.epoch, validated=validated)
        sent |= {f"{letter}_{name}": array for name, array in mine.items()}
    clock = clock_header([net.run for net in nets], replay=wish is not None)
    return pack({**header, **clock, "nets": [_net_header(net) for net in nets]}, sent, smooth_in(sent))


def _net_header(net: Net) -> dict[str, Any]:
    """Header fields about one network."""
    seconds = net.run.processor_seconds_per_epoch
    told = {"name": net.name, "shape": net.shape, "epoch_seconds": seconds}
    return told | run_header(net.run) | inputs.header(net.inputs)


def twin(block: bytes, *, key: str, on_view: Callable[[], None], on_table: Callable[[], None]) -> None:
    """Mount the twin.

    Parameters
    ----------
    block : bytes
        From ``twin_block``.
    key : str
        The same at every rerun, so that the twin is updated in place.
    on_view : callable
        Called when the visitor pins the cross-hair or takes it away.
    on_table : callable
        Called when the visitor has brought a table of own points.
    """
    _mount(key=key, data=block, on_view=on_view, on_table=on_table)
