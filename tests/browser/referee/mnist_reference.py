"""What MNIST's referees compute by themselves: a run trained anew, a forward pass in float64, shares by fractions."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.training import TrainingRun
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings

Floats = npt.NDArray[np.float64]
Layers = Sequence[tuple[Floats, Floats]]

ACTIVATE = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def percent(count: int, n: int) -> str:
    """The share as a per cent with one decimal; halfway cases are rounded up."""
    return f"{int(Fraction(1_000 * int(count), int(n)) + Fraction(1, 2)) / 10:.1f}"


def forward(layers: Layers, activations: Sequence[str], inputs: npt.NDArray[np.number]) -> Floats:
    """Scores of images, grey levels from 0 to 255, shape (n_images, 10)."""
    here: Floats = inputs.astype(np.float64) / 255
    for (weights, biases), name in zip(layers[:-1], activations, strict=True):
        here = np.asarray(ACTIVATE[name](here @ weights.T + biases))
    weights, biases = layers[-1]
    return here @ weights.T + biases


def softmax(scores: Floats) -> Floats:
    """Probabilities of each row's classes."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def losses(scores: Floats, labels: npt.NDArray[np.int64]) -> Floats:
    """The cross-entropy of each image, in nats."""
    top = scores.max(axis=1)
    rest = np.log(np.exp(scores - top[:, np.newaxis]).sum(axis=1))
    return np.asarray(top + rest - scores[np.arange(len(labels)), labels])


@cache
def run_of(settings: MnistSettings, learn_biases: bool = True) -> TrainingRun:
    """The run of these settings, which nobody else has."""
    return own_run(settings.training_part(), learn_biases=learn_biases).run


def trained(
    settings: MnistSettings, epoch: float, *, learn_biases: bool = True
) -> list[tuple[Floats, Floats]]:
    """Weights and biases of each layer at an epoch."""
    run = run_of(settings.training_part(), learn_biases)
    run.advance(max(0, round(epoch * run.steps_per_epoch) - run.n_steps))
    params = run.replay(epoch, max_batches=1).params[0]
    parts = [part.astype(np.float64) for part in run.architecture.split(params)]
    return list(zip(parts[::2], parts[1::2], strict=True))


def part_of(name: str, n_training: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Images and labels of "training", the first ones only, "validation" or "test"."""
    images: mnist.Images = getattr(mnist.load(), name)
    count = n_training if name == "training" else len(images.labels)
    return images.inputs[:count], images.labels[:count]
