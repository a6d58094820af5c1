"""The browser part of "Pros and cons": a visitor predicts the answer to a question, then reveals the evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Most, Number, Wishes, Within
from ui.palette import PALETTES


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Names of the questions whose answers are shown, and a digit, or None for no change of it."""

    revealed: Annotated[tuple[str, ...], Most(20)]
    digit: Annotated[int, Within(0, 9)] | None = None
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class ProsWishes(Wishes):
    """The wish of the questions."""

    wish: Shown | None = None


_mount = browser_part(__file__, "pros", ProsWishes)


def pros(
    header: Mapping[str, Any],
    templates: Array,
    shape_levels: npt.NDArray[np.uint8],
    *,
    key: str,
    on_wish: Callable[[], None],
) -> None:
    """Mount the questions.

    Parameters
    ----------
    header : mapping
        ``headline`` and ``note`` in words, ``revealed`` (names of questions), and ``questions``. A question has
        ``name``, ``question``, ``topic`` (a scene's words for it), ``options`` in words and ``ready``;
        if it is ready, also ``right`` (index of an option),
        ``verdict``, ``words`` and ``evidence`` (see ``pros/evidence.js``).
    templates : ndarray of shape (10, 784)
        Weights of the single layer; 0 while there is none.
    shape_levels : ndarray of shape (n_shapes, 784), uint8
        Mean images of the ways of writing the digit on view.
    key : str
        The same at every rerun.
    on_wish : callable
        Called when the visitor reveals or hides an answer, or chooses another digit.
    """
    arrays = {"templates": templates, "shape_levels": shape_levels}
    _mount(key=key, data=pack({**header, "palette": PALETTES}, arrays), on_wish=on_wish)
