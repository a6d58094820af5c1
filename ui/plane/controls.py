"""Controls of data in the plane, for every page that has them: which data set, how many points, how noisy."""

from dataclasses import replace
from typing import Any, Protocol, TypeVar

import streamlit as st

from datasets.derived_inputs import DERIVED_INPUTS
from datasets.toy import DATASETS
from ui.frame import session
from ui.frame.sidebar import Sidebar
from ui.plane import frozen, inputs
from ui.plane.own_points import own_points
from ui.plane.presets import OVERFIT
from ui.plane.settings import DATA_TITLES, PlaneSettings
from ui.plane.truth import N_FRESH

TRUTH = f"The best possible boundary, and errors on {N_FRESH:,} fresh points."

EXAMPLE = (
    "The lecture's three Gaussians and 20 hidden units: far fewer training points end wrong than fresh ones."
)

FROZEN = (
    "A layer that stays as drawn keeps the weights and biases that the seed gives it. The penalty counts only weights "
    "that learn; the curves show the loss without it."
)

P = TypeVar("P", bound=PlaneSettings)


def data(bar: Sidebar, settings: P) -> P:
    """Controls of the data set; then, folded, of its points' number, noise and seed, or of own points."""
    if "data" in settings.hide:
        return settings
    st.subheader("Data")
    key = session.control_key(bar.kind, "data", settings.data)

    def another() -> None:
        session.taking(bar.kind, "data", key)()
        session.change(bar.kind, points=None, noise=None, centres=None)

    name = st.selectbox(
        bar.label("data"),
        list(DATA_TITLES),
        format_func=DATA_TITLES.__getitem__,
        key=key,
        on_change=another,
        label_visibility="collapsed",  # the heading above names it
    )
    settings = replace(settings, data=name)
    settings = own_points(bar, settings) if settings.is_own else _source(bar, settings)
    if "truth" not in bar.kind.choices():
        return settings
    settings = bar.switch(settings, "truth", help=TRUTH)
    if settings.is_own:
        return settings  # without the example, which would replace the points that the visitor drew
    st.button(
        "Example: 100 points, overfitted",
        key=f"{bar.kind.__name__}.overfit",
        on_click=lambda: _overfit(bar),
        help=EXAMPLE,
    )
    return settings


class WithLayers(Protocol):
    """Settings of a network of which layers may stay as drawn."""

    @property
    def stays(self) -> frozen.Stays:
        """For each affine layer whether its weights, and its biases, stay as drawn."""


L = TypeVar("L", bound=WithLayers)


def layers_that_learn(bar: Sidebar, settings: L, about: str = FROZEN) -> L:
    """For each layer the choice whether it learns, or its weights or biases stay as drawn; ``about`` is its help."""
    words = {both: said for said, both in frozen.CHOICES.items()}
    last = len(settings.stays) - 1
    for index, both in enumerate(settings.stays):
        name = frozen.OUT if index == last else str(index + 1)
        key = session.control_key(bar.kind, f"frozen.{name}", words[both])

        def set_one(said: str, index: int = index) -> None:
            mine = list(settings.stays)
            mine[index] = frozen.CHOICES[said]
            session.change(bar.kind, frozen=frozen.names(tuple(mine)))

        st.selectbox(
            "Output layer" if index == last else f"Layer {name}",
            list(frozen.CHOICES),
            key=key,
            on_change=session.with_value(key, set_one),
            help=about if index == 0 else None,
        )
    return settings


def which_inputs(bar: Sidebar, settings: P, name: str, **more: Any) -> P:
    """Choose which inputs a network has; where none is chosen those before stay, and a caption says so."""
    return bar.several(settings, name, list(DERIVED_INPUTS), inputs.title, len(DERIVED_INPUTS), **more)


def what_learns(bar: Sidebar, name: str, settings: P, depth: int) -> P:
    """One click: all layers learn, or the output layer alone; a link may bring other layers, which are then named."""
    present = getattr(settings, name)
    words = {value: said for said, value in frozen.SAID.items()}
    if frozen.is_output_only(frozen.stays(present, depth)):
        present = (frozen.HIDDEN,)
    words.setdefault(present, frozen.brief(frozen.stays(present, depth)) or "all")
    key = session.control_key(bar.kind, name, present)
    st.segmented_control(
        "Learns",
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        help=f"Output weights only: the hidden layers stay as drawn. {FROZEN}",
        on_change=session.with_value(key, lambda chosen: session.change(bar.kind, **{name: tuple(chosen)})),
    )
    return settings


def _overfit(bar: Sidebar) -> None:
    """Set what the example names; every other setting that changes the run goes back to its default."""
    choices = bar.kind.choices()
    session.change(
        bar.kind, **{name: choice.default for name, choice in choices.items() if not choice.view} | OVERFIT
    )


def _source(bar: Sidebar, settings: P) -> P:
    """Controls, folded, of how many points are drawn from the source, how noisy, and with which seed."""
    dataset = DATASETS[settings.data]
    if dataset.centres and "handles" in bar.kind.choices():
        settings = bar.switch(settings, "handles")

    def points(number: int) -> int | None:
        return None if number == dataset.size else number

    def noise(level: float) -> float | None:
        return None if level == dataset.noise else level

    with st.expander("Points, noise, seed"):
        key = session.control_key(bar.kind, "points", settings.n_points)
        n_points = st.slider(
            "Training points (as many for validation)",
            min(10, settings.n_points),
            1000,
            key=key,
            on_change=session.taking(bar.kind, "points", key, points),
        )
        low, high = dataset.noise_bounds
        key = session.control_key(bar.kind, "noise", float(settings.noise_level))
        noise_level = st.slider(
            "Noise",
            low,
            high,
            key=key,
            help=f"The {dataset.noise_meaning}.",
            on_change=session.taking(bar.kind, "noise", key, noise),
        )
        if "seeds" not in settings.hide:
            settings = bar.number(settings, "data_seed")
    return replace(
        settings,
        points=points(n_points),
        noise=noise(noise_level),
    )
