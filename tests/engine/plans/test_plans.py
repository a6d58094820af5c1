"""Fast plans give what the teaching classes give, and refuse what does not fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SumOfSquaredDiffsError
from engine.initialisers import UniformInit
from engine.learning_rules import (
    LEARNING_RULES,
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
    RMSPropLearningRule,
)
from engine.penalties import L1Penalty, L2Penalty
from engine.plans import make_plan
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan
from tests.amount import many
from tests.engine.plans.plan_problems import ERROR, FAST_PLANS, FAST_RULES, PLANS, params, problem, teach


@st.composite
def settings_of_plans(draw):
    activations = draw(st.lists(st.sampled_from(["sigmoid", "tanh", "relu"]), max_size=6))
    n_patterns = draw(st.integers(1, 24))
    return {
        "sizes": (
            draw(st.integers(1, 4)),
            *(draw(st.integers(1, 9)) for _ in activations),
            draw(st.integers(2, 5)),
        ),
        "activations": tuple(activations),
        "n_patterns": n_patterns,
        "batch_size": draw(st.integers(1, n_patterns)),
        "rule": draw(st.sampled_from(FAST_RULES)),
        "penalty": draw(st.sampled_from([None, 0.01, 0.3])),
        "seed": draw(st.integers(0, 2**32 - 1)),
    }


@pytest.mark.parametrize("plan_type", FAST_PLANS)
@settings(max_examples=many(60), deadline=None, derandomize=True)  # a relu at its kink tells 32 bits from 64
@given(chosen=settings_of_plans())
def test_fifty_steps_agree_with_the_teaching_classes_in_float64(plan_type, chosen):
    rng = np.random.default_rng(chosen["seed"])
    model, inputs, labels = problem(
        rng,
        chosen["sizes"],
        chosen["activations"],
        chosen["n_patterns"],
        UniformInit(-0.5, 0.5, rng),
        weights_penalty=None if chosen["penalty"] is None else L2Penalty(chosen["penalty"]),
    )
    rule, rows = chosen["rule"](0.05), rng.integers(len(labels), size=(50, chosen["batch_size"]))
    plan = plan_type(model, rule, batch_size=chosen["batch_size"])
    plan.bind(inputs, labels)

    n_taken = plan.run(rows)

    assert n_taken == 50
    np.testing.assert_allclose(params(plan), teach(model, rule, inputs, labels, rows), rtol=0, atol=2e-6)


def test_the_first_steps_agree_with_torch(reference):
    rules = {"sgd": GradientDescentLearningRule(0.1), "momentum": MomentumLearningRule(0.1, 0.9)}
    rules["adam"] = AdamLearningRule(0.01)
    for name, rule in rules.items():
        plan = make_plan(reference.make_model(), ERROR, rule, batch_size=7)
        plan.bind(reference.arrays["X"], reference.arrays["y"])
        for expected in reference.arrays[f"{name}_params"]:
            plan.run(np.arange(7).reshape(1, 7))
            np.testing.assert_allclose(params(plan), expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("rule_name", LEARNING_RULES)
@pytest.mark.parametrize("penalty", [None, L1Penalty(0.01), L2Penalty(0.01)])
def test_make_plan_finds_a_plan_for_every_rule_and_penalty(rule_name, penalty, rng):
    model, inputs, labels = problem(rng, weights_penalty=penalty)
    rule, rows = LEARNING_RULES[rule_name](0.003), rng.integers(40, size=(20, 10))
    plan = make_plan(model, ERROR, rule, batch_size=10)
    plan.bind(inputs, labels)

    plan.run(rows)

    np.testing.assert_allclose(params(plan), teach(model, rule, inputs, labels, rows), rtol=0, atol=2e-5)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, NarrowPlan),
        ({"sizes": (784, 10, 5, 3)}, WidePlan),
        ({"weights_penalty": L2Penalty(0.1)}, NarrowPlan),
        ({"weights_penalty": L1Penalty(0.1)}, CoursePlan),
        ({"rule": AdaGradLearningRule()}, CoursePlan),
        ({"rule": RMSPropLearningRule()}, CoursePlan),
        ({"rule": AdamLearningRule(epsilon=1e-30)}, CoursePlan),
        ({"dtype": np.float64}, CoursePlan),
        ({"error": SumOfSquaredDiffsError()}, CoursePlan),
    ],
)
def test_make_plan_is_fast_where_it_can_be(change, expected, rng):
    change = dict(change)
    rule = change.pop("rule", MomentumLearningRule())
    error, dtype = change.pop("error", ERROR), change.pop("dtype", np.float32)
    model, _, _ = problem(rng, **change)

    assert type(make_plan(model, error, rule, batch_size=5, dtype=dtype)) is expected


def test_a_plan_in_float64_takes_the_teaching_classes_very_steps(rng):
    model, inputs, labels = problem(rng)
    rule, rows = MomentumLearningRule(0.1), rng.integers(40, size=(20, 10))
    plan = make_plan(model, ERROR, rule, batch_size=10, dtype=np.float64)
    plan.bind(inputs, labels)

    plan.run(rows)

    np.testing.assert_array_equal(
        plan.state[: plan.architecture.n_params], teach(model, rule, inputs, labels, rows)
    )


def test_making_and_running_a_plan_leaves_model_and_rule_alone(rng):
    model, inputs, labels = problem(rng)
    before = [param.copy() for param in model.params]
    for rule in (AdamLearningRule(0.1), RMSPropLearningRule(0.1)):
        plan = make_plan(model, ERROR, rule, batch_size=40)
        plan.bind(inputs, labels)
        plan.learning_rate = 0.5
        plan.run(np.arange(40).reshape(1, 40))
        assert rule.learning_rate == 0.1
        for param, old in zip(model.params, before, strict=True):
            np.testing.assert_array_equal(param, old)


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("rate", [0.1, 0.0, 1e-30])
def test_the_gradient_is_the_teaching_classes_and_changes_nothing(plan_name, rate, rng):
    model, inputs, labels = problem(rng, weights_penalty=L2Penalty(0.1))
    plan = PLANS[plan_name](model, MomentumLearningRule(rate), 10)
    plan.bind(inputs, labels)
    row = rng.permutation(40)[:10]
    before = plan.state

    gradient = plan.gradient(row)

    activations = model.fprop(inputs[row])
    grads = model.grads_wrt_params(activations, ERROR.grad(activations[-1], np.eye(3)[labels[row]]))
    np.testing.assert_allclose(gradient, np.concatenate([g.ravel() for g in grads]), rtol=0, atol=1e-6)
    np.testing.assert_array_equal(plan.state, before)


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("sizes", [(70, 3), (70, 9, 3), (70, 9, 8, 3)])
def test_grey_levels_are_read_as_shares_of_255(plan_name, sizes, rng):
    model, _, labels = problem(rng, sizes, ("sigmoid", "relu")[: len(sizes) - 2])
    levels = rng.integers(256, size=(40, 70)).astype(np.uint8)
    levels[:, [0, 5, 69]] = 0
    rule, rows = MomentumLearningRule(0.05), rng.integers(40, size=(30, 8))
    plan = PLANS[plan_name](model, rule, 8)
    plan.bind(levels, labels)

    plan.run(rows)

    np.testing.assert_allclose(
        params(plan), teach(model, rule, levels / 255, labels, rows), rtol=0, atol=2e-6
    )


@pytest.mark.parametrize("make_rule", FAST_RULES)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_weights_of_blank_pixels_still_coast_and_decay(make_rule, depth, rng):
    sizes, activations = (*(70, 9, 8)[: depth + 1], 3), ("tanh", "relu")[:depth]
    model, inputs, labels = problem(rng, sizes, activations, weights_penalty=L2Penalty(0.05))
    blank = inputs.copy()
    blank[:, 7:60] = 0.0
    rows, rule = rng.integers(40, size=(10, 8)), make_rule(0.02)
    plan = WidePlan(model, rule, batch_size=8)
    for data in (inputs, blank, inputs):
        plan.bind(data, labels)
        plan.run(rows)

    expected = teach(
        model, rule, np.vstack([inputs, blank]), np.tile(labels, 2), np.vstack([rows, rows + 40, rows])
    )

    np.testing.assert_allclose(params(plan), expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("plan_name", PLANS)
def test_full_batches_in_order_mix_with_others(plan_name, rng):
    model, inputs, labels = problem(rng)
    rule = GradientDescentLearningRule(0.1)
    rows = np.stack(
        [np.arange(40), rng.permutation(40), rng.integers(40, size=40), np.arange(40), np.arange(40)]
    )
    plan = PLANS[plan_name](model, rule, 40)
    plan.bind(inputs, labels)
    for part in (rows[:1], rows[1:3], rows[3:]):
        plan.run(part)

    np.testing.assert_allclose(params(plan), teach(model, rule, inputs, labels, rows), rtol=0, atol=2e-6)


@pytest.mark.parametrize("plan_name", PLANS)
def test_misfits_are_refused_with_their_numbers(plan_name, rng):
    model, inputs, labels = problem(rng)
    plan = PLANS[plan_name](model, GradientDescentLearningRule(0.1), 8)
    rows = rng.integers(40, size=(2, 8))
    with pytest.raises(ValueError, match="bind"):
        plan.run(rows)
    for wrong_inputs, wrong_labels in [
        (inputs[:, :1], labels),
        (inputs, labels[:-1]),
        (inputs, labels + 1),
        (inputs, labels - 3),
        (inputs, labels.astype(float)),
        (inputs.astype(int), labels),
        (np.where(inputs > 1, np.inf, inputs), labels),
        (inputs * 1e300, labels),
        (inputs[:0], labels[:0]),
    ]:
        with pytest.raises(ValueError, match=r"\d"):
            plan.bind(wrong_inputs, wrong_labels)
    plan.bind(inputs, labels)
    for wrong in (rows[:, :7], rows[0], rows + 40, rows - 40, rows.astype(float)):
        with pytest.raises(ValueError, match="rows"):
            plan.run(wrong)
    assert plan.run(rows[:0]) == 0
    with pytest.raises(ValueError, match="batch_size 0"):
        make_plan(model, ERROR, GradientDescentLearningRule(), batch_size=0)
