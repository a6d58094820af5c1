"""The page of a phone in a room: the open question and its answers alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Most, Number, Wishes
from ui.palette import PALETTES

KEY = "phone"

Guess = int | float | bool | Annotated[str, Most(40)] | None
"""What a phone may say as its choice: what is no answer, the store refuses in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A phone, by its random number."""

    phone: str
    at: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class Vote:
    """The choice of a phone, from 0, or the number that it guesses, and the name of the question that it is about."""

    question: str
    choice: Guess
    phone: str


@dataclass(frozen=True, kw_only=True)
class PhoneWishes(Wishes):
    """What is open now, and a vote."""

    look: Looked | None = None
    vote: Vote | None = None


_mount = browser_part(__file__, "phone", PhoneWishes)


def phone(header: Mapping[str, Any], *, on_vote: Callable[[], None], on_look: Callable[[], None]) -> None:
    """Mount the page.

    Parameters
    ----------
    header : mapping
        What the room asks, as ``Header`` in ``phone.js`` describes it.
    on_vote : callable
        Called when the phone votes.
    on_look : callable
        Called when the phone wants to know what is asked now; the wish has its random id.
    """
    _mount(
        key=KEY,
        data=pack({"palette": PALETTES, **header}, {}),
        on_vote=on_vote,
        on_look=on_look,
    )
