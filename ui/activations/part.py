"""The browser part of the page of activations: one frame for five views, each of which draws by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from engine.layers import ACTIVATIONS
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Wishes, Written
from ui.palette import PALETTES
from ui.words import activation_words


@dataclass(frozen=True, kw_only=True)
class ActivationsWishes(Wishes):
    """Settings by name, and times to be measured anew."""

    set: dict[str, Written] | None = None
    measure: Number | None = None


_mount = browser_part(__file__, "activations", ActivationsWishes)


def activations_block(header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Pack one view.

    Parameters
    ----------
    header : mapping
        ``view``, ``id`` (changes with the picture), ``headline``, and the fields of the view's script;
        for a view with moments also ``n_epochs``, ``finished``, ``stop_kind``, ``status``, ``speed``, ``open_at``.
    arrays : mapping of str to ndarray
        The view's numbers.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    words = {name: activation_words(name) for name in ACTIVATIONS}
    return pack({"palette": PALETTES, "names": list(ACTIVATIONS), "words": words, **header}, arrays)


def activations(block: bytes, *, key: str, on_set: Callable[[], None]) -> None:
    """Mount the part.

    Parameters
    ----------
    block : bytes
        From ``activations_block``.
    key : str
        The same at every rerun, so that the page is updated in place.
    on_set : callable
        Called when the visitor changes settings in it.
    """
    _mount(key=key, data=block, on_set=on_set)
