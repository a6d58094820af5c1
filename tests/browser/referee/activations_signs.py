"""Checks of the view "same sign": gradients into one output, and the ways of two weights, by NumPy in float64."""

import re
from functools import cache
from typing import Any

import numpy as np

from tests.browser.referee.activations_runs import (
    Floats,
    Layers,
    forward,
    layers_of,
    number,
    patterns_of,
    shown_in,
    softmax,
    trained,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said

NAME = "activations.signs"
GOAL = np.array([1.5, -1.5])
MADE = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "centred": lambda z: 1 / (1 + np.exp(-z)) - 0.5,
    "doubled": lambda z: 2 / (1 + np.exp(-z)),
    "both": lambda z: np.tanh(z / 2),
    "tanh": np.tanh,
}
WORDS = {
    "sigmoid": "sigmoid σ",
    "centred": "centred, σ − ½",
    "doubled": "doubled, 2σ",
    "both": "both, 2σ − 1",
    "tanh": "tanh",
}


@cache
def inputs_of(way: str, seed: int) -> Floats:
    """What two weights learn from: 40 patterns."""
    return np.asarray(MADE[way](np.random.default_rng(seed).normal(size=80).reshape(40, 2)))


@cache
def gone(way: str, seed: int, taken: int, n_steps: int) -> tuple[int, float]:
    """Steps that went the same way in both weights, and the distance that is left after the last one."""
    inputs, weights, together = inputs_of(way, seed), np.zeros(2), 0
    for step in range(n_steps):
        rows = np.arange(step * taken, (step + 1) * taken) % 40
        move = inputs[rows].T @ (inputs[rows] @ (GOAL - weights)) / taken
        together += move[0] * move[1] > 0
        weights = weights + move
    return int(together), float(np.linalg.norm(weights - GOAL))


def gone_in(scene: Scene, way: str) -> tuple[int, float]:
    shown = shown_in(scene)
    return gone(way, scene.settings.init_seed, int(shown["taken"]), shown["i"])


def is_near(said: str, distance: float) -> bool:
    """Whether a distance is said to its digits; one that has exploded need only have its size."""
    return abs(number(said) - distance) < 0.0051 + (0.06 * distance if distance > 1e3 else 1e-3 * distance)


@checks(f"{NAME}.headline.before")
def _before(said: Said, scene: Scene) -> None:
    assert said.text == "Two weights before their first step"
    assert shown_in(scene)["i"] == 0


@checks(f"{NAME}.headline.together")
def _together(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    n = shown["i"]
    which = "the first step" if n == 1 else f"each of the {n} steps"
    assert said.text == f"After sigmoids {which} moves both weights the same way"
    assert shown["taken"] == "1"
    assert gone_in(scene, "sigmoid")[0] == n


@checks(f"{NAME}.headline.distance")
def _distance(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"After (\d+) steps? sigmoids are (\S+) from the goal; centred and doubled, (\S+)", said.text
    )
    assert found
    assert int(found[1]) == shown_in(scene)["i"]
    assert is_near(found[2], gone_in(scene, "sigmoid")[1])
    assert is_near(found[3], gone_in(scene, "both")[1])


@checks(*(f"{NAME}.way.{name}" for name in ("mean", "spread", "share", "distance")))
def _way(said: Said, scene: Scene) -> None:
    way, what = said.data["of"], said.name.rpartition(".")[2]
    inputs = inputs_of(way, scene.settings.init_seed)
    together, distance = gone_in(scene, way)
    n = shown_in(scene)["i"]
    if what == "mean":
        assert abs(number(said.text) - inputs.mean()) < 0.0051
    elif what == "spread":
        assert abs(number(said.text) - inputs.std()) < 0.0051
    elif what == "distance":
        assert is_near(said.text, distance)
    elif n == 0:
        assert said.text == "–"
    else:  # after a way has arrived, its steps are roundings
        arrived = 2 if distance < 1e-6 else 0
        assert arrived or abs(number(said.text.removesuffix(" %")) - 100 * together / n) < 0.051


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    text = said.text if said.text.startswith("Step") else said.attributes[0]
    n = shown_in(scene)["i"]
    opening = f"Step {n}: distance from the goal, and steps that moved both weights the same way: "
    assert text.startswith(opening)
    parts = text.removeprefix(opening).removesuffix(".").split("; ")
    for part, (way, words) in zip(parts, WORDS.items(), strict=True):
        found = re.fullmatch(r"(.*) (\S+) and (\S+)( %)?", part)
        assert found
        assert found[1] == words
        assert is_near(found[2], gone_in(scene, way)[1])


def networks(scene: Scene) -> tuple[Layers, Layers]:
    """The network of sigmoids before training, and the same function with tanh."""
    run = trained(scene.settings.changed(on="points", activation=("sigmoid",), epochs=1).training_part())
    before = layers_of(run, run.snapshots.params[0])
    (w1, b1), (w2, b2) = before
    return before, [(w1 / 2, b1 / 2), (w2 / 2, b2 + w2.sum(axis=1) / 2)]


def arrived(scene: Scene, name: str) -> tuple[float, Floats]:
    """Error signal of the picked output for the picked pattern, and the gradients of its weights."""
    shown, layers = shown_in(scene), networks(scene)[name == "tanh"]
    training, _ = patterns_of(scene.settings.training_part())
    place, output = shown["example"] - 1, int(shown["output"]) - 1
    sums, answers = forward(layers, (name,), training.inputs[place : place + 1])
    signal = softmax(sums[-1])[0, output] - (training.labels[place] == output)
    return float(signal), signal * answers[1][0]


@checks(f"{NAME}.count")
def _count(said: Said, scene: Scene) -> None:
    signal, gradients = arrived(scene, said.data["count"])
    up, down = int((gradients > 0).sum()), int((gradients < 0).sum())
    of_one = ", all of one sign" if not up * down and up + down == len(gradients) else ""
    found = re.fullmatch(r"g = (\S+): (.*)", said.text)
    assert found
    assert abs(number(found[1]) - signal) < 0.00051
    assert found[2] == f"{up} positive, {down} negative{of_one}"


@checks(f"{NAME}.one_function")
def _one_function(said: Said, scene: Scene) -> None:
    assert said.text == "Both networks are one function, so g is the same."
    inputs = patterns_of(scene.settings.training_part())[0].inputs
    before, after = networks(scene)
    scores: list[Any] = [
        forward(layers, (name,), inputs)[0][-1] for layers, name in ((before, "sigmoid"), (after, "tanh"))
    ]
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-12)


@checks(f"{NAME}.network")
def _network(said: Said, scene: Scene) -> None:
    assert said.text == f"of a 2–{'–'.join(map(str, scene.settings.widths))}–3 network before training"


@checks(f"{NAME}.pattern")
def _pattern(said: Said, scene: Scene) -> None:
    example = shown_in(scene)["example"]
    label = patterns_of(scene.settings.training_part())[0].labels[example - 1]
    assert said.text == f"{example} of 40, class {label + 1}"


@checks(f"{NAME}.status")
def _status(said: Said, scene: Scene) -> None:
    """The ways are taken again with just these patterns and this rate."""
    assert said.text == (
        "A linear unit of two weights learns from 40 patterns by gradient descent at rate 1. All ways take the same "
        "weighted sums; what is made of them differs."
    )


@checks(f"{NAME}.chart")
def _chart(said: Said, scene: Scene) -> None:
    """The values under the playhead are those of the ways that the key names."""
    moment = shown_in(scene)["moment"]
    text = " ".join(said.text.split())
    assert text.removesuffix(" after sigmoid after tanh") in (
        "Distance to the goal",
        "Both weights the same way",
    )
    for way in ("sigmoid", "tanh"):
        together, distance = gone_in(scene, way)
        assert abs(moment[way] - distance) < 1e-3
        if way == "sigmoid" and moment["i"]:
            assert abs(moment["share_sigmoid"] - together / moment["i"]) < 1e-6


@checks(f"{NAME}.now")
def _now(said: Said, scene: Scene) -> None:
    assert said.text == str(shown_in(scene)["i"])


@checks(f"{NAME}.of")
def _of(said: Said, scene: Scene) -> None:
    assert said.text == "of 80"
