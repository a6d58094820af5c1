"""Layers do what the course's do, answer to calculus, and hold in every precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.initialisers import ConstantInit, UniformInit
from engine.layers import ACTIVATIONS, AffineLayer, Layer, ReluLayer, SigmoidLayer, SoftmaxLayer, TanhLayer
from engine.penalties import L1Penalty, L2Penalty

WITHOUT_PARAMETERS = [*ACTIVATIONS.values(), SoftmaxLayer]
PRECISIONS = [np.float16, np.float32, np.float64]
HUGE = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, 1e4], [-1e4, 3.0, 1e4]])


def make_affine(rng, **options):
    return AffineLayer(4, 3, UniformInit(-1, 1, rng), UniformInit(-1, 1, rng), **options)


def central_difference(scalar, array, step=1e-6):
    differences = np.empty_like(array)
    for index in np.ndindex(array.shape):
        ends = []
        for sign in (-1, 1):
            moved = array.copy()
            moved[index] += sign * step
            ends.append(scalar(moved))
        differences[index] = (ends[1] - ends[0]) / (2 * step)
    return differences


@pytest.mark.parametrize(
    "make_layer", [*(lambda rng, kind=kind: kind() for kind in WITHOUT_PARAMETERS), make_affine]
)
def test_bprop_matches_central_difference(make_layer, rng):
    layer = make_layer(rng)
    inputs = rng.normal(size=(5, 4)) + 0.01
    outputs = layer.fprop(inputs)
    grads_wrt_outputs = rng.normal(size=outputs.shape)

    grads_wrt_inputs = layer.bprop(inputs, outputs, grads_wrt_outputs)

    expected = central_difference(lambda moved: (layer.fprop(moved) * grads_wrt_outputs).sum(), inputs)
    np.testing.assert_allclose(grads_wrt_inputs, expected, rtol=1e-7, atol=1e-8)


def test_grads_wrt_params_match_central_difference_with_penalties(rng):
    layer = make_affine(rng, weights_penalty=L2Penalty(0.3), biases_penalty=L1Penalty(0.2))
    inputs, grads_wrt_outputs = rng.normal(size=(5, 4)), rng.normal(size=(5, 3))

    grads = layer.grads_wrt_params(inputs, grads_wrt_outputs)

    for position, param in enumerate(layer.params):

        def scalar(moved, position=position):
            there = make_affine(
                np.random.default_rng(0), weights_penalty=L2Penalty(0.3), biases_penalty=L1Penalty(0.2)
            )
            there.params = [moved if position == place else own for place, own in enumerate(layer.params)]
            return (there.fprop(inputs) * grads_wrt_outputs).sum() + there.params_penalty()

        np.testing.assert_allclose(grads[position], central_difference(scalar, param), rtol=1e-7, atol=1e-8)


def test_affine_is_inputs_times_weights_transposed_plus_biases():
    layer = AffineLayer(2, 3)
    layer.params = [np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.1, 0.2, 0.3])]
    inputs = np.array([[1.0, 0.0], [1.0, -1.0]])

    outputs = layer.fprop(inputs)

    np.testing.assert_allclose(outputs, [[1.1, 3.2, 5.3], [-0.9, -0.8, -0.7]])
    weights_grad, biases_grad = layer.grads_wrt_params(inputs, np.ones((2, 3)))
    np.testing.assert_allclose(weights_grad, [[2.0, -1.0]] * 3)  # summed over the batch, not averaged
    np.testing.assert_allclose(biases_grad, [2.0, 2.0, 2.0])


def test_affine_starts_as_it_is_told():
    layer = AffineLayer(2, 3, ConstantInit(0.5), ConstantInit(-1.0))

    assert (layer.weights == 0.5).all()
    assert (layer.biases == -1.0).all()
    assert layer.weights.shape == (3, 2)
    assert layer.biases.shape == (3,)
    assert {param.dtype for param in layer.params} == {np.dtype(np.float64)}


def test_affine_starts_as_the_course_does_if_it_is_told_nothing():
    first, second = AffineLayer(50, 40), AffineLayer(50, 40)

    assert np.abs(first.weights).max() <= 0.1
    assert np.ptp(first.weights) > 0.19
    assert (first.biases == 0).all()
    assert (first.weights != second.weights).any()


def test_a_layer_keeps_parameters_and_nothing_else(rng):
    for layer in [make_affine(rng), *(kind() for kind in WITHOUT_PARAMETERS)]:
        before = set(vars(layer))
        inputs = rng.normal(size=(5, 4))
        outputs = layer.fprop(inputs)
        layer.bprop(inputs, outputs, outputs)
        assert set(vars(layer)) == before
    assert set(vars(SigmoidLayer())) == set()


def test_params_are_the_arrays_themselves_and_setting_puts_others_in_their_place(rng):
    layer, weights, biases = make_affine(rng), np.ones((3, 4)), np.zeros(3)

    layer.params = [weights, biases]
    layer.params[0] += 1

    assert layer.weights is weights
    assert (layer.weights == 2).all()
    assert layer.params[1] is biases


def test_layers_never_change_what_they_are_given(rng):
    for layer in [make_affine(rng), *(kind() for kind in WITHOUT_PARAMETERS)]:
        inputs = rng.normal(size=(5, 4))
        outputs = layer.fprop(inputs)
        given_arrays = [inputs, outputs, np.ones_like(outputs)]
        copies = [array.copy() for array in given_arrays]
        layer.fprop(inputs)
        layer.bprop(*given_arrays)
        for array, copy in zip(given_arrays, copies, strict=True):
            np.testing.assert_array_equal(array, copy)


def test_relu_has_slope_zero_at_zero():
    inputs = np.array([[-1.0, 0.0, 1.0]])
    layer = ReluLayer()

    outputs = layer.fprop(inputs)

    np.testing.assert_array_equal(outputs, [[0.0, 0.0, 1.0]])
    np.testing.assert_array_equal(layer.bprop(inputs, outputs, np.full((1, 3), 7.0)), [[0.0, 0.0, 7.0]])


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kind", WITHOUT_PARAMETERS)
def test_huge_scores_neither_overflow_nor_warn(kind, precision):
    layer, inputs = kind(), HUGE.astype(precision)

    with np.errstate(over="raise", invalid="raise", divide="raise"):
        outputs = layer.fprop(inputs)
        grads = layer.bprop(inputs, outputs, np.ones_like(outputs))

    assert outputs.dtype == grads.dtype == precision
    assert np.isfinite(outputs).all()
    assert np.isfinite(grads).all()


@pytest.mark.parametrize("precision", PRECISIONS)
def test_softmax_of_huge_scores_is_right(precision):
    outputs = SoftmaxLayer().fprop(HUGE.astype(precision))

    third = np.full(3, 1 / 3)
    np.testing.assert_allclose(outputs, [[1, 0, 0], third, third, [0, 0, 1]], rtol=1e-3)


def test_sigmoid_of_huge_scores_is_right_also_far_below_zero():
    outputs = SigmoidLayer().fprop(np.array([[-1e4, -700.0, -40.0, 0.0, 40.0, 1e4]]))

    np.testing.assert_allclose(outputs, [[0.0, np.exp(-700.0), np.exp(-40.0), 0.5, 1.0, 1.0]], rtol=1e-14)


@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=6), st.floats(-1e3, 1e3))
def test_softmax_gives_probabilities_that_no_common_shift_changes(scores, shift):
    inputs = np.array([scores])

    outputs = SoftmaxLayer().fprop(inputs)

    assert outputs.sum() == pytest.approx(1.0)
    assert (outputs >= 0).all()
    np.testing.assert_allclose(SoftmaxLayer().fprop(inputs + shift), outputs, rtol=1e-8, atol=1e-10)


@given(st.floats(-1e4, 1e4))
def test_sigmoid_is_a_shifted_tanh(score):
    inputs = np.array([[score]])

    assert SigmoidLayer().fprop(inputs)[0, 0] == pytest.approx((1 + TanhLayer().fprop(inputs / 2)[0, 0]) / 2)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_affine_keeps_its_precision(precision, rng):
    layer = make_affine(rng, weights_penalty=L2Penalty(0.1), biases_penalty=L1Penalty(0.1))
    layer.params = [param.astype(precision) for param in layer.params]
    inputs = rng.normal(size=(5, 4)).astype(precision)

    outputs = layer.fprop(inputs)

    arrays = [outputs, layer.bprop(inputs, outputs, outputs), *layer.grads_wrt_params(inputs, outputs)]
    assert {array.dtype for array in arrays} == {np.dtype(precision)}


def test_layers_name_themselves_as_the_courses_do():
    assert repr(AffineLayer(input_dim=4, output_dim=3)) == "AffineLayer(input_dim=4, output_dim=3)"
    assert [repr(kind()) for kind in (SigmoidLayer, TanhLayer, ReluLayer, SoftmaxLayer)] == [
        "SigmoidLayer",
        "TanhLayer",
        "ReluLayer",
        "SoftmaxLayer",
    ]


def test_the_pages_activations_are_layers_without_parameters():
    assert {"sigmoid": SigmoidLayer, "tanh": TanhLayer, "relu": ReluLayer}.items() <= ACTIVATIONS.items()
    assert all(issubclass(kind, Layer) for kind in ACTIVATIONS.values())


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda layer: layer.fprop(np.ones((5, 2))), r"inputs \(5, 2\).*\(batch_size, 4\)"),
        (lambda layer: layer.grads_wrt_params(np.ones((5, 4)), np.ones((5, 2))), r"\(5, 2\).*\(5, 3\)"),
        (lambda layer: layer.grads_wrt_params(np.ones((5, 4)), np.ones((6, 3))), r"\(6, 3\).*\(5, 3\)"),
        (
            lambda layer: setattr(layer, "params", [np.ones((3, 4)), np.ones(4)]),
            r"\(3, 4\) and biases \(4,\)",
        ),
        (lambda layer: AffineLayer(0, 3), "input_dim 0"),
        (lambda layer: AffineLayer(4, 3, lambda shape: np.ones((4, 3))), r"weights \(4, 3\)"),
    ],
)
def test_affine_refuses_shapes_that_disagree_and_says_which(refused, words, rng):
    layer = make_affine(rng)

    with pytest.raises(ValueError, match=words):
        refused(layer)


def test_penalties_are_part_of_the_layers_cost():
    layer = AffineLayer(1, 2, ConstantInit(-2.0), ConstantInit(3.0), L1Penalty(0.5), L2Penalty(0.1))

    assert layer.params_penalty() == pytest.approx(0.5 * 4 + 0.05 * 18)
    assert AffineLayer(1, 2).params_penalty() == 0
    assert repr(L1Penalty(0.5)) == "L1Penalty(0.5)"


@pytest.mark.parametrize("coefficient", [-1.0, np.nan, np.inf])
def test_penalties_refuse_coefficients_that_reward(coefficient):
    with pytest.raises(ValueError, match=str(coefficient)):
        L2Penalty(coefficient)
