"""Code: the network and its training as a cell of a notebook, for lab 3 and for PyTorch."""

import streamlit as st

from ui import lab_code
from ui.digits.settings import MnistSettings
from ui.frame.saying import saying
from ui.lab_code.view import cell
from ui.mnist.visits import Visit, visit_of


def page(settings: MnistSettings) -> None:
    """The cell for the framework that the visitor has chosen."""
    another = another_run(visit_of())
    with saying("mnist.code.title"):
        st.title(
            f"{'These settings' if another else 'The same network'}, trained in a notebook", anchor=False
        )
    cell(settings, list(lab_code.CELLS), another)


def another_run(visit: Visit) -> str:
    """Why the visitor's run is another one than the settings alone describe; "" where it is theirs."""
    if visit.loaded_name:
        return (
            f"The other views show another run: it begins with {visit.loaded_name}, "
            "the cell with the weights that the seed draws."
        )
    if visit.own:
        rates = [f"{change.learning_rate:g}" for change in visit.run.rate_changes]
        return (
            f"The other views show another run: its learning rate was changed on the way, {' → '.join(rates)}. "
            f"The cell begins with {rates[-1]}."
        )
    return ""
