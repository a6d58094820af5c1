"""The microscope against torch's vectors, central differences, and the pages of the lecture."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropyError, CrossEntropySoftmaxError
from engine.layers import SoftmaxLayer
from engine.learning_rules import GradientDescentLearningRule
from engine.models import make_model
from engine.questions import microscope
from engine.questions.gradient_check import check_gradients

CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.fixture
def passage(reference):
    """All seven patterns of a reference network."""
    arrays = reference.arrays
    return microscope.look(reference.architecture, reference.in_order("W", "b"), arrays["X"], arrays["T"])


def single(reference, pattern):
    arrays, one = reference.arrays, slice(pattern, pattern + 1)
    return microscope.look(
        reference.architecture, reference.in_order("W", "b"), arrays["X"][one], arrays["T"][one]
    )


def test_every_number_of_a_batch_is_torchs(reference, passage):
    arrays, n_layers = reference.arrays, reference.architecture.n_hidden + 1

    for layer in range(n_layers):
        np.testing.assert_allclose(passage.sums[layer], arrays[f"a{layer + 1}"], **CLOSE)
        np.testing.assert_allclose(passage.signals[layer], arrays[f"delta{layer + 1}"], **CLOSE)
    for layer in range(n_layers - 1):
        np.testing.assert_allclose(passage.activations[layer], arrays[f"h{layer + 1}"], **CLOSE)
        np.testing.assert_allclose(
            passage.blames[layer] * passage.slopes[layer], arrays[f"delta{layer + 1}"], **CLOSE
        )
    np.testing.assert_allclose(passage.probabilities, arrays["p"], **CLOSE)
    assert passage.error == pytest.approx(float(arrays["loss"]), rel=1e-12)
    assert passage.errors.mean() == pytest.approx(float(arrays["loss"]), rel=1e-12)
    for grad, expected in zip(passage.grads, reference.in_order("dW", "db"), strict=True):
        np.testing.assert_allclose(grad, expected, **CLOSE)


def test_a_step_of_gradient_descent_is_torchs(reference, passage):
    stepped = np.concatenate([param.ravel() for param in passage.updated(0.1)])

    np.testing.assert_allclose(stepped, reference.arrays["sgd_params"][0], **CLOSE)
    for param, before in zip(passage.params, reference.in_order("W", "b"), strict=True):
        np.testing.assert_array_equal(param, before)


@pytest.mark.parametrize("which", [(0, 1), (0,), (1,), (-2, -1), (-1,)])
def test_what_is_held_stays_and_the_rest_steps_as_in_the_teaching_classes(reference, passage, which):
    n_params = len(passage.params)
    held = [index in which or index - n_params in which for index in range(n_params)]
    model = make_model(reference.architecture, weights_initialiser=np.zeros)
    model.params = [param.copy() for param in passage.params]
    for layer, learns_not in zip(model.layers[::2], zip(held[::2], held[1::2], strict=True), strict=True):
        layer.learn_weights, layer.learn_biases = (not one for one in learns_not)
    activations = model.fprop(passage.inputs)
    signal = CrossEntropySoftmaxError().grad(activations[-1], passage.targets)
    rule = GradientDescentLearningRule(0.1)
    rule.initialise(model.params)
    rule.update_params(model.grads_wrt_params(activations, signal))

    stepped = passage.updated(0.1, held)

    for now, expected, before, stays in zip(stepped, model.params, passage.params, held, strict=True):
        np.testing.assert_array_equal(now, expected)
        assert np.array_equal(now, before) == stays


def test_what_is_held_is_said_of_every_array_or_of_none(passage):
    with pytest.raises(ValueError, match=rf"held says 1 of {len(passage.params)} parameter arrays"):
        passage.updated(0.1, [True])


def test_of_one_pattern_error_grad_is_y_minus_t_and_of_a_batch_that_over_n(reference, passage):
    for pattern in range(7):
        alone = single(reference, pattern)
        np.testing.assert_allclose(alone.signals[-1], alone.probabilities - alone.targets, **CLOSE)
        np.testing.assert_allclose(passage.signals[-1][pattern], alone.signals[-1][0] / 7, **CLOSE)


def test_gradients_of_a_batch_are_the_mean_over_its_patterns(reference, passage):
    singles = [single(reference, pattern).grads for pattern in range(7)]

    for index, grad in enumerate(passage.grads):
        np.testing.assert_allclose(grad, np.mean([grads[index] for grads in singles], axis=0), **CLOSE)


def test_the_chain_through_the_softmax_collapses_to_y_minus_t(passage):
    product = np.einsum("nc,nck->nk", passage.grads_wrt_probabilities, passage.jacobians)

    np.testing.assert_allclose(product, passage.signals[-1], **CLOSE)
    np.testing.assert_allclose(passage.chain, passage.signals[-1], **CLOSE)
    y = passage.probabilities
    expected = np.stack([np.diag(row) - np.outer(row, row) for row in y])
    np.testing.assert_allclose(passage.jacobians, expected, **CLOSE)


def test_cross_entropy_after_a_softmax_layer_is_cross_entropy_softmax(passage):
    apart = CrossEntropyError()(SoftmaxLayer().fprop(passage.sums[-1]), passage.targets)

    assert apart == pytest.approx(CrossEntropySoftmaxError()(passage.sums[-1], passage.targets), rel=1e-12)


def test_every_gradient_agrees_with_its_central_difference(passage):
    found = microscope.checks(passage)

    n_layers = passage.architecture.n_hidden + 1
    assert len(found) == 3 * n_layers + n_layers - 1
    for name, check in found.items():
        assert check.agrees, (name, check.worst)
        assert np.abs(check.gradients).max() > 1e-6
        assert check.absolute_errors.max() < 1e-8


def test_differences_taken_side_by_side_are_those_taken_one_by_one(passage):
    model = make_model(passage.architecture, weights_initialiser=np.zeros)
    model.params = [param.copy() for param in passage.params]
    alone = check_gradients(model, CrossEntropySoftmaxError(), passage.inputs, passage.targets).parameters

    found = microscope.checks(passage)

    for name, check in alone.items():
        np.testing.assert_allclose(
            found[name].central_differences, check.central_differences, rtol=1e-7, atol=2e-9
        )


def test_a_wrong_gradient_is_found(passage):
    passage.signals[0][0, 0] += 1e-4

    assert not microscope.checks(passage)["z1"].agrees


def test_a_nudge_is_a_forward_pass_and_small_ones_go_where_the_gradient_says(passage):
    distances = np.array([-1e-5, 0.0, 1e-5, 0.5])

    found = microscope.nudge(passage, 0, (1, 0), distances)

    assert found.errors[1] == passage.error
    np.testing.assert_array_equal(found.probabilities[1], passage.probabilities)
    assert (found.errors[2] - found.errors[0]) / 2e-5 == pytest.approx(found.gradient, rel=1e-5, abs=1e-9)
    risen = (found.probabilities[2] - found.probabilities[0]) / 2e-5
    np.testing.assert_allclose(risen, found.slopes, rtol=1e-5, atol=1e-9)
    moved = [param.copy() for param in passage.params]
    moved[0][1, 0] += 0.5
    again = microscope.look(passage.architecture, moved, passage.inputs, passage.targets)
    assert found.errors[3] == again.error


def test_parameters_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="fit"):
        microscope.look(
            Architecture((2, 3)), [np.zeros((2, 3)), np.zeros(3)], np.zeros((1, 2)), np.eye(3)[:1]
        )
