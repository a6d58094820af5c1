"""Blame: what the outputs make of a hidden unit, what its gate lets through, and one weight nudged by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.backprop.passage.block import passages_block
from ui.browser.browser_part import browser_part

_mount = browser_part(__file__, "blame")


def blame(
    header: Mapping[str, Any],
    passages: Sequence[Mapping[str, Any]],
    *,
    key: str,
    on_look: Callable[[], None],
) -> Any:
    """Mount the page of blame.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``opened`` (another number after each link), ``unit`` and ``epsilon`` (where the link
        looks), ``pattern``, ``numbers``, ``rate``, and ``nudge``: ``weight`` (its cell), ``value``, ``gradient``,
        ``slopes`` (∂y_k/∂w), ``scale`` (the nudges of the slider) with ``errors`` and ``probabilities`` for each, and
        ``curve``, a mapping of ``distances`` and ``errors``.
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_look : callable
        Called when the visitor has picked a ``unit``, a ``weight``, a ``pattern`` or a ``nudge``.

    Returns
    -------
    object
        With ``look``: what was asked for in this rerun, or None.
    """
    return _mount(key=key, data=passages_block(header, passages), on_look_change=on_look)
