"""Outer products: error signals times what comes in, at each crossing a gradient, beside the weights that it moves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.backprop.passage.block import passages_block
from ui.browser.browser_part import browser_part

_mount = browser_part(__file__, "outer")


def outer(
    header: Mapping[str, Any],
    passages: Sequence[Mapping[str, Any]],
    *,
    key: str,
    on_look: Callable[[], None],
) -> Any:
    """Mount the outer products.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``opened`` (another number after each link), ``pattern`` and ``pick`` (W1 for the first
        layer), ``numbers``, ``rate``.
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_look : callable
        Called when the visitor has picked a ``pattern`` or a layer, as ``pick``.

    Returns
    -------
    object
        With ``look``: what was asked for in this rerun, or None.
    """
    return _mount(key=key, data=passages_block(header, passages), on_look_change=on_look)
