"""The fast forward pass says what ``model.fprop`` says, for many networks and in chunks of points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.initialisers import UniformInit
from engine.models import make_model
from engine.plans import many_networks
from engine.plans.many_networks import ForwardPass
from tests.amount import many


def make_networks(rng, architecture, n_networks):
    start = UniformInit(-1.0, 1.0, rng)
    models = [
        make_model(architecture, weights_initialiser=start, biases_initialiser=start)
        for _ in range(n_networks)
    ]
    return models, np.stack([np.concatenate([p.ravel() for p in model.params]) for model in models])


@settings(max_examples=many(50), deadline=None)
@given(
    activations=st.lists(st.sampled_from(["sigmoid", "tanh", "relu"]), max_size=6).map(tuple),
    n_networks=st.integers(1, 4),
    n_expected=st.integers(1, 30),
    n_points=st.integers(1, 30),
    seed=st.integers(0, 2**32 - 1),
)
def test_scores_and_outputs_are_those_of_the_layers(activations, n_networks, n_expected, n_points, seed):
    rng = np.random.default_rng(seed)
    sizes = (
        int(rng.integers(1, 5)),
        *(int(rng.integers(1, 9)) for _ in activations),
        int(rng.integers(2, 5)),
    )
    models, params = make_networks(rng, Architecture(sizes, activations), n_networks)
    points = rng.normal(size=(n_points, sizes[0]))
    forward_pass = ForwardPass(Architecture(sizes, activations), n_expected)

    scores = forward_pass.scores(params, points)

    assert scores.shape == (n_networks, n_points, sizes[-1])
    assert scores.dtype == np.float32
    for model, network, found in zip(models, params, scores, strict=True):
        expected = model.fprop(points)
        np.testing.assert_allclose(found, expected[-1], rtol=0, atol=1e-5)
        outputs = forward_pass.outputs(network, points)
        for here, there in zip(outputs, expected, strict=True):
            np.testing.assert_allclose(here, there, rtol=0, atol=1e-5)


def test_chunks_make_no_difference_and_earlier_points_leave_no_trace(rng, monkeypatch):
    architecture = Architecture((2, 5, 3), ("tanh",))
    _, params = make_networks(rng, architecture, 2)
    points = rng.normal(size=(70, 2))
    whole = ForwardPass(architecture, 70).scores(params, points)
    monkeypatch.setattr(many_networks, "POINTS_AT_ONCE", 16)
    chunked = ForwardPass(architecture, 70)
    chunked.scores(params, np.full((70, 2), 1e30))

    np.testing.assert_allclose(chunked.scores(params, points), whole, rtol=0, atol=1e-6)


def test_a_networks_scores_are_the_same_bits_alone_and_with_others(rng):
    architecture = Architecture((2, 16, 16, 3), ("relu", "sigmoid"))
    _, params = make_networks(rng, architecture, 5)
    points = rng.normal(size=(5000, 2))
    forward_pass = ForwardPass(architecture, 5000)

    together = forward_pass.scores(params, points)

    for network, scores in zip(params, together, strict=True):
        np.testing.assert_array_equal(forward_pass.scores(network[np.newaxis], points)[0], scores)
        np.testing.assert_array_equal(forward_pass.outputs(network, points)[-1], scores)


def test_results_are_not_overwritten_by_the_next_pass(rng):
    architecture = Architecture((2, 4, 3), ("tanh",))
    _, params = make_networks(rng, architecture, 1)
    forward_pass = ForwardPass(architecture, 10)
    first, outputs = (
        forward_pass.scores(params, np.ones((10, 2))),
        forward_pass.outputs(params[0], np.ones((10, 2))),
    )
    kept = [first.copy(), *(output.copy() for output in outputs)]

    forward_pass.scores(params, np.zeros((10, 2)))
    forward_pass.outputs(params[0], np.zeros((10, 2)))

    for before, now in zip(kept, [first, *outputs], strict=True):
        np.testing.assert_array_equal(now, before)


def test_images_come_as_grey_levels(rng):
    architecture = Architecture((784, 10, 10), ("sigmoid",))
    (model,), params = make_networks(rng, architecture, 1)
    levels = rng.integers(256, size=(50, 784)).astype(np.uint8)

    scores = ForwardPass(architecture, 50).scores(params / 28, levels)

    model.params = [param / 28 for param in model.params]
    np.testing.assert_allclose(scores[0], model.fprop(levels / 255)[-1], rtol=0, atol=1e-5)


def test_numbers_too_large_for_float32_pass_without_a_warning(rng):
    architecture = Architecture((2, 3))
    _, params = make_networks(rng, architecture, 1)

    for factor in (1e30, 1e300):
        scores = ForwardPass(architecture, 1).scores(params * factor, np.full((1, 2), 1e30))

        assert not np.isfinite(scores).any()


def test_misfits_are_refused_with_their_numbers(rng):
    architecture = Architecture((2, 4, 3), ("relu",))
    _, params = make_networks(rng, architecture, 1)
    forward_pass = ForwardPass(architecture, 10)
    with pytest.raises(ValueError, match="params"):
        forward_pass.scores(params[:, :-1], np.zeros((10, 2)))
    with pytest.raises(ValueError, match="points"):
        forward_pass.scores(params, np.zeros((10, 3)))
    with pytest.raises(ValueError, match="points"):
        forward_pass.outputs(params[0], np.zeros(2))
    with pytest.raises(ValueError, match="n_points 0"):
        ForwardPass(architecture, 0)
