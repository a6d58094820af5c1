"""Decision regions: choose data and network on the left, watch the whole training run on the right."""

import hashlib
from typing import Any

import numpy as np
import streamlit as st

from datasets import point_table
from datasets.own_points import AXES
from datasets.tables import MOST_BYTES
from engine.layers import ACTIVATIONS
from engine.questions import probe
from ui.frame import gate, session, style
from ui.frame.sidebar import RATES
from ui.frame.strip.part import strip
from ui.lab_code.view import cell
from ui.plane import cut, headlines, inputs, own_points, runs, truth
from ui.plane.moments import AtEpoch, units_header
from ui.plane.own_points import remembered
from ui.plane.run_settings import MOST_FORKS, RegionSettings
from ui.plane.seeds import repeats
from ui.plane.settings import HELD_OUT, LEAST_CENTRE, MOST_CENTRE
from ui.plane.story import told as story
from ui.plane.story.record import Mark
from ui.regions import headline
from ui.regions.by_hand.trained_on import trained_on
from ui.regions.controls import bounded, controls
from ui.regions.kept import view as kept
from ui.regions.landscape import view as landscape
from ui.regions.player.part import PlayerWishes, player, player_block, waiting_block
from ui.regions.seeds import view as seeds
from ui.regions.takings import takings
from ui.regions.weights import loaded as loaded_weights
from ui.regions.weights import view as weights
from ui.regions.weights.loaded import Brought
from ui.sentences import Sentence
from ui.settings.base import CODE
from ui.take_away.view import take_away
from ui.work import turns
from ui.work.keeper import beside
from ui.work.needs import Needs, of_job

KEY = "player"

VIEW = ("look", "since", "unit", "lines", "off", "off_as", "by_hand", "beside", "layer", "axes")
"""Settings that are changed in the player itself."""

FIGURE_GRID = 121
"""Points along a side of the figure to keep."""


def page() -> None:
    """The page, from top to bottom; the controls stand beside it, and come behind the picture: it waits for none."""
    settings = bounded(remembered(session.opened(RegionSettings)))
    session.publish(settings)
    offered = {"depth": range(5), "activation": list(ACTIVATIONS), "rate": RATES}
    style.notes(session.notes())
    session.around(lambda: strip(settings, offered))
    own_points.answer_on_page()
    session.fragment({"run": _watch, "seeds": seeds.watch, "landscape": landscape.watch}[settings.view])
    session.head_start()
    with st.sidebar:
        drawn = controls(settings)
    session.follow(settings.changed(**vars(drawn)))
    if settings.view != "run":
        if runs.is_ready(settings):
            words = {"seeds": seeds.code_words, "landscape": landscape.code_words}[settings.view]
            cell(settings, CODE, words(settings))
        take_away(RegionSettings, settings.title, takings)
        return
    weights.section(settings)
    kept.section(settings)
    if runs.is_ready(settings) and not weights.shown(settings):
        cell(settings, CODE)
        _figures(settings, runs.regions_run(settings))
    if not weights.shown(settings):
        take_away(RegionSettings, settings.title, takings)


def needs(settings: RegionSettings) -> Needs:
    """The run, with those that it was forked from, or the job of twenty runs."""
    if settings.view == "seeds" and runs.is_ready(settings):
        yield of_job(repeats.repeats([settings], settings.vary))
    elif settings.view == "landscape":
        yield from landscape.needs(settings)
    else:
        yield from runs.needs(settings)


def _watch() -> None:
    """The player; while the run is not finished, the browser asks for this part of the page again.

    It asks when it has drawn the last answer. With ``run_every`` a request could overtake an answer, and Streamlit
    drops what it has not sent when the next rerun begins.
    """
    settings = session.stored(RegionSettings)
    session.publish_change(settings)
    if not runs.is_ready(settings):
        _show(_waiting_block(settings))
        return
    brought = weights.shown(settings)
    if brought is not None:
        _show(_block_at_rest(settings, brought))
        return
    trained = runs.regions_run(settings)
    asked = session.wishes(KEY, PlayerWishes)
    seconds, patience = turns.MORE if asked.more is not None else turns.FIRST
    is_new = asked.more is None and not trained.run.finished
    turns.advance(trained.run, seconds, busy=trained.busy, patience=patience)
    # The slice may have brought the run before a fork to the fork, or to its end: a finished run is asked for no more.
    while (following := runs.regions_run(settings)) is not trained:
        trained = following
    marks = story.known(trained) if is_new else story.push(trained, patience)
    with trained.busy:
        is_final = marks is not None and not (asked.replay or asked.judge)
        block = (
            _finished_block(settings, trained, marks)
            if is_final
            else _block(settings, trained, marks, asked.replay, asked.judge)
        )
    _show(block)


def _show(block: bytes) -> None:
    """Mount the player, or update it."""
    player(
        block,
        key=KEY,
        on_view=_change_view,
        on_edit=_change_data,
        on_run=_change_run,
        on_cut=_change_wires,
        on_leave=_leave_fork,
    )


def _header(settings: RegionSettings, run_of: RegionSettings | None = None) -> dict[str, Any]:
    """Header fields that do not change while the run is trained.

    ``run_of`` are the settings of the run that is shown: until a run can be forked, those of the run before the fork.
    """
    part = settings.training_part()
    return {
        "id": _name(run_of or part),
        "wanted": _name(run_of if run_of == part else part),
        "title": settings.title,
        "headline_from": 0.0,
        "extent": settings.extent,
        "units": units_header(settings),
        "view": {name: getattr(settings, name) for name in VIEW},
        "open_at": settings.at,
        "begin_at": settings.past[-1].epoch if settings.past and settings.keeps_the_past else 0.0,
        "fork_words": settings.fork_words,
        "frozen": [list(both) for both in settings.stays],
        "frozen_words": settings.frozen_words,
        "cut": list(cut.read(settings.cut)),
        "cut_words": settings.cut_words,
        **inputs.header(settings.inputs),
        **({"input_words": settings.input_words} if settings.input_words else {}),
        "can_fork": len(settings.past) < MOST_FORKS,
        "can_keep": True,
        "edit": {
            "drawn": settings.drawn if settings.is_own else None,
            "nth": HELD_OUT[settings.validation],
            "most": point_table.MOST_POINTS,
            "most_bytes": MOST_BYTES,
            "centres": (settings.centres or settings.first_centres) if settings.handles else None,
            "moved": settings.centres is not None,
            "least_centre": LEAST_CENTRE,
            "most_centre": MOST_CENTRE,
        },
    }


def _name(settings: RegionSettings | None) -> str:
    """A short name of the run of these settings."""
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:16]


def _waiting_block(settings: RegionSettings) -> bytes:
    """Own points of fewer than two classes: nothing to learn yet."""
    architecture = settings.network
    points = settings.own.on_plane
    words = {
        "headline": runs.TOO_FEW_CLASSES,
        "headline_name": "plane.headline.too_few",
        "n_epochs": settings.epochs,
        "truth_asked": settings.truth,
        "truth": None,
    }
    return waiting_block(architecture, points, _header(settings) | words)


def _block(
    settings: RegionSettings,
    trained: runs.Trained,
    marks: tuple[Mark, ...] | None,
    replay: AtEpoch | None = None,
    judge: AtEpoch | None = None,
) -> bytes:
    """A run for the player, as far as it has come, with its story where that has been found."""
    told, boundary = truth.told(settings, [trained], judge) if settings.truth else truth.NOT_ASKED
    said = headline.regions(trained)
    header = (
        _header(settings, trained.settings)
        | told
        | story.header(trained, marks)
        | {
            "headline": said.text,
            "headline_name": said.name,
            "headline_from": headlines.borne_out_from(trained.run),
        }
    )
    return player_block(trained.run, trained.points, header, replay, boundary)


def _block_at_rest(settings: RegionSettings, brought: Brought) -> bytes:
    """A network from a file for the player, as it was loaded."""
    trained = loaded_weights.at_rest(settings, brought)
    said = Sentence(
        "regions.weights.headline",
        f"{brought.name}, as loaded: {loaded_weights.right(trained).right_words()}",
    )
    told, boundary = truth.told(settings, [trained], None) if settings.truth else truth.NOT_ASKED
    seen = f"{trained.settings!r} {brought.in_own_units}"
    identity = hashlib.sha256(brought.data + seen.encode()).hexdigest()[:16]
    header = (
        _header(settings)
        | told
        | {
            "id": identity,
            "wanted": identity,
            "headline": said.text,
            "headline_name": said.name,
            "can_fork": False,
            "can_keep": False,
            "frozen": [],
            "frozen_words": "",
            "cut": [],
            "cut_words": "",
        }
    )
    resting = f"{brought.name}, at rest: it is not trained here."
    return player_block(trained.run, trained.points, header, None, boundary, resting=resting)


@beside(1, most=2)
def _finished_block(settings: RegionSettings, trained: runs.Trained, marks: tuple[Mark, ...] | None) -> bytes:
    """A run that will not change any more, packed once for all who look at it the same way."""
    return _block(settings, trained, marks)


def _change_view() -> None:
    """Take over what the visitor chose in the player."""
    session.change_as_written(RegionSettings, session.wishes(KEY, PlayerWishes).view or {}, VIEW)


def _change_data() -> None:
    """Take over points or centres that the visitor has set in the player; they change the whole page."""
    asked = session.wishes(KEY, PlayerWishes)
    if asked.drawn:
        session.change_as_written(RegionSettings, {"drawn": asked.drawn.text}, ("drawn",))
    own_points.take_from_map(RegionSettings, asked.table)
    if asked.centres:
        places = ",".join(f"{number}" for place in asked.centres.places or () for number in place)
        session.change_as_written(RegionSettings, {"centres": places or None}, ("centres",))
    session.want_whole_page()


def _change_run() -> None:
    """Keep the run, or fork it where the visitor stands; the run that is forked is kept too."""
    settings, fork = session.stored(RegionSettings), session.wishes(KEY, PlayerWishes).fork
    if weights.shown(settings):
        return  # it has no run to be kept or forked
    kept.keep(settings)
    if fork and len(settings.past) < MOST_FORKS:
        try:
            session.change(RegionSettings, **trained_on(settings, round(fork.epoch, 4), fork.by_hand))
        except ValueError as fault:
            gate.drop("a wish", f"fork {fault}")
    session.want_whole_page()


def _change_wires() -> None:
    """Cut wires, or mend them: the run begins anew with those that are left."""
    asked = session.wishes(KEY, PlayerWishes).cut
    if asked is None or weights.shown(session.stored(RegionSettings)):
        return
    session.change_as_written(RegionSettings, {"cut": asked.text}, ("cut",))
    session.want_whole_page()


def _leave_fork() -> None:
    """Go back to the run before the last fork."""
    settings = session.stored(RegionSettings)
    if settings.past:
        before = settings.before_fork
        session.change(RegionSettings, past=before.past, rate=before.rate, activation=before.activation)
    session.want_whole_page()


def _figures(settings: RegionSettings, trained: runs.Trained) -> None:
    """On demand, the run's last network and its history as Plotly figures: hover, zoom, save."""
    key = session.control_key(RegionSettings, "figures", settings.figures)
    st.toggle(
        "Figures to keep",
        key=key,
        help="The last epoch as figures with z and y of each place, which can be saved as SVG.",
        on_change=session.with_value(key, lambda on: session.change(RegionSettings, figures=on)),
    )
    if not settings.figures:
        return
    from ui.charts import (  # Plotly comes with the first figure: it is a third of a page's weight
        curves,
        regions,
    )

    extent, points, theme, units = settings.extent, trained.points, session.theme(), settings.own_units
    places = probe.grid(extent, FIGURE_GRID)
    own_places = units.to_own(places.astype(np.float64))
    with trained.busy:
        history, params = trained.run.history, trained.run.params
    scores = probe.class_scores(trained.architecture, params, trained.inputs_at(places))
    figures = {
        "regions": regions.decision_regions(
            own_places[:FIGURE_GRID, 0],
            own_places[::FIGURE_GRID, 1],
            scores.reshape(FIGURE_GRID, FIGURE_GRID, -1),
            {
                "training": (units.to_own(points.training.inputs), points.training.labels),
                "validation": (units.to_own(points.validation.inputs), points.validation.labels),
            },
            theme,
            [units.class_name(label) for label in range(settings.n_classes)],
            [
                own if own != plain else f"x{sign}"
                for own, plain, sign in zip(units.axes, AXES, "₁₂", strict=True)
            ],
            units.scale[0] / units.scale[1],
        ),
        "curves": curves.loss_and_accuracy(
            history.epoch,
            {"training": history.training_error, "validation": history.validation_error},
            {"training": history.training_accuracy, "validation": history.validation_accuracy},
            theme,
        ),
    }
    for column, (name, figure) in zip(st.columns(2), figures.items(), strict=True):
        saved = {"format": "svg", "filename": f"hidden-layers-{name}"}
        column.plotly_chart(
            figure,
            key=f"figure_{name}",
            theme=None,
            config={"displaylogo": False, "toImageButtonOptions": saved},
        )
