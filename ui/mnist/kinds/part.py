"""Templates side by side: a row for each kind of template, with its accuracy."""

from collections.abc import Mapping
from typing import Any

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "kinds")


def kinds(
    header: Mapping[str, Any], weights: Array, biases: Array, class_accuracies: Array, *, key: str
) -> Any:
    """Mount the rows.

    Parameters
    ----------
    header : mapping
        ``headline`` (``Said``), ``lead`` and ``note`` in words, ``finished``, ``rows``. A row has ``name``,
        ``formula`` (html), ``accuracy`` or None, ``state`` in words, ``limit`` (the weight at the ends of its
        colours) and ``has_bias``.
    weights : ndarray of shape (n_rows, 10, 784)
        The weights of every row; 0 where they are not known yet.
    biases, class_accuracies : ndarray of shape (n_rows, 10)
        Biases, and shares of right answers to each digit; 0 likewise.
    key : str
        The same at every rerun, so that the pictures are updated in place.

    Returns
    -------
    object
        Nothing of use: this part sends no wishes.
    """
    arrays = {"weights": weights, "biases": biases, "class_accuracies": class_accuracies}
    return _mount(key=key, data=pack({**header, "palette": PALETTES}, arrays))
