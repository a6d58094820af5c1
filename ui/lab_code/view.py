"""A run as a cell of a notebook, to be copied: which cell, the cell, and how near it comes to the page."""

from collections.abc import Sequence

import streamlit as st

from ui import lab_code
from ui.frame import session
from ui.frame.saying import as_written, saying
from ui.lab_code import CellSettings
from ui.sentences import Sentence

WHERE = "Run it in the folder of this program, where engine and datasets are."


def cell(settings: CellSettings, names: Sequence[str], instead: str = "") -> None:
    """Let the visitor choose a cell, or none, and show it.

    Parameters
    ----------
    settings : RegionSettings or MnistSettings
        The run; its ``code`` is what was chosen last.
    names : sequence of str
        Names from ``lab_code.CELLS``, and "none" where the visitor may choose to see no cell.
    instead : str, default ""
        Why the page shows another run than the cell makes, where it does: said instead of how near they come.
    """
    kind = type(settings)
    key = session.control_key(kind, "code", settings.code)
    st.segmented_control(
        "This run as code",
        names,
        key=key,
        required=True,
        on_change=session.with_value(key, lambda name: session.change(kind, code=name)),
    )
    if settings.code not in lab_code.CELLS:
        return
    try:
        st.code(lab_code.CELLS[settings.code](settings), language=None)  # all in ink: colour is data
    except ValueError as error:
        with saying("lab_code.cannot"):
            st.info(as_written(str(error)))
        return
    near = Sentence("lab_code.another_run", instead) if instead else lab_code.PRECISION[settings.code]
    with saying(near.name):
        st.text(f"{WHERE} {near.text}")
