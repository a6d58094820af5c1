"""Progress: a bar, words, the time left and a button that stops; while there is work, it asks for more of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_ROOM, browser_part
from ui.frame.wishes import Number, Wishes
from ui.palette import PALETTES


@dataclass(frozen=True, kw_only=True)
class Order:
    """Stop the work, or go on."""

    what: Literal["stop", "go"]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class ProgressWishes(Wishes):
    """An order, and the next slice of the work."""

    do: Order | None = None
    more: Number | None = None


_mount = browser_part(__file__, "progress", ProgressWishes, room=NO_ROOM)


def progress(
    *,
    doing: str,
    share: float,
    seconds_left: float | None,
    stopped: bool,
    key: str,
    on_do: Callable[[], None],
) -> None:
    """Mount the bar.

    Parameters
    ----------
    doing : str
        The work in words, as the beginning of a sentence.
    share : float
        Share of the work that is done, from 0 to 1.
    seconds_left : float or None
        Time that the rest will take; None where that is not known yet.
    stopped : bool
        Whether the visitor has stopped it.
    key : str
        The same at every rerun, so that the bar is updated in place.
    on_do : callable
        Called when the visitor stops the work or goes on.
    """
    header = {
        "palette": PALETTES,
        "doing": doing,
        "share": share,
        "seconds_left": seconds_left,
        "stopped": stopped,
    }
    _mount(key=key, data=pack(header, {}), on_do=on_do)
