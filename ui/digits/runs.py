"""MNIST runs that visitors share: equal settings give the same run, bit for bit, as far as anybody has trained it."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions import probe
from engine.training import TrainingRun
from ui.digits.settings import N_PIXELS, MnistSettings
from ui.sentences import Measured
from ui.work import finished, new_runs, turns
from ui.work.keeper import KEEPER, Parked
from ui.work.needs import park_run

MONITORED = 10_000
"""Training images on which loss and error are measured, the first ones."""


@dataclass(eq=False)
class DigitRun:
    """A run on MNIST, with its accuracy on the test images once somebody has asked."""

    run: TrainingRun
    busy: Lock = field(default_factory=Lock)
    """Held while the run is trained or read."""
    images: mnist.MNIST | None = None
    """The set that the run learns from; None for MNIST."""
    _test_accuracy: float | None = None

    def test_accuracy(self) -> float:
        """Share of the 10,000 test images that are right; call it after the end: the first answer is kept."""
        if self._test_accuracy is None:
            test = (self.images or mnist.load()).test
            with turns.turn(self.busy):
                _, accuracy = probe.error_and_accuracy(
                    self.run.architecture, self.run.params, test.inputs, test.labels
                )
            self._test_accuracy = float(accuracy)
        return self._test_accuracy

    def park(self) -> Parked | None:
        """The run at rest; None where somebody trains or reads it just now."""
        return park_run(
            self.busy, self.run, partial(DigitRun, images=self.images, _test_accuracy=self._test_accuracy)
        )


@dataclass(frozen=True, eq=False)
class Loaded:
    """A network that a visitor has loaded from a file.

    Parameters
    ----------
    name : str
        Name of the file.
    params : ndarray of shape (n_params,)
        Weights and biases, in the order of ``model.params``.
    """

    name: str
    params: Array

    @cached_property
    def sign(self) -> str:
        """A short text that tells it from other networks."""
        return hashlib.sha256(self.name.encode() + self.params.tobytes()).hexdigest()[:16]


def images_of(settings: MnistSettings) -> mnist.MNIST:
    """The set of images that the settings name."""
    if settings.data == mnist.FOLDER.name and not settings.transposed:
        return mnist.load()
    return mnist.load(mnist.ROOT / settings.data, transposed=settings.transposed)


def digits_architecture(settings: MnistSettings) -> Architecture:
    """The network of these settings, from 784 pixels to ten digits."""
    return settings.architecture(N_PIXELS, mnist.N_CLASSES)


def own_run(settings: MnistSettings, params: Array | None = None, *, learn_biases: bool = True) -> DigitRun:
    """Make a run that nobody else has.

    Parameters
    ----------
    settings : MnistSettings
        Only their training part counts.
    params : ndarray of shape (n_params,), optional
        Weights and biases to begin with, instead of what the settings' seed draws.
    learn_biases : bool, default True
        False keeps every bias at 0.

    Returns
    -------
    DigitRun
        At epoch 0.
    """
    images = images_of(settings)
    n_images = min(settings.images, len(images.training))
    architecture = digits_architecture(settings)
    run = new_runs.make_run(
        settings,
        architecture,
        (images.training.inputs[:n_images], images.training.labels[:n_images]),
        (images.validation.inputs, images.validation.labels),
        params,
        learn_biases,
        settings.stays,
        max_snapshots=new_runs.most_snapshots(settings, architecture, 300),
        **recorded(n_images),
    )
    return DigitRun(run, images=images)


def recorded(n_images: int) -> dict[str, Any]:
    """What a run's history measures, and how often, as arguments of ``TrainingRun``; {} where it is all, each epoch."""
    return {"records_per_epoch": 2, "monitor_size": MONITORED} if n_images > MONITORED else {}


def shared_run(settings: MnistSettings) -> DigitRun:
    """Give the shared run of these settings, as far as anybody has trained it."""
    part = settings.training_part()

    def make() -> DigitRun:
        made = own_run(part)
        finished.share("on MNIST", part, made.run, made.busy)
        return made

    return KEEPER.have("runs on MNIST", part, make)


def monitored_images(accuracy: float, n_images: int) -> Measured:
    """The training images on which a run's training error is measured, and how many of them are right."""
    return Measured.of(accuracy, min(MONITORED, n_images), "training images", out_of=n_images)


def validation_images(accuracy: float) -> Measured:
    """The validation images on which every run is measured, and how many of them are right."""
    return Measured.of(accuracy, len(mnist.load().validation), "validation images")


def test_images(accuracy: float) -> Measured:
    """The test images, and how many of them are right."""
    return Measured.of(accuracy, len(mnist.load().test), "test images")


def trained_on(n_images: int) -> str:
    """The training images that a network is trained on, in words: "the first 1,000 of 50,000 training images"."""
    return Measured(0, n_images, "training images", out_of=len(mnist.load().training)).patterns


def training_images(count: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The first training images and labels, as parts of the set: plans share what they derive from it."""
    training = mnist.load().training
    return training.inputs[:count], training.labels[:count]
