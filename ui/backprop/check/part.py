"""The hand-check: one student's sheet with its blanks, marks and hints, and the answers of a class to print.

Its header has ``id`` (another for another sheet), ``student``, ``blanks`` (names of the blank cells), ``typed`` and
``marks`` (``right`` and ``words``) by name, ``answered`` (number of the answer that was marked last), ``tolerance``,
and ``sheets``: students' numbers with their answers.

Its wish is ``answer``: ``cells``, texts by the cells' names, and ``nonce``.
"""

from ui.backprop.passage.part import passages_part

check = passages_part(__file__, "check")
"""Mount it, with ``on_answer``."""
