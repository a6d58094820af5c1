"""What a hidden unit is worth: the loss without it less the loss with it; and what back-propagation blames it for.

A unit that is switched off answers 0, or its mean answer over the training patterns, whatever it is shown. What it
sends on is then a constant, so that the network without it is one of the same shape: the weights that leave the unit
are 0, and the constant goes to the biases behind them. ("Ablation": Morcos, Barrett, Rabinowitz and Botvinick, "On the
importance of single directions for generalization", 2018.)

On many images a question takes a while. Each has a second form, ``…_in_slices``, which yields after every few
milliseconds of work the share that is done, and returns the answer.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..errors import CrossEntropySoftmaxError
from ..layers import ACTIVATIONS, Layer
from ..models import make_model
from ..plans.many_networks import ForwardPass

Unit = tuple[int, int]
"""A hidden unit: its layer and its place there, both from 0."""

PATTERNS_AT_ONCE = 2_000
"""Most patterns between two pauses."""

BACK_AT_ONCE = 1_000
"""The same where signals go back, in double precision."""

R = TypeVar("R")

Slices = Generator[float, None, R]
"""Yields the share that is done, from 0 to 1, and returns the answer."""


@dataclass(frozen=True, eq=False)
class Worth:
    """What each hidden unit is worth, in one network at some patterns.

    Parameters
    ----------
    error, accuracy : float
        Mean cross-entropy in nats and share of right answers, of the whole network.
    errors, accuracies : list of ndarray of shape (width,)
        The same without each unit, an array for each hidden layer.
    """

    error: float
    accuracy: float
    errors: list[Array]
    accuracies: list[Array]

    @property
    def worth(self) -> list[Array]:
        """Error without each unit less the error with it; below 0 the network does better without the unit."""
        return [errors - self.error for errors in self.errors]


def mean_answers(architecture: Architecture, params: Array, inputs: npt.NDArray[Any]) -> list[Array]:
    """Mean answer of every hidden unit.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns, such as all training patterns.

    Returns
    -------
    list of ndarray of shape (width,), float64
        An array for each hidden layer.
    """
    return _last(mean_answers_in_slices(architecture, params, inputs))


def mean_answers_in_slices(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any]
) -> Slices[list[Array]]:
    """Find the same as ``mean_answers``, of some patterns after the other."""
    forward = ForwardPass(architecture, min(len(inputs), PATTERNS_AT_ONCE))
    sums = [np.zeros(width) for width in architecture.sizes[1:-1]]
    for start in range(0, len(inputs), PATTERNS_AT_ONCE):
        outputs = forward.outputs(np.asarray(params, np.float32), inputs[start : start + PATTERNS_AT_ONCE])
        for total, answers in zip(sums, outputs[2 : 2 * architecture.n_hidden + 1 : 2], strict=True):
            total += answers.sum(axis=0, dtype=np.float64)
        pauses.look()
        yield min(1.0, (start + PATTERNS_AT_ONCE) / len(inputs))
    return [total / len(inputs) for total in sums]


def _last(slices: Slices[R]) -> R:
    """What the slices return, taken one after the other."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            found: R = end.value
            return found


def error_and_accuracy_in_slices(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> Slices[tuple[float, float]]:
    """Mean cross-entropy in nats and share of right answers, of some patterns after the other.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    tuple of float
        Measured in float32, summed in float64.

    Yields
    ------
    float
        The share that is done.
    """
    patterns.refuse_unfit(architecture, inputs, labels)
    forward, total = ForwardPass(architecture, min(len(inputs), PATTERNS_AT_ONCE)), np.zeros(2)
    networks = np.asarray(params, np.float32)[np.newaxis]
    for start in range(0, len(inputs), PATTERNS_AT_ONCE):
        here = slice(start, start + PATTERNS_AT_ONCE)
        total += _error_and_right(forward.scores(networks, inputs[here])[0], labels[here])
        yield min(1.0, here.stop / len(inputs))
    error, right = total / len(inputs)
    return float(error), float(right)


def switched_off(
    architecture: Architecture, params: Array, units: Sequence[Unit], answers: Sequence[Array] | None = None
) -> Array:
    """Give the parameters of the network in which some units answer a constant.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases; they are left as they are.
    units : sequence of (layer, unit)
        The units that are off.
    answers : sequence of ndarray of shape (width,), optional
        What each unit answers while it is off, as ``mean_answers`` gives it; 0 where nothing is given.

    Returns
    -------
    ndarray of shape (n_params,), float64
        In the order of ``params``.

    Raises
    ------
    ValueError
        If there is no such unit.
    """
    changed = np.array(params, np.float64)
    parts = architecture.split(changed)
    for layer, unit in sorted(set(units)):
        if not (0 <= layer < architecture.n_hidden and 0 <= unit < architecture.sizes[layer + 1]):
            raise ValueError(f"there is no unit {unit} in hidden layer {layer} of {architecture.sizes}")
        weights, biases = parts[2 * layer + 2 : 2 * layer + 4]
        if answers is not None:
            biases += weights[:, unit] * answers[layer][unit]
        weights[:, unit] = 0.0
    return changed


def worth(
    architecture: Architecture,
    params: Array,
    inputs: npt.NDArray[Any],
    labels: IntArray,
    answers: Sequence[Array] | None = None,
) -> Worth:
    """Switch each hidden unit off in turn, and measure the network without it.

    A unit off is a change of rank one in the sums that it feeds: the layers below are computed once.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.
    answers : sequence of ndarray of shape (width,), optional
        As for ``switched_off``.

    Returns
    -------
    Worth
        Of the data alone, penalties left out; measured in float32, summed in float64.

    Raises
    ------
    ValueError
        If patterns and network do not fit, or the architecture has several templates a class.
    """
    return _last(worth_in_slices(architecture, params, inputs, labels, answers))


def worth_in_slices(
    architecture: Architecture,
    params: Array,
    inputs: npt.NDArray[Any],
    labels: IntArray,
    answers: Sequence[Array] | None = None,
) -> Slices[Worth]:
    """Find the same as ``worth``, of one unit after the other at some patterns."""
    patterns.refuse_unfit(architecture, inputs, labels)
    if architecture.n_templates > 1:
        raise ValueError(f"{architecture.n_templates} templates a class; units are switched off for 1")
    parts = [part.astype(np.float32) for part in architecture.split(np.asarray(params))]
    widths = architecture.sizes[1:-1]
    constants = [np.zeros(width) for width in widths] if answers is None else answers
    totals = [np.zeros((width, 2)) for width in widths]
    whole, done = np.zeros(2), 0
    forward = ForwardPass(architecture, min(len(inputs), PATTERNS_AT_ONCE))
    flat = np.concatenate([part.ravel() for part in parts])
    for start in range(0, len(inputs), PATTERNS_AT_ONCE):
        here = labels[start : start + PATTERNS_AT_ONCE]
        outputs = forward.outputs(flat, inputs[start : start + PATTERNS_AT_ONCE])
        whole += _error_and_right(outputs[-1], here)
        for layer, width in enumerate(widths):
            sums, own = outputs[2 * layer + 3], outputs[2 * layer + 2]
            for unit in range(width):
                with np.errstate(all="ignore"):
                    change = np.float32(constants[layer][unit]) - own[:, unit, np.newaxis]
                    scores = _onwards(
                        architecture, parts, layer, sums + change * parts[2 * layer + 2][:, unit]
                    )
                totals[layer][unit] += _error_and_right(scores, here)
                pauses.look()
                done += len(here)
                yield done / (len(inputs) * sum(widths))
    n = len(inputs)
    return Worth(
        float(whole[0]) / n,
        float(whole[1]) / n,
        [total[:, 0] / n for total in totals],
        [total[:, 1] / n for total in totals],
    )


def _onwards(architecture: Architecture, parts: list[Array], layer: int, sums: Array) -> Array:
    """Scores from the weighted sums of the layer behind a hidden layer."""
    for name, (weights, biases) in zip(
        architecture.activations[layer + 1 :], _pairs(parts[2 * layer + 4 :]), strict=True
    ):
        sums = ACTIVATIONS[name]().fprop(sums) @ weights.T + biases
    return sums


def _pairs(parts: list[Array]) -> Iterator[tuple[Array, Array]]:
    yield from zip(parts[::2], parts[1::2], strict=True)


def _error_and_right(scores: Array, labels: IntArray) -> Array:
    """Sum of the cross-entropies, and number of right answers; of a network that has run away the sum may be none."""
    with np.errstate(all="ignore"):
        top = scores.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
        own = scores[np.arange(len(labels)), labels]
        return np.array(
            [(log_sums - own).sum(dtype=np.float64), np.count_nonzero(scores.argmax(axis=1) == labels)]
        )


def blame(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> list[Array]:
    """Mean size of the error signal at every hidden unit: of ``∂E/∂h`` of each pattern, without its sign.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    list of ndarray of shape (width,), float64
        An array for each hidden layer; by the course's classes.
    """
    return _last(blame_in_slices(architecture, params, inputs, labels))


def blame_in_slices(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> Slices[list[Array]]:
    """Find the same as ``blame``, of some patterns after the other."""
    patterns.refuse_unfit(architecture, inputs, labels)
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = architecture.split(np.asarray(params, np.float64))
    totals = [np.zeros(width) for width in architecture.sizes[1:-1]]
    for start in range(0, len(inputs), BACK_AT_ONCE):
        stop = min(start + BACK_AT_ONCE, len(inputs))
        activations = model.fprop(patterns.as_floats(inputs[start:stop], np.float64))
        targets = patterns.one_of_k(labels[start:stop], architecture.sizes[-1], np.float64)
        grads = CrossEntropySoftmaxError().grad(activations[-1], targets) * (stop - start)
        for layer, total in reversed(list(enumerate(totals))):
            grads = _backwards(model.layers, activations, 2 * layer + 2, grads)
            total += np.abs(grads).sum(axis=0)
            grads = _backwards(model.layers, activations, 2 * layer + 1, grads)
        pauses.look()
        yield stop / len(inputs)
    return [total / len(inputs) for total in totals]


def _backwards(layers: Sequence[Layer], activations: Sequence[Array], index: int, grads: Array) -> Array:
    return layers[index].bprop(activations[index], activations[index + 1], grads)


def fewest(
    architecture: Architecture,
    params: Array,
    inputs: npt.NDArray[Any],
    labels: IntArray,
    answers: Sequence[Array] | None = None,
    within: float = 0.01,
) -> Iterator[tuple[float, list[Unit]]]:
    """Switch units off for as long as the accuracy stays, those of the least worth first.

    The search is greedy: it tries each unit once, in the order of what it is worth in the whole network. A smaller
    set may exist.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.
    answers : sequence of ndarray of shape (width,), optional
        As for ``switched_off``.
    within : float, default 0.01
        How far the accuracy may fall.

    Yields
    ------
    share : float
        How far the search is, from 0 to 1.
    off : list of (layer, unit)
        The units that are off so far; in the last pair all that can be.
    """
    measured = worth(architecture, params, inputs, labels, answers)
    order = sorted(
        (float(value), layer, unit)
        for layer, values in enumerate(measured.worth)
        for unit, value in enumerate(values)
    )
    forward, off = ForwardPass(architecture, len(inputs)), list[Unit]()
    for done, (_, layer, unit) in enumerate(order):
        tried = switched_off(architecture, params, [*off, (layer, unit)], answers)
        scores = forward.scores(tried[np.newaxis].astype(np.float32), inputs)[0]
        if (scores.argmax(axis=1) == labels).mean() >= measured.accuracy - within - 1e-9:
            off.append((layer, unit))
        yield (done + 1) / len(order), off
