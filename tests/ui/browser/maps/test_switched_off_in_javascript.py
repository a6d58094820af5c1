"""The browser's network without some units, and each unit's worth and blame, are the engine's."""

import numpy as np
import pytest

from datasets import toy
from engine.architecture import Architecture
from engine.questions import probe, unit_worth
from tests.node import Node

MODULE = "ui/browser/maps/switched_off.js"

SHAPES = [
    Architecture((2, 5, 3), ("tanh",)),
    Architecture((2, 6, 4, 3), ("relu", "sigmoid")),
    Architecture((2, 3, 4, 5, 3), ("sigmoid", "relu", "tanh")),
]


def given(architecture: Architecture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    points = toy.draw("lecture", size=60, seed=1).training
    params = np.random.default_rng(3).normal(size=architecture.n_params).astype(np.float32)
    return params, points.inputs.astype(np.float32), points.labels


def ask(node: Node, architecture: Architecture, expression: str, **values):
    params, inputs, labels = given(architecture)
    made = (
        "((worth) => { worth.take(params, byMean); return " + expression + "; })"
        "(new UnitWorth({ sizes, activations }, points, labels, n))"
    )
    return node(
        MODULE,
        made,
        sizes=list(architecture.sizes),
        activations=list(architecture.activations),
        params=params,
        points=np.ascontiguousarray(inputs.T).ravel(),
        labels=labels.tolist(),
        n=len(labels),
        **values,
    )


@pytest.mark.parametrize("architecture", SHAPES)
@pytest.mark.parametrize("by_mean", [False, True])
def test_the_network_without_units_answers_as_the_engines(
    node: Node, architecture: Architecture, by_mean: bool
) -> None:
    params, inputs, _ = given(architecture)
    off = [(0, 1), (architecture.n_hidden - 1, 2)]
    answers = unit_worth.mean_answers(architecture, params, inputs) if by_mean else None
    expected = unit_worth.switched_off(architecture, params, off, answers).astype(np.float32)

    found = ask(
        node,
        architecture,
        "worth.without(off)",
        off=[{"layer": layer, "unit": unit} for layer, unit in off],
        byMean=by_mean,
    )

    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(
        probe.class_probabilities(architecture, np.array(found, np.float32), inputs),
        probe.class_probabilities(architecture, expected, inputs),
        atol=1e-5,
    )


@pytest.mark.parametrize("architecture", SHAPES)
@pytest.mark.parametrize("by_mean", [False, True])
def test_worth_and_blame_are_the_engines(node: Node, architecture: Architecture, by_mean: bool) -> None:
    params, inputs, labels = given(architecture)
    answers = unit_worth.mean_answers(architecture, params, inputs) if by_mean else None
    expected = unit_worth.worth(architecture, params, inputs, labels, answers)
    units = [(layer, unit) for layer, width in enumerate(architecture.sizes[1:-1]) for unit in range(width)]

    found = ask(
        node,
        architecture,
        "{ whole: worth.whole, blame: worth.blame, "
        "each: units.map(([layer, unit]) => worth.measure({ layer, unit })) }",
        units=units,
        byMean=by_mean,
    )

    assert found["whole"]["error"] == pytest.approx(expected.error, abs=1e-5)
    assert found["whole"]["accuracy"] == pytest.approx(expected.accuracy)
    for (layer, unit), each in zip(units, found["each"], strict=True):
        assert each["error"] == pytest.approx(expected.errors[layer][unit], abs=1e-5)
        assert each["accuracy"] == pytest.approx(expected.accuracies[layer][unit])
    for mine, engines in zip(
        found["blame"], unit_worth.blame(architecture, params, inputs, labels), strict=True
    ):
        np.testing.assert_allclose(mine, engines, rtol=1e-3, atol=1e-5)


def test_units_have_names_in_a_link(node: Node) -> None:
    units = [{"layer": 1, "unit": 4}, {"layer": 0, "unit": 2}]
    assert node(MODULE, "namesOf(units)", units=units) == "1-3,2-5"
    assert node(MODULE, "unitsNamed('1-3,2-5')") == units[::-1]
    assert node(MODULE, "unitsNamed('')") == []
