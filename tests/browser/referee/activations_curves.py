"""Checks of the curves: formulas in float64, and a network of sigmoids that is written again by hand."""

import re
from time import perf_counter
from typing import Any

import numpy as np

from engine.questions.activation_curves import N_NUMBERS, measure_cost
from tests.browser.referee.activations_runs import (
    SLOPES,
    SQUASH,
    STEEPEST,
    WORDS,
    Layers,
    forward,
    layers_of,
    number,
    patterns_of,
    right,
    shown_in,
    trained,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said

NAME = "activations.curves"

FAR = np.linspace(-50, 50, 100_001)


def x_of(scene: Scene) -> float:
    return float(shown_in(scene)["x"])


@checks(f"{NAME}.headline.sigmoid")
def _sigmoid(said: Said, scene: Scene) -> None:
    assert said.text == "A sigmoid passes a quarter of a gradient at most"
    assert SLOPES["sigmoid"](FAR).max() == 0.25


@checks(f"{NAME}.headline.relu")
def _relu(said: Said, scene: Scene) -> None:
    assert said.text == "Left of 0 a ReLU answers 0 and passes nothing back"
    assert x_of(scene) < 0 or scene.settings.curve == "relu"
    left = FAR[FAR < 0]
    assert not SQUASH["relu"](left).any()
    assert not SLOPES["relu"](left).any()


@checks(f"{NAME}.headline.between")
def _squashed(said: Said, scene: Scene) -> None:
    assert said.text == "A sigmoid answers between 0 and 1"
    near = SQUASH["sigmoid"](np.linspace(-30, 30, 601))
    assert near.min() > 0
    assert near.max() < 1


@checks(f"{NAME}.headline.tanh")
def _tanh(said: Said, scene: Scene) -> None:
    assert said.text == "A tanh answers between −1 and 1"
    assert np.abs(SQUASH["tanh"](np.linspace(-15, 15, 601))).max() < 1


@checks(f"{NAME}.read")
def _read(said: Said, scene: Scene) -> None:
    """The answer at the cursor, as a number, in percent, and as so many of a hundred moments."""
    answer = float(SQUASH["sigmoid"](np.array(x_of(scene))))
    form, scale = {
        "squashed": (r"(0\.\d\d)", 1),
        "probability": (r"(\d+) %", 100),
        "rate": (r"(\d+) in 100", 100),
    }[said.data["of"]]
    found = re.fullmatch(form, said.text)
    assert found, said.text
    assert abs(float(found[1]) - scale * answer) < (0.0051 if scale == 1 else 0.51)


COUNTS = (
    "root => [...root.activations.state.arrays.sum_counts, ...root.activations.state.arrays.answer_counts]"
)


@checks(f"{NAME}.batch")
def _batch(said: Said, scene: Scene) -> None:
    """The histograms count each training point once, as the network of sigmoids answers it."""
    settings = scene.settings
    training, _ = patterns_of(settings.training_part())
    unit, layer = settings.unit - 1, settings.layer - 1
    assert said.text == (f"Answers of a trained unit ({unit + 1} in layer {layer + 1}) to {training.words()}")
    before, _ = both(scene)
    sums = forward(before, ("sigmoid",) * (len(before) - 1), training.inputs)[0][layer][:, unit]
    expected = [
        *np.histogram(np.clip(sums, -8, 8), 32, (-8, 8))[0],
        *np.histogram(1 / (1 + np.exp(-sums)), 32, (0, 1))[0],
    ]
    shown = scene.page.locator(".activations").evaluate(COUNTS)
    assert np.abs(np.array(shown) - expected).sum() <= 4  # a sum on the edge of a bin may fall on either side


@checks(f"{NAME}.headline.overlay")
def _overlay(said: Said, scene: Scene) -> None:
    assert said.text == "A sigmoid is a tanh of x/2, halved and lifted by ½"
    np.testing.assert_allclose(np.tanh(FAR / 2) / 2 + 0.5, SQUASH["sigmoid"](FAR), atol=1e-15)


@checks(f"{NAME}.x")
def _x(said: Said, scene: Scene) -> None:
    assert number(said.text) == x_of(scene)


@checks(f"{NAME}.f")
def _f(said: Said, scene: Scene) -> None:
    if not said.data["of"]:
        assert said.text == ""
        return
    assert abs(number(said.text) - SQUASH[said.data["of"]](np.array(x_of(scene)))) < 0.000051


@checks(f"{NAME}.d")
def _d(said: Said, scene: Scene) -> None:
    if not said.data["of"]:
        assert said.text == ""
        return
    assert abs(number(said.text) - SLOPES[said.data["of"]](np.array(x_of(scene)))) < 0.000051


UNIT = {"sigmoid": (2, 1, 3, 0.5), "tanh": (1, 0.5, 1.5, 2)}
"""Weight and bias into the unit that is written twice on the stage, and into the output."""


def twice_at(x: float, name: str) -> dict[str, float]:
    """Input, answer and output of the unit that is written twice."""
    w, b, v, c = UNIT[name]
    h = float(SQUASH[name](np.array(w * x + b)))
    return {"x": x, "h": h, "y": v * h + c}


@checks(f"{NAME}.twice")
def _twice(said: Said, scene: Scene) -> None:
    name, of = said.data["of"].split()
    assert abs(number(said.text) - twice_at(x_of(scene), name)[of]) < 0.00051


@checks(f"{NAME}.same")
def _same(said: Said, scene: Scene) -> None:
    assert said.text == "the same"
    for x in np.linspace(-8, 8, 101):
        assert abs(twice_at(x, "sigmoid")["y"] - twice_at(x, "tanh")["y"]) < 1e-12


@checks(f"{NAME}.steepest")
def _steepest(said: Said, scene: Scene) -> None:
    name = said.data["of"]
    assert number(said.text) == STEEPEST[name] == SLOPES[name](FAR).max()


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    text = said.text if said.text.startswith("At x") else said.attributes[0]
    x = x_of(scene)
    found = re.fullmatch(r"At x = (\S+): (.*)\.", text)
    assert found
    assert number(found[1]) == x
    for part, name in zip(found[2].split("; "), drawn_in(scene), strict=True):
        word, answer, slope = re.fullmatch(r"(\S+) (\S+), slope (\S+)", part).groups()  # type: ignore[union-attr]
        assert word == WORDS[name]
        assert abs(number(answer) - SQUASH[name](np.array(x))) < 0.00051
        assert abs(number(slope) - SLOPES[name](np.array(x))) < 0.00051


def drawn_in(scene: Scene) -> tuple[str, ...]:
    """One function alone, with the identity the sigmoid too; else all."""
    settings = scene.settings
    if settings.curve == "all":
        return SQUASH_ORDER
    return tuple(
        name for name in SQUASH_ORDER if name == settings.curve or (settings.overlay and name == "sigmoid")
    )


SQUASH_ORDER = ("sigmoid", "tanh", "relu")


@checks(f"{NAME}.costs")
def _costs(said: Said, scene: Scene) -> None:
    """Of the size that such a call takes here; times cannot be had again."""
    numbers = np.linspace(-4, 4, 10_000)
    times = []
    for _ in range(20):
        began = perf_counter()
        np.tanh(numbers)
        times.append(perf_counter() - began)
    assert 0 < number(said.text) < 100 * 1e9 * float(np.median(times)) / 10_000


@checks(f"{NAME}.costs_of")
def _costs_of(said: Said, scene: Scene) -> None:
    repetitions = measure_cost("tanh").repetitions
    assert said.text == (
        f"Nanoseconds a number, here and now: medians of {repetitions} calls on {N_NUMBERS:,} numbers each (float64). "
        "They tell of this machine at this moment."
    )


@checks(f"{NAME}.reading")
def _reading(said: Said, scene: Scene) -> None:
    """Limits, means and flat ends that are said of each activation."""
    name = said.data["of"]
    answers, slopes = SQUASH[name](FAR), SLOPES[name](FAR)
    if name == "sigmoid":
        assert said.text == (
            "sigmoid answers 0 to 1: a squashed sum, the probability of a feature, a firing rate. Large positive sums "
            "go to 1, large negative ones to 0; at both ends f′ = f(1 − f) goes to 0. No answer is negative, so their "
            "mean is not 0."
        )
        assert answers.min() >= 0
        assert answers.max() <= 1
        np.testing.assert_allclose(answers[[0, -1]], [0, 1], atol=1e-20)
        np.testing.assert_allclose(slopes, answers * (1 - answers), atol=1e-15)
        assert slopes[[0, -1]].max() < 1e-20
    elif name == "tanh":
        assert (
            said.text == "tanh answers −1 to 1, about 0: f′ = 1 − f², up to 1. It saturates at both ends too."
        )
        np.testing.assert_array_equal(answers[[0, -1]], [-1, 1])
        np.testing.assert_allclose(answers, -answers[::-1], atol=1e-12)
        assert slopes.max() == 1
        assert slopes[[0, -1]].max() < 1e-15
    else:
        assert said.text == (
            "ReLU answers 0 or the sum itself: f′ = 1 above 0, however large. At and below 0 f′ = 0: a unit that gets "
            "there on every pattern is dead."
        )
        assert set(slopes[FAR > 1e-9]) == {1}
        assert set(slopes[FAR <= 0]) == {0}
        np.testing.assert_array_equal(answers, np.where(FAR > 0, FAR, 0))


@checks(f"{NAME}.identity")
def _identity(said: Said, scene: Scene) -> None:
    """Off by a rounding of float64, which is 1.1·10⁻¹⁶ of a number just below 1."""
    if not scene.settings.overlay:
        assert said.text == ""
        return
    found = re.fullmatch(r"Rings on the curve; off by (\S+) at most\.", said.text)
    assert found
    assert 0 < number(found[1]) <= 4.5e-16


def both(scene: Scene) -> tuple[Layers, Layers]:
    """The network of sigmoids at its end, and of tanh, by sigmoid(x) = ½ + ½ tanh(x/2)."""
    settings = scene.settings.changed(on="points", activation=("sigmoid",)).training_part()
    run = trained(settings)
    before = layers_of(run, run.params)
    after = []
    for depth, (weights, biases) in enumerate(before):
        if depth:
            weights, biases = weights / 2, biases + weights.sum(axis=1) / 2
        half = 1.0 if depth == len(before) - 1 else 0.5
        after.append((half * weights, half * biases))
    return before, after


@checks(f"{NAME}.rewritten")
def _rewritten(said: Said, scene: Scene) -> None:
    before, after = both(scene)
    rules = ["W/2, b/2", *["W/4, b/2 + Σ w/4"] * (len(before) - 2), "W/2, b + Σ w/2"]

    def cell(layer: tuple[Any, Any]) -> str:
        return f"{layer[0][0, 0]:.3f} … {layer[1][0]:.3f}".replace("-", "−")

    rows = [
        f"layer {i + 1}{cell(one)}{rules[i]}{cell(other)}"
        for i, (one, other) in enumerate(zip(before, after, strict=True))
    ]
    assert said.text == "unit 1sigmoid: w₁ … bbecomestanh: w₁ … b" + "".join(rows)


@checks(f"{NAME}.rewritten_words")
def _rewritten_words(said: Said, scene: Scene) -> None:
    before, after = both(scene)
    settings = scene.settings.training_part()
    training, held = patterns_of(settings)
    names = ("sigmoid",) * (len(before) - 1)
    first = forward(before, names, training.inputs)[0][-1]
    second = forward(after, ("tanh",) * len(names), training.inputs)[0][-1]
    share = 100 * right(before, names, held)
    sizes = "–".join(map(str, (2, *settings.widths, 3)))
    found = re.fullmatch(
        r"(.*) Written with tanh and these other weights it is the same function: on (.*) its scores differ by (\S+) "
        r"at most\.",
        said.text,
    )
    assert found, said.text
    assert found[1] == f"A {sizes} network: {share:.1f} % of {held.words()} are right."
    assert found[2] == training.words()
    assert np.abs(first - second).max() < 1e-12
    assert 0 <= number(found[3]) < 1e-12
