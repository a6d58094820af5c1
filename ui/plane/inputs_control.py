"""The control that chooses a network's inputs, folded: most visitors leave them at the coordinates."""

from typing import TypeVar

import streamlit as st

from datasets.derived_inputs import DERIVED_INPUTS
from ui.frame.sidebar import Sidebar
from ui.plane import inputs
from ui.settings.base import Settings

S = TypeVar("S", bound=Settings)

FOLD = "Inputs"
"""What stands on the fold."""


def which_inputs(bar: Sidebar, settings: S, name: str) -> S:
    """Choose which inputs a network has; where none is chosen, those before stay, and a caption says so."""
    with st.expander(FOLD):
        return bar.several(
            settings,
            name,
            list(DERIVED_INPUTS),
            inputs.title,
            len(DERIVED_INPUTS),
            label_visibility="collapsed",  # the fold names it
        )
