"""What the page of activations says in words: each headline follows from the numbers that it is given."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions.sweep import Outcome
from tests.node import Node
from tests.ui.conftest import Visitor
from ui.activations.cliff import headline
from ui.activations.cliff.sweeps import RATES, STARTS
from ui.activations.settings import ActivationSettings
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings

UNIT = "ui/activations/unit/sentences.js"
LIFE = "ui/activations/unit/life.js"

FEW = {"n": 96, "of": 96, "words": "the 96 training points", "all_words": "the 96 training points"}
SAMPLE = {
    "n": 1000,
    "of": 50000,
    "words": "the first 1,000 of 50,000 training images",
    "all_words": "the 50,000 training images",
}
END = {"epoch": 5, "isEnd": True, "isOver": True}
RELU = {"canDie": True, "staysUnreached": True, "passed": 0.0}


@pytest.mark.parametrize(
    ("at", "seen", "words"),
    [
        (
            {**END, **RELU, "saturated": 1000, "reached": 0, "reachedByAll": 8},
            SAMPLE,
            "At the end 8 of the 50,000 training images reach this unit",
        ),
        (
            {**END, **RELU, "saturated": 1000, "reached": 0, "reachedByAll": 1},
            SAMPLE,
            "At the end 1 of the 50,000 training images reaches this unit",
        ),
        (
            {**END, **RELU, "saturated": 1000, "reached": 0, "reachedByAll": 0},
            SAMPLE,
            "At the end none of the 50,000 training images reaches this unit: it is dead",
        ),
        (
            {**END, **RELU, "saturated": 1000, "reached": 0, "reachedByAll": None},
            SAMPLE,
            "At the end none of the first 1,000 of 50,000 training images reaches this unit",
        ),
        (
            {**RELU, "epoch": 2, "isEnd": False, "isOver": True}
            | {"saturated": 1000, "reached": 0, "reachedByAll": None},
            SAMPLE,
            "At epoch 2 none of the first 1,000 of 50,000 training images reaches this unit",
        ),
        (
            {**RELU, "epoch": 2.5, "isEnd": False, "isOver": True}
            | {"saturated": 96, "reached": 0, "reachedByAll": None},
            FEW,
            "At epoch 2.50 none of the 96 training points reaches this unit: it is dead",
        ),
        (
            {**RELU, "epoch": 2, "isEnd": False, "isOver": True, "staysUnreached": False}
            | {"saturated": 96, "reached": 0, "reachedByAll": None},
            FEW,
            "At epoch 2 none of the 96 training points reaches this unit",
        ),
        (
            {**RELU, "epoch": 2, "isEnd": False, "isOver": False}
            | {"saturated": 96, "reached": 0, "reachedByAll": None},
            FEW,
            "At epoch 2 none of the 96 training points reaches this unit",
        ),
        (
            {**END, **RELU, "saturated": 72, "reached": 24, "passed": 0.25, "reachedByAll": 24},
            FEW,
            "At the end this unit is saturated on 75.0 % of the 96 training points",
        ),
        (
            {**END, **RELU, "canDie": False, "saturated": 1000, "reached": 0, "reachedByAll": 0},
            SAMPLE,
            "At the end this unit is saturated on 100.0 % of the first 1,000 of 50,000 training images",
        ),
        (
            {**RELU, "epoch": 0, "isEnd": False, "isOver": True, "canDie": False}
            | {"saturated": 19, "reached": 50, "passed": 0.6341, "reachedByAll": None},
            FEW,
            "Before training this unit’s mean slope f′ is 0.634 over the 96 training points",
        ),
    ],
)
def test_a_unit_is_called_dead_only_where_every_training_pattern_was_looked_at(
    node: Node, at: dict[str, Any], seen: dict[str, Any], words: str
) -> None:
    said = node(UNIT, "headlineAt(at, seen)", at=at, seen=seen)
    assert said["text"] == words
    assert said["name"].startswith("activations.unit.headline.")


def test_what_the_sample_missed_is_counted_over_all_images_at_the_end(node: Node, visitor: Visitor) -> None:
    """At this rate it was once said that no pattern reaches a unit which eight images did reach; one epoch shows it."""
    link = {"on": "mnist", "activation": "relu", "rate": "1", "start": "He normal", "epochs": "1"}
    block = visitor.open("activations", view="unit", **link).worked_out("activations")
    run = own_run(
        MnistSettings.from_url(ActivationSettings.from_url({"view": "unit", **link})[0].elsewhere[1])[0]
    ).run
    run.advance(100_000)
    parts = [part.astype(np.float64) for part in run.architecture.split(run.params)]
    here, counts = mnist.load().training.inputs[:10_000].astype(np.float64) / 255, []
    for weights, biases in list(zip(parts[::2], parts[1::2], strict=True))[:-1]:
        here = np.maximum(here @ weights.T + biases, 0)
        counts.append((here > 0).sum(axis=0))
    told = block["reached_at_end"]
    np.testing.assert_allclose(
        told, np.concatenate(counts), atol=1
    )  # a sum at the edge may round to either side
    arrays = {
        name: block["arrays"][name]
        for name in ("snapshot_epoch", "saturated", "reached", "passed", "mean_output")
    }
    n_units = len(told)
    sample = arrays["reached"].reshape(-1, n_units)[-1]
    missed = [unit for unit in range(n_units) if told[unit] and not sample[unit]]
    dead = [unit for unit in range(n_units) if not told[unit]]
    assert missed, "some units are reached by images beyond the first 1,000 only"
    assert dead, "some are dead"
    life = (
        "(() => { const life = new Life(state); return places.map((place) => life.unitAt(last, place)); })()"
    )
    widths = [layer["width"] for layer in block["layers"]]
    places = [{"layer": layer, "unit": unit} for layer, width in enumerate(widths) for unit in range(width)]
    state = {name: value for name, value in block.items() if name != "arrays"} | {"arrays": arrays}
    units = node(LIFE, life, state=state, places=places, last=len(arrays["snapshot_epoch"]) - 1)
    said = node(UNIT, "units.map((unit) => headlineAt(unit, seen).text)", units=units, seen=block["seen"])
    for unit in missed:
        number = (
            "1 of the 10,000 training images reaches"
            if told[unit] == 1
            else (f"{told[unit]} of the 10,000 training images reach")
        )
        assert said[unit] == f"At the end {number} this unit"
    for unit in dead:
        assert said[unit] == "At the end none of the 10,000 training images reaches this unit: it is dead"
    assert sum("dead" in words for words in said) == len(dead)


def test_a_unit_in_words_for_the_ear_and_what_lies_outside_name_the_patterns(node: Node) -> None:
    at = {"epoch": 3, "layer": 2, "unit": 4, "meanOutput": -0.5, "saturated": 250, "passed": 0.5}
    assert node(UNIT, "spokenAt(at, seen)", at=at, seen=SAMPLE) == (
        "Unit 4 of layer 2 at epoch 3: mean output −0.500, saturated on 25.0 %, mean slope 0.5000, "
        "over the first 1,000 of 50,000 training images."
    )
    assert node(UNIT, "beyondWords(counts, seen)", counts=[30, 900, 70], seen=SAMPLE) == (
        "10.0 % of the first 1,000 of 50,000 training images lie in the outer bins, which hold all that is beyond."
    )
    assert node(UNIT, "beyondWords(counts, seen)", counts=[10, 980, 10], seen=SAMPLE) == ""


@pytest.mark.parametrize(
    ("networks", "words"),
    [
        (
            {"sigmoids": (1e-6, 0.01284), "tanh": (1e-3, 1e-2), "ReLUs": (1e-3, 1e-3)},
            "Before training the first layer’s mean gradient is 1/13,000 of the last one’s, through sigmoids",
        ),
        (
            {"tanh": (1e-3, 4.2e-2)},
            "Before training the first layer’s mean gradient is 1/42 of the last one’s, through tanh",
        ),
        (
            {"tanh": (1.0, 0.04), "ReLUs": (1.0, 2.0)},
            "Before training the first layer’s mean gradient is 25 times the last one’s, through tanh",
        ),
        (
            {"sigmoids": (1, 3), "tanh": (1, 1)},
            "Before training mean gradients of the first and the last layer are within a factor of 10",
        ),
        (
            {"sigmoids": (1, 3), "ReLUs": (0, 0)},
            "Before training no gradient reaches the first layer through ReLUs",
        ),
        ({"sigmoids": (None, None)}, "Before training every network has diverged"),
    ],
)
def test_the_depth_is_said_by_the_network_in_which_first_and_last_layer_differ_most(
    node: Node, networks: dict[str, Any], words: str
) -> None:
    measured = [{"several": name, "first": pair[0], "last": pair[1]} for name, pair in networks.items()]
    at = {"epoch": 0, "isEnd": False}
    headline_at = "headlineAt(at, measured).text"
    assert node("ui/activations/depth/sentences.js", headline_at, at=at, measured=measured) == words
    later = words.replace("Before training", "At epoch 2.50")
    at = {"epoch": 2.5, "isEnd": False}
    assert node("ui/activations/depth/sentences.js", headline_at, at=at, measured=measured) == later


@pytest.mark.parametrize(
    ("step", "taken", "together", "words"),
    [
        (0, "1", 0, "Two weights before their first step"),
        (1, "1", 1, "After sigmoids the first step moves both weights the same way"),
        (80, "1", 80, "After sigmoids each of the 80 steps moves both weights the same way"),
        (80, "1", 79, "After 80 steps sigmoids are 0.25 from the goal; centred and doubled, 0.00"),
        (80, "40", 80, "After 80 steps sigmoids are 0.25 from the goal; centred and doubled, 0.00"),
        (1, "4", 1, "After 1 step sigmoids are 0.25 from the goal; centred and doubled, 0.00"),
    ],
)
def test_signs_are_said_of_steps_over_one_pattern_and_else_the_distance(
    node: Node, step: int, taken: str, together: int, words: str
) -> None:
    ways = {"sigmoid": {"together": together, "distance": 0.246}, "both": {"together": 0, "distance": 0.0004}}
    said = node(
        "ui/activations/signs/sentences.js",
        "headlineAt(step, taken, ways)",
        step=step,
        taken=taken,
        ways=ways,
    )
    assert said["text"] == words


def test_the_headline_of_the_curves_follows_the_cursor(node: Node) -> None:
    def at(x: float, relu: list[float], steepest: float = 0.25, overlay: bool = False) -> str:
        shown = {"overlay": overlay, "x": x, "relu": relu, "steepest": steepest}
        return str(node("ui/activations/curves/sentences.js", "headlineAt(shown).text", shown=shown))

    assert at(-1, [0, 0]) == "Left of 0 a ReLU answers 0 and passes nothing back"
    assert at(1, [1, 1]) == "A sigmoid passes a quarter of a gradient at most"
    assert "quarter" not in at(1, [1, 1], steepest=0.5)
    assert at(-1, [0, 0], overlay=True) == "A sigmoid is a tanh of x/2, halved and lifted by ½"


def cliff_of(best, after=0.1):
    """Outcomes whose accuracy is highest at a rate of each activation, and beyond it ``after`` for relus."""
    outcome = Outcome(0.5, False, [np.zeros(3, bool)], (0.0,), np.empty(0))
    return {
        (name, start, rate): replace(
            outcome,
            accuracy=0.9 if rate == best[name] else after if name == "relu" and rate > best[name] else 0.5,
        )
        for name in best
        for start in STARTS
        for rate in RATES["mnist"]
    }


def test_the_cliff_names_the_best_rates_and_where_chance_begins():
    settings = ActivationSettings(on="mnist")
    found = cliff_of({"sigmoid": 3.0, "tanh": 0.3, "relu": 0.1})
    assert headline.cliff(found, settings, 0.1, finished=True).text == (
        "ReLU is right most often at 0.1, near chance from 0.3 on; sigmoid is right most often at 3"
    )
    found = cliff_of({"sigmoid": 1.0, "tanh": 0.3, "relu": 10.0})
    assert headline.cliff(found, settings, 0.1, finished=True).text == (
        "ReLU is right most often at 10; sigmoid is right most often at 1"
    )
    assert "every learning rate" in headline.cliff({}, settings, 0.1, finished=False).text


def test_a_rate_after_which_relus_recover_is_not_where_chance_begins_and_equal_bests_are_all_named():
    settings = ActivationSettings(on="mnist")
    found = cliff_of({"sigmoid": 3.0, "tanh": 0.3, "relu": 0.1})
    for start in STARTS:
        found["relu", start, 3.0] = replace(found["relu", start, 3.0], accuracy=0.6)
    found["sigmoid", STARTS[0], 1.0] = replace(found["sigmoid", STARTS[0], 1.0], accuracy=0.9)
    assert headline.cliff(found, settings, 0.1, finished=True).text == (
        "ReLU is right most often at 0.1, near chance from 10 on; sigmoid is right most often at 1 and 3"
    )
