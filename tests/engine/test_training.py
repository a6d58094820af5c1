"""Claims about a run: it is a value, so that slicing, watching, rewinding and forking leave it the same."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import monitor
from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import (
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
)
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.training import TrainingRun

RULES = {
    "gradient descent": GradientDescentLearningRule,
    "momentum": MomentumLearningRule,
    "adam": AdamLearningRule,
    "adagrad": AdaGradLearningRule,
}
COLUMNS = ("epoch", "training_error", "training_accuracy", "validation_error", "validation_accuracy")


def make_patterns(n_patterns, seed):
    rng = np.random.default_rng(seed)
    labels = rng.integers(3, size=n_patterns)
    centres = np.array([[1.0, 0.0], [-0.5, 0.9], [-0.5, -0.9]])
    return (centres[labels] + 0.4 * rng.normal(size=(n_patterns, 2))).astype(np.float32), labels


TRAINING, VALIDATION = make_patterns(23, 1), make_patterns(11, 2)


def make_network(hidden=(5,), activation="tanh", penalty=None):
    start = UniformInit(-1.0, 1.0, np.random.default_rng(3))
    architecture = Architecture((2, *hidden, 3), (activation,) * len(hidden))
    return make_model(
        architecture, weights_initialiser=start, biases_initialiser=start, weights_penalty=penalty
    )


def make_run(
    rule="momentum",
    rate=0.1,
    hidden=(5,),
    activation="tanh",
    penalty=None,
    training=TRAINING,
    validation=VALIDATION,
    **options,
):
    options = {"batch_size": 5, "n_epochs": 6, **options}
    model = make_network(hidden, activation, penalty)
    return TrainingRun(model, CrossEntropySoftmaxError(), RULES[rule](rate), training, validation, **options)


def everything(run):
    """All that a run has to show, in bytes."""
    history, snapshots = run.history, run.snapshots
    shown = [getattr(history, column) for column in COLUMNS]
    shown += [snapshots.epochs, snapshots.params, run.params, run.gradient_sizes()]
    return [array.tobytes() for array in shown] + [run.n_steps, run.stop, run.rate_changes]


def whole(**options):
    run = make_run(**options)
    run.advance(10_000)
    return run


KINDS = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(sorted(RULES)),
        "rate": st.sampled_from([0.1, 1.0, 1e10, 1e30]),
        "hidden": st.sampled_from([(), (5,), (4, 4)]),
        "activation": st.sampled_from(["sigmoid", "tanh", "relu"]),
        "batch_size": st.sampled_from([None, 1, 5, 11, 23]),
        "schedule": st.sampled_from(["constant", "falling"]),
        "records_per_epoch": st.integers(1, 6),
        "patience": st.sampled_from([None, 1, 2]),
        "max_snapshots": st.integers(2, 9),
    }
)
LOOKS = {
    "history": lambda run: run.history,
    "snapshots": lambda run: run.snapshots,
    "params": lambda run: run.params,
    "gradient_sizes": lambda run: run.gradient_sizes(),
    "replay": lambda run: run.replay(run.epoch / 2),
    "fork": lambda run: run.fork(run.epoch / 2, learning_rate=1.0).advance(3),
}


@settings(max_examples=40, deadline=None)
@given(kind=KINDS, slices=st.lists(st.integers(1, 40), min_size=1))
def test_slicing_never_changes_a_run(kind, slices):
    sliced = make_run(**kind)
    while not sliced.finished:
        for n_steps in slices:
            sliced.advance(n_steps)
    assert everything(sliced) == everything(whole(**kind))


@settings(max_examples=40, deadline=None)
@given(kind=KINDS, looks=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(sorted(LOOKS))), max_size=12))
def test_looking_never_changes_a_run(kind, looks):
    watched = make_run(**kind)
    for n_steps, look in looks:
        watched.advance(n_steps)
        LOOKS[look](watched)
    watched.advance(10_000)
    assert everything(watched) == everything(whole(**kind))


@pytest.mark.parametrize("seconds", [0, 1e-4, 0.01])
@pytest.mark.parametrize("patience", [None, 1])
def test_time_slices_never_change_a_run(seconds, patience):
    sliced = make_run(patience=patience)
    while not sliced.finished:
        assert sliced.advance(seconds=seconds) > 0
    assert everything(sliced) == everything(whole(patience=patience))


@settings(max_examples=30, deadline=None)
@given(kind=KINDS, back=st.floats(0, 1), n_steps=st.integers(0, 30))
def test_a_run_gone_back_goes_the_same_way_again(kind, back, n_steps):
    run = make_run(**kind)
    run.advance(n_steps)
    run.restore(back * run.epoch)
    run.advance(10_000)
    assert everything(run) == everything(whole(**kind))


@settings(max_examples=30, deadline=None)
@given(kind=KINDS, back=st.floats(0, 1), n_steps=st.integers(0, 30))
def test_a_fork_without_a_change_goes_the_way_of_its_parent(kind, back, n_steps):
    parent = make_run(**kind)
    parent.advance(n_steps)
    before = everything(parent)
    branch = parent.fork(back * parent.epoch)
    branch.advance(10_000)
    assert everything(parent) == before
    assert everything(branch) == everything(whole(**kind))


@pytest.mark.parametrize("batch_size", [5, None])
def test_a_run_is_the_courses_loop(batch_size):
    inputs, labels = TRAINING
    run = whole(rule="gradient descent", batch_size=batch_size, n_epochs=4, order_seed=7)
    model, error = make_network(), CrossEntropySoftmaxError()
    rule = GradientDescentLearningRule(0.1)
    rule.initialise(model.params)
    for epoch in range(4):
        order = np.random.default_rng([7, epoch]).permutation(23)[:20].reshape(4, 5)
        for rows in order if batch_size else [np.arange(23)]:
            activations = model.fprop(inputs[rows].astype(float))
            grads_wrt_outputs = error.grad(activations[-1], np.eye(3)[labels[rows]])
            rule.update_params(model.grads_wrt_params(activations, grads_wrt_outputs))
    expected = np.concatenate([param.ravel() for param in model.params])
    np.testing.assert_allclose(run.params, expected, atol=2e-6)


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


@settings(max_examples=60, deadline=None)
@given(n_epochs=st.integers(1, 60), n_taken=st.integers(0, 60), max_snapshots=st.integers(2, 20))
def test_snapshots_stay_few_and_evenly_spaced(n_epochs, n_taken, max_snapshots):
    run = make_run(batch_size=None, n_epochs=n_epochs, max_snapshots=max_snapshots)
    run.advance(n_taken)
    epochs = run.snapshots.epochs
    assert len(epochs) == len(run.snapshots.params) <= max_snapshots
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


def test_the_model_given_is_left_as_it_is():
    model, error, rule = make_network(), CrossEntropySoftmaxError(), MomentumLearningRule(0.1)
    before = [param.copy() for param in model.params]
    TrainingRun(model, error, rule, TRAINING, VALIDATION, batch_size=5, n_epochs=1).advance(10)
    for param, initial in zip(model.params, before, strict=True):
        np.testing.assert_array_equal(param, initial)


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


def test_a_rate_of_zero_holds_the_weights_still():
    run = make_run(rule="gradient descent")
    run.learning_rate = 0.0
    before = run.params
    run.advance(10)
    np.testing.assert_array_equal(run.params, before)


def test_the_rate_falls_to_zero_and_stays_a_control():
    run = make_run(schedule="falling", n_epochs=2, rate=0.8)
    rates = []
    for _ in range(8):
        rates.append(run.present_rate)
        run.advance_batch()
    np.testing.assert_allclose(rates, 0.8 * np.arange(8, 0, -1) / 8)
    run.restore(1)
    run.learning_rate = 0.2
    assert run.learning_rate == 0.2
    assert run.present_rate == pytest.approx(0.1)
    run.rewind()
    assert run.present_rate == 0.2
    assert len(run.rate_changes) == 1


def test_a_long_run_falls_in_stairs_of_equal_length():
    run = make_run(schedule="falling", n_epochs=1000)
    run.advance(1999)
    assert run.present_rate == pytest.approx(0.1 * (1 - 1984 / 4000))


def test_a_run_ends_by_itself_and_says_so():
    run = whole()
    assert run.finished
    assert (run.stop.kind, run.stop.epoch, run.stop.message) == ("done", 6.0, "Finished: 6 epochs")
    assert run.advance(10) == run.advance(seconds=0.1) == 0
    assert whole(n_epochs=1).stop.message == "Finished: 1 epoch"


def test_a_run_that_is_done_goes_on_when_there_are_more_epochs():
    run = whole(n_epochs=3)
    run.n_epochs = 6
    assert not run.finished
    run.advance(10_000)
    assert everything(run)[:-1] == everything(whole(n_epochs=6))[:-1]
    with pytest.raises(ValueError, match=r"n_epochs is 5; .* from 6 to 1000000"):
        run.n_epochs = 5


@pytest.mark.parametrize("batch_size", [5, None])
def test_divergence_is_a_reason_to_stop_and_never_raises(batch_size):
    run = make_run("gradient descent", 3e30, (8, 8), "relu", batch_size=batch_size, n_epochs=50)
    run.advance(10_000)
    assert run.stop.kind == "diverged"
    assert run.stop.epoch < 50
    assert re.fullmatch(
        r"Diverged at epoch [\d.]+: the loss is no longer finite\. "
        r"Learning rate 3e\+30 is too large; try 3e\+29\.",
        run.stop.message,
    )
    for column in COLUMNS:
        assert np.isfinite(getattr(run.history, column)).all()
    assert np.isfinite(run.snapshots.params).all()
    assert run.snapshots.epochs[-1] == run.history.epoch[-1] == run.epoch
    assert run.advance(3) == 0
    run.learning_rate = 0.1
    run.rewind()
    assert run.advance(3) == 3


@pytest.mark.parametrize(("rate", "batch_size"), [(0.3, None), (1.0, 5)])
@pytest.mark.parametrize("patience", [1, 3])
def test_patience_ends_where_the_full_history_says(patience, rate, batch_size):
    options = {"rate": rate, "batch_size": batch_size, "n_epochs": 60, "records_per_epoch": 2}
    history, run = whole(**options).history, whole(patience=patience, **options)
    best = np.array([history.validation_error[: i + 1].argmin() for i in range(len(history.epoch))])
    waited = history.epoch - history.epoch[best]
    expected = history.epoch[waited >= patience][0]
    assert (run.stop.kind, run.stop.epoch) == ("patience", expected)
    assert run.stop.message == (
        f"Finished: validation loss has not fallen for {patience} epoch{'s' * (patience > 1)}"
    )
    np.testing.assert_array_equal(run.history.epoch, history.epoch[history.epoch <= expected])


def test_grey_levels_are_read_as_shares_of_255(rng):
    greys, labels = rng.integers(256, size=(23, 2), dtype=np.uint8), TRAINING[1]
    bytes_run = whole(training=(greys, labels), validation=(greys, labels))
    floats = greys / 255
    floats_run = whole(training=(floats, labels), validation=(floats, labels))
    np.testing.assert_allclose(bytes_run.params, floats_run.params, atol=1e-5)
    np.testing.assert_allclose(
        bytes_run.history.validation_error, floats_run.history.validation_error, atol=1e-5
    )


@pytest.mark.parametrize("greys", [False, True])
def test_sets_too_large_to_be_joined_give_the_same_history(greys, monkeypatch):
    inputs, labels = TRAINING
    training = (np.uint8(60 * np.abs(inputs)), labels) if greys else TRAINING
    joined = whole(training=training).history
    monkeypatch.setattr(monitor, "BYTES_JOINED", 0)
    apart = whole(training=training).history
    for column in COLUMNS:
        np.testing.assert_allclose(getattr(joined, column), getattr(apart, column), atol=1e-6)


def test_a_class_may_be_missing():
    inputs, labels = TRAINING
    run = whole(training=(inputs[labels < 2], labels[labels < 2]))
    assert run.history.training_error[-1] < run.history.training_error[0]


def test_work_is_counted():
    run = make_run()
    run.advance(7)
    assert (run.n_steps, run.steps_per_epoch, run.epoch, run.n_patterns_seen) == (7, 4, 1.75, 35)
    assert run.advance_epoch() == 1
    assert run.advance_epoch() == 4
    assert run.seconds_trained > 0


def test_gradient_sizes_are_those_of_the_batch_that_comes_next():
    run, model = make_run(order_seed=5), make_network()
    rows = np.random.default_rng([5, 0]).permutation(23)[:5]
    activations = model.fprop(TRAINING[0][rows].astype(float))
    grads_wrt_outputs = CrossEntropySoftmaxError().grad(activations[-1], np.eye(3)[TRAINING[1][rows]])
    grads = model.grads_wrt_params(activations, grads_wrt_outputs)
    np.testing.assert_allclose(run.gradient_sizes(), [np.linalg.norm(g) for g in grads[::2]], rtol=1e-5)


def test_what_a_run_shows_cannot_be_written_to():
    run = whole()
    shown = [getattr(run.history, column) for column in COLUMNS]
    shown += [run.snapshots.epochs, run.snapshots.params, run.replay(1).epochs, run.replay(1).params]
    assert not any(array.flags.writeable for array in shown)


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"batch_size": 24}, "batch_size is 24; .* from 1 to 23"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"n_epochs": 0}, "n_epochs is 0; .* from 1 to 1000000"),
        ({"n_epochs": 1_000_001}, "n_epochs is 1000001"),
        ({"n_epochs": 2.5}, r"n_epochs is 2\.5; .* whole number"),
        ({"order_seed": -1}, "order_seed is -1"),
        ({"schedule": "rising"}, "'rising' is none of constant, falling"),
        ({"patience": 0}, "patience is 0"),
        ({"max_snapshots": 1}, "max_snapshots is 1; .* at least 2"),
        ({"records_per_epoch": 0}, "records_per_epoch is 0"),
        ({"monitor_size": 24}, "monitor_size is 24; .* from 1 to 23"),
        ({"monitor_size": 0}, "monitor_size is 0"),
    ],
)
def test_numbers_out_of_bounds_are_refused(options, numbers):
    with pytest.raises(ValueError, match=numbers):
        make_run(**options)


@pytest.mark.parametrize("place", ["training", "validation"])
@pytest.mark.parametrize(
    "wrong",
    [
        (np.full((23, 2), np.nan), TRAINING[1]),
        (np.full((23, 2), 1e300), TRAINING[1]),
        (TRAINING[0][:, :1], TRAINING[1]),
        (TRAINING[0], TRAINING[1][:-1]),
        (TRAINING[0], TRAINING[1] + 1),
        (TRAINING[0], TRAINING[1] - 1),
        (TRAINING[0], TRAINING[1] * 1.0),
        (TRAINING[0].astype(int), TRAINING[1]),
        (TRAINING[0][:0], TRAINING[1][:0]),
    ],
)
def test_patterns_that_do_not_fit_are_refused(place, wrong):
    with pytest.raises(ValueError, match=r"\d|int"):
        make_run(**{place: wrong})


def test_moments_that_were_not_are_refused():
    run = make_run()
    run.advance(8)
    for ask in (run.restore, run.fork, run.replay):
        for epoch in (-0.25, 2.25, np.nan):
            with pytest.raises(ValueError, match=f"epoch {epoch} is not between 0 and the present one, 2"):
                ask(epoch)


def test_amounts_that_make_no_sense_are_refused():
    run = make_run()
    with pytest.raises(ValueError, match="not None and None"):
        run.advance()
    with pytest.raises(ValueError, match=r"not 1 and 0\.1"):
        run.advance(1, seconds=0.1)
    with pytest.raises(ValueError, match="n_steps is -1"):
        run.advance(-1)
    with pytest.raises(ValueError, match="seconds is nan"):
        run.advance(seconds=np.nan)
    with pytest.raises(ValueError, match=r"learning_rate is -0\.1"):
        run.learning_rate = -0.1
    with pytest.raises(ValueError, match="max_batches is 0"):
        run.replay(0, max_batches=0)
