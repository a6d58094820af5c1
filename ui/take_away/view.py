"""Take away, beneath a page: the panel, and the file that the visitor has asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ui.browser.alone.written import Mounted
from ui.frame import gathering, session
from ui.lab_code.alone import Exported
from ui.settings.base import Settings
from ui.take_away import page_file, part
from ui.take_away.offers import Offer, named
from ui.take_away.part import KEY, TakeAwayWishes, Taking, panel

S = TypeVar("S", bound=Settings)


@dataclass
class _Memory:
    """The file that a visitor has asked for and not got yet.

    A click may meet another part's request on the way. Streamlit then calls its callback, and runs the other part only:
    the wish waits here for the run that follows, and the browser asks once more.
    """

    taking: Taking | None = None
    gathered: list[Mounted] | None = None
    """What stands on the page, where its file was asked for and the whole page has been drawn since."""


def take_away(kind: type[S], title: str, offers: Callable[[S], Sequence[Offer]]) -> None:
    """Draw the panel, as a part of the page that runs alone.

    Parameters
    ----------
    kind : type of Settings
        The page's settings.
    title : str
        What a picture of the page is called.
    offers : callable
        From the settings to the files; it makes none of them.
    """
    if _memory().taking is not None:
        _memory().gathered = gathering.end()  # this runs where the whole page does, at its end

    def watch() -> None:
        memory = _memory()
        asked, memory.taking = memory.taking, None
        gathered, memory.gathered = memory.gathered, None
        if asked and asked.name == page_file.OFFER.name and gathered is None:
            memory.taking = asked
            gathering.begin()
            session.run_whole_page()
        some = [*offers(session.stored(kind)), page_file.OFFER]
        made, refusal = _made(some, asked, title, gathered) if asked else (None, "")
        panel(
            some,
            title=named(title),
            nonce=asked.nonce if asked else 0.0,
            made=made,
            refusal=refusal,
            on_take=_remember,
        )

    session.fragment(watch)


def _made(
    offers: Sequence[Offer], asked: Taking, title: str, gathered: list[Mounted] | None
) -> tuple[Exported | None, str]:
    """The file that was asked for, or a sentence that says why there is none."""
    offer = next((offer for offer in offers if offer.name == asked.name), None)
    if offer is None:
        return None, "The page has changed since: what it offers now stands here."
    try:
        if offer is page_file.OFFER and gathered is not None:
            return page_file.made(gathered, title, asked.address), ""
        return offer.make(asked.epoch), ""
    except ValueError as error:
        return None, str(error)


def _memory() -> _Memory:
    return session.kept(part.KEY, _Memory)


def _remember() -> None:
    """Keep the wish for the run that follows."""
    _memory().taking = session.wishes(KEY, TakeAwayWishes).take
