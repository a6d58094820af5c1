"""Templates side by side: a row for each way to come by them, with its accuracy."""

from collections.abc import Mapping
from typing import Any

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.browser.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "kinds")


def kinds(
    header: Mapping[str, Any], weights: Array, biases: Array, class_accuracies: Array, *, key: str
) -> Any:
    """Mount the rows.

    Parameters
    ----------
    header : mapping
        ``headline``, ``lead`` and ``note`` in words, ``finished``, and ``rows``: of each ``name``, ``formula`` (html),
        ``accuracy`` or None, ``state`` in words, ``limit`` (the weight at the ends of its colours) and ``has_bias``.
    weights : ndarray of shape (n_rows, 10, 784)
        Of every row; what is not known yet is 0.
    biases, class_accuracies : ndarray of shape (n_rows, 10)
        The same.
    key : str
        The same at every rerun, so that pictures are updated in place.

    Returns
    -------
    object
        Without any wishes.
    """
    arrays = {"weights": weights, "biases": biases, "class_accuracies": class_accuracies}
    return _mount(key=key, data=pack({**header, "palette": PALETTES}, arrays))
