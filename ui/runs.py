"""Training runs that visitors share: the same settings are one run in this process, however many look at it.

Whoever looks pushes a run on by a slice, one visitor at a time; when nobody looks any more, it rests and costs
nothing. What has been trained once is served from the cache. ``turn`` is the seam where a pool of processes could
take the lock's place.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from datasets import mnist, point_table, toy
from datasets.points import hold_out_every
from engine.architecture import Architecture
from engine.arrays import Array
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import BIASES, INITIALISERS, ConstantInit
from engine.learning_rules import LEARNING_RULES
from engine.models import MultipleLayerModel, make_model
from engine.penalties import L2Penalty
from engine.training import TrainingRun
from engine.training.transplants import transplanted
from ui.settings import HELD_OUT, PlaneSettings, RegionSettings, Settings

FIRST = (0.04, 0.15)
"""Seconds of training, and of patience until it is one's turn, in the answer to a change: the new run is seen from
epoch 0 on while the rest of it is trained."""

MORE = (0.12, 2.0)
"""The same where the browser asks for more. It is patient, for an answer that brings nothing new costs as much as one
that does; and it asks again when it has heard nothing for longer than that."""

TOO_FEW_CLASSES = "Add points of at least two classes."

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

    settings: RegionSettings
    points: toy.Split
    architecture: Architecture
    run: TrainingRun
    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held while the run is trained or read."""


@contextmanager
def reading(several: Iterable[Trained]) -> Iterator[None]:
    """Keep runs from being trained while they are read: each once, and in one order for everybody."""
    with ExitStack() as held:
        for _, trained in sorted({id(one): one for one in several}.items()):
            held.enter_context(trained.busy)
        yield


def points_of(settings: PlaneSettings) -> toy.Split:
    """Points that a page with data in the plane asks for: the same settings, the same points.

    Of own points there may be none for validation. A ValueError says so where they are of fewer than two classes.
    """
    if not settings.is_own:
        return toy.draw(
            settings.data,
            size=settings.n_points,
            noise=settings.noise_level,
            seed=settings.data_seed,
            centres=settings.centres,
        )
    if not is_ready(settings):
        raise ValueError(TOO_FEW_CLASSES)
    return hold_out_every(point_table.from_text(settings.drawn), HELD_OUT[settings.validation])


def is_ready(settings: PlaneSettings) -> bool:
    """Whether there are points of at least two classes, which own points may lack."""
    return not settings.is_own or len(np.unique(point_table.from_text(settings.drawn).labels)) >= 2


def truth_of(settings: PlaneSettings) -> toy.Truth | None:
    """Give the exact source of the points; None where they were drawn by hand, and nobody knows it."""
    if settings.is_own:
        return None
    return toy.DATASETS[settings.data].truth(settings.noise_level, settings.centres)


@cache
def training_images(count: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The first training images; always the same arrays, so that all plans can share what they make of them."""
    training = mnist.load().training
    return training.inputs[:count], training.labels[:count]


def _regions_run(settings: RegionSettings, max_snapshots: int) -> Trained:
    """Make the run of these settings; where no point is held out, training points stand in and are not shown."""
    if settings.past:
        return _fork(settings)
    points = points_of(settings)
    held_out = points.validation if len(points.validation) else points.training
    architecture = settings.architecture(input_dim=2, n_classes=toy.N_CLASSES)
    run = make_run(
        settings if len(points.validation) else replace(settings, patience=0),
        architecture,
        (points.training.inputs, points.training.labels),
        (held_out.inputs, held_out.labels),
        max_snapshots=max_snapshots,
    )
    return Trained(settings, points, architecture, run)


_shared_run = lru_cache(maxsize=96)(_regions_run)
_own_run = lru_cache(maxsize=96)(_regions_run)
"""Each edit of own points is a run: they are kept apart, so that a class that draws pushes nobody else's run out."""


def most_snapshots(settings: RegionSettings) -> int:
    """Count the snapshots of a run that may be sent to a browser in one block."""
    n_params = settings.architecture(input_dim=2, n_classes=toy.N_CLASSES).n_params
    return int(np.clip(_SNAPSHOT_BYTES // (4 * n_params), 60, 300))


def _trained(settings: RegionSettings, max_snapshots: int | None = None) -> Trained:
    """The run of these settings; or the one before a fork, as long as that has not come to the fork."""
    if settings.past:
        before = _trained(settings.before_fork.training_part())
        run = before.run
        if before.settings.past != settings.past[:-1] or not (
            run.finished or run.epoch >= settings.past[-1].epoch
        ):
            return before
    made = _own_run if settings.is_own else _shared_run
    return made(settings, max_snapshots or most_snapshots(settings))


def _fork(settings: RegionSettings) -> Trained:
    """Fork the run before, which has come far enough; where it stopped too early, at its end."""
    before = _trained(settings.before_fork.training_part())
    with before.busy:
        epoch = min(settings.past[-1].epoch, before.run.epoch)
        if settings.keeps_the_past:
            run = before.run.fork(epoch, learning_rate=settings.rate)
        else:
            run = transplanted(before.run, epoch, settings.activations, learning_rate=settings.rate)
    return Trained(settings, before.points, run.architecture, run)


def regions_run(settings: RegionSettings, max_snapshots: int | None = None) -> Trained:
    """Give the shared run of these settings, as far as anybody has trained it.

    Parameters
    ----------
    settings : RegionSettings
        With or without forks.
    max_snapshots : int or None, default None
        Most snapshots kept: runs that are shown together need the same number, so that they have the same moments.
        As many as a block of their own can carry where None.

    Returns
    -------
    Trained
        Its ``settings`` are those asked for; or, as long as a run that is to be forked has not come to that moment,
        those of the run that must be trained first.
    """
    with _making:
        return _trained(settings.training_part(), max_snapshots)


def initial_network(
    settings: Settings, architecture: Architecture, *, learn_biases: bool = True
) -> MultipleLayerModel:
    """Make the network that a run of these settings starts from; biases that are not learnt are 0."""
    rng = np.random.default_rng(settings.init_seed)
    drawn = learn_biases and settings.start in BIASES
    return make_model(
        architecture,
        weights_initialiser=INITIALISERS[settings.start](rng),
        biases_initialiser=BIASES[settings.start](rng) if drawn else ConstantInit(0.0),
        weights_penalty=L2Penalty(settings.l2) if settings.l2 else None,
        learn_biases=learn_biases,
    )


def make_run(
    settings: Settings,
    architecture: Architecture,
    training: Any,
    validation: Any,
    params: Array | None = None,
    learn_biases: bool = True,
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
        Weights and biases to begin with, instead of what the settings' seed draws.
    learn_biases : bool, default True
        False for biases that are 0 and stay so.
    **options
        What else ``TrainingRun`` takes.

    Returns
    -------
    TrainingRun
        At epoch 0.
    """
    n_points = len(training[1])
    model = initial_network(settings, architecture, learn_biases=learn_biases)
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
