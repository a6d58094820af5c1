"""Numbers as people write them in tables: with a decimal point or comma; thousands are told, and not guessed."""

import math
import re

NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)

THOUSANDS = re.compile(r"[+-]?\d{1,3}([,.' \u2019]\d{3})+([.,]\d+)?", re.ASCII)
"""Digits in groups of three; with one comma or point alone it may be a decimal number."""

MISSING = frozenset(
    [
        "",
        "na",
        "n/a",
        "#n/a",
        "#na",
        "nan",
        "-nan",
        "+nan",
        "null",
        "none",
        "nil",
        "?",
        "-",
        "--",
        ".",
        "..",
        "…",
        "missing",
        "k.a.",
    ]
)
"""What stands in a table for a value that nobody knows, in small letters."""

INFINITE = frozenset(["inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "∞", "-∞"])

MOST_DIGITS = 400
"""A longer row of digits is no number."""

_ALIKE = str.maketrans({
    "\u2212": "-", "\ufe63": "-", "\uff0d": "-", "\u2010": "-", "\u2011": "-",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\u200a": " ",
    "\ufeff": None, "\u200b": None, "\u200e": None, "\u200f": None, "\u2060": None,
})  # fmt: skip


def plain(text: str) -> str:
    """The same text with the keyboard's minus, plain blanks, and without signs of no width."""
    return text.translate(_ALIKE)


def value_of(cell: str) -> float:
    """The number of a cell, NaN where it holds none or an infinite one; a comma is a decimal one."""
    if len(cell) > MOST_DIGITS or NUMBER.fullmatch(cell) is None:
        return math.nan
    value = float(cell.replace(",", "."))
    return value if math.isfinite(value) else math.nan


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.lower() in MISSING


def has_thousands(cell: str) -> bool:
    """Whether a cell is a number with marks between its thousands, and can be nothing else."""
    return THOUSANDS.fullmatch(cell) is not None and NUMBER.fullmatch(cell) is None


def may_have_thousands(cell: str) -> bool:
    """Whether a number with a comma, as 1,234, could be one with thousands too: then nobody can tell."""
    digits = cell.lstrip("+-")
    return "," in cell and THOUSANDS.fullmatch(cell) is not None and not digits.startswith("0")


def brief(cell: str) -> str:
    """A cell cut to 20 characters, for a sentence."""
    return cell if len(cell) <= 20 else cell[:19] + "…"
