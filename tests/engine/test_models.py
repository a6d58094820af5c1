"""Models go forward and back through their layers; an architecture goes into one and comes back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import ConstantInit, GlorotUniformInit
from engine.layers import ACTIVATIONS, AffineLayer, ReluLayer, SigmoidLayer, SoftmaxLayer, TanhLayer
from engine.learning_rules import LEARNING_RULES
from engine.models import MultipleLayerModel, SingleLayerModel, architecture_of, make_model
from engine.penalties import L2Penalty

architectures = st.lists(st.integers(1, 5), min_size=2, max_size=6).flatmap(
    lambda sizes: st.builds(
        Architecture,
        st.just(tuple(sizes)),
        st.tuples(*[st.sampled_from(list(ACTIVATIONS))] * (len(sizes) - 2)),
    )
)


def test_fprop_returns_all_activations_inputs_first_outputs_last(make_network, rng):
    model, inputs = make_network((2, 5, 3)), rng.normal(size=(7, 2))

    activations = model.fprop(inputs)

    assert [array.shape for array in activations] == [(7, 2), (7, 5), (7, 5), (7, 3)]
    assert activations[0] is inputs
    np.testing.assert_array_equal(activations[2], np.tanh(activations[1]))
    np.testing.assert_array_equal(activations[3], model.layers[2].fprop(activations[2]))


def test_params_are_a_flat_list_of_the_arrays_themselves(make_network):
    model = make_network((2, 5, 3))

    assert [param.shape for param in model.params] == [(5, 2), (5,), (3, 5), (3,)]
    assert model.params[2] is model.layers[2].weights
    assert [grad.shape for grad in grads_of(model)] == [param.shape for param in model.params]


def test_setting_params_puts_other_arrays_in_their_place(make_network):
    model = make_network((2, 5, 3))
    others = [np.full_like(param, place) for place, param in enumerate(model.params)]

    model.params = others

    assert all(param is other for param, other in zip(model.params, others, strict=True))


def grads_of(model, precision=np.float64):
    inputs, targets = (
        np.random.default_rng(0).normal(size=(7, 2)).astype(precision),
        np.eye(3)[[0, 1, 2, 0, 1, 2, 0]],
    )
    activations = model.fprop(inputs)
    return model.grads_wrt_params(activations, CrossEntropySoftmaxError().grad(activations[-1], targets))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rule", LEARNING_RULES.values())
def test_a_float32_model_stays_float32_through_training(make_network, activation, rule):
    model = make_network(activation=activation, weights_penalty=L2Penalty(0.01))
    model.params = [param.astype(np.float32) for param in model.params]
    rule = rule(0.1)
    rule.initialise(model.params)

    for _ in range(3):
        grads = grads_of(model, np.float32)
        rule.update_params(grads)

    assert {array.dtype for array in [*grads, *model.params]} == {np.dtype(np.float32)}
    assert {array.dtype for array in model.fprop(np.ones((7, 2), dtype=np.float32))} == {np.dtype(np.float32)}


def test_a_single_layer_model_is_its_layer(rng):
    layer = AffineLayer(2, 3)
    model, inputs, grads_wrt_outputs = (
        SingleLayerModel(layer),
        rng.normal(size=(7, 2)),
        rng.normal(size=(7, 3)),
    )

    activations = model.fprop(inputs)

    assert model.layer is layer
    assert model.params[0] is layer.weights
    assert activations[0] is inputs
    np.testing.assert_array_equal(activations[1], layer.fprop(inputs))
    for got, expected in zip(
        model.grads_wrt_params(activations, grads_wrt_outputs),
        layer.grads_wrt_params(inputs, grads_wrt_outputs),
        strict=True,
    ):
        np.testing.assert_array_equal(got, expected)


def test_models_can_be_printed():
    assert (
        repr(SingleLayerModel(AffineLayer(2, 3)))
        == "SingleLayerModel(AffineLayer(input_dim=2, output_dim=3))"
    )
    assert repr(MultipleLayerModel([AffineLayer(2, 3), SigmoidLayer()])) == (
        "MultipleLayerModel(\n    AffineLayer(input_dim=2, output_dim=3)\n    SigmoidLayer\n)"
    )


def test_the_penalty_of_a_model_is_that_of_all_its_layers():
    start = ConstantInit(2.0)
    model = make_model(
        Architecture((2, 4, 3), ("relu",)), weights_initialiser=start, weights_penalty=L2Penalty(0.5)
    )

    assert model.params_penalty() == pytest.approx(0.25 * 4 * (8 + 12))
    assert MultipleLayerModel([AffineLayer(2, 3), TanhLayer()]).params_penalty() == 0


@given(architectures)
def test_an_architecture_goes_into_a_model_and_comes_back(architecture):
    model = make_model(architecture, weights_initialiser=GlorotUniformInit())

    assert architecture_of(model) == architecture
    assert sum(param.size for param in model.params) == architecture.n_params
    assert all((biases == 0).all() for biases in model.params[1::2])


def test_a_made_model_asks_its_initialisers_layer_by_layer_in_float64():
    asked = []

    def start(shape):
        asked.append(shape)
        return np.full(shape, float(len(asked)))

    model = make_model(
        Architecture((2, 4, 3), ("sigmoid",)), weights_initialiser=start, biases_initialiser=ConstantInit(0.5)
    )

    assert asked == [(4, 2), (3, 4)]
    assert [float(param.flat[0]) for param in model.params] == [1.0, 0.5, 2.0, 0.5]
    assert {param.dtype for param in model.params} == {np.dtype(np.float64)}


def test_a_single_layer_has_an_architecture_too():
    assert architecture_of(SingleLayerModel(AffineLayer(2, 3))) == Architecture((2, 3))


@pytest.mark.parametrize(
    "layers",
    [
        [AffineLayer(2, 3), SoftmaxLayer()],
        [AffineLayer(2, 3), ReluLayer()],
        [AffineLayer(2, 3), AffineLayer(3, 3)],
        [AffineLayer(2, 3), SoftmaxLayer(), AffineLayer(3, 3)],
        [AffineLayer(2, 3), AffineLayer(3, 3), AffineLayer(3, 3)],
        [AffineLayer(2, 3), ReluLayer(), ReluLayer(), AffineLayer(3, 3)],
        [SigmoidLayer(), AffineLayer(2, 3), SigmoidLayer()],
        [TanhLayer()],
    ],
    ids=str,
)
def test_layers_that_do_not_alternate_have_no_architecture_and_are_named(layers):
    with pytest.raises(ValueError, match="are not affine, activation, affine") as refusal:
        architecture_of(MultipleLayerModel(layers))
    assert str(layers[0]) in str(refusal.value)


def test_an_unknown_activation_is_refused_by_name():
    with pytest.raises(ValueError, match=r"\['nonsense'\] are not among \['sigmoid', 'tanh', 'relu'"):
        make_model(Architecture((2, 4, 3), ("nonsense",)), weights_initialiser=ConstantInit(0.0))


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda model: MultipleLayerModel([]), "0 were given"),
        (
            lambda model: MultipleLayerModel([AffineLayer(2, 4), TanhLayer(), AffineLayer(5, 3)]),
            "input_dim=5.*4 out",
        ),
        (lambda model: model.fprop(np.ones((7, 3))), r"\(7, 3\)"),
        (
            lambda model: model.grads_wrt_params([np.ones((7, 2))], np.ones((7, 3))),
            "1 activations given, 5 layers",
        ),
        (
            lambda model: model.grads_wrt_params(model.fprop(np.ones((7, 2))), np.ones((6, 3))),
            r"\(6, 3\).*\(7, 3\)",
        ),
        (lambda model: setattr(model, "params", [np.ones((5, 2))]), "1 arrays given for 6"),
    ],
)
def test_what_does_not_fit_a_model_is_refused_with_the_numbers(refused, words, make_network):
    with pytest.raises(ValueError, match=words):
        refused(make_network())
