"""Points of any table that a visitor brings, and one line about what was done to read it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..points import Array, Labels, Points
from .blocks import rows_of_blocks, rows_of_yaml
from .classes import classes_of
from .columns import Found, found_columns
from .decoding import decoded
from .dialect import rows_of
from .numbers import plain, value_of
from .rows import Rows
from .structured import is_structured, rows_of_list
from .web_page import is_web_page, rows_of_page

MOST_BYTES = 1_000_000
"""The largest table that is read."""

MOST_POINTS = 5_000
"""Points of a larger table are drawn from it by lot."""

MOST_LETTERS = 30
"""Letters of a column's name that are kept."""

SAMPLE_SEED = 0

_SQUEEZED = 0.2
"""An axis is squeezed where all but a hundredth of the points lie in less than this share of it."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table that was read.

    Parameters
    ----------
    points : Points
        In the table's own units, in its order.
    classes : tuple of str
        Names of the two or three classes.
    axes : tuple of str
        Headings of the two coordinates, x1 and x2 where the table has none.
    words : str
        What was done, in one line without a full stop.
    all_classes : tuple of str
        Every class that the table has; more than three give a choice.
    warning : str, default ""
        A sentence about points that squeeze all others; "" where there are none.
    """

    points: Points
    classes: tuple[str, ...]
    axes: tuple[str, str]
    words: str
    all_classes: tuple[str, ...]
    warning: str = ""


def read_table(table: str | bytes, wanted: Sequence[str] = ()) -> Table:
    """Points of a table of any kind.

    Parameters
    ----------
    table : str or bytes
        Text, or a whole file: cells parted by commas, semicolons, tabs, bars or blanks, Markdown, ARFF, JSON, lists as
        Python, NumPy and MATLAB write them; YAML, HTML, gnuplot's blocks; UTF-8, UTF-16, Windows' and Latin letters.
    wanted : sequence of str, default ()
        Classes to use where there are more than three; the three largest where these are none.

    Returns
    -------
    Table
        Its numbers are those of the table. At most 5,000 points, drawn by a seeded lot.

    Raises
    ------
    ValueError
        A sentence that says what is wrong, where, and what helps.
    """
    size = len(table if isinstance(table, bytes) else table.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise ValueError(
            f"The table has {size / 1e6:.1f} MB; {MOST_BYTES / 1e6:g} MB are the most: "
            "keep some of its rows, or fewer columns."
        )
    text, encoding = decoded(table) if isinstance(table, bytes) else (table, "")
    text = plain(text)
    if not text.strip():
        raise ValueError("The table is empty: each line needs two numbers and a class.")
    rows = _rows_of(text)
    return _table_of(rows, found_columns(rows), wanted, encoding)


def _rows_of(text: str) -> Rows:
    """Rows of cells, by what kind of table the text is."""
    if is_web_page(text):
        return rows_of_page(text)
    if is_structured(text):
        return rows_of_list(text)
    return rows_of_yaml(text) or rows_of_blocks(text) or rows_of(text)


def _table_of(rows: Rows, found: Found, wanted: Sequence[str], encoding: str) -> Table:
    classes = classes_of(found.labels, wanted)
    inputs = np.column_stack([found.x.values, found.y.values])
    kept = np.flatnonzero(classes.labels >= 0)
    drawn = _drawn(classes.labels[kept])
    rows_used = kept[drawn]
    points = Points(inputs[rows_used], classes.labels[rows_used])
    x, y = (_heading(rows, one.number, f"x{place}") for place, one in enumerate((found.x, found.y), start=1))
    said = [
        _read_words(len(rows.cells), len(kept), len(points), classes.all_names, classes.names),
        _column_words(rows, found, (x, y)),
        _class_words(found, classes.names),
        *rows.remarks,
    ]
    if any("," in cell for one in (found.x, found.y) for cell in one.cells):
        said.append("commas are decimal commas")
    if encoding:
        said.append(f"letters of {encoding}")
    with np.errstate(over="ignore", invalid="ignore"):
        squeezing = _squeezing(rows, inputs, rows_used, (x, y))
    return Table(
        points, classes.names, (x, y), "; ".join(one for one in said if one), classes.all_names, squeezing
    )


def _heading(rows: Rows, number: int, otherwise: str) -> str:
    name = (rows.head[number] if rows.head else "").strip()
    if not name or name.isdigit():
        return otherwise
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"


def _drawn(labels: Labels) -> Labels:
    """Rows of a sample of the most points that are read, each class by its share but with a few at least; in order."""
    if len(labels) <= MOST_POINTS:
        return np.arange(len(labels))
    rng = np.random.default_rng(SAMPLE_SEED)
    kinds, counts = np.unique(labels, return_counts=True)
    shares = np.maximum(np.floor(MOST_POINTS * counts / counts.sum()), np.minimum(counts, 20)).astype(int)
    shares[counts.argmax()] += MOST_POINTS - shares.sum()
    return np.sort(
        np.concatenate(
            [
                rng.choice(np.flatnonzero(labels == kind), share, replace=False)
                for kind, share in zip(kinds.tolist(), shares.tolist(), strict=True)
            ]
        )
    )


def _read_words(n_rows: int, n_kept: int, n_points: int, found: Sequence[str], used: Sequence[str]) -> str:
    words = f"{n_points:,} points" if n_points == n_rows else f"{n_points:,} points of {n_rows:,} rows"
    if n_kept < n_rows:
        words += f", those of {len(used)} of {len(found)} classes"
    if n_points < n_kept:
        words += f", drawn by lot (seed {SAMPLE_SEED}), as {MOST_POINTS:,} are the most"
    return words


def _column_words(rows: Rows, found: Found, axes: tuple[str, str]) -> str:
    if rows.width == 3 and not rows.head:
        return ""
    names = [
        axis if rows.head else f"column {one.number + 1}"
        for axis, one in zip(axes, (found.x, found.y), strict=True)
    ]
    words = f"2 of {rows.width} columns used: {names[0]}, {names[1]}"
    return words + (" (they part the classes best)" if found.by_fit else "")


def _class_words(found: Found, names: tuple[str, ...]) -> str:
    words = f"classes {', '.join(names)}"
    if all(value_of(name) == value_of(name) for name in names) and names != ("1", "2", "3")[: len(names)]:
        words = ", ".join(f"class {place} is “{name}”" for place, name in enumerate(names, start=1))
    return words + (" (from a column for each)" if found.one_hot else "")


def _squeezing(rows: Rows, inputs: Array, used: Labels, axes: tuple[str, str]) -> str:
    """A sentence about the few points that leave the others a small part of an axis."""
    n_far = max(1, len(used) // 100)
    if len(used) < 8:
        return ""
    for number, axis in enumerate(axes):
        values = inputs[used, number]
        order = np.argsort(np.abs(values / 2 - np.median(values) / 2))
        core, far = values[order[:-n_far]], order[-n_far:]
        whole, part = values.max() / 2 - values.min() / 2, core.max() / 2 - core.min() / 2
        if not 0 < part < _SQUEEZED * whole:
            continue
        beyond = sorted(int(used[i]) for i in far if not core.min() - part <= values[i] <= core.max() + part)
        first = inputs[beyond[0]]
        one = f"{rows.place(beyond[0])} ({first[0]:g}, {first[1]:g})"
        who = f"{one} lies" if len(beyond) == 1 else f"{len(beyond)} points, such as {one.lower()}, lie"
        return f"{who} so far off that all others share {100 * part / whole:.2g} % of the axis {axis}."
    return ""
