"""The page of blame: nudges are forward passes, and the gradient's prediction is the tangent."""

import numpy as np
import pytest

from tests.node import Node
from tests.ui.backprop.test_backprop_page import CLOSE, VECTORS, link_to
from tests.ui.conftest import Visitor
from ui.backprop import worked_example
from ui.backprop.settings import BackpropSettings


@pytest.mark.parametrize(
    "path", [path for path in VECTORS if "d0" not in path.stem], ids=lambda path: path.stem
)
def test_every_nudge_is_a_forward_pass_and_its_prediction_torchs_gradient(visitor: Visitor, path) -> None:
    arrays, link = link_to(path)
    nudge = visitor.open("backprop", **link, view="blame", weight="W2_1_3", pattern="2").block("blame")[
        "nudge"
    ]
    top = len(arrays["sizes"]) - 1
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
    }
    activate = functions[path.stem.split("_")[1]]

    def forward(epsilon: float) -> np.ndarray:
        h = arrays["X"][1]
        for layer in range(1, top + 1):
            weights = arrays[f"W{layer}"].copy()
            if layer == 2:
                weights[0, 2] += epsilon
            z = weights @ h + arrays[f"b{layer}"]
            h = activate(z)
        y = np.exp(z - z.max())
        return y / y.sum()

    before = 7 * np.outer(arrays["delta2"][1], arrays["h1"][1])[0, 2]
    assert nudge["value"] == arrays["W2"][0, 2]
    np.testing.assert_allclose(nudge["gradient"], before, **CLOSE)
    for epsilon, error, probabilities in zip(
        nudge["scale"], nudge["errors"], nudge["probabilities"], strict=True
    ):
        expected = forward(epsilon)
        np.testing.assert_allclose(probabilities, expected, **CLOSE)
        np.testing.assert_allclose(error, -np.log(expected[arrays["y"][1]]), **CLOSE)
    rise = (forward(1e-6) - forward(-1e-6)) / 2e-6
    np.testing.assert_allclose(nudge["slopes"], rise, atol=1e-9)


def test_the_prediction_is_off_by_a_share_that_shrinks_with_the_step() -> None:
    slider, _, _ = worked_example.nudged(BackpropSettings())
    change = slider.errors - slider.errors[slider.distances == 0]
    off = {
        d: abs(c / (d * slider.gradient) - 1) for d, c in zip(slider.distances, change, strict=True) if d > 0
    }
    assert off[0.001] < off[0.01] / 8 < off[0.1] / 64
    assert off[1.0] > 0.05


@pytest.mark.parametrize(
    ("asked", "depth", "name"),
    [
        ("W2_3_3", 1, "W2_3_3"),
        ("b1_2", 1, "b1_2"),
        ("W9_1_1", 1, "W1_2_1"),
        ("h1_2", 1, "W1_2_1"),
        (None, 0, "W1_2_1"),
    ],
)
def test_a_weight_that_the_network_lacks_is_replaced(asked: str | None, depth: int, name: str) -> None:
    assert worked_example.weight_of(BackpropSettings(depth=depth, weight=asked))[0] == name


def test_a_batch_of_one_unit_layers_is_blamed_too(visitor: Visitor) -> None:
    block = visitor.open("backprop", view="blame", units="1", patterns="2", pattern="0").block("blame")
    assert block["nudge"]["weight"] == "W1_1_1"
    assert len(block["passages"]) == 3


@pytest.mark.parametrize("weight", ["W1_2_1", "W2_3_3", "b1_1"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_what_is_said_of_half_the_step_is_a_forward_pass_with_half_the_step(
    visitor: Visitor, node: Node, weight: str, activation: str
) -> None:
    link = {"view": "blame", "weight": weight, "activation": activation}
    nudge = visitor.open("backprop", **link).block("blame")["nudge"]
    settings = BackpropSettings(activation=(activation,))
    made = worked_example.example(settings)
    kind, (layer, *place) = weight[0].lower(), map(int, weight[1:].split("_"))

    def error(epsilon: float) -> float:
        params = [param.copy() for param in made.params]
        params[2 * (layer - 1) + (kind == "b")][tuple(i - 1 for i in place)] += epsilon
        hidden = params[0] @ made.inputs[0] + params[1]
        hidden = 1 / (1 + np.exp(-hidden)) if activation == "sigmoid" else np.maximum(hidden, 0)
        scores = params[2] @ hidden + params[3]
        return float(np.log(np.exp(scores).sum()) - scores[made.targets[0] == 1][0])

    slope = (error(1e-5) - error(-1e-5)) / 2e-5
    for at, epsilon in enumerate(nudge["scale"]):
        words = node("ui/backprop/blame/nudge.js", "wordsOf(nudge, at)", nudge=nudge, at=at)
        assert "half the share" not in words
        if abs(epsilon) < 0.1 or abs(slope) < 1e-9:
            continue
        for step, before in ((epsilon, ": off by "), (epsilon / 2, "Half the step is off by ")):
            said = words.split(before)[1].split(" %")[0].removeprefix("about ")
            off = 100 * abs((error(step) - error(0)) / (step * slope) - 1)
            if "·" not in said:
                assert float(said) == pytest.approx(off, abs=0.6 if off >= 9.9 else 0.006)
