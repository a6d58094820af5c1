"""Points as text: a table that any program reads (CSV), and four characters a point for a link.

A visitor's own points lie in the square from −5 to 5, on a grid of 0.005, which is finer than a screen shows. Place
and class of a point are one number below 2²⁴, which four characters of base64url hold. So a link says exactly what
was drawn.
"""

import base64
import binascii
import re
from dataclasses import dataclass

import numpy as np

from .points import N_CLASSES, Array, Points

SIDE = 5.0
"""Half the side of the square in which own points lie."""

PER_UNIT = 200
"""Steps of the grid in a unit of the axes."""

MOST_POINTS = 5_000
MOST_BYTES = 1_000_000
"""The largest table that is read."""

FILLED = 4.5
"""Half the side of the square that a table from elsewhere is scaled to fill."""

_N_PLACES = round(2 * SIDE * PER_UNIT) + 1
_CHARACTERS = re.compile(r"[A-Za-z0-9_-]*")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def to_text(points: Points) -> str:
    """Four characters of base64url for each point, in the points' order.

    Parameters
    ----------
    points : Points
        Within the square; places are rounded to the grid.

    Returns
    -------
    str
        What ``from_text`` reads back. The number behind a point's characters, the first one the highest, is
        ``(class · 2001 + column) · 2001 + row``, each from 0; columns and rows count the steps from −5.

    Raises
    ------
    ValueError
        If a point lies outside the square, or there are too many.
    """
    if len(points) > MOST_POINTS:
        raise ValueError(f"{len(points)} points are too many: {MOST_POINTS} are the most")
    if np.abs(points.inputs).max(initial=0.0) > SIDE:
        raise ValueError(f"point {int(np.abs(points.inputs).max(axis=1).argmax())} lies beyond {SIDE:g}")
    steps = np.rint((points.inputs + SIDE) * PER_UNIT).astype(np.int64)
    numbers = (points.labels * _N_PLACES + steps[:, 0]) * _N_PLACES + steps[:, 1]
    raw = (numbers[:, np.newaxis] >> np.array([16, 8, 0]) & 255).astype(np.uint8)
    return base64.urlsafe_b64encode(raw.tobytes()).decode("ascii")


def from_text(text: str) -> Points:
    """Points that ``to_text`` wrote.

    Parameters
    ----------
    text : str
        The text of a link, which may be anything.

    Returns
    -------
    Points
        Possibly none.

    Raises
    ------
    ValueError
        If the text is not one of points. The message ends a sentence that the caller begins: "is not …".
    """
    if len(text) % 4 or not _CHARACTERS.fullmatch(text):
        raise ValueError("is not four letters, digits, “-” or “_” for each point")
    if len(text) > 4 * MOST_POINTS:
        raise ValueError(f"has {len(text) // 4} points; {MOST_POINTS} are the most")
    try:
        raw = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):  # pragma: no cover - the characters were looked at before
        raise ValueError("is not base64url") from None
    numbers = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 3).astype(np.int64) @ [65536, 256, 1]
    rest, rows = np.divmod(numbers, _N_PLACES)
    labels, columns = np.divmod(rest, _N_PLACES)
    if (labels >= N_CLASSES).any():
        raise ValueError(f"has a point of no class among the {N_CLASSES}")
    return Points(on_grid(np.column_stack([columns, rows]) / PER_UNIT - SIDE), labels)


def on_grid(inputs: Array) -> Array:
    """The nearest places of the grid; one place is always the same float."""
    return np.asarray(np.clip(np.rint(inputs * PER_UNIT) / PER_UNIT, -SIDE, SIDE) + 0.0)


def to_csv(points: Points) -> str:
    """Write a table of three columns, x1, x2 and class, with a line that names them.

    Parameters
    ----------
    points : Points
        Any; numbers are written so that they read back as the same floats, classes from 1 on.

    Returns
    -------
    str
        Lines end in a line feed.
    """
    lines = [
        f"{x1!r},{x2!r},{label + 1}"
        for (x1, x2), label in zip(points.inputs.tolist(), points.labels.tolist(), strict=True)
    ]
    return "\n".join(["x1,x2,class", *lines, ""])


def from_csv(table: str | bytes) -> Points:
    """Points of a table: x1, x2 and class on each line.

    Commas, semicolons, tabs or blanks part the cells. Where commas do not part them, a number may have a decimal
    comma. Its minus may be that of print or of the keyboard. A first line of names, empty lines, and lines that begin
    with # are left out.

    Parameters
    ----------
    table : str or bytes
        Text, or a file's bytes in UTF-8.

    Returns
    -------
    Points
        At least one, wherever they lie.

    Raises
    ------
    ValueError
        If a line says anything else; the message begins with the line's number.
    """
    size = len(table if isinstance(table, bytes) else table.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise ValueError(f"Line 1: the table has {size / 1e6:.1f} MB; 1 MB is the most.")
    lines = re.split(r"\r\n|\r|\n", table if isinstance(table, str) else _decoded(table))
    rows: list[tuple[float, float, int]] = []
    named = False
    for number, line in enumerate(lines, start=1):
        text = line.strip().lstrip("\ufeff").strip().replace("−", "-")
        if not text or text.startswith("#"):
            continue
        cells = _cells(text)
        if not rows and not named and not any(_is_number(cell) for cell in cells):
            named = True
            continue
        if len(rows) == MOST_POINTS:
            raise ValueError(f"Line {number}: {MOST_POINTS:,} points are the most.")
        rows.append(_row(number, cells))
    if not rows:
        raise ValueError(f"Line {len(lines)}: there is no point in the table.")
    return Points(np.array([row[:2] for row in rows]), np.array([row[2] for row in rows]))


@dataclass(frozen=True, eq=False)
class Fitted:
    """Points brought into the square, on the grid.

    Parameters
    ----------
    points : Points
        Within the square.
    scaled : bool
        Whether they were moved and scaled, each axis by itself, because some lay outside.
    """

    points: Points
    scaled: bool


def fitted(points: Points) -> Fitted:
    """Points within the square: unchanged if all fit, else moved and scaled to fill most of it.

    Parameters
    ----------
    points : Points
        Wherever they lie.

    Returns
    -------
    Fitted
        An axis along which all points are equal comes to lie at 0.
    """
    inputs, scaled = points.inputs, bool(np.abs(points.inputs).max(initial=0.0) > SIDE)
    if scaled:
        low, high = inputs.min(axis=0), inputs.max(axis=0)
        halves = high / 2 - low / 2  # halved first: the difference of two large floats may not be finite
        middle = low / 2 + high / 2
        inputs = np.where(halves > 0, (inputs / 2 - middle / 2) / np.where(halves > 0, halves / 2, 1.0), 0.0)
        inputs = inputs * FILLED
    return Fitted(Points(on_grid(inputs), points.labels), scaled)


def _decoded(raw: bytes) -> str:
    """Text of a file; where it is not UTF-8, the line is named."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = len(re.split(rb"\r\n|\r|\n", raw[: error.start]))
        raise ValueError(f"Line {number}: this is not text in UTF-8.") from None


def _cells(line: str) -> list[str]:
    """The cells of a line, without blanks and quotes around them."""
    for separator in (";", "\t", ","):
        if separator in line:
            cells = line.split(separator)
            break
    else:
        separator, cells = " ", line.split()
    cells = [cell.strip().strip("\"'").strip() for cell in cells]
    return cells if separator == "," else [cell.replace(",", ".") for cell in cells]


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _row(number: int, cells: list[str]) -> tuple[float, float, int]:
    """One point, its class counted from 0."""
    if len(cells) != 3:
        raise ValueError(f"Line {number}: {len(cells)} values; x1, x2 and class are three.")
    for name, cell in zip(("x1", "x2"), cells, strict=False):
        if not _is_number(cell) or not np.isfinite(float(cell)):
            raise ValueError(f"Line {number}: {name} is “{_brief(cell)}”, not a number.")
    classes = [str(k + 1) for k in range(N_CLASSES)]
    name = f"{float(cells[2]):g}" if _is_number(cells[2]) else cells[2]
    if name not in classes:
        raise ValueError(f"Line {number}: class is “{_brief(cells[2])}”; classes are 1, 2 and 3.")
    return float(cells[0]), float(cells[1]), classes.index(name)


def _brief(cell: str) -> str:
    """A cell cut to 20 characters, for a message."""
    return cell if len(cell) <= 20 else cell[:19] + "…"
