"""Progress: a bar, words, the time left and a button that stops; while there is work, it asks for more of it."""

from collections.abc import Callable
from typing import Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part, run_again
from ui.palette import PALETTES

_mount = browser_part(__file__, "progress")


def progress(
    *,
    doing: str,
    share: float,
    seconds_left: float | None,
    stopped: bool,
    key: str,
    on_do: Callable[[], None],
) -> Any:
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

    Returns
    -------
    object
        The wishes of this rerun, each or None: ``do``, whose ``what`` is "stop" or "go"; ``more``, the next slice.
    """
    header = {
        "palette": PALETTES,
        "doing": doing,
        "share": share,
        "seconds_left": seconds_left,
        "stopped": stopped,
    }
    return _mount(key=key, data=pack(header, {}), on_do_change=on_do, on_more_change=run_again)
