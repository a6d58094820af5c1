"""Jobs that the page of activations computes and visitors share: lives of units, sizes of gradients, a rewriting."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.layers import ACTIVATIONS
from engine.questions import equivalence
from engine.questions.gradient_flow import GradientSizes, gradient_sizes
from engine.questions.unit_biography import Biography, biographies, count_reached, edges_for
from engine.training import TrainingRun
from engine.training.history import History
from engine.training.run import ParkedRun
from engine.training.stops import Stop
from ui.activations.settings import ActivationSettings
from ui.digits import runs as mnist_runs
from ui.plane import runs
from ui.work import jobs, new_runs
from ui.work.jobs import Job

SLICE = 0.06
"""Seconds of training between two results."""

N_BINS = 48
"""Bins of a histogram."""

MOST_MOMENTS = 101
"""The most snapshots of a run; large networks keep fewer."""

BATCH = 1_000
"""Training patterns, the first ones, on which units are followed and errors measured."""

GRADIENTS_ON = BATCH // 4
"""Training patterns, the first ones, on which gradients are measured."""

COUNTED_FROM = 0.95
"""Share of the work on units' lives that is done when all training patterns are counted at the run's end."""

LARGE_RUN = 20_000_000
"""Bytes from which a run that is trained beside others is parked while it is not its turn."""

_STORY = ("shares", "mean_output", "saturated", "passed", "reached")
_SIZES = ("signals", "weights", "mean_weights")

Patterns = tuple[npt.NDArray[Any], IntArray]


@dataclass(frozen=True, eq=False)
class Life:
    """The lives of all hidden units at every moment of a run so far.

    Units are followed on the first ``n_seen`` of ``n_patterns`` training patterns. ``reached_at_end`` counts, for each
    hidden layer, how many of all ``n_patterns`` reach each unit at the run's end; None until that is known.
    """

    architecture: Architecture
    epochs: Array
    edges: list[Array]
    layers: list[Biography]
    history: History
    n_epochs: int
    stop: Stop | None
    n_seen: int
    n_patterns: int
    reached_at_end: list[IntArray] | None = None


@dataclass(frozen=True, eq=False)
class Flow:
    """Sizes of gradients, (n_moments, n_layers), at every moment so far of one run for each activation."""

    epochs: Array
    sizes: dict[str, GradientSizes]
    accuracy: dict[str, Array]
    stops: dict[str, Stop | None]
    n_epochs: int


@dataclass(frozen=True, eq=False)
class Rewriting:
    """A trained network of sigmoids, and a network of tanh that computes the same function."""

    sigmoid: tuple[Architecture, Array]
    tanh: tuple[Architecture, Array]
    difference: float
    accuracy: float


def patterns_of(settings: ActivationSettings) -> tuple[Patterns, Patterns]:
    """Training and validation patterns."""
    if settings.on == "mnist":
        validation = mnist.load().validation
        return mnist_runs.training_images(settings.images), (validation.inputs, validation.labels)
    points = runs.points_of(settings)
    held_out = points.validation if len(points.validation) else points.training
    return (points.training.inputs, points.training.labels), (held_out.inputs, held_out.labels)


def kinds_of(settings: ActivationSettings) -> tuple[str, str]:
    """What training and validation patterns are, in words; where no own point is held out, both are the same ones."""
    if settings.on == "mnist":
        return "training images", "validation images"
    is_held_out = len(runs.points_of(settings).validation) > 0
    return "training points", "validation points" if is_held_out else "training points"


def architecture_of(settings: ActivationSettings) -> Architecture:
    """The network's shape."""
    is_images = settings.on == "mnist"
    return settings.architecture(
        28 * 28 if is_images else 2, mnist.N_CLASSES if is_images else settings.n_classes
    )


def run_of(settings: ActivationSettings) -> TrainingRun:
    """Make the run of these settings, at epoch 0."""
    training, validation = patterns_of(settings)
    per_epoch = max(1, min(8, 40 // settings.epochs)) if settings.on == "mnist" else 1
    return new_runs.make_run(
        settings,
        architecture_of(settings),
        training,
        validation,
        max_snapshots=new_runs.most_snapshots(settings, architecture_of(settings), MOST_MOMENTS),
        records_per_epoch=per_epoch,
        monitor_size=min(BATCH, len(training[1])),
    )


def _moments(run: TrainingRun) -> tuple[Array, Array]:
    """Epochs and networks of the snapshots at which the history has a record; the present moment may have none."""
    snapshots = run.snapshots
    recorded = np.isin(snapshots.epochs, run.history.epoch)
    return snapshots.epochs[recorded], snapshots.params[recorded]


class _Kept:
    """Results for moments of a run, kept by epoch, not by row: a run that diverges goes back to an earlier moment."""

    def __init__(self) -> None:
        self._rows: dict[float, list[Array]] = {}

    def of(self, epochs: Array, params: Array, compute: Callable[[Array], list[Array]]) -> list[Array]:
        """Results for these moments, each with a leading axis of moments; only new moments are computed."""
        new = [i for i, epoch in enumerate(epochs) if float(epoch) not in self._rows]
        if new:
            columns = compute(params[new])
            self._rows |= {float(epochs[i]): [c[row] for c in columns] for row, i in enumerate(new)}
        return [np.stack(column) for column in zip(*(self._rows[float(e)] for e in epochs), strict=True)]


def life(settings: ActivationSettings) -> Job[Life]:
    """The job that follows every hidden unit through a run."""

    def work() -> Iterator[tuple[float, Life]]:
        run = run_of(settings)
        all_points = patterns_of(settings)[0][0]
        points = all_points[:BATCH]
        edges: list[Array] = []
        kept = _Kept()
        while True:
            epochs, params = _moments(run)
            wanted = edges_for(run.architecture, params[[0, len(params) // 2, -1]], points, N_BINS)
            if not edges or any(new[-1] > old[-1] for new, old in zip(wanted, edges, strict=True)):
                edges, kept = (
                    [w if w[-1] > e[-1] else e for w, e in zip(wanted, edges or wanted, strict=True)],
                    _Kept(),
                )

            def compute(networks: Array, edges: list[Array] = edges) -> list[Array]:
                lives = biographies(run.architecture, networks, points, edges)
                return [getattr(layer, name) for layer in lives for name in _STORY]

            columns = kept.of(epochs, params, compute)
            layers = [Biography(*columns[i : i + len(_STORY)]) for i in range(0, len(columns), len(_STORY))]
            n_seen, n_patterns = len(points), len(all_points)
            found = Life(
                run.architecture,
                epochs,
                edges,
                layers,
                run.history,
                run.n_epochs,
                run.stop,
                n_seen,
                n_patterns,
            )
            yield COUNTED_FROM * run.epoch / run.n_epochs, found
            if run.finished:
                break
            run.advance(seconds=SLICE)
        for share, counts in count_reached(run.architecture, params[-1], all_points):
            result = replace(found, reached_at_end=counts) if share == 1.0 else found
            yield COUNTED_FROM + (1 - COUNTED_FROM) * share, result

    return jobs.shared(("life", settings.training_part()), work)


def flow(settings: ActivationSettings) -> Job[Flow]:
    """The job that trains the same network with each activation side by side, and measures the sizes of gradients.

    Where the settings want the untrained networks only, it measures these and is finished.
    """
    plain = replace(settings.training_part(), activation=("sigmoid",))
    untrained = settings.untrained

    def work() -> Iterator[tuple[float, Flow]]:
        (inputs, labels), _ = patterns_of(plain)
        batch = inputs[:GRADIENTS_ON], labels[:GRADIENTS_ON]
        lanes = {name: _Lane(run_of(replace(plain, activation=(name,))), batch) for name in ACTIVATIONS}
        n_steps = lanes["sigmoid"].steps_in_all
        while True:
            finished = untrained or all(lane.finished for lane in lanes.values())
            share = max(lane.n_steps for lane in lanes.values()) / n_steps
            found = _flow(lanes)
            yield 1.0 if finished else share, found
            if finished:
                return
            for lane in lanes.values():
                lane.advance(max(1, n_steps // 40))
                yield share, found

    return jobs.shared(("flow", plain, untrained), work)


class _Lane:
    """One of several runs that are trained side by side, and what was seen of it; a large one rests in between.

    Parameters
    ----------
    run : TrainingRun
        At epoch 0.
    batch : tuple of (inputs, labels)
        Patterns on which sizes of gradients are measured.
    """

    def __init__(self, run: TrainingRun, batch: Patterns) -> None:
        self._kept, self._batch = _Kept(), batch
        self.n_epochs, self.steps_in_all = run.n_epochs, run.steps_per_epoch * run.n_epochs
        self._see(run)

    def advance(self, n_steps: int) -> None:
        """Take so many steps."""
        run = self._run if isinstance(self._run, TrainingRun) else self._run.resume()
        run.advance(n_steps)
        self._see(run)

    def _see(self, run: TrainingRun) -> None:
        """Note all that is shown of the run as far as it has come."""

        def compute(networks: Array) -> list[Array]:
            sizes = gradient_sizes(run.architecture, networks, *self._batch)
            return [getattr(sizes, name) for name in _SIZES]

        self.epochs, networks = _moments(run)
        self.columns = self._kept.of(self.epochs, networks, compute)
        history = run.history
        self.accuracy = history.validation_accuracy[np.isin(history.epoch, self.epochs)]
        self.n_steps, self.stop, self.finished = run.n_steps, run.stop, run.finished
        self._run: TrainingRun | ParkedRun = run if run.n_bytes < LARGE_RUN else run.park()


def _flow(lanes: dict[str, _Lane]) -> Flow:
    """Put all runs side by side at the moments of all; NaN at moments that a stopped run never came to."""
    epochs = np.unique(np.concatenate([lane.epochs for lane in lanes.values()]))

    def spread(lane: _Lane, rows: Array) -> Array:
        """The rows of one run at the moments of all runs."""
        wide = np.full((len(epochs), *rows.shape[1:]), np.nan)
        wide[np.searchsorted(epochs, lane.epochs)] = rows
        return wide

    return Flow(
        epochs,
        {
            name: GradientSizes(*(spread(lane, column) for column in lane.columns))
            for name, lane in lanes.items()
        },
        {name: spread(lane, lane.accuracy) for name, lane in lanes.items()},
        {name: lane.stop for name, lane in lanes.items()},
        next(iter(lanes.values())).n_epochs,
    )


def rewriting(settings: ActivationSettings) -> Job[Rewriting | None]:
    """The job that trains a network of sigmoids on points in the plane, and writes it again with tanh."""
    part = replace(settings, on="points", activation=("sigmoid",)).training_part()

    def work() -> Iterator[tuple[float, Rewriting | None]]:
        run = run_of(part)
        while not run.finished:
            run.advance(seconds=SLICE)
            yield 0.99 * run.epoch / run.n_epochs, None
        before = run.architecture, run.params
        after = equivalence.rewritten(*before, into="tanh")
        inputs = patterns_of(part)[0][0]
        difference = equivalence.largest_difference(before, after, inputs)
        accuracy = float(run.history.validation_accuracy[-1])
        yield 1.0, Rewriting(before, after, difference, accuracy)

    return jobs.shared(("rewriting", part), work)
