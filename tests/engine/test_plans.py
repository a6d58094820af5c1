"""Fast plans give what the teaching classes give, also when scores explode, and resume bit for bit."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError, SumOfSquaredDiffsError
from engine.initialisers import NormalInit, UniformInit
from engine.learning_rules import (
    LEARNING_RULES,
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
    RMSPropLearningRule,
)
from engine.models import make_model
from engine.penalties import L1Penalty, L2Penalty
from engine.plans import fused, make_plan
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan

ERROR = CrossEntropySoftmaxError()
FAST_RULES = [
    lambda rate: GradientDescentLearningRule(rate),
    lambda rate: MomentumLearningRule(rate / 3, 0.7),
    lambda rate: AdamLearningRule(rate / 20, epsilon=1e-3),
]
FAST_PLANS = [NarrowPlan, WidePlan]


def params(plan):
    return plan.params_of(plan.state)


def teach(model, rule, inputs, labels, rows):
    """What the teaching classes make of these batches in float64; the parameters after the last."""
    model, rule = copy.deepcopy(model), copy.deepcopy(rule)
    model.params = [param.astype(np.float64) for param in model.params]
    rule.initialise(model.params)
    targets = np.eye(model.params[-1].size)[labels]
    for row in rows:
        activations = model.fprop(inputs[row])
        rule.update_params(model.grads_wrt_params(activations, ERROR.grad(activations[-1], targets[row])))
    return np.concatenate([param.ravel() for param in model.params])


def problem(rng, sizes=(2, 6, 5, 3), activations=("tanh", "relu"), n_patterns=40, weights=None, **options):
    """A network and patterns for it."""
    start = weights or UniformInit(-0.7, 0.7, rng)
    model = make_model(
        Architecture(sizes, activations), weights_initialiser=start, biases_initialiser=start, **options
    )
    return model, rng.normal(size=(n_patterns, sizes[0])), rng.integers(sizes[-1], size=n_patterns)


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
@settings(max_examples=60, deadline=None, derandomize=True)  # a relu at its kink tells 32 bits from 64
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


PLANS = {
    "narrow": lambda model, rule, size: NarrowPlan(model, rule, batch_size=size),
    "wide": lambda model, rule, size: WidePlan(model, rule, batch_size=size),
    "course": lambda model, rule, size: CoursePlan(model, ERROR, rule, batch_size=size),
}


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


def softmax_problem(scores, labels):
    """A network without hidden layers that gives each pattern the scores of one row, through its 1-of-K inputs."""
    scores = np.asarray(scores, np.float64)
    model = make_model(Architecture((len(scores), scores.shape[1])), weights_initialiser=np.zeros)
    model.params = [scores.T.copy(), np.zeros(scores.shape[1])]
    return model, np.eye(len(scores)), np.asarray(labels)


EXTREME_SCORES = {
    "huge": [[1e4, -1e4, 0.0], [3e37, 0.0, 1.0], [0.5, 0.25, 0.125]],
    "just below the largest exponent": [[88.72, 88.72, 88.72], [88.7, 88.6, 88.71], [80.0, 88.72, 88.0]],
    "just above the largest exponent": [[88.73, 88.72, 88.71], [0.0, 1.0, 2.0], [89.0, 88.0, 87.0]],
    "all very negative": [[-1e4, -1e4 - 1, -1e4 + 1], [-200.0, -201.0, -202.0], [-5e5, -5e5, -5e5]],
    "still normal numbers": [[-81.0, -82.0, -83.0], [-82.4, -83.0, -84.0], [-82.0, -82.5, -160.0]],
    "sum nearly too small": [[-83.0, -84.0, -85.0], [-84.0, -86.0, -85.0], [-85.0, -84.5, -84.0]],
    "numbers with few bits": [[-87.0, -88.0, -87.5], [-90.0, -91.0, -92.0], [-88.0, -87.5, -87.4]],
    "numbers with hardly a bit": [
        [-103.0, -103.5, -103.2],
        [-103.9, -104.0, -103.9],
        [-102.0, -101.0, -103.0],
    ],
    "each of its own": [[-95.0, -96.0, -94.0], [80.0, 79.0, 81.0], [-3e8, 3e8, 3e8]],
}


@pytest.mark.parametrize("plan_type", FAST_PLANS)
@pytest.mark.parametrize("scores", EXTREME_SCORES.values(), ids=EXTREME_SCORES)
@pytest.mark.parametrize("flags", [True, False], ids=["overflows reported", "overflows not reported"])
def test_however_large_the_scores_the_gradient_is_the_stable_one(plan_type, scores, flags, monkeypatch):
    if not flags:  # as in a browser, where floating point raises no flags
        real = np.errstate
        monkeypatch.setattr(fused.np, "errstate", lambda **_: real(all="ignore"))
    for rate in (1e-6, 1e-2, 1.0):
        model, inputs, labels = softmax_problem(scores, [0, 1, 2])
        plan = plan_type(model, GradientDescentLearningRule(rate), batch_size=3)
        plan.bind(inputs, labels)
        logits = np.float64(np.float32(scores))
        expected = model.grads_wrt_params([inputs, logits], ERROR.grad(logits, np.eye(3)))

        gradient = plan.gradient(np.arange(3))
        n_taken = plan.run(np.tile(np.arange(3), (3, 1)))

        np.testing.assert_allclose(
            gradient, np.concatenate([g.ravel() for g in expected]), rtol=2e-5, atol=1e-7
        )
        assert n_taken == 3
        assert np.isfinite(plan.state).all()


@pytest.mark.parametrize("plan_name", PLANS)
@pytest.mark.parametrize("make_rule", FAST_RULES)
@pytest.mark.parametrize("flags", [True, False], ids=["overflows reported", "overflows not reported"])
def test_a_run_stops_with_the_parameters_before_the_first_step_that_is_not_finite(
    plan_name, make_rule, flags, rng, monkeypatch
):
    if not flags:
        real = np.errstate
        monkeypatch.setattr(fused.np, "errstate", lambda **_: real(all="ignore"))
    model, inputs, labels = problem(rng, activations=("relu", "relu"), weights=NormalInit(0.0, 1.0, rng))
    plan = PLANS[plan_name](model, make_rule(0.0), 8)
    plan.bind(1e3 * inputs, labels)
    plan.learning_rate = 3e36
    rows = rng.integers(40, size=(100, 8))

    n_taken = plan.run(rows)

    assert n_taken < 100
    assert np.isfinite(plan.state).all()
    again = PLANS[plan_name](model, make_rule(0.0), 8)
    again.bind(1e3 * inputs, labels)
    again.learning_rate = 3e36
    assert again.run(rows[:n_taken]) == n_taken
    np.testing.assert_array_equal(again.state, plan.state)
    assert plan.run(rows[n_taken:]) == 0


@pytest.mark.parametrize("plan_name", PLANS)
def test_a_network_that_starts_without_finite_parameters_takes_no_step(plan_name, rng):
    model, inputs, labels = problem(rng)
    model.params[0][0, 0] = np.nan
    plan = PLANS[plan_name](model, GradientDescentLearningRule(0.1), 40)
    plan.bind(inputs, labels)

    assert plan.run(np.arange(40).reshape(1, 40)) == 0


@pytest.mark.parametrize("plan_name", PLANS)
def test_running_leaves_the_callers_error_handling_alone(plan_name, rng):
    model, inputs, labels = softmax_problem(EXTREME_SCORES["huge"], [0, 1, 2])
    with np.errstate(over="warn", invalid="print", divide="ignore", under="call"):
        before = np.geterr()
        plan = PLANS[plan_name](model, AdamLearningRule(0.1), 3)
        plan.bind(inputs, labels)
        plan.run(np.tile(np.arange(3), (2, 1)))
        plan.gradient(np.arange(3))
        assert np.geterr() == before


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


def test_zero_weights_have_no_slope_through_relu(rng):
    model, inputs, labels = problem(rng, activations=("relu", "relu"), weights=np.zeros)
    for plan_type in FAST_PLANS:
        plan = plan_type(model, GradientDescentLearningRule(0.1), batch_size=40)
        plan.bind(inputs, labels)

        gradient = plan.gradient(np.arange(40))

        assert not gradient[:-3].any()
        assert gradient[-3:].any()
