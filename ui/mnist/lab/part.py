"""The browser part of "One layer or two?": layers in a list, curves of accuracy, and a point for each start."""

from collections.abc import Mapping
from typing import Any

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "lab")


def lab(header: Mapping[str, Any], one: Array, two: Array, *, key: str) -> Any:
    """Mount both plots.

    Parameters
    ----------
    header : mapping
        ``headline`` (``Said``), ``epochs``, ``ends`` (for each network, its smallest and its largest share at the
        end, in words), ``made`` and ``spoken`` in words; ``stacks``, the calls that make a network's layers: of one
        hidden layer, while a scene asks, and of the page's settings; and ``added``, the places in the second list of
        what the last hidden layer adds.
    one, two : ndarray of shape (n_starts, n_epochs + 1)
        Shares of right test images with one and with two hidden layers, before training and after each epoch.
    key : str
        The same at every rerun.

    Returns
    -------
    object
        Nothing of use: this part sends no wishes.
    """
    return _mount(key=key, data=pack({**header, "palette": PALETTES}, {"one": one, "two": two}))
