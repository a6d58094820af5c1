"""What the picture shows: the loss on a plane through the space of weights, and the shadows of one run or two on it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions import landscape
from engine.questions.landscape import Plane
from ui.plane import runs, weights_named
from ui.plane.run_settings import RegionSettings
from ui.work import turns
from ui.work.keeper import KEEPER

KIND, SHARE = "landscapes", 0.1
"""What the keeper calls them, and the part of the budget that they may take."""

MOST_WORK = 6e8
"""Multiplications that a grid may take. The default run's, of 49 places a side, takes 0.2 s on one core."""

LEAST_SIDE, MOST_SIDE = 25, 49
"""Places along a side of the grid."""

AN_ANSWER = 12
"""Multiplications that the answer of a hidden unit takes as long as."""

ON_THE_LINE = 101
"""Places at which the loss is taken on the straight line between the ends of two runs."""

CONVEX_WITHIN = 1e-4
"""How far a loss may lie above the chord by rounding: the networks on the line are float32."""


@dataclass(frozen=True, eq=False)
class Way:
    """A run on the landscape; every array has a row for each of its snapshots.

    Parameters
    ----------
    epochs : ndarray of shape (n_snapshots,)
        When.
    errors : ndarray of shape (n_snapshots,)
        The run's own loss on the training points.
    shadows : ndarray of shape (n_snapshots, 2)
        Where on the plane it is seen.
    readings : ndarray of shape (n_snapshots,)
        The loss that the plane has there.
    """

    epochs: Array
    errors: Array
    shadows: Array
    readings: Array


@dataclass(frozen=True, eq=False)
class Scenery:
    """The landscape of one moment.

    Parameters
    ----------
    epoch : float
        The moment of the first run that the plane goes through.
    share : float
        Share of the variance of all weights over the snapshots that the plane holds; NaN for two weights.
    extent : tuple of float
        Left, right, bottom, top of the square.
    losses : ndarray of shape (side, side)
        Row 0 has the lowest second coordinate.
    ways : tuple of Way
        The page's own run, and a second one where it is chosen.
    line : ndarray of shape (ON_THE_LINE,), or None
        Losses on the straight line from the first run's last network to the second's; None for one run.
    """

    epoch: float
    share: float
    extent: tuple[float, ...]
    losses: Array
    ways: tuple[Way, ...]
    line: Array | None


def seen(settings: RegionSettings) -> tuple[RegionSettings, ...]:
    """The settings of the run, and of the second one where it is chosen: it differs in its initial weights alone."""
    own = settings.training_part()
    if settings.rival is None or settings.rival == settings.init_seed:
        return (own,)
    return own, replace(own, init_seed=settings.rival)


def of(settings: RegionSettings, several: Sequence[runs.Trained], epoch: float | None) -> Scenery:
    """The landscape of finished runs; visitors with the same settings share it.

    Parameters
    ----------
    settings : RegionSettings
        Say which directions.
    several : sequence of Trained
        The runs of ``seen``; the caller holds their locks.
    epoch : float or None
        The moment that the plane goes through, or the one nearest to it that has a snapshot; None for the end.

    Returns
    -------
    Scenery
        Of that moment.
    """
    key, make = _asked(settings, several, epoch)
    return KEEPER.have(KIND, key, make, share=SHARE)


def make_in_turn(settings: RegionSettings, several: Sequence[runs.Trained], epoch: float | None) -> None:
    """Have a landscape made that is not held yet, by the rule of turns: others go first meanwhile who have had less.

    Parameters
    ----------
    settings : RegionSettings
        As for ``of``.
    several : sequence of Trained
        The runs, which are over; the caller holds no lock of theirs, since whoever has the turn may wait for one.
    epoch : float or None
        As for ``of``.
    """
    with runs.reading(several):
        key, make = _asked(settings, several, epoch)

    def in_turn() -> Scenery:
        with turns.turn():
            return make()

    KEEPER.have(KIND, key, in_turn, share=SHARE)


def _asked(
    settings: RegionSettings, several: Sequence[runs.Trained], epoch: float | None
) -> tuple[Hashable, Callable[[], Scenery]]:
    """Give what a landscape depends on, and what makes it without a lock: the runs are over, and their past is read."""
    epochs = several[0].run.snapshots.epochs
    at = len(epochs) - 1 if epoch is None else int(np.abs(epochs - epoch).argmin())
    chosen = (settings.across, settings.upwards) if settings.directions == "weights" else None
    key = (tuple(one.settings for one in several), chosen, float(epochs[at]), float(several[0].run.epoch))
    pasts = [(one.run.snapshots.epochs, _errors(one), one.run.snapshots.params) for one in several]
    return key, partial(_made, several[0], pasts, chosen, at)


def _made(
    first: runs.Trained,
    pasts: Sequence[tuple[Array, Array, Array]],
    chosen: tuple[str, str] | None,
    at: int,
) -> Scenery:
    """Compute it from each run's epochs, errors and parameters."""
    architecture = first.architecture
    patterns = first.patterns(first.points.training)
    paths = [params for _, _, params in pasts]
    plane = _plane(architecture, paths, chosen, at)
    shadows = [plane.shadows(path) for path in paths]
    extent = landscape.square_around(np.concatenate(shadows))
    side = grid_side(architecture, len(patterns[1]))
    losses = landscape.grid_losses(architecture, plane, extent, side, patterns)
    ways = tuple(
        Way(epochs, errors, mine, landscape.losses_at(architecture, plane, mine, patterns))
        for (epochs, errors, _), mine in zip(pasts, shadows, strict=True)
    )
    line = (
        landscape.line_losses(architecture, paths[0][-1], paths[1][-1], ON_THE_LINE, patterns)
        if len(paths) > 1
        else None
    )
    return Scenery(float(ways[0].epochs[at]), plane.share, extent, losses, ways, line)


def _plane(
    architecture: Architecture, paths: Sequence[Array], chosen: tuple[str, str] | None, at: int
) -> Plane:
    """The plane through the first run's snapshot number ``at``."""
    here = paths[0][at]
    if chosen is None:
        return landscape.of_path(np.concatenate(paths)).through(here)
    first, second = (weights_named.place(text, architecture) for text in chosen)
    return landscape.of_weights(here, first, second)


def _errors(one: runs.Trained) -> Array:
    """The run's own loss at each of its snapshots."""
    history, epochs = one.run.history, one.run.snapshots.epochs
    return np.asarray(history.training_error[np.searchsorted(history.epoch, epochs)])


def grid_side(architecture: Architecture, n_patterns: int) -> int:
    """Places along a side of the grid, so that it takes no more than ``MOST_WORK``, within bounds."""
    each = n_patterns * (architecture.n_multiply_adds + AN_ANSWER * sum(architecture.sizes[1:]))
    side = int(np.clip((MOST_WORK / each) ** 0.5, LEAST_SIDE, MOST_SIDE))
    return side if side % 2 else side - 1
