"""Whatever the scores, a fast plan's gradient is the stable one; a step that is not finite is not taken."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.initialisers import NormalInit
from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule
from engine.models import make_model
from engine.plans import fused
from tests.engine.plans.plan_problems import ERROR, FAST_PLANS, FAST_RULES, PLANS, problem


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


def test_zero_weights_have_no_slope_through_relu(rng):
    model, inputs, labels = problem(rng, activations=("relu", "relu"), weights=np.zeros)
    for plan_type in FAST_PLANS:
        plan = plan_type(model, GradientDescentLearningRule(0.1), batch_size=40)
        plan.bind(inputs, labels)

        gradient = plan.gradient(np.arange(40))

        assert not gradient[:-3].any()
        assert gradient[-3:].any()


@pytest.mark.parametrize("plan_type", FAST_PLANS)
def test_what_is_reported_without_cause_changes_no_bit(plan_type, rng):
    model, inputs, labels = problem(rng)
    rows = rng.integers(40, size=(30, 1))
    calm, alarmed = (plan_type(model, GradientDescentLearningRule(0.1), batch_size=1) for _ in range(2))
    calls = iter(range(1_000_000))

    def alarm():
        # As NumPy does: where reports are ignored there is none. The machine may add alarms of its own.
        if next(calls) % 3 == 0 and np.geterr()["invalid"] == "raise":
            raise FloatingPointError("invalid value encountered in dot")

    alarmed._gradient = [*alarmed._gradient, (alarm, ())]
    for plan in (calm, alarmed):
        plan.bind(inputs, labels)
        plan.run(rows)

    np.testing.assert_array_equal(alarmed.state, calm.state)
    assert next(calls) > 30
