"""Reference for the page ``backprop``: every number of a pass by plain NumPy, and arithmetic read from its own text."""

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator

from tests.browser.referee.checks import Scene
from tests.browser.written_numbers import last_digit, number
from ui.backprop.settings import BackpropSettings

Floats = npt.NDArray[np.float64]

SQUASH = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}

SLOPE = {
    "relu": lambda z: (z > 0) * 1.0,
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: SQUASH["sigmoid"](z) * (1 - SQUASH["sigmoid"](z)),
}

PASSAGE = """(root, view) => { const { passage, run } = root[view], { x, t, W, b } = passage.numbers;
  return { x, t, W, b, activations: passage.activations, rate: passage.rate, inBatch: run.passages.length - 1 }; }"""

CELLS = """box => [...box.querySelectorAll("[data-cell]")].map((e) =>
  [e.dataset.cell, e.matches("input") ? e.value : e.textContent]).filter(([name, text]) => name && text)"""


Held = Sequence[tuple[bool, bool]]


def held_in(scene: Scene) -> Held:
    """Of each layer whether its weights, and its biases, stay as drawn, by the names in the link."""
    settings = scene.settings
    assert isinstance(settings, BackpropSettings)
    of = {"": (True, True), "w": (True, False), "b": (False, True)}
    held = [[False, False] for _ in range(settings.depth + 1)]
    for name in settings.frozen:
        found = re.fullmatch(r"(hidden|out|\d)([wb]?)", name)
        assert found, name
        several = {"hidden": range(settings.depth), "out": [settings.depth]}
        for layer in several[found[1]] if found[1] in several else [int(found[1]) - 1]:
            held[layer] = [a or b for a, b in zip(held[layer], of[found[2]], strict=True)]
    return [(weights, biases) for weights, biases in held]


@dataclass(frozen=True)
class Pass:
    """One pass forward and back: x, t, W and b are those on the page, all else is computed here."""

    x: Floats
    t: Floats
    W: list[Floats]
    b: list[Floats]
    activations: list[str]
    rate: float
    in_batch: int
    held: Held = ()

    @property
    def n(self) -> int:
        return len(self.x)

    @property
    def depth(self) -> int:
        return len(self.W)

    def is_held(self, kind: str, layer: int) -> bool:
        """Whether the weights, W, or the biases, b, of a layer stay as drawn."""
        return self.all_held[layer - 1]["Wb".index(kind)]

    @property
    def all_held(self) -> Held:
        """Of each layer whether its weights, and its biases, stay as drawn; where nothing is said, none do."""
        return self.held or [(False, False)] * self.depth

    def errors(self, weights: list[Floats] | None = None, biases: list[Floats] | None = None) -> Floats:
        """E of each pattern."""
        _, _, y = self.forward(weights, biases)
        return np.asarray(-np.log(y[self.t == 1]))

    def forward(
        self, weights: list[Floats] | None = None, biases: list[Floats] | None = None, **moved: Any
    ) -> tuple[list[Floats], list[Floats], Floats]:
        """z of each layer, h of each hidden layer, y; ``z`` or ``h`` with a layer adds to what arises there."""
        sums, answers, here = [], [], self.x
        pairs = zip(weights or self.W, biases or self.b, strict=True)
        for layer, (w, b) in enumerate(pairs, 1):
            sums.append(here @ w.T + b + moved.get(f"z{layer}", 0))
            if layer < self.depth:
                here = SQUASH[self.activations[layer - 1]](sums[-1]) + moved.get(f"h{layer}", 0)
                answers.append(here)
        powers = np.exp(sums[-1] - sums[-1].max(axis=1, keepdims=True))
        return sums, answers, powers / powers.sum(axis=1, keepdims=True)

    def mean_error(self, **moved: Any) -> float:
        _, _, y = self.forward(**moved)
        return float(-np.log(y[self.t == 1]).mean())

    @cached_property
    def arrays(self) -> dict[str, Any]:
        """Every number of the page, by its kind; where there are layers, a list of arrays."""
        z, h, y = self.forward()
        g = [(y - self.t) / self.n]
        s, f = [], []
        for layer in range(self.depth - 1, 0, -1):
            s.insert(0, g[0] @ self.W[layer])
            f.insert(0, SLOPE[self.activations[layer - 1]](z[layer - 1]))
            g.insert(0, s[0] * f[0])
        entering = [self.x, *h]
        d_w = [signal.T @ came for signal, came in zip(g, entering, strict=True)]
        d_b = [signal.sum(axis=0) for signal in g]
        new_w, new_b = (
            [
                now if both[part] else now - self.rate * slope
                for now, slope, both in zip(params, slopes, self.all_held, strict=True)
            ]
            for part, (params, slopes) in enumerate(((self.W, d_w), (self.b, d_b)))
        )
        jacobian = np.stack([np.diag(row) - np.outer(row, row) for row in y])
        d_y = -self.t / y / self.n
        return {
            "x": self.x, "t": self.t, "W": self.W, "b": self.b, "z": z, "h": h, "y": y, "E": self.errors(),
            "ME": np.array(self.errors().mean()), "dy": d_y, "J": jacobian,
            "c": np.einsum("nc,nck->nk", d_y, jacobian), "g": g, "s": s, "f": f, "dW": d_w, "db": d_b, "nW": new_w,
            "nb": new_b, "NE": np.array(self.errors(new_w, new_b).mean()),
        }  # fmt: skip

    def value(self, name: str) -> float:
        """The number with a name of the page, such as W1_2_1."""
        found = re.fullmatch(r"([a-zA-Z]+?)(\d*)((?:_\d+)*)", name)
        assert found, name
        array = self.arrays[found[1]]
        if found[2]:
            array = array[int(found[2]) - 1]
        return float(array[tuple(int(i) - 1 for i in found[3].split("_")[1:])])

    def difference(self, name: str, step: float = 1e-5) -> float:
        """A central difference of the mean error by what a gradient is of: w, b, z or h."""
        found = re.fullmatch(r"(dW|db|g|s)(\d+)((?:_\d+)*)", name)
        assert found, name
        layer, place = int(found[2]), tuple(int(i) - 1 for i in found[3].split("_")[1:])
        errors = []
        for sign in (step, -step):
            moved: dict[str, Any]
            if found[1] in ("dW", "db"):
                key = "weights" if found[1] == "dW" else "biases"
                arrays = [array.copy() for array in (self.W if found[1] == "dW" else self.b)]
                arrays[layer - 1][place] += sign
                moved = {key: arrays}
            else:
                shift = np.zeros_like(self.arrays["z"][layer - 1])
                shift[place] = sign
                moved = {f"{'z' if found[1] == 'g' else 'h'}{layer}": shift}
            errors.append(self.mean_error(**moved))
        return (errors[0] - errors[1]) / (2 * step)


def part_of(scene: Scene, view: str) -> Locator:
    return scene.page.locator(f".{view}.part")


def pass_of(scene: Scene, view: str) -> Pass:
    """The pass that a view shows."""
    found = part_of(scene, view).evaluate(PASSAGE, view)
    return Pass(
        np.array(found["x"], float), np.array(found["t"], float), [np.array(w, float) for w in found["W"]],
        [np.array(b, float) for b in found["b"]], found["activations"], found["rate"], found["inBatch"],
        held_in(scene),
    )  # fmt: skip


def close(text: str, value: float) -> bool:
    """Whether a text is a number as it is written there; "0" is 0 alone."""
    if text == "0":
        return abs(value) < 1e-11
    return abs(number(text) - value) <= 0.5001 * last_digit(text) + 1e-12


def worth(text: str) -> float:
    """The value of arithmetic, from its characters alone."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    python = re.sub(r"e<sup>(.*?)</sup>", r"exp(\1)", html.unescape(text))
    python = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{m[1].translate(digits)}", python)
    python = re.sub(r"ln ([\d.]+(?:e-?\d+)?)", r"log(\1)", python)
    python = (
        python.replace("−", "-")
        .replace(")(", ")*(")
        .replace(") (", ")*(")
        .replace("·", "*")
        .replace("²", "**2")
    )
    assert re.fullmatch(r"([-+*/(),.0-9e ]|exp\(|log\(|tanh\(|max\()+", python), text
    return float(
        eval(python, {"__builtins__": {}}, {"exp": math.exp, "log": math.log, "tanh": math.tanh, "max": max})
    )


def holds(text: str, sign: str, result: str) -> bool:
    """Whether arithmetic comes to its result, as it is written; ≈ may be off by more, but not by a percent."""
    if sign == "=":
        unit = 1e-11 if result == "0" else last_digit(result)
        return abs(worth(text) - number(result)) <= 0.5001 * unit
    return abs(worth(text) - number(result)) <= 2 * last_digit(result)


def plain(text: str) -> str:
    """HTML without its tags, but with powers of e."""
    return html.unescape(re.sub(r"<(?!/?sup)[^>]*>", "", text))
