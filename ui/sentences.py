"""Sentences that claim something: each carries the name of its template, and says of what it was measured.

A sentence that a page shows has a name. The element that shows it carries the name (``data-says``), and the referee in
``tests/browser/referee`` checks what stands there by a computation of its own. A digit outside any named element fails.
"""

from dataclasses import dataclass
from typing import TypedDict

from engine.questions.shares import wilson


class Said(TypedDict):
    """A sentence as a block's header carries it: ``Sentence`` in ``ui/browser/sentences.js``."""

    name: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """What a page says, and the name of its template.

    Parameters
    ----------
    name : str
        Page, view and template, as in ``mnist.templates.before``: the same for whatever numbers stand in it.
    text : str
        As it is shown.
    """

    name: str
    text: str

    def said(self) -> Said:
        """The sentence for a block's header."""
        return {"name": self.name, "text": self.text}


def percent(n_hits: int, n: int) -> str:
    """A share as a per cent with one decimal; what lies halfway is rounded up, as ``formatPercent`` does it.

    Binary fractions round halfway cases by chance: of 10,000 images, 1,055 would be 10.5 or 10.6 %, as the share is
    computed.

    Parameters
    ----------
    n_hits, n : int
        The share is ``n_hits / n``.

    Returns
    -------
    str
        Such as "10.6 %".

    Examples
    --------
    >>> percent(1_055, 10_000), percent(8_945, 10_000)
    ('10.6 %', '89.5 %')
    """
    tenths = (2_000 * n_hits + n) // (2 * n)
    return f"{tenths // 10}.{tenths % 10} %"


@dataclass(frozen=True)
class Measured:
    """How many patterns of a set a network gets right.

    Parameters
    ----------
    n_right : int
        Patterns that are right.
    n : int
        Patterns that were looked at.
    kind : str
        What they are, in the plural: "validation points", "training images".
    out_of : int or None, default None
        Size of the set, where only its first ``n`` patterns were looked at.

    Raises
    ------
    ValueError
        If more patterns are right than were looked at.

    Examples
    --------
    >>> Measured(93, 100, "validation points").right_words()
    '93.0 % of the 100 validation points are right'
    >>> Measured(9_320, 10_000, "training images", out_of=50_000).wrong_words()
    '6.8 % of the first 10,000 of 50,000 training images are wrong'
    """

    n_right: int
    n: int
    kind: str
    out_of: int | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        if not 0 <= self.n_right <= self.n or self.n < 1:
            raise ValueError(f"{self.n_right} of {self.n} {self.kind} cannot be right")

    @classmethod
    def of(cls, accuracy: float, n: int, kind: str, out_of: int | None = None) -> "Measured":
        """From a share of right patterns, which is a whole number of them up to its rounding."""
        return cls(round(float(accuracy) * n), n, kind, out_of)

    @property
    def right(self) -> float:
        """Share of right patterns, from 0 to 1."""
        return self.n_right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval for the share that would be right of all such patterns."""
        return wilson(self.n_right, self.n)

    @property
    def patterns(self) -> str:
        """What was looked at, in words: a sample is named as one."""
        if self.out_of is None or self.out_of == self.n:
            if self.n == 1:
                return f"the only {self.kind.removesuffix('s')}"
            return f"the {self.n:,} {self.kind}"
        return f"the first {self.n:,} of {self.out_of:,} {self.kind}"

    @property
    def percent(self) -> str:
        """The share that is right, as it is shown."""
        return percent(self.n_right, self.n)

    def right_words(self) -> str:
        """A clause with the share that is right; of a single pattern, whether it is."""
        if self.n == 1:
            return f"{self.patterns} is {'right' if self.n_right else 'wrong'}"
        return f"{self.percent} of {self.patterns} are right"

    def wrong_words(self) -> str:
        """A clause with the share that is wrong; of a single pattern, whether it is."""
        if self.n == 1:
            return self.right_words()
        return f"{percent(self.n - self.n_right, self.n)} of {self.patterns} are wrong"
