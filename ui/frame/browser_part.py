"""A component from the files beside the module that mounts it: ``name.html``, ``name.css`` and ``name.js``.

Each file names the others that it needs by their relative paths: html in a comment, css with ``@import``, js with
``import``.
"""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import streamlit as st

from ui.browser import blocks, modules
from ui.frame import by_address, gathering, held, session
from ui.frame.wishes import Wishes

PARTS: dict[str, type[Wishes]] = {}
"""The wishes of each part that has been registered, by the part's name."""

FILES: dict[str, Path] = {}
"""The files of each part, without their ending, by the part's name."""

ROOMS: dict[str, str] = {}
"""The height that the page keeps for a part until it has drawn, or ``NO_PLACE``, by the part's name; parts without
room are not in it."""

_read: dict[Path, modules.Module] = {}
"""The modules that parts were made of, until all parts are registered: they share most of them."""

WINDOW = "100dvh"
"""The height of the window: for what a view is about, since nothing below it is in view before it has drawn."""

NO_ROOM = ""
"""For a part that stands beside or below what a page is about."""

NO_PLACE = "none"
"""For a part that stands over the page, or is not seen: it takes no place in it, nor a gap beside it."""

OF = "-of-"
"""Between a part's name and what it shows, in the keys of a part that stands several times on a page."""


def browser_part(
    beside: str, name: str, wishes: type[Wishes] = Wishes, *, room: str = WINDOW
) -> Callable[..., Any]:
    """Register a component.

    Parameters
    ----------
    beside : str
        The ``__file__`` of the module that mounts it: its files stand in the same folder.
    name : str
        The name of its files; it is also the class of the component's outermost element.
    wishes : type of Wishes, default Wishes
        What it may ask for; nothing unless this is said.
    room : str, default WINDOW
        The height that the page keeps for it until it has drawn, so that what stands below does not jump: as CSS
        writes it, or ``NO_ROOM``, or ``NO_PLACE``.

    Returns
    -------
    callable
        Mounts the component: ``mount(key=…, data=…, on_<wish>=…)``. A wish that is given no callback is granted by the
        rerun itself; a callback is called only for a wish that fits its type, which ``session.wishes`` then gives. The
        key of a part that has room is its name, or that, "-of-" and what it shows: by it the style finds the part
        before it has drawn.

    Raises
    ------
    ValueError
        If one of its files, or a name that one of them imports, is missing: see ``modules``.
    """
    where = Path(beside).parent / name
    sent = by_address.sent(name, where, _read, is_served=st.get_option("server.enableStaticServing"))
    component = st.components.v2.component(f"hidden_layers_{name}", html=sent.html, css=sent.css, js=sent.js)
    PARTS[name], FILES[name] = wishes, where
    if room:
        ROOMS[name] = room

    def mount(*, key: str, data: bytes, **acts: Callable[[], None]) -> Any:
        if room and key != name and not key.startswith(f"{name}{OF}"):
            raise ValueError(f"no room is kept by the key {key!r}: it is {name!r}, or {name + OF!r} and more")
        names = {field.name for field in fields(wishes)}
        if unknown := acts.keys() - {f"on_{wish}" for wish in names}:
            raise ValueError(f"{name} has no such wishes: {', '.join(sorted(unknown))}")
        if not gathering.note(name, key, data):
            return None
        answered = {**acts, "on_anew": held.forget}
        answers: dict[str, Any] = {
            f"on_{wish}_change": _answer(key, wishes, wish, answered.get(f"on_{wish}")) for wish in names
        }
        block, keys = held.thinned(data, name)
        state = component(key=key, data=blocks.told(block, session.last_heard(key)), **answers)
        session.answered(key, frozenset(wish for wish in names if f"on_{wish}" in answered))
        held.sent(keys)  # not where the run of the page was ended before
        return state

    return mount


def all_are_registered() -> None:
    """Let go of what is needed only while parts are registered."""
    _read.clear()


def _answer(key: str, wishes: type[Wishes], wish: str, act: Callable[[], None] | None) -> Callable[[], None]:
    """The callback of a wish: it acts if what came is one, and notes in any case that it has been heard."""

    def obey() -> None:
        heard = session.wishes(key, wishes)
        if act is not None and getattr(heard, wish) is not None:
            act()

    return session.answer(obey)
