"""A sentence that Streamlit writes, in a container that carries the name of its template."""

import re
import unicodedata
from typing import Any

import streamlit as st

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Kinds of signs, as Unicode names them, that a visitor's words are shown without."""


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


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!$:~<>|&=])")
_MARKS = re.compile(r"(?i)(:)(?=[\w+/-])|(www)(?=\.)|(@)(?=\w)|(-)(?=[->])|(<)(?=-)")
_JOINT = "\u2060"


def plain(words: str) -> str:
    """A visitor's words in one line, without signs that cannot be seen or that turn the direction of what follows."""
    seen = (" " if sign.isspace() else sign for sign in words)
    return "".join(sign for sign in seen if unicodedata.category(sign) not in UNSEEN)


def as_written(words: str) -> str:
    """A visitor's words for Markdown, which shows them as they are.

    Its own signs in them are escaped. Streamlit looks for ``:smile:``, ``:material/…:``, ``->`` and addresses in what
    Markdown has made of them, where an escape is gone: a joint that takes no room parts these.
    """
    return _SIGNS.sub(r"\\\1", _MARKS.sub(rf"\g<0>{_JOINT}", plain(words)))
