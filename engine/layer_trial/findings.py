"""What a trial brings out: findings, each a sentence with its numbers, and the slips that have a name."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Verdict = Literal["right", "wrong", "note"]

Slip = Literal[
    "transposed",
    "sum over the batch missing",
    "mean in place of the sum",
    "summed over the wrong axis",
    "slope of the inputs",
    "slope of the outputs",
    "outputs in place of their slope",
    "gradient left out",
    "divided by the batch size",
    "sign",
    "factor",
    "changed in place",
    "bias missing",
    "order",
    "copies",
    "kept from fprop",
    "patterns mixed",
]
"""The usual slips: each is found by an experiment of its own, not by reading the code."""


@dataclass(frozen=True)
class Finding:
    """One claim about the layer, and whether it holds.

    Parameters
    ----------
    check : str
        What was tried, in a few words.
    verdict : "right", "wrong" or "note"
        A note is neither: it says what is worth knowing.
    sentence : str
        What came out, with its numbers.
    slip : Slip, optional
        The name of the slip that explains it.
    """

    check: str
    verdict: Verdict
    sentence: str
    slip: Slip | None = None


def number(value: float) -> str:
    """A number with four digits that count, and a real minus sign."""
    return f"{value:.4g}".replace("-", "−")


def shape(array: npt.NDArray[Any]) -> str:
    """An array's shape as Python writes it."""
    return str(tuple(int(length) for length in array.shape))


def close(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    """Whether two arrays have one shape, and differ by no more than a central difference is wrong."""
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-5, atol=1e-7))
