"""Controls of the page with two networks: data, each network, training of both; or what is on the wall."""

from typing import Any

import streamlit as st

from engine.initialisers import INITIALISERS
from engine.learning_rules import LEARNING_RULES
from ui.controls.plane import data
from ui.controls.sidebar import PENALTIES, RATES, Sidebar, activation_control, network, training
from ui.settings import MOST_LAYERS, MOST_UNITS, TwinSettings

THE_SAME = "as the other network"


def controls(settings: TwinSettings) -> TwinSettings:
    """Controls of the page."""
    bar = Sidebar(TwinSettings)
    settings = data(bar, settings)
    settings = _first(bar, settings)
    settings = network(bar, settings, title=settings.names()[1])
    return training(bar, settings, title="Training, both")


def _first(bar: Sidebar, settings: TwinSettings) -> TwinSettings:
    """The first network: a single layer has nothing to choose; all else is folded."""
    hidden = settings.hide
    if {"depth", "units", "activation", "start", "rule", "rate"} <= set(hidden):
        return settings
    st.subheader(settings.names()[0])
    if not settings.a_depth:
        st.caption("2 inputs, 3 outputs, no hidden layer.")
    with st.expander("Another network here"):
        if "depth" not in hidden:
            settings = bar.segments(settings, "a_depth", range(MOST_LAYERS + 1))
        if settings.a_depth and "units" not in hidden:
            settings = bar.per_layer(settings, "a_units", _units)
        if settings.a_depth and "activation" not in hidden:
            settings = bar.per_layer(settings, "a_activation", activation_control)
        if "rule" not in hidden:
            settings = bar.select(settings, "a_rule", [None, *LEARNING_RULES], _or_the_same)
        if "rate" not in hidden:
            settings = bar.select(settings, "a_rate", _with(RATES, settings.a_rate), _or_the_same)
        if "start" not in hidden:
            settings = bar.select(settings, "a_start", [None, *INITIALISERS], _or_the_same)
            settings = bar.select(settings, "a_l2", _with(PENALTIES, settings.a_l2), _or_the_same)
    return settings


def _with(values: tuple[float, ...], present: float | None) -> list[float | None]:
    """No value of its own, then an uneven scale; a value that a link brought joins it."""
    return [None, *sorted({*values, *(() if present is None else (present,))})]


def _or_the_same(value: Any) -> str:
    return THE_SAME if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _units(label: str, key: str, value: Any, changed: Any) -> Any:
    return st.slider(label, 1, MOST_UNITS, key=key, on_change=changed)
