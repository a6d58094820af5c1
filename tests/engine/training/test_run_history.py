"""Claims about the past of a run: its records, its snapshots, and going back to any moment."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import CrossEntropySoftmaxError
from engine.penalties import L2Penalty
from engine.training import monitor
from tests.amount import many
from tests.engine.training.small_runs import (
    COLUMNS,
    RULES,
    TRAINING,
    VALIDATION,
    everything,
    make_network,
    make_run,
    whole,
)


@pytest.mark.parametrize("monitor_size", [None, 9])
def test_each_row_is_the_error_and_accuracy_of_its_snapshot(monitor_size):
    run = whole(penalty=L2Penalty(0.1), monitor_size=monitor_size)
    snapshots, history, model = run.snapshots, run.history, make_network()
    assert snapshots.epochs.tolist() == history.epoch.tolist() == list(range(7))
    seen = TRAINING[0][:monitor_size], TRAINING[1][:monitor_size]
    for name, (inputs, labels) in {"training": seen, "validation": VALIDATION}.items():
        for row, params in enumerate(snapshots.params):
            model.params = run.architecture.split(params.astype(float))
            outputs = model.fprop(inputs.astype(float))[-1]
            error = CrossEntropySoftmaxError()(outputs, np.eye(3)[labels])
            assert getattr(history, f"{name}_error")[row] == pytest.approx(error, abs=1e-6)
            accuracy = (outputs.argmax(axis=1) == labels).mean()
            assert getattr(history, f"{name}_accuracy")[row] == pytest.approx(accuracy)


def test_a_penalty_acts_on_the_weights_and_is_left_out_of_the_error():
    plain, held = whole(), whole(penalty=L2Penalty(0.1))
    assert np.linalg.norm(held.params) < np.linalg.norm(plain.params)
    assert held.history.training_error[0] == plain.history.training_error[0]


@pytest.mark.parametrize(
    ("wanted", "epochs"), [(1, [1.0]), (2, [0.5, 1.0]), (3, [0.25, 0.75, 1.0]), (9, [0.25, 0.5, 0.75, 1.0])]
)
def test_records_are_evenly_spaced_within_an_epoch(wanted, epochs):
    run = whole(n_epochs=1, records_per_epoch=wanted)
    assert run.history.epoch.tolist() == [0.0, *epochs]


@settings(max_examples=many(60), deadline=None)
@given(n_epochs=st.integers(1, 60), n_taken=st.integers(0, 60), max_snapshots=st.integers(2, 20))
def test_snapshots_stay_few_and_evenly_spaced(n_epochs, n_taken, max_snapshots):
    run = make_run(batch_size=None, n_epochs=n_epochs, max_snapshots=max_snapshots)
    run.advance(n_taken)
    epochs = run.snapshots.epochs
    assert len(epochs) == len(run.snapshots.params) == run.n_snapshots <= max_snapshots
    assert epochs[0] == 0
    assert epochs[-1] == run.epoch == min(n_taken, n_epochs)
    gaps = np.diff(epochs)
    assert len(set(gaps[:-1])) <= 1
    assert (gaps[-1:] <= gaps[:1]).all()


def test_a_thousand_epochs_keep_every_fourth_snapshot_and_the_last():
    run = whole(batch_size=None, n_epochs=1001, max_snapshots=300, rate=0.01)
    assert run.snapshots.epochs.tolist() == [*range(0, 1001, 4), 1001]


def test_raising_the_epochs_thins_the_snapshots_that_are_kept():
    run = whole(batch_size=None, n_epochs=20, max_snapshots=11)
    run.n_epochs = 50
    run.advance(10_000)
    assert run.snapshots.epochs.tolist() == [0, 6, 12, 18, 24, 30, 36, 42, 48, 50]


def test_fewer_epochs_before_the_first_step_bring_the_snapshots_closer():
    run = make_run(batch_size=None, n_epochs=20, max_snapshots=6)
    run.n_epochs = 5
    run.advance(10_000)
    assert run.snapshots.epochs.tolist() == [0, 1, 2, 3, 4, 5]


def test_the_last_snapshot_is_the_present():
    run = make_run()
    run.advance(6)
    assert run.snapshots.epochs.tolist() == [0, 1, 1.5]
    assert run.n_snapshots == 3
    np.testing.assert_array_equal(run.snapshots.params[-1], run.params)


def test_rewinding_leaves_the_initial_weights_and_row_zero():
    run = make_run()
    initial, row = run.params, run.history.training_error[0]
    run.advance(9)
    run.rewind()
    np.testing.assert_array_equal(run.params, initial)
    assert run.history.training_error.tolist() == [row]
    assert (run.n_steps, run.epoch, run.n_patterns_seen, run.seconds_trained) == (0, 0.0, 0, 0.0)
    run.advance(10_000)
    assert everything(run) == everything(whole())


def test_a_fork_shares_the_past_and_then_goes_its_own_way():
    parent = whole()
    branch = parent.fork(3, learning_rate=0.01)
    branch.advance_epoch()
    assert branch.rate_changes[-1].epoch == 3
    np.testing.assert_array_equal(branch.history.training_error[:4], parent.history.training_error[:4])
    np.testing.assert_array_equal(branch.snapshots.params[:4], parent.snapshots.params[:4])
    assert branch.history.training_error[4] != parent.history.training_error[4]
    assert branch.n_patterns_seen == 20


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("epoch", [0, 0.5, 2, 5.25, 6])
def test_a_replay_shows_what_stepping_would_have_shown(rule, epoch):
    replay = whole(rule=rule, schedule="falling").replay(epoch)
    stepped = make_run(rule=rule, schedule="falling", records_per_epoch=4)
    stepped.advance(round(4 * epoch))
    params = [stepped.params]
    while len(params) < 5 and stepped.advance_batch():
        params.append(stepped.params)
    np.testing.assert_array_equal(replay.params, params)
    first = round(4 * epoch)
    for column in COLUMNS[1:]:
        np.testing.assert_array_equal(
            getattr(replay, column), getattr(stepped.history, column)[first : first + len(params)]
        )
    np.testing.assert_array_equal(replay.epochs, stepped.history.epoch[first : first + len(params)])


def test_one_network_of_the_past_is_measured_as_a_replay_measures_it():
    run = whole()
    replay = run.replay(2)
    for number, epoch in enumerate(replay.epochs):
        step = round(epoch * run.steps_per_epoch)
        measured = run.measure(run.retrace(step, step))
        replayed = [getattr(replay, column)[number] for column in COLUMNS[1:]]
        np.testing.assert_array_equal(measured, [replayed])


def test_a_replay_is_as_long_as_it_may_be():
    assert whole().replay(2, max_batches=3).epochs.tolist() == [2, 2.25, 2.5, 2.75]


@pytest.mark.parametrize("rule", RULES)
def test_the_past_keeps_the_rates_it_had(rule):
    run = make_run(rule=rule, schedule="falling")
    run.advance(5)
    run.learning_rate = 0.3
    run.advance(6)
    run.learning_rate = 0.02
    run.n_epochs = 9
    run.advance(6)
    straight = run.replay(1).params, run.replay(2).params
    history = everything(run)
    again = run.fork(run.epoch)
    np.testing.assert_array_equal(again.replay(1).params, straight[0])
    np.testing.assert_array_equal(again.replay(2).params, straight[1])
    assert everything(again) == history
    assert [(change.epoch, change.learning_rate) for change in run.rate_changes] == [
        (0, 0.1),
        (1.25, 0.3),
        (2.75, 0.02),
    ]


@pytest.mark.parametrize("greys", [False, True])
def test_sets_too_large_to_be_joined_give_the_same_history(greys, monkeypatch):
    inputs, labels = TRAINING
    training = (np.uint8(60 * np.abs(inputs)), labels) if greys else TRAINING
    joined = whole(training=training).history
    monkeypatch.setattr(monitor, "BYTES_JOINED", 0)
    apart = whole(training=training).history
    for column in COLUMNS:
        np.testing.assert_allclose(getattr(joined, column), getattr(apart, column), atol=1e-6)


def test_moments_that_were_not_are_refused():
    run = make_run()
    run.advance(8)
    for ask in (run.restore, run.fork, run.replay):
        for epoch in (-0.25, 2.25, np.nan):
            with pytest.raises(ValueError, match=f"epoch {epoch} is not between 0 and the present one, 2"):
                ask(epoch)
