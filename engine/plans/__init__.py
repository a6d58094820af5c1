"""Plans: the same training as the teaching classes', laid out beforehand so that NumPy does it fast."""

import numpy as np
import numpy.typing as npt

from ..errors import CrossEntropySoftmaxError, Error
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel, architecture_of
from . import activations, penalties, updates
from .behind_frozen import BehindFrozen
from .course import CoursePlan
from .held import n_frozen_in_front
from .narrow import NarrowPlan
from .plan import Plan
from .still import StillPlan
from .wide import WidePlan

WIDE = 64
"""Inputs from which a ``WidePlan`` is faster than a ``NarrowPlan``: products then outweigh all else."""


def make_plan(
    model: MultipleLayerModel,
    error: Error,
    learning_rule: GradientDescentLearningRule,
    *,
    batch_size: int,
    dtype: npt.DTypeLike = np.float32,
) -> Plan:
    """Make the fastest plan that gives what a model, an error and a learning rule would give.

    It is a ``CoursePlan`` where the error, the rule, a penalty, an activation or the precision has no fast form, or
    where a class has several templates on few inputs. Layers that are frozen from the inputs on leave a smaller network
    to train, on what they make of the patterns: see ``BehindFrozen``. Where nothing learns it is a ``StillPlan``.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters. It is copied and stays as it is.
    error : Error
        The error to be lowered.
    learning_rule : GradientDescentLearningRule
        How parameters are updated, with the initial learning rate. It is copied and starts without memory.
    batch_size : int
        Patterns in a step, at least 1.
    dtype : data type, default float32
        Precision of the training.

    Returns
    -------
    Plan
        A plan that is still to be bound to its patterns.

    Raises
    ------
    ValueError
        If the layers are not affine, activation, affine, …, affine, or the batch size is below 1.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size {batch_size} is below 1")
    architecture = architecture_of(model)
    n_front = n_frozen_in_front(model)
    if n_front == len(model.layers):
        return StillPlan(model, learning_rule.learning_rate, batch_size=batch_size, dtype=dtype)
    if n_front:
        front, behind = model.layers[:n_front], MultipleLayerModel(model.layers[n_front:])
        rest = make_plan(behind, error, learning_rule, batch_size=batch_size, dtype=dtype)
        return BehindFrozen(architecture, front, rest)
    if (
        type(error) is CrossEntropySoftmaxError
        and np.dtype(dtype) == np.float32
        and updates.is_fast(learning_rule)
        and penalties.are_only_l2(model)
        and activations.are_fast(architecture.activations)
        and (architecture.n_templates == 1 or architecture.sizes[0] >= WIDE)
    ):
        fast = NarrowPlan if architecture.sizes[0] < WIDE else WidePlan
        return fast(model, learning_rule, batch_size=batch_size)
    return CoursePlan(model, error, learning_rule, batch_size=batch_size, dtype=dtype)
