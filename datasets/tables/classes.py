"""Labels as people write them, made into the two or three classes of a network."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..points import N_CLASSES, Labels
from .numbers import value_of

MOST_LETTERS = 30
"""Letters of a class's name that are kept."""


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of a table.

    Parameters
    ----------
    names : tuple of str
        Two or three that are used, in the order of their numbers.
    labels : ndarray of shape (n_rows,)
        Class of each row from 0; −1 where the row's class is not used.
    all_names : tuple of str
        Every class of the table, in the same order.
    """

    names: tuple[str, ...]
    labels: Labels
    all_names: tuple[str, ...]


def classes_of(cells: Sequence[str], wanted: Sequence[str] = (), *, of_one: bool = False) -> Classes:
    """Classes of labels: the lowest number first, else the first to appear.

    Parameters
    ----------
    cells : sequence of str
        A label for each row, none of them missing.
    wanted : sequence of str, default ()
        Names of the classes to use; where they are not two or three of the table's, the three largest are used.
    of_one : bool, default False
        Whether a single class will do.

    Returns
    -------
    Classes
        Labels that are equal as numbers are one class.

    Raises
    ------
    ValueError
        If all labels are the same.
    """
    values = [value_of(cell) for cell in cells]
    are_numbers = not any(map(math.isnan, values))
    keys = (
        [f"{value:.15g}".replace("-0", "0") if value == 0 else f"{value:.15g}" for value in values]
        if are_numbers
        else list(cells)
    )
    counts = Counter(keys)
    order = sorted(counts, key=float) if are_numbers else _words_in_order(counts)
    if len(order) < 2 and not of_one:
        raise ValueError(
            f"All {len(cells):,} rows are of class “{_short(order[0])}”: "
            "a network needs two classes or three to tell apart."
        )
    chosen = [name for name in order if _short(name) in wanted]
    if not 2 <= len(chosen) <= N_CLASSES:
        largest = sorted(order, key=lambda name: -counts[name])[:N_CLASSES]
        chosen = [name for name in order if name in largest]
    numbers = {name: number for number, name in enumerate(chosen)}
    labels = np.array([numbers.get(key, -1) for key in keys], dtype=np.int64)
    return Classes(_all_different(chosen), labels, tuple(map(_short, order)))


def _words_in_order(counts: Counter[str]) -> list[str]:
    """The order of appearance; no before yes, and false before true."""
    order = list(counts)
    low = [word.lower() for word in order]
    for pair in (("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"), ("negative", "positive")):
        if set(low) == set(pair):
            return sorted(order, key=lambda word: pair.index(word.lower()))
    return order


def _short(name: str) -> str:
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"


def _all_different(names: list[str]) -> tuple[str, ...]:
    """Short names; where two are alike once they are cut, they get a number."""
    short = [_short(name) for name in names]
    return tuple(
        f"{name[:26]} ({place})" if short.count(name) > 1 else name
        for place, name in enumerate(short, start=1)
    )
