"""Layers that stay as drawn: how a link names them, what the page calls them, and what of each layer learns.

A link names hidden layers by their numbers, the output layer ``out``, and all hidden layers ``hidden``; ``w`` or ``b``
behind a name means its weights or its biases alone, as in ``frozen=1,2w,outb``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.architecture import Architecture
from ui.settings.base import MOST_LAYERS, setting
from ui.settings.choices import Names

HIDDEN, OUT = "hidden", "out"

LAYERS = (HIDDEN, *(str(layer) for layer in range(1, MOST_LAYERS + 1)), OUT)
"""Names of layers in a link."""

PARTS = {"": (True, True), "w": (True, False), "b": (False, True)}
"""From what stands behind a layer's name to whether its weights, and its biases, stay as drawn."""

CHOICES = {
    "learns": (False, False),
    "stays as drawn": (True, True),
    "weights stay as drawn": (True, False),
    "biases stay as drawn": (False, True),
}
"""From what a control offers for a layer to whether its weights, and its biases, stay as drawn."""

OUTPUT_WEIGHTS_ONLY = "output weights only"
"""What the page calls a network whose hidden layers all stay as drawn, and whose output layer learns."""

SAID = {"all": (), OUTPUT_WEIGHTS_ONLY: (HIDDEN,)}
"""From what the page calls the two common choices, of what learns, to the setting."""

Stays = tuple[tuple[bool, bool], ...]
"""For each affine layer, from the inputs on, whether its weights, and its biases, stay as drawn."""


@dataclass(frozen=True, kw_only=True)
class FrozenLayers(Names):
    """Any of the layers, or of their parts."""

    def read(self, text: str) -> tuple[str, ...]:
        """The names, in the order of the options, or what the page calls them; the sentence says how they are built."""
        if (said := text.strip().casefold()) in SAID:
            return SAID[said]
        try:
            return super().read(text)
        except ValueError as error:
            unknown, _, _ = str(error).partition("; there is only")
            raise ValueError(
                f"{unknown}; layers are 1 to {MOST_LAYERS}, hidden and out, with w or b behind for weights or biases "
                "alone"
            ) from None


def frozen_setting(label: str = "Stays as drawn") -> Any:
    """Declare the setting that says which layers stay as drawn."""
    options = tuple(f"{layer}{part}" for layer in LAYERS for part in PARTS)
    return setting(FrozenLayers(label=label, default=(), options=options))


def stays(frozen: Sequence[str], depth: int) -> Stays:
    """What stays as drawn of a network with so many hidden layers; what it does not have is left out."""
    weights, biases = [False] * (depth + 1), [False] * (depth + 1)
    for name in frozen:
        layer, part = name.rstrip("wb"), name[len(name.rstrip("wb")) :]
        for index in _indices(layer, depth):
            weights[index] |= PARTS[part][0]
            biases[index] |= PARTS[part][1]
    return tuple(zip(weights, biases, strict=True))


def _indices(layer: str, depth: int) -> Sequence[int]:
    """Affine layers, from 0, that a name stands for."""
    if layer == HIDDEN:
        return range(depth)
    index = depth if layer == OUT else int(layer) - 1
    return [index] if layer == OUT or index < depth else []


def names(what_stays: Stays) -> tuple[str, ...]:
    """The inverse of ``stays``: each layer by its own name."""
    parts = {both: part for part, both in PARTS.items()}
    last = len(what_stays) - 1
    return tuple(
        f"{OUT if index == last else index + 1}{parts[both]}"
        for index, both in enumerate(what_stays)
        if any(both)
    )


def bounded(frozen: tuple[str, ...], depth: int, label: str) -> tuple[tuple[str, ...], list[str]]:
    """Leave out hidden layers that the network does not have, with a sentence that names them."""
    beyond = [name for name in frozen if name[:1].isdigit() and int(name.rstrip("wb")) > depth]
    if not beyond:
        return frozen, []
    numbers = list(dict.fromkeys(name.rstrip("wb") for name in beyond))
    there = f"of {depth} hidden layer{'s' if depth != 1 else ''}"
    left = "it is left out" if len(numbers) == 1 else "they are left out"
    kept = tuple(name for name in frozen if name not in beyond)
    return kept, [f"{label}: there is no layer {' or '.join(numbers)} {there}; {left}."]


def is_still(what_stays: Stays) -> bool:
    """Whether nothing learns at all."""
    return all(all(both) for both in what_stays)


def is_output_only(what_stays: Stays) -> bool:
    """Whether all hidden layers stay as drawn, and the output layer learns."""
    *hidden, out = what_stays
    return bool(hidden) and is_still(tuple(hidden)) and not any(out)


def brief(what_stays: Stays) -> str:
    """A few words behind a network's name, as in "layer 1 as drawn"; "" where all of it learns."""
    if not any(any(both) for both in what_stays):
        return ""
    if is_still(what_stays):
        return "nothing learns"
    if is_output_only(what_stays):
        return OUTPUT_WEIGHTS_ONLY
    return f"{_listed(_parts(what_stays))} as drawn"


def in_words(what_stays: Stays, l2: float, architecture: Architecture) -> str:
    """What stays as drawn, and how much learns, in a few sentences; "" where all learns.

    Parameters
    ----------
    what_stays : tuple of (bool, bool)
        As ``stays`` gives it.
    l2 : float
        Strength of the penalty: it counts only what learns, which is said where there is one.
    architecture : Architecture
        The network.
    """
    if not any(any(both) for both in what_stays):
        return ""
    if is_still(what_stays):
        return "Nothing learns: all weights and biases stay as drawn, and the loss stays that of epoch 0."
    parts = _parts(what_stays)
    subject = f"{parts[0][0].upper()}{_listed(parts)[1:]}"
    one = len(parts) == 1 and not parts[0].startswith(("weights", "biases", "layers"))
    share = f"{_n_that_learn(what_stays, architecture):,} of {architecture.n_params:,} parameters learn"
    penalty = " The penalty counts only weights that learn." if l2 else ""
    return f"{subject} {'stays' if one else 'stay'} as drawn: {share}.{penalty}"


def _n_that_learn(what_stays: Stays, architecture: Architecture) -> int:
    """How many weights and biases learn."""
    return sum(
        n_outputs * n_inputs * (not weights) + n_outputs * (not biases)
        for (n_outputs, n_inputs), (weights, biases) in zip(
            architecture.weight_shapes, what_stays, strict=True
        )
    )


def _parts(what_stays: Stays) -> list[str]:
    """What stays as drawn, whole layers first: "layers 1 and 2", "weights of the output layer"."""
    last = len(what_stays) - 1
    whole = [str(index + 1) for index, both in enumerate(what_stays[:-1]) if all(both)]
    found = [f"layer{'s' if len(whole) > 1 else ''} {_listed(whole)}"] if whole else []
    found += ["the output layer"] if all(what_stays[-1]) else []
    for index, (weights, biases) in enumerate(what_stays):
        if weights != biases:
            layer = "the output layer" if index == last else f"layer {index + 1}"
            found.append(f"{'weights' if weights else 'biases'} of {layer}")
    return found


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
