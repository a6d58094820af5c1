"""The exchange between the Backprop page's views and the browser: numbers go out, the visitor's choices come in."""

from collections.abc import Collection, Mapping
from typing import Any

from ui.backprop import worked_example
from ui.backprop.passage.block import network_header, passage_numbers
from ui.backprop.passage.part import LookWishes
from ui.backprop.settings import BackpropSettings
from ui.frame import session
from ui.work.keeper import light


class Talk:
    """State of the exchange with one visitor's browser.

    Attributes
    ----------
    opened : int
        Number of links followed so far: after each the browser looks where the link says.
    answered : float
        Number of the edit that was carried out last.
    done : float
        Number of the order that was carried out last.
    refused : str
        Why the last edit was refused, or "".
    """

    def __init__(self) -> None:
        self.opened = 0
        self.answered = 0.0
        self.done = 0.0
        self.refused = ""


def talk() -> Talk:
    """The state of the exchange with the present visitor's browser."""
    return session.kept("backprop", Talk)


def greet() -> None:
    """Count a link, if this rerun follows one, so that the browser looks where the link says."""
    if session.from_link():
        mine = talk()
        mine.opened += 1
        mine.refused = ""


def passages(settings: BackpropSettings) -> list[Mapping[str, Any]]:
    """Every number of the passes that the settings describe: first of the batch, then of each pattern alone."""
    return _passages(settings.network_part())


@light("numbers of passes", share=0.03)
def _passages(part: BackpropSettings) -> list[Mapping[str, Any]]:
    """The numbers for settings of ``network_part``; kept, so that visitors share them."""
    return [
        passage_numbers(one.passage, one.checks, one.updated, one.error_after)
        for one in worked_example.seen(part)
    ]


def header(settings: BackpropSettings, *names: str) -> dict[str, Any]:
    """Fields of a view's header: its network and what of it stays as drawn, the count of links, where the link looks.

    Parameters
    ----------
    settings : BackpropSettings
        The page's settings.
    *names : str
        Settings that this view needs beside ``pattern``, ``numbers`` and ``rate``.

    Returns
    -------
    dict
        For the header of a block.
    """
    return {
        **network_header(worked_example.seen(settings)[0].passage),
        "stays": [list(both) for both in settings.stays],
        "opened": talk().opened,
        **{name: getattr(settings, name) for name in ("pattern", "numbers", "rate", *names)},
    }


def look(key: str, kind: type[LookWishes], names: Collection[str]) -> None:
    """Keep where the visitor looks, so that the link says it; values that a setting cannot have are ignored.

    Parameters
    ----------
    key : str
        Key of the part that sent the wish "look": values by the settings' names; None leaves a setting open.
    kind : type of LookWishes
        The part's wishes.
    names : collection of str
        Settings that the wish may set.
    """
    session.change_as_written(BackpropSettings, session.wishes(key, kind).look or {}, names)
