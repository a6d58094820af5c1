"""Training runs on points that visitors share: the same settings are one run in this process.

Every visitor who looks at a run pushes it on by a slice, one visitor at a time. A run that nobody looks at rests and
costs nothing. A run that has been trained once is served from the cache.
"""

import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from datasets import toy
from datasets.derived_inputs import derived
from datasets.points import Points, hold_out_every
from engine.architecture import Architecture
from engine.arrays import Array
from engine.training import TrainingRun
from engine.training.transplants import transplanted
from ui.plane import by_hand, cut
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import HELD_OUT, PlaneSettings
from ui.work import finished
from ui.work.keeper import KEEPER, Parked
from ui.work.needs import Needs, of_run, park_run
from ui.work.new_runs import make_run

TOO_FEW_CLASSES = "Add points of at least two classes."

_SNAPSHOT_BYTES = 700_000
"""Bytes that the snapshots of one run may take on their way to the browser."""

_making: "weakref.WeakValueDictionary[RegionSettings, threading.Lock]" = weakref.WeakValueDictionary()
"""For each run that somebody asks for just now a lock, so that it is made once."""

_asking = threading.Lock()


@dataclass(frozen=True, eq=False)
class Trained:
    """A run with the points that it is trained on."""

    settings: RegionSettings
    points: toy.Split
    architecture: Architecture
    run: TrainingRun
    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held while the run is trained or read."""

    def inputs_at(self, places: Array) -> Array:
        """What the network is given for places of the plane, of shape (n, 2): derived inputs, or the places."""
        return derived(places, self.settings.inputs)

    def patterns(self, points: Points) -> tuple[Array, npt.NDArray[np.integer]]:
        """What the network is given for some points, with their labels."""
        return self.inputs_at(points.inputs), points.labels

    def park(self) -> Parked | None:
        """The run at rest; None where somebody trains or reads it just now."""
        return park_run(self.busy, self.run, partial(Trained, self.settings, self.points, self.architecture))


@contextmanager
def reading(several: Iterable[Trained]) -> Iterator[None]:
    """Keep runs from being trained while they are read.

    Each lock is taken once, and all in one order for everybody: else two readers could wait for each other for ever.
    """
    with ExitStack() as held:
        for _, trained in sorted({id(one): one for one in several}.items()):
            held.enter_context(trained.busy)
        yield


def points_of(settings: PlaneSettings) -> toy.Split:
    """Points of these settings; the same settings always give the same points.

    Own points may leave none for validation. A ValueError says where they are of fewer than two classes.
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
    return hold_out_every(settings.own.on_plane, HELD_OUT[settings.validation])


def points_as_they_came(settings: PlaneSettings) -> toy.Split:
    """Points of these settings in the visitor's own numbers, with the same split; errors as ``points_of``."""
    if not settings.is_own or not is_ready(settings):
        return points_of(settings)
    return hold_out_every(settings.own.points, HELD_OUT[settings.validation])


def is_ready(settings: PlaneSettings) -> bool:
    """Whether there is something to learn: own points may be of fewer than two classes."""
    return not settings.is_own or len(np.unique(settings.own.points.labels)) >= 2


def truth_of(settings: PlaneSettings) -> toy.Truth | None:
    """Give the exact source of the points; None for own points, whose source is unknown."""
    if settings.is_own:
        return None
    make = partial(toy.DATASETS[settings.data].truth, settings.noise_level, settings.centres)
    return KEEPER.have("sources", (settings.data, *make.args), make, share=0.1)


def _regions_run(settings: RegionSettings, max_snapshots: int) -> Trained:
    """Make the run of these settings.

    Where no point is held out, training points stand in for validation. They are not shown as such, and do not stop
    the run early.
    """
    if settings.past:
        return forked(settings, _trained(settings.before_fork.training_part()))
    trained = begun(settings, max_snapshots)
    if not settings.is_own:
        finished.share("in the plane", (settings, max_snapshots), trained.run, trained.busy)
    return trained


def begun(settings: RegionSettings, max_snapshots: int) -> Trained:
    """Make a run at epoch 0 that nobody shares; of forks it knows nothing."""
    points = points_of(settings)
    held_out = points.validation if len(points.validation) else points.training
    architecture = settings.network
    run = make_run(
        settings if len(points.validation) else replace(settings, patience=0),
        architecture,
        (derived(points.training.inputs, settings.inputs), points.training.labels),
        (derived(held_out.inputs, settings.inputs), held_out.labels),
        max_snapshots=max_snapshots,
        stays=settings.stays,
        masks=cut.masks(cut.read(settings.cut), architecture),
    )
    return Trained(settings, points, architecture, run)


_OWN_SHARE = 0.25
"""Part of the memory that runs on own points may take. Each edit is a new run: else a hall of students who draw would
push everybody else's runs out."""


def most_snapshots(settings: RegionSettings) -> int:
    """Count the snapshots of a run that may be sent to a browser in one block."""
    n_params = settings.network.n_params
    return int(np.clip(_SNAPSHOT_BYTES // (4 * n_params), 60, 300))


def _trained(settings: RegionSettings, max_snapshots: int | None = None) -> Trained:
    """The run of these settings; or the run before the last fork, as long as it has not come to the fork."""
    if settings.past:
        before = _trained(settings.before_fork.training_part())
        run = before.run
        if before.settings.past != settings.past[:-1] or not (
            run.finished or run.epoch >= settings.past[-1].epoch
        ):
            return before
    most = max_snapshots or most_snapshots(settings)
    kind, share = ("runs on own points", _OWN_SHARE) if settings.is_own else ("runs in the plane", 1.0)
    return KEEPER.have(kind, (settings, most), lambda: _regions_run(settings, most), share=share)


def forked(settings: RegionSettings, before: Trained) -> Trained:
    """Fork the run before, which has come to the fork's epoch, or has stopped before it: then at its end."""
    with before.busy:
        fork = settings.past[-1]
        epoch, run = min(fork.epoch, before.run.epoch), before.run
        if settings.keeps_the_past or fork.by_hand:
            run = run.fork(epoch, learning_rate=settings.rate)
            run.set_by_hand(by_hand.by_place(fork.by_hand, run.architecture))
        if not settings.keeps_the_past:
            run = transplanted(run, epoch, settings.activations, learning_rate=settings.rate)
    return Trained(settings, before.points, run.architecture, run)


def needs(settings: RegionSettings, max_snapshots: int | None = None) -> Needs:
    """The run of these settings, and before it those that it was forked from; arguments as in ``regions_run``."""
    last = None
    while is_ready(settings) and (trained := regions_run(settings, max_snapshots)) is not last:
        yield of_run(trained.run, trained.busy, kept=trained)
        last = trained


def regions_run(settings: RegionSettings, max_snapshots: int | None = None) -> Trained:
    """Give the shared run of these settings, as far as anybody has trained it.

    Parameters
    ----------
    settings : RegionSettings
        With or without forks.
    max_snapshots : int or None, default None
        Most snapshots that the run keeps. Runs that are shown together need the same number, so that they have the
        same moments. None: as many as one block can carry.

    Returns
    -------
    Trained
        Its ``settings`` are those asked for. As long as a run that is to be forked has not come to that moment, it is
        this earlier run, with its own settings.
    """
    part = settings.training_part()
    with _asking:
        making = _making.setdefault(part, threading.Lock())
    with (
        making
    ):  # a fork may have to be trained up to its moment: whoever asks for another run does not wait for it
        return _trained(part, max_snapshots)
