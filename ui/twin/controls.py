"""Controls of the page with two networks: data, each network, training of both; or what is on the wall."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from datasets.derived_inputs import DERIVED_INPUTS
from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from ui.frame import session
from ui.frame.sidebar import (
    RATES,
    STRENGTHS,
    Sidebar,
    activation_control,
    network,
    penalty,
    plain,
    training,
)
from ui.plane import frozen, inputs
from ui.plane.controls import data, what_learns, which_inputs
from ui.plane.seeds.controls import what_varies
from ui.settings.base import MOST_LAYERS, MOST_UNITS
from ui.twin.settings import DEPTHS, MOST_DEPTHS, MOST_KINDS, THE_SAME, VIEWS, TwinSettings
from ui.words import activation_words


def bounded(settings: TwinSettings) -> TwinSettings:
    """The settings without layers that stay as drawn where a network has no such layers any more."""
    kept: dict[str, Any] = {
        name: frozen.bounded(getattr(settings, name), depth, "")[0]
        for name, depth in (("frozen", settings.depth), ("a_frozen", settings.a_depth))
    }
    return replace(settings, **kept)


def controls(settings: TwinSettings) -> TwinSettings:
    """Controls of the page."""
    bar = Sidebar(TwinSettings)
    settings = bar.segments(settings, "view", list(VIEWS), VIEWS.__getitem__, label_visibility="collapsed")
    settings = what_varies(bar, settings)
    settings = data(bar, settings)
    if settings.view == "wall":
        settings = _wall(bar, settings)
        return training(bar, settings, title="Training, all")
    settings = _first(bar, settings)
    settings = network(bar, settings, title=settings.names()[1], then=partial(_learns, bar))
    return training(bar, settings, title="Training, both")


def _learns(bar: Sidebar, settings: TwinSettings) -> TwinSettings:
    """What learns of the second network, where it has hidden layers, and its inputs; what is not there is let go of."""
    settings = bounded(settings)
    settings = what_learns(bar, "frozen", settings, settings.depth) if settings.depth else settings
    with st.expander("Inputs"):
        return which_inputs(bar, settings, "inputs", label_visibility="collapsed")


def _wall(bar: Sidebar, settings: TwinSettings) -> TwinSettings:
    """Which depths and activations stand on the wall; then what all networks on it share."""
    hidden = settings.hide
    if {"depth", "units", "activation", "start"} <= set(hidden):
        return settings
    st.subheader("Networks")
    if "depth" not in hidden:
        settings = bar.several(settings, "depths", DEPTHS, str, MOST_DEPTHS)
    if "activation" not in hidden:
        settings = bar.several(settings, "kinds", list(ACTIVATIONS), activation_words, MOST_KINDS)
    if "units" not in hidden:
        settings = bar.per_layer(settings, "units", _units)
    with st.expander("Inputs"):
        settings = which_inputs(bar, settings, "inputs", label_visibility="collapsed")
    if "start" not in hidden:
        with st.expander("Weights, penalty"):
            settings = bar.select(settings, "start", list(INITIALISERS))
            settings = penalty(bar, settings, plain)
    return settings


def _first(bar: Sidebar, settings: TwinSettings) -> TwinSettings:
    """Controls of the first network, all folded: it begins as a single layer, which has nothing to choose."""
    hidden = settings.hide
    if {"depth", "units", "activation", "start", "rule", "rate"} <= set(hidden):
        return settings
    st.subheader(settings.names()[0])
    with st.expander("Another network here"):
        if "depth" not in hidden:
            settings = bar.segments(settings, "a_depth", range(MOST_LAYERS + 1))
        if settings.a_depth and "units" not in hidden:
            settings = bar.per_layer(settings, "a_units", _units)
        if settings.a_depth and "activation" not in hidden:
            settings = bar.per_layer(settings, "a_activation", activation_control)
        if settings.a_depth and "start" not in hidden:
            settings = what_learns(bar, "a_frozen", settings, settings.a_depth)
        if "depth" not in hidden:
            settings = bar.several(
                settings, "a_inputs", list(DERIVED_INPUTS), inputs.title, len(DERIVED_INPUTS)
            )
        if "rule" not in hidden:
            settings = bar.select(settings, "a_rule", [None, *LEARNING_RULES], _or_the_same)
        if "rate" not in hidden:
            settings = bar.select(settings, "a_rate", _with("a_rate", RATES, settings.a_rate), _or_the_same)
        if "start" not in hidden:
            settings = bar.select(settings, "a_start", [None, *INITIALISERS], _or_the_same)
            settings = bar.select(settings, "a_l2", _with("a_l2", STRENGTHS, settings.a_l2), _or_the_same)
    return settings


def _with(name: str, values: tuple[float, ...], present: float | None) -> list[float | None]:
    """An uneven scale, which also has the value that a link brought; first None, for no value of its own."""
    return [None, *session.scale(TwinSettings, name, values, values[0] if present is None else present)]


def _or_the_same(value: Any) -> str:
    return THE_SAME if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _units(label: str, key: str, value: Any, changed: Any) -> Any:
    return st.slider(label, 1, MOST_UNITS, key=key, on_change=changed)
