"""What each hidden unit is worth at a moment of a run on images, beside what back-propagation blames it for: a job."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from engine.questions import unit_worth
from engine.questions.unit_worth import Slices
from ui.digits.runs import images_of
from ui.digits.settings import MnistSettings
from ui.mnist.visits import Visit
from ui.mnist.without import seen_images
from ui.work import jobs
from ui.work.jobs import Job

WORTHS = 0.8
"""The part of the work that is the units' worth; the rest is their blame."""

R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Table:
    """A row for each hidden unit, layer by layer.

    Parameters
    ----------
    worth : ndarray of shape (n_hidden,)
        Validation loss without the unit less the loss with it; both without the units that are off already.
    blame : ndarray of shape (n_hidden,)
        Mean size of the unit's error signal at the validation images.
    """

    worth: Array
    blame: Array


def job(visit: Visit, settings: MnistSettings, step: int) -> Job[Table | None]:
    """Give the job that finds the table at a step of the run; equal tables share a job.

    Parameters
    ----------
    visit : Visit
        At rest.
    settings : MnistSettings
        They say which units are off already, and what those answer.
    step : int
        A step of the run's past or present.

    Returns
    -------
    Job
        Its result is None until the table is whole.
    """
    trained, off, by_mean = visit.trained, tuple(settings.switched_off), settings.off_as == "mean"
    architecture, validation = trained.run.architecture, images_of(settings).validation
    seen = seen_images(settings)[0]

    def network() -> Array:
        return np.array(trained.run.retrace(step, step)[0])

    def table(params: Array) -> Slices[Table]:
        means = unit_worth.mean_answers_in_slices(architecture, params, seen)
        answers = (yield from _part(means, 0.0, 0.0)) if by_mean else None
        without = unit_worth.switched_off(architecture, params, off, answers)
        patterns = validation.inputs, validation.labels
        worth = yield from _part(
            unit_worth.worth_in_slices(architecture, without, *patterns, answers), 0.0, WORTHS
        )
        blame = yield from _part(unit_worth.blame_in_slices(architecture, without, *patterns), WORTHS, 1.0)
        return Table(np.concatenate(worth.worth), np.concatenate(blame))

    def work() -> Iterator[tuple[float, Table | None]]:
        params = yield from jobs.once_free(trained.busy, network, None)
        found = yield from jobs.told_as(table(params), lambda share: (share, None))
        yield 1.0, found

    return jobs.shared(("worth of units", visit.identity, step, off, by_mean), work)


def _part(slices: Slices[R], start: float, end: float) -> Slices[R]:
    """Take slices as a part of longer work, from one share of it to another."""
    return jobs.told_as(slices, lambda share: start + (end - start) * share)


def header(found: Job[Table | None], epoch: float, settings: MnistSettings) -> dict[str, Any]:
    """What a block's header says of a table: of which moment and which units off it is, and how far the work on it."""
    return {
        "epoch": epoch,
        "off": settings.off,
        "off_as": settings.off_as,
        "share": found.share,
        "seconds_left": found.seconds_left,
    }


def arrays(table: Table | None) -> dict[str, npt.NDArray[Any]]:
    """The table as arrays of a block; none before it is whole."""
    if table is None:
        return {}
    return {"unit_worth": table.worth.astype(np.float32), "unit_blame": table.blame.astype(np.float32)}
