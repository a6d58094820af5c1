"""Parts that show passages: what each view of the Backprop page sends to the browser, and how it is mounted.

A view's ``part.py`` names its part and the fields that it adds to the header; all else is the same for all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ui.browser.blocks import pack
from ui.browser.browser_part import browser_part


class PassagesPart(Protocol):
    """Mounts a part that shows passages."""

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
            ``block.network_header``, ``rate``, ``numbers`` ("rounded" or "full"), and what the part asks for.
        passages : sequence of mapping
            From ``block.passage_numbers``: the batch, then each pattern alone; a sheet has its own one only.
        key : str
            The same at every rerun, so that the part is updated in place.
        **on_wishes : callable
            ``on_look`` is called when the browser has sent the wish "look"; so with every other name.

        Returns
        -------
        object
            With each wish of this rerun by its name, or None.
        """


def passages_part(beside: str, name: str) -> PassagesPart:
    """Register a part that shows passages.

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
