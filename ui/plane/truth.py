"""What is true of data whose source is known: the best boundary, the error nobody can beat, a network's true error.

The true error is measured on fresh points from the same source, always the same ones: two networks are compared on
equal terms, and the same network gets the same number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from datasets.boundary import bayes_boundary
from datasets.points import Points
from datasets.sources import Gaussians
from datasets.toy import Truth
from engine.arrays import Array
from engine.questions import probe
from ui.plane import runs
from ui.plane.moments import AtEpoch
from ui.plane.settings import PlaneSettings
from ui.work.keeper import KEEPER, beside

N_FRESH = 200_000
"""Fresh points: with so many the standard error of an error of 20 % is 0.09 %."""

FRESH_SEED = 20_000
"""Beyond the seeds that a visitor can choose, so that no network has been trained on these points."""


Told = tuple[dict[str, Any], dict[str, Array]]

NOT_ASKED: Told = ({"truth_asked": False, "truth": None}, {})
"""What stands in the place of ``told`` where the visitor has not asked for the truth."""


@dataclass(frozen=True)
class TrueError:
    """Share of fresh points that a network gets wrong.

    Parameters
    ----------
    error : float
        From 0 to 1.
    standard_error : float
        Standard deviation of ``error``, since it is measured on only ``N_FRESH`` points.
    """

    error: float
    standard_error: float


def fresh_points(truth: Truth, n: int = N_FRESH) -> Points:
    """Fresh points of a source; 200,000 weigh 5 MB."""
    draw = partial(truth.draw, n, np.random.default_rng(FRESH_SEED))
    return KEEPER.have("fresh points", (truth, n), draw)


@beside(0, most=1)
def boundary(truth: Truth, extent: tuple[float, float, float, float]) -> Array:
    """Pieces of the Bayes boundary, as ``bayes_boundary`` gives them; read-only."""
    pieces = bayes_boundary(truth, extent)
    pieces.flags.writeable = False
    return pieces


@beside(1, most=32)
def true_error(truth: Truth, trained: runs.Trained, epoch: float) -> TrueError:
    """Share of fresh points that a run's network gets wrong at one moment.

    Parameters
    ----------
    truth : Truth
        The source of the points that the run is trained on.
    trained : Trained
        The run; the caller holds its lock.
    epoch : float
        A moment of the run's past.

    Returns
    -------
    TrueError
        Measured on ``N_FRESH`` points.

    Raises
    ------
    ValueError
        If the moment is not in the past.
    """
    points = fresh_points(truth)
    params = params_at(trained, epoch)
    _, accuracy = probe.error_and_accuracy(trained.architecture, params, *trained.patterns(points))
    error = 1.0 - float(accuracy)
    return TrueError(error, float(np.sqrt(error * (1.0 - error) / N_FRESH)))


N_AT_END = 20_000
"""Fresh points on which a finished run is judged for its headline: the standard error is 0.35 % at most."""


@beside(0, most=1)
def right_at_end(trained: runs.Trained) -> float | None:
    """Share of fresh points that a finished run gets right; None for own points, whose source is unknown.

    Parameters
    ----------
    trained : Trained
        The run, which is finished; the caller holds its lock.

    Returns
    -------
    float or None
        From 0 to 1, measured on ``N_AT_END`` fresh points.
    """
    source = runs.truth_of(trained.settings)
    if source is None:
        return None
    points = fresh_points(source, N_AT_END)
    _, accuracy = probe.error_and_accuracy(
        trained.architecture, trained.run.params, *trained.patterns(points)
    )
    return float(accuracy)


def params_at(trained: runs.Trained, epoch: float) -> Array:
    """The network at a moment: a snapshot where there is one, else trained again from the snapshot before."""
    snapshots = trained.run.snapshots
    index = int(np.abs(snapshots.epochs - epoch).argmin())
    if abs(snapshots.epochs[index] - epoch) < 1e-3 / trained.run.steps_per_epoch:
        return np.asarray(snapshots.params[index])
    replay = trained.run.replay(float(np.floor(epoch)))
    return np.asarray(replay.params[int(np.abs(replay.epochs - epoch).argmin())])


def told(settings: PlaneSettings, several: Sequence[runs.Trained], judge: AtEpoch | None) -> Told:
    """The truth as a block tells it to a map and its readouts.

    Parameters
    ----------
    settings : PlaneSettings
        Where the points come from.
    several : sequence of Trained
        The runs that are shown; the caller holds their locks.
    judge : AtEpoch or None
        The browser's wish: the epoch at which the networks are tried on fresh points.

    Returns
    -------
    header : dict
        ``truth_asked``; and ``truth``, None where the source is unknown, else ``bayes_error``, ``n_points``, ``seed``,
        ``gaussians`` (prior, centre and variance of each class; None of another source)
        and ``judged``: a row holds an epoch, then each network's true error and its standard error.
    arrays : dict of str to ndarray
        ``truth_pieces``, as ``bayes_boundary`` gives them, where the source is known.
    """
    source = runs.truth_of(settings)
    if source is None:
        return {"truth_asked": True, "truth": None}, {}
    judged = []
    if judge:
        epoch = judge.epoch
        errors = [true_error(source, one, min(epoch, float(one.run.epoch))) for one in several]
        judged.append([epoch, *(number for e in errors for number in (e.error, e.standard_error))])
    known = {
        "bayes_error": source.bayes_error,
        "n_points": N_FRESH,
        "seed": FRESH_SEED,
        "gaussians": _gaussians(source),
        "judged": judged,
    }
    return {"truth_asked": True, "truth": known}, {"truth_pieces": boundary(source, settings.extent)}


def _gaussians(source: Truth) -> list[dict[str, Any]] | None:
    """Prior, centre and variance of each class; None where the classes are no Gaussians, or points without noise."""
    if not isinstance(source, Gaussians) or not source.variances.all():
        return None
    parts = zip(source.priors.tolist(), source.centres.tolist(), source.variances.tolist(), strict=True)
    return [{"prior": prior, "centre": centre, "variance": variance} for prior, centre, variance in parts]
