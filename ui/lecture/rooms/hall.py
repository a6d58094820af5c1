"""The host's side of a room: its letters and QR code, who has answered, and the bars on reveal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_ROOM, browser_part
from ui.frame.wishes import Number, Wishes
from ui.palette import PALETTES

KEY = "hall"


@dataclass(frozen=True, kw_only=True)
class Put:
    """The question that the room is to be asked, by its name, and whether it takes answers."""

    question: str
    is_open: bool = False
    at: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class HallWishes(Wishes):
    """A question to put, a new count, and the room's end."""

    put: Put | None = None
    count: Number | None = None
    close: Number | None = None


_mount = browser_part(__file__, "hall", HallWishes, room=NO_ROOM)


def hall(header: Mapping[str, Any], *, on_put: Callable[[], None], on_close: Callable[[], None]) -> None:
    """Mount it.

    Parameters
    ----------
    header : mapping
        The room and its votes, as ``Header`` in ``hall.js`` describes it.
    on_put : callable
        Called when another question stands on the page, or its answer is revealed.
    on_close : callable
        Called when the host closes the room.
    """
    _mount(
        key=KEY,
        data=pack({"palette": PALETTES, **header}, {}),
        on_put=on_put,
        on_close=on_close,
    )
