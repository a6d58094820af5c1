"""The twin: two whole runs on the same points, sent once as weights and drawn on one clock in the browser.

``twin.js`` opens the block that ``twin_block`` packs, and computes both maps and where they differ from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.points import Split
from engine.training import TrainingRun
from ui.browser.blocks import pack
from ui.browser.browser_part import browser_part
from ui.palette import PALETTES
from ui.plane.moments import point_arrays, replay_arrays, run_arrays

_mount = browser_part(__file__, "twin")


@dataclass(frozen=True, eq=False)
class Net:
    """One of the two networks.

    Parameters
    ----------
    name : str
        What the page calls it.
    shape : str
        Its widths and activations in words.
    run : TrainingRun
        Its training, finished or not.
    """

    name: str
    shape: str
    run: TrainingRun


def twin_block(
    nets: Sequence[Net],
    points: Split,
    header: Mapping[str, Any],
    arrays: Mapping[str, Any],
    wish: Mapping[str, Any] | None = None,
) -> bytes:
    """Pack two runs for the browser.

    Parameters
    ----------
    nets : sequence of Net
        Two, with the same number of epochs, and moments in common.
    points : Split
        What both are trained and validated on.
    header : mapping
        ``id`` (changes with the runs), ``title``, ``headline``, ``headline_from``, ``extent``, ``view``, ``open_at``,
        ``projector``, ``truth`` and ``truth_asked``.
    arrays : mapping of str to ndarray
        ``truth_pieces`` where the Bayes boundary is shown.
    wish : mapping or None
        What the twin asked for: ``epoch``, whose every batch is wanted too.

    Returns
    -------
    bytes
        See ``blocks.pack``; the arrays of the first run begin with ``a_``, of the second with ``b_``.
    """
    sent, validated = point_arrays(points) | dict(arrays), len(points.validation) > 0
    for letter, net in zip("ab", nets, strict=True):
        mine = run_arrays(net.run, validated=validated)
        if wish is not None:
            mine |= replay_arrays(net.run, min(float(wish["epoch"]), net.run.epoch), validated=validated)
        sent |= {f"{letter}_{name}": array for name, array in mine.items()}
    runs = [net.run for net in nets]
    return pack(
        {
            **header,
            "palette": PALETTES,
            "nets": [_net_header(net) for net in nets],
            "n_epochs": runs[0].n_epochs,
            "steps_per_epoch": runs[0].steps_per_epoch,
            "trained_epochs": trained_epochs(runs),
            "finished": all(run.finished for run in runs),
            "replay": wish is not None,
        },
        sent,
    )


def trained_epochs(runs: Sequence[TrainingRun]) -> float:
    """How far several runs on one clock can be played: as far as the last of those that go on."""
    going = [float(run.epoch) for run in runs if not run.finished]
    return min(going) if going else max(float(run.epoch) for run in runs)


def _net_header(net: Net) -> dict[str, Any]:
    """What the twin must know of one network."""
    architecture, stop = net.run.architecture, net.run.stop
    return {
        "name": net.name,
        "shape": net.shape,
        "sizes": architecture.sizes,
        "activations": architecture.activations,
        "n_params": architecture.n_params,
        "n_multiply_adds": architecture.n_multiply_adds,
        "epoch_seconds": net.run.processor_seconds_per_epoch,
        "trained_epochs": float(net.run.epoch),
        "finished": net.run.finished,
        "stop_kind": stop.kind if stop else "",
        "stop_message": stop.message if stop else "",
    }


def twin(block: bytes, *, key: str, on_view: Callable[[], None]) -> Any:
    """Mount the twin.

    Parameters
    ----------
    block : bytes
        From ``twin_block``.
    key : str
        The same at every rerun, so that the twin is updated in place.
    on_view : callable
        Called when the visitor pins the cross-hair or takes it away.

    Returns
    -------
    object
        With ``view``, ``replay`` (every batch of an epoch), ``judge`` (the true errors at an epoch) and ``more`` (of
        runs that are not finished): what was asked for in this rerun, or None.
    """
    return _mount(
        key=key,
        data=block,
        on_view_change=on_view,
        on_replay_change=_nothing,
        on_judge_change=_nothing,
        on_more_change=_nothing,
    )


def _nothing() -> None:
    """A wish that is granted by running the page's part again needs no more."""
