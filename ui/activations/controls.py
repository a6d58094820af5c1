"""Controls of the activations page: the network, data and training of the view."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from engine.initialisers import INITIALISERS
from engine.learning_rules import LEARNING_RULES
from ui.activations.settings import ACTIVATION_PRESETS, DRAWN, TRAINED_ON, ActivationSettings
from ui.frame import session
from ui.frame.sidebar import Scales, Sidebar, network, training
from ui.plane.controls import data

IMAGES = (1_000, 10_000, 50_000)
POINTS_SCALES = Scales(least_layers=1)
IMAGES_SCALES = Scales(
    least_layers=1,
    most_units=200,
    batches=(10, 20, 50, 100, 200, 500, 1_000),
    epochs=(1, 2, 3, 5, 8, 10, 20),
)
OWN = "own settings"


def controls(settings: ActivationSettings) -> ActivationSettings:
    """Controls of the activations page."""
    bar = Sidebar(ActivationSettings)
    if settings.view == "curves":
        return _curves(bar, settings)
    if settings.view == "signs":
        return _signs(bar, settings)
    _preset(settings)
    if "data" not in settings.hide:
        settings = _data(bar, settings)
    scales = IMAGES_SCALES if settings.on == "mnist" else POINTS_SCALES
    hidden = {"depth": ("activation",), "cliff": ("activation", "start"), "unit": ()}[settings.view]
    shown = network(bar, replace(settings, hide=(*settings.hide, *hidden)), scales)
    shown = _sweep(bar, shown, scales) if settings.view == "cliff" else training(bar, shown, scales)
    return replace(shown, hide=settings.hide)


def _sweep(bar: Sidebar, settings: ActivationSettings, scales: Scales) -> ActivationSettings:
    """The training that all runs of a sweep share; the visitor picks a single run in the table."""
    if "rule" in settings.hide:
        return settings
    st.subheader("Training")
    settings = bar.select(settings, "rule", list(LEARNING_RULES))
    settings = bar.listed_steps(settings, "batch", scales.batches, lambda n: str(n) if n else "all points")
    settings = bar.steps(settings, "epochs", scales.epochs)
    return settings if "seeds" in settings.hide else bar.number(settings, "init_seed")


def _preset(settings: ActivationSettings) -> None:
    """A list of presets; a preset sets all settings at once, and the list follows when they are changed one by one."""
    key = session.follower_key(ActivationSettings, "preset", settings.preset_name or OWN)

    def set_all(name: str) -> None:
        if name in ACTIVATION_PRESETS[settings.view] and _still(settings):
            session.change(ActivationSettings, **vars(settings.preset(name)))

    st.selectbox(
        "Preset",
        [*ACTIVATION_PRESETS[settings.view], OWN],
        key=key,
        on_change=session.with_value(key, set_all),
    )


def _still(settings: ActivationSettings) -> bool:
    """Whether the view is still the one that a control was drawn for; a late value from another view is ignored."""
    return session.stored(ActivationSettings).view == settings.view


def _data(bar: Sidebar, settings: ActivationSettings) -> ActivationSettings:
    """Points or images; a change of kind also sets a network and a training that suit it."""
    key = session.control_key(ActivationSettings, "on", settings.on)

    def turn(on: str) -> None:
        if not _still(settings):
            return
        kept = {name: getattr(settings, name) for name in ("view", "hide", "stage", "activation", "start")}
        usual = ActivationSettings.beginning(settings.view, on)
        fresh = ActivationSettings(**{**usual, **kept, "on": on})
        session.change(ActivationSettings, **vars(fresh))

    st.segmented_control(
        bar.label("on"),
        list(TRAINED_ON),
        format_func=TRAINED_ON.__getitem__,
        key=key,
        required=True,
        on_change=session.with_value(key, turn),
    )
    if settings.on == "mnist":
        counts = session.scale(ActivationSettings, "images", IMAGES, settings.images)
        return bar.segments(settings, "images", counts, lambda n: f"{n:,}")
    return data(bar, settings)


def _curves(bar: Sidebar, settings: ActivationSettings) -> ActivationSettings:
    """The functions that are drawn, and the network of sigmoids that is written again with tanh."""
    settings = bar.segments(settings, "curve", list(DRAWN), DRAWN.__getitem__)
    if "depth" in settings.hide:
        return settings
    st.subheader("Network of sigmoids")
    settings = bar.segments(settings, "depth", range(1, 4))
    return bar.select(settings, "start", list(INITIALISERS))


def _signs(bar: Sidebar, settings: ActivationSettings) -> ActivationSettings:
    """The network whose weights into the outputs are shown."""
    if "depth" in settings.hide:
        return settings
    st.subheader("Network")

    def units(label: str, key: str, value: Any, changed: Callable[[], None]) -> Any:
        return st.slider(
            label, min(2, value), max(16, value), key=key, on_change=changed
        )  # a link may say more

    settings = bar.per_layer(settings, "units", units)
    settings = bar.select(settings, "start", list(INITIALISERS))
    return settings if "seeds" in settings.hide else bar.number(settings, "init_seed")
