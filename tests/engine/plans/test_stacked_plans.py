"""Networks trained side by side go where each would have gone alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError, SumOfSquaredDiffsError
from engine.initialisers import NormalInit, UniformInit
from engine.learning_rules import (
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
)
from engine.models import make_model
from engine.penalties import L1Penalty, L2Penalty
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.stacked import StackedPlan

ERROR = CrossEntropySoftmaxError()
RULES = [
    lambda index: GradientDescentLearningRule(0.02 * index),
    lambda index: MomentumLearningRule(0.01 * index, 0.1 * index),
    lambda index: AdamLearningRule(0.001 * index, 0.9 - 0.1 * index, epsilon=1e-3),
]


def make_networks(rng, n_networks=4, sizes=(2, 6, 5, 3), activations=("tanh", "relu"), start=None, **options):
    start = start or UniformInit(-0.7, 0.7, rng)
    architecture = Architecture(sizes, activations)
    return [
        make_model(architecture, weights_initialiser=start, biases_initialiser=start, **options)
        for _ in range(n_networks)
    ]


def make_stack(models, make_rule, batch_size, patterns=None):
    plan = StackedPlan(models, ERROR, [make_rule(i) for i in range(len(models))], batch_size=batch_size)
    if patterns:
        plan.bind(*patterns)
    return plan


@pytest.fixture
def patterns(rng):
    return rng.normal(size=(40, 2)), rng.integers(3, size=40)


@settings(max_examples=40, deadline=None, derandomize=True)  # a relu at its kink tells 32 bits from 64
@given(
    activations=st.lists(st.sampled_from(["sigmoid", "tanh", "relu"]), max_size=4).map(tuple),
    make_rule=st.sampled_from(RULES),
    n_networks=st.integers(1, 5),
    batch_size=st.integers(1, 12),
    penalty=st.sampled_from([None, L2Penalty(0.05)]),
    seed=st.integers(0, 2**32 - 1),
)
def test_each_network_goes_where_the_teaching_classes_take_it(
    activations, make_rule, n_networks, batch_size, penalty, seed
):
    rng = np.random.default_rng(seed)
    sizes = (2, *range(4, 4 + len(activations)), 3)
    models = make_networks(
        rng, n_networks, sizes, activations, UniformInit(-0.5, 0.5, rng), weights_penalty=penalty
    )
    inputs, labels = rng.normal(size=(12, 2)), rng.integers(3, size=12)
    rows = rng.integers(12, size=(50, batch_size))
    stack = make_stack(models, make_rule, batch_size, (inputs, labels))

    n_taken = stack.run(rows)

    np.testing.assert_array_equal(n_taken, np.full(n_networks, 50))
    for index, (model, state) in enumerate(zip(models, stack.state, strict=True)):
        alone = CoursePlan(model, ERROR, make_rule(index), batch_size=batch_size, dtype=np.float64)
        alone.bind(inputs, labels)
        alone.run(rows)
        expected = alone.state[: alone.architecture.n_params]
        np.testing.assert_allclose(stack.params_of(state), expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("make_rule", RULES)
def test_a_network_is_the_same_bits_whichever_others_it_trains_with(make_rule, patterns, rng):
    models, rows = make_networks(rng), rng.integers(40, size=(50, 10))
    stack = make_stack(models, make_rule, 10, patterns)
    other = StackedPlan([models[2]], ERROR, [make_rule(2)], batch_size=10)
    other.bind(*patterns)

    stack.run(rows)
    other.run(rows)

    np.testing.assert_array_equal(stack.state[2], other.state[0])


@pytest.mark.parametrize("make_rule", RULES)
def test_a_state_moves_between_a_stack_and_a_plan_for_one_network(make_rule, patterns, rng):
    models, rows = make_networks(rng), rng.integers(40, size=(40, 10))
    stack = make_stack(models, make_rule, 10, patterns)
    alone = NarrowPlan(models[0], make_rule(3), batch_size=10)
    alone.bind(*patterns)
    stack.run(rows[:20])
    alone.restore(stack.state[3])

    stack.run(rows[20:])
    alone.run(rows[20:])

    np.testing.assert_allclose(stack.state[3], alone.state, rtol=0, atol=2e-6)


@pytest.mark.parametrize("make_rule", RULES)
@pytest.mark.parametrize("batch_size", [1, 40])
def test_a_run_resumes_bit_for_bit(make_rule, batch_size, patterns, rng):
    models, rows = (
        make_networks(rng, weights_penalty=L2Penalty(0.01)),
        rng.integers(40, size=(70, batch_size)),
    )
    whole, parts = (make_stack(models, make_rule, batch_size, patterns) for _ in range(2))
    whole.run(rows)

    for start, stop in ((0, 1), (1, 33), (33, 70)):
        parts.run(rows[start:stop])
        state = parts.state
        parts = make_stack(models, make_rule, batch_size, patterns)
        parts.restore(state)

    np.testing.assert_array_equal(parts.state, whole.state)


def explosive(index):
    """Two networks of four learn far too fast."""
    return MomentumLearningRule([0.01, 3e36, 0.02, 1e37][index], 0.5)


def test_networks_that_explode_freeze_and_the_others_go_on_to_the_bit(patterns, rng):
    models = make_networks(rng, activations=("relu", "relu"), start=NormalInit(0.0, 1.0, rng))
    rows = rng.integers(40, size=(100, 8))
    stack = make_stack(models, explosive, 8, patterns)
    calm = StackedPlan([models[0], models[2]], ERROR, [explosive(0), explosive(2)], batch_size=8)
    calm.bind(*patterns)

    n_taken = stack.run(rows[:60]) + stack.run(rows[60:])
    calm.run(rows)

    assert n_taken[0] == n_taken[2] == 100
    assert n_taken[1] < 100
    assert n_taken[3] < 100
    assert np.isfinite(stack.state).all()
    np.testing.assert_array_equal(stack.state[[0, 2]], calm.state)
    for index in (1, 3):
        alone = StackedPlan([models[index]], ERROR, [explosive(index)], batch_size=8)
        alone.bind(*patterns)
        np.testing.assert_array_equal(alone.run(rows[: n_taken[index]]), n_taken[index])
        np.testing.assert_array_equal(stack.state[index], alone.state[0])
        np.testing.assert_array_equal(alone.run(rows[n_taken[index] :][:1]), 0)


def test_a_frozen_network_thaws_when_it_gets_another_rate_or_state(patterns, rng):
    models = make_networks(rng, activations=("relu", "relu"), start=NormalInit(0.0, 1.0, rng))
    rows = rng.integers(40, size=(30, 8))
    stack = make_stack(models, explosive, 8, patterns)
    start = stack.state
    frozen_gradient = stack.gradient(rows[0])
    stack.run(rows)
    frozen = stack.state

    assert (stack.run(rows) == [30, 0, 30, 0]).all()
    np.testing.assert_array_equal(stack.state[1], frozen[1])
    np.testing.assert_array_equal(stack.learning_rate, [0.01, 3e36, 0.02, 1e37])
    stack.restore(start)
    np.testing.assert_array_equal(stack.state, start)
    np.testing.assert_array_equal(stack.gradient(rows[0]), frozen_gradient)
    stack.learning_rate = 0.001
    np.testing.assert_array_equal(stack.run(rows), [30, 30, 30, 30])
    assert (stack.state[1] != start[1]).any()


@pytest.mark.parametrize("make_rule", RULES)
def test_rates_are_set_for_all_or_each_and_may_be_zero(make_rule, patterns, rng):
    models, rows = make_networks(rng), rng.integers(40, size=(10, 8))
    stack = make_stack(models, make_rule, 8, patterns)
    rates = np.array([0.0, 0.1, 0.05, 0.0])
    for setting in (rates, 0.0, rates[::-1]):
        stack.learning_rate = setting
        np.testing.assert_array_equal(stack.learning_rate, np.broadcast_to(setting, 4))
        stack.run(rows)

    for index, model in enumerate(models):
        alone = NarrowPlan(model, make_rule(index), batch_size=8)
        alone.bind(*patterns)
        for rate in (rates[index], 0.0, rates[::-1][index]):
            alone.learning_rate = rate
            alone.run(rows)
        np.testing.assert_allclose(stack.state[index], alone.state, rtol=0, atol=2e-6)
    with pytest.raises(ValueError, match="learning rates"):
        stack.learning_rate = [0.1, 0.1, 0.1, -0.1]


def test_gradients_are_each_networks_own(patterns, rng):
    models = make_networks(rng, weights_penalty=L2Penalty(0.1))
    stack = make_stack(models, RULES[1], 8, patterns)
    row = rng.permutation(40)[:8]
    before = stack.state

    gradients = stack.gradient(row)

    np.testing.assert_array_equal(stack.state, before)
    for index, model in enumerate(models):
        alone = CoursePlan(model, ERROR, RULES[1](index), batch_size=8, dtype=np.float64)
        alone.bind(*patterns)
        np.testing.assert_allclose(gradients[index], alone.gradient(row), rtol=0, atol=1e-6)


def test_networks_that_cannot_stand_side_by_side_are_refused(patterns, rng):
    models = make_networks(rng, 2)
    rule = GradientDescentLearningRule()
    refused = [
        ([], ERROR, []),
        (models, ERROR, [rule]),
        ([models[0], *make_networks(rng, 1, (2, 3), ())], ERROR, [rule, rule]),
        (models, ERROR, [rule, AdamLearningRule()]),
        (models, ERROR, [AdaGradLearningRule(), AdaGradLearningRule()]),
        (models, SumOfSquaredDiffsError(), [rule, rule]),
        (make_networks(rng, 2, weights_penalty=L1Penalty(0.1)), ERROR, [rule, rule]),
    ]
    for wrong_models, error, rules in refused:
        with pytest.raises(ValueError, match=r"given|kind|fast form"):
            StackedPlan(wrong_models, error, rules, batch_size=8)
    with pytest.raises(ValueError, match="batch_size 0"):
        StackedPlan(models, ERROR, [rule, rule], batch_size=0)
    stack = StackedPlan(models, ERROR, [rule, rule], batch_size=8)
    with pytest.raises(ValueError, match="bind"):
        stack.run(np.zeros((1, 8), int))
    stack.bind(*patterns)
    with pytest.raises(ValueError, match="rows"):
        stack.run(np.full((1, 8), 40))
    assert (stack.run(np.zeros((0, 8), int)) == 0).all()
