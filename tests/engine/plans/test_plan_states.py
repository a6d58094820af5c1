"""A plan resumes bit for bit where it was cut, rewinds, and takes a new rate or other patterns on the way."""

import copy

import numpy as np
import pytest

from engine.initialisers import NormalInit
from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule, MomentumLearningRule
from engine.penalties import L2Penalty
from tests.engine.plans.plan_problems import ERROR, FAST_PLANS, FAST_RULES, PLANS, params, problem


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("make_rule", FAST_RULES)
@pytest.mark.parametrize("batch_size", [1, 7, 40])
def test_a_run_resumes_bit_for_bit_wherever_it_was_cut(plan_name, make_rule, batch_size, rng):
    model, inputs, labels = problem(rng, weights=NormalInit(0.0, 12.0, rng), weights_penalty=L2Penalty(1e-3))
    rows = rng.integers(40, size=(70, batch_size))
    if batch_size == 40:
        rows[1::2] = np.arange(40)
    whole, parts = (PLANS[plan_name](model, make_rule(1.0), batch_size) for _ in range(2))
    whole.bind(inputs, labels)
    assert whole.run(rows) == 70

    position = 0
    for stop in (1, 2, 30, 37, 70):
        parts.bind(inputs, labels)
        assert parts.run(rows[position:stop]) == stop - position
        state, position = parts.state, stop
        parts = PLANS[plan_name](model, make_rule(1.0), batch_size)
        parts.restore(state)

    np.testing.assert_array_equal(parts.state, whole.state)


@pytest.mark.parametrize("plan_name", PLANS)
def test_restoring_rewinds(plan_name, rng):
    model, inputs, labels = problem(rng)
    plan, rows = PLANS[plan_name](model, AdamLearningRule(0.01), 40), np.arange(40).reshape(1, 40)
    plan.bind(inputs, labels)
    plan.run(rows)
    state = plan.state
    kept = state.copy()
    plan.run(rows)
    once = plan.state

    np.testing.assert_array_equal(state, kept)
    plan.restore(state)
    plan.run(rows)

    np.testing.assert_array_equal(plan.state, once)
    assert not np.array_equal(once, state)
    with pytest.raises(ValueError, match="state"):
        plan.restore(state[:-1])


@pytest.mark.parametrize("plan_name", PLANS)
def test_parameters_of_many_states_come_in_the_models_order(plan_name, rng):
    model, inputs, labels = problem(rng)
    plan = PLANS[plan_name](model, MomentumLearningRule(0.1), 40)
    first = plan.state
    plan.bind(inputs, labels)
    plan.run(np.arange(40).reshape(1, 40))

    both = plan.params_of(np.stack([first, plan.state]))

    assert both.dtype == np.float32
    np.testing.assert_array_equal(
        both[0], np.concatenate([p.ravel() for p in model.params]).astype(np.float32)
    )
    np.testing.assert_array_equal(both[1], params(plan))


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("make_rule", FAST_RULES)
def test_the_learning_rate_may_change_at_every_step_and_rest_at_zero(plan_name, make_rule, rng):
    model, inputs, labels = problem(rng, weights_penalty=L2Penalty(0.01))
    rates, rows = [0.1, 0.0, 0.0, 0.05, 0.2, 0.0, 0.1], rng.integers(40, size=(7, 10))
    plan = PLANS[plan_name](model, make_rule(0.1), 10)
    plan.bind(inputs, labels)
    taught, rule = copy.deepcopy(model), make_rule(0.1)
    rule.initialise(taught.params)

    for rate, row in zip(rates, rows, strict=True):
        plan.learning_rate = rule.learning_rate = rate
        assert plan.learning_rate == rate
        plan.run(row[np.newaxis])
        activations = taught.fprop(inputs[row])
        signal = ERROR.grad(activations[-1], np.eye(3)[labels[row]])
        rule.update_params(taught.grads_wrt_params(activations, signal))

    expected = np.concatenate([param.ravel() for param in taught.params])
    np.testing.assert_allclose(params(plan), expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_a_learning_rate_that_is_none_is_refused(plan_name, rate, rng):
    plan = PLANS[plan_name](problem(rng)[0], AdamLearningRule(0.01), 40)
    with pytest.raises(ValueError, match="learning_rate"):
        plan.learning_rate = rate


def test_narrow_and_wide_plans_share_their_states(rng):
    model, inputs, labels = problem(rng)
    rows = rng.integers(40, size=(20, 8))
    narrow, wide = (kind(model, AdamLearningRule(0.01, epsilon=1e-4), batch_size=8) for kind in FAST_PLANS)
    for plan in (narrow, wide):
        plan.bind(inputs, labels)
    narrow.run(rows[:10])
    wide.restore(narrow.state)
    narrow.run(rows[10:])
    wide.run(rows[10:])

    np.testing.assert_allclose(wide.state, narrow.state, rtol=0, atol=2e-6)


@pytest.mark.parametrize("plan_name", PLANS)
def test_binding_other_patterns_trains_on_those(plan_name, rng):
    model, inputs, labels = problem(rng)
    plan = PLANS[plan_name](model, GradientDescentLearningRule(0.1), 20)
    row = np.arange(20)
    plan.bind(inputs[:20], labels[:20])
    first = plan.gradient(row)
    plan.bind(inputs[20:], labels[20:])
    second = plan.gradient(row)
    plan.bind(inputs, labels)

    np.testing.assert_allclose(plan.gradient(row), first, rtol=0, atol=1e-7)
    np.testing.assert_allclose(plan.gradient(row + 20), second, rtol=0, atol=1e-7)
    assert np.abs(first - second).max() > 1e-3
