"""What MNIST's referees compute by themselves: a run trained anew, a forward pass in float64, shares by fractions."""

from collections.abc import Mapping, Sequence
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


def forward(
    layers: Layers,
    activations: Sequence[str],
    inputs: npt.NDArray[np.number],
    instead: Mapping[tuple[int, int], float] | None = None,
) -> Floats:
    """Scores of images, grey levels from 0 to 255, shape (n_images, 10); some units, from 0, answer what is given."""
    here = answers(layers, activations, inputs, instead)[-1]
    weights, biases = layers[-1]
    return here @ weights.T + biases


def answers(
    layers: Layers,
    activations: Sequence[str],
    inputs: npt.NDArray[np.number],
    instead: Mapping[tuple[int, int], float] | None = None,
) -> list[Floats]:
    """What arrives at each layer: the images, from 0 to 1, then the answers of each hidden layer."""
    found: list[Floats] = [inputs.astype(np.float64) / 255]
    for layer, ((weights, biases), name) in enumerate(zip(layers[:-1], activations, strict=True)):
        found.append(np.asarray(ACTIVATE[name](found[-1] @ weights.T + biases)))
        for (at, unit), answer in (instead or {}).items():
            if at == layer:
                found[-1][:, unit] = answer
    return found


def units_off(settings: MnistSettings) -> list[tuple[int, int]]:
    """Layer and unit from 0, as the link names them: a layer's number alone stands for all its units."""
    found = []
    for name in filter(None, settings.off.split(",")):
        layer, _, unit = name.partition("-")
        width = settings.widths[int(layer) - 1]
        found += [(int(layer) - 1, one) for one in ([int(unit) - 1] if unit else range(width))]
    return sorted(set(found))


def instead_of(
    settings: MnistSettings, layers: Layers, activations: Sequence[str], units: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """What units that are off answer: 0, or their mean in the whole network over the first training images."""
    if settings.off_as == "zero":
        return dict.fromkeys(units, 0.0)
    seen, _ = part_of("training", min(10_000, settings.images))
    means = [found.mean(axis=0) for found in answers(layers, activations, seen)[1:]]
    return {(layer, unit): float(means[layer][unit]) for layer, unit in units}


def off_words(settings: MnistSettings) -> str:
    """The units that are off, as a sentence names them."""
    off, widths = units_off(settings), settings.widths
    if len(off) == 1:
        return f"unit {off[0][1] + 1} of layer {off[0][0] + 1}"
    if {layer for layer, _ in off} == {off[0][0]} and len(off) == widths[off[0][0]]:
        return f"layer {off[0][0] + 1}"
    return f"{len(off)} of {sum(widths)} units"


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
