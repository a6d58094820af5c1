"""What the tests of runs share: few patterns, small networks, and all that a run has to show."""

import numpy as np

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
