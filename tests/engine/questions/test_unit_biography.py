"""Claims about the lives of units: histograms count, and means are means of what the layers give."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.layers import ACTIVATIONS
from engine.models import make_model
from engine.questions.gradient_flow import unit_statistics
from engine.questions.unit_biography import biographies, count_reached, edges_for

ARCHITECTURE = Architecture((3, 5, 4, 10), ("tanh", "relu"))


@pytest.fixture
def networks(rng):
    return rng.normal(size=(3, ARCHITECTURE.n_params)).astype(np.float32)


@pytest.fixture
def points(rng):
    return rng.normal(size=(57, 3)).astype(np.float32)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_biography_is_what_counting_and_the_layers_give(activation, points, rng):
    architecture = Architecture((3, 5, 4, 10), (activation,) * 2)
    networks = rng.normal(size=(3, architecture.n_params)).astype(np.float32)
    edges = [np.linspace(-2, 2, 9), np.linspace(-4, 4, 17)]
    lives = biographies(architecture, networks, points, edges)
    layer = ACTIVATIONS[activation]()
    for i, network in enumerate(networks):
        model = make_model(architecture, weights_initialiser=np.zeros)
        model.params = architecture.split(network.astype(np.float64))
        activations = model.fprop(points.astype(np.float64))
        for depth, life in enumerate(lives):
            sums, answers = activations[2 * depth + 1 : 2 * depth + 3]
            slopes = layer.bprop(sums, answers, np.ones_like(sums))
            np.testing.assert_allclose(life.mean_output[i], answers.mean(axis=0), atol=1e-5)
            np.testing.assert_allclose(life.passed[i], slopes.mean(axis=0), atol=1e-5)
            np.testing.assert_allclose(life.reached[i], (sums > 0).mean(axis=0))
            for unit, column in enumerate(sums.T):
                counts, _ = np.histogram(np.clip(column, edges[depth][0], edges[depth][-1]), edges[depth])
                np.testing.assert_allclose(life.shares[i, unit], counts / 57, atol=1e-9)


def test_saturation_agrees_with_the_statistics_of_the_layer(networks, points):
    lives = biographies(ARCHITECTURE, networks, points, edges_for(ARCHITECTURE, networks, points, 8))
    statistics = unit_statistics(ARCHITECTURE, networks, points)
    for life, saturation in zip(lives, statistics.unit_saturation, strict=True):
        np.testing.assert_allclose(life.saturated, saturation)


def test_shares_add_up_to_one_however_far_the_sums_lie(networks, points):
    lives = biographies(ARCHITECTURE, 1000 * networks, points, [np.linspace(-1, 1, 5)] * 2)
    for life in lives:
        np.testing.assert_allclose(life.shares.sum(axis=-1), 1.0)


def test_edges_hold_nearly_all_sums_of_each_layer(networks, points):
    edges = edges_for(ARCHITECTURE, networks, points, 48)
    lives = biographies(ARCHITECTURE, networks, points, [np.append(e, [np.inf])[:-1] for e in edges])
    for borders, life in zip(edges, lives, strict=True):
        assert len(borders) == 49
        assert borders[-1] == -borders[0]
        assert life.shares[..., [0, -1]].sum(axis=-1).mean() < 0.1


def test_edges_are_asked_for_each_layer(networks, points):
    with pytest.raises(ValueError, match="1 arrays of edges given for 2 hidden layers"):
        biographies(ARCHITECTURE, networks, points, [np.linspace(-1, 1, 5)])


@pytest.mark.parametrize("at_once", [1, 700, 10**9])
def test_patterns_that_reach_a_unit_are_counted_in_slices_of_any_size(networks, points, at_once):
    steps = list(count_reached(ARCHITECTURE, networks[1], points, at_once=at_once))
    model = make_model(ARCHITECTURE, weights_initialiser=np.zeros)
    model.params = ARCHITECTURE.split(networks[1].astype(np.float64))
    activations = model.fprop(points.astype(np.float64))
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(steps) == {1: 57, 700: 7, 10**9: 1}[at_once]
    for depth, counts in enumerate(steps[-1][1]):
        np.testing.assert_array_equal(counts, (activations[2 * depth + 1] > 0).sum(axis=0))
