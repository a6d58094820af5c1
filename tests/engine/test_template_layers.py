"""The best template speaks for its class, and learns alone."""

import numpy as np
import pytest

from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.layers import AffineLayer, TanhLayer
from engine.models import MultipleLayerModel
from engine.questions.gradient_check import check_gradients
from engine.template_layers import MaxOfTemplatesLayer

SCORES = np.array([[1.0, 3.0, 2.0, -4.0, -6.0, -5.0], [0.0, 0.0, -1.0, 7.0, 8.0, 8.0]])


def test_each_class_gets_the_largest_score_of_its_own_templates():
    layer = MaxOfTemplatesLayer(2, 3)

    np.testing.assert_array_equal(layer.fprop(SCORES), [[3.0, -4.0], [0.0, 8.0]])
    np.testing.assert_array_equal(layer.best_templates(SCORES), [[1, 0], [0, 1]])


def test_the_gradient_goes_to_the_largest_and_to_the_first_of_equal_ones():
    layer = MaxOfTemplatesLayer(2, 3)
    grads_wrt_outputs = np.array([[10.0, 20.0], [30.0, 40.0]])

    grads_wrt_inputs = layer.bprop(SCORES, layer.fprop(SCORES), grads_wrt_outputs)

    np.testing.assert_array_equal(grads_wrt_inputs, [[0, 10, 0, 20, 0, 0], [30, 0, 0, 0, 40, 0]])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_one_template_for_a_class_changes_nothing_in_any_precision(dtype):
    layer, scores = MaxOfTemplatesLayer(6, 1), SCORES.astype(dtype)

    outputs = layer.fprop(scores)

    np.testing.assert_array_equal(outputs, scores)
    np.testing.assert_array_equal(layer.bprop(scores, outputs, scores), scores)
    assert outputs.dtype == layer.bprop(scores, outputs, scores).dtype == dtype


def test_outputs_and_gradients_are_new_arrays():
    layer, scores = MaxOfTemplatesLayer(6, 1), SCORES.copy()
    outputs = layer.fprop(scores)

    assert not np.shares_memory(outputs, scores)
    assert not np.shares_memory(layer.bprop(scores, outputs, outputs), outputs)


def test_bprop_matches_central_difference(rng):
    layer = MaxOfTemplatesLayer(3, 4)
    inputs, grads_wrt_outputs = rng.normal(size=(5, 12)), rng.normal(size=(5, 3))

    grads_wrt_inputs = layer.bprop(inputs, layer.fprop(inputs), grads_wrt_outputs)

    for index in np.ndindex(inputs.shape):
        ends = []
        for step in (1e-6, -1e-6):
            moved = inputs.copy()
            moved[index] += step
            ends.append((layer.fprop(moved) * grads_wrt_outputs).sum())
        assert grads_wrt_inputs[index] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-8)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_model_of_several_templates_answers_to_central_differences(rng, one_of_k, hidden):
    start = UniformInit(-1, 1, rng)
    layers = [AffineLayer(4, 5, start, start), TanhLayer()] if hidden else []
    layers += [AffineLayer(5 if hidden else 4, 3 * 4, start, start), MaxOfTemplatesLayer(3, 4)]

    check = check_gradients(
        MultipleLayerModel(layers), CrossEntropySoftmaxError(), rng.normal(size=(7, 4)), one_of_k(7)
    )

    assert check.agrees, check.worst


def test_its_repr_is_the_call_that_makes_it():
    assert repr(MaxOfTemplatesLayer(10, 3)) == "MaxOfTemplatesLayer(n_classes=10, n_templates=3)"


@pytest.mark.parametrize("numbers", [(0, 3), (3, 0), (-1, 2)])
def test_numbers_below_one_are_refused(numbers):
    with pytest.raises(ValueError, match=f"n_classes {numbers[0]} and n_templates {numbers[1]}"):
        MaxOfTemplatesLayer(*numbers)


@pytest.mark.parametrize("shape", [(2, 5), (6,), (2, 1, 6)])
def test_inputs_of_another_width_are_refused(shape):
    with pytest.raises(ValueError, match="6"):
        MaxOfTemplatesLayer(2, 3).fprop(np.zeros(shape))
