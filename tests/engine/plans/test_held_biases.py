"""Biases that are not learnt stay as they are, bit for bit, and the weights learn around them."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.layers import AffineLayer
from engine.learning_rules import (
    LEARNING_RULES,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
)
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.plans import make_plan
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan
from engine.training import TrainingRun

ERROR = CrossEntropySoftmaxError()
FAST_PLANS = [NarrowPlan, WidePlan]
FAST_RULES = [
    lambda: GradientDescentLearningRule(0.1),
    lambda: MomentumLearningRule(0.05, 0.7),
    lambda: AdamLearningRule(0.003, epsilon=1e-3),
]


@pytest.fixture
def problem(rng):
    """A maker of a network whose biases are not 0 and not learnt, with 40 patterns for it."""

    def make(sizes=(3, 6, 5, 4), activations=("tanh", "relu"), penalty=None):
        start = UniformInit(-0.7, 0.7, rng)
        model = make_model(
            Architecture(sizes, activations),
            weights_initialiser=start,
            biases_initialiser=start,
            weights_penalty=penalty,
            learn_biases=False,
        )
        return model, rng.normal(size=(40, sizes[0])), rng.integers(sizes[-1], size=40)

    return make


def flat(params):
    return np.concatenate([param.ravel() for param in params])


def is_bias(architecture):
    marks = np.zeros(architecture.n_params, bool)
    for part in architecture.split(marks)[1::2]:
        part[...] = True
    return marks


def taught(model, rule, inputs, labels, rows):
    """Steps of the learning rule on the weights alone; the biases are never given to it."""
    weights = [layer.weights.astype(np.float64) for layer in model.layers[::2]]
    biases = [layer.biases.astype(np.float64) for layer in model.layers[::2]]
    free = make_model(
        Architecture((inputs.shape[1], *(b.size for b in biases)), ("tanh", "relu")[: len(biases) - 1]),
        weights_initialiser=np.zeros,
        weights_penalty=model.layers[0].weights_penalty,
    )
    free.params = [array for pair in zip(weights, biases, strict=True) for array in pair]
    rule.initialise(weights)
    for row in rows:
        activations = free.fprop(inputs[row])
        signal = ERROR.grad(activations[-1], np.eye(biases[-1].size)[labels[row]])
        rule.update_params(free.grads_wrt_params(activations, signal)[::2])
    return flat(free.params)


def test_a_layer_gives_a_gradient_of_zero_to_biases_that_it_does_not_learn(rng):
    inputs, grads = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    free, held = (
        AffineLayer(3, 2, biases_penalty=L2Penalty(0.1), learn_biases=learn) for learn in (True, False)
    )
    held.params = free.params

    of_weights, of_biases = held.grads_wrt_params(inputs, grads)

    np.testing.assert_array_equal(of_weights, free.grads_wrt_params(inputs, grads)[0])
    np.testing.assert_array_equal(of_biases, np.zeros(2))
    assert free.grads_wrt_params(inputs, grads)[1].all()


@pytest.mark.parametrize("rule_name", LEARNING_RULES)
@pytest.mark.parametrize("penalty", [None, L2Penalty(0.02)])
def test_in_float64_the_weights_take_the_very_steps_of_a_rule_that_knows_no_biases(
    rule_name, penalty, problem, rng
):
    model, inputs, labels = problem(penalty=penalty)
    rows = rng.integers(40, size=(20, 10))
    plan = CoursePlan(model, ERROR, LEARNING_RULES[rule_name](0.01), batch_size=10, dtype=np.float64)
    plan.bind(inputs, labels)
    plan.run(rows)

    expected = taught(model, LEARNING_RULES[rule_name](0.01), inputs, labels, rows)

    np.testing.assert_array_equal(plan.state[: plan.architecture.n_params], expected)


@pytest.mark.parametrize("plan_type", FAST_PLANS)
@pytest.mark.parametrize("make_rule", FAST_RULES)
@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("penalty", [None, L2Penalty(0.02)])
def test_fast_plans_hold_biases_bit_for_bit_and_teach_the_weights(
    plan_type, make_rule, depth, penalty, problem, rng
):
    sizes, activations = (*(70, 9, 8)[: depth + 1], 4), ("tanh", "relu")[:depth]
    model, inputs, labels = problem(sizes, activations, penalty)
    inputs[:, [0, 5, 69]] = 0.0
    rows = rng.integers(40, size=(50, 10))
    plan = plan_type(model, make_rule(), batch_size=10)
    plan.bind(inputs, labels)

    assert plan.run(rows) == 50

    marks, after = is_bias(plan.architecture), plan.params_of(plan.state)
    np.testing.assert_array_equal(after[marks], flat(model.params).astype(np.float32)[marks])
    np.testing.assert_allclose(after, taught(model, make_rule(), inputs, labels, rows), rtol=0, atol=2e-6)


@pytest.mark.parametrize("plan_type", FAST_PLANS)
def test_the_gradient_is_the_models_own(plan_type, problem):
    model, inputs, labels = problem(penalty=L2Penalty(0.1))
    plan = plan_type(model, MomentumLearningRule(0.1), batch_size=40)
    plan.bind(inputs, labels)
    activations = model.fprop(inputs)

    gradient = plan.gradient(np.arange(40))

    expected = flat(model.grads_wrt_params(activations, ERROR.grad(activations[-1], np.eye(4)[labels])))
    np.testing.assert_allclose(gradient, expected, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(gradient[is_bias(plan.architecture)], 0.0)


def test_a_penalty_on_held_biases_moves_nothing(problem, rng):
    model, inputs, labels = problem()
    for layer in model.layers[::2]:
        layer.biases_penalty = L2Penalty(0.5)
    plan = make_plan(model, ERROR, GradientDescentLearningRule(0.1), batch_size=10)
    plan.bind(inputs, labels)
    plan.run(rng.integers(40, size=(20, 10)))

    marks = is_bias(plan.architecture)
    np.testing.assert_array_equal(
        plan.params_of(plan.state)[marks], flat(model.params).astype(np.float32)[marks]
    )


def test_a_run_and_its_forks_keep_biases_at_zero(rng):
    model = make_model(
        Architecture((70, 4)), weights_initialiser=UniformInit(-0.1, 0.1, rng), learn_biases=False
    )
    patterns = rng.normal(size=(40, 70)), rng.integers(4, size=40)
    run = TrainingRun(
        model, ERROR, GradientDescentLearningRule(0.1), patterns, patterns, batch_size=10, n_epochs=3
    )
    run.advance_epoch()
    branch = run.fork(0.5)
    for one in (run, branch):
        one.advance(8)

    for one in (run, branch):
        assert not one.architecture.split(one.params)[1].any()
        assert one.history.training_error[-1] < one.history.training_error[0]
