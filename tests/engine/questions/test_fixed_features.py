"""The best outputs for fixed features: there is no better output layer, and no slope left."""

import numpy as np
import pytest

from datasets import toy
from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.layers import ACTIVATIONS, AffineLayer
from engine.models import MultipleLayerModel
from engine.questions import probe
from engine.questions.fixed_features import RIDGE, best_outputs


@pytest.fixture
def points():
    return toy.draw("rings", size=120, seed=3).training


def network(architecture, flat):
    """The teaching classes with these parameters."""
    hidden, outputs = (
        AffineLayer(i, o) for i, o in zip(architecture.sizes[:-1], architecture.sizes[1:], strict=True)
    )
    model = MultipleLayerModel([hidden, ACTIVATIONS[architecture.activations[0]](), outputs])
    model.params = architecture.split(flat)
    return model


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("scale", [0.3, 2.0, 60.0])
def test_the_engines_gradient_of_the_outputs_is_the_ridge_alone(points, activation, scale):
    architecture = Architecture((2, 4, 3), (activation,))
    hidden = scale * np.random.default_rng(5).normal(size=(4, 3))

    flat = best_outputs(architecture, hidden, points.inputs, points.labels)
    model = network(architecture, flat)
    activations = model.fprop(points.inputs)
    grads = model.grads_wrt_params(
        activations, CrossEntropySoftmaxError().grad(activations[-1], np.eye(3)[points.labels])
    )

    for grad, param in zip(grads[2:], model.params[2:], strict=True):
        np.testing.assert_allclose(grad, -RIDGE * param, atol=1e-7)


def test_the_hidden_layer_is_as_given(points):
    architecture, hidden = Architecture((2, 3, 3), ("sigmoid",)), np.arange(9.0).reshape(3, 3)

    weights, biases, *_ = architecture.split(best_outputs(architecture, hidden, points.inputs, points.labels))

    np.testing.assert_array_equal(np.column_stack([weights, biases]), hidden)


def test_no_other_outputs_have_a_smaller_error(points, rng):
    architecture, hidden = Architecture((2, 3, 3), ("sigmoid",)), rng.normal(size=(3, 3))
    best = best_outputs(architecture, hidden, points.inputs, points.labels, ridge=1e-9)
    least, _ = probe.error_and_accuracy(architecture, best, points.inputs, points.labels)

    for _ in range(30):
        other = best.copy()
        other[9:] += rng.normal(scale=0.1, size=12)
        error, _ = probe.error_and_accuracy(architecture, other, points.inputs, points.labels)
        assert error > least


def test_features_that_part_the_classes_give_finite_outputs():
    architecture, inputs = (
        Architecture((2, 2, 3), ("relu",)),
        np.array([[0.0, 9.0], [9.0, 0.0], [-9.0, -9.0]]),
    )

    flat = best_outputs(architecture, np.array([[1.0, 0, 0], [0, 1.0, 0]]), inputs, np.array([0, 1, 2]))

    assert np.isfinite(flat).all()
    assert probe.error_and_accuracy(architecture, flat, inputs, np.array([0, 1, 2]))[1] == 1.0


@pytest.mark.parametrize(
    ("sizes", "hidden", "words"),
    [
        ((2, 3, 3), np.zeros((2, 3)), r"hidden \(2, 3\) given, sizes \(2, 3, 3\) need \(3, 3\)"),
        ((2, 3, 3), np.full((3, 3), np.nan), "must be finite"),
    ],
)
def test_what_cannot_be_fitted_is_refused(points, sizes, hidden, words):
    with pytest.raises(ValueError, match=words):
        best_outputs(Architecture(sizes, ("sigmoid",)), hidden, points.inputs, points.labels)


def test_only_one_hidden_layer_is_taken(points):
    with pytest.raises(ValueError, match="sizes"):
        best_outputs(Architecture((2, 3)), np.zeros((3, 3)), points.inputs, points.labels)
