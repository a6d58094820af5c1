"""The hand-check: one student's sheet with its blanks, marks and hints, and the answers of a class to print."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.browser.blocks import pack
from ui.browser.browser_part import browser_part

_mount = browser_part(__file__, "check")


def check_block(header: Mapping[str, Any], passage: Mapping[str, Any]) -> bytes:
    """Pack a sheet.

    Parameters
    ----------
    header : mapping
        ``network_header`` and: ``id`` (another for another sheet), ``student``, ``blanks`` (names of the blank
        cells), ``typed`` and ``marks`` (``right`` and ``words``) by name, ``answered`` (number of the answer that was
        marked last), ``tolerance``, ``numbers``, ``rate``, and ``sheets``: students' numbers with their answers.
    passage : mapping
        From ``passage_numbers``.

    Returns
    -------
    bytes
        See ``blocks.pack``; all numbers are in the header.
    """
    return pack({**header, "passage": dict(passage)}, {})


def check(block: bytes, *, key: str, on_answer: Callable[[], None]) -> Any:
    """Mount the sheet.

    Parameters
    ----------
    block : bytes
        From ``check_block``.
    key : str
        The same at every rerun, so that it is updated in place.
    on_answer : callable
        Called when answers were typed: ``cells``, texts by the cells' names, and ``nonce``.

    Returns
    -------
    object
        With ``answer``: what was typed in this rerun, or None.
    """
    return _mount(key=key, data=block, on_answer_change=on_answer)
