"""Which two columns of a table are the coordinates, and which is the class: by their names, else by what they hold."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .names import (
    CLASS_NAMES,
    INDEX_NAMES,
    PAIRS,
    SPLIT_NAMES,
    SPLIT_WORDS,
    WEAK_CLASS_NAMES,
    normal,
)
from .numbers import INFINITE, brief, has_thousands, is_missing, may_have_thousands, value_of
from .rows import Rows

MOST_COLUMNS = 200

MOST_VALUES = 50
"""Different values that a column of classes may have."""

_NUMERIC_SHARE = 0.75
"""Share of a column's cells that are numbers where the others are mistakes; below it, the column is one of words."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Column:
    """A column with what it holds, looked at once.

    Parameters
    ----------
    number : int
        Its place in the table, from 0.
    cells : list of str
        As the table has them.
    values : ndarray of shape (n_rows,)
        NaN where a cell is no number.

    Attributes
    ----------
    known : list of str
        Cells that hold anything.
    is_numeric : bool
        Whether its cells are numbers, but for a few mistakes.
    different : list
        Different values in order of appearance, numbers by their value.
    is_whole : bool
        Whether all its numbers are whole.
    counts_rows : bool
        Whether it goes up by one from row to row, as an index does.
    """

    def __init__(self, number: int, cells: list[str], values: Floats) -> None:
        """Look at all cells."""
        self.number, self.cells, self.values = number, cells, values
        self.known = [cell for cell in cells if not is_missing(cell)]
        is_number = np.isfinite(values)
        numbers = values[is_number]
        odd = [cell for cell, known in zip(cells, is_number.tolist(), strict=True) if not known]
        n_numbers = len(numbers) + sum(map(has_thousands, odd))
        self.is_numeric = n_numbers >= max(1.0, _NUMERIC_SHARE * len(self.known))
        self.different: list[str | float] = list(
            dict.fromkeys(numbers.tolist() if self.is_numeric else self.known)
        )
        self.is_whole = bool((numbers == np.rint(numbers)).all())
        self.counts_rows = len(values) > 3 and bool((np.diff(values) == 1).all()) and values[0] in (0, 1)

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.known


@dataclass(frozen=True, eq=False)
class Found:
    """The columns that are used.

    Parameters
    ----------
    x, y : Column
        Coordinates.
    labels : list of str
        The class of each row as the table has it.
    label_name : str
        Heading of the class column; "" where it has none.
    by_fit : bool
        Whether the coordinates were chosen among more than two columns as those that part the classes best.
    one_hot : bool, default False
        Whether the class was read from a column for each class.
    """

    x: Column
    y: Column
    labels: list[str]
    label_name: str
    by_fit: bool
    one_hot: bool = False


MOST_ACROSS, LEAST_ACROSS = 4, 12
"""Rows and columns without names from which on a table is taken to have a column for each point."""


def found_columns(rows: Rows) -> Found:
    """The coordinates and the class among a table's columns.

    Parameters
    ----------
    rows : Rows
        At least one.

    Returns
    -------
    Found
        Coordinates that are all finite numbers, and a class for each row.

    Raises
    ------
    ValueError
        If there are no two columns of numbers or no class, or a cell in them is not what it should be.
    """
    if rows.width > MOST_COLUMNS:
        raise ValueError(
            f"The table has {rows.width:,} columns; {MOST_COLUMNS} are the most: "
            "keep the two coordinates and the class."
        )
    if rows.head is None and len(rows.cells) <= MOST_ACROSS and rows.width >= LEAST_ACROSS:
        raise ValueError(
            f"The table has {len(rows.cells)} rows and {rows.width} columns, as if written across: turn it "
            "(NumPy: table.T), so that each row is a point."
        )
    columns = [_column(rows, number) for number in range(rows.width)]
    names = [normal(name) for name in rows.head] if rows.head else [""] * len(columns)
    usable = [one for one in columns if not one.is_empty and not _is_split(one, names)]
    hot = _one_hot(usable, rows, names)
    if hot:
        others = [one for one in usable if one not in hot]
        x, y, by_fit = _coordinates(others, rows, names, _labels_of_hot(hot, rows))
        _check(rows, (x, y))
        return Found(x, y, _labels_of_hot(hot, rows), "", by_fit, one_hot=True)
    label = _class_column(usable, rows, names)
    others = [one for one in usable if one is not label]
    x, y, by_fit = _coordinates(others, rows, names, label.cells)
    _check(rows, (x, y))
    for row, cell in enumerate(label.cells):
        if is_missing(cell):
            raise ValueError(_missing(rows, row, rows.name(label.number), sum(map(is_missing, label.cells))))
    return Found(x, y, label.cells, rows.head[label.number] if rows.head else "", by_fit)


def _column(rows: Rows, number: int) -> Column:
    cells = rows.column(number)
    return Column(number, cells, np.array([value_of(cell) for cell in cells]))


def _is_split(column: Column, names: list[str]) -> bool:
    """Whether a column says what a row is used for: training or test."""
    if names[column.number] in SPLIT_NAMES and len(column.different) < max(10, len(column.cells) // 4):
        return True
    words = {str(one).lower() for one in column.different}
    return bool(words) and words <= SPLIT_WORDS


def _one_hot(columns: list[Column], rows: Rows, names: list[str]) -> list[Column]:
    """Neighbouring columns of zeros and a single one in each row; none where another column is the class by name."""
    if any(names[one.number] in CLASS_NAMES for one in columns):
        return []
    binary = [one for one in columns if one.is_numeric and bool(np.isin(one.values, (0.0, 1.0)).all())]
    words = [one for one in columns if set(map(str.lower, map(str, one.different))) <= {"true", "false"}]
    if len(words) >= 2 and not binary:
        binary = [
            Column(one.number, one.cells, np.array([float(cell.lower() == "true") for cell in one.cells]))
            for one in words
        ]
    if len(binary) < 2 or not (np.sum([one.values for one in binary], axis=0) == 1).all():
        return []
    numbers = {one.number for one in binary}
    rest = [one for one in columns if one.number not in numbers and one.is_numeric]
    return [one for one in columns if one.number in numbers] if len(rest) >= 2 else []


def _labels_of_hot(hot: list[Column], rows: Rows) -> list[str]:
    """The name of the column that holds a row's one, without what all these names begin with."""
    titles = [rows.head[one.number] if rows.head else "" for one in hot]
    if all(titles) and len(set(titles)) == len(titles):
        shared = 0
        while all(len(title) > shared + 1 and title[shared] == titles[0][shared] for title in titles):
            shared += 1
        cut = max((titles[0].rfind(sign, 0, shared) for sign in "_-=. :"), default=-1) + 1
        titles = [title[cut:] for title in titles]
    else:
        titles = [str(place) for place in range(1, len(hot) + 1)]
    ones = [[cell.lower() in ("true",) or value_of(cell) == 1 for cell in one.cells] for one in hot]
    return [titles[int(np.argmax([one[row] for one in ones]))] for row in range(len(ones[0]))]


def _class_column(columns: list[Column], rows: Rows, names: list[str]) -> Column:
    """The class by its name, else the last, else the first column of few values."""
    for name in CLASS_NAMES:
        for column in columns:
            if names[column.number] == name:
                return _checked_class(column, rows)
    numeric = [one for one in columns if one.is_numeric]
    for name in WEAK_CLASS_NAMES:
        if name == "y" and "x" in names:
            continue  # a coordinate
        for column in columns:
            if names[column.number] == name and _may_be_class(column, [""] * len(names), len(numeric)):
                return column
    few = [one for one in columns if _may_be_class(one, names, len(numeric))]
    words = [one for one in few if not one.is_numeric]
    for chosen in (words, [one for one in few if one.is_whole], few):
        if chosen:
            fewest = min(len(one.different) for one in chosen)
            if chosen is words and len(words) > 1:
                return next(one for one in reversed(words) if len(one.different) == fewest)
            ends = [one for one in (columns[-1], columns[0]) if one in chosen]
            return (ends or chosen)[0]
    raise ValueError(_no_class(columns, rows))


def _may_be_class(column: Column, names: list[str], n_numeric: int) -> bool:
    n_others = n_numeric - column.is_numeric
    if (
        n_others < 2
        or (names[column.number] in INDEX_NAMES and names[column.number] != "")
        or column.counts_rows
    ):
        return False
    if any(names[column.number] in pair for pair in PAIRS[:1]):
        return False
    count = len(column.different)
    if not column.is_numeric:
        return 1 <= count <= max(3, min(MOST_VALUES, len(column.cells) // 2))
    most = 20 if column.is_whole else 3
    return 1 <= count <= max(3, min(most, len(column.cells) // 3))


def _checked_class(column: Column, rows: Rows) -> Column:
    """A class column by name; it may still be a quantity."""
    count = len(column.different)
    if count > MOST_VALUES or (count > 10 and column.is_numeric and not column.is_whole):
        raise ValueError(
            f"{_upper(rows.name(column.number))} has {count:,} different values, too many for a class: "
            "give each row one of two or three."
        )
    return column


def _no_class(columns: list[Column], rows: Rows) -> str:
    numeric = [one for one in columns if one.is_numeric]
    if len(numeric) < 2:
        bad = [one for one in columns if not one.is_numeric]
        seen = f" (in {rows.name(bad[0].number)} stands “{brief(bad[0].known[0])}”)" if bad else ""
        return f"The table has {_columns(len(numeric))} of numbers; x1 and x2 need two{seen}."
    if len(columns) == 2:
        return (
            "The table has two columns of numbers and no class: "
            "add a third column that says each point's class, as 1 or 2."
        )
    return (
        f"None of the {len(columns)} columns is a class: each has too many different values; "
        "add a column “class” with two or three."
    )


def _columns(count: int) -> str:
    return ("no column", "one column")[count] if count < 2 else f"{count} columns"


def _coordinates(
    columns: list[Column], rows: Rows, names: list[str], labels: list[str]
) -> tuple[Column, Column, bool]:
    """The two columns of a known pair of names; else the only two of numbers; else those that part the classes best."""
    by_name = {names[one.number]: one for one in reversed(columns) if names[one.number]}
    for first, second in PAIRS:
        if first in by_name and second in by_name:
            return by_name[first], by_name[second], False
    numeric = [one for one in columns if one.is_numeric]
    for is_extra in (_named_index(names), lambda one: one.counts_rows, lambda one: len(one.different) == 1):
        kept = [one for one in numeric if not is_extra(one)]
        if len(numeric) > 2 and len(kept) >= 2:
            numeric = kept
    if len(numeric) < 2:
        bad = next((one for one in columns if not one.is_numeric), None)
        seen = f": {rows.name(bad.number)} has “{brief(bad.known[0])}”" if bad else ""
        raise ValueError(
            f"The table has {_columns(len(numeric))} of numbers beside the class; x1 and x2 need two{seen}."
        )
    if len(numeric) == 2:
        return numeric[0], numeric[1], False
    ranked = sorted(numeric, key=lambda one: -_parting(one.values, labels))
    x, y = sorted(ranked[:2], key=lambda one: one.number)
    return x, y, True


def _named_index(names: list[str]) -> Callable[[Column], bool]:
    return lambda one: (
        names[one.number] in INDEX_NAMES
        and (
            names[one.number] != "" or (one.is_whole and len(one.different) == len(one.cells) and any(names))
        )
    )


def _parting(values: Floats, labels: list[str]) -> float:
    """Fisher's ratio: variance between the classes by variance within them."""
    values = np.nan_to_num(values, nan=float(np.nanmean(values)))
    scale = np.abs(values).max()
    values = values / scale if scale > 0 else values
    kinds = np.unique(np.array(labels), return_inverse=True)[1]
    counts = np.bincount(kinds)
    means = np.bincount(kinds, values) / counts
    between = float(counts @ (means - values.mean()) ** 2)
    within = float(((values - means[kinds]) ** 2).sum())
    return between / within if within > 0 else np.inf if between > 0 else 0.0


def _check(rows: Rows, columns: tuple[Column, Column]) -> None:
    """Refuse cells of the coordinates that are no numbers, or could be two."""
    for column in columns:
        name = rows.name(column.number)
        for row in np.flatnonzero(~np.isfinite(column.values)).tolist():
            cell = column.cells[row]
            if is_missing(cell):
                lacking = sum(map(is_missing, column.cells))
                raise ValueError(_missing(rows, row, name, lacking))
            if has_thousands(cell):
                raise ValueError(
                    f"{rows.place(row)}: {name} is “{brief(cell)}”, with a mark between thousands: "
                    "write the numbers without."
                )
            if cell.lower() in INFINITE or _is_too_large(cell):
                raise ValueError(
                    f"{rows.place(row)}: {name} is “{brief(cell)}”, which is not finite: leave the row out."
                )
            raise ValueError(
                f"{rows.place(row)}: {name} is “{brief(cell)}”, not a number: write digits alone."
            )
    _refuse_two_meanings(rows, columns)


def _is_too_large(cell: str) -> bool:
    return "e" in cell.lower() and cell[:1].isdigit() and cell[-1:].isdigit()


def _refuse_two_meanings(rows: Rows, columns: tuple[Column, Column]) -> None:
    """Numbers that all look like 1,234 may be 1.234 or 1234; a semicolon between cells tells, tabs do not."""
    if rows.commas_are_decimal:
        return
    with_comma = [(row, cell) for one in columns for row, cell in enumerate(one.cells) if "," in cell]
    if with_comma and all(may_have_thousands(cell) for _, cell in with_comma):
        row, cell = with_comma[0]
        raise ValueError(
            f"{rows.place(row)}: “{brief(cell)}” may be {cell.replace(',', '.')} or {cell.replace(',', '')}: "
            "write decimal points, and no mark between thousands."
        )


def _missing(rows: Rows, row: int, name: str, count: int) -> str:
    others = "" if count == 1 else f", as in {count} rows of {len(rows.cells):,}"
    return f"{rows.place(row)}: {name} is missing{others}: fill it in or leave the row out."


def _upper(name: str) -> str:
    return f"“{name}”" if not name.startswith("column ") else name.capitalize()
