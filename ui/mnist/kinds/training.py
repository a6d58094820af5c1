"""Four kinds of template for each digit, as one job: two made from mean images, two learned, with and without bias."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from datasets import mnist
from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.questions import probe, templates
from engine.training import TrainingRun
from ui.digits.runs import digits_architecture, images_of, own_run
from ui.digits.settings import MnistSettings
from ui.work import jobs
from ui.work.jobs import Job

SLICE = 0.06
"""Seconds of training between two results; both networks train in turn."""

MEANS = {"inner product": templates.inner_product, "nearest mean": templates.nearest_mean}
LEARNED = {"without bias": False, "with bias": True}


@dataclass(frozen=True, eq=False)
class Kind:
    """A single layer with templates of one kind, and its accuracy on the test images.

    Parameters
    ----------
    params : ndarray of shape (n_params,)
        Weights and biases, in the order of ``model.params``.
    accuracy : float
        Share of right answers, from 0 to 1.
    class_accuracies : ndarray of shape (10,)
        The share of right answers to each digit.
    n_answers : ndarray of shape (10,)
        Test images that get each digit for an answer.
    epoch : float or None
        How far the layer is trained; None if it is made from mean images.
    """

    params: Array
    accuracy: float
    class_accuracies: Array
    n_answers: IntArray
    epoch: float | None = None


@dataclass(frozen=True, eq=False)
class Kinds:
    """The kinds that are known so far.

    Parameters
    ----------
    kinds : dict of str to Kind
        Layers by the names in ``MEANS`` and ``LEARNED``.
    bias_dropped : float or None
        Accuracy of the network trained with biases, once these are set to 0.
    """

    kinds: dict[str, Kind]
    bias_dropped: float | None = None


def job(settings: MnistSettings) -> Job[Kinds]:
    """Give the job for the images and the training of these settings; its networks have no hidden layer."""
    single = replace(settings, depth=0).training_part()
    return jobs.shared(("kinds of template", single), lambda: _work(single))


def _work(settings: MnistSettings) -> Iterator[tuple[float, Kinds]]:
    """Means first, then both networks, epoch by epoch."""
    images, architecture = images_of(settings).training, digits_architecture(settings)
    means = templates.class_means(
        images.inputs[: settings.images], images.labels[: settings.images], mnist.N_CLASSES
    )
    kinds = {name: _judged(architecture, make(means), settings) for name, make in MEANS.items()}
    trained: dict[str, TrainingRun] = {}
    for name, learn_biases in LEARNED.items():
        yield 0.0, Kinds(kinds)
        trained[name] = own_run(settings, learn_biases=learn_biases).run
    yield 0.0, Kinds(kinds)
    while not all(run.finished for run in trained.values()):
        for name, run in trained.items():
            if not run.finished:
                run.advance(seconds=SLICE)
                kinds = {**kinds, name: _judged(architecture, run.params, settings, run.epoch)}
                share = np.mean([_share(run) for run in trained.values()])
                yield 0.99 * float(share), Kinds(kinds)
    weights, biases = architecture.split(kinds["with bias"].params)
    without = np.concatenate([weights.ravel(), np.zeros_like(biases)])
    yield 1.0, Kinds(kinds, _judged(architecture, without, settings).accuracy)


def _share(run: TrainingRun) -> float:
    """The share of a run that is done, from 0 to 1."""
    return 1.0 if run.finished else run.epoch / run.n_epochs


def _judged(
    architecture: Architecture, params: Array, settings: MnistSettings, epoch: float | None = None
) -> Kind:
    """A single layer with its accuracies on the test images."""
    test = images_of(settings).test
    counts = probe.confusion(architecture, params, test.inputs, test.labels)
    rights = np.diagonal(counts)
    return Kind(
        params, float(rights.sum() / counts.sum()), rights / counts.sum(axis=1), counts.sum(axis=0), epoch
    )
