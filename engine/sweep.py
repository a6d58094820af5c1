"""How one setting of a sweep ends: a network trained to its last epoch, and what is left of its units.

Each setting is trained by the plan that a ``TrainingRun`` of it would use, on the same batches: its end is that run's
end, bit for bit, and whoever opens the run finds the number that the sweep gave. (``StackedPlan`` would take half of
the time, but sums in another order, from which runs at a large learning rate part ways.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from engine.batch_order import BatchOrder
from engine.errors import CrossEntropySoftmaxError
from engine.gradient_flow import unit_statistics
from engine.learning_rules import GradientDescentLearningRule
from engine.models import MultipleLayerModel
from engine.monitor import Monitor, Patterns
from engine.plans import make_plan

NUMBERS_AT_ONCE = 400_000_000
"""Multiplications with addition between two pauses: about 0.05 s."""


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
    *,
    batch_size: int | None,
    n_epochs: int,
    order_seed: int,
) -> Iterator[tuple[float, Outcome | None]]:
    """Train a network at a constant learning rate, in slices, and judge it at the end.

    Parameters
    ----------
    model : MultipleLayerModel
        With its initial parameters; it is left as it is.
    learning_rule : GradientDescentLearningRule
        How it is updated; it is left as it is.
    training, validation : tuple of (inputs, labels)
        As in ``TrainingRun``.
    batch_size : int or None
        Patterns in a step; None for all of them.
    n_epochs : int
        Epochs, at least 1.
    order_seed : int
        Seed of the order of patterns.

    Yields
    ------
    share : float
        How far it is, from 0 to 1.
    outcome : Outcome or None
        None but in the last pair.
    """
    if n_epochs < 1:
        raise ValueError(f"n_epochs {n_epochs} is below 1")
    inputs, labels = training
    size = len(labels) if batch_size is None else batch_size
    plan = make_plan(model, CrossEntropySoftmaxError(), learning_rule, batch_size=size)
    plan.bind(inputs, labels)
    order = BatchOrder(len(labels), size, order_seed)
    n_steps = n_epochs * order.steps_per_epoch
    at_once = max(1, NUMBERS_AT_ONCE // (3 * size * plan.architecture.n_multiply_adds))
    step, finite = 0, True
    while step < n_steps and finite:
        pause = min(n_steps, step + at_once)
        while step < pause and finite:
            rows = order.rows(step, pause - step)
            taken = plan.run(rows)
            step, finite = step + taken, taken == len(rows)
        yield 0.95 * step / n_steps, None
    params = plan.params_of(plan.state).copy()
    units = unit_statistics(plan.architecture, params, inputs)
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
