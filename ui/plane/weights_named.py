"""One weight or bias of a network in the plane: how a link writes it, where it stands, and what the page calls it.

A link has layer, unit and input, from 1, joined by hyphens: ``2-5-3`` is the weight from unit 3 of layer 1 to unit 5 of
layer 2. Input 0 is the unit's bias. The last layer's units are the classes.
"""

from collections.abc import Sequence

from datasets.derived_inputs import COORDINATES
from engine.architecture import Architecture
from ui.plane import inputs

_PARTS = 3
_DIGITS = 3


def read(text: str) -> tuple[int, int, int]:
    """Layer, unit and input, as a link writes them.

    Raises
    ------
    ValueError
        If the text is not three whole numbers joined by hyphens, the first two from 1.
    """
    parts = text.split("-")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= _DIGITS]
    if len(numbers) != _PARTS or text != "-".join(map(str, numbers)) or min(numbers[:2]) < 1:
        raise ValueError(
            "is not a layer, a unit and an input (0 for the bias) joined by hyphens, as in 1-3-2"
        )
    return numbers[0], numbers[1], numbers[2]


def place(text: str, architecture: Architecture) -> int:
    """Where a weight stands among a network's parameters.

    Parameters
    ----------
    text : str
        As in a link.
    architecture : Architecture
        The network's shape.

    Returns
    -------
    int
        In the order of ``Architecture.split``.

    Raises
    ------
    ValueError
        If the network has no such weight.
    """
    layer, unit, source = read(text)
    shapes = architecture.weight_shapes
    if layer > len(shapes) or unit > shapes[layer - 1][0] or source > shapes[layer - 1][1]:
        raise ValueError(f"{text} is no weight of a network of {'-'.join(map(str, architecture.sizes))}")
    before = sum(rows * columns + rows for rows, columns in shapes[: layer - 1])
    rows, columns = shapes[layer - 1]
    return before + (rows * columns + unit - 1 if source == 0 else (unit - 1) * columns + source - 1)


def all_of(architecture: Architecture) -> list[str]:
    """Every weight of a network as a link writes it: layer by layer, each unit's weights and then its bias."""
    return [
        f"{layer}-{unit}-{source}"
        for layer, (rows, columns) in enumerate(architecture.weight_shapes, start=1)
        for unit in range(1, rows + 1)
        for source in (*range(1, columns + 1), 0)
    ]


def words(text: str, architecture: Architecture, names: Sequence[str] = COORDINATES) -> str:
    """What the page calls a weight, as in "x₁ → unit 3 of layer 1", "bias of class 2"; names are of the inputs."""
    layer, unit, source = read(text)
    last = len(architecture.weight_shapes)
    target = f"class {unit}" if layer == last else f"unit {unit} of layer {layer}"
    if source == 0:
        return f"bias of {target}"
    if layer == 1:
        known = source <= len(names)
        return f"{inputs.title(names[source - 1])} → {target}" if known else f"input {source} → {target}"
    if layer == last:
        return f"unit {source} of layer {layer - 1} → {target}"
    return f"unit {source} → {target}"
