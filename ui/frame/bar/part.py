"""The bar on a phone: what opens the sheet of pages, and the sheet of settings."""

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_PLACE, browser_part
from ui.palette import PALETTES

KEY = "bar"

_mount = browser_part(__file__, "bar", room=NO_PLACE)


def bar(title: str) -> None:
    """Mount the bar; only a phone shows it.

    Parameters
    ----------
    title : str
        The page's name in the menu.
    """
    _mount(key=KEY, data=pack({"palette": PALETTES, "title": title}, {}))
