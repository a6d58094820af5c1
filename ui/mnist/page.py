"""MNIST: choose a network on the left; on the right, one of several ways to look at what it learns."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from datasets import mnist
from engine.layers import ACTIVATIONS
from ui.digits.settings import VIEWS, MnistSettings
from ui.frame import session, style
from ui.frame.saying import saying
from ui.frame.sidebar import RATES, Sidebar
from ui.frame.strip.part import strip
from ui.mnist.code import view as code
from ui.mnist.controls import controls
from ui.mnist.features import view as features
from ui.mnist.keep import view as keep
from ui.mnist.kinds import view as kinds
from ui.mnist.lab import view as lab
from ui.mnist.pros import view as pros
from ui.mnist.quality import view as quality
from ui.mnist.takings import takings
from ui.mnist.templates import view as templates
from ui.mnist.variability import view as variability
from ui.mnist.visits import visit_of
from ui.take_away.view import take_away

PAGES: dict[str, Callable[[MnistSettings], None]] = {
    "templates": templates.page,
    "quality": quality.page,
    "kinds": kinds.page,
    "pros": pros.page,
    "variability": variability.page,
    "features": features.page,
    "lab": lab.page,
    "keep": keep.page,
    "code": code.page,
}
"""From a view's name in the link to the function that draws it."""

FEWER = 10_000
"""Training images with which the page opens within a browser, where an epoch of all takes seconds."""
ABOUT_MNIST = ("variability", "features", "lab", "pros")
"""Views that train networks of their own, on MNIST alone: much of what they show was found beforehand."""

WHOLE = {
    "keep": "Units that are switched off are on here: the file has the whole network, and so have these numbers.",
    **dict.fromkeys(
        ("kinds", *ABOUT_MNIST), "No unit is switched off here: this view trains networks of its own."
    ),
}
"""Views that do not follow where units are switched off, and what they say of it."""

STRIP: dict[str, dict[str, Sequence[Any]]] = {
    "templates": {"depth": range(4), "activation": list(ACTIVATIONS), "rate": RATES},
    "quality": {"depth": range(4), "activation": list(ACTIVATIONS)},
    "lab": {"depth": range(4), "activation": list(ACTIVATIONS)},
}
"""What a view lets one change on the stage."""


def page() -> None:
    """The page, from top to bottom; the controls stand beside it, and come behind the picture: it waits for none."""
    settings = _view(_begun(session.opened(MnistSettings)))
    session.publish(settings)
    has_stage = settings.view not in ("keep", "code")
    style.notes(session.notes())
    above = st.container(key="around-sentences")
    session.around(lambda: strip(settings, STRIP.get(settings.view, {}), has_stage=has_stage))
    with above:
        _say(settings)
    PAGES[settings.view](settings)
    session.head_start()
    with st.sidebar:
        drawn = controls(settings)
    session.follow(settings.changed(**vars(drawn)))
    take_away(MnistSettings, f"MNIST {settings.view}", takings)


def _say(settings: MnistSettings) -> None:
    """Follow the settings, and say above the picture what they leave out."""
    if settings.view in ABOUT_MNIST and settings.data != mnist.FOLDER.name:
        with saying("mnist.about_mnist"):
            st.text("This view is about MNIST, whichever set is chosen.")
    if settings.off and settings.view in WHOLE:
        with saying("mnist.whole"):
            st.text(WHOLE[settings.view])
    visit_of().follow(settings, from_link=session.from_link())
    if visit_of().left:
        with saying("mnist.left"):
            st.text(
                f"{visit_of().left} is no longer shown: the settings describe another network. "
                "“Save and load” has it."
            )


def _begun(settings: MnistSettings) -> MnistSettings:
    """The settings with fewer images where Python runs within a browser and the visitor came without a link.

    Only the first time, and it then stands in the link, so that a link means the same everywhere.
    """
    if sys.platform != "emscripten" or session.known("fewer images") is not None:
        return settings
    session.kept("fewer images", lambda: True)
    return settings.changed(images=FEWER) if settings == MnistSettings() else settings


def _view(settings: MnistSettings) -> MnistSettings:
    """The choice of a view; the network stays as it is."""
    views, words = list(VIEWS), VIEWS.__getitem__
    return Sidebar(MnistSettings).segments(settings, "view", views, words, label_visibility="collapsed")
