"""Tables that are written as lists: JSON, Python, NumPy's and MATLAB's way of printing."""

import json
import re
from collections.abc import Iterator
from typing import Any

from .dialect import rows_of
from .numbers import value_of
from .rows import Rows

_OPENING = "[{("

_WRAPPERS = ("data", "points", "rows", "records", "values", "items", "table")

_WRONG_SHAPE = (
    "This list is not one of points: needed is [[x1, x2, class], …], or a record "
    '{"x1": …, "x2": …, "class": …} for each point.'
)

_NAMED = re.compile(
    r"\s*([A-Za-z_]\w*)\s*=\s*(?:(?:np\.|numpy\.)?array\()?\[([^\[\](){}]*)\]\)?[ \t]*(?:;|\n|$)"
)
"""A list of its own with a name: ``x = [1, 2]``, in Python's way or MATLAB's."""

_KEY = re.compile(r"([{,]\s*)([A-Za-z_]\w*)\s*:")
_WORD = re.compile(r"(:\s*)(?!true\b|false\b|null\b)([^\W\d][\w.-]*(?: +[\w.-]+)*)(?=\s*[,}])")
_ITEM = re.compile(r"-\s+[\[{]")
_DASH = re.compile(r"(?m)^[ \t]*-[ \t]+")
_DECLARED = re.compile(r"(const|let|var)\s+(?=\w+\s*=)")
_BETWEEN = re.compile(r"[\s,;]+")
_SPARE_COMMA = re.compile(r",\s*(?=[\]}])|(?<=\[),")
"""What stood at the end of a line with a bracket."""

_PYTHON = str.maketrans({"'": '"', "(": "[", ")": "]"})


def is_structured(text: str) -> bool:
    """Whether a text is a list, or names one: it begins with a bracket, behind ``array(`` or ``points =`` maybe."""
    return bool(text) and _without_name(text)[:1] in tuple(_OPENING)


def rows_of_list(text: str) -> Rows:
    """Rows of a table that is written as a list.

    Parameters
    ----------
    text : str
        As ``numbers.plain`` gives it; ``is_structured`` is true of it.

    Returns
    -------
    Rows
        Places are counted in rows.

    Raises
    ------
    ValueError
        If the list is none of points; the message says which form is needed.
    """
    columns = _named_lists(text)
    if columns:
        return _rows_of_dict(columns)
    for one in _readings(text):
        found = _parsed(one)
        if isinstance(found, (list, dict)):
            return _rows_of_value(found)
    rows = _bracketed(text)
    if rows is not None:
        return rows
    if _without_name(text)[1:2] in tuple(_OPENING):
        raise ValueError(_WRONG_SHAPE)
    return rows_of(text)


def _named_lists(text: str) -> dict[str, Any]:
    """Lists that each have a name, one after the other and alike in length; none where the text is something else."""
    found, at = dict[str, Any](), 0
    while text[at:].strip():
        one = _NAMED.match(text, at)
        if one is None or one[1] in found:
            return {}
        found[one[1]] = [cell.strip("'\"") for cell in _BETWEEN.split(one[2].strip(" ,;\n"))]
        at = one.end()
    return found if len(found) > 2 and len({len(cells) for cells in found.values()}) == 1 else {}


def _without_name(text: str) -> str:
    """What follows ``points =`` and ``np.array(`` at the beginning; items of YAML without their dashes."""
    text = text.strip()
    if _ITEM.match(text):
        return _DASH.sub("", text)
    if declared := _DECLARED.match(text):
        text = text[declared.end() :]
    start = text[:40]
    if "=" in start and start.split("=", 1)[0].strip().replace("_", "a").isalnum():
        text = text.split("=", 1)[1].strip()
    for name in (
        "np.array(",
        "numpy.array(",
        "array(",
        "torch.tensor(",
        "tensor(",
        "pd.DataFrame(",
        "DataFrame(",
    ):
        if text.startswith(name):
            return text[len(name) :].strip()
    return text


def _readings(text: str) -> Iterator[str]:
    """The text as JSON would have it: itself, records line by line, in Python's spelling, without brackets around."""
    text = _without_name(text)
    yield text
    lines = [line.strip().rstrip(",") for line in text.split("\n") if line.strip()]
    yield "[" + ",".join(lines) + "]"
    python = text.translate(_PYTHON)
    for word, other in (("True", "true"), ("False", "false"), ("None", "null")):
        python = python.replace(word, other)
    python = "".join(python.split("\n")).rstrip(" ,;")
    for closing in ("]", "}"):
        python = python.replace(", " + closing, closing).replace("," + closing, closing)
    yield python
    yield "[" + python + "]"
    lines = [line.strip().rstrip(",;") for line in text.translate(_PYTHON).split("\n")]
    quoted = _WORD.sub(r'\1"\2"', _KEY.sub(r'\1"\2":', ",".join(filter(None, lines))))
    quoted = _SPARE_COMMA.sub("", quoted)
    yield quoted
    yield "[" + quoted + "]"


def _parsed(text: str) -> Any:
    """A JSON value with numbers as they are spelled; None where it is not JSON."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _rows_of_value(value: list[Any] | dict[str, Any]) -> Rows:
    while (
        isinstance(value, list)
        and len(value) == 1
        and isinstance(value[0], (list, dict))
        and _is_nest(value[0])
    ):
        value = value[0]
    if isinstance(value, dict):
        return _rows_of_dict(value)
    if not value:
        raise ValueError("The list is empty: each point needs two numbers and a class.")
    if all(isinstance(one, dict) for one in value):
        head = list(dict.fromkeys(key for record in value for key in record))
        if len(head) > 200:
            raise ValueError(_WRONG_SHAPE)
        return _rows([[record.get(key) for key in head] for record in value], head)
    if all(isinstance(one, list) for one in value):
        return _rows_of_lists(value)
    raise ValueError(_WRONG_SHAPE)


def _is_nest(value: list[Any] | dict[str, Any]) -> bool:
    parts = list(value.values()) if isinstance(value, dict) else value
    return bool(parts) and all(isinstance(part, (list, dict)) for part in parts)


def _rows_of_dict(value: dict[str, Any]) -> Rows:
    """Columns by name, as lists or by index; records by index; or a table in a wrapper."""
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        return _rows(data, [str(one) for one in columns])
    parts = list(value.values())
    if len(parts) > 1 and all(isinstance(part, list) and part for part in parts):
        if len(set(map(len, parts))) == 1 and not any(isinstance(part[0], (list, dict)) for part in parts):
            return _rows([list(row) for row in zip(*parts, strict=True)], list(value))
        if all(isinstance(row, list) and len(row) == 2 for part in parts for row in part):
            rows = [[*row, name] for name, part in value.items() for row in part]
            return _rows(rows, ["x1", "x2", "class"])
    if parts and all(isinstance(part, dict) for part in parts):
        if all(key.isdigit() for key in parts[0]):
            keys = list(parts[0])
            return _rows([[part.get(key) for part in parts] for key in keys], list(value))
        return _rows_of_value(parts)
    pairs = [part for part in parts if isinstance(part, list) and part]
    if len(pairs) >= 2 and {"x", "y"} <= {key.lower() for key in value}:
        return _rows_of_lists(pairs[:2])
    for name in _WRAPPERS:
        if isinstance(value.get(name), (list, dict)):
            return _rows_of_value(value[name])
    if len(parts) == 1 and isinstance(parts[0], (list, dict)):
        return _rows_of_value(parts[0])
    raise ValueError(_WRONG_SHAPE)


def _rows_of_lists(value: list[list[Any]]) -> Rows:
    """Rows; or inputs and labels apart; or three long columns."""
    if len(value) == 2 and _is_labels_of(value[1], value[0]):
        labels = [one[0] if isinstance(one, list) and len(one) == 1 else one for one in value[1]]
        return _rows([[*row, label] for row, label in zip(value[0], labels, strict=True)])
    if len(value) > 3 and _is_labels_of(value[-1], value[:-1]) and len(value[0]) != len(value[-1]):
        return _rows([[*row, label] for row, label in zip(value[:-1], value[-1], strict=True)])
    if len(value) == 3 and len({len(one) for one in value}) == 1 and len(value[0]) > 3:
        return _rows([list(row) for row in zip(*value, strict=True)])
    return _rows(value)


def _is_labels_of(labels: list[Any], rows: list[Any]) -> bool:
    return (
        len(labels) == len(rows)
        and all(isinstance(row, list) and len(row) == 2 for row in rows)
        and not any(
            (isinstance(label, list) and len(label) != 1) or isinstance(label, dict) for label in labels
        )
    )


def _rows(records: list[list[Any]], head: list[str] | None = None) -> Rows:
    """Rows of cells; nested values and rows of another length are refused with their place."""
    cells: list[list[str]] = []
    width = len(head) if head else len(records[0]) if records and isinstance(records[0], list) else 0
    for place, record in enumerate(records, start=1):
        if not isinstance(record, list) or any(isinstance(cell, (list, dict)) for cell in record):
            raise ValueError(_WRONG_SHAPE)
        if len(record) != width:
            raise ValueError(f"Row {place:,} has {len(record)} values where the first has {width}.")
        cells.append([_cell(one) for one in record])
    if not cells or width < 2:
        raise ValueError(_WRONG_SHAPE)
    if head is None and len(cells) > 1 and not any(value_of(cell) == value_of(cell) for cell in cells[0]):
        return Rows(cells[1:], list(range(2, len(cells) + 1)), cells[0], unit="Row")
    return Rows(cells, list(range(1, len(cells) + 1)), head, unit="Row")


def _cell(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _bracketed(text: str) -> Rows | None:
    """Rows in brackets, as NumPy and MATLAB print them; None where the brackets hold no rows."""
    text = _without_name(text)
    groups, start = [], -1
    for at, letter in enumerate(text):
        if letter in "[(":
            start = at + 1
        elif letter in "])" and start >= 0:
            groups.append(text[start:at])
            start = -1
    if len(groups) == 1:
        groups = [row for row in groups[0].replace("\n", ";").split(";") if row.strip()]
    rows = [
        group.replace(",", " ").replace("'", " ").replace('"', " ").split()
        for group in groups
        if group.strip()
    ]
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if any(cell in ("...", "…") for row in rows for cell in row) or "..." in text:
        raise ValueError("The list leaves rows out (…): print or save all of it.")
    labels = rows[-1]
    if len(rows) > 3 and len(labels) == len(rows) - 1 and all(len(row) == 2 for row in rows[:-1]):
        rows = [[*row, label] for row, label in zip(rows[:-1], labels, strict=True)]
    return _rows(rows)
