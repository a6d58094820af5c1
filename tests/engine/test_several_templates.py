"""Several templates a class, from the architecture to the fast plan: the best speaks, and it alone learns."""

import copy

import numpy as np
import pytest

from engine.architecture import Architecture, with_as_many_params
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import ConstantInit, UniformInit
from engine.layers import AffineLayer
from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule, MomentumLearningRule
from engine.models import MultipleLayerModel, architecture_of, make_model
from engine.penalties import L2Penalty
from engine.plans import make_plan
from engine.plans.course import CoursePlan
from engine.plans.many_networks import ForwardPass
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan
from engine.questions import gradient_flow, probe
from engine.questions.gradient_check import check_gradients
from engine.template_layers import MaxOfTemplatesLayer
from engine.training import TrainingRun

ERROR = CrossEntropySoftmaxError()
RULES = [
    GradientDescentLearningRule(0.1),
    MomentumLearningRule(0.05, 0.7),
    AdamLearningRule(0.01, epsilon=1e-3),
]
NETWORKS = [
    Architecture((6, 3), (), 4),
    Architecture((6, 5, 3), ("tanh",), 2),
    Architecture((6, 5, 4, 3), ("relu", "sigmoid"), 3),
]


def flat(model):
    return np.concatenate([param.ravel() for param in model.params])


@pytest.fixture
def make(rng):
    """Networks of an architecture, and patterns for them."""

    def problem(architecture, n_patterns=40, **options):
        start = UniformInit(-0.7, 0.7, rng)
        model = make_model(architecture, weights_initialiser=start, biases_initialiser=start, **options)
        inputs = rng.normal(size=(n_patterns, architecture.sizes[0]))
        return model, inputs, rng.integers(architecture.sizes[-1], size=n_patterns)

    return problem


def test_templates_are_rows_of_the_last_weights_and_count_as_parameters():
    architecture = Architecture((784, 10), (), 3)

    assert architecture.weight_shapes == [(30, 784)]
    assert architecture.n_params == 30 * 784 + 30
    assert [part.shape for part in architecture.split(np.zeros(architecture.n_params))] == [(30, 784), (30,)]
    assert Architecture((784, 20, 10), ("relu",), 2).weight_shapes == [(20, 784), (20, 20)]


@pytest.mark.parametrize("architecture", [*NETWORKS, Architecture((6, 3))])
def test_a_model_is_made_of_an_architecture_and_read_back(architecture, make):
    model, _, _ = make(architecture)

    assert architecture_of(model) == architecture
    assert isinstance(model.layers[-1], MaxOfTemplatesLayer) == (architecture.n_templates > 1)
    assert flat(model).shape == (architecture.n_params,)


@pytest.mark.parametrize("n_templates", [0, -1])
def test_fewer_than_one_template_is_refused(n_templates):
    with pytest.raises(ValueError, match=f"n_templates is {n_templates}"):
        Architecture((2, 3), (), n_templates)


def test_a_layer_of_templates_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="5 outputs"):
        architecture_of(MultipleLayerModel([AffineLayer(2, 5), MaxOfTemplatesLayer(3, 2)]))


@pytest.mark.parametrize("architecture", NETWORKS)
def test_gradients_answer_to_central_differences(architecture, make, one_of_k):
    model, inputs, _ = make(architecture, n_patterns=9)

    check = check_gradients(model, ERROR, inputs, one_of_k(9))

    assert check.agrees, check.worst


@pytest.mark.parametrize("architecture", NETWORKS)
def test_the_forward_pass_says_what_the_layers_say(architecture, make, rng):
    model, points, labels = make(architecture)
    forward = ForwardPass(architecture, 7)
    expected = model.fprop(points)

    scores = forward.scores(flat(model)[np.newaxis], points)[0]
    outputs = forward.outputs(flat(model), points)

    np.testing.assert_allclose(scores, expected[-1], rtol=0, atol=1e-5)
    assert len(outputs) == len(expected)
    for found, true in zip(outputs, expected, strict=True):
        np.testing.assert_allclose(found, true, rtol=0, atol=1e-5)
    responses = probe.unit_responses(architecture, flat(model), points)
    for found, true in zip(responses, expected[2 : 2 * architecture.n_hidden + 1 : 2], strict=True):
        np.testing.assert_allclose(found, true, rtol=0, atol=1e-5)
    _, accuracy = probe.error_and_accuracy(architecture, flat(model), points, labels)
    assert accuracy == pytest.approx((expected[-1].argmax(axis=1) == labels).mean())
    assert len(gradient_flow.unit_statistics(architecture, flat(model), points).dead) == architecture.n_hidden
    sizes = gradient_flow.gradient_sizes(architecture, flat(model), points, labels)
    assert sizes.weights.shape == (architecture.n_hidden + 1,)


def teach(model, rule, inputs, labels, rows):
    """What the teaching classes make of these batches in float64."""
    model, rule = copy.deepcopy(model), copy.deepcopy(rule)
    rule.initialise(model.params)
    for row in rows:
        activations = model.fprop(inputs[row])
        targets = np.eye(activations[-1].shape[1])[labels[row]]
        rule.update_params(model.grads_wrt_params(activations, ERROR.grad(activations[-1], targets)))
    return flat(model)


@pytest.mark.parametrize("architecture", NETWORKS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
@pytest.mark.parametrize("penalty", [None, L2Penalty(0.01)])
def test_the_fast_plan_takes_the_teaching_classes_steps(architecture, rule, penalty, make, rng):
    model, inputs, labels = make(architecture, weights_penalty=penalty)
    inputs[:, 2] = 0.0  # an input that takes no part
    rows = rng.integers(40, size=(50, 10))
    plan = WidePlan(model, rule, batch_size=10)
    plan.bind(inputs, labels)

    assert plan.run(rows) == 50

    expected = teach(model, rule, inputs, labels, rows)
    np.testing.assert_allclose(plan.params_of(plan.state), expected, rtol=0, atol=2e-6)


def test_of_equal_templates_the_first_learns_as_in_the_teaching_classes(rng):
    model = make_model(Architecture((6, 3), (), 4), weights_initialiser=ConstantInit(0.0))
    inputs, labels = rng.normal(size=(40, 6)), rng.integers(3, size=40)
    rows = rng.integers(40, size=(1, 10))
    plan = WidePlan(model, RULES[0], batch_size=10)
    plan.bind(inputs, labels)

    plan.run(rows)

    weights = plan.architecture.split(plan.params_of(plan.state))[0].reshape(3, 4, 6)
    assert weights[:, 0].any(axis=-1).all()
    assert not weights[:, 1:].any()
    np.testing.assert_allclose(
        plan.params_of(plan.state), teach(model, RULES[0], inputs, labels, rows), rtol=0, atol=1e-6
    )


@pytest.mark.parametrize(
    ("architecture", "expected"),
    [
        (Architecture((784, 10), (), 3), WidePlan),
        (Architecture((784, 10)), WidePlan),
        (NETWORKS[0], CoursePlan),
    ],
)
def test_make_plan_finds_a_plan(architecture, expected, make):
    model, _, _ = make(architecture)

    assert type(make_plan(model, ERROR, RULES[0], batch_size=5)) is expected


def test_a_plan_that_knows_one_template_only_refuses_more(make):
    model, _, _ = make(NETWORKS[0])

    with pytest.raises(ValueError, match="4 templates"):
        NarrowPlan(model, RULES[0], batch_size=5)


def test_a_run_learns_what_one_template_cannot_and_is_the_same_run_in_slices(rng):
    """Each class is two opposite corners of a square, which no straight line separates."""
    corners = rng.choice([-1.0, 1.0], size=(200, 2))
    labels = (corners.prod(axis=1) > 0).astype(int)
    points = (corners + 0.1 * rng.normal(size=corners.shape)).astype(np.float32)
    inputs = np.hstack([points, np.zeros((200, 62), np.float32)])

    def run(n_templates):
        start = UniformInit(-0.5, 0.5, np.random.default_rng(3))
        model = make_model(Architecture((64, 2), (), n_templates), weights_initialiser=start)
        data = (inputs, labels)
        return TrainingRun(model, ERROR, MomentumLearningRule(0.2), data, data, batch_size=20, n_epochs=15)

    one, two, sliced = run(1), run(2), run(2)
    one.advance(10_000)
    two.advance(10_000)
    while sliced.advance(7):
        pass

    assert one.history.validation_accuracy[-1] < 0.8
    assert two.history.validation_accuracy[-1] == 1.0
    np.testing.assert_array_equal(sliced.params, two.params)


@pytest.mark.parametrize("n_templates", range(1, 9))
def test_as_many_parameters_are_as_near_as_whole_units_allow(n_templates):
    templates = Architecture((784, 10), (), n_templates)

    hidden = with_as_many_params(templates, "relu")

    assert hidden.activations == ("relu",)
    assert abs(hidden.n_params - templates.n_params) <= (784 + 1 + 10) / 2


def test_as_many_parameters_as_a_tiny_network_is_one_unit():
    assert with_as_many_params(Architecture((2, 3)), "tanh").sizes == (2, 1, 3)
