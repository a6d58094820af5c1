"""Claims about weights that go on behind another activation."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import GlorotUniformInit
from engine.learning_rules import AdamLearningRule
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.training import TrainingRun
from engine.training.transplants import transplanted

RNG = np.random.default_rng(7)
TRAINING = (RNG.normal(size=(24, 2)), np.arange(24) % 3)
VALIDATION = (RNG.normal(size=(9, 2)), np.arange(9) % 3)
OPTIONS = {"batch_size": 6, "order_seed": 4, "patience": 50}


def make_run(activations=("tanh", "tanh"), n_epochs=8, rate=0.05, params=None):
    architecture = Architecture((2, 5, 4, 3), activations)
    rng = np.random.default_rng(1)
    model = make_model(
        architecture, weights_initialiser=GlorotUniformInit(rng=rng), weights_penalty=L2Penalty(0.01)
    )
    if params is not None:
        model.params = [part.copy() for part in architecture.split(params.astype(float))]
    rule = AdamLearningRule(rate)
    return TrainingRun(
        model, CrossEntropySoftmaxError(), rule, TRAINING, VALIDATION, n_epochs=n_epochs, **OPTIONS
    )


def trained():
    run = make_run()
    run.advance(1000)
    return run


@pytest.mark.parametrize("epoch", [0, 2.25, 5, 8])
def test_it_goes_the_way_of_a_run_that_was_given_the_weights(epoch):
    parent = trained()
    params = parent.replay(epoch, max_batches=1).params[0]
    n_epochs = max(1, 8 - int(epoch))
    expected = make_run(("relu", "sigmoid"), n_epochs=n_epochs, rate=0.01, params=params)
    branch = transplanted(parent, epoch, ("relu", "sigmoid"), learning_rate=0.01)
    np.testing.assert_array_equal(branch.params, params)
    assert branch.architecture == Architecture((2, 5, 4, 3), ("relu", "sigmoid"))
    for run in (expected, branch):
        run.advance(1000)
    assert branch.n_steps == expected.n_steps == 4 * n_epochs
    np.testing.assert_array_equal(branch.snapshots.params, expected.snapshots.params)
    np.testing.assert_array_equal(branch.history.validation_error, expected.history.validation_error)


def test_the_same_activations_begin_where_the_parent_was_and_the_parent_stays():
    parent = trained()
    before = parent.params
    branch = transplanted(parent, 3, ("tanh", "tanh"))
    assert branch.history.training_error[0] == parent.history.training_error[3]
    assert branch.learning_rate == parent.learning_rate
    branch.advance(1000)
    np.testing.assert_array_equal(parent.params, before)


@pytest.mark.parametrize("activations", [("relu",), ("relu", "softsign"), ("relu", "relu", "relu")])
def test_activations_that_do_not_fit_are_refused(activations):
    with pytest.raises(ValueError, match="are not 2 of sigmoid, tanh, relu"):
        transplanted(trained(), 1, activations)


def test_only_a_past_moment_can_be_transplanted():
    with pytest.raises(ValueError, match="not between 0 and the present one"):
        transplanted(trained(), 8.5, ("relu", "relu"))
