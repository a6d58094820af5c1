"""The hand-check: one student's sheet with its blanks, marks and hints, and the answers of a class to print.

The part's header has ``id`` (changes with the sheet), ``student``, ``blanks`` (names of the blank cells), ``typed`` and
``marks`` (``right`` and ``words``) by cell, ``answered`` (number of the wish that was marked last), ``tolerance``, and
``sheets``: for each student their number and the answers.
"""

from dataclasses import dataclass

from ui.backprop.passage.part import Typed, passages_part
from ui.frame.wishes import Wishes


@dataclass(frozen=True, kw_only=True)
class CheckWishes(Wishes):
    """Answers to be marked."""

    answer: Typed | None = None


check = passages_part(__file__, "check", CheckWishes)
"""Mount it, with ``on_answer``."""
