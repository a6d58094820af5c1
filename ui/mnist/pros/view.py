"""Pros and cons of a single layer: predict, then reveal, with evidence that is kept, or trained from other seeds."""

import numpy as np
import streamlit as st

from ui.digits.settings import ANSWERS, MnistSettings
from ui.frame import session
from ui.mnist.pros import evidence, kept, questions
from ui.mnist.pros.evidence import N_SHAPES, SINGLE, Evidence
from ui.mnist.pros.part import ProsWishes, pros
from ui.mnist.visits import visit_of
from ui.work.progress.work_on import work_on

KEY = "pros"

DIGIT = 7
"""The digit whose shapes are shown unless the link names another."""

MOST_SEED = 9_999
"""Seeds that a link can name end here."""


def page(settings: MnistSettings) -> None:
    """Four questions; of the page's settings their evidence depends on the seed of the weights alone."""
    visit_of().pause()
    session.fragment(_watch)


def _watch() -> None:
    """The questions, and the progress of the evidence."""
    settings, above = session.stored(MnistSettings), st.container()
    session.publish_change(settings)
    found = kept.evidence_from(settings.init_seed)
    note = kept.words() if found else _words(settings.init_seed)
    if found is None:
        found = work_on(evidence.job(settings.init_seed), key="pros_work", doing="Training the evidence")
    with above:
        _draw(settings, found or Evidence(), note)
    st.button("Train from two other starts", key="pros_again", on_click=_again, args=(settings,))


def _again(settings: MnistSettings) -> None:
    """Take the next two seeds."""
    following = evidence.seeds(settings.init_seed)[1] + 1
    session.change(MnistSettings, init_seed=following if following < MOST_SEED else 0)


def _words(first: int) -> str:
    """How evidence is made that is not kept."""
    one, other = evidence.seeds(first)
    return (
        f"Each network is trained here on the first {SINGLE.images:,} training images for {SINGLE.epochs} epochs, "
        f"from two starts, seeds {one} and {other}."
    )


def _draw(settings: MnistSettings, found: Evidence, note: str) -> None:
    """Mount the questions."""
    digit = DIGIT if settings.digit is None else settings.digit
    levels = np.zeros((N_SHAPES, 784), np.uint8)
    if len(found.shapes) > digit:
        levels = np.rint(255 * found.shapes[digit].means).astype(np.uint8)
    asked = questions.questions(found, digit)
    all_shown = set(settings.revealed) == set(ANSWERS) and all(question["ready"] for question in asked)
    header = {
        "headline": "Few parameters, one valley, readable; but one template for each digit"
        if all_shown
        else "Pros and cons of a single layer: predict, then reveal",
        "note": note,
        "revealed": list(settings.revealed),
        "questions": asked,
    }
    pros(header, questions.templates(found), levels, key=KEY, on_wish=_obey)


def _obey() -> None:
    """Keep the answers that the visitor has revealed, and the digit that they chose, so that the link says them."""
    wish = session.wishes(KEY, ProsWishes).wish
    if wish is None:
        return
    chosen = {} if wish.digit is None else {"digit": wish.digit}
    session.change(MnistSettings, revealed=tuple(name for name in ANSWERS if name in wish.revealed), **chosen)
