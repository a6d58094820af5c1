"""A component from the files beside the module that mounts it: ``name.html``, ``name.css`` and ``name.js``.

Each file names the others that it needs by their relative paths: html in a comment, css with ``@import``, js with
``import``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from ui.browser import modules
from ui.frame import session


def browser_part(beside: str, name: str) -> Callable[..., Any]:
    """Register a component.

    Parameters
    ----------
    beside : str
        The ``__file__`` of the module that mounts it: its files stand in the same folder.
    name : str
        The name of its files; it is also the class of the component's outermost element.

    Returns
    -------
    callable
        Mounts the component: ``mount(key=…, data=…, on_<name>_change=…)``.

    Raises
    ------
    ValueError
        If one of its files, or a name that one of them imports, is missing: see ``modules``.
    """
    folder = Path(beside).parent
    component = st.components.v2.component(
        f"hidden_layers_{name}",
        html=modules.markup(folder / f"{name}.html"),
        css=modules.style(folder / f"{name}.css"),
        js=modules.one_text(folder / f"{name}.js"),
    )

    def mount(**given: Any) -> Any:
        answers = {one: session.answer(act) for one, act in given.items() if one.startswith("on_")}
        return component(**given | answers)

    return mount


def run_again() -> None:
    """Do nothing: the callback of a wish that the rerun itself grants."""
