"""Edits: numbers that a visitor sets instead of drawn ones, by the name of the cell, short enough for a link.

``w1_2_1_0.98~b2_3_-0.5~x1_2_-0.7~t1_3`` sets four cells: the weight of layer 1 from input 1 to unit 2, the bias of
layer 2's unit 3, input 2 of pattern 1, and the class of pattern 1. A cell stands there once at most, in the order of
names.
"""

import re
from dataclasses import dataclass

from ui.backprop.written import number_in
from ui.settings.choices import Choice

LARGEST = 20.0
"""No weight, bias or input is further from 0."""

NO_EDITS = "none"
"""The text of no edits: a link with it takes back the edits of its scene."""

N_INDICES = {"w": 3, "b": 2, "x": 2, "t": 1}
"""Numbers that name a cell: a weight's layer, unit and input; a bias's layer and unit; an input's pattern and place."""

_CELL = re.compile(r"([wbxt])(\d(?:_\d){0,2})", re.ASCII)
_NAME = re.compile(r"[A-Za-z]{1,2}\d?(_\d){0,3}", re.ASCII)

Cell = tuple[str, tuple[int, ...]]
Edits = tuple[tuple[str, float], ...]


def cell_of(name: str) -> Cell:
    """Kind and indices, from 1, of a cell; ValueError, with the end of a sentence, if no cell has this name."""
    found = _CELL.fullmatch(name)
    kind, indices = (found[1], tuple(map(int, found[2].split("_")))) if found else ("", ())
    if not found or len(indices) != N_INDICES[kind] or 0 in indices:
        raise ValueError("names no cell; those of layer 1 are called w1_2_1, b1_2, x1_2, t1")
    return kind, indices


def number_of(kind: str, text: str) -> float:
    """The number in a text; ValueError, with the end of a sentence, if a cell of this kind cannot hold it."""
    value = number_in(text)
    if kind == "t" and not (value == int(value) and 1 <= value <= 9):
        raise ValueError("is not the number of a class")
    if abs(value) > LARGEST:
        raise ValueError(f"is not between −{LARGEST:g} and {LARGEST:g}")
    return value


def with_edit(edits: Edits, name: str, value: float) -> Edits:
    """These edits with one more; it replaces an edit of the same cell."""
    return tuple(sorted({**dict(edits), name: value}.items()))


@dataclass(frozen=True, kw_only=True)
class EditedCells(Choice):
    """A setting that holds edits; its text joins them with tildes, up to ``most`` of them."""

    most: int

    def read(self, text: str) -> Edits:
        """The edits in a text, each with a number that its cell can hold."""
        if text == NO_EDITS:
            return ()
        parts = text.split("~")
        if len(parts) > self.most:
            raise ValueError(f"has {len(parts)} cells; {self.most} are the most")
        edits: Edits = ()
        for part in parts:
            name, _, number = part.rpartition("_")
            try:
                edits = with_edit(edits, name, number_of(cell_of(name)[0], number))
            except ValueError as error:
                raise ValueError(f"has “{part[:20]}” in it, which {error}") from None
        return edits

    def write(self, value: Edits) -> str:
        """The text of edits, with each number as short as it can be without loss."""
        return "~".join(f"{name}_{_short(number)}" for name, number in value) or NO_EDITS


def _short(number: float) -> str:
    """Shortest text that reads back as the same number."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)


@dataclass(frozen=True, kw_only=True)
class CellName(Choice):
    """A setting that holds the name of a number on the page: letters, then indices joined by underscores."""

    def read(self, text: str) -> str:
        """A name of the right form; whether the network has such a number is not checked here."""
        if not _NAME.fullmatch(text):
            raise ValueError("names no number of this page")
        return text
