"""The browser's forward pass against the engine's, for networks of all shapes and activations."""

import numpy as np
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.questions import probe
from tests.amount import many
from tests.node import Node

NETWORK = "ui/browser/maps/network.js"

LAYERS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(sorted(ACTIVATIONS))), max_size=4)


@examples(max_examples=many(60))
@given(layers=LAYERS, seed=st.integers(0, 2**32 - 1))
def test_scores_and_probabilities_are_the_engines(
    node: Node, layers: list[tuple[int, str]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    sizes = (2, *(width for width, _ in layers), 3)
    architecture = Architecture(sizes, tuple(name for _, name in layers))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    points = rng.uniform(-5, 5, size=(7, 2)).astype(np.float32)

    scores = node(
        NETWORK,
        "new ForwardPass(sizes, activations, points).run(params)",
        sizes=list(sizes),
        activations=list(architecture.activations),
        points=points.T,
        params=params,
    )

    expected = probe.class_scores(architecture, params[np.newaxis], points)[0]
    np.testing.assert_allclose(np.reshape(scores, (3, 7)).T, expected, rtol=2e-5, atol=2e-4)


def test_z_of_one_unit_is_that_of_its_row(node: Node) -> None:
    rng = np.random.default_rng(5)
    architecture = Architecture((2, 4, 3, 3), ("tanh", "relu"))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    points = rng.normal(size=(6, 2)).astype(np.float32)
    weights, biases, then, offsets = architecture.split(params)[:4]

    z = node(
        NETWORK,
        "(() => { const pass = new ForwardPass(sizes, names, points); pass.run(params); "
        "return pass.unitScores(params, 1, 2); })()",
        sizes=[2, 4, 3, 3],
        names=["tanh", "relu"],
        points=points.T,
        params=params,
    )

    np.testing.assert_allclose(z, np.tanh(points @ weights.T + biases) @ then[2] + offsets[2], atol=1e-5)


@given(scores=st.lists(st.floats(-700, 700), min_size=1, max_size=10))
def test_softmax_sums_to_one_and_does_not_overflow(node: Node, scores: list[float]) -> None:
    probabilities = np.array(node(NETWORK, "softmax(scores)", scores=scores))

    expected = np.exp(np.array(scores) - max(scores))
    np.testing.assert_allclose(probabilities, expected / expected.sum(), rtol=1e-12, atol=1e-300)
