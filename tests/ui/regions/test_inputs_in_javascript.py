"""What the player writes of derived inputs: a unit's own formula, single weights, the space that the outputs see."""

from typing import Any

import numpy as np
import pytest

from tests.node import Node
from ui.plane import inputs

WORDS = "ui/regions/player/formula_words.js"
LINES = "ui/regions/player/formula_lines.js"
AXES = "ui/regions/hidden_space/axes.js"
PARAMS = np.array([0.5, -2.0, 0.0, 1.0, -1.0, 0.25, 3.0, 0.0, -1.5], np.float32)
X1, X2 = "<i>x</i><sub>1</sub>", "<i>x</i><sub>2</sub>"
SQUARES = f"{X1}<sup>2</sup> and {X2}<sup>2</sup>"


def run_on(*names: str, sizes: tuple[int, ...] = ()) -> dict[str, Any]:
    return {
        "sizes": list(sizes or (len(names), 3)),
        "activations": ["tanh"] * (len(sizes) - 2) if sizes else [],
        **inputs.header(names),
    }


def test_a_classs_formula_is_written_in_its_inputs(node: Node) -> None:
    found = node(
        WORDS,
        "unitFormula(run, params, [{ weights: 0, biases: 6, inputs: 2, outputs: 3 }], 1, 2)",
        run=run_on("x1x1", "sinx2"),
        params=PARAMS,
    )
    assert found == f"<b>Class 3</b>: <i>z</i> = −1.00 {X1}<sup>2</sup> + 0.25 sin {X2} − 1.50"


def test_of_the_coordinates_it_is_written_as_before(node: Node) -> None:
    found = node(
        WORDS,
        "unitFormula(run, params, [{ weights: 0, biases: 6, inputs: 2, outputs: 3 }], 1, 0)",
        run=run_on("x1", "x2"),
        params=PARAMS,
    )
    assert found == f"<b>Class 1</b>: <i>z</i> = 0.50 {X1} − 2.00 {X2} + 3.00"


@pytest.mark.parametrize(
    ("names", "words"), [(("x1", "x2"), "x2"), (("x1", "abs"), "|x|"), (("x1x1", "x1x2"), "x₁x₂")]
)
def test_a_weight_is_told_by_the_input_that_it_weighs(node: Node, names: tuple[str, ...], words: str) -> None:
    assert node(WORDS, "placeWords(run, 0, 1)", run=run_on(*names)) == words


@pytest.mark.parametrize(
    ("names", "letter"), [(("x1", "x2"), "x"), (("x1x1", "x2x2"), "φ"), (("x1", "x2", "abs"), "φ")]
)
@pytest.mark.parametrize("hidden", [(), (4,), (4, 4)])
def test_the_sum_over_the_inputs_has_their_letter(
    node: Node, names: tuple[str, ...], letter: str, hidden: tuple[int, ...]
) -> None:
    run = run_on(*names, sizes=(len(names), *hidden, 3)) | {"activation_facts": {"tanh": {"word": "tanh"}}}
    lines = node(LINES, "formulaLines(run)", run=run)
    assert [line["source"][0] for line in lines if 1 in line["layers"]] == [letter]
    assert all(line["source"][0] == "h" for line in lines if 1 not in line["layers"])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("x1", "x2"), "The outputs see the input plane itself, and can only cut it straight."),
        (("abs",), "The outputs see |<i>x</i>|: where these are the axes, they can only cut at points."),
        (
            ("x1x1", "x2x2"),
            f"The outputs see {SQUARES}: where these are the axes, they can only cut straight.",
        ),
        (
            ("x1", "x2", "abs"),
            f"The outputs see {X1}, {X2} and |<i>x</i>|: where these are the axes, they can only cut flat.",
        ),
    ],
)
def test_without_a_hidden_layer_the_outputs_see_the_inputs(
    node: Node, names: tuple[str, ...], words: str
) -> None:
    found = node(
        AXES,
        "axesWords(run, { ...chosenAxes(run.sizes, { layer: 0, axes: '' }), inputs: run.inputs }, 0)",
        run=run_on(*names),
    )
    assert found == f"<b>No hidden layer.</b> {words}"
