"""Evidence for the pros and cons of a single layer, computed by one job.

A single layer and a network with a hidden layer are each trained from two starts. The error is measured along the
straight way between both results. For each way of writing a digit, wrong answers of the single layer are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from datasets import mnist
from engine.arrays import Array, IntArray
from engine.questions import probe
from engine.questions.shapes import nearest, shapes
from engine.training import TrainingRun
from ui.digits.runs import digits_architecture, own_run
from ui.digits.settings import MnistSettings
from ui.work import jobs
from ui.work.jobs import Job

SINGLE = MnistSettings(images=10_000, epochs=10)
DEEP = replace(SINGLE, depth=1, units=(100,), activation=("relu",), start="Glorot uniform", rate=0.2)
NETWORKS = {"single": SINGLE, "deep": DEEP}
"""Both networks, with the settings of their training; each is trained from two starts."""

SLICE = 0.06
"""Seconds of training between two results."""

N_SHAPES = 6

SHAPED = 2_000
"""Training images of a digit, the first ones, among which its shapes are sought."""

STEPS = 21
"""Networks on the straight way between two results, both ends included."""

WALKED = 1_000
"""Training images, the first ones, on which the error along the way is measured."""


@dataclass(frozen=True, eq=False)
class Course:
    """One run so far.

    Parameters
    ----------
    epoch, error, accuracy : ndarray of shape (n_records,)
        Moments; at each the mean cross-entropy of training images in nats, and the share of right validation images.
    params : ndarray of shape (n_params,)
        The network reached.
    """

    epoch: Array
    error: Array
    accuracy: Array
    params: Array


@dataclass(frozen=True, eq=False)
class Shapes:
    """The ways in which one digit is written, and the single layer's mistakes on each.

    Parameters
    ----------
    means : ndarray of shape (n_shapes, 784)
        Mean images of the training images of each shape.
    counts, wrong : ndarray of shape (n_shapes,)
        Test images of the digit that are nearest to each mean, and how many of them get a wrong answer.
    """

    means: Array
    counts: IntArray
    wrong: IntArray


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence so far.

    Parameters
    ----------
    courses : dict of str to list of Course
        For each name in ``NETWORKS`` a course for each seed.
    shapes : list of Shapes
        One for each digit, from 0 on.
    ways : dict of str to ndarray of shape (n_steps,)
        For each name in ``NETWORKS`` the error on the straight way from the first result to the second.
    """

    courses: dict[str, list[Course]] = field(default_factory=dict)
    shapes: list[Shapes] = field(default_factory=list)
    ways: dict[str, Array] = field(default_factory=dict)


def seeds(first: int) -> tuple[int, int]:
    """Seeds of both starts, for the initial weights and for the batches."""
    return first, first + 1


def job(first: int = SINGLE.init_seed) -> Job[Evidence]:
    """Give the job that all visitors share, by the first of its seeds."""
    return jobs.shared(("evidence for a single layer", first, *NETWORKS.items()), lambda: work(first))


def work(first: int) -> Iterator[tuple[float, Evidence]]:
    """Train the single layer with its way and its shapes, then the network with a hidden layer.

    Parameters
    ----------
    first : int
        The first of both seeds.

    Yields
    ------
    share : float
        What is done, from 0 to 1.
    found : Evidence
        All evidence so far.
    """
    found = Evidence()
    for share, courses in _trained("single", first):
        found = replace(found, courses={"single": courses})
        yield 0.25 * share, found
    found = replace(found, ways={"single": _way(found.courses["single"], "single")})
    yield 0.26, found
    for digit in range(mnist.N_CLASSES):
        found = replace(found, shapes=[*found.shapes, _shapes(digit, found.courses["single"][0].params)])
        yield 0.26 + 0.014 * (digit + 1), found
    for share, courses in _trained("deep", first):
        found = replace(found, courses={**found.courses, "deep": courses})
        yield 0.4 + 0.58 * share, found
    found = replace(found, ways={**found.ways, "deep": _way(found.courses["deep"], "deep")})
    yield 1.0, found


def _trained(name: str, first: int) -> Iterator[tuple[float, list[Course]]]:
    """Both runs of a network, side by side."""
    settings = NETWORKS[name]
    trained = [own_run(replace(settings, init_seed=seed, order_seed=seed)).run for seed in seeds(first)]
    while not all(run.finished for run in trained):
        for run in trained:
            run.advance(seconds=SLICE)
            share = np.mean([run.epoch / run.n_epochs for run in trained])
            yield float(share), [_course(run) for run in trained]


def _course(run: TrainingRun) -> Course:
    """The course of a run so far."""
    history = run.history
    return Course(history.epoch, history.training_error, history.validation_accuracy, run.params)


def _way(courses: list[Course], name: str) -> Array:
    """Error at equal distances on the straight way between two networks."""
    images = mnist.load().training
    share = np.linspace(0, 1, STEPS, dtype=np.float32)[:, np.newaxis]
    networks = (1 - share) * courses[0].params + share * courses[1].params
    errors, _ = probe.error_and_accuracy(
        digits_architecture(NETWORKS[name]), networks, images.inputs[:WALKED], images.labels[:WALKED]
    )
    return errors


def _shapes(digit: int, params: Array) -> Shapes:
    """Shapes of a digit, and how many test images of each a single layer gets wrong."""
    data = mnist.load()
    mine = data.training.inputs[data.training.labels == digit][:SHAPED]
    means = shapes(mine, N_SHAPES, np.random.default_rng(digit))
    tested = data.test.inputs[data.test.labels == digit]
    answers = probe.class_scores(digits_architecture(SINGLE), params, tested).argmax(axis=-1)
    groups = nearest(means, tested)
    counts = np.bincount(groups, minlength=N_SHAPES)
    wrong = np.bincount(groups[answers != digit], minlength=N_SHAPES)
    return Shapes(means, counts, wrong)
