"""Weights and biases that a visitor has set by hand: how a link writes them, and what the page says of them.

A link has each weight as ``weights_named`` does, a colon, and its value; commas join them, as in
``by_hand=1-3-2:0.5,2-1-0:0``. Within a fork, whose parts colons join, all of it stands behind the activation, as in
``past=120:0.02:tanh:1-3-2:0.5:2-1-0:0``. Values are written as short as they can be without loss.
"""

from collections.abc import Sequence

from engine.architecture import Architecture
from ui.plane import weights_named
from ui.settings.choices import Real

MOST = 50
"""Weights set by hand at once."""

LARGEST = 1_000.0
"""No weight is set further from 0, so that no network of the page's sizes leaves single precision."""

MOST_NAMED = 3
"""Weights that a sentence names; of more it says how many."""

ByHand = tuple[tuple[str, float], ...]
"""Weights as ``weights_named`` reads them, each with its value, in the order of layer, unit and input."""

_VALUE = Real(label="Weight", default=0.0, low=-LARGEST, high=LARGEST)


def read(text: str) -> ByHand:
    """Weights as a link writes them.

    Raises
    ------
    ValueError
        If the text is neither empty nor made of different weights with their values, or names more than ``MOST``.
    """
    return paired(text.replace(",", ":").split(":")) if text else ()


def paired(parts: Sequence[str]) -> ByHand:
    """Weights from names and values in turn; errors as ``read``."""
    names, values = parts[::2], parts[1::2]
    if len(names) != len(values):
        raise ValueError("is not weights with their values, as in 1-3-2:0.5,2-1-0:0")
    if len(names) > MOST:
        raise ValueError(f"sets {len(names)} weights; {MOST} are the most")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"sets {twice[:20]} twice")
    for name in names:
        try:
            weights_named.read(name)
        except ValueError as error:
            raise ValueError(f"sets {name[:20]!r}, which {error}") from None
    found = []
    for name, value in zip(names, values, strict=True):
        try:
            found.append((name, _VALUE.read(value)))
        except ValueError as error:
            raise ValueError(f"sets {name} to {value[:20]}, which {error}") from None
    return tuple(sorted(found, key=lambda one: weights_named.read(one[0])))


def write(by_hand: ByHand) -> str:
    """The inverse of ``read``."""
    return ",".join(f"{name}:{_VALUE.write(value)}" for name, value in by_hand)


def kept(by_hand: ByHand, architecture: Architecture) -> ByHand:
    """Those that a network has."""
    there = []
    for name, value in by_hand:
        try:
            weights_named.place(name, architecture)
        except ValueError:
            continue
        there.append((name, value))
    return tuple(there)


def by_place(by_hand: ByHand, architecture: Architecture) -> dict[int, float]:
    """Values by place in the order of ``Architecture.split``."""
    return {weights_named.place(name, architecture): value for name, value in by_hand}


def in_words(by_hand: ByHand, architecture: Architecture) -> str:
    """Which weights were set, and to what: "bias of class 2 is 0.5"; of many, how many."""
    named = [
        f"{weights_named.words(name, architecture)} is {_VALUE.write(value).replace('-', '−')}"
        for name, value in by_hand[:MOST_NAMED]
    ]
    more = len(by_hand) - MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def counted(by_hand: ByHand) -> str:
    """How many were set: "a weight", "3 weights"; a bias counts as a weight."""
    return "a weight" if len(by_hand) == 1 else f"{len(by_hand)} weights"
