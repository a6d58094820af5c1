"""What checks of several pages compute by themselves: networks in plain NumPy and float64."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tests.browser.referee.derived import inputs_at

Floats = npt.NDArray[np.float64]


class Layers(list[tuple[Floats, Floats]]):
    """Weights of shape (outputs, inputs) and biases of each layer; and what the first one is given of each point."""

    inputs: Sequence[str] = ("x1", "x2")


SQUASH = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}


def layers_of(params: npt.ArrayLike, sizes: Sequence[int], inputs: Sequence[str] = ("x1", "x2")) -> Layers:
    """Weights and biases, which stand behind each other layer by layer."""
    rest, layers = np.asarray(params, dtype=np.float64), Layers()
    layers.inputs = inputs
    for inputs, outputs in pairwise(sizes):
        weights, biases, rest = np.split(rest, [outputs * inputs, outputs * inputs + outputs])
        layers.append((weights.reshape(outputs, inputs), biases))
    assert not rest.size
    return layers


def sums_and_answers(
    layers: Layers, activations: Sequence[str], inputs: npt.ArrayLike
) -> tuple[list[Floats], list[Floats]]:
    """Weighted sums z of every layer, the scores last; and the answers of every hidden layer."""
    here, sums, answers = np.asarray(inputs, dtype=np.float64), [], []
    if (names := tuple(getattr(layers, "inputs", ("x1", "x2")))) != ("x1", "x2"):
        here = inputs_at(names, here)
    for i, (weights, biases) in enumerate(layers):
        sums.append(here @ weights.T + biases)
        if i < len(activations):
            here = SQUASH[activations[i]](sums[-1])
            answers.append(here)
    return sums, answers


def scores_of(layers: Layers, activations: Sequence[str], inputs: npt.ArrayLike) -> Floats:
    """Scores of shape (n_patterns, n_classes)."""
    return sums_and_answers(layers, activations, inputs)[0][-1]


def softmax(scores: Floats) -> Floats:
    """Probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def cross_entropy(scores: Floats, labels: npt.NDArray[np.integer]) -> float:
    """Mean error of the right classes."""
    top = scores.max(axis=1)
    logs = top + np.log(np.exp(scores - top[:, np.newaxis]).sum(axis=1))
    return float((logs - scores[np.arange(len(labels)), labels]).mean())


def right_counts(scores: Floats, labels: npt.NDArray[np.integer]) -> range:
    """How many patterns are right: several numbers where classes tie up to the rounding of float32."""
    right = scores.argmax(axis=1) == labels
    highest = np.sort(scores, axis=1)
    tied = highest[:, -1] - highest[:, -2] < 1e-4 * np.maximum(1, np.abs(highest[:, -1]))
    return range(int((right & ~tied).sum()), int((right | tied).sum()) + 1)
