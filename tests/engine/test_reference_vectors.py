"""The engine against torch's float64 gradients and its first five steps (tests/reference/vectors)."""

import numpy as np
import pytest

from engine.errors import CrossEntropyError, CrossEntropySoftmaxError
from engine.layers import SoftmaxLayer
from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule, MomentumLearningRule
from engine.models import MultipleLayerModel

RULES = {
    "sgd": lambda: GradientDescentLearningRule(0.1),
    "momentum": lambda: MomentumLearningRule(0.1, 0.9),
    "adam": lambda: AdamLearningRule(0.01),
}


def flat(params):
    return np.concatenate([param.ravel() for param in params])


def test_there_are_vectors_to_answer_to(reference):
    assert reference.arrays["X"].shape == (7, 2)
    assert reference.architecture.n_params == reference.arrays["sgd_params"].shape[1]


def test_activations_and_error_agree_with_torch(reference):
    model = reference.make_model()

    activations = model.fprop(reference.arrays["X"])

    for number in range(1, reference.architecture.n_hidden + 2):
        np.testing.assert_allclose(
            activations[2 * number - 1], reference.arrays[f"a{number}"], rtol=1e-12, atol=1e-14
        )
    for number in range(1, reference.architecture.n_hidden + 1):
        np.testing.assert_allclose(
            activations[2 * number], reference.arrays[f"h{number}"], rtol=1e-12, atol=1e-14
        )
    error = CrossEntropySoftmaxError()(activations[-1], reference.arrays["T"])
    assert error == pytest.approx(float(reference.arrays["loss"]), rel=1e-12)
    probs = SoftmaxLayer().fprop(activations[-1])
    np.testing.assert_allclose(probs, reference.arrays["p"], rtol=1e-12, atol=1e-14)


def test_gradients_agree_with_torch_to_ten_places(reference):
    model, error = reference.make_model(), CrossEntropySoftmaxError()

    activations = model.fprop(reference.arrays["X"])
    grads = model.grads_wrt_params(activations, error.grad(activations[-1], reference.arrays["T"]))

    for grad, expected in zip(grads, reference.in_order("dW", "db"), strict=True):
        np.testing.assert_allclose(grad, expected, rtol=1e-10, atol=1e-12)


def test_error_signals_of_each_affine_layer_agree_with_torch(reference):
    model, error = reference.make_model(), CrossEntropySoftmaxError()
    activations = model.fprop(reference.arrays["X"])
    signal = error.grad(activations[-1], reference.arrays["T"])

    for index in reversed(range(len(model.layers))):
        if index % 2 == 0:
            expected = reference.arrays[f"delta{index // 2 + 1}"]
            np.testing.assert_allclose(signal, expected, rtol=1e-10, atol=1e-12)
        signal = model.layers[index].bprop(activations[index], activations[index + 1], signal)


def test_a_softmax_layer_under_cross_entropy_gives_the_same_gradients(reference):
    model, error = MultipleLayerModel([*reference.make_model().layers, SoftmaxLayer()]), CrossEntropyError()

    activations = model.fprop(reference.arrays["X"])
    grads = model.grads_wrt_params(activations, error.grad(activations[-1], reference.arrays["T"]))

    assert error(activations[-1], reference.arrays["T"]) == pytest.approx(
        float(reference.arrays["loss"]), rel=1e-12
    )
    for grad, expected in zip(grads, reference.in_order("dW", "db"), strict=True):
        np.testing.assert_allclose(grad, expected, rtol=1e-10, atol=1e-12)


def test_float32_gradients_agree_with_torch_and_stay_float32(reference):
    model, error = reference.make_model(np.float32), CrossEntropySoftmaxError()

    activations = model.fprop(reference.arrays["X"].astype(np.float32))
    grads = model.grads_wrt_params(activations, error.grad(activations[-1], reference.arrays["T"]))

    for grad, expected in zip(grads, reference.in_order("dW", "db"), strict=True):
        assert grad.dtype == np.float32
        np.testing.assert_allclose(grad, expected, atol=2e-6)


@pytest.mark.parametrize("name", RULES)
def test_five_steps_of_each_rule_agree_with_torch(reference, name):
    model, error, rule = reference.make_model(), CrossEntropySoftmaxError(), RULES[name]()
    rule.initialise(model.params)

    for step in range(5):
        activations = model.fprop(reference.arrays["X"])
        value = error(activations[-1], reference.arrays["T"])
        assert value == pytest.approx(reference.arrays[f"{name}_loss"][step], abs=1e-6)
        rule.update_params(
            model.grads_wrt_params(activations, error.grad(activations[-1], reference.arrays["T"]))
        )
        np.testing.assert_allclose(
            flat(model.params), reference.arrays[f"{name}_params"][step], rtol=0, atol=1e-6
        )
