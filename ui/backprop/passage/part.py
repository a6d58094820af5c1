"""The browser parts of the Backprop page: all are sent passages, and all are mounted the same way.

A view's ``part.py`` registers its part here, and documents the fields that it adds to the header.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Most, Number, Wishes, Written

Cells = Annotated[dict[str, Annotated[str, Most(2_000)]], Most(1_000)]
"""Texts that the visitor typed, by the names of their cells."""

Looked = dict[str, Written]
"""Where the visitor looks: settings by their names."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Texts in cells, and the number of the wish."""

    cells: Cells
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class LookWishes(Wishes):
    """The wish of each of these parts but the hand-check."""

    look: Looked | None = None


class PassagesPart(Protocol):
    """The function that mounts a part of the Backprop page."""

    def __call__(
        self,
        header: Mapping[str, Any],
        passages: Sequence[Mapping[str, Any]],
        *,
        key: str,
        **on_wishes: Callable[[], None],
    ) -> None:
        """Mount the part.

        Parameters
        ----------
        header : mapping
            ``block.network_header``, ``rate``, ``numbers`` ("rounded" or "full"), and the fields of this part.
        passages : sequence of mapping
            From ``block.passage_numbers``: the batch, then each pattern alone. A sheet has a single passage.
        key : str
            The same at every rerun, so that the part is updated in place.
        **on_wishes : callable
            ``on_look`` is called when the browser sends the wish "look"; other wishes likewise.
        """


def passages_part(beside: str, name: str, wishes: type[Wishes]) -> PassagesPart:
    """Register a part of the Backprop page, and give the function that mounts it.

    Parameters
    ----------
    beside, name : str
        As ``browser_part`` takes them.
    wishes : type of Wishes
        What it may ask for.

    Returns
    -------
    PassagesPart
        Sends all numbers as text in the block's header, with every digit of float64.
    """
    mount_bytes = browser_part(beside, name, wishes)

    def mount(
        header: Mapping[str, Any],
        passages: Sequence[Mapping[str, Any]],
        *,
        key: str,
        **on_wishes: Callable[[], None],
    ) -> None:
        mount_bytes(key=key, data=pack({**header, "passages": list(passages)}, {}), **on_wishes)

    return mount
