"""Weights set by hand in the course of a run: training goes on from exactly these, and the past stays as it was."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import GradientDescentLearningRule
from engine.models import make_model
from engine.questions import probe
from engine.training import TrainingRun
from tests.engine.training.small_runs import RULES, TRAINING, VALIDATION, everything, make_run

VALUES = {0: 0.5, 7: -2.0, 17: 0.0}


def parent(**options):
    run = make_run(**options)
    run.advance(10_000)
    return run


def by_hand(run, epoch, values=VALUES, **options):
    branch = run.fork(epoch, **options)
    branch.set_by_hand(values)
    return branch


@pytest.mark.parametrize("epoch", [0, 2, 2.5, 6])
def test_the_branch_begins_with_the_weights_of_that_moment_but_for_those_that_were_set(epoch):
    run = parent(max_snapshots=3)
    expected = run.replay(epoch, max_batches=1).params[0].copy()
    expected[list(VALUES)] = list(VALUES.values())
    branch = by_hand(run, epoch)
    np.testing.assert_array_equal(branch.params, expected)
    np.testing.assert_array_equal(branch.snapshots.params[-1], expected)


def test_training_goes_on_from_exactly_these_weights():
    run = parent(rule="gradient descent", batch_size=None)
    branch = by_hand(run, 3)
    architecture, rate = branch.architecture, branch.learning_rate
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = [part.astype(float) for part in architecture.split(branch.params)]
    inputs, labels = TRAINING
    error, rule = CrossEntropySoftmaxError(), GradientDescentLearningRule(rate)
    rule.initialise(model.params)
    activations = model.fprop(inputs)
    grads = error.grad(activations[-1], np.eye(architecture.sizes[-1])[labels])
    rule.update_params(model.grads_wrt_params(activations, grads))
    branch.advance(1)
    np.testing.assert_allclose(branch.params, np.concatenate([p.ravel() for p in model.params]), atol=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_weights_set_to_what_they_are_change_nothing(rule):
    run = parent(rule=rule)
    there = run.replay(2.5, max_batches=1).params[0]
    branch = by_hand(run, 2.5, {place: float(there[place]) for place in range(len(there))})
    branch.advance(10_000)
    assert everything(branch)[:-1] == everything(run)[:-1]


@pytest.mark.parametrize("epoch", [0, 2, 2.5])
@pytest.mark.parametrize("options", [{}, {"max_snapshots": 2}, {"batch_size": None}], ids=str)
def test_every_later_moment_is_found_again_bit_for_bit(epoch, options):
    branch = by_hand(parent(**options), epoch if "batch_size" not in options else round(epoch))
    seen = [branch.params]
    while not branch.finished:
        branch.advance(1)
        seen.append(branch.params)
    first = branch.n_steps - len(seen) + 1
    np.testing.assert_array_equal(branch.retrace(first, branch.n_steps), np.stack(seen))
    again = branch.fork(branch.epoch)
    assert everything(again)[:-2] == everything(branch)[:-2]
    np.testing.assert_array_equal(branch.fork(first / branch.steps_per_epoch).params, seen[0])


def test_a_stretch_across_the_moment_has_the_old_weights_before_it_and_the_new_ones_at_it():
    run = parent()
    branch = by_hand(run, 2)
    branch.advance(10_000)
    step = 2 * branch.steps_per_epoch
    stretch = branch.retrace(step - 1, step)
    np.testing.assert_array_equal(stretch[0], run.retrace(step - 1, step - 1)[0])
    np.testing.assert_array_equal(stretch[1][list(VALUES)], np.float32(list(VALUES.values())))


def test_the_record_of_that_moment_is_of_the_new_weights_and_earlier_ones_stay():
    run = parent()
    branch = by_hand(run, 2)
    loss, right = probe.error_and_accuracy(branch.architecture, branch.params, *TRAINING)
    assert branch.history.epoch.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(branch.history.training_error[:2], run.history.training_error[:2])
    assert branch.history.training_error[2] == pytest.approx(loss, abs=1e-6)
    assert branch.history.training_accuracy[2] == right


def test_a_run_that_rests_goes_on_as_one_that_does_not_and_is_no_run_of_its_own():
    whole, rested = (by_hand(parent(), 2.5) for _ in range(2))
    whole.advance(10_000)
    for n_steps in (0, 3, 10_000):
        rested = rested.park().resume()
        rested.advance(n_steps)
    assert everything(rested) == everything(whole)
    np.testing.assert_array_equal(rested.replay(2.0).params, whole.replay(2.0).params)
    with pytest.raises(ValueError, match="3 parameters were set by hand"):
        rested.pack()


def test_going_back_before_the_moment_forgets_what_was_set():
    run = parent()
    branch = by_hand(run, 2)
    branch.restore(1)
    branch.advance(10_000)
    assert branch.by_hand == ()
    assert everything(branch)[:-1] == everything(run)[:-1]


def test_patience_counts_from_there():
    run = parent(patience=1, n_epochs=40, rate=30.0)
    assert run.stop is not None
    assert run.stop.kind == "patience"
    branch = by_hand(run, run.epoch)
    assert not branch.finished
    began = branch.epoch
    branch.advance(1)
    branch.advance(10_000)
    assert branch.epoch > began


def frozen(**learns):
    start = UniformInit(-1.0, 1.0, np.random.default_rng(5))
    architecture = Architecture((TRAINING[0].shape[1], 5, 3), ("tanh",))
    model = make_model(architecture, weights_initialiser=start, **learns)
    return TrainingRun(
        model,
        CrossEntropySoftmaxError(),
        GradientDescentLearningRule(0.1),
        TRAINING,
        VALIDATION,
        batch_size=5,
        n_epochs=6,
    )


@pytest.mark.parametrize(
    "learns",
    [
        {"learn_weights": [False, True], "learn_biases": [False, True]},
        {"learn_weights": [False, True], "learn_biases": [True, True]},
        {"learn_weights": [False, False], "learn_biases": [False, False]},
    ],
    ids=["layer in front", "its weights", "all"],
)
def test_a_frozen_weight_can_be_set_and_stays_so(learns):
    run = frozen(**learns)
    run.advance(10_000)
    branch = by_hand(run, 2, {0: 1.5})
    branch.advance(10_000)
    assert branch.params[0] == 1.5
    loss, _ = probe.error_and_accuracy(branch.architecture, branch.params, *TRAINING)
    assert branch.history.training_error[-1] == pytest.approx(loss, abs=1e-6)
    stretch = branch.retrace(0, branch.n_steps)
    np.testing.assert_array_equal(stretch[-1], branch.params)


@pytest.mark.parametrize(
    "values", [{-1: 0.0}, {10_000: 0.0}, {0: float("nan")}, {0: 1e300}, {1: 0.5, 0: -1e39}]
)
def test_what_cannot_be_set_is_named_and_nothing_has_changed(values):
    run = make_run()
    run.advance(7)
    before = everything(run)
    with pytest.raises(ValueError, match=str(next(iter(values)) if len(values) == 1 else 0)):
        run.set_by_hand(values)
    assert everything(run) == before
