"""A run that was parked goes on as if it had never rested, bit for bit."""

import gc
import weakref

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import LEARNING_RULES
from engine.models import make_model
from engine.training.run import TrainingRun
from tests.engine.training.small_runs import RULES, everything, make_run


def moved(inputs, rng):
    return inputs + rng.normal(scale=0.1, size=inputs.shape).astype(inputs.dtype)


OPTIONS = {
    "plain": {},
    "falling": {"schedule": "falling"},
    "patience": {"patience": 2, "n_epochs": 40},
    "few snapshots": {"max_snapshots": 3, "n_epochs": 20},
    "redrawn": {"redraw": moved, "redraw_turns": 2},
    "it diverges": {"rate": 1e30, "activation": "relu"},
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_a_run_that_rests_again_and_again_ends_as_one_that_never_does(rule, options):
    whole, rested = make_run(rule, **options), make_run(rule, **options)
    whole.advance(300)
    for n_steps in (0, 3, 4, 1, 292):
        rested.advance(n_steps)
        rested = rested.park().resume()

    assert everything(rested) == everything(whole)
    np.testing.assert_array_equal(rested.replay(0.0).params, whole.replay(0.0).params)


def test_rates_counts_and_a_later_end_are_kept():
    run = make_run()
    run.advance(7)
    run.learning_rate = 0.02
    run.n_epochs = 9
    run.advance(4)
    again = run.park().resume()

    assert again.rate_changes == run.rate_changes
    assert (again.n_epochs, again.n_steps, again.learning_rate) == (9, 11, 0.02)
    assert (again.seconds_trained, again.n_patterns_seen) == (run.seconds_trained, run.n_patterns_seen)
    forks = [one.fork(1.5, learning_rate=0.3) for one in (run, again)]
    for fork in forks:
        fork.advance(100)
    assert everything(forks[0]) == everything(forks[1])


def test_what_is_parked_stays_as_it_is_when_a_run_goes_on():
    run = make_run()
    run.advance(5)
    parked = run.park()
    run.advance(100)
    parked.resume().advance(100)
    assert everything(parked.resume()) == everything(advanced(make_run(), 5))


def advanced(run: TrainingRun, n_steps: int) -> TrainingRun:
    run.advance(n_steps)
    return run


def test_a_parked_run_is_lighter():
    run = advanced(make_run(hidden=(50, 50)), 5)
    assert run.park().n_bytes < 0.8 * run.n_bytes


@pytest.mark.parametrize("input_dim", [2, 64], ids=["narrow", "wide"])
@pytest.mark.parametrize("rule", LEARNING_RULES)
def test_a_run_is_free_as_soon_as_nobody_holds_it(rule, input_dim):
    """In a cycle it would keep its arrays until a full collection: 46 MB where it is large."""
    rng = np.random.default_rng(1)
    patterns = rng.random((1_200, input_dim), np.float32), rng.integers(3, size=1_200)
    start = UniformInit(-0.1, 0.1, rng)
    model = make_model(Architecture((input_dim, 4, 3), ("tanh",)), weights_initialiser=start)
    learning_rule = LEARNING_RULES[rule](learning_rate=0.1)
    gc.collect()
    gc.disable()
    try:
        run = TrainingRun(
            model, CrossEntropySoftmaxError(), learning_rule, patterns, patterns, batch_size=None, n_epochs=2
        )
        run.advance(1)
        again = run.park().resume()
        held = [weakref.ref(part) for one in (run, again) for part in (one, one._plan, one._recorder)]
        del run, again

        assert [one() for one in held] == [None] * len(held)
    finally:
        gc.enable()
