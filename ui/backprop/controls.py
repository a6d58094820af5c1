"""Controls of the Backprop page: the pattern on view, the network, how numbers are written."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from ui.backprop import worked_example
from ui.backprop.edits import with_edit
from ui.backprop.settings import BLANKS, DIGIT_NETWORKS, MOST_PATTERNS, N_CLASSES, N_INPUTS, BackpropSettings
from ui.frame import session
from ui.frame.saying import saying
from ui.frame.sidebar import RATES, Sidebar, activation_control
from ui.plane import frozen
from ui.plane.controls import layers_that_learn

USES_GRADIENTS = ("steps", "blame", "outer")
"""Views that say which gradients a step of gradient descent uses, and offer that a layer stays as drawn."""

UNITS = "Units, learning rate, seeds"
"""What is folded in the other views."""

FROZEN = (
    "A layer that stays as drawn keeps its weights and biases, also typed ones. Its gradients are shown all the same; "
    "a step does not use them."
)

SCALE = tuple(number / 10 for number in range(-30, 31))
"""Inputs that the sliders offer; an input beside them is added."""


def controls(settings: BackpropSettings) -> BackpropSettings:
    """Controls of the Backprop page."""
    bar = Sidebar(BackpropSettings)
    if settings.view == "paste":  # the layer is tried by itself: no network of this page has a part in it
        return settings
    if settings.view == "check":
        settings = _check(bar, settings)
    elif "data" not in settings.hide:
        settings = _pattern(bar, settings)
    settings = _network(bar, settings)
    if not {"rate", "rule"} <= set(settings.hide):
        st.subheader("Show")
        if settings.view == "outer":
            settings = bar.segments(settings, "digits", list(DIGIT_NETWORKS), DIGIT_NETWORKS.__getitem__)
        settings = bar.segments(settings, "numbers", ("rounded", "full"))
    return settings


def _pattern(bar: Sidebar, settings: BackpropSettings) -> BackpropSettings:
    """Inputs and class of the pattern on view; the number of patterns in the batch."""
    st.subheader(
        "Pattern" if settings.patterns == 1 or not settings.pattern else f"Pattern {settings.pattern}"
    )
    if settings.pattern:
        _inputs(settings)
    return bar.segments(settings, "patterns", range(1, MOST_PATTERNS + 1))


def _check(bar: Sidebar, settings: BackpropSettings) -> BackpropSettings:
    """The student and the blanks of the sheet; then, folded, the number of cells, the tolerance and the answers."""
    st.subheader("Hand-check")
    if "seeds" not in settings.hide:
        settings = bar.number(settings, "student")
    key = session.control_key(BackpropSettings, "blanks", list(settings.blanks))
    chosen = st.pills(
        bar.label("blanks"),
        list(BLANKS),
        selection_mode="multi",
        format_func=BLANKS.__getitem__,
        key=key,
        on_change=session.touch,
    )
    settings = settings.changed(blanks=tuple(name for name in BLANKS if name in chosen))
    with st.expander("Cells, tolerance, answers"):
        settings = bar.number(settings, "cells")
        settings = bar.steps(settings, "tolerance", (0.0005, 0.001, 0.002, 0.005, 0.01), lambda t: f"{t:g}")
        key = session.control_key(BackpropSettings, "answers", settings.answers)
        answers = st.toggle(bar.label("answers"), key=key, on_change=session.touch)
        settings = settings.changed(answers=answers)
        if answers:
            settings = bar.number(settings, "students")
    return bar.segments(settings, "patterns", range(1, MOST_PATTERNS + 1))


def _inputs(settings: BackpropSettings) -> None:
    """A slider for each input, and the class."""
    made, pattern = worked_example.example(settings), settings.pattern

    def put(name: str, value: float) -> None:
        session.change(BackpropSettings, edits=with_edit(settings.edits, name, round(float(value), 6)))

    for index in range(N_INPUTS):
        name, value = f"x{pattern}_{index + 1}", float(made.inputs[pattern - 1, index])
        key = session.control_key(BackpropSettings, f"edits.{name}", value)
        st.select_slider(
            f"x{'₁₂'[index]}",
            session.scale(BackpropSettings, f"edits.{name}", SCALE, value),
            format_func=_signed,
            key=key,
            on_change=session.with_value(key, partial(put, name)),
        )
    name = f"t{pattern}"
    key = session.control_key(BackpropSettings, f"edits.{name}", int(made.targets[pattern - 1].argmax()) + 1)
    st.segmented_control(
        "Target class",
        range(1, N_CLASSES + 1),
        key=key,
        required=True,
        on_change=session.with_value(key, partial(put, name)),
    )


def _network(bar: Sidebar, settings: BackpropSettings) -> BackpropSettings:
    """Depth and activation; then, folded, the units of each layer, the learning rate and the seeds."""
    hidden = settings.hide
    if not {"depth", "units", "activation", "seeds"} <= set(hidden):
        st.subheader("Network")
    if "depth" not in hidden:
        settings = bar.segments(settings, "depth", range(4))
    if settings.depth and "activation" not in hidden:
        settings = bar.per_layer(settings, "activation", activation_control)
    with st.expander("Units, rate, seeds, what learns" if settings.view in USES_GRADIENTS else UNITS):
        for layer in range(settings.depth):
            if "units" not in hidden:
                settings = bar.one_layer(settings, "units", layer, _units)
            if "activation" not in hidden and settings.depth > 1:
                settings = bar.one_layer(settings, "activation", layer, activation_control)
        if "rate" not in hidden:
            settings = bar.steps(settings, "rate", RATES, lambda rate: f"{rate:g}")
        if "seeds" not in hidden:
            settings = bar.number(settings, "init_seed")
            settings = bar.number(settings, "data_seed")
        if settings.view in USES_GRADIENTS and "depth" not in hidden:
            settings = layers_that_learn(bar, settings, FROZEN)
        if settings.edits:
            count = f"{len(settings.edits)} edits" if len(settings.edits) > 1 else "one edit"
            st.button(f"Undo {count}", key="BackpropSettings.undo", on_click=_undo)
    if settings.view in USES_GRADIENTS:
        with saying("backprop.used"):
            st.caption(_used_words(settings))
    return settings


def _used_words(settings: BackpropSettings) -> str:
    """Which gradients a step uses: those of what learns."""
    architecture = settings.architecture(N_INPUTS, N_CLASSES)
    if frozen.is_still(settings.stays):
        still = "all weights and biases stay as drawn"
        return f"Nothing learns: {still}. A step uses none of the {architecture.n_params} gradients."
    if not any(settings.held):
        return f"A step uses all {architecture.n_params} gradients: every weight and bias learns."
    return f"{frozen.in_words(settings.stays, 0.0, architecture)} A step uses the gradients of those alone."


def _undo() -> None:
    """Go back to the numbers that the seeds draw."""
    session.change(BackpropSettings, edits=(), updates=0)


def _units(label: str, key: str, value: int, changed: Callable[[], None]) -> Any:
    return st.slider(label, 1, 5, key=key, on_change=changed)


def _signed(number: float) -> str:
    """Two decimals with a real minus."""
    return f"{number:.2f}".replace("-", "−")
