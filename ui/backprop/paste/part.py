"""A field for a layer, and what comes of it. The part sends no wish: what is typed there stays in the browser."""

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "paste")


def paste(examples: dict[str, str], draft: str, site: str, *, key: str) -> None:
    """Mount the part.

    Parameters
    ----------
    examples : dict of str to str
        Layers to begin with, by the name of the choice.
    draft : str
        The choice that the link names.
    site : str
        Address of the static site; "" where it is not known.
    key : str
        The same at every rerun, so that what is typed stays.
    """
    _mount(key=key, data=pack({"palette": PALETTES, "examples": examples, "draft": draft, "site": site}, {}))
