"""The browser parts of the Backprop page: all are sent passages, and all are mounted the same way.

A view's ``part.py`` registers its part here, and documents the fields that it adds to the header.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part


class PassagesPart(Protocol):
    """The function that mounts a part of the Backprop page."""

    def __call__(
        self,
        header: Mapping[str, Any],
        passages: Sequence[Mapping[str, Any]],
        *,
        key: str,
        **on_wishes: Callable[[], None],
    ) -> Any:
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

        Returns
        -------
        object
            With the wishes of this rerun by their names, each None if not sent.
        """


def passages_part(beside: str, name: str) -> PassagesPart:
    """Register a part of the Backprop page, and give the function that mounts it.

    Parameters
    ----------
    beside, name : str
        As ``browser_part`` takes them.

    Returns
    -------
    PassagesPart
        Sends all numbers as text in the block's header, with every digit of float64.
    """
    mount_bytes = browser_part(beside, name)

    def mount(
        header: Mapping[str, Any],
        passages: Sequence[Mapping[str, Any]],
        *,
        key: str,
        **on_wishes: Callable[[], None],
    ) -> Any:
        changes = {f"{wish}_change": called for wish, called in on_wishes.items()}
        return mount_bytes(key=key, data=pack({**header, "passages": list(passages)}, {}), **changes)

    return mount
