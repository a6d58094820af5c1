"""One setting of a sweep: a network trained to its last epoch, its accuracy, and how many of its units are dead.

Each setting is trained by the plan and on the batches of a ``TrainingRun``. Its end is that run's end, bit for bit: a
visitor who opens the run finds the number that the sweep gave. (Networks trained side by side would take half of the
time, but sum in another order, from which runs at a large learning rate part ways: see docs/decisions/0019.) All
settings have one order of patterns. It is drawn once, which saves a fifth of the time of small networks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Array, IntArray
from ..errors import CrossEntropySoftmaxError
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel
from ..plans import make_plan
from ..training.batch_order import BatchOrder
from ..training.monitor import Monitor, Patterns
from .gradient_flow import unit_statistics

NUMBERS_AT_ONCE = 200_000_000
"""Multiplications with addition between two pauses: about 0.03 s."""


MOST_KEPT = 4_000_000
"""Indices of patterns that are kept for the next setting; the batches of a longer run are drawn anew for each."""


class Timetable:
    """The patterns of each step of a whole run: the same for every setting of a sweep.

    Parameters
    ----------
    n_patterns : int
        Training patterns.
    batch_size : int or None
        Patterns in a step; None for all of them.
    n_epochs : int
        Epochs, at least 1.
    order_seed : int
        Seed of the order of patterns.

    Attributes
    ----------
    batch_size, n_steps : int
        Patterns in a step, and steps in all.

    Raises
    ------
    ValueError
        If a number is out of bounds.
    """

    def __init__(self, n_patterns: int, batch_size: int | None, n_epochs: int, order_seed: int) -> None:
        if n_epochs < 1:
            raise ValueError(f"n_epochs {n_epochs} is below 1")
        self.batch_size = n_patterns if batch_size is None else batch_size
        self._order = BatchOrder(n_patterns, self.batch_size, order_seed)
        self.n_steps = n_epochs * self._order.steps_per_epoch
        self._kept: IntArray | None = None

    def rows(self, step: int, n_steps: int) -> IntArray:
        """The batches from ``step`` on, shape (at least 1 and at most n_steps, batch_size)."""
        if self.n_steps * self.batch_size > MOST_KEPT:
            return self._order.rows(step, n_steps)
        if self._kept is None:
            per_epoch = self._order.steps_per_epoch
            epochs = [self._order.rows(first, per_epoch) for first in range(0, self.n_steps, per_epoch)]
            self._kept = np.concatenate(epochs)
        return self._kept[step : step + n_steps]


@dataclass(frozen=True, eq=False)
class Outcome:
    """The end of one training run.

    Parameters
    ----------
    accuracy : float
        Share of right validation patterns.
    diverged : bool
        Whether a step, or the error at the end, was not finite; the numbers are then those before that step.
    dead_units : list of boolean ndarray of shape (width,)
        Dead units of each hidden layer, judged by the training patterns: ``unit_statistics``.
    saturated : tuple of float
        Share of the pairs of a unit and a training pattern that are saturated, for each hidden layer.
    params : ndarray of shape (n_params,), float32
        Where the network ended.
    """

    accuracy: float
    diverged: bool
    dead_units: list[npt.NDArray[np.bool_]]
    saturated: tuple[float, ...]
    params: Array

    @property
    def dead(self) -> tuple[int, ...]:
        """How many units of each hidden layer are dead."""
        return tuple(int(units.sum()) for units in self.dead_units)


def train_to_end(
    model: MultipleLayerModel,
    learning_rule: GradientDescentLearningRule,
    training: Patterns,
    validation: Patterns,
    timetable: Timetable,
) -> Iterator[tuple[float, Outcome | None]]:
    """Train a network at a constant learning rate, in slices, and judge it at the end.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters; it stays as it is.
    learning_rule : GradientDescentLearningRule
        How parameters are updated; it stays as it is.
    training, validation : tuple of (inputs, labels)
        As in ``TrainingRun``.
    timetable : Timetable
        The batches of these training patterns.

    Yields
    ------
    share : float
        Progress, from 0 to 1.
    outcome : Outcome or None
        None but in the last pair.
    """
    inputs, labels = training
    size, n_steps = timetable.batch_size, timetable.n_steps
    plan = make_plan(model, CrossEntropySoftmaxError(), learning_rule, batch_size=size)
    plan.bind(inputs, labels)
    yield 0.0, None
    at_once = max(1, NUMBERS_AT_ONCE // (3 * size * plan.architecture.n_multiply_adds))
    step, finite = 0, True
    while step < n_steps and finite:
        pause = min(n_steps, step + at_once)
        while step < pause and finite:
            rows = timetable.rows(step, pause - step)
            taken = plan.run(rows)
            step, finite = step + taken, taken == len(rows)
        yield 0.95 * step / n_steps, None
    params = plan.params_of(plan.state).copy()
    units = unit_statistics(plan.architecture, params, inputs)
    yield 0.97, None
    measured = Monitor(plan.architecture, [training, validation])(params[np.newaxis])[0]
    yield (
        1.0,
        Outcome(
            float(measured[3]),
            not (finite and np.isfinite(measured).all()),
            units.dead,
            tuple(float(share) for share in units.saturation),
            params,
        ),
    )
