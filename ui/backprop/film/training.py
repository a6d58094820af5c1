"""The job of the film: ∂E/∂W⁽¹⁾ on MNIST at some moments of a short run, which visitors share.

For one image the gradient of an output's weights is that image itself, times the output's error signal; for many it is
the mean of such pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from datasets import mnist
from engine.arrays import Array
from engine.questions import microscope
from ui.digits.runs import digits_architecture, own_run
from ui.digits.settings import MnistSettings
from ui.work import jobs
from ui.work.jobs import Job

EPOCHS = 5
"""One epoch more than is filmed: at its last step a run measures its history, which takes longer than a piece may."""

NETWORKS = {
    "single": MnistSettings(epochs=EPOCHS),
    "hidden": MnistSettings(
        depth=1,
        units=(15,),
        activation=("sigmoid",),
        rate=1.0,
        schedule="constant",
        start="Glorot normal",
        epochs=EPOCHS,
    ),
}
"""The networks that can be filmed, by their names in the link."""

MOMENTS = (0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000)
"""Numbers of updates after which the gradient is filmed: it changes most at the start."""

N_IMAGES = 1000
"""Training images, the first ones, whose mean gradient is shown."""

PIECE = 50
"""The most updates between two chances to stop the job."""


@dataclass(frozen=True, eq=False)
class Film:
    """Gradients and weights of a first layer, as far as the run has come.

    Parameters
    ----------
    updates : ndarray of shape (n_moments,)
        Updates taken before each moment.
    gradients, weights : ndarray of shape (n_moments, n_units, 784)
        Gradient of the mean error of ``N_IMAGES`` images, and the weights themselves.
    signals : ndarray of shape (n_moments, n_units)
        Error signal g of each unit for the first image alone, whose gradient is g times the image.
    errors : ndarray of shape (n_moments,)
        The mean error.
    """

    updates: Array
    gradients: Array
    weights: Array
    signals: Array
    errors: Array


def first_image() -> tuple[Array, int]:
    """The image that has a gradient of its own in the film: 784 grey levels from 0 to 1, and its class."""
    training = mnist.load().training
    return training.inputs[0] / 255, int(training.labels[0])


def film(network: str) -> Job[Film]:
    """Give the job that makes the film of a network.

    Parameters
    ----------
    network : str
        A name of ``NETWORKS``.

    Returns
    -------
    Job of Film
        All visitors share it; its result is the film so far.
    """
    return jobs.shared(("gradient film", network), lambda: _filmed(NETWORKS[network]))


def _filmed(settings: MnistSettings) -> Iterator[tuple[float, Film]]:
    """Train, and film the gradient at each moment."""
    architecture = digits_architecture(settings)
    n_units, n_pixels = architecture.sizes[1], architecture.sizes[0]
    empty = np.zeros((0, n_units, n_pixels))
    made = Film(np.zeros(0), empty, empty, np.zeros((0, n_units)), np.zeros(0))
    yield 0.0, made
    training = mnist.load().training
    inputs = training.inputs[:N_IMAGES] / 255
    targets = np.eye(mnist.N_CLASSES)[training.labels[:N_IMAGES]]
    yield 0.0, made
    run = own_run(settings).run
    yield 0.0, made
    for moment in MOMENTS:
        while run.n_steps < moment:
            run.advance(min(PIECE, moment - run.n_steps))
            yield run.n_steps / MOMENTS[-1], made
        params = architecture.split(run.params)
        whole = microscope.look(architecture, params, inputs, targets)
        alone = microscope.look(architecture, params, inputs[:1], targets[:1])
        made = replace(
            made,
            updates=np.append(made.updates, float(moment)),
            gradients=np.concatenate([made.gradients, whole.grads[:1]]),
            weights=np.concatenate([made.weights, whole.params[:1]]),
            signals=np.concatenate([made.signals, alone.signals[0]]),
            errors=np.append(made.errors, whole.error),
        )
        yield max(1, run.n_steps) / MOMENTS[-1], made
