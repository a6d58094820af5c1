"""Tables in blocks: classes with an empty line between them, as gnuplot has them, and records of YAML line by line."""

import itertools
from collections.abc import Iterator

from .dialect import cells_of_points
from .rows import Rows

MOST_BLOCKS = 50
"""More blocks are no classes."""

LEAST_POINTS = 2
"""Points that each block must have: lines with an empty one after each are no blocks."""

_MOST_LETTERS = 30

Line = tuple[int, str]


def rows_of_blocks(text: str) -> Rows | None:
    """Rows of a table of two columns whose classes are its blocks; None where the text is no such table.

    Parameters
    ----------
    text : str
        As ``numbers.plain`` gives it. One empty line parts two blocks; where there are two empty lines together
        anywhere, as between two datasets of gnuplot, single ones part nothing.

    Returns
    -------
    Rows or None
        Three columns: the two numbers, and the block's name or number. A name stands alone above its block, in a
        remark or in quotes.
    """
    blocks = list(_blocks(text))
    points = [[line for line in block if not _is_remark(line[1])] for block in blocks]
    kept = [i for i, lines in enumerate(points) if lines]
    if not 1 < len(kept) <= MOST_BLOCKS:
        return None
    titles = list[str]()
    rows, places = list[list[str]](), list[int]()
    head: list[str] | None = None
    for number, i in enumerate(kept):
        found = cells_of_points([line for _, line in points[i]])
        n_above = next((n for n, cells in enumerate(found) if cells is not None), len(found))
        pairs = found[n_above:]
        if (
            len(pairs) < LEAST_POINTS
            or n_above > 1
            or any(cells is None or len(cells) != 2 for cells in pairs)
        ):
            return None
        above = points[i][0][1] if n_above else ""
        if n_above and number == 0 and len(above.split()) == 2 and '"' not in above:
            head, above = above.split(), ""
        titles.append(above.strip("\"' ") or _title(blocks[i]))
        rows += [[*cells, str(number)] for cells in pairs if cells is not None]
        places += [line for line, _ in points[i][n_above:]]
    is_named = len(set(titles)) == len(titles) and all(0 < len(one) <= _MOST_LETTERS for one in titles)
    names = titles if is_named else [str(number + 1) for number in range(len(titles))]
    named = [[x, y, names[int(number)]] for x, y, number in rows]
    said = f"the {len(names)} blocks between empty lines are the classes"
    return Rows(named, places, [*head, "class"] if head else None, (said,))


def _blocks(text: str) -> Iterator[list[Line]]:
    """Lines that stand together, with their numbers from 1."""
    lines = [one.strip() for one in text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")]
    skipped = len(text.replace("\r\n", "\n")) - len(text.replace("\r\n", "\n").lstrip("\n"))
    least = 2 if any(not a and not b for a, b in itertools.pairwise(lines)) else 1
    block, n_empty = list[Line](), 0
    for number, line in enumerate(lines, start=skipped + 1):
        if not line:
            n_empty += 1
            continue
        if n_empty >= least and block:
            yield block
            block = []
        n_empty = 0
        block.append((number, line))
    if block:
        yield block


def _is_remark(line: str) -> bool:
    return line.startswith(("#", "%", "//"))


def _title(block: list[Line]) -> str:
    """The last remark above a block's points, without its sign and without quotes."""
    title = ""
    for _, line in block:
        if not _is_remark(line):
            break
        title = line.lstrip("#%/ ").strip("\"' ")
    return title


def rows_of_yaml(text: str) -> Rows | None:
    """Rows of records or columns of YAML in block style; None where the text is something else.

    Records are ``- x1: 0.5`` with ``  x2: 1`` below, columns ``x1:`` with ``  - 0.5`` below. A name of all of it may
    stand above, as in ``points:``.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
        if line.strip() and not line.lstrip().startswith("#") and line.strip() not in ("---", "...")
    ]
    if len(lines) > 1 and _key(lines[0][1]) and lines[1][1].lstrip().startswith("- ") and ":" in lines[1][1]:
        lines = lines[1:]
    return _records(lines) or _columns(lines)


def _records(lines: list[Line]) -> Rows | None:
    records, places = list[dict[str, str]](), list[int]()
    for number, line in lines:
        words = line.strip()
        if words.startswith("- "):
            records.append({})
            places.append(number)
            words = words[2:].strip()
        name, colon, value = words.partition(":")
        if not records or not colon or not name or value[:1] not in (" ", "\t") or name in records[-1]:
            return None
        if not _is_plain(value.strip()):
            return None
        records[-1][name.strip("\"' ")] = value.strip().strip("\"'")
    head = list(records[0]) if records else []
    if len(head) < 2 or len(records) < 2 or any(record.keys() != set(head) for record in records):
        return None
    return Rows([[record[name] for name in head] for record in records], places, head)


def _is_plain(value: str) -> bool:
    """Whether a value of YAML is a number or words in one line, and neither nested nor marked."""
    return bool(value) and value[0] not in "[{|>&*!" and not value.startswith("- ")


def _columns(lines: list[Line]) -> Rows | None:
    columns = dict[str, list[str]]()
    places = list[int]()
    for number, line in lines:
        words = line.strip()
        if (name := _key(words)) and name not in columns:
            columns[name] = []
        elif words.startswith("- ") and columns and _is_plain(words[2:].strip()):
            if len(columns) == 1:
                places.append(number)
            columns[list(columns)[-1]].append(words[2:].strip().strip("\"'"))
        else:
            return None
    values = list(columns.values())
    if len(values) < 2 or len(values[0]) < 2 or len(set(map(len, values))) > 1:
        return None
    return Rows([list(row) for row in zip(*values, strict=True)], places, list(columns))


def _key(line: str) -> str:
    """The name in a line that has nothing but a name and a colon."""
    words = line.strip()
    return words[:-1].strip("\"' ") if words.endswith(":") and not words.startswith("- ") else ""
