"""The browser's forward pass on derived inputs against the engine's on the columns that Python derives."""

import numpy as np
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from datasets.derived_inputs import DERIVED_INPUTS, derived
from engine.architecture import Architecture
from engine.questions import probe, unit_worth
from tests.amount import many
from tests.node import Node
from ui.plane import inputs

NETWORK = "ui/browser/maps/network.js"
WORTH = "ui/browser/maps/switched_off.js"
HELPER = "ui/browser/maps/derived_inputs.js"

SOME = st.lists(st.sampled_from(list(DERIVED_INPUTS)), min_size=1, max_size=8, unique=True)


def network(names, depth, rng):
    architecture = Architecture((len(names), *(4,) * depth, 3), ("tanh",) * depth)
    return architecture, rng.normal(size=architecture.n_params).astype(np.float32)


@examples(max_examples=many(40))
@given(names=SOME, depth=st.integers(0, 2), seed=st.integers(0, 2**32 - 1))
def test_scores_are_the_engines_on_the_derived_columns(node: Node, names, depth: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    architecture, params = network(names, depth, rng)
    points = rng.uniform(-5, 5, size=(9, 2)).astype(np.float32)
    scores = node(
        NETWORK,
        "new ForwardPass(sizes, activations, points, inputs).run(params)",
        sizes=list(architecture.sizes),
        activations=list(architecture.activations),
        points=points.T,
        params=params,
        inputs=inputs.header(names).get("inputs"),
    )
    expected = probe.class_scores(architecture, params[np.newaxis], derived(points, names))[0]
    np.testing.assert_allclose(np.reshape(scores, (3, 9)).T, expected, rtol=3e-5, atol=1e-3)


def test_points_that_have_moved_have_other_inputs(node: Node) -> None:
    found = node(
        NETWORK,
        "(() => { const pass = new ForwardPass([2, 3], [], points, inputs); pass.points[1] += 2; pass.moved(); "
        "return pass.inputs; })()",
        points=np.array([[1.0, 2.0], [3.0, 5.0]], np.float32),
        inputs=inputs.header(("x1x1", "x1x2"))["inputs"],
    )
    np.testing.assert_array_equal(found, [1, 16, 3, 20])


def test_without_a_list_the_points_are_the_inputs_uncopied(node: Node) -> None:
    assert node(
        NETWORK,
        "(() => { const pass = new ForwardPass([2, 3], [], points); return pass.inputs === pass.points; })()",
        points=np.zeros((2, 3), np.float32),
    )


def test_units_are_worth_what_the_engine_says(node: Node) -> None:
    rng = np.random.default_rng(11)
    names = ("x1", "x2x2", "sinx1")
    architecture, params = network(names, 2, rng)
    points, labels = rng.uniform(-4, 4, size=(30, 2)).astype(np.float32), rng.integers(3, size=30)
    found = node(
        WORTH,
        "(() => { const worth = new UnitWorth({ sizes, activations, inputs }, points, labels, 30); "
        "worth.take(params, false); return worth.measure({ layer: 0, unit: 2 }).error; })()",
        sizes=list(architecture.sizes),
        activations=list(architecture.activations),
        inputs=inputs.header(names)["inputs"],
        points=points.T,
        labels=labels.tolist(),
        params=params,
    )
    without = unit_worth.switched_off(architecture, params, [(0, 2)])
    error, _ = probe.error_and_accuracy(architecture, without, derived(points, names), labels)
    np.testing.assert_allclose(found, error, rtol=1e-5)


def test_a_title_becomes_letters_of_a_formula(node: Node) -> None:
    titles = {
        "x₁": "<i>x</i><sub>1</sub>",
        "x₁x₂": "<i>x</i><sub>1</sub><i>x</i><sub>2</sub>",
        "x₂²": "<i>x</i><sub>2</sub><sup>2</sup>",
        "sin x₁": "sin <i>x</i><sub>1</sub>",
        "|x|": "|<i>x</i>|",
        "exp(−x₁²) < 1": "exp(−<i>x</i><sub>1</sub><sup>2</sup>) &#60; 1",
    }
    found = node(HELPER, "titles.map((title) => titleHtml(title))", titles=list(titles))
    assert found == list(titles.values())
