"""The hand-check: one student's sheet with its blanks, marks and hints, and the answers of a class to print.

The part's header has ``id`` (changes with the sheet), ``student``, ``blanks`` (names of the blank cells), ``typed`` and
``marks`` (``right`` and ``words``) by cell, ``answered`` (number of the wish that was marked last), ``tolerance``, and
``sheets``: for each student their number and the answers.

The part's wish is ``answer``: ``cells``, texts by the cells' names, and ``nonce``, its number.
"""

from ui.backprop.passage.part import passages_part

check = passages_part(__file__, "check")
"""Mount it, with ``on_answer``."""
