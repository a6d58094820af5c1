"""Lines of text as rows of cells: which sign parts the cells, what is a head, a title, a remark or a total."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .names import is_known, is_total
from .numbers import brief, has_thousands, value_of
from .rows import Rows

Line = tuple[int, str]
"""A line's number, from 1, and its text without blanks around it."""

SIGNS = ("\t", ";", "|", "&", ",", "  ", " ", ":", "^", "~", "/")
"""What may part cells, in the order in which two that fit equally well are taken; two blanks are for aligned tables."""

_SIGN_WORDS = {"\t": "tabs", " ": "blanks", "  ": "blanks", ", ": "commas with a blank"}

_REMARKS = ("#", "//", "%", "--")
_RULE = frozenset("-=+|: _─━┼│┌┐└┘├┤┬┴═╪╬║╔╗╚╝╠╣╦╩\t&")
_STROKES = frozenset("-=─━═_")
_BARS = str.maketrans(dict.fromkeys("│┃║¦", "|"))
_SAMPLE = 300
"""Lines that are looked at to find the sign between the cells."""

_MOST_TOTALS = 5
"""Lines at the end that may add up or remark."""

_NEEDED = "two numbers and a class"


def rows_of(text: str) -> Rows:
    """Rows of a table that is written line by line.

    Parameters
    ----------
    text : str
        As ``numbers.plain`` gives it.

    Returns
    -------
    Rows
        At least one row, each with at least two numbers in the table's own spelling.

    Raises
    ------
    ValueError
        If no line holds a point, or the lines disagree on their number of cells.
    """
    parts = _sorted_out(text)
    if not parts.lines:
        raise ValueError(f"The table is empty: each line needs {_NEEDED}.")
    _refuse_libsvm(parts.lines)
    dialect = _dialect_of(parts.lines, parts.sign)
    return _Reader(dialect, parts).rows()


def rows_of_cells(table: list[list[str]]) -> Rows:
    """Rows of a table that is parted into cells already, with its head and titles among them.

    Parameters
    ----------
    table : list of list of str
        Cells of each row, none of them with a tab.

    Returns
    -------
    Rows
        Places are counted in rows of ``table``.

    Raises
    ------
    ValueError
        If no row holds a point, or the rows disagree on their number of cells.
    """
    lines = [
        (number, "\t".join(one.replace("\t", " ") for one in cells)) for number, cells in enumerate(table, 1)
    ]
    try:
        found = _Reader(_dialect_of(lines, "\t"), _Parts(lines)).rows()
    except ValueError as error:
        raise ValueError(_by_row(str(error))) from None
    return replace(found, remarks=tuple(map(_by_row, found.remarks)), unit="Row")


def _by_row(words: str) -> str:
    """A sentence, or a part of one, about a line, where lines are rows of a table."""
    for one, other in (("Line ", "Row "), ("line ", "row ")):
        words = other + words.removeprefix(one) if words.startswith(one) else words
    return words


def cells_of_points(lines: list[str]) -> list[list[str] | None]:
    """Cells of each line, parted as most of them are; None of a line that holds no two numbers."""
    try:
        dialect = _dialect_of(list(enumerate(lines, start=1)), "")
    except ValueError:
        return [None for _ in lines]
    split = [dialect.cells(line) for line in lines]
    return [cells if _n_numbers(cells) >= 2 else None for cells in split]


@dataclass
class _Parts:
    """A text's lines by what they are for."""

    lines: list[Line] = field(default_factory=list)
    comments: list[Line] = field(default_factory=list)
    sign: str = ""
    head: list[str] | None = None
    said: list[str] = field(default_factory=list)


def _sorted_out(text: str) -> _Parts:
    """Lines with cells in them; comments apart; what a file says about itself taken in (``sep=``, ARFF)."""
    parts = _Parts()
    numbered = _lines(text)
    is_arff = any(line[:9].lower() in ("@relation", "@attribut") for _, line in numbered[:200])
    names: list[str] = []
    for number, line in numbered:
        word = line.strip("\"'").lower()
        if not parts.lines and word.startswith("sep=") and len(word) <= 5:
            parts.sign = word[4:] or "\t"
        elif is_arff and line.startswith("@"):
            if line[:10].lower() == "@attribute":
                names.append(_attribute(line[10:].strip()))
        elif line.startswith(_REMARKS):
            parts.comments.append((number, line.lstrip("#/%- ")))
        elif not _is_rule(line) and not line.startswith(
            ("\\hline", "\\toprule", "\\midrule", "\\bottomrule", "```")
        ):
            parts.lines.append((number, line))
    if is_arff:
        parts.head = names
    return parts


def _lines(text: str) -> list[Line]:
    """Lines that are not empty; whole lines in quotes, as some programs write them, without these."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").translate(_BARS)
    numbered = [
        (number, line)
        for number, line in enumerate((one.strip(" \f\v\x1a") for one in text.split("\n")), start=1)
        if line.strip()
    ]
    if numbered and all(_is_quoted_whole(line) for _, line in numbered):
        return [(number, line.strip()[1:-1]) for number, line in numbered]
    return numbered


def _is_quoted_whole(line: str) -> bool:
    line = line.strip()
    return len(line) > 2 and line[0] == line[-1] == '"' and '"' not in line[1:-1]


def _is_rule(line: str) -> bool:
    return len(line) > 2 and not _STROKES.isdisjoint(line) and _RULE.issuperset(line)


def _attribute(words: str) -> str:
    """The name at the beginning of what follows ``@attribute``."""
    if words[:1] in ("'", '"'):
        return words[1:].split(words[0], 1)[0]
    return words.split(maxsplit=1)[0] if words else ""


def _refuse_libsvm(lines: list[Line]) -> None:
    """Rows of index:value pairs are another format, which leaves zeros out."""
    first = [line.split() for _, line in lines[:20]]
    pairs = [
        len(cells) > 1 and all(cell.partition(":")[0].isdigit() and ":" in cell for cell in cells[1:])
        for cells in first
    ]
    if all(pairs):
        raise ValueError(
            "This is LIBSVM's format (index:value): sklearn.datasets.load_svmlight_file reads it, "
            "and np.savetxt writes a table."
        )


# -- Which sign parts the cells ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Dialect:
    sign: str
    width: int

    def cells(self, line: str) -> list[str]:
        """The cells of a line."""
        return _SPLITTERS.get(self.sign, _by_sign)(line, self.sign)


def _by_sign(line: str, sign: str) -> list[str]:
    if sign in ("|", "&"):
        line = line.strip().removesuffix("\\\\").strip()
        line = line.removeprefix("|").removesuffix("|") if sign == "|" and line.startswith("|") else line
    if '"' not in line:
        return [_bare(cell) for cell in line.split(sign)]
    try:
        (cells,) = csv.reader([line], delimiter=sign, skipinitialspace=sign != "\t")
    except (csv.Error, ValueError):
        cells = line.split(sign)
    return [_bare(cell) for cell in cells]


def _by_blanks(line: str, sign: str) -> list[str]:
    line = line.replace("\t", sign)
    if sign == " " and '"' in line:
        return [cell for cell in _by_sign(" ".join(line.split()), " ") if cell]
    cells = line.split(sign) if len(sign) > 1 else line.split()
    return [_bare(cell) for cell in cells if cell.strip()]


def _by_comma_and_blank(line: str, sign: str) -> list[str]:
    return [_bare(cell) for cell in (line + " ").split(sign)]  # its last blank has been stripped


_SPLITTERS: dict[str, Callable[[str, str], list[str]]] = {
    " ": _by_blanks,
    "  ": _by_blanks,
    ", ": _by_comma_and_blank,
}


def _bare(cell: str) -> str:
    """A cell without blanks, quotes and a spreadsheet's ``="…"`` around it."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[1:]
    if len(cell) > 1 and cell[0] in "\"'“‘`*" and cell[-1] in "\"'”’`*":
        cell = cell.strip("\"'“”‘’`*").strip()
    return cell


def _n_numbers(cells: list[str]) -> int:
    return sum(1 for cell in cells if value_of(cell) == value_of(cell) or has_thousands(cell))


def _dialect_of(lines: list[Line], sign: str) -> _Dialect:
    """The sign that gives most lines of one width with two numbers in them, and of these most numbers."""
    sample = [line for _, line in lines[:_SAMPLE]]
    best, most, score = None, 0, (0, 0.0)
    for one in (sign,) if sign else SIGNS:
        split = [
            cells for cells in (_Dialect(one, 0).cells(line) for line in sample) if _n_numbers(cells) >= 2
        ]
        if not split:
            continue
        width, count = Counter(map(len, split)).most_common(1)[0]
        share = sum(map(_n_numbers, split)) / sum(
            map(len, split)
        )  # 2,5 3,5 1,0 is parted by commas too, but badly
        if (count, share) > score:
            best, most, score = _Dialect(one, width), count, (count, share)
    if best is None:
        raise ValueError(_no_points(lines))
    if best.sign == ",":
        wide = _Dialect(", ", 0)
        spaced = Counter(len(cells) for cells in map(wide.cells, sample) if _n_numbers(cells) >= 2)
        if spaced and spaced.most_common(1)[0][0] < best.width and spaced.most_common(1)[0][1] >= most:
            return _Dialect(", ", spaced.most_common(1)[0][0])
    return best


_UNITED = re.compile(r"(?<![\w.])[-+]?\d+(?:[.,]\d+)?\s*(?:%|°|[A-Za-zµ°²³/]{1,5})(?=\s*[,;\t|]|\s*$)")
"""A number and its unit, which fill a cell: 170 cm, 50%."""


def _no_points(lines: list[Line]) -> str:
    """Say why no line is a point."""
    number, line = lines[0]
    if len(lines) == 1 and not any(_n_numbers(line.split(sign)) for sign in SIGNS):
        return (
            f"Line {number:,}: only a head (“{brief(line)}”) and no point below it: add lines of {_NEEDED}."
        )
    for place, other in lines[:2]:
        united = [brief(found[0]) for found in _UNITED.finditer(other)]
        if len(united) > 1:
            return f"Line {place:,}: “{united[0]}” and “{united[1]}” have units behind the numbers: write digits alone."
    return (
        f"Line {number:,}: neither this line nor another has two numbers; each needs {_NEEDED}, "
        "parted by commas, semicolons, tabs or blanks."
    )


# -- Head, points, remarks ---------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the lines with a dialect."""

    def __init__(self, dialect: _Dialect, parts: _Parts) -> None:
        self.dialect, self.parts = dialect, parts
        self.split = [(number, dialect.cells(line)) for number, line in parts.lines]
        self.remarks: list[str] = list(parts.said)

    def rows(self) -> Rows:
        """Points between what stands above them and what stands below."""
        first = next(i for i, (_, cells) in enumerate(self.split) if self._is_point(cells))
        above, below = self.split[:first], self.split[first:]
        below = self._without_totals(below)
        width = self._true_width(below)
        cells = [self._fitted(number, row, width) for number, row in below]
        places = [number for number, _ in below]
        head = self._head(above, width, cells)
        if head is None and len(cells) > 1 and _is_head(cells[0], cells[1:]):
            head = cells[0]
            self.remarks.append(f"line {places[0]:,} ({', '.join(map(brief, head[:4]))}) is its head")
            cells, places = cells[1:], places[1:]
        if any(set(cell) <= {".", "…"} and len(cell) > 1 for row in cells for cell in row[:1]):
            raise ValueError("The table leaves rows out (…): print or save all of it.")
        if self.dialect.sign == ",":
            self._refuse_two_meanings_of_commas(head, cells)
        decimal = self.dialect.sign in (";", ", ")
        return Rows(cells, places, head, tuple(self.remarks), commas_are_decimal=decimal)

    def _is_point(self, cells: list[str]) -> bool:
        return len(cells) == self.dialect.width and _n_numbers(cells) >= 2

    def _true_width(self, below: list[tuple[int, list[str]]]) -> int:
        """Cells of a row without those at its end that are empty in every row."""
        width = self.dialect.width
        rows = [cells for _, cells in below if len(cells) >= width]
        while width > 2 and all(len(cells) < width or not cells[width - 1] for cells in rows):
            width -= 1
        return width

    def _fitted(self, number: int, cells: list[str], width: int) -> list[str]:
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) != width:
            commas = "; decimal commas need semicolons between the cells" if self.dialect.sign == "," else ""
            raise ValueError(
                f"Line {number:,} has {len(cells)} {'value' if len(cells) == 1 else 'values'} "
                f"where most lines have {width}{commas}."
            )
        return cells

    def _without_totals(self, below: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
        """Leave out lines at the end that add up or remark; say so."""
        n, classes = len(below), {cell for _, cells in below[:-_MOST_TOTALS] for cell in cells}
        while n > 1 and n > len(below) - _MOST_TOTALS:
            _, cells = below[n - 1]
            adds_up = any(is_total(cell) and cell not in classes for cell in cells if cell)
            remarks = len(cells) != self.dialect.width and value_of(cells[0]) != value_of(cells[0])
            if not adds_up and not remarks:
                break
            n -= 1
        for number, cells in below[n:]:
            self.remarks.append(
                f"line {number:,} (“{brief(' '.join(cells).strip())}”) is no point and left out"
            )
        return below[:n]

    def _head(
        self, above: list[tuple[int, list[str]]], width: int, rows: list[list[str]]
    ) -> list[str] | None:
        """The names of the columns, from above the points or from a comment; the rest above is said."""
        if self.parts.head is not None and len(self.parts.head) == width:
            return self.parts.head
        fitting = [
            (number, cells)
            for number, raw in above
            if (cells := self._named(raw, width, rows)) and _says_names(cells)
        ]
        known = [one for one in fitting if any(map(is_known, one[1]))]
        chosen = (known or fitting)[:1]
        for number, cells in above:
            if not chosen or number != chosen[0][0]:
                self.remarks.append(
                    f"line {number:,} (“{brief(' '.join(cells).strip())}”) is a title and left out"
                )
        if chosen:
            return chosen[0][1]
        for number, comment in reversed(self.parts.comments):
            cells = self._named(self.dialect.cells(comment), width, rows)
            is_note = any(cell.endswith(":") for cell in self.dialect.cells(comment))  # "type: matrix"
            if cells and not is_note and number < self.split[-1][0] and any(map(is_known, cells)):
                return cells
        return None

    def _named(self, cells: list[str], width: int, rows: list[list[str]]) -> list[str] | None:
        """A head's cells, one for each column: rows may begin with a name that has none in the head."""
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == width:
            return cells
        firsts = [row[0] for row in rows]
        if len(cells) == width - 1 >= 2 and len(set(firsts)) == len(firsts):
            return ["", *cells]
        if self.dialect.sign == "," and len(cells) < width and any(map(is_known, cells)):
            raise ValueError(
                f"The head has {len(cells)} names and each line {width} values: the commas part cells and numbers. "
                "Save it with semicolons between the cells, or with decimal points."
            )
        return None

    def _refuse_two_meanings_of_commas(self, head: list[str] | None, cells: list[list[str]]) -> None:
        """Without a head, 2,0007,2,1792,1 is five whole numbers or two with decimal commas."""
        if head is not None or len(cells[0]) != 5:
            return
        whole = all(cell.lstrip("+-").isdigit() for row in cells for cell in row[:4])
        behind = [cell for row in cells for cell in (row[1], row[3])]
        if not whole or not all(cell.isdigit() for cell in behind):
            return
        length, often = Counter(map(len, behind)).most_common(1)[0]
        if any(cell.startswith("0") and len(cell) > 1 for cell in behind) or (
            length > 2 and often > 0.7 * len(behind)
        ):
            raise ValueError(
                "The commas part cells and numbers: 2,5,3,1,1 could be five values or three. "
                "Save it with semicolons between the cells, or with decimal points."
            )


def _says_names(cells: list[str]) -> bool:
    return sum(1 for cell in cells if cell) >= 2 and _n_numbers(cells) < 2


def _is_head(first: list[str], rest: list[list[str]]) -> bool:
    """Whether a row with numbers in it is a head: names above numbers, or 0, 1, 2 … as programs count columns."""
    for number, cell in enumerate(first):
        if cell and value_of(cell) != value_of(cell):
            below = [row[number] for row in rest]
            numbers = sum(1 for one in below if value_of(one) == value_of(one))
            if is_known(cell) and (numbers >= 0.8 * len(below) or cell not in below):
                return True
    names = first[1:] if not first[0] else first
    start = names[0]
    if start not in ("0", "1") or names != [str(int(start) + i) for i in range(len(names))] or len(names) < 2:
        return False
    if len(names) < len(first):
        return True
    broken = sum(1 for row in rest if any("." in cell or "," in cell for cell in row)) / len(rest)
    is_label = any(first[-1] == row[-1] for row in rest)
    return broken > 0.5 if start == "0" else broken > 0.9 and not is_label
