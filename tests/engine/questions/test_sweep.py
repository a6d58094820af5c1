"""Claims about a sweep's settings: each ends where a training run of it ends."""

import numpy as np
import pytest

from engine.errors import CrossEntropySoftmaxError
from engine.learning_rules import GradientDescentLearningRule
from engine.questions import sweep
from engine.questions.gradient_flow import unit_statistics
from engine.questions.sweep import Timetable, train_to_end
from engine.training import TrainingRun
from engine.training.batch_order import BatchOrder


@pytest.fixture
def patterns(rng):
    return [(rng.normal(size=(n, 2)).astype(np.float32), rng.integers(3, size=n)) for n in (60, 30)]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize(("batch_size", "rate"), [(None, 0.3), (7, 3.0)])
def test_an_outcome_is_the_end_of_the_run_bit_for_bit(activation, batch_size, rate, patterns, make_network):
    model, rule = make_network((2, 9, 8, 3), activation), GradientDescentLearningRule(learning_rate=rate)
    *pauses, (share, outcome) = train_to_end(model, rule, *patterns, Timetable(60, batch_size, 30, 4))
    run = TrainingRun(
        model, CrossEntropySoftmaxError(), rule, *patterns, batch_size=batch_size, n_epochs=30, order_seed=4
    )
    run.advance(10_000)
    assert run.stop.kind == "done"
    np.testing.assert_array_equal(outcome.params, run.params)
    assert outcome.accuracy == run.history.validation_accuracy[-1]
    assert not outcome.diverged
    units = unit_statistics(run.architecture, run.params, patterns[0][0])
    assert outcome.dead == tuple(dead.sum() for dead in units.dead)
    np.testing.assert_allclose(outcome.saturated, units.saturation)
    assert share == 1.0
    assert all(outcome is None for _, outcome in pauses)


def test_a_rate_that_is_far_too_large_is_called_diverged(patterns, make_network):
    rule = GradientDescentLearningRule(learning_rate=1e30)
    *_, (_, outcome) = train_to_end(
        make_network((2, 9, 3), "relu"), rule, *patterns, Timetable(60, None, 50, 0)
    )
    assert outcome.diverged
    assert np.isfinite(outcome.params).all()


def test_shares_rise_to_one(patterns, make_network):
    rule = GradientDescentLearningRule(learning_rate=0.1)
    shares = [
        share for share, _ in train_to_end(make_network((2, 9, 3)), rule, *patterns, Timetable(60, 10, 20, 0))
    ]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_no_epochs_are_refused():
    with pytest.raises(ValueError, match="n_epochs 0"):
        Timetable(60, 10, 0, 0)


@pytest.mark.parametrize("most", [0, 10_000])
def test_a_timetable_has_the_runs_own_batches_kept_or_not(most, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_KEPT", most)
    timetable, order, seen = Timetable(60, 7, 5, 4), BatchOrder(60, 7, 4), []
    while len(seen) < timetable.n_steps:
        seen += list(timetable.rows(len(seen), 10))
    assert timetable.n_steps == 5 * 8
    np.testing.assert_array_equal(seen, np.concatenate([order.rows(8 * epoch, 8) for epoch in range(5)]))
