"""A training run from settings, at epoch 0, and the network that it begins with."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import BIASES, INITIALISERS, ConstantInit
from engine.learning_rules import LEARNING_RULES
from engine.models import MultipleLayerModel, make_model
from engine.penalties import PENALTIES
from engine.training import TrainingRun
from ui.settings.base import Settings

SNAPSHOT_BYTES = 16_000_000
"""The most that the snapshots of one run may weigh in this process, unless a few of them weigh more."""

FEWEST_SNAPSHOTS = 4

STATES = {"gradient descent": 1, "Adam": 3}
"""Numbers that a snapshot holds for each parameter; 2 for the other rules."""


def most_snapshots(settings: Settings, architecture: Architecture, most: int) -> int:
    """How many snapshots a run may keep: at most so many, and fewer where they are large."""
    state_bytes = 4 * architecture.n_params * STATES.get(settings.rule, 2)
    return int(np.clip(SNAPSHOT_BYTES // state_bytes, FEWEST_SNAPSHOTS, most))


def initial_network(
    settings: Settings,
    architecture: Architecture,
    *,
    learn_biases: bool = True,
    stays: Sequence[tuple[bool, bool]] = (),
    masks: Mapping[int, npt.NDArray[Any]] | None = None,
) -> MultipleLayerModel:
    """Make the network that a run of these settings starts from.

    Parameters
    ----------
    settings : Settings
        How it is drawn.
    architecture : Architecture
        Which network.
    learn_biases : bool, default True
        False for biases that are 0 and stay so.
    stays : sequence of (bool, bool), default none
        For each affine layer whether its weights, and its biases, stay as drawn.
    masks : mapping of int to ndarray, optional
        Where wires are, by affine layer: as in ``make_model``.

    Returns
    -------
    MultipleLayerModel
        What learns and what stays draws the same numbers.
    """
    n_affine = len(architecture.weight_shapes)
    of_weights, of_biases = zip(*(stays or [(False, False)] * n_affine), strict=True)
    rng = np.random.default_rng(settings.init_seed)
    drawn = learn_biases and settings.start in BIASES
    return make_model(
        architecture,
        weights_initialiser=INITIALISERS[settings.start](rng),
        biases_initialiser=BIASES[settings.start](rng) if drawn else ConstantInit(0.0),
        weights_penalty=PENALTIES[settings.penalty](settings.l2) if settings.l2 else None,
        learn_weights=[not still for still in of_weights],
        learn_biases=[learn_biases and not still for still in of_biases],
        weights_masks=masks,
    )


def make_run(
    settings: Settings,
    architecture: Architecture,
    training: Any,
    validation: Any,
    params: Array | None = None,
    learn_biases: bool = True,
    stays: Sequence[tuple[bool, bool]] = (),
    masks: Mapping[int, npt.NDArray[Any]] | None = None,
    **options: Any,
) -> TrainingRun:
    """Build a run from settings.

    Parameters
    ----------
    settings : Settings
        How it is trained.
    architecture : Architecture
        Which network.
    training, validation : tuple of (inputs, labels)
        As in ``TrainingRun``.
    params : ndarray of shape (n_params,), optional
        Weights and biases to begin with, instead of those that the settings' seed draws.
    learn_biases : bool, default True
        False for biases that are 0 and stay so.
    stays : sequence of (bool, bool), default none
        As in ``initial_network``.
    masks : mapping of int to ndarray, optional
        As in ``initial_network``.
    **options
        Further arguments of ``TrainingRun``.

    Returns
    -------
    TrainingRun
        At epoch 0.
    """
    n_points = len(training[1])
    model = initial_network(settings, architecture, learn_biases=learn_biases, stays=stays, masks=masks)
    if params is not None:
        model.params = [part.copy() for part in architecture.split(params)]
    return TrainingRun(
        model,
        CrossEntropySoftmaxError(),
        LEARNING_RULES[settings.rule](learning_rate=settings.rate),
        training,
        validation,
        batch_size=settings.batch if 0 < settings.batch < n_points else None,
        n_epochs=settings.epochs,
        order_seed=settings.order_seed,
        schedule=settings.schedule,
        patience=settings.patience or None,
        **options,
    )
