"""Training runs that visitors share: the same settings are one run in this process, however many look at it.

Whoever looks pushes a run on by a slice, one visitor at a time; when nobody looks any more, it rests and costs
nothing. What has been trained once is served from the cache. ``turn`` is the seam where a pool of processes could
take the lock's place.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from datasets import toy
from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import BIASES, INITIALISERS, ConstantInit
from engine.learning_rules import LEARNING_RULES
from engine.models import MultipleLayerModel, make_model
from engine.penalties import L2Penalty
from engine.training import TrainingRun
from ui.settings import PlaneSettings, RegionSettings, Settings

FIRST = (0.04, 0.15)
"""Seconds of training, and of patience until it is one's turn, in the answer to a change: the new run is seen from
epoch 0 on while the rest of it is trained."""

MORE = (0.12, 2.0)
"""The same where the browser asks for more. It is patient, for an answer that brings nothing new costs as much as one
that does; and it asks again when it has heard nothing for longer than that."""

_SNAPSHOT_BYTES = 700_000
"""What the snapshots of one run may weigh on their way to the browser."""

_lock = threading.Lock()
_making = threading.Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Have the process's one training turn: wait for it, hold it, pass it on."""
    with _lock:
        yield


@dataclass(frozen=True, eq=False)
class Trained:
    """A run with the points that it is trained on."""

    points: toy.Split
    architecture: Architecture
    run: TrainingRun
    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held while the run is trained or read."""


def points_of(settings: PlaneSettings) -> toy.Split:
    """Draw the points that a page with data in the plane asks for: the same settings, the same points."""
    return toy.draw(
        settings.data, size=settings.n_points, noise=settings.noise_level, seed=settings.data_seed
    )


@lru_cache(maxsize=96)
def _regions_run(settings: RegionSettings) -> Trained:
    """Make the run of these settings, once in this process."""
    points = points_of(settings)
    architecture = settings.architecture(input_dim=2, n_classes=toy.N_CLASSES)
    run = make_run(
        settings,
        architecture,
        (points.training.inputs, points.training.labels),
        (points.validation.inputs, points.validation.labels),
        max_snapshots=int(np.clip(_SNAPSHOT_BYTES // (4 * architecture.n_params), 60, 300)),
    )
    return Trained(points, architecture, run)


def regions_run(settings: RegionSettings) -> Trained:
    """Give the shared run of these settings, as far as anybody has trained it."""
    with _making:
        return _regions_run(settings.training_part())


def initial_network(settings: Settings, architecture: Architecture) -> MultipleLayerModel:
    """Make the network that a run of these settings starts from."""
    rng = np.random.default_rng(settings.init_seed)
    return make_model(
        architecture,
        weights_initialiser=INITIALISERS[settings.start](rng),
        biases_initialiser=BIASES[settings.start](rng) if settings.start in BIASES else ConstantInit(0.0),
        weights_penalty=L2Penalty(settings.l2) if settings.l2 else None,
    )


def make_run(
    settings: Settings, architecture: Architecture, training: Any, validation: Any, **options: Any
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
    **options
        What else ``TrainingRun`` takes.

    Returns
    -------
    TrainingRun
        At epoch 0.
    """
    n_points = len(training[1])
    return TrainingRun(
        initial_network(settings, architecture),
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


class Advancing(Protocol):
    """What can be pushed on by slices: a training run, a job."""

    @property
    def n_steps(self) -> int:
        """How far it is."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""

    def advance(self, *, seconds: float) -> Any:
        """Go on for so long."""


def advance(
    run: Advancing,
    seconds: float,
    busy: AbstractContextManager[Any] | None = None,
    patience: float = -1.0,
) -> None:
    """Push a shared run or job on by a slice, when its turn comes, unless somebody else just did.

    Parameters
    ----------
    run : TrainingRun or Job
        Something that others may look at.
    seconds : float
        Length of the slice.
    busy : context manager, optional
        Entered while the run is trained.
    patience : float, default -1
        Seconds to wait for the turn; for ever where negative.
    """
    seen = run.n_steps
    if run.finished or not _lock.acquire(timeout=patience):
        return
    try:
        with busy or nullcontext():
            if run.n_steps == seen:
                run.advance(seconds=seconds)
    finally:
        _lock.release()
