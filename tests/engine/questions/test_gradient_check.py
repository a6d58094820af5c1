"""The referee agrees with right gradients, catches wrong ones, and says where."""

import numpy as np
import pytest

from engine.errors import (
    BinaryCrossEntropyError,
    BinaryCrossEntropySigmoidError,
    CrossEntropyError,
    CrossEntropySoftmaxError,
    SumOfSquaredDiffsError,
)
from engine.layers import ACTIVATIONS, AffineLayer, SigmoidLayer, SoftmaxLayer, TanhLayer
from engine.models import MultipleLayerModel, SingleLayerModel
from engine.penalties import L1Penalty, L2Penalty
from engine.questions.gradient_check import check_gradients

LAST_LAYER_AND_ERROR = [
    (None, SumOfSquaredDiffsError()),
    (None, BinaryCrossEntropySigmoidError()),
    (None, CrossEntropySoftmaxError()),
    (SigmoidLayer(), BinaryCrossEntropyError()),
    (SoftmaxLayer(), CrossEntropyError()),
]


@pytest.fixture
def batch(rng, one_of_k):
    return rng.normal(size=(7, 2)), one_of_k(7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("last_layer", "error"), LAST_LAYER_AND_ERROR, ids=str)
def test_every_layer_under_every_error_answers_to_central_differences(
    make_network, batch, activation, last_layer, error
):
    layers = make_network(activation=activation).layers + ([last_layer] if last_layer else [])

    check = check_gradients(MultipleLayerModel(layers), error, *batch)

    assert check.agrees, check.worst
    assert check.worst.absolute_error < 1e-8
    for parameter in check.parameters.values():
        np.testing.assert_allclose(parameter.gradients, parameter.central_differences, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("penalty", [L1Penalty(0.3), L2Penalty(0.3)], ids=repr)
def test_penalties_answer_to_central_differences_too(make_network, batch, penalty):
    check = check_gradients(make_network(weights_penalty=penalty), CrossEntropySoftmaxError(), *batch)

    assert check.agrees, check.worst


def test_the_vectors_networks_answer_to_central_differences(reference):
    arrays = reference.arrays

    check = check_gradients(reference.make_model(), CrossEntropySoftmaxError(), arrays["X"], arrays["T"])

    assert check.agrees, check.worst


class SlightlyWrongTanhLayer(TanhLayer):
    """A slope that is off by one part in ten thousand."""

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return super().bprop(inputs, outputs, grads_wrt_outputs) * 1.0001


class WrongInOnePlaceLayer(AffineLayer):
    """One gradient of the weights is off."""

    def grads_wrt_params(self, inputs, grads_wrt_outputs):
        grads = super().grads_wrt_params(inputs, grads_wrt_outputs)
        grads[0][1, 2] += 1e-4
        return grads


def test_a_slope_that_is_slightly_wrong_is_caught_in_the_layers_before_it(make_network, batch):
    layers = make_network((2, 5, 3)).layers
    model = MultipleLayerModel([layers[0], SlightlyWrongTanhLayer(), layers[2]])

    check = check_gradients(model, CrossEntropySoftmaxError(), *batch)

    assert not check.agrees
    assert {name: parameter.agrees for name, parameter in check.parameters.items()} == {
        "W1": False,
        "b1": False,
        "W2": True,
        "b2": True,
    }
    assert check.worst.relative_error == pytest.approx(1e-4, rel=0.01)


def test_the_worst_element_is_named_with_both_its_values(make_network, batch):
    layers = make_network((2, 5, 3)).layers
    wrong = WrongInOnePlaceLayer(5, 3)
    wrong.params = layers[2].params

    check = check_gradients(MultipleLayerModel([*layers[:2], wrong]), CrossEntropySoftmaxError(), *batch)

    worst = check.worst
    assert worst.place == "W2[1, 2]"
    assert not worst.agrees
    assert worst.gradient - worst.central_difference == pytest.approx(1e-4, rel=1e-3)
    assert worst.absolute_error == pytest.approx(1e-4, rel=1e-3)
    larger = max(abs(worst.gradient), abs(worst.central_difference))
    assert worst.relative_error == pytest.approx(worst.absolute_error / larger)
    assert check.parameters["W2"].worst == worst == check.parameters["W2"].at(1, 2)
    assert check.parameters["W2"].at(0, 3).agrees
    assert check.parameters["b1"].at(4).place == "b1[4]"


def test_each_parameter_has_its_results_in_its_own_shape(make_network, batch):
    model = make_network((2, 5, 3))

    check = check_gradients(model, CrossEntropySoftmaxError(), *batch)

    assert list(check.parameters) == ["W1", "b1", "W2", "b2"]
    for parameter, param in zip(check.parameters.values(), model.params, strict=True):
        shapes = {
            getattr(parameter, name).shape for name in ("gradients", "central_differences", "relative_errors")
        }
        assert shapes == {param.shape}


def test_a_check_leaves_the_model_as_it_was_and_works_in_float64(make_network, batch):
    model = make_network()
    model.params = [param.astype(np.float32) for param in model.params]
    before = [param.copy() for param in model.params]

    check = check_gradients(model, CrossEntropySoftmaxError(), batch[0].astype(np.float32), batch[1])

    assert check.agrees, check.worst
    assert {parameter.gradients.dtype for parameter in check.parameters.values()} == {np.dtype(np.float64)}
    for param, old in zip(model.params, before, strict=True):
        assert param.dtype == np.float32
        np.testing.assert_array_equal(param, old)


def test_gradients_that_are_all_zero_agree_with_a_relative_error_of_zero():
    model = SingleLayerModel(AffineLayer(2, 3))

    check = check_gradients(model, CrossEntropySoftmaxError(), np.zeros((4, 2)), np.eye(3)[[0, 1, 2, 0]])

    assert (check.parameters["W1"].relative_errors == 0).all()
    assert check.agrees


def test_a_gradient_that_is_not_a_number_never_agrees(make_network, batch):
    class LostLayer(TanhLayer):
        def bprop(self, inputs, outputs, grads_wrt_outputs):
            return np.full_like(grads_wrt_outputs, np.nan)

    layers = make_network((2, 5, 3)).layers

    check = check_gradients(
        MultipleLayerModel([layers[0], LostLayer(), layers[2]]), SumOfSquaredDiffsError(), *batch
    )

    assert not check.agrees
    assert check.worst.place.startswith("W1")


@pytest.mark.parametrize("step", [0.0, -1e-6, np.nan, np.inf])
def test_a_senseless_step_is_refused(make_network, batch, step):
    with pytest.raises(ValueError, match=f"step {step}"):
        check_gradients(make_network(), CrossEntropySoftmaxError(), *batch, step=step)


def test_a_model_without_parameters_is_refused(batch):
    with pytest.raises(ValueError, match="0 parameters"):
        check_gradients(SingleLayerModel(TanhLayer()), SumOfSquaredDiffsError(), batch[0], batch[0])
