"""The visitor's network without the units that they have switched off: its parameters, and how good it is.

What a unit answers on average counts at the training images on which a run's training loss is measured. A run's curves
without the units are measured moment by moment, the one on view first, in a job that visitors share.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions import unit_worth
from engine.training.monitor import Patterns
from ui.digits.runs import MONITORED, images_of
from ui.digits.settings import MnistSettings
from ui.mnist.visits import Visit
from ui.work import jobs, turns
from ui.work.jobs import Job
from ui.work.keeper import KEEPER

Moments = tuple[Array, Array]
"""Epochs, shape (n_moments,), and the whole networks there, shape (n_moments, n_params)."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known so far of a run without some units.

    Parameters
    ----------
    epochs : ndarray of shape (n_known,)
        The moments that have been measured, in order.
    measures : ndarray of shape (n_known, 4)
        Training error and accuracy, validation error and accuracy.
    answers : ndarray of shape (n_known, n_hidden)
        The mean answer of every hidden unit of the whole network, where units that are off give it; else none.
    """

    epochs: Array
    measures: Array
    answers: Array


NOTHING = Known(np.zeros(0), np.zeros((0, 4)), np.zeros((0, 0)))


@dataclass(eq=False)
class _Rows:
    """What has been measured of a run without some units: by its epoch the measures of a moment, and mean answers."""

    found: dict[float, tuple[Array, Array]] = field(default_factory=dict)

    def known(self, epochs: Array) -> Known:
        """What of these moments is known."""
        there = [epoch for epoch in sorted(epochs.tolist()) if epoch in self.found]
        if not there:
            return NOTHING
        measures, answers = zip(*(self.found[epoch] for epoch in there), strict=True)
        return Known(np.array(there), np.stack(measures), np.stack(answers))


def seen_images(settings: MnistSettings) -> Patterns:
    """The training images on which the training loss and the mean answers of units are measured."""
    training, count = images_of(settings).training, min(MONITORED, settings.images)
    return training.inputs[:count], training.labels[:count]


def mean_answers(architecture: Architecture, params: Array, settings: MnistSettings) -> list[Array]:
    """Mean answer of every hidden unit of a whole network, an array for each hidden layer; it is kept."""
    weights = hashlib.sha256(params.tobytes()).hexdigest()
    key = architecture, weights, settings.images, settings.data, settings.transposed

    def make() -> "_Means":
        with turns.turn():
            return _Means(unit_worth.mean_answers(architecture, params, seen_images(settings)[0]))

    return KEEPER.have("mean answers of units", key, make, light=True).of_layers


@dataclass(frozen=True, eq=False)
class _Means:
    of_layers: list[Array]


def params_without(architecture: Architecture, params: Array, settings: MnistSettings) -> Array:
    """The parameters of a network without the units that are off; its own where none is."""
    off = settings.switched_off
    if not off:
        return params
    answers = mean_answers(architecture, params, settings) if settings.off_as == "mean" else None
    return unit_worth.switched_off(architecture, params, off, answers).astype(params.dtype)


def network(visit: Visit, settings: MnistSettings) -> tuple[Architecture, Array]:
    """Architecture of the network on view, and its parameters without the units that are off."""
    architecture, params = visit.network()
    return architecture, params_without(architecture, params, settings)


def off_words(settings: MnistSettings) -> str:
    """The units that are off, in words: "unit 3 of layer 1", "layer 2", "5 of 200 units"; "" where none is."""
    off, widths = settings.switched_off, settings.widths
    if not off:
        return ""
    if len(off) == 1:
        return f"unit {off[0][1] + 1} of layer {off[0][0] + 1}"
    layers = {layer for layer, _ in off}
    if len(layers) == 1 and len(off) == widths[off[0][0]]:
        return f"layer {off[0][0] + 1}"
    return f"{len(off)} of {sum(widths)} units"


def measuring(visit: Visit, settings: MnistSettings, record: Callable[[], Moments]) -> Job[Known]:
    """Give the job that measures the moments on view without the units that are off, the present one first.

    Parameters
    ----------
    visit : Visit
        At rest.
    settings : MnistSettings
        They say which units are off.
    record : callable
        Gives the moments; called with the lock of the run, once the job begins.

    Returns
    -------
    Job
        Its result is what is known so far.
    """
    trained, present = visit.trained, visit.shown_epoch
    architecture, off = trained.run.architecture, tuple(settings.switched_off)
    seen, held_out = seen_images(settings), images_of(settings).validation
    validation = held_out.inputs, held_out.labels
    by_mean = settings.off_as == "mean"
    rows = KEEPER.have("moments without units", (visit.identity, off, by_mean), _Rows)

    def work() -> Iterator[tuple[float, Known]]:
        epochs, networks = yield from jobs.once_free(trained.busy, record, NOTHING)
        first = int(np.abs(epochs - present).argmin())
        order = [first, *(place for place in range(len(epochs)) if place != first)]
        for n_done, place in enumerate(order):
            epoch = float(epochs[place])
            if epoch not in rows.found:
                so_far = n_done / len(order), rows.known(epochs)
                rows.found[epoch] = yield from jobs.told_as(moment(networks[place]), partial(_stays, so_far))
            yield (n_done + 1) / len(order), rows.known(epochs)

    def moment(params: Array) -> unit_worth.Slices[tuple[Array, Array]]:
        answers = (
            (yield from unit_worth.mean_answers_in_slices(architecture, params, seen[0])) if by_mean else None
        )
        without = unit_worth.switched_off(architecture, params, off, answers)
        measures: list[float] = []
        for inputs, labels in (seen, validation):
            measures += yield from unit_worth.error_and_accuracy_in_slices(
                architecture, without, inputs, labels
            )
        return np.array(measures), np.zeros(0) if answers is None else np.concatenate(answers)

    return jobs.shared(("without units", visit.identity, visit.step, visit.peek, off, by_mean), work)


def _stays(so_far: tuple[float, Known], _share: float) -> tuple[float, Known]:
    """Share and result of the job stay while a moment is measured."""
    return so_far


def arrays(known: Known) -> dict[str, npt.NDArray[Any]]:
    """What is known as arrays of a block."""
    return {
        "off_epochs": known.epochs.astype(np.float32),
        "off_measures": known.measures.astype(np.float32),
        "off_answers": known.answers.astype(np.float32),
    }
