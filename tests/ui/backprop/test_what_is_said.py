"""What the microscope and the hand-check say of numbers is so; causes are named only where they are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.questions import microscope
from tests.node import Node
from tests.ui.backprop.test_written_arithmetic import WRITTEN, a_network
from ui.backprop import exchange, worked_example
from ui.backprop.check import sheets
from ui.backprop.passage.block import network_header
from ui.backprop.settings import BackpropSettings


def sent(settings: BackpropSettings, pattern: int = 0) -> dict[str, Any]:
    run = {
        **network_header(worked_example.seen(settings)[0].passage),
        "stays": settings.stays,
        "rate": settings.rate,
    }
    return {"numbers": exchange.passages(settings)[pattern], "run": run}


def test_the_largest_error_signal_is_the_one_that_is_named(node: Node) -> None:
    for seed in range(40):
        settings = replace(a_network(seed), frozen=())
        if not settings.depth:
            continue
        of = sent(settings)
        said = node(WRITTEN, "headline(numbers, run, 4)", **of)
        summed = np.array(of["numbers"]["g"][settings.depth - 1]).sum(axis=0)
        if not np.any(of["numbers"]["g"][settings.depth - 1]):
            assert said == "No gradient gets through to the hidden units"
            continue
        best = int(np.abs(summed).argmax())
        assert said.startswith(f"Hidden unit {best + 1} ") or said.startswith(
            f"Hidden unit {best + 1} of layer"
        )
        assert (f"summed over {settings.patterns} patterns" in said) == (settings.patterns > 1)
        assert "share" not in said


def test_an_update_that_raises_the_error_is_not_given_a_cause(node: Node) -> None:
    rises = 0
    for seed in range(60):
        of = sent(BackpropSettings(rate=20.0, init_seed=seed, patterns=4))
        before, after = of["numbers"]["ME"], of["numbers"]["NE"]
        said = node(WRITTEN, "headline(numbers, run, 6)", **of)
        assert said.startswith(
            f"One update {'raises' if after > before else 'lowers'} the mean error of 4 patterns from "
        )
        assert "too large" not in said
        rises += after > before
    assert rises


def test_a_probability_of_0_is_blamed_only_where_there_is_one(node: Node) -> None:
    of = sent(BackpropSettings())
    broken = {**of["numbers"], "collapses": False}
    assert "probability" not in node(WRITTEN, "headline(numbers, run, 3)", numbers=broken, run=of["run"])
    y = [[0.0 if t else 0.5 for t in broken["t"][0]]]
    said = node(WRITTEN, "headline(numbers, run, 3)", numbers={**broken, "y": y}, run=of["run"])
    assert said.startswith("A probability of 0 breaks the chain")


def test_a_kink_is_named_only_where_it_lies_within_the_step(node: Node) -> None:
    settings = BackpropSettings(
        activation=("relu",), units=(1,), edits=(("b1_1", 0.0), ("w1_1_1", 0.0), ("w1_1_2", 0.0))
    )
    at, away = sent(settings), sent(BackpropSettings(activation=("relu",)))
    for name in ("W1", "z1", "b1"):
        for of, named in ((at, True), (away, False)):
            wrong = {"agrees": False, "off": 0.03}
            numbers = {**of["numbers"], "checks": {name: wrong}}
            said = node(
                WRITTEN,
                "difference(numbers, run, array)",
                numbers=numbers,
                run=of["run"],
                array=name,
            )
            assert ("a kink of the ReLU lies within the step" in said) == named
            assert "off by 3·10⁻²" in said


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (1.0, "Right."),
        (0.0, "Within 0.002 of it; the number itself is "),
        (-1.0, "Within 0.002 of it; the number itself is "),
    ],
)
def test_a_small_number_is_called_right_only_where_it_is(answer: float, words: str) -> None:
    settings = BackpropSettings(edits=(("x1_1", 0.001),), cells=20)
    made = worked_example.example(settings)
    passage = microscope.look(made.architecture, made.params, made.inputs, made.targets)
    numbers = sheets.numbers_of(passage)["weights"]
    name, value = next((name, value) for name, value in numbers.items() if 0 < abs(value) < 5e-4)
    marked = sheets.mark(f"{answer * value:.8f}", name, passage, 0.002)
    assert marked.right
    assert marked.words.startswith(words)
