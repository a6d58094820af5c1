"""Backprop: choose a small network and its patterns on the left; on the right, follow the error back."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from engine.layers import ACTIVATIONS
from ui.backprop import exchange
from ui.backprop.blame import view as blame
from ui.backprop.check import view as check
from ui.backprop.controls import controls
from ui.backprop.outer import view as outer
from ui.backprop.paste import view as paste
from ui.backprop.settings import BACKPROP_VIEWS, BackpropSettings
from ui.backprop.steps import view as steps
from ui.backprop.takings import takings
from ui.frame import session, style
from ui.frame.sidebar import RATES, Sidebar
from ui.frame.strip.part import strip
from ui.take_away.view import take_away

PAGES: dict[str, Callable[[BackpropSettings], None]] = {
    "steps": steps.page,
    "blame": blame.page,
    "check": check.page,
    "outer": outer.page,
    "paste": paste.page,
}
"""From a view's name in the link to the function that draws it."""

NETWORK: dict[str, Sequence[Any]] = {"depth": range(1, 4), "activation": list(ACTIVATIONS)}

SIGNALS = (3, 4)
"""The steps in which error signals are found; no rate has a part in them."""

STRIP: dict[str, dict[str, Sequence[Any]]] = {
    "steps": {**NETWORK, "rate": RATES},
    "blame": NETWORK,
    "outer": NETWORK,
    "check": {"activation": list(ACTIVATIONS)},
}
"""What a view lets one change on the stage."""


def page() -> None:
    """The page, from top to bottom."""
    settings = session.opened(BackpropSettings)
    with st.sidebar:
        settings = settings.changed(**vars(controls(settings)))
    session.controls_are_drawn()
    settings = _view(settings)
    session.publish(settings)
    style.notes(session.notes())
    exchange.greet()
    # There the steps' names, and the wave's own controls, take the room.
    needs_room = settings.view == "steps" and settings.step in SIGNALS
    strip(settings, NETWORK if needs_room else STRIP.get(settings.view, {}))
    PAGES[settings.view](settings)
    take_away(BackpropSettings, f"backprop {settings.view}", takings)


def _view(settings: BackpropSettings) -> BackpropSettings:
    """The choice of a view; network and patterns stay as they are."""
    views, words = list(BACKPROP_VIEWS), BACKPROP_VIEWS.__getitem__
    return Sidebar(BackpropSettings).segments(settings, "view", views, words, label_visibility="collapsed")
