"""The hand-check: one student's sheet, marked as it is filled in; the answers of a class for the lecturer."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.questions import microscope
from ui.backprop.check import sheets
from ui.backprop.check.part import CheckWishes, check
from ui.backprop.passage.block import network_header, passage_numbers
from ui.backprop.settings import BackpropSettings
from ui.frame import session

KEY = "check"

MOST_SHEETS = 40
"""Sheets whose answers are remembered for one visitor."""


class Desk:
    """One visitor's answers, sheet by sheet.

    Attributes
    ----------
    typed : dict
        Texts by the cells' names, for each sheet.
    answered : float
        Number of the wish that was marked last.
    """

    def __init__(self) -> None:
        self.typed: dict[BackpropSettings, dict[str, str]] = {}
        self.answered = 0.0

    def on(self, sheet: BackpropSettings) -> dict[str, str]:
        """The texts typed on one sheet, by cell; a new sheet drops the oldest if there are too many."""
        while sheet not in self.typed and len(self.typed) >= MOST_SHEETS:
            del self.typed[next(iter(self.typed))]
        return self.typed.setdefault(sheet, {})


def page(settings: BackpropSettings) -> None:
    """The sheet, and below it the answers if the settings ask for them."""
    sheet, desk = sheets.sheet(settings), session.kept(KEY, Desk)
    typed = desk.on(_sheet_part(settings))
    passage = sheet.passage
    after = microscope.look(
        passage.architecture, passage.updated(settings.rate), passage.inputs, passage.targets
    )
    header = {
        **network_header(passage),
        "id": repr(_sheet_part(settings)),
        "blanks": list(sheet.blanks),
        "typed": typed,
        "marks": _marks(typed, sheet, settings.tolerance),
        "answered": desk.answered,
        "sheets": [
            [student, list(cells.items())]
            for student, cells in (sheets.answers(settings) if settings.answers else [])
        ],
        **{name: getattr(settings, name) for name in ("student", "tolerance", "numbers", "rate")},
    }
    numbers = passage_numbers(passage, {}, passage.updated(settings.rate), after.error)
    check(header, [numbers], key=KEY, on_answer=_answer)


def _marks(typed: Mapping[str, str], sheet: sheets.Sheet, tolerance: float) -> dict[str, Any]:
    """The mark of each answer, by cell."""
    return {
        name: asdict(sheets.mark(text, name, sheet.passage, tolerance))
        for name, text in typed.items()
        if text.strip() and name in sheet.blanks
    }


def _sheet_part(settings: BackpropSettings) -> BackpropSettings:
    """The settings that make a sheet: where they are equal, the sheet is the same."""
    own = sheets.own_numbers(settings)
    names = {"student": own.student, "blanks": own.blanks, "cells": own.cells, "pattern": own.pattern}
    return own.network_part().changed(**names)


def _answer() -> None:
    """Keep the answers that the student typed; the rerun that follows marks them."""
    typed = session.wishes(KEY, CheckWishes).answer
    if typed is None:
        return
    desk, settings = session.kept(KEY, Desk), session.stored(BackpropSettings)
    blanks = sheets.sheet(settings).blanks
    answers = {name: text[:40] for name, text in typed.cells.items() if name in blanks}
    desk.on(_sheet_part(settings)).update(answers)
    desk.answered = typed.nonce
    session.touch()
