"""By hand: a visitor moves the line of one unit, three planes, a softmax layer, or hidden lines."""

import hashlib
from typing import Any

import numpy as np
import streamlit as st

from datasets.tables import MOST_BYTES
from engine.architecture import Architecture
from engine.questions.fixed_features import best_outputs
from ui.frame import session, style
from ui.frame.strip.part import strip
from ui.hands.controls import controls
from ui.hands.part import HandsWishes, hands, hands_block, lines_block
from ui.hands.settings import HandsSettings
from ui.hands.takings import takings
from ui.plane import own_points, runs
from ui.plane.moments import units_header
from ui.plane.own_points import remembered
from ui.take_away.view import take_away
from ui.work import turns
from ui.work.needs import Needs

KEY = "hands"

NUMBERS = {"unit": "unit", "planes": "planes", "softmax": "softmax", "lines": "hidden"}
"""The setting that holds the numbers of each view."""


def page() -> None:
    """The page, from top to bottom."""
    settings = remembered(session.opened(HandsSettings))
    with st.sidebar:
        settings = settings.changed(**vars(controls(settings)))
    session.controls_are_drawn()
    session.publish(settings)
    style.notes(session.notes())
    strip(settings, {})
    own_points.answer_on_page()
    session.fragment(_pictures)
    take_away(HandsSettings, f"by hand {settings.view}", takings)


def needs(settings: HandsSettings) -> Needs:
    """Where lines are set by hand, the run that learns as many."""
    return runs.needs(settings.learned()) if settings.view == "lines" else iter(())


def _pictures() -> None:
    """The part of the page that the visitor moves; it reruns alone after each move, and while learning goes on."""
    settings = session.stored(HandsSettings)
    session.publish_change(settings)
    opened = session.opening(HandsSettings)
    header = {
        "view": settings.view,
        "values": {view: getattr(settings, name) for view, name in NUMBERS.items()},
        "opening": getattr(opened, NUMBERS[settings.view])
        if opened and opened.view == settings.view
        else None,
    }
    block = _lines(settings, header) if settings.view == "lines" else hands_block(header)
    hands(block, key=KEY, on_set=_take, on_table=_take_table)


def _lines(settings: HandsSettings, header: dict[str, Any]) -> bytes:
    """Pack the hidden lines with the best outputs for them; if asked for, also the run that learns its own lines."""
    points, lines = runs.points_of(settings), _held() or settings.hidden
    learned = settings.learned()
    architecture: Architecture = learned.architecture(2, settings.n_classes)
    if len(lines) != len(settings.hidden):
        lines = settings.hidden
    fitted = best_outputs(
        architecture, np.reshape(lines, (-1, 3)), points.training.inputs, points.training.labels
    )
    places = repr((settings.data, settings.points, settings.noise, settings.data_seed, settings.drawn))
    header |= {
        "id": hashlib.sha256(places.encode()).hexdigest()[:16],
        "run_id": hashlib.sha256(repr(learned.training_part()).encode()).hexdigest()[:16],
        "extent": settings.extent,
        "units": units_header(settings),
        "most_bytes": MOST_BYTES,
        "init_seed": settings.init_seed,
    }
    if not settings.learn:
        return lines_block(header, points, architecture, fitted, None)
    trained = runs.regions_run(learned)
    seconds, patience = turns.MORE
    turns.advance(trained.run, seconds, busy=trained.busy, patience=patience)
    with trained.busy:
        return lines_block(header, points, architecture, fitted, trained.run)


def _take() -> None:
    """Keep what the visitor moved, so that the link says it."""
    done = session.wishes(KEY, HandsWishes).set
    if done:
        name = NUMBERS.get(done.name, done.name)
        session.change_as_written(HandsSettings, {name: done.text}, (*NUMBERS.values(), "learn", "init_seed"))


def _take_table() -> None:
    """Show the points of a table that the visitor brought to a map."""
    own_points.take_from_map(HandsSettings, session.wishes(KEY, HandsWishes).table)


def _held() -> tuple[float, ...] | None:
    """The hidden lines that the visitor is dragging; None where none are, or where they cannot be read."""
    held = session.wishes(KEY, HandsWishes).fit
    if held is None:
        return None
    try:
        lines: tuple[float, ...] = HandsSettings.choices()["hidden"].read(held.text)
    except ValueError:
        return None
    return lines
