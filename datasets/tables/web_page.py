"""The table of a web page: cells between ``<td>`` and ``</td>``, as pandas, R and spreadsheets write them.

A page is gone through once from its beginning to its end, so that a text of any kind takes time in proportion to its
length. Of several tables the one with the most points is read, and it is said.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .dialect import rows_of_cells
from .rows import Rows

STARTS = ("<!doctype", "<html", "<?xml", "<svg", "<table", "<style", "<meta", "<div")
"""How a page, or a part of one, begins."""

WITHOUT_TABLE = "This is a web page: copy its table and paste it here."

MOST_CELLS = 300
"""Cells of a row, also of one that is made wider by ``colspan``."""

MOST_IN_ALL = 300_000
"""Cells of a table, of which few letters can make many by ``rowspan``."""

TOO_MANY = f"The page's table has more than {MOST_IN_ALL:,} cells: keep some of its rows, or fewer columns."

_SMALL = str.maketrans({chr(65 + i): chr(97 + i) for i in range(26)})
"""Capitals of tags as small letters; the text keeps its length."""

_UNREAD = ("script", "style", "template")
"""Elements whose text is none of the page's."""


def is_web_page(text: str) -> bool:
    """Whether a text is a web page, or begins as a part of one that may hold a table."""
    return text[:500].lstrip("\ufeff \t\r\n").lower().startswith(STARTS)


def rows_of_page(text: str) -> Rows:
    """Rows of the table of a web page that has the most points.

    Parameters
    ----------
    text : str
        ``is_web_page`` is true of it.

    Returns
    -------
    Rows
        Places are counted in the rows of that table, its head among them.

    Raises
    ------
    ValueError
        If no table of the page has a point, or its rows disagree on their number of cells.
    """
    tables = [one for one in _tables(text) if len(one) > 1]
    found, fault = list[Rows](), None
    for one in tables:
        try:
            found.append(rows_of_cells(one))
        except ValueError as error:
            fault = fault or error
    if not found:
        if fault is not None and len(tables) == 1:
            raise fault
        raise ValueError(WITHOUT_TABLE)
    best = max(found, key=lambda rows: len(rows.cells))
    if len(found) == 1:
        return best
    which = (
        f"table {found.index(best) + 1} of the page's {len(found)} with points is read, which has the most"
    )
    return replace(best, remarks=(which, *best.remarks))


@dataclass
class _Table:
    """A table on the way: its rows, and what reaches from cells above into rows to come."""

    rows: list[list[str]] = field(default_factory=list)
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)
    span: tuple[int, int] = (1, 1)
    cell: list[str] | None = None
    n_cells: int = 0

    def end_cell(self) -> None:
        """Write down the cell that has come to its end."""
        if self.cell is None or not self.rows:
            return
        row, words = self.rows[-1], " ".join(html.unescape("".join(self.cell)).split())
        self._fill(row)
        down, across = self.span
        for place in range(min(across, MOST_CELLS - len(row))):
            if down > 1:
                self.hanging[len(row)] = (down - 1, words if place == 0 else "")
            self._add(row, words if place == 0 else "")
        self.cell = None

    def end_row(self) -> None:
        """Take in what hangs down behind the last cell."""
        self.end_cell()
        if self.rows:
            self._fill(self.rows[-1])

    def _fill(self, row: list[str]) -> None:
        while len(row) in self.hanging and len(row) < MOST_CELLS:
            left, words = self.hanging.pop(len(row))
            if left > 1:
                self.hanging[len(row)] = (left - 1, words)
            self._add(row, words)

    def _add(self, row: list[str], words: str) -> None:
        self.n_cells += 1
        if self.n_cells > MOST_IN_ALL:
            raise ValueError(TOO_MANY)
        row.append(words)


def _tables(text: str) -> Iterator[list[list[str]]]:
    """The rows of cells of each table; one within a cell of another counts as its own."""
    open_tables = list[_Table]()
    for kind, words in _pieces(text):
        table = open_tables[-1] if open_tables else None
        if kind == "table":
            open_tables.append(_Table())
        elif table is None:
            continue
        elif kind == "/table":
            table.end_row()
            yield [row for row in open_tables.pop().rows if any(row)]
        elif kind in ("tr", "/tr"):
            table.end_row()
            if kind == "tr":
                table.rows.append([])
        elif kind in ("td", "th"):
            table.end_cell()
            table.rows = table.rows or [[]]
            table.cell, table.span = [], (_spans(words, "rowspan"), _spans(words, "colspan"))
        elif kind in ("/td", "/th"):
            table.end_cell()
        elif table.cell is not None and kind in ("", "br", "p", "/p", "div", "/div", "li"):
            table.cell.append(words if kind == "" else " ")
    for table in reversed(open_tables):  # a page that breaks off
        table.end_row()
        yield [row for row in table.rows if any(row)]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Texts as ("", text), and tags by their names, closing ones behind a stroke, with the words in them."""
    small, at = text.translate(_SMALL), 0
    while at < len(text):
        start = text.find("<", at)
        if start < 0:
            break
        if start > at:
            yield "", text[at:start]
        if text.startswith("<!--", start):
            end = text.find("-->", start)
            at = len(text) if end < 0 else end + 3
            continue
        if not (text[start + 1 : start + 2].isalpha() or text[start + 1 : start + 2] in ("/", "!", "?")):
            yield "", "<"  # a sign of its own, as in x < 3
            at = start + 1
            continue
        end = _end_of_tag(text, start)
        words = small[start + 1 : end - 1]
        name = words.split(maxsplit=1)[0].rstrip("/") or "/" if words.strip() else ""
        yield name, words
        at = end
        if name in _UNREAD:
            closing = small.find("</" + name, end)
            at = len(text) if closing < 0 else closing
    if at < len(text):
        yield "", text[at:]


def _end_of_tag(text: str, start: int) -> int:
    """Where a tag ends; a ``>`` between quotes does not end it."""
    at = start + 1
    while True:
        close = text.find(">", at)
        if close < 0:
            return len(text)
        opening = min((i for sign in "\"'" if (i := text.find(sign, at, close)) >= 0), default=-1)
        if opening < 0 or "=" not in text[at:opening]:
            return close + 1
        ending = text.find(text[opening], opening + 1)
        if ending < 0:
            return close + 1
        at = ending + 1


def _spans(words: str, name: str) -> int:
    """How many columns or rows a cell takes; 1 where its tag does not say."""
    behind = words.partition(name)[2].lstrip(" =\"'")
    digits = behind[: len(behind) - len(behind.lstrip("0123456789"))]
    return max(1, min(int(digits), MOST_CELLS)) if 0 < len(digits) < 6 else 1
