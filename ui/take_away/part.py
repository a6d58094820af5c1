"""The panel: a row of buttons for each group of files, what is said of the last one, and the file itself once made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from ui.browser.blocks import pack
from ui.frame.browser_part import NO_ROOM, browser_part
from ui.frame.wishes import Most, Number, Wishes, Within
from ui.lab_code.alone import Exported
from ui.palette import PALETTES
from ui.take_away.offers import Offer

KEY = "take_away"


@dataclass(frozen=True, kw_only=True)
class Taking:
    """A file that is asked for, by its offer's name, with the epoch and the address that the browser shows."""

    name: Annotated[str, Most(200)]
    epoch: Annotated[float, Within(0, 100_000)] | None = None
    address: Annotated[str, Most(8000)] = ""
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class TakeAwayWishes(Wishes):
    """A file."""

    take: Taking | None = None


_mount = browser_part(__file__, "take_away", TakeAwayWishes, room=NO_ROOM)


def panel(
    offers: Sequence[Offer],
    *,
    title: str,
    nonce: float,
    made: Exported | None,
    refusal: str,
    on_take: Callable[[], None],
) -> None:
    """Mount the panel.

    Parameters
    ----------
    offers : sequence of Offer
        Those of a group one after the other.
    title : str
        The page's name for a picture of it.
    nonce : float
        The number of the wish that is answered, 0 for none.
    made : Exported or None
        The file that was asked for.
    refusal : str
        Why there is none.
    on_take : callable
        Called when a file is asked for.
    """
    groups: dict[str, list[dict[str, str]]] = {}
    for offer in offers:
        button = {"name": offer.name, "label": offer.label, "hint": offer.hint}
        groups.setdefault(offer.group, []).append(button)
    header: dict[str, Any] = {
        "palette": PALETTES,
        "groups": [{"title": title, "offers": some} for title, some in groups.items()],
        "title": title,
        "nonce": nonce,
        "file": made.name if made else "",
        "refusal": refusal,
    }
    content = np.frombuffer(made.content if made else b"", dtype=np.uint8)
    _mount(key=KEY, data=pack(header, {"content": content}), on_take=on_take)
