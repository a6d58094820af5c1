"""The microscope: the algorithm's five steps and the update, every number with where it comes from."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ui import session, worked_example
from ui.components.microscope import microscope, microscope_block, network_header, passage_numbers
from ui.settings import BackpropSettings

KEY = "microscope"


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


def page(settings: BackpropSettings) -> None:
    """The microscope."""
    talk = session.kept(KEY, Talk)
    if session.from_link():
        talk.opened += 1
        talk.refused = ""
    seen, taken = worked_example.seen(settings), worked_example.example(settings).updates
    too_far = (
        f"Update {taken + 1} was not taken: a weight would be larger than {worked_example.LARGEST_WEIGHT:,.0f}. "
        f"The learning rate of {settings.rate:g} is too large."
    )
    header = {
        **network_header(seen[0].passage),
        "opened": talk.opened,
        "answered": talk.answered,
        "refused": too_far if taken < settings.updates else talk.refused,
        "updates": taken,
        **{name: getattr(settings, name) for name in ("step", "pick", "pattern", "numbers", "rate")},
    }
    microscope(
        microscope_block(header, _passages(settings.network_part())),
        key=KEY,
        on_edit=_edit,
        on_look=_look,
        on_do=_do,
    )


@lru_cache(maxsize=64)
def _passages(part: BackpropSettings) -> list[Mapping[str, Any]]:
    """Every number of these settings, listed once for all who look at them."""
    return [
        passage_numbers(one.passage, one.checks, one.updated, one.error_after)
        for one in worked_example.seen(part)
    ]


def _edit() -> None:
    """Put the typed numbers in their places, or say why not."""
    wish = session.wish(KEY, "edit")
    if not isinstance(wish, dict) or not isinstance(wish.get("cells"), dict):
        return
    talk, nonce = session.kept(KEY, Talk), wish.get("nonce")
    edits, refusals = worked_example.edited(session.stored(BackpropSettings), wish["cells"])
    talk.answered = float(nonce) if isinstance(nonce, int | float) else 0.0
    talk.refused = " ".join(refusals)
    if len(refusals) < len(wish["cells"]):
        session.change(BackpropSettings, edits=edits, updates=0)


def _look() -> None:
    """Take over where the visitor looks, for the link."""
    wish = session.wish(KEY, "look")
    if not isinstance(wish, dict):
        return
    choices, given = BackpropSettings.choices(), {}
    for name in ("step", "pick", "pattern"):
        if wish.get(name) is not None:
            try:
                given[name] = choices[name].read(str(wish[name]))
            except ValueError:
                continue
    session.change(BackpropSettings, **{"pick": None, **given})


def _do() -> None:
    """Take one step of gradient descent, or go back to where the weights began."""
    wish, settings = session.wish(KEY, "do"), session.stored(BackpropSettings)
    if not isinstance(wish, dict):
        return
    most = BackpropSettings.choices()["updates"].high  # type: ignore[attr-defined]
    updates = min(settings.updates + 1, most) if wish.get("what") == "update" else 0
    session.change(BackpropSettings, updates=updates)
