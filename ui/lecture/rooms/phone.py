"""The page of a phone in a room: the open question and its answers alone."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES

KEY = "phone"

_mount = browser_part(__file__, "phone")


def phone(header: Mapping[str, Any], *, on_vote: Callable[[], None], on_look: Callable[[], None]) -> None:
    """Mount the page.

    Parameters
    ----------
    header : mapping
        What the room asks, as ``Header`` in ``phone.js`` describes it.
    on_vote : callable
        Called when the phone votes.
    on_look : callable
        Called when the phone wants to know what is asked now; the wish has its random id.
    """
    _mount(
        key=KEY,
        data=pack({"palette": PALETTES, **header}, {}),
        on_vote_change=on_vote,
        on_look_change=on_look,
    )
