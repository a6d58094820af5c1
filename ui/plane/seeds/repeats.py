"""The job behind the picture: the same settings trained with other seeds, one network or one pair after another."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from engine.questions import agreement, probe
from engine.training.stops import Stop
from ui.plane import runs, truth
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds.choice import N_RUNS, seeds
from ui.work import jobs
from ui.work.jobs import Job

N_MOMENTS = 12
"""Moments at which the networks' answers are compared."""

VOTES_BYTES = 110_000
"""What the votes of all sides weigh on their way to the browser, at most."""

LEAST_SIDE, MOST_SIDE = 24, 81
"""Points along a side of the grid on which networks vote."""

SLICE = 0.05
"""Seconds of training between two looks at the clock."""


@dataclass(frozen=True, eq=False)
class Ended:
    """What is kept of one run.

    Parameters
    ----------
    settings : RegionSettings
        With its own seeds.
    training_error, validation_error : ndarray of shape (n_records,), float32
        Loss after each epoch, as far as the run went.
    epoch : float
        The moment of its last network.
    stop : Stop or None
        Why it ended.
    n_wrong : int
        Patterns of the set by which runs are judged that its last network gets wrong.
    params : ndarray of shape (n_params,), float32
        Its last network.
    """

    settings: RegionSettings
    training_error: Array
    validation_error: Array
    epoch: float
    stop: Stop | None
    n_wrong: int
    params: Array

    @property
    def diverged(self) -> bool:
        """Whether its loss became no finite number; its last network is then the last one that had a finite loss."""
        return self.stop is not None and self.stop.kind == "diverged"


@dataclass(frozen=True, eq=False)
class Side:
    """All runs of one network so far.

    Parameters
    ----------
    ended : tuple of Ended
        In the order of their seeds.
    votes : ndarray of shape (n_moments, n_classes, side * side), uint8
        How many networks give each answer at each moment, as ``probe.grid`` has the points.
    """

    ended: tuple[Ended, ...]
    votes: npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Repeats:
    """All runs so far.

    Parameters
    ----------
    sides : tuple of Side
        One for each network that is repeated; all have as many runs.
    epochs : ndarray of shape (n_moments,)
        Moments of the votes.
    side : int
        Points along a side of their grid.
    n_judged : int
        Size of the set by which runs are judged.
    kind : str
        What it holds: "fresh points" where their source is known, else "validation points" or "training points".
    """

    sides: tuple[Side, ...]
    epochs: Array
    side: int
    n_judged: int
    kind: str

    @property
    def n_done(self) -> int:
        """Seeds that are trained."""
        return len(self.sides[0].ended)

    @property
    def n_different(self) -> int:
        """Seeds whose last networks are not those of an earlier seed."""
        return len({b"".join(one.params.tobytes() for one in row) for row in self.rows})

    @property
    def rows(self) -> list[tuple[Ended, ...]]:
        """The runs of each seed."""
        return list(zip(*(side.ended for side in self.sides), strict=True))


def moments(n_epochs: int) -> Array:
    """Give the epochs at which answers are compared: evenly spaced, whole, the first 0 and the last the run's end."""
    return np.unique(np.linspace(0, n_epochs, N_MOMENTS).round())


def grid_side(n_classes: int, n_sides: int) -> int:
    """Points along a side of the grid, so that the votes of all sides stay within ``VOTES_BYTES``.

    The last class is not sent: the counts add up to the number of networks.
    """
    each = VOTES_BYTES / (N_MOMENTS * n_sides * max(1, n_classes - 1))
    return int(np.clip(each**0.5, LEAST_SIDE, MOST_SIDE))


def repeats(networks: Sequence[RegionSettings], vary: tuple[str, ...]) -> Job[Repeats]:
    """The job that trains each network with every set of seeds; visitors with the same settings share it.

    Parameters
    ----------
    networks : sequence of RegionSettings
        One network, or two on the same points; their seeds are those of run number 0.
    vary : tuple of str
        Which seeds differ from run to run, as in ``choice.VARY``.

    Returns
    -------
    Job
        A result for each number of seeds that are trained.
    """
    parts = tuple(one.training_part() for one in networks)
    return jobs.shared(("seeds", parts, vary), partial(train, parts, vary))


def numbered(one: RegionSettings, vary: tuple[str, ...], number: int) -> RegionSettings:
    """Settings of run number so and so, from 0."""
    fields: dict[str, Any] = {**seeds(one, vary, number)}
    return replace(one, **fields)


def train(parts: Sequence[RegionSettings], vary: tuple[str, ...]) -> Iterator[tuple[float, Repeats]]:
    """Train one seed after another, in each all networks: as the work of a job."""
    first = parts[0]
    n_classes = first.n_classes
    side, epochs = grid_side(n_classes, len(parts)), moments(first.epochs)
    places = probe.grid(first.extent, side)
    votes = [np.zeros((len(epochs), n_classes, side * side), np.uint8) for _ in parts]
    ended: list[list[Ended]] = [[] for _ in parts]
    latest = Repeats(tuple(Side((), counted.copy()) for counted in votes), epochs, side, 0, "")
    for number in range(N_RUNS):
        for i, part in enumerate(parts):
            growing = grown(numbered(part, vary, number))
            while True:
                try:
                    share = next(growing)
                except StopIteration as end:
                    trained: runs.Trained = end.value
                    break
                yield (number + (i + share) / len(parts)) / N_RUNS, latest
            patterns, kind = judged_by(trained)
            for m, epoch in enumerate(epochs):
                params = network_at(trained, float(epoch))
                votes[i][m] += agreement.votes(
                    trained.architecture, params[np.newaxis], trained.inputs_at(places)
                )
                yield (number + (i + 1) / len(parts)) / N_RUNS, latest
            ended[i].append(_ended(trained, patterns))
        sides = tuple(Side(tuple(mine), counted.copy()) for mine, counted in zip(ended, votes, strict=True))
        latest = Repeats(sides, epochs, side, len(patterns[1]), kind)
        yield (number + 1) / N_RUNS, latest


def grown(settings: RegionSettings, until: float = np.inf) -> Generator[float, None, runs.Trained]:
    """Train a run of one's own, slice by slice; it is the run that a link with its seeds opens, bit for bit.

    Parameters
    ----------
    settings : RegionSettings
        With or without forks: these are taken again.
    until : float, default infinity
        Epoch at which it may be left.

    Returns
    -------
    Trained
        The run.

    Yields
    ------
    float
        Share of its epochs that is done.
    """
    if settings.past:
        fork = settings.past[-1]
        trained = runs.forked(settings, (yield from grown(settings.before_fork, fork.epoch)))
    else:
        trained = runs.begun(settings, runs.most_snapshots(settings))
    run = trained.run
    while not run.finished and run.epoch < until:
        run.advance(seconds=SLICE)
        yield min(1.0, run.epoch / run.n_epochs)
    return trained


def network_at(trained: runs.Trained, epoch: float) -> Array:
    """Weights and biases at a moment; of a run that ended earlier those of its end."""
    return truth.params_at(trained, min(epoch, float(trained.run.epoch)))


def judged_by(trained: runs.Trained) -> tuple[tuple[Array, npt.NDArray[np.integer]], str]:
    """Patterns and labels by which runs are judged, and what they are."""
    source = runs.truth_of(trained.settings)
    if source is not None:
        fresh = truth.fresh_points(source, truth.N_AT_END)
        return trained.patterns(fresh), "fresh points"
    points = trained.points
    if len(points.validation):
        return trained.patterns(points.validation), "validation points"
    return trained.patterns(points.training), "training points"


def _ended(trained: runs.Trained, patterns: tuple[Array, npt.NDArray[np.integer]]) -> Ended:
    """What is kept of a run that has ended."""
    run, history = trained.run, trained.run.history
    _, accuracy = probe.error_and_accuracy(trained.architecture, run.params, *patterns)
    return Ended(
        trained.settings,
        history.training_error.astype(np.float32),
        history.validation_error.astype(np.float32),
        float(run.epoch),
        run.stop,
        round((1.0 - float(accuracy)) * len(patterns[1])),
        run.params.copy(),
    )


def idle(one: RegionSettings, vary: tuple[str, ...]) -> list[str]:
    """Name what is to vary and changes nothing in this run, each with its reason."""
    why = []
    if "data" in vary and one.is_own:
        why.append("points (own points are given, not drawn)")
    n_training = len(runs.points_of(one).training)
    if "batches" in vary and not 0 < one.batch < n_training:
        why.append(f"batches (each is all {n_training:,} training points)")
    return why
