"""Lessons in variability: a single layer and a network with hidden units, trained on digits that vary, then tested.

Both networks are trained side by side. The training digits are shifted, turned, scaled and skewed anew as epochs pass.
Training, test and the curves over each kind of change are jobs that visitors share.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from datasets import mnist, transforms
from datasets.transforms import Transform, Variability
from engine import pauses
from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import INITIALISERS
from engine.learning_rules import GradientDescentLearningRule
from engine.models import make_model
from engine.questions import probe
from engine.training import TrainingRun
from engine.training.monitor import Patterns
from ui.digits.settings import MnistSettings
from ui.work import jobs
from ui.work.jobs import Job

NETWORKS = {"single": Architecture((784, 10)), "multi": Architecture((784, 100, 10), ("relu",))}
"""Both networks, the smaller first."""

NAMES = {"single": "single layer", "multi": "100 hidden units"}
"""The names of both networks on the page."""

RECIPE = MnistSettings(start="Glorot uniform", rate=0.3, epochs=40, images=10_000)
"""How both networks are trained: batches of 100, gradient descent, a rate that falls to 0."""

SLICE = 0.05
"""Seconds of training between two looks at the job."""

MONITORED = 1_000
"""Training and validation images on which the history is measured: more would cost as much as the training."""

INTERPOLATED_TURNS = 16
"""Epochs in which each image is interpolated anew once: to interpolate all of them takes as long as an epoch."""

TESTED_AT_ONCE = 2_500
"""Images between two looks at a job that tests."""

SEED = 1
"""Seed of the changes to validation and test images, which are drawn once."""


@dataclass(frozen=True)
class Change:
    """One kind of change and the amounts at which networks are tested.

    Parameters
    ----------
    words : str
        Its name on the page, with the direction that counts as plus.
    unit : str
        The unit of the amounts.
    amounts : tuple of float
        The amounts, rising, with 0 among them.
    ticks : tuple of float
        The amounts that are written on an axis.
    """

    words: str
    unit: str
    amounts: tuple[float, ...]
    ticks: tuple[float, ...]


CHANGES = {
    "shift_x": Change("Shift right", "px", tuple(range(-4, 5)), (-4, -2, 0, 2, 4)),
    "shift_y": Change("Shift up", "px", tuple(range(-4, 5)), (-4, -2, 0, 2, 4)),
    "rotation": Change("Rotation", "°", tuple(range(-45, 46, 15)), (-45, -15, 15, 45)),
    "scale": Change("Scale", "%", tuple(range(-45, 46, 15)), (-45, -15, 15, 45)),
    "skew": Change("Skew", "°", tuple(range(-45, 46, 15)), (-45, -15, 15, 45)),
}
"""The kinds of change, by the names of ``datasets.transforms.Transform``."""

CLEAN = Variability()
"""Digits as they are."""


@dataclass(frozen=True)
class Lesson:
    """The images that both networks are trained on, and how these vary.

    Parameters
    ----------
    n_images : int
        The number of training images, the first ones.
    variability : Variability
        How much the images vary; ``CLEAN`` if they do not.
    """

    n_images: int
    variability: Variability


@dataclass(frozen=True, eq=False)
class Course:
    """One network's training so far.

    Parameters
    ----------
    epochs, accuracy : ndarray of shape (n_records,)
        Moments, and the share of right validation images at each; these vary as the training images do.
    params : ndarray of shape (n_params,)
        The present network.
    n_epochs : int
        Epochs in all.
    """

    epochs: Array
    accuracy: Array
    params: Array
    n_epochs: int


Courses = dict[str, Course]
"""From a key of ``NETWORKS``."""

Accuracies = dict[str, dict[str, float]]
"""From "clean" or "varied" and a key of ``NETWORKS`` to the share of right test images, from 0 to 1."""

Curves = dict[str, dict[float, dict[str, float]]]
"""From a key of ``CHANGES``, an amount and a key of ``NETWORKS`` to the share of right test images."""


def redraw_of(variability: Variability) -> tuple[Callable[..., npt.NDArray[np.uint8]] | None, int]:
    """The function that draws images anew, or None for clean digits; and the epochs in which each is drawn once."""
    if variability == CLEAN:
        return None, 1
    interpolated = variability.rotation or variability.scale or variability.skew
    redraw = partial(_vary, variability=variability)
    return redraw, INTERPOLATED_TURNS if interpolated else 1


def _vary(
    images: npt.NDArray[np.uint8], rng: np.random.Generator, *, variability: Variability
) -> npt.NDArray[np.uint8]:
    return transforms.vary(images, variability, rng, pauses.look)


def varied(part: str, variability: Variability, count: int | None = None) -> Patterns:
    """The first images of "validation" or "test", each with a change of its own; the same images at every call."""
    images: mnist.Images = getattr(mnist.load(), part)
    inputs, labels = images.inputs[:count], images.labels[:count]
    if variability == CLEAN:
        return inputs, labels
    return _vary(inputs, np.random.default_rng(SEED), variability=variability), labels


def run_of(
    architecture: Architecture, lesson: Lesson, recipe: MnistSettings = RECIPE, start: Array | None = None
) -> TrainingRun:
    """The run of a network through a lesson, at its start.

    Parameters
    ----------
    architecture : Architecture
        From 784 pixels to ten classes.
    lesson : Lesson
        The images that it is trained on.
    recipe : MnistSettings
        Initial weights, learning rate, batches and epochs.
    start : ndarray of shape (n_params,), optional
        Initial parameters, instead of those that the recipe draws.

    Returns
    -------
    TrainingRun
        At epoch 0.
    """
    images = mnist.load().training
    redraw, turns = redraw_of(lesson.variability)
    rng = np.random.default_rng(recipe.init_seed)
    model = make_model(architecture, weights_initialiser=INITIALISERS[recipe.start](rng))
    if start is not None:
        model.params = architecture.split(start)
    return TrainingRun(
        model,
        CrossEntropySoftmaxError(),
        GradientDescentLearningRule(recipe.rate),
        (images.inputs[: lesson.n_images], images.labels[: lesson.n_images]),
        varied("validation", lesson.variability, MONITORED),
        batch_size=recipe.batch,
        n_epochs=recipe.epochs,
        order_seed=recipe.order_seed,
        schedule=recipe.schedule,
        max_snapshots=2,
        monitor_size=min(MONITORED, lesson.n_images),
        redraw=redraw,
        redraw_turns=turns,
    )


def training(lesson: Lesson) -> Job[Courses]:
    """The job that trains both networks, and keeps them at much the same epoch."""
    return jobs.shared(("variability", "training", lesson), lambda: _train(lesson))


def _train(lesson: Lesson) -> Iterator[tuple[float, Courses]]:
    """Train the network that is behind, slice by slice."""
    both = {name: run_of(architecture, lesson) for name, architecture in NETWORKS.items()}
    courses = {name: course(run) for name, run in both.items()}
    yield 0.0, courses
    while not all(run.finished for run in both.values()):
        name = min((n for n, run in both.items() if not run.finished), key=lambda n: both[n].epoch)
        both[name].advance(seconds=SLICE)
        courses = {**courses, name: course(both[name])}
        yield min(run.epoch for run in both.values()) / RECIPE.epochs, courses


def course(run: TrainingRun) -> Course:
    """The course of a run so far."""
    history = run.history
    return Course(history.epoch, history.validation_accuracy, run.params, run.n_epochs)


def exam(lesson: Lesson, variability: Variability, courses: Courses) -> Job[Accuracies]:
    """The job that tests both networks after a lesson, on clean test images and on varied ones.

    Parameters
    ----------
    lesson : Lesson
        The lesson that both networks have finished.
    variability : Variability
        How much the test images vary.
    courses : dict of str to Course
        The result of the finished ``training(lesson)``.

    Returns
    -------
    Job
        Its results hold only tests that are done.
    """
    return jobs.shared(("variability", "exam", lesson, variability), lambda: _examine(variability, courses))


def _examine(variability: Variability, courses: Courses) -> Iterator[tuple[float, Accuracies]]:
    found: Accuracies = {}
    for kind, share in {"clean": 0.5, "varied": 1.0}.items():
        inputs, labels = varied("test", variability if kind == "varied" else CLEAN)
        accuracies = {}
        for name, course in courses.items():
            accuracies[name] = accuracy(name, course, inputs, labels)
            yield share - 0.25, found
        found = {**found, kind: accuracies}
        yield share, found


def curves(lesson: Lesson, courses: Courses) -> Job[Curves]:
    """The job that tests both networks at each kind and amount of change, which all test images undergo alike.

    Parameters
    ----------
    lesson : Lesson
        The lesson that both networks have finished.
    courses : dict of str to Course
        The result of the finished ``training(lesson)``.

    Returns
    -------
    Job
        Its results hold only tests that are done; small amounts come first.
    """
    return jobs.shared(("variability", "curves", lesson), lambda: _curves(courses))


def _curves(courses: Courses) -> Iterator[tuple[float, Curves]]:
    test_images = mnist.load().test
    found: Curves = {name: {} for name in CHANGES}
    tasks = [(kind, float(amount)) for kind, change in CHANGES.items() for amount in change.amounts if amount]
    furthest = {kind: max(map(abs, change.amounts)) for kind, change in CHANGES.items()}
    tasks = [("", 0.0), *sorted(tasks, key=lambda task: abs(task[1]) / furthest[task[0]])]
    for n_done, (kind, amount) in enumerate(tasks, start=1):
        change = Transform(**{kind: amount}) if kind else Transform()
        right = dict.fromkeys(courses, 0.0)
        for start in range(0, len(test_images), TESTED_AT_ONCE):
            part = slice(start, start + TESTED_AT_ONCE)
            inputs = transforms.transform(test_images.inputs[part], change)
            for name, course in courses.items():
                share = accuracy(name, course, inputs, test_images.labels[part])
                right[name] += share * len(inputs) / len(test_images)
            yield (n_done - 1) / len(tasks), found
        kinds = [kind] if kind else list(CHANGES)
        found = {**found, **{each: {**found[each], amount: right} for each in kinds}}
        yield n_done / len(tasks), found


def accuracy(name: str, course: Course, inputs: npt.NDArray[np.uint8], labels: IntArray) -> float:
    """The share of right answers of a network, by its name, at the end of its course."""
    _, share = probe.error_and_accuracy(NETWORKS[name], course.params, inputs, labels)
    return float(share)
