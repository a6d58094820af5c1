"""Controls of the MNIST page: preset, images, network, training."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rates import SCHEDULES
from engine.learning_rules import LEARNING_RULES
from ui import session
from ui.controls.sidebar import PENALTIES, RATES, Sidebar
from ui.presets import PRESETS, name_of
from ui.settings import MnistSettings
from ui.words import activation_words

IMAGES = (1_000, 10_000, 50_000)
BATCHES = (1, 10, 20, 50, 100, 200, 500, 1_000)
EPOCHS = (1, 2, 4, 8, 10, 15, 20, 30, 50, 100, 200, 500)
PATIENCES = (0, 2, 5, 10, 20)
OWN = "own settings"


def controls(settings: MnistSettings) -> MnistSettings:
    """Controls of the MNIST page."""
    bar = Sidebar(MnistSettings)
    top = st.container()
    if "data" not in settings.hide:
        st.subheader("Data")
        settings = bar.segments(settings, "images", sorted({*IMAGES, settings.images}), _count)
    settings = _network(bar, settings)
    settings = _training(bar, settings)
    with top:
        _preset(settings)
    return settings


def _preset(settings: MnistSettings) -> None:
    """A name for all settings at once; it follows them when they are changed one by one."""
    key = session.show(MnistSettings, "preset", name_of(settings) or OWN)

    def set_all(name: str) -> None:
        preset = PRESETS.get(name)
        if preset is not None:
            choices = MnistSettings.choices()
            session.change(
                MnistSettings, **{n: getattr(preset, n) for n, choice in choices.items() if not choice.view}
            )

    st.selectbox("Preset", [*PRESETS, OWN], key=key, on_change=session.with_value(key, set_all))


def _network(bar: Sidebar, settings: MnistSettings) -> MnistSettings:
    """Depth, units, activation; then, folded, each layer, the initial weights and the penalty."""
    hidden = settings.hide
    if not {"depth", "units", "activation", "start"} <= set(hidden):
        st.subheader("Network")
    if "depth" not in hidden:
        settings = bar.segments(settings, "depth", range(4))
    if settings.depth and "units" not in hidden:
        settings = bar.per_layer(settings, "units", _units)
    if settings.depth and "activation" not in hidden:
        settings = bar.per_layer(settings, "activation", _activation)
    if "start" in hidden:
        return settings
    several = settings.depth > 1
    with st.expander("Layers, weights, penalty" if several else "Weights, penalty"):
        for layer in range(settings.depth if several else 0):
            if "units" not in hidden:
                settings = bar.one_layer(settings, "units", layer, _units)
            if "activation" not in hidden:
                settings = bar.one_layer(settings, "activation", layer, _activation)
        settings = bar.select(settings, "start", list(INITIALISERS))
        return bar.steps(settings, "l2", PENALTIES, _plain)


def _training(bar: Sidebar, settings: MnistSettings) -> MnistSettings:
    """Learning rate, which may change while it trains; then, folded, the rule and what belongs to it."""
    hidden = settings.hide
    if not {"rate", "rule"} <= set(hidden):
        st.subheader("Training")
    if "rate" not in hidden:
        settings = bar.steps(settings, "rate", RATES, _plain)
    if "rule" in hidden:
        return settings
    with st.expander("Rule, batch, epochs, seeds"):
        settings = bar.select(settings, "rule", list(LEARNING_RULES))
        settings = bar.select(settings, "schedule", list(SCHEDULES))
        settings = bar.select(settings, "batch", sorted({*BATCHES, settings.batch}))
        settings = bar.steps(settings, "epochs", EPOCHS)
        settings = bar.select(settings, "patience", sorted({*PATIENCES, settings.patience}), _patience)
        if "seeds" not in hidden:
            settings = bar.number(settings, "init_seed")
            settings = bar.number(settings, "order_seed")
    return settings


def _units(label: str, key: str, value: Any, changed: Callable[[], None]) -> Any:
    return st.slider(label, 1, 200, key=key, on_change=changed)


def _activation(label: str, key: str, value: Any, changed: Callable[[], None]) -> Any:
    return st.segmented_control(
        label, list(ACTIVATIONS), format_func=activation_words, key=key, required=True, on_change=changed
    )


def _plain(number: float) -> str:
    return f"{number:g}"


def _count(number: int) -> str:
    return f"{number:,}"


def _patience(epochs: int) -> str:
    return f"{epochs} epochs without progress" if epochs else "never"
