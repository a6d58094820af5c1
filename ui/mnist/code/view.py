"""Code: the network and its training as a cell of a notebook, for lab 3 and for PyTorch."""

import streamlit as st

from ui import lab_code
from ui.digits.settings import MnistSettings
from ui.lab_code.view import cell


def page(settings: MnistSettings) -> None:
    """The cell for the framework that the visitor has chosen."""
    st.title("The same network, trained in a notebook", anchor=False)
    cell(settings, list(lab_code.CELLS))
