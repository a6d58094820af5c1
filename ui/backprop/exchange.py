"""What the views of the Backprop page have in common: the numbers they send, and where a visitor looks."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from ui.backprop import worked_example
from ui.backprop.passage.block import network_header, passage_numbers
from ui.backprop.settings import BackpropSettings
from ui.frame import session


class Talk:
    """What is said between the browser and this visitor's page.

    Attributes
    ----------
    opened : int
        Links followed so far: the browser looks where a new one says.
    answered : float
        Number of the edit that was carried out last.
    refused : str
        Why the last edit was not, or "".
    """

    def __init__(self) -> None:
        self.opened = 0
        self.answered = 0.0
        self.refused = ""


def talk() -> Talk:
    """What is said between this visitor and the page."""
    return session.kept("backprop", Talk)


def greet() -> None:
    """Note that a link was followed, if one was: the browser then looks where it says."""
    if session.from_link():
        mine = talk()
        mine.opened += 1
        mine.refused = ""


def passages(settings: BackpropSettings) -> list[Mapping[str, Any]]:
    """Every number of these settings: of the batch, then of each pattern alone."""
    return _passages(settings.network_part())


@lru_cache(maxsize=64)
def _passages(part: BackpropSettings) -> list[Mapping[str, Any]]:
    """List every number once for all who look at it."""
    return [
        passage_numbers(one.passage, one.checks, one.updated, one.error_after)
        for one in worked_example.seen(part)
    ]


def header(settings: BackpropSettings, *names: str) -> dict[str, Any]:
    """What a view says of its network, of the link, and of where that looks.

    Parameters
    ----------
    settings : BackpropSettings
        Of the page.
    *names : str
        Settings that this view needs beside ``pattern``, ``numbers`` and ``rate``.

    Returns
    -------
    dict
        For the header of a block.
    """
    return {
        **network_header(worked_example.seen(settings)[0].passage),
        "opened": talk().opened,
        **{name: getattr(settings, name) for name in ("pattern", "numbers", "rate", *names)},
    }


def look(key: str, names: Collection[str]) -> None:
    """Take over where the visitor looks, for the link; what is no value of a setting is passed over.

    Parameters
    ----------
    key : str
        Of the part that sent the wish "look": values by the settings' names; None leaves a setting open.
    names : collection of str
        Settings that it may set.
    """
    wish = session.wish(key, "look")
    if not isinstance(wish, dict):
        return
    choices, given = BackpropSettings.choices(), {}
    for name in names:
        if name in wish:
            try:
                given[name] = choices[name].read("open" if wish[name] is None else str(wish[name]))
            except ValueError:
                continue
    session.change(BackpropSettings, **given)
