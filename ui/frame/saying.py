"""A sentence that Streamlit writes, in a container that carries the name of its template."""

from typing import Any

import streamlit as st


def saying(name: str, of: str = "") -> Any:
    """A container for one sentence: ``with saying("twin.wall.too_few"): st.info(…)``.

    Parameters
    ----------
    name : str
        The template's name, of small letters, underscores and dots. ``ui/sentences.py`` says what for.
    of : str
        What tells it apart from others of this name on the page.
    """
    return st.container(key=f"says-{name}" + (f"--{of}" if of else ""))


def hint(name: str) -> Any:
    """A container for words that only say how to steer, and claim nothing: ``with hint("sheet"): st.caption(…)``.

    Parameters
    ----------
    name : str
        Once on a page; of small letters and underscores.
    """
    return st.container(key=f"shows-hint-{name}")


def name(of: str) -> Any:
    """A container for a name that stands there to be recognised, such as a lecture's: ``with name("lecture"): …``.

    Parameters
    ----------
    of : str
        Once on a page; of small letters, digits, dashes and underscores.
    """
    return st.container(key=f"shows-name-{of}")


def as_written(words: str) -> str:
    """Words that Markdown shows as they are: its own signs in them are escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!$:~<>|&=" else sign for sign in words)
