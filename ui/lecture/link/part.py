"""The page's link, copied or as a QR code, and the way from scene to scene."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.lecture.link.network import Network
from ui.lecture.scene import Scene
from ui.palette import PALETTES

_mount = browser_part(__file__, "link")


def link(
    *,
    slug: str,
    previous: str,
    following: str,
    scenes: Mapping[str, Scene],
    has_moment: bool,
    room: str,
    left_out: str,
    network: Network,
    key: str,
    on_walk: Callable[[], None],
    on_room: Callable[[], None],
) -> Any:
    """Mount the buttons.

    Parameters
    ----------
    slug, previous, following : str
        The scene that is open and its neighbours; "" where there is none.
    scenes : mapping of str to Scene
        Of the lecture, by their slugs, for the overview.
    has_moment : bool
        Whether the page's link can name the epoch that is shown, as ``at``.
    room : str
        The visitor's own room, "" where none is open.
    left_out : str
        What was drawn on the page and no link holds, in a sentence; "" where it holds all.
    network : Network
        How phones can reach the server.
    key : str
        The same at every rerun.
    on_walk : callable
        Called when the visitor goes to a neighbour.
    on_room : callable
        Called when the visitor opens a room, or comes back to one whose key the browser has.

    Returns
    -------
    object
        With ``walk``: the scene where the visitor wants to go in this rerun, or None.
    """
    header = {
        "palette": PALETTES,
        "slug": slug,
        "previous": previous,
        "next": following,
        "slides": [{"slug": name, "row": one.row, "title": one.title} for name, one in scenes.items()],
        "has_moment": has_moment,
        "room": room,
        "left_out": left_out,
        "network": network,
    }
    return _mount(key=key, data=pack(header, {}), on_walk_change=on_walk, on_room_change=on_room)
