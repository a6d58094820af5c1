"""Controls of "Variability" and "Templates or features?": how digits vary, and which ones the networks train on."""

from dataclasses import replace

import streamlit as st

from ui.digits.settings import MnistSettings
from ui.digits.variability_settings import MOST_TEMPLATES
from ui.frame import session
from ui.frame.sidebar import Sidebar

AMOUNTS = ("vary_shift", "vary_rotation", "vary_scale", "vary_skew")

PRESETS = {
    "Shifts of ±2 pixels": (2, 0.0, 0.0, 0.0),
    "Shifts of ±3 pixels": (3, 0.0, 0.0, 0.0),
    "Rotation of ±30°": (0, 30.0, 0.0, 0.0),
    "Scale of ±30 %": (0, 0.0, 30.0, 0.0),
    "Skew of ±30°": (0, 0.0, 0.0, 30.0),
    "A little of everything": (1, 15.0, 15.0, 15.0),
}
"""From the name on the page to the amounts, in the order of ``AMOUNTS``."""

OWN = "own amounts"
IMAGES = (1_000, 10_000, 50_000)
SHIFTS = (0, 1, 2, 3, 4, 5, 6)
ANGLES = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
SIZES = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0)
TRAINED = {"clean": "as they are", "varied": "varied"}


def features_controls(settings: MnistSettings) -> MnistSettings:
    """Controls of "Templates or features?": templates a class, then the controls of variability."""
    st.subheader("Templates")
    settings = Sidebar(MnistSettings).steps(settings, "templates", range(1, MOST_TEMPLATES + 1))
    return variability_controls(settings)


def variability_controls(settings: MnistSettings) -> MnistSettings:
    """Controls of "Variability": how much digits vary, and how many of which both networks train on."""
    bar = Sidebar(MnistSettings)
    st.subheader("Variability")
    top = st.container()
    settings = bar.steps(settings, "vary_shift", SHIFTS, lambda pixels: f"±{pixels} px" if pixels else "0 px")
    with st.expander("Rotation, scale, skew", expanded=any(getattr(settings, name) for name in AMOUNTS[1:])):
        settings = bar.steps(
            settings, "vary_rotation", ANGLES, lambda angle: f"±{angle:g}°" if angle else "0°"
        )
        settings = bar.steps(settings, "vary_scale", SIZES, lambda size: f"±{size:g} %" if size else "0 %")
        settings = bar.steps(settings, "vary_skew", ANGLES, lambda angle: f"±{angle:g}°" if angle else "0°")
    st.subheader("Training, both networks")
    settings = bar.segments(settings, "trained", list(TRAINED), TRAINED.__getitem__)
    counts = session.scale(MnistSettings, "vary_images", IMAGES, settings.vary_images)
    settings = bar.segments(settings, "vary_images", counts, lambda count: f"{count:,}")
    with top:
        return _preset(settings)


def _preset(settings: MnistSettings) -> MnistSettings:
    """A list of presets; a preset sets all amounts at once, and trains with them."""
    present = tuple(getattr(settings, name) for name in AMOUNTS)
    name = next((name for name, amounts in PRESETS.items() if amounts == present), OWN)
    key = session.follower_key(MnistSettings, "variability", name)

    def set_all(name: str) -> None:
        """Set the amounts if they differ: a list that comes back to the page may report the value that it shows."""
        if name in PRESETS and PRESETS[name] != present:
            amounts = dict(zip(AMOUNTS, PRESETS[name], strict=True))
            session.change(MnistSettings, **amounts, trained="varied")

    st.selectbox("How digits vary", [*PRESETS, OWN], key=key, on_change=session.with_value(key, set_all))
    return replace(settings)
