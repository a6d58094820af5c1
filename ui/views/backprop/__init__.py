"""Backprop: choose a small network and its patterns on the left; on the right, follow the error back."""

from collections.abc import Callable

import streamlit as st

from ui.controls.backprop import controls
from ui.frame import session
from ui.frame import style as frame
from ui.frame.sidebar import Sidebar
from ui.settings.backprop import BACKPROP_VIEWS, BackpropSettings
from ui.views.backprop import blame, check, exchange, outer, steps

PAGES: dict[str, Callable[[BackpropSettings], None]] = {
    "steps": steps.page,
    "blame": blame.page,
    "check": check.page,
    "outer": outer.page,
}
"""From the name in the link to the part of the page below the choice."""


def page() -> None:
    """The page, from top to bottom."""
    settings = session.opened(BackpropSettings)
    with st.sidebar:
        settings = settings.changed(**vars(controls(settings)))
    settings = _view(settings)
    session.publish(settings)
    frame.projector(settings.projector)
    frame.notes(session.notes())
    exchange.greet()
    PAGES[settings.view](settings)


def _view(settings: BackpropSettings) -> BackpropSettings:
    """Choose how to look; network and patterns stay as they are."""
    views, words = list(BACKPROP_VIEWS), BACKPROP_VIEWS.__getitem__
    return Sidebar(BackpropSettings).segments(settings, "view", views, words, label_visibility="collapsed")
