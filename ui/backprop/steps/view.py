"""The microscope: the algorithm's five steps and the update; every number says how it is computed."""

from ui.backprop import exchange, worked_example
from ui.backprop.settings import BackpropSettings
from ui.backprop.steps.part import StepsWishes, steps
from ui.frame import session

KEY = "steps"

MOST_UPDATES = BackpropSettings.choices()["updates"].high  # type: ignore[attr-defined]


def page(settings: BackpropSettings) -> None:
    """The microscope."""
    talk = exchange.talk()
    taken = worked_example.example(settings).updates
    too_far = (
        f"Update {taken + 1} was not taken: at the learning rate of {settings.rate:g} a weight would become larger "
        f"than {worked_example.LARGEST_WEIGHT:,.0f}."
    )
    header = {
        **exchange.header(settings, "step", "pick"),
        "answered": talk.answered,
        "done": talk.done,
        "refused": too_far if taken < settings.updates else talk.refused,
        "updates": taken,
        "most": MOST_UPDATES,
    }
    steps(
        header,
        exchange.passages(settings),
        key=KEY,
        on_edit=_edit,
        on_look=_look,
        on_do=_do,
    )


def _edit() -> None:
    """Put the numbers that the visitor typed in their places, or keep the reason why they are refused."""
    typed, talk = session.wishes(KEY, StepsWishes).edit, exchange.talk()
    if typed is None:
        return
    edits, refusals = worked_example.edited(session.stored(BackpropSettings), typed.cells)
    talk.answered = typed.nonce
    talk.refused = " ".join(refusals)
    if len(refusals) < len(typed.cells):
        session.change(BackpropSettings, edits=edits, updates=0)


def _look() -> None:
    """Keep where the visitor looks, so that the link says it."""
    exchange.look(KEY, StepsWishes, ("step", "pick", "pattern"))


def _do() -> None:
    """Take one step of gradient descent, or go back to the initial weights."""
    order, settings, talk = (
        session.wishes(KEY, StepsWishes).do,
        session.stored(BackpropSettings),
        exchange.talk(),
    )
    if order is None or order.nonce <= talk.done:  # the browser asks again until it is told
        return
    talk.done = order.nonce
    updates = min(settings.updates + 1, MOST_UPDATES) if order.what == "update" else 0
    session.change(BackpropSettings, updates=updates)
