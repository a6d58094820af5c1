"""Blame: what the outputs make of a hidden unit, what its gate lets through, and one weight nudged by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.components.blocks import pack
from ui.components.browser_part import browser_part
from ui.components.microscope import NUMBERS

_mount = browser_part(
    "blame",
    [*NUMBERS, "microscope/wiring.js", "blame/nudge.js", "blame/blame.js"],
    ["microscope/network.css"],
)


def blame_block(header: Mapping[str, Any], passages: Sequence[Mapping[str, Any]]) -> bytes:
    """Pack what the page of blame shows.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``opened`` (another number after each link), ``unit`` and ``epsilon`` (where the link
        looks), ``pattern``, ``numbers``, ``rate``, and ``nudge``: ``weight`` (its cell), ``value``, ``gradient``,
        ``slopes`` (∂y_k/∂w), ``scale`` (the nudges of the slider) with ``errors`` and ``probabilities`` for each, and
        ``curve``, a mapping of ``distances`` and ``errors``.
    passages : sequence of mapping
        The batch, then each pattern alone, from ``passage_numbers``.

    Returns
    -------
    bytes
        See ``blocks.pack``; all numbers are in the header.
    """
    return pack({**header, "passages": list(passages)}, {})


def blame(block: bytes, *, key: str, on_look: Callable[[], None]) -> Any:
    """Mount the page of blame.

    Parameters
    ----------
    block : bytes
        From ``blame_block``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_look : callable
        Called when the visitor has picked a ``unit``, a ``weight``, a ``pattern`` or a ``nudge``.

    Returns
    -------
    object
        With ``look``: what was asked for in this rerun, or None.
    """
    return _mount(key=key, data=block, on_look_change=on_look)
