"""The host's side of a room: its letters and QR code, who has answered, and the bars on reveal."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part, run_again
from ui.palette import PALETTES

KEY = "hall"

_mount = browser_part(__file__, "hall")


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
        on_put_change=on_put,
        on_close_change=on_close,
        on_count_change=run_again,
    )
