"""Rows of cells: what every kind of table is read into, before anybody knows which column means what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rows:
    """A table's rows, all of one width.

    Parameters
    ----------
    cells : list of list of str
        One list for each row, without blanks and quotes around a cell.
    places : list of int
        Where each row stands in the text, from 1.
    head : list of str or None, default None
        A name for each column; None where the table has none.
    remarks : tuple of str, default ()
        What was left out or decided on the way, each a part of a sentence.
    unit : str, default "Line"
        Word for a row's place: the lines of a text, or the records of a list.
    commas_are_decimal : bool, default False
        Whether the sign between the cells says that commas in numbers are decimal ones: semicolons do.
    """

    cells: list[list[str]]
    places: list[int]
    head: list[str] | None = None
    remarks: tuple[str, ...] = ()
    unit: str = "Line"
    commas_are_decimal: bool = False

    @property
    def width(self) -> int:
        """Count the columns."""
        return len(self.cells[0])

    def column(self, number: int) -> list[str]:
        """All cells of a column."""
        return [row[number] for row in self.cells]

    def name(self, number: int) -> str:
        """A column's name as the table has it, or its place."""
        return (self.head[number] if self.head else "") or f"column {number + 1}"

    def place(self, row: int) -> str:
        """Where a row stands, to begin a sentence with."""
        return f"{self.unit} {self.places[row]:,}"
