"""An activation is one line in ``ACTIVATIONS``: it trains, resumes and answers with nothing else known of it."""

import copy

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.layers import ACTIVATIONS, Layer, SoftmaxLayer
from engine.learning_rules import MomentumLearningRule
from engine.models import make_model
from engine.plans import make_plan
from engine.plans.course import CoursePlan
from engine.plans.many_networks import POINTS_AT_ONCE, ForwardPass
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan
from engine.questions import gradient_flow, probe
from engine.training import TrainingRun

ERROR = CrossEntropySoftmaxError()
NETWORKS = [
    Architecture((2, 6, 3), ("softplus",)),
    Architecture((2, 6, 5, 3), ("softplus", "relu")),
    Architecture((70, 6, 5, 3), ("tanh", "hump")),
]


class SoftplusLayer(Layer):
    """``ln(1 + exp(inputs))``: its slope is asked of the inputs."""

    def fprop(self, inputs):
        return np.logaddexp(0.0, inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs / (1.0 + np.exp(-inputs))


class HumpLayer(Layer):
    """``exp(-inputs**2 / 2)``, which also falls; it computes in float64 whatever it is given."""

    def fprop(self, inputs):
        return np.exp(-(inputs.astype(np.float64) ** 2) / 2)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return -grads_wrt_outputs * inputs * outputs


class LeakyReluLayer(Layer):
    """``inputs`` above 0, a tenth of them below."""

    def fprop(self, inputs):
        return np.where(inputs > 0, inputs, 0.1 * inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * np.where(outputs > 0, 1.0, 0.1)


@pytest.fixture(autouse=True)
def _one_line_each(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "softplus", SoftplusLayer)
    monkeypatch.setitem(ACTIVATIONS, "hump", HumpLayer)


@pytest.fixture(params=NETWORKS, ids=lambda architecture: "-".join(architecture.activations))
def model(request, rng):
    return network(request.param, rng)


def network(architecture, rng):
    start = UniformInit(-0.7, 0.7, rng)
    return make_model(architecture, weights_initialiser=start, biases_initialiser=start)


def architecture_and_params(model, rng, n_networks=3):
    architecture = make_plan(model, ERROR, MomentumLearningRule(), batch_size=1).architecture
    return architecture, rng.normal(size=(n_networks, architecture.n_params)).astype(np.float32)


def patterns_for(model, rng, n_patterns=30):
    inputs = rng.normal(size=(n_patterns, model.layers[0].input_dim)).astype(np.float32)
    return inputs, rng.integers(3, size=n_patterns)


def taught(model, rule, inputs, labels, n_steps):
    """Parameters after full batches with the teaching classes in float64, flat."""
    model, rule = copy.deepcopy(model), copy.deepcopy(rule)
    rule.initialise(model.params)
    for _ in range(n_steps):
        activations = model.fprop(inputs.astype(np.float64))
        grads = ERROR.grad(activations[-1], np.eye(3)[labels])
        rule.update_params(model.grads_wrt_params(activations, grads))
    return np.concatenate([param.ravel() for param in model.params])


def make_run(model, patterns, n_epochs=20):
    rule = MomentumLearningRule(0.1)
    return TrainingRun(model, ERROR, rule, patterns, patterns, batch_size=None, n_epochs=n_epochs)


def test_a_run_goes_where_the_teaching_classes_go(model, rng):
    inputs, labels = patterns_for(model, rng)
    run = make_run(model, (inputs, labels))

    run.advance(20)

    expected = taught(model, MomentumLearningRule(0.1), inputs, labels, 20)
    np.testing.assert_allclose(run.snapshots.params[-1], expected, rtol=0, atol=1e-5)
    assert run.history.training_error[-1] < run.history.training_error[0]


def test_a_run_can_be_rewound_and_comes_to_the_same_bits(model, rng):
    run = make_run(model, patterns_for(model, rng))
    run.advance(20)
    ends = run.snapshots.params[-1].copy()

    run.rewind()
    for n_steps in (3, 17):
        run.advance(n_steps)

    np.testing.assert_array_equal(run.snapshots.params[-1], ends)


def test_the_probe_answers_what_the_layers_say(model, rng):
    architecture, params = architecture_and_params(model, rng)
    inputs, labels = patterns_for(model, rng)

    scores = probe.class_scores(architecture, params, inputs)
    responses = probe.unit_responses(architecture, params, inputs)
    errors, accuracies = probe.error_and_accuracy(architecture, params, inputs, labels)

    for index, flat in enumerate(params):
        model.params = architecture.split(flat.astype(np.float64))
        activations = model.fprop(inputs.astype(np.float64))
        np.testing.assert_allclose(scores[index], activations[-1], rtol=0, atol=1e-4)
        for layer, expected in zip(responses, activations[2:-1:2], strict=True):
            np.testing.assert_allclose(layer[index], expected, rtol=0, atol=1e-5)
        assert errors[index] == pytest.approx(ERROR(activations[-1], np.eye(3)[labels]), abs=1e-4)
        assert accuracies[index] == (activations[-1].argmax(axis=1) == labels).mean()


def test_many_points_and_grey_levels_are_answered_alike(model, rng):
    architecture, params = architecture_and_params(model, rng)
    levels = rng.integers(256, size=(POINTS_AT_ONCE + 9, architecture.sizes[0]), dtype=np.uint8)

    scores = ForwardPass(architecture, len(levels)).scores(params, levels)

    model.params = architecture.split(params[1].astype(np.float64))
    np.testing.assert_allclose(scores[1], model.fprop(levels / 255)[-1], rtol=0, atol=1e-4)


def test_a_layer_is_given_patterns_as_rows(monkeypatch, rng):
    monkeypatch.setitem(ACTIVATIONS, "softmax", SoftmaxLayer)
    model = network(Architecture((2, 6, 3), ("softmax",)), rng)
    architecture, params = architecture_and_params(model, rng)
    points, _ = patterns_for(model, rng)

    (responses,) = probe.unit_responses(architecture, params, points)

    np.testing.assert_allclose(responses.sum(axis=-1), 1.0, atol=1e-6)


def test_saturation_is_told_by_the_slope_at_the_weighted_sums():
    architecture = Architecture((1, 2, 3), ("softplus",))
    params = np.zeros(architecture.n_params, np.float32)
    params[:2] = 1.0, -1.0
    points = np.array([[-9.0], [-4.0], [-2.0], [0.0], [3.5], [9.0]])

    statistics = gradient_flow.unit_statistics(architecture, params, points)

    slopes = 1 / (1 + np.exp(-points * [1.0, -1.0]))
    flat = slopes < 0.05 / (1 + np.exp(-8.0))
    np.testing.assert_array_equal(statistics.unit_saturation[0], flat.mean(axis=0))
    assert statistics.unit_saturation[0].tolist() == [2 / 6, 2 / 6]


def test_a_falling_slope_lets_gradients_through_as_well_as_a_rising_one():
    architecture = Architecture((1, 1, 3), ("hump",))
    params = np.zeros(architecture.n_params, np.float32)
    params[0] = 1.0
    rising, falling = np.array([[-1.0], [-0.5]]), np.array([[1.0], [0.5]])

    for points in (rising, falling):
        assert gradient_flow.unit_statistics(architecture, params, points).saturation.tolist() == [0.0]


def test_a_unit_is_dead_where_no_pattern_gets_through_and_not_before():
    architecture = Architecture((1, 1, 3), ("softplus",))
    params = np.zeros(architecture.n_params, np.float32)
    params[0] = 1.0
    points = np.array([[-20.0]] * 99 + [[1.0]])

    def dead(some):
        return gradient_flow.unit_statistics(architecture, params, some).dead[0].tolist()

    assert dead(points) == [False]
    assert dead(points[:-1]) == [True]


def test_plans_in_place_refuse_what_has_no_fast_form(model):
    rule = MomentumLearningRule()

    assert type(make_plan(model, ERROR, rule, batch_size=4)) is CoursePlan
    for fast in (NarrowPlan, WidePlan):
        with pytest.raises(ValueError, match=r"(softplus|hump).* no fast form"):
            fast(model, rule, batch_size=4)


def test_another_layer_under_an_old_name_is_not_taken_for_the_old_one(monkeypatch, rng):
    monkeypatch.setitem(ACTIVATIONS, "relu", LeakyReluLayer)
    model = network(Architecture((2, 6, 3), ("relu",)), rng)
    inputs, labels = patterns_for(model, rng)
    run = make_run(model, (inputs, labels))

    run.advance(20)

    expected = taught(model, MomentumLearningRule(0.1), inputs, labels, 20)
    np.testing.assert_allclose(run.snapshots.params[-1], expected, rtol=0, atol=1e-5)
    (responses,) = probe.unit_responses(Architecture((2, 6, 3), ("relu",)), run.snapshots.params[-1], inputs)
    assert (responses < 0).any()


def test_a_name_that_is_no_activation_is_refused():
    with pytest.raises(ValueError, match="'gauss' is not among"):
        ForwardPass(Architecture((2, 4, 3), ("gauss",)), 10)
