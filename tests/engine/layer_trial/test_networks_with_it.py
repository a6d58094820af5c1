"""Claims about training with a tried layer: a right one does what the course's does, a wrong one is told."""

import numpy as np
import pytest

from datasets import toy
from engine.layer_trial.calls import LayerError
from engine.layer_trial.training import EPOCHS, MOST_MOMENTS, moments, networks
from engine.layer_trial.trying import layer_in
from engine.layers import AffineLayer, TanhLayer
from tests.engine.layer_trial.written import activation, affine

PLACES = np.random.default_rng(1).uniform(-2, 2, (50, 2))

RIGHT = {
    "activation": activation(np.tanh, lambda x, y, g: g * (1 - y**2)),
    "affine": affine(),
    "transposed throughout": affine(
        start=lambda n, m: (np.zeros((n, m)), np.zeros(m)),
        fprop=lambda w, b, x: x @ w + b,
        bprop=lambda w, b, x, g: g @ w.T,
        grads=lambda w, b, x, g: [x.T @ g, g.sum(axis=0)],
    ),
    "the course's": TanhLayer,
    "the course's affine": AffineLayer,
}


def trained(layer_class):
    """The moments of the network with the layer, and of the one with the course's."""
    points = toy.draw("rings", size=300, seed=1).training
    inputs, targets = points.inputs.astype(float), np.eye(3)[points.labels]
    return [
        list(moments(model, inputs, targets, PLACES, np.random.default_rng(2)))
        for model in networks(layer_class, 2, 3, np.random.default_rng(3))
    ]


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_layer_trains_as_the_courses_does(name):
    own, course = trained(RIGHT[name])

    assert len(own) == MOST_MOMENTS
    assert (own[0].epoch, own[-1].epoch) == (0, EPOCHS)
    assert own[-1].error < 0.5 * own[0].error
    for mine, theirs in zip(own, course, strict=True):
        assert mine.error == pytest.approx(theirs.error, rel=1e-9)
        np.testing.assert_allclose(mine.scores, theirs.scores, rtol=1e-5, atol=1e-5)


def test_scores_of_a_moment_are_the_forward_pass_on_the_grid():
    (own, *_), _ = trained(RIGHT["activation"])
    model = networks(RIGHT["activation"], 2, 3, np.random.default_rng(3))[0]

    np.testing.assert_allclose(own.scores, model.fprop(PLACES)[-1].T, rtol=1e-6)
    assert own.scores.dtype == np.float32


def test_an_activation_that_the_course_does_not_have_trains_alone():
    (own,) = trained(activation(np.sin, lambda x, y, g: g * np.cos(x)))

    assert own[-1].error < own[0].error


def test_a_wrong_bprop_ends_elsewhere_than_the_course():
    own, course = trained(activation(np.tanh, lambda x, y, g: -g * (1 - y**2)))

    assert own[-1].error > 1.2 * course[-1].error


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("layer_class", "words"),
    [
        (
            affine(grads=lambda w, b, x, g: [x.T @ g, g.sum(0)]),
            "The training stops in epoch 1: ValueError: gradients",
        ),
        (
            affine(fprop=lambda w, b, x: x @ w + b),
            "The training stops before the first step: ValueError: matmul",
        ),
        (
            activation(lambda x: 1e200 * x, lambda x, y, g: 1e200 * g),
            "After 0 epochs the network's error is not",
        ),
        (
            affine(start=lambda n, m: (np.zeros((m, n + 1)), np.zeros(m))),
            r"weights \(12, 3\) and biases \(12,\)",
        ),
    ],
)
def test_a_layer_that_cannot_train_is_told_in_a_sentence(layer_class, words):
    with pytest.raises(LayerError, match=words):
        trained(layer_class)


def test_the_last_layer_that_a_text_defines_is_taken_and_imported_ones_are_not():
    first, last = (
        type(name, (), {"fprop": 1, "bprop": 1, "__module__": "mine"}) for name in ("First", "Last")
    )

    assert layer_in({"First": first, "Last": last, "TanhLayer": TanhLayer, "n": 3}, "mine") is last


def test_a_text_without_a_layer_is_told_what_it_defines():
    half = type("Half", (), {"fprop": 1, "__module__": "mine"})
    with pytest.raises(LayerError, match="no class with the method fprop; the text defines no class"):
        layer_in({"TanhLayer": TanhLayer}, "mine")
    with pytest.raises(LayerError, match="The class Half has fprop, and no bprop"):
        layer_in({"Half": half}, "mine")
