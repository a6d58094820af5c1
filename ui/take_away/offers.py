"""What a page offers to take away: a name for each file, and the function that makes it once it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.lab_code.alone import Exported

Make = Callable[[float | None], Exported]
"""From the epoch that the browser shows, None where it shows none, to the file; a ValueError says why there is none."""


@dataclass(frozen=True)
class Offer:
    """One file.

    Parameters
    ----------
    group : str
        What it is of: files of one group stand in one row.
    label : str
        What it is, on its button.
    make : callable
        Makes it.
    hint : str, default ""
        What to do with it, where the button is pointed at.
    """

    group: str
    label: str
    make: Make
    hint: str = ""

    @property
    def name(self) -> str:
        """What the browser calls it."""
        return f"{self.group}: {self.label}"


def named(title: str, *parts: str) -> str:
    """A file's name, without its ending, of words that may hold anything.

    Parameters
    ----------
    title : str
        What the file is of.
    *parts : str
        What tells it from others.

    Returns
    -------
    str
        Small letters, digits and hyphens, as in "hidden-layers-spiral-weights".
    """
    words = "-".join(("hidden layers", title, *parts)).lower()
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    return "-".join(part for part in plain.split("-") if part)[:80]
