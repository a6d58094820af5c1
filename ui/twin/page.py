"""Single and multi-layer: two networks on one clock, or a wall of them; the same points and batches for all."""

import hashlib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from datasets.tables import MOST_BYTES
from engine.layers import ACTIVATIONS
from ui.frame import session, style
from ui.frame.sidebar import RATES
from ui.frame.strip.part import strip
from ui.plane import headlines, inputs, own_points, runs, truth
from ui.plane.moments import units_header
from ui.plane.own_points import remembered
from ui.plane.seeds import repeats
from ui.plane.story import told as story
from ui.plane.story.record import Mark
from ui.take_away.view import take_away
from ui.twin import headlines as comparisons
from ui.twin.controls import bounded, controls
from ui.twin.pair.part import Net, TwinWishes, twin, twin_block
from ui.twin.seeds import view as seeds
from ui.twin.settings import TwinSettings, shape_words
from ui.twin.takings import takings
from ui.twin.wall.part import WallWishes, wall, wall_block
from ui.words import activation_words, layers_words
from ui.work import turns
from ui.work.needs import Needs, of_job, of_run

KEY = "twin"
WALL_KEY = "wall"

_WALL_BYTES = 1_500_000
"""Bytes that the snapshots of all runs on the wall may take together."""


def page() -> None:
    """The page, from top to bottom; the controls stand beside it, and come behind the picture: it waits for none."""
    settings = bounded(remembered(session.opened(TwinSettings)))
    session.publish(settings)
    offered = {"depth": range(5), "activation": list(ACTIVATIONS), "rate": RATES}
    style.notes(session.notes())
    session.around(lambda: strip(settings, offered if settings.view in ("twin", "seeds") else {}))
    own_points.answer_on_page()
    session.fragment({"twin": _watch, "wall": _watch_wall, "seeds": seeds.watch}[settings.view])
    session.head_start()
    with st.sidebar:
        drawn = controls(settings)
    session.follow(settings.changed(**vars(drawn)))
    take_away(TwinSettings, settings.title, takings)


def needs(settings: TwinSettings) -> Needs:
    """Both runs, those of the wall, or the job of twenty pairs."""
    if runs.is_ready(settings) and settings.view == "seeds":
        yield of_job(repeats.repeats(settings.networks(), settings.vary))
    elif runs.is_ready(settings):
        for trained in _cells(settings) if settings.view == "wall" else _pair(settings):
            yield of_run(trained.run, trained.busy, kept=trained)


def _watch() -> None:
    """The twin; while a run is not finished, the browser asks for this part of the page again."""
    settings = session.stored(TwinSettings)
    session.publish_change(settings)
    if not own_points.can_learn(settings):
        return
    pair = _pair(settings)
    asked_for_more = session.wishes(KEY, TwinWishes).more is not None
    seconds, patience = turns.MORE if asked_for_more else turns.FIRST
    behind = sorted(pair, key=lambda one: one.run.epoch)
    turns.advance_all([(trained.run, trained.busy) for trained in behind], seconds, patience)
    marks = [story.push(trained, patience) for trained in pair]
    with runs.reading(pair):
        block = _block(settings, pair, marks)
    twin(block, key=KEY, on_view=_change_view, on_table=_take_table)


def _pair(settings: TwinSettings) -> tuple[runs.Trained, runs.Trained]:
    """Both runs, with the same number of snapshots, and so with the same moments."""
    first, second = settings.networks()
    fewest = min(runs.most_snapshots(first), runs.most_snapshots(second))
    return runs.regions_run(first, fewest), runs.regions_run(second, fewest)


def _block(
    settings: TwinSettings,
    pair: tuple[runs.Trained, runs.Trained],
    marks: Sequence[tuple[Mark, ...] | None],
) -> bytes:
    """Both runs for the twin, as far as they have come, with their stories."""
    first, second = (trained.run for trained in pair)
    said = comparisons.twin(settings, pair)
    nets = [
        Net(name, shape_words(network), trained.run, network.inputs)
        for name, network, trained in zip(settings.names(), settings.networks(), pair, strict=True)
    ]
    judge = session.wishes(KEY, TwinWishes).judge
    told, boundary = truth.told(settings, pair, judge) if settings.truth else truth.NOT_ASKED
    header = {
        "id": hashlib.sha256(repr(settings.training_part()).encode()).hexdigest()[:16],
        "title": settings.title,
        "headline": said.text,
        "headline_name": said.name,
        "headline_from": max(headlines.borne_out_from(first), headlines.borne_out_from(second)),
        "headline_between": comparisons.twin_moment(settings, pair),
        "extent": settings.extent,
        "units": units_header(settings),
        "most_bytes": MOST_BYTES,
        "view": {"look": settings.look, "spot": settings.spot and settings.spot[0]},
        "open_at": settings.at,
        "frozen_words": _frozen_words(settings),
        **_input_words(settings),
    }
    header |= told | story.header_of_all(settings.names(), pair, marks)
    return twin_block(nets, pair[0].points, header, boundary, session.wishes(KEY, TwinWishes).replay)


def _frozen_words(settings: TwinSettings) -> str:
    """What stays as drawn of each network, behind its name; "" where all learns."""
    both = zip(settings.names(), settings.networks(), strict=True)
    return " ".join(f"{name}: {words}" for name, network in both if (words := network.frozen_words))


def _input_words(settings: TwinSettings) -> dict[str, str]:
    """What the inputs of each network do, behind its name; nothing where both have the coordinates."""
    words = settings.both_input_words
    return {"input_words": words} if words else {}


def _take_table() -> None:
    """Show the points of a table that the visitor brought to one of the two maps."""
    own_points.take_from_map(TwinSettings, session.wishes(KEY, TwinWishes).table)


def _take_table_of_wall() -> None:
    """Show the points of a table that the visitor brought to the wall."""
    own_points.take_from_map(TwinSettings, session.wishes(WALL_KEY, WallWishes).table)


def _change_view() -> None:
    """Take over where the visitor has pinned the cross-hair, and how regions are painted."""
    view = session.wishes(KEY, TwinWishes).view
    if view:
        spot = view.spot and f"{view.spot[0]},{view.spot[1]}"
        session.change_as_written(TwinSettings, {"look": view.look, "spot": spot}, ("look", "spot"))


def _change_look() -> None:
    """Take over how the wall's regions are painted."""
    view = session.wishes(WALL_KEY, WallWishes).view
    if view:
        session.change_as_written(TwinSettings, {"look": view.look}, ("look",))


def _watch_wall() -> None:
    """The wall; while a run is not finished, the browser asks for this part of the page again."""
    settings = session.stored(TwinSettings)
    session.publish_change(settings)
    if not own_points.can_learn(settings):
        return
    cells = _cells(settings)
    seconds, patience = turns.MORE if session.wishes(WALL_KEY, WallWishes).more is not None else turns.FIRST
    behind = sorted(cells, key=lambda cell: cell.run.epoch)
    turns.advance_all([(cell.run, cell.busy) for cell in behind], seconds, patience)
    with runs.reading(cells):
        block = _wall_block(settings, cells)
    wall(block, key=WALL_KEY, on_open=_open_cell, on_view=_change_look, on_table=_take_table_of_wall)


def _cells(settings: TwinSettings) -> list[runs.Trained]:
    """The wall's runs, with the same number of snapshots."""
    n_bytes = 4 * sum(one.network.n_params for one in settings.wall())
    fewest = int(np.clip(_WALL_BYTES // n_bytes, 20, 61))
    return [runs.regions_run(one, fewest) for one in settings.wall()]


def _wall_block(settings: TwinSettings, cells: Sequence[runs.Trained]) -> bytes:
    """All runs for the wall, as far as they have come."""
    trained = [cell.run for cell in cells]
    said = comparisons.wall(settings, cells)
    judge = session.wishes(WALL_KEY, WallWishes).judge
    told, boundary = truth.told(settings, cells, judge) if settings.truth else truth.NOT_ASKED
    header = {
        "id": hashlib.sha256(repr(settings.wall()).encode()).hexdigest()[:16],
        "title": settings.title,
        "headline": said.text,
        "headline_name": said.name,
        "headline_from": max(headlines.borne_out_from(run) for run in trained),
        "headline_between": comparisons.wall_moment(settings, cells),
        "best": comparisons.best(cells),
        "names": [comparisons.cell_words(settings, i) for i in range(len(cells))],
        "extent": settings.extent,
        "units": units_header(settings),
        "most_bytes": MOST_BYTES,
        "rows": [activation_words(kind) for kind in settings.kinds],
        "columns": [layers_words(int(depth)) for depth in settings.depths],
        "view": {"look": settings.look},
        "open_at": settings.at,
    }
    header |= inputs.header(settings.inputs)
    header |= {"input_words": words} if (words := inputs.of_all(settings.inputs)) else {}
    return wall_block(trained, cells[0].points, header | told, boundary)


def _open_cell() -> None:
    """Go from the wall to two networks: the single layer, and the one that the visitor picked."""
    wish, cells = session.wishes(WALL_KEY, WallWishes).open, session.stored(TwinSettings).wall()
    if wish is None or wish.cell >= len(cells):
        return
    picked = cells[wish.cell]
    choices = TwinSettings.choices()
    first = {name: choice.default for name, choice in choices.items() if name.startswith("a_")}
    first["a_inputs"] = picked.inputs
    session.change(
        TwinSettings, view="twin", depth=picked.depth, activation=picked.activation, frozen=(), **first
    )
    session.want_whole_page()
