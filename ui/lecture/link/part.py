"""The page's link, copied or as a QR code, and the way from scene to scene."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_ROOM, browser_part
from ui.frame.wishes import Most, Number, Wishes
from ui.lecture.link.network import Network
from ui.lecture.scene import Scene
from ui.palette import PALETTES


@dataclass(frozen=True, kw_only=True)
class AskedRoom:
    """A room to come back to, with its key; both "" for a new one."""

    room: str = ""
    key: str = ""
    at: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class LinkWishes(Wishes):
    """The scene to walk to, by its name, and a room to open."""

    walk: Annotated[str, Most(100)] | None = None
    room: AskedRoom | None = None


_mount = browser_part(__file__, "link", LinkWishes, room=NO_ROOM)


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
) -> None:
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
    _mount(key=key, data=pack(header, {}), on_walk=on_walk, on_room=on_room)
