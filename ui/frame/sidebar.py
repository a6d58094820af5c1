"""What the sidebars share: one method for each kind of control, and the groups that every page has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import streamlit as st

from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from engine.penalties import PENALTIES
from engine.training.rate_log import SCHEDULES
from ui.frame import session
from ui.frame.saying import hint
from ui.settings.base import MOST_LAYERS, MOST_UNITS, Settings, batch_words, patience_words
from ui.settings.choices import for_layers, shortened
from ui.words import activation_words

S = TypeVar("S", bound=Settings)

RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
STRENGTHS = (0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)


@dataclass(frozen=True)
class Sidebar:
    """Draws the controls of one page's settings. Every method draws a control and gives the settings with its value."""

    kind: type[Settings]

    def label(self, name: str) -> str:
        """Name of a setting on the page."""
        return self.kind.choices()[name].label

    def item_label(self, name: str) -> str:
        """Name of one layer's part of a setting."""
        choice: Any = self.kind.choices()[name]
        return str(choice.item.label)

    def select(
        self, settings: S, name: str, options: Sequence[Any], words: Callable[[Any], str] = str, **more: Any
    ) -> S:
        """Choose from a list."""
        key = session.control_key(self.kind, name, getattr(settings, name))
        value = st.selectbox(
            self.label(name),
            options,
            format_func=words,
            key=key,
            on_change=session.taking(self.kind, name, key),
            **more,
        )
        return _with(settings, name, key, value)

    def segments(
        self, settings: S, name: str, options: Sequence[Any], words: Callable[[Any], str] = str, **more: Any
    ) -> S:
        """Choose from a few, all of them in view."""
        key = session.control_key(self.kind, name, getattr(settings, name))
        value = st.segmented_control(
            self.label(name),
            options,
            format_func=words,
            key=key,
            required=True,
            on_change=session.taking(self.kind, name, key),
            **more,
        )
        return _with(settings, name, key, value)

    def several(
        self,
        settings: S,
        name: str,
        options: Sequence[str],
        words: Callable[[str], str],
        most: int,
        **more: Any,
    ) -> S:
        """Choose several of a few; too many, or none, change nothing, and a caption says how many may be chosen."""
        key = session.control_key(self.kind, name, list(getattr(settings, name)))
        before = getattr(settings, name)

        def read(chosen: Sequence[str]) -> tuple[str, ...]:
            is_usable = 1 <= len(chosen) <= most
            return tuple(option for option in options if option in chosen) if is_usable else before

        chosen = st.segmented_control(
            self.label(name),
            options,
            format_func=words,
            selection_mode="multi",
            key=key,
            on_change=session.taking(self.kind, name, key, read),
            **more,
        )
        if not 1 <= len(chosen) <= most:
            with hint(f"choose_{name}"):
                st.caption(f"Choose from 1 to {most}.")
        fields: dict[str, Any] = {name: read(chosen)}
        return replace(settings, **fields)

    def listed(self, settings: S, name: str, options: Sequence[Any], words: Callable[[Any], str] = str) -> S:
        """Choose from a few, one below another."""
        key = session.control_key(self.kind, name, getattr(settings, name))
        value = st.radio(
            self.label(name),
            options,
            format_func=words,
            key=key,
            on_change=session.taking(self.kind, name, key),
        )
        return _with(settings, name, key, value)

    def steps(self, settings: S, name: str, values: Sequence[Any], words: Callable[[Any], str] = str) -> S:
        """Choose from an uneven scale, which also has the value that a link brought."""
        present = getattr(settings, name)
        scale = session.scale(self.kind, name, values, present)
        key = session.control_key(self.kind, name, present)
        value = st.select_slider(
            self.label(name),
            scale,
            format_func=words,
            key=key,
            on_change=session.taking(self.kind, name, key),
        )
        return _with(settings, name, key, value)

    def listed_steps(
        self, settings: S, name: str, values: Sequence[Any], words: Callable[[Any], str] = str
    ) -> S:
        """Choose from an uneven scale in a list, which also has the value that a link brought."""
        scale = session.scale(self.kind, name, values, getattr(settings, name))
        return self.select(settings, name, scale, words)

    def number(self, settings: S, name: str) -> S:
        """Type a whole number."""
        choice: Any = self.kind.choices()[name]
        key = session.control_key(self.kind, name, getattr(settings, name))
        value = st.number_input(
            choice.label, choice.low, choice.high, key=key, on_change=session.taking(self.kind, name, key)
        )
        return _with(settings, name, key, value)

    def switch(self, settings: S, name: str, **more: Any) -> S:
        """Turn on or off."""
        key = session.control_key(self.kind, name, getattr(settings, name))
        value = st.toggle(self.label(name), key=key, on_change=session.taking(self.kind, name, key), **more)
        return _with(settings, name, key, value)

    def per_layer(
        self, settings: S, name: str, draw: Callable[[str, str, Any, Callable[[], None]], Any]
    ) -> S:
        """One control for all layers; it shows the first layer's value and sets them all."""
        values = getattr(settings, name)
        # Anew each time: another view's control of this name may have left a value that this one cannot have.
        key = session.follower_key(self.kind, name, values[0])

        def set_all(value: Any) -> None:
            session.change(self.kind, **{name: (value,)})

        draw(self.label(name), key, values[0], session.with_value(key, set_all))
        return settings

    def one_layer(
        self, settings: S, name: str, layer: int, draw: Callable[[str, str, Any, Callable[[], None]], Any]
    ) -> S:
        """One layer's own control."""
        values = for_layers(getattr(settings, name), MOST_LAYERS)
        key = session.control_key(self.kind, f"{name}.{layer + 1}", values[layer])

        def set_one(value: Any) -> None:
            mine = (*values[:layer], value, *values[layer + 1 :])
            beyond = mine[: settings.depth] or mine  # layers that come later follow the last one there is
            session.change(self.kind, **{name: shortened(beyond)})

        draw(
            f"{self.item_label(name)}, layer {layer + 1}",
            key,
            values[layer],
            session.with_value(key, set_one),
        )
        return settings


def _with(settings: S, name: str, key: str, value: Any) -> S:
    """The settings with the value of a control; as they are where that is no value of the setting."""
    if not settings.fits(name, value):
        session.refuse(key, str(value))
        return settings
    return replace(settings, **{name: value})


@dataclass(frozen=True)
class Scales:
    """Values that the controls of a page offer; a link may bring another one, which is then offered too."""

    least_layers: int = 0
    most_layers: int = MOST_LAYERS
    most_units: int = MOST_UNITS
    batches: tuple[int, ...] = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500)
    epochs: tuple[int, ...] = (10, 25, 50, 100, 250, 500, 1000, 2000, 5000)
    patiences: tuple[int, ...] = (0, 5, 10, 20, 50, 100)


def activation_control(label: str, key: str, value: Any, changed: Callable[[], None]) -> Any:
    """Choose an activation."""
    return st.segmented_control(
        label, list(ACTIVATIONS), format_func=activation_words, key=key, required=True, on_change=changed
    )


def plain(number: float) -> str:
    """A number as short as it can be."""
    return f"{number:g}"


def penalty(bar: Sidebar, settings: S, words: Callable[[Any], str]) -> S:
    """Controls of the penalty: its kind, where there is more than one, and its strength."""
    if len(PENALTIES) > 1:
        settings = bar.segments(settings, "penalty", list(PENALTIES))
    return bar.steps(settings, "l2", STRENGTHS, words)


def network(
    bar: Sidebar,
    settings: S,
    scales: Scales = Scales(),
    *,
    title: str = "Network",
    then: Callable[[S], S] | None = None,
    folded: Callable[[S], S] | None = None,
    fold: str = "",
) -> S:
    """Controls of depth, units, activation; then, folded, of each layer, the initial weights and the penalty.

    A page's own controls come above the fold (``then``), or in it, above the initial weights (``folded``),
    which may have a name of its own (``fold``).
    """
    hidden = settings.hide

    def units_control(label: str, key: str, value: Any, changed: Callable[[], None]) -> Any:
        # A network from elsewhere may be wider than the control offers otherwise.
        return st.slider(label, 1, max(scales.most_units, value), key=key, on_change=changed)

    if not {"depth", "units", "activation", "start"} <= set(hidden):
        st.subheader(title)
    if "depth" not in hidden:
        settings = bar.segments(settings, "depth", range(scales.least_layers, scales.most_layers + 1))
    if settings.depth:
        if "units" not in hidden:
            settings = bar.per_layer(settings, "units", units_control)
        if "activation" not in hidden:
            settings = bar.per_layer(settings, "activation", activation_control)
    if "start" in hidden:
        return settings
    if then:
        settings = then(settings)
    several = settings.depth > 1
    with st.expander(fold or ("Layers, weights, penalty" if several else "Weights, penalty")):
        for layer in range(settings.depth if several else 0):
            if "units" not in hidden:
                settings = bar.one_layer(settings, "units", layer, units_control)
            if "activation" not in hidden:
                settings = bar.one_layer(settings, "activation", layer, activation_control)
        if folded:
            settings = folded(settings)
        settings = bar.select(settings, "start", list(INITIALISERS))
        return penalty(bar, settings, plain)


def training(
    bar: Sidebar,
    settings: S,
    scales: Scales = Scales(),
    *,
    title: str = "Training",
    more: Callable[[S], S] | None = None,
) -> S:
    """Controls of the learning rate; then, folded, of the rule, the batches, the epochs, the seeds, and ``more``."""
    hidden = settings.hide
    if not {"rate", "rule"} <= set(hidden):
        st.subheader(title)
    if "rate" not in hidden:
        settings = bar.steps(settings, "rate", RATES, plain)
    if "rule" in hidden:
        return settings
    with st.expander("Rule, batch, epochs, seeds"):
        settings = bar.select(settings, "rule", list(LEARNING_RULES))
        settings = bar.select(settings, "schedule", list(SCHEDULES))
        settings = bar.listed_steps(settings, "batch", scales.batches, batch_words)
        settings = bar.steps(settings, "epochs", scales.epochs)
        settings = bar.listed_steps(settings, "patience", scales.patiences, patience_words)
        if "seeds" not in hidden:
            settings = bar.number(settings, "init_seed")
            settings = bar.number(settings, "order_seed")
        if more is not None:
            settings = more(settings)
    return settings
