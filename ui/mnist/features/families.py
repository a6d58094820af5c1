"""Two families of networks, compared at equal numbers of parameters: T templates a class, or H hidden features.

Of a class's T templates the one with the highest score speaks for the class. Templates begin as means of groups of
their class's images: begun at random, one of them soon wins nearly every image, and the others never learn. Features
begin at random. Each pair of networks is one job, which visitors share; all pairs together make the curve of accuracy
against parameters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from datasets import mnist
from engine.architecture import Architecture, with_as_many_params
from engine.arrays import Array
from engine.questions import probe, templates
from ui.digits import runs
from ui.digits.variability_settings import MOST_TEMPLATES
from ui.mnist import lessons
from ui.mnist.features import kept
from ui.mnist.lessons import Lesson
from ui.mnist.variability import progress
from ui.sentences import Sentence, percent
from ui.work import jobs
from ui.work.jobs import Job

NAME = "mnist.features"

RECIPE = replace(lessons.RECIPE, epochs=20)
"""How every network is trained: batches of 100, gradient descent, a rate that falls to 0."""

SOFTENED = 0.3
"""Factor on the initial parameters, those of the nearest mean: at 1 the templates are too sure to learn."""

NAMES = {"templates": "templates", "features": "hidden features"}
"""The names of both families on the page."""


@dataclass(frozen=True, eq=False)
class Bank:
    """A trained network and its pictures.

    Parameters
    ----------
    architecture : Architecture
        T templates a class, or H hidden units.
    params : ndarray of shape (n_params,)
        After training; empty for a pair that is kept.
    accuracy : float
        Share of right test images, varied as the training images are.
    pictures : ndarray of shape (n_pictures, 784)
        Weights from the pixels: T rows of one template for each class, or the H features, the weightiest first.
    weights : ndarray of shape (n_pictures,)
        For a template, the share of its class's test images for which it speaks; for a feature, the sum of ``|w|``
        over the weights that leave it.
    leaving : ndarray of shape (n_pictures, n_digits)
        For a feature, the weights from it to the ten digits. Templates have none: shape (n_pictures, 0).
    """

    architecture: Architecture
    params: Array
    accuracy: float
    pictures: Array
    weights: Array
    leaving: Array


Banks = dict[str, Bank]
"""From a key of ``NAMES``."""


def pair(n_templates: int) -> dict[str, Architecture]:
    """Give both networks: ``n_templates`` templates a class, and a hidden layer with as many parameters."""
    several = Architecture((784, mnist.N_CLASSES), (), n_templates)
    return {"templates": several, "features": with_as_many_params(several, "relu")}


def is_kept(lesson: Lesson) -> bool:
    """Whether the accuracies of these networks are kept in the repository."""
    return lesson == progress.lesson_of(kept.settings())


def training(n_templates: int, lesson: Lesson) -> Job[Banks]:
    """The job that trains a pair and tests it, or that only hands it out where it is kept.

    Parameters
    ----------
    n_templates : int
        Templates a class, from 1.
    lesson : Lesson
        The images that both are trained on.

    Returns
    -------
    Job
        Its results hold only networks that are trained and tested.
    """

    def kept_pair() -> Iterator[tuple[float, Banks]]:
        yield 1.0, _kept_banks()

    has_pictures = is_kept(lesson) and n_templates == kept.settings().templates
    work = kept_pair if has_pictures else lambda: train(n_templates, lesson)
    return jobs.shared(("families", n_templates, lesson), work)


def _kept_banks() -> Banks:
    """The pair whose pictures are kept; the rest of its weights is not."""
    made, n_templates = kept.load(), kept.settings().templates
    nothing = np.empty(0, np.float32)
    return {
        name: Bank(
            architecture,
            nothing,
            made.accuracies[name][n_templates],
            made.pictures[name].pictures,
            made.pictures[name].weights,
            made.pictures[name].leaving,
        )
        for name, architecture in pair(n_templates).items()
    }


def train(n_templates: int, lesson: Lesson) -> Iterator[tuple[float, Banks]]:
    """Train a pair and test it: as the work of a job."""
    found: Banks = {}
    architectures = pair(n_templates)
    for n_done, (name, architecture) in enumerate(architectures.items()):
        start = _start(architecture, lesson) if name == "templates" else None
        run = lessons.run_of(architecture, lesson, RECIPE, start)
        while not run.finished:
            yield (n_done + 0.9 * run.epoch / run.n_epochs) / len(architectures), found
            run.advance(seconds=lessons.SLICE)
        inputs, labels = lessons.varied("test", lesson.variability)
        yield (n_done + 0.95) / len(architectures), found
        _, accuracy = probe.error_and_accuracy(architecture, run.params, inputs, labels)
        order = _templates if name == "templates" else _features
        found = {
            **found,
            name: Bank(architecture, run.params, float(accuracy), *order(architecture, run.params, lesson)),
        }
        yield (n_done + 1.0) / len(architectures), found


def _start(architecture: Architecture, lesson: Lesson) -> Array:
    """Initial parameters of templates: they answer with the class of the nearest mean, softened."""
    images, n_classes = mnist.load().training, architecture.sizes[-1]
    inputs, labels = images.inputs[: lesson.n_images], images.labels[: lesson.n_images]
    rng = np.random.default_rng(RECIPE.init_seed)
    redraw, _ = lessons.redraw_of(lesson.variability)
    inputs = redraw(inputs, rng) if redraw else inputs
    means = templates.several_means(inputs, labels, n_classes, architecture.n_templates, rng)
    return SOFTENED * templates.nearest_mean(means.reshape(-1, means.shape[-1]))


def _templates(architecture: Architecture, params: Array, lesson: Lesson) -> tuple[Array, Array, Array]:
    """Pictures of templates, the busiest of each class in the first row; how often each speaks for its class; none."""
    n_classes, n_templates = architecture.sizes[-1], architecture.n_templates
    inputs, labels = lessons.varied("test", lesson.variability)
    apart = Architecture((architecture.sizes[0], n_classes * n_templates))  # the same parameters, no maximum
    scores = probe.class_scores(apart, params, inputs).reshape(-1, n_classes, n_templates)
    speaker = scores[np.arange(len(labels)), labels].argmax(axis=1)
    counts = np.zeros((n_classes, n_templates))
    np.add.at(counts, (labels, speaker), 1)
    shares = counts / np.bincount(labels, minlength=n_classes)[:, np.newaxis]
    busiest = np.argsort(-shares, axis=1, kind="stable")
    weights = architecture.split(params)[0].reshape(n_classes, n_templates, -1)
    weights = weights - weights.mean(axis=(0, 1))  # a part that all templates share decides nothing
    pictures = np.take_along_axis(weights, busiest[..., np.newaxis], axis=1).swapaxes(0, 1)
    speaks = np.take_along_axis(shares, busiest, axis=1).T.ravel()
    return pictures.reshape(n_classes * n_templates, -1), speaks, np.empty((len(speaks), 0), np.float32)


def _features(architecture: Architecture, params: Array, lesson: Lesson) -> tuple[Array, Array, Array]:
    """Pictures of hidden units, the weightiest first; of each the sum of ``|w|`` of the weights leaving it; these."""
    first, _, second, _ = architecture.split(params)
    leaving = np.abs(second).sum(axis=0)
    order = np.argsort(-leaving, kind="stable")
    return first[order], leaving[order], second.T[order]


def order_of(n_templates: int, lesson: Lesson) -> list[int]:
    """The order in which pairs are trained, by templates a class: the pair on view first, then the smallest.

    Where all accuracies are kept, it is the pair on view alone.
    """
    if is_kept(lesson):
        return [n_templates]
    return [n_templates, *(other for other in range(1, MOST_TEMPLATES + 1) if other != n_templates)]


def accuracies(lesson: Lesson) -> dict[str, dict[int, float]]:
    """For each family, from templates a class to the accuracy: what is kept, and what has been trained so far."""
    found = {name: dict(shares) for name, shares in kept.load().accuracies.items()} if is_kept(lesson) else {}
    for n in range(1, MOST_TEMPLATES + 1):
        for name, bank in (training(n, lesson).result or {}).items():
            found.setdefault(name, {})[n] = bank.accuracy
    return {name: dict(sorted(found.get(name, {}).items())) for name in NAMES}


def kept_words(lesson: Lesson) -> str:
    """How the networks were made that the repository keeps; "" for others."""
    if not is_kept(lesson):
        return ""
    made = kept.load()
    return (
        f"These {len(NAMES) * MOST_TEMPLATES} networks were trained once, from seed {made.seed}, by “{made.command}” "
        f"({made.machine}); with other settings they are trained here."
    )


def tested(lesson: Lesson) -> str:
    """The test images, in words: they vary as the lesson's training images do."""
    return "test images" if lesson.variability == lessons.CLEAN else "varied test images"


def headline(n_templates: int, banks: Banks, lesson: Lesson) -> Sentence:
    """Give the headline of the page: both accuracies of the pair, once they are known."""
    if len(banks) < len(NAMES):
        return Sentence(f"{NAME}.headline.question", "Several templates a class, or features?")
    several, features = (runs.test_images(banks[name].accuracy) for name in NAMES)
    plural = "s" if n_templates > 1 else ""
    n_units = banks["features"].architecture.sizes[1]
    return Sentence(
        f"{NAME}.headline.measured",
        f"{n_templates} template{plural} a class: {percent(several.n_right, several.n)} of the 10,000 "
        f"{tested(lesson)} are right; {n_units} features with about as many parameters: "
        f"{percent(features.n_right, features.n)}",
    )


def axis(points: dict[str, dict[float, float]]) -> dict[str, float | list[float]]:
    """Give an axis up to 100 % that begins at the first multiple of 5 % below all accuracies, 90 % at most."""
    lowest = min((share for curve in points.values() for share in curve.values()), default=0.9)
    start = min(18, int(20 * lowest - 0.2))
    every = 1 if start >= 14 else 2 if start >= 10 else 5
    ticks = [twentieth / 20 for twentieth in range(20, start - 1, -every)]
    return {"low": start / 20, "high": 1.0, "ticks": ticks}
