"""What stays as drawn, by the weights themselves: what has not moved since epoch 0, and what the page says of it."""

import re
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tests.browser.referee.reference import layers_of

Held = list[tuple[bool, bool]]
"""For each layer whether its weights, and its biases, are what they were."""


def held_of(first: npt.ArrayLike, now: npt.ArrayLike, sizes: list[int]) -> Held:
    """What has not moved, bit for bit; of what has, each array moved in some number."""
    return [
        (np.array_equal(w, v), np.array_equal(b, c))
        for (w, b), (v, c) in zip(layers_of(first, sizes), layers_of(now, sizes), strict=True)
    ]


def subjects(held: Held) -> str:
    """What has not moved, as the subject of a sentence: whole layers, then halves of others."""
    *hidden, out = held
    whole = [str(i) for i, both in enumerate(hidden, start=1) if both == (True, True)]
    parts = [f"layer{'s' * (len(whole) > 1)} {joined(whole)}"] if whole else []
    parts += ["the output layer"] * (out == (True, True))
    for i, (weights, biases) in enumerate(held, start=1):
        if weights + biases == 1:
            layer = "the output layer" if i == len(held) else f"layer {i}"
            parts.append(f"{'weights' if weights else 'biases'} of {layer}")
    return joined(parts)


def joined(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def name_of(held: Held) -> str:
    """What a headline calls a network of which something has not moved; "" where all has."""
    *hidden, out = held
    if not any(any(both) for both in held):
        return ""
    if all(all(both) for both in held):
        return "nothing learns"
    if hidden and all(all(both) for both in hidden) and not any(out):
        return "output weights only"
    return f"{subjects(held)} as drawn"


def assert_sentence(text: str, held: Held, sizes: list[int], l2: float) -> None:
    """What stays as drawn and how much learns is said, and the penalty where there is one."""
    if not any(any(both) for both in held):
        assert text == ""
        return
    if name_of(held) == "nothing learns":
        assert (
            text
            == "Nothing learns: all weights and biases stay as drawn, and the loss stays that of epoch 0."
        )
        return
    penalty = r"( The penalty counts only weights that learn\.)?"
    found = re.fullmatch(rf"(.+) stays? as drawn: ([\d,]+) of ([\d,]+) parameters learn\.{penalty}", text)
    assert found, text
    assert found[1] == subjects(held)[0].upper() + subjects(held)[1:]
    counts = [(n * m, m) for n, m in pairwise(sizes)]
    assert int(found[3].replace(",", "")) == sum(map(sum, counts))
    moved = [
        n * (not still)
        for both, ns in zip(held, counts, strict=True)
        for n, still in zip(ns, both, strict=True)
    ]
    assert int(found[2].replace(",", "")) == sum(moved)
    assert bool(found[4]) == (l2 > 0)
