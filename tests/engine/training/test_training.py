"""Claims about a run: it is a value, so that slicing, watching, rewinding and forking leave it the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import pauses
from engine.errors import CrossEntropySoftmaxError
from engine.learning_rules import GradientDescentLearningRule, MomentumLearningRule
from engine.training import TrainingRun
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


@settings(max_examples=many(40), deadline=None)
@given(kind=KINDS, slices=st.lists(st.integers(1, 40), min_size=1))
def test_slicing_never_changes_a_run(kind, slices):
    sliced = make_run(**kind)
    while not sliced.finished:
        for n_steps in slices:
            sliced.advance(n_steps)
    assert everything(sliced) == everything(whole(**kind))


@settings(max_examples=many(20), deadline=None)
@given(kind=KINDS, slices=st.lists(st.integers(1, 9), min_size=1))
def test_slices_of_time_and_steps_take_no_more_than_either_and_never_change_a_run(kind, slices):
    sliced = make_run(**kind)
    while not sliced.finished:
        for n_steps in slices:
            assert sliced.advance(n_steps, seconds=1e-4) <= n_steps
    assert everything(sliced) == everything(whole(**kind))


@settings(max_examples=many(20), deadline=None)
@given(kind=KINDS)
def test_letting_others_train_and_look_at_every_pause_never_changes_a_run(kind):
    watched, other = make_run(**kind), make_run(rule="adam", hidden=(4, 4), n_epochs=100)
    n_seen = []

    def others():
        with pauses.looking(lambda: None):
            other.advance(1)
            n_seen.append(watched.n_steps)

    with pauses.looking(others):
        while not watched.finished:
            watched.advance(7)
            n_steps = watched.n_steps
            n_seen.clear()
            watched.replay(watched.epoch / 2)
            assert set(n_seen) == {n_steps}, "steps that are taken again are not those it has taken"
    assert everything(watched) == everything(whole(**kind))


@settings(max_examples=many(40), deadline=None)
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


@settings(max_examples=many(30), deadline=None)
@given(kind=KINDS, back=st.floats(0, 1), n_steps=st.integers(0, 30))
def test_a_run_gone_back_goes_the_same_way_again(kind, back, n_steps):
    run = make_run(**kind)
    run.advance(n_steps)
    run.restore(back * run.epoch)
    run.advance(10_000)
    assert everything(run) == everything(whole(**kind))


@settings(max_examples=many(30), deadline=None)
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


def test_the_model_given_is_left_as_it_is():
    model, error, rule = make_network(), CrossEntropySoftmaxError(), MomentumLearningRule(0.1)
    before = [param.copy() for param in model.params]
    TrainingRun(model, error, rule, TRAINING, VALIDATION, batch_size=5, n_epochs=1).advance(10)
    for param, initial in zip(model.params, before, strict=True):
        np.testing.assert_array_equal(param, initial)


def test_grey_levels_are_read_as_shares_of_255(rng):
    greys, labels = rng.integers(256, size=(23, 2), dtype=np.uint8), TRAINING[1]
    bytes_run = whole(training=(greys, labels), validation=(greys, labels))
    floats = greys / 255
    floats_run = whole(training=(floats, labels), validation=(floats, labels))
    np.testing.assert_allclose(bytes_run.params, floats_run.params, atol=1e-5)
    np.testing.assert_allclose(
        bytes_run.history.validation_error, floats_run.history.validation_error, atol=1e-5
    )


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
    assert 0 < run.processor_seconds_per_epoch < 60
    run.rewind()
    assert run.processor_seconds_per_epoch == 0.0


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


def test_amounts_that_make_no_sense_are_refused():
    run = make_run()
    with pytest.raises(ValueError, match="one of n_steps and seconds is needed"):
        run.advance()
    with pytest.raises(ValueError, match="n_steps is -1"):
        run.advance(-1)
    with pytest.raises(ValueError, match="seconds is nan"):
        run.advance(seconds=np.nan)
    with pytest.raises(ValueError, match=r"learning_rate is -0\.1"):
        run.learning_rate = -0.1
    with pytest.raises(ValueError, match="max_batches is 0"):
        run.replay(0, max_batches=0)
