"""Controls of the decision regions page: data, network, training."""

from dataclasses import replace

import streamlit as st

from datasets.toy import DATASETS
from ui import session
from ui.controls.sidebar import Sidebar, network, training
from ui.settings import RegionSettings


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the decision regions page."""
    bar = Sidebar(RegionSettings)
    if "data" not in settings.hide:
        st.subheader("Data")
        settings = _data(bar, settings)
    settings = network(bar, settings)
    return training(bar, settings)


def _data(bar: Sidebar, settings: RegionSettings) -> RegionSettings:
    """Data set; then, folded, how many points, how noisy, which."""
    key = session.seed(RegionSettings, "data", settings.data)

    def another() -> None:
        session.change(RegionSettings, points=None, noise=None)

    name = st.selectbox(
        bar.label("data"), list(DATASETS), format_func=lambda n: DATASETS[n].title, key=key, on_change=another
    )
    settings = replace(settings, data=name)
    dataset = DATASETS[name]
    with st.expander("Points, noise, seed"):
        n_points = st.slider(
            "Training points (as many for validation)",
            min(10, settings.n_points),
            1000,
            key=session.seed(RegionSettings, "points", settings.n_points),
            on_change=session.touch,
        )
        low, high = dataset.noise_bounds
        noise = st.slider(
            "Noise",
            low,
            high,
            key=session.seed(RegionSettings, "noise", float(settings.noise_level)),
            help=f"The {dataset.noise_meaning}.",
            on_change=session.touch,
        )
        if "seeds" not in settings.hide:
            settings = bar.number(settings, "data_seed")
    return replace(
        settings,
        points=None if n_points == dataset.size else n_points,
        noise=None if noise == dataset.noise else noise,
    )
