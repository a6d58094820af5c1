"""Controls of the page "By hand": the view; for hidden lines also the points and the hidden layer."""

from dataclasses import replace

import streamlit as st

from ui.frame import session
from ui.frame.sidebar import Sidebar, activation_control
from ui.hands.settings import FEWEST_LINES, MOST_LINES, VIEWS, HandsSettings
from ui.plane.controls import data


def controls(settings: HandsSettings) -> HandsSettings:
    """Controls of the page; those below the choice of a view are for hidden lines only."""
    bar = Sidebar(HandsSettings)
    settings = bar.listed(settings, "view", list(VIEWS), VIEWS.__getitem__)
    if settings.view != "lines":
        return settings
    settings = data(bar, settings)
    st.subheader("Hidden layer")
    key = session.control_key(HandsSettings, "hidden", settings.n_lines)
    count = st.segmented_control(
        "Lines", range(FEWEST_LINES, MOST_LINES + 1), key=key, required=True, on_change=session.touch
    )
    settings = replace(settings, hidden=settings.with_lines(count or settings.n_lines))
    return bar.per_layer(settings, "activation", activation_control)
