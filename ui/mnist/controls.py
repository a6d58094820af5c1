"""Controls of the MNIST page: preset, images, network, training."""

from collections.abc import Callable

import streamlit as st

from ui.digits.presets import PRESETS, name_of
from ui.digits.settings import DATA_SETS, LEARNS, MnistSettings
from ui.frame import session
from ui.frame.saying import saying
from ui.frame.sidebar import Scales, Sidebar, network, training
from ui.mnist.variability.controls import features_controls, variability_controls

IMAGES = (1_000, 10_000, 50_000)
SCALES = Scales(
    most_layers=3,
    most_units=200,
    batches=(1, 10, 20, 50, 100, 200, 500, 1_000),
    epochs=(1, 2, 4, 8, 10, 15, 20, 30, 50, 100, 200, 500),
    patiences=(0, 2, 5, 10, 20),
)
OWN = "own settings"
OF_THE_IMAGES = ("data", "transposed")
"""Settings that no preset changes."""

OUTPUT_ONLY = (
    "Output weights only: hidden layers stay as drawn. What they answer is computed once, and the output layer learns "
    "from it like a single layer."
)
TRANSPOSED = "EMNIST’s images lie on their side, mirrored; this puts them upright."


def controls(settings: MnistSettings) -> MnistSettings:
    """Controls of the MNIST page: for the run, or for the networks that the view trains itself."""
    own = OWN_CONTROLS.get(settings.view)
    return own(settings) if own else _of_the_run(settings)


def _of_a_single_layer(settings: MnistSettings) -> MnistSettings:
    """Controls of the run, without those for hidden layers."""
    hidden = settings.hide
    shown = settings.changed(hide=(*hidden, "depth", "units", "activation"))
    return _of_the_run(shown).changed(hide=hidden)


def _none(settings: MnistSettings) -> MnistSettings:
    """No controls."""
    return settings


OWN_CONTROLS: dict[str, Callable[[MnistSettings], MnistSettings]] = {
    "kinds": _of_a_single_layer,
    "pros": _none,
    "variability": variability_controls,
    "features": features_controls,
    "lab": _none,
}
"""The controls of views that train networks of their own, by the view's name in the link."""


def _of_the_run(settings: MnistSettings) -> MnistSettings:
    """Preset, images, network and training of the run that most views show."""
    bar = Sidebar(MnistSettings)
    top = st.container()
    if "data" not in settings.hide:
        st.subheader("Data")
        if len(DATA_SETS) > 1:
            settings = bar.select(settings, "data", list(DATA_SETS), DATA_SETS.__getitem__)
            settings = bar.switch(settings, "transposed", help=TRANSPOSED)
        counts = session.scale(MnistSettings, "images", IMAGES, settings.images)
        settings = bar.segments(settings, "images", counts, _count)
    settings = network(bar, settings, SCALES, then=_what_learns)
    settings = training(bar, settings, SCALES)
    with top:
        _preset(settings)
    return settings


def _what_learns(settings: MnistSettings) -> MnistSettings:
    """One click: all layers learn, or the output layer alone."""
    if not settings.depth:
        return settings
    bar = Sidebar(MnistSettings)
    settings = bar.segments(settings, "learns", list(LEARNS), LEARNS.__getitem__, help=OUTPUT_ONLY)
    if settings.is_output_only:
        with saying("mnist.learns"):
            st.text(settings.learns_words)
    return settings


def _preset(settings: MnistSettings) -> None:
    """A list of presets; a preset sets all settings at once, and the list follows when they are changed one by one."""
    key = session.follower_key(MnistSettings, "preset", name_of(settings) or OWN)

    def set_all(name: str) -> None:
        preset = PRESETS.get(name)
        if preset is not None:
            choices = MnistSettings.choices()
            session.change(
                MnistSettings,
                **{
                    n: getattr(preset, n) for n, c in choices.items() if not c.view and n not in OF_THE_IMAGES
                },
            )

    st.selectbox("Preset", [*PRESETS, OWN], key=key, on_change=session.with_value(key, set_all))


def _count(number: int) -> str:
    return f"{number:,}"
