"""Wires that are cut: weights that are 0 from the beginning and stay 0 in training.

A link names each as ``weights_named`` does, joined by commas, as in ``cut=1-3-2,2-1-4``.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from ui.plane import weights_named
from ui.settings.lacking import lacking

MOST = 100
"""Wires that are cut at once."""

MOST_NAMED = 3
"""Wires that a sentence names; of more it says how many."""


def read(text: str) -> tuple[str, ...]:
    """Wires as a link writes them, in the order of layer, unit and input.

    Raises
    ------
    ValueError
        If the text is neither empty nor made of wires, names a bias, or names more than ``MOST``.
    """
    names = text.split(",") if text else []
    if len(names) > MOST:
        raise ValueError(f"cuts {len(names)} wires; {MOST} are the most")
    for name in names:
        try:
            *_, source = weights_named.read(name)
        except ValueError as error:
            raise ValueError(f"cuts {name[:20]!r}, which {error}") from None
        if source == 0:
            raise ValueError(f"cuts {name}, which is a bias and no wire")
    return tuple(sorted(set(names), key=weights_named.read))


def write(names: Sequence[str]) -> str:
    """The inverse of ``read``."""
    return ",".join(names)


def kept(names: Sequence[str], architecture: Architecture) -> tuple[tuple[str, ...], list[str]]:
    """Those that a network has, where each layer keeps a wire; and a sentence for those that are left out."""
    there, notes = [], []
    for name in names:
        try:
            weights_named.place(name, architecture)
        except ValueError:
            continue
        there.append(name)
    if lost := [name for name in names if name not in there]:
        sizes = "-".join(map(str, architecture.sizes))
        notes.append(f"Wires cut: {lacking(lost, f'a network of {sizes}')}.")
    for index, (rows, columns) in enumerate(architecture.weight_shapes, start=1):
        mine = [name for name in there if weights_named.read(name)[0] == index]
        if len(mine) == rows * columns:
            last = index == len(architecture.weight_shapes)
            layer = "the output layer" if last else f"layer {index}"
            notes.append(
                f"Wires cut: without all {len(mine)} wires nothing passes {layer}; {_left_out(len(mine))}."
            )
            there = [name for name in there if name not in mine]
    return tuple(there), notes


def _left_out(count: int) -> str:
    return "it is left out" if count == 1 else "they are left out"


def masks(names: Sequence[str], architecture: Architecture) -> dict[int, npt.NDArray[np.bool_]]:
    """For each affine layer with cut wires, from 0, where a wire is: of shape (output_dim, input_dim)."""
    found: dict[int, npt.NDArray[np.bool_]] = {}
    for name in names:
        layer, unit, source = weights_named.read(name)
        wires = found.setdefault(layer - 1, np.ones(architecture.weight_shapes[layer - 1], bool))
        wires[unit - 1, source - 1] = False
    return found


def in_words(names: Sequence[str], architecture: Architecture) -> str:
    """Which wires are cut: "Cut, and 0 throughout: x₁ → unit 3 of layer 1."; "" where none is."""
    if not names:
        return ""
    named = ", ".join(weights_named.words(name, architecture) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"Cut, and 0 throughout: {named}{f' and {more} more' if more > 0 else ''}."
