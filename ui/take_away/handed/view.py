"""A button for a file that depends on a field beside it.

Streamlit's own download button has its file before it is pressed. A press that also leaves a field comes before the
page has heard what the field says: it gives the file of before. Here the press is heard behind the field, and then the
file is made.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from ui.frame import session
from ui.lab_code.alone import Exported
from ui.take_away.handed.part import handed


@dataclass
class _Pressed:
    """The latest press, and its file.

    Parameters
    ----------
    press : str
        Tells it from every other one; "" before the first.
    made : Exported or None
        None where it is still to be made. It stays until the next press: a run that gives way to another brings it to
        no browser.
    """

    press: str = ""
    made: Exported | None = None


def file_button(label: str, make: Callable[[], Exported], *, key: str) -> None:
    """Draw the button, and hand over the file that it was pressed for.

    Parameters
    ----------
    label : str
        What it says.
    make : callable
        Makes the file, in the run that follows the press.
    key : str
        The button's.
    """
    mine = session.kept(f"handed {key}", _Pressed)

    def ask() -> None:
        mine.press, mine.made = secrets.token_hex(8), None

    st.button(label, key=key, on_click=ask)
    if mine.press and mine.made is None:
        mine.made = make()
    handed(mine.press, mine.made, key=key)
