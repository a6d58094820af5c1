"""The death of a relu: the update after which no pattern of the training set reaches it any more.

What is said of a relu here is true of any layer whose portrait says that its units ``can_die``. A dead relu's weighted
sum is at most 0 for every pattern, its slope 0, and no gradient comes through to bring it back. The steps are taken
again from the run's snapshots, so that what is told is what happened, bit for bit. In the first hidden layer plain
gradient descent leaves a dead relu dead. In a deeper one the layers below may bring it back: it counts as dead from the
last snapshot on after which no snapshot found it alive.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..architecture import Architecture
from ..arrays import Array
from ..layers import ACTIVATIONS
from ..plans.many_networks import ForwardPass
from ..training.timeline import Timeline

STEPS_AT_ONCE = 100
"""Most steps that are taken again in one piece: memory holds all their networks."""

BYTES_AT_ONCE, LEAST_AT_ONCE = 50_000_000, 10
"""Of large networks there are fewer, so that they take no more than this, but some: each piece begins at a snapshot."""

LOOKS_AT_ONCE = 4
"""Networks that are examined between two pauses."""


@dataclass(frozen=True, eq=False)
class Autopsy:
    """How a unit died.

    Parameters
    ----------
    step : int
        The fatal update, counted from 1; 0 where the unit was dead before training.
    epoch : float
        When it was over, in epochs.
    largest_before, largest_after : float
        Largest weighted sum over all patterns before and after it; the latter is at most 0.
    reached_before : float
        Share of the patterns with a positive weighted sum before it.
    moved_bias : float
        Change of the bias.
    moved_weights : ndarray of shape (n_inputs,)
        Change of the weights.
    last_pattern : int
        The pattern with the largest weighted sum before it.
    """

    step: int
    epoch: float
    largest_before: float
    largest_after: float
    reached_before: float
    moved_bias: float
    moved_weights: Array
    last_pattern: int

    @property
    def step_size(self) -> float:
        """Euclidean length of the update, weights and bias of this unit together."""
        return float(np.hypot(np.linalg.norm(self.moved_weights), self.moved_bias))


def examine(
    run: Timeline, layer: int, unit: int, inputs: npt.NDArray[Any]
) -> Iterator[tuple[float, Autopsy | None]]:
    """Go back through a run to where a unit died.

    Parameters
    ----------
    run : Timeline
        At its end; it stays where it is.
    layer, unit : int
        A relu, say: its hidden layer and its place there, both from 0.
    inputs : ndarray of shape (n_patterns, input_dim)
        The training patterns.

    Yields
    ------
    share : float
        How far the search is, from 0 to 1, roughly.
    autopsy : Autopsy or None
        None but in the last pair.

    Raises
    ------
    ValueError
        If there is no such unit, its layer's units cannot die, or it is alive at the end.
    """
    names = run.architecture.activations
    if not (0 <= layer < len(names) and 0 <= unit < run.architecture.sizes[layer + 1]):
        raise ValueError(f"there is no unit {unit} in hidden layer {layer} of {run.architecture.sizes}")
    if not ACTIVATIONS[names[layer]].portrait.can_die:
        mortal = " or a ".join(name for name, kind in ACTIVATIONS.items() if kind.portrait.can_die)
        raise ValueError(f"a {names[layer]} unit does not die for good; only a {mortal} does")
    look = _Look(run.architecture, layer, unit, inputs)
    snapshots = run.snapshots
    if look.is_reached(snapshots.params[-1]):
        raise ValueError(f"unit {unit + 1} of layer {layer + 1} is alive at the end of the run")
    alive = len(snapshots.params) - 2
    while alive >= 0 and not look.is_reached(snapshots.params[alive]):
        alive -= 1
        yield 0.5 * (1 - (alive + 1) / len(snapshots.params)), None
    if alive < 0:
        yield 1.0, look.report(0, 0.0, snapshots.params[0], snapshots.params[0])
        return
    first, end = (round(epoch * run.steps_per_epoch) for epoch in snapshots.epochs[alive : alive + 2])
    n_at_once = max(LEAST_AT_ONCE, min(STEPS_AT_ONCE, BYTES_AT_ONCE // (4 * run.architecture.n_params)))
    while True:
        start = max(first, end - n_at_once)
        networks = run.retrace(start, end)
        for i in range(len(networks) - 2, -1, -1):
            if look.is_reached(networks[i]):
                step = start + i + 1
                yield 1.0, look.report(step, step / run.steps_per_epoch, networks[i], networks[i + 1])
                return
            if i % LOOKS_AT_ONCE == 0:
                yield 0.5 + 0.5 * (1 - i / len(networks)), None
        end = start


def autopsy(run: Timeline, layer: int, unit: int, inputs: npt.NDArray[Any]) -> Autopsy:
    """The report of ``examine``, without its pauses."""
    *_, (_, report) = examine(run, layer, unit, inputs)
    if report is None:
        raise RuntimeError("an examination ends with a report")
    return report


class _Look:
    """The weighted sums of one unit in networks of one architecture."""

    def __init__(self, architecture: Architecture, layer: int, unit: int, inputs: npt.NDArray[Any]) -> None:
        self._architecture, self._layer, self._unit = architecture, layer, unit
        below = Architecture((*architecture.sizes[: layer + 1], 1), architecture.activations[:layer])
        # Grey levels become floats a chunk at a time: 50,000 images would take 157 MB.
        self._inputs = inputs if inputs.dtype == np.uint8 else patterns.as_floats(inputs, np.float32)
        self._forward = ForwardPass(below, len(inputs))

    def weights_and_bias(self, params: Array) -> Array:
        """The unit's own weights, then its bias, shape (n_inputs + 1,)."""
        weights, biases = self._architecture.split(params)[2 * self._layer : 2 * self._layer + 2]
        return np.append(weights[self._unit], biases[self._unit])

    def sums(self, params: Array) -> Array:
        """Weighted sum of every pattern, shape (n_patterns,): the score of a network that ends in this unit."""
        below = self._architecture.split(params)[: 2 * self._layer]
        flat = np.concatenate([*(part.ravel() for part in below), self.weights_and_bias(params)])
        return self._forward.scores(flat[np.newaxis], self._inputs)[0, :, 0]

    def is_reached(self, params: Array) -> bool:
        """Whether any pattern has a positive weighted sum."""
        return bool((self.sums(params) > 0).any())

    def report(self, step: int, epoch: float, before: Array, after: Array) -> Autopsy:
        """The autopsy of the update between two networks."""
        sums, moved = self.sums(before), self.weights_and_bias(after).astype(np.float64)
        moved -= self.weights_and_bias(before)
        return Autopsy(
            step,
            epoch,
            float(sums.max()),
            float(self.sums(after).max()),
            float((sums > 0).mean()),
            float(moved[-1]),
            moved[:-1],
            int(sums.argmax()),
        )
