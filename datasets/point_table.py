"""Own points as text: for a link, for the visitor's session, and as a table that any program reads.

In a link a point has four characters of base64url: its place on a grid of 0.005 in the square from −5 to 5, which is
finer than a screen shows, and its class are one number below 2²⁴. In the session it may have 24, which say the
visitor's own numbers exactly. Names and units stand in front::

    AAAA…            before links told how many classes there are: always three outputs
    .UNITS.AAAA…     places on the grid; UNITS is empty where there is nothing to say
    ~UNITS.AAAA…     exact numbers in the visitor's own units: a class of two bytes, two numbers of eight
"""

import base64
import binascii
import csv
import io
import json
import re

import numpy as np

from .cells import guarded
from .own_points import AXES, PLAIN, SIDE, OwnPoints, Units, units_of
from .points import N_CLASSES, Array, Points
from .tables import MOST_POINTS, Table, read_table

__all__ = ["MOST_POINTS", "SIDE"]

PER_UNIT = 200
"""Steps of the grid in a unit of the axes."""

MOST_TEXT = 24 * MOST_POINTS + 2_000
"""Characters of the longest text."""

MARK = "# Hidden Layers: "
"""How the line of a table begins that holds names and units."""

_N_PLACES = round(2 * SIDE * PER_UNIT) + 1
_MOST_UNITS = 1_400
_CHARACTERS = re.compile(r"[A-Za-z0-9_-]*")
_EXACT = np.dtype([("label", ">u2"), ("inputs", ">f8", (2,))])
_IN_LINK, _IN_SESSION = ".", "~"


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


def written(own: OwnPoints) -> str:
    """Own points as text, exactly: on the grid where they lie on it, else with all their digits.

    Raises
    ------
    ValueError
        If there are too many.
    """
    if len(own.points) > MOST_POINTS:
        raise ValueError(f"{len(own.points)} points are too many: {MOST_POINTS} are the most")
    if own.units.is_plain and np.array_equal(on_grid(own.points.inputs), own.points.inputs):
        return link_text(own)
    raw = np.empty(len(own.points), dtype=_EXACT)
    raw["label"], raw["inputs"] = own.points.labels, own.points.inputs
    return f"{_IN_SESSION}{_units_text(own.units)}.{base64.urlsafe_b64encode(raw.tobytes()).decode('ascii')}"


def link_text(own: OwnPoints) -> str:
    """Own points as a link carries them: places rounded to the grid, names and units with them."""
    text = to_text(own.on_plane)
    return text if own.always_three else f"{_IN_LINK}{_units_text(own.units)}.{text}"


def from_text(text: str) -> Points:
    """Points of the plane that the network sees, from any of the three texts; arguments and errors as ``read``."""
    return read(text).on_plane


def read(text: str) -> OwnPoints:
    """Own points of a text, with their names and units.

    Parameters
    ----------
    text : str
        The text of a link or a session, which may be anything.

    Returns
    -------
    OwnPoints
        Possibly none.

    Raises
    ------
    ValueError
        If the text is not one of points. The message ends a sentence that the caller begins: "is not …".
    """
    if text == "":
        return OwnPoints(Points(np.zeros((0, 2)), np.zeros(0, dtype=int)))
    kind = text[0] if text[0] in (_IN_LINK, _IN_SESSION) else ""
    told, dot, letters = text[1:].partition(".") if kind else ("", ".", text)
    if not dot:
        raise ValueError("is not names and points parted by a point")
    width = 24 if kind == _IN_SESSION else 4
    if len(letters) % width or not _CHARACTERS.fullmatch(letters):
        many = "four" if width == 4 else "24"
        raise ValueError(f"is not {many} letters, digits, “-” or “_” for each point")
    if len(letters) > width * MOST_POINTS:
        raise ValueError(f"has {len(letters) // width} points; {MOST_POINTS} are the most")
    units = _units_of(told)
    raw = _bytes(letters)
    if kind == _IN_SESSION:
        return _exact(np.frombuffer(raw, dtype=_EXACT), units)
    numbers = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 3).astype(np.int64) @ [65536, 256, 1]
    rest, rows = np.divmod(numbers, _N_PLACES)
    labels, columns = np.divmod(rest, _N_PLACES)
    _refuse_strange(labels, units)
    plane = on_grid(np.column_stack([columns, rows]) / PER_UNIT - SIDE)
    return OwnPoints(Points(units.to_own(plane), labels), units, always_three=not kind)


def _exact(raw: np.ndarray[tuple[int, ...], np.dtype[np.void]], units: Units) -> OwnPoints:
    inputs, labels = raw["inputs"].astype(np.float64), raw["label"].astype(np.int64)
    _refuse_strange(labels, units)
    if not np.isfinite(inputs).all():
        raise ValueError("has a number that is not finite")
    away = np.abs(inputs - np.array(units.origin)) > SIDE * np.array(units.scale) * (1 + 1e-9)
    if away.any():
        raise ValueError(f"has {int(away.any(axis=1).sum())} points beyond the map")
    return OwnPoints(Points(inputs, labels), units)


def _refuse_strange(labels: np.ndarray[tuple[int, ...], np.dtype[np.int64]], units: Units) -> None:
    most = len(units.classes) or N_CLASSES
    if (labels >= most).any():
        raise ValueError(f"has a point of no class among the {most}")


def _bytes(letters: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        raise ValueError("is not base64url") from None


def _units_text(units: Units) -> str:
    """Names and units as base64url of JSON; "" where there is nothing to say."""
    if units == PLAIN:
        return ""
    told = [list(units.classes), list(units.axes), list(units.origin), list(units.scale)]
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _units_of(told: str) -> Units:
    if not told:
        return PLAIN
    try:
        if len(told) > _MOST_UNITS or not _CHARACTERS.fullmatch(told):
            raise ValueError(f"{len(told)} letters")
        return _units_of_value(json.loads(_bytes(told).decode()))
    except (ValueError, TypeError, RecursionError, OverflowError):
        raise ValueError("has names and units that cannot be read") from None


def _units_of_value(value: object) -> Units:
    if not (isinstance(value, list) and len(value) == 4 and all(isinstance(part, list) for part in value)):
        raise ValueError("names and units are not four lists")
    classes, axes, origin, scale = (tuple(part) for part in value)
    return Units(classes, axes, tuple(map(float, origin)), tuple(map(float, scale)))  # type: ignore[arg-type]


def n_points(text: str) -> int:
    """Count the points of a text that ``read`` has read before."""
    return len(read(text).points)


def on_grid(inputs: Array) -> Array:
    """The nearest places of the grid; one place is always the same float."""
    return np.asarray(np.clip(np.rint(inputs * PER_UNIT) / PER_UNIT, -SIDE, SIDE) + 0.0)


# -- Tables ------------------------------------------------------------------------------------------------------------


def to_csv(own: OwnPoints) -> str:
    """Write a table of three columns, two coordinates and the class, with a line of names above.

    Parameters
    ----------
    own : OwnPoints
        Any; numbers are the visitor's own, written so that they read back as the same floats. Classes have their
        names, or numbers from 1 on; a name that a spreadsheet would compute has a ' in front.

    Returns
    -------
    str
        Lines end in a line feed. The first is a remark that says names and units again, so that ``from_csv`` gives
        the same points. Other programs leave it out, or are told to (``comment="#"``).
    """
    units = own.units
    told = [list(units.classes), list(units.axes), list(units.origin), list(units.scale)]
    table = io.StringIO()
    table.write(f"{MARK}{json.dumps(told, ensure_ascii=False)}\n")
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow([*map(guarded, units.axes), "class"])
    for (x1, x2), label in zip(own.points.inputs.tolist(), own.points.labels.tolist(), strict=True):
        rows.writerow([repr(x1), repr(x2), guarded(units.class_name(label))])
    return table.getvalue()


def from_csv(table: str | bytes) -> OwnPoints:
    """Own points of any table; of one that ``to_csv`` wrote, the same points again. Errors as ``read_table``."""
    return come_back(table) or of_table(read_table(table))


def come_back(table: str | bytes) -> OwnPoints | None:
    """Points of a table that ``to_csv`` wrote and nobody changed but for its rows; None where it is another."""
    try:
        text = table if isinstance(table, str) else table.decode("utf-8-sig")
        text = text.removeprefix("\ufeff")
        if not text.startswith(MARK) or len(text) > 100 * MOST_POINTS + 2_000:
            return None
        first, _, rest = text.partition("\n")
        units = _units_of_value(json.loads(first[len(MARK) :]))
        lines = list(csv.reader(io.StringIO(rest)))
        names = {guarded(units.class_name(label)): label for label in range(len(units.classes) or N_CLASSES)}
        rows = [line for line in lines[1:] if line]
        if lines[0] != [*map(guarded, units.axes), "class"] or not 0 < len(rows) <= MOST_POINTS:
            return None
        inputs = np.array([[float(row[0]), float(row[1])] for row in rows])
        points = Points(inputs, np.array([names[row[2]] for row in rows if len(row) == 3]))
        return read(written(OwnPoints(points, units)))
    except (ValueError, KeyError, IndexError, TypeError, csv.Error, RecursionError, OverflowError):
        return None


def of_table(table: Table) -> OwnPoints:
    """Own points of a table that was read: in its units, with its names.

    Raises
    ------
    ValueError
        If its numbers cannot be scaled.
    """
    plain = table.classes == tuple(str(k + 1) for k in range(len(table.classes)))
    axes = table.axes if table.axes[0] != table.axes[1] else AXES
    return OwnPoints(table.points, units_of(table.points.inputs, () if plain else table.classes, axes))
