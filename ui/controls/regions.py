"""Controls of the decision regions page: data, network, training."""

import streamlit as st

from ui import session
from ui.controls.plane import data
from ui.controls.sidebar import Sidebar, network, training
from ui.settings import RegionSettings


def controls(settings: RegionSettings) -> RegionSettings:
    """Controls of the decision regions page."""
    bar = Sidebar(RegionSettings)
    settings = data(bar, settings)
    settings = network(bar, settings)
    settings = training(bar, settings)
    if settings.past:
        _leave_fork(settings)
    return settings


def _leave_fork(settings: RegionSettings) -> None:
    """Say what was forked, and the way back to the run before."""

    def leave() -> None:
        before = session.stored(RegionSettings).before_fork
        session.change(RegionSettings, past=before.past, rate=before.rate, activation=before.activation)

    st.caption(settings.fork_words)
    st.button("Leave the fork", key="RegionSettings.leave_fork", on_click=leave, width="stretch")
