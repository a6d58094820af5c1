"""A step on a large batch pauses within it, often enough by the work between two pauses, and gives the same bits."""

import numpy as np
import pytest

from engine import pauses
from engine.learning_rules import AdamLearningRule, MomentumLearningRule
from engine.plans import pieces
from engine.plans.course import CoursePlan
from engine.plans.wide import WidePlan
from engine.training import TrainingRun
from tests.engine.plans.plan_problems import ERROR, params, problem

PLANS = {
    "wide": lambda model, rule, size: WidePlan(model, rule, batch_size=size),
    "course": lambda model, rule, size: CoursePlan(model, ERROR, rule, batch_size=size),
}


def digits(n_patterns, sizes=(70, 8, 6, 3)):
    rng = np.random.default_rng(1)
    model, _, labels = problem(rng, sizes, n_patterns=n_patterns)
    return model, rng.integers(256, size=(n_patterns, sizes[0])).astype(np.uint8), labels


@pytest.mark.parametrize(
    ("make", "loads"), [(PLANS["wide"], "_load"), (PLANS["course"], "_batch")], ids=PLANS
)
def test_no_more_than_a_piece_goes_through_between_two_pauses(monkeypatch, make, loads):
    model, inputs, labels = digits(4_300)
    plan = make(model, AdamLearningRule(0.01), 4_300)
    plan.bind(inputs, labels)
    load, since, stretches = getattr(plan, loads), [0], []

    def counted(row):
        since[0] += len(row)
        return load(row)

    def look():
        stretches.append(since[0])
        since[0] = 0

    monkeypatch.setattr(plan, loads, counted)
    with pauses.looking(look):
        assert plan.run(np.arange(4_300)[np.newaxis]) == 1

    assert sum(stretches) == 4_300, "a pause comes after the last piece too"
    assert max(stretches) <= pieces.ROWS


@pytest.mark.parametrize("make", PLANS.values(), ids=PLANS)
def test_others_in_every_pause_do_not_change_a_bit(make):
    model, inputs, labels = digits(2_500)
    rows, rule = np.arange(2_500)[np.newaxis].repeat(3, axis=0), MomentumLearningRule(0.1)
    other = make(model, AdamLearningRule(0.1), 2_500)
    ends = []

    def others():
        with pauses.looking(lambda: None):
            other.bind(inputs[::-1], labels)
            assert other.run(rows[:1]) == 1

    for act in (None, lambda: None, others):
        plan = make(model, rule, 2_500)
        plan.bind(inputs, labels)
        if act is None:
            plan.run(rows)
        else:
            with pauses.looking(act):
                plan.run(rows)
        ends.append(params(plan))
    np.testing.assert_array_equal(ends[0], ends[1])
    np.testing.assert_array_equal(ends[0], ends[2])


def test_what_others_did_in_a_steps_pauses_does_not_count_as_training(monkeypatch):
    clock = [0.0]
    for module in ("engine.pauses", "engine.training.pace"):
        monkeypatch.setattr(f"{module}.time.perf_counter", lambda: clock[0])
    model, inputs, labels = digits(2_500)
    run = TrainingRun(
        model,
        ERROR,
        MomentumLearningRule(0.1),
        (inputs, labels),
        (inputs[:9], labels[:9]),
        batch_size=None,
        n_epochs=3,
    )

    def others():
        clock[0] += 5.0

    with pauses.looking(others):
        run.advance(1)

    assert clock[0] >= 5.0 * 2_500 / pieces.ROWS
    assert run.seconds_trained < 0.1
