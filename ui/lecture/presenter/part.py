"""The whole page of the presenter's window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Most, Number, Wishes
from ui.palette import PALETTES

KEY = "presenter"


@dataclass(frozen=True, kw_only=True)
class Count:
    """The room whose votes are wanted, its host's key, and the question."""

    room: str
    key: str
    question: str
    at: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class PresenterWishes(Wishes):
    """The scene of another lecture to which the stage has gone, and a new count."""

    follow: Annotated[str, Most(100)] | None = None
    count: Count | None = None


_mount = browser_part(__file__, "presenter", PresenterWishes)


def presenter(
    header: Mapping[str, Any], *, on_follow: Callable[[], None], on_count: Callable[[], None]
) -> None:
    """Mount the page.

    Parameters
    ----------
    header : mapping
        The lecture and the votes, as ``Header`` in ``presenter.js`` describes it.
    on_follow : callable
        Called when the stage shows a scene of another lecture; the wish is its name.
    on_count : callable
        Called when the window wants to know the votes; the wish has the room, its host's key and the question.
    """
    _mount(
        key=KEY,
        data=pack({"palette": PALETTES, **header}, {}),
        on_follow=on_follow,
        on_count=on_count,
    )
