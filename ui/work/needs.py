"""What a page's settings need before their picture is whole: pieces of work, to be pushed to their end one by one.

A page gives them as an iterator. The next piece is asked for when the one before is finished, since it may depend on
what came of that. Who asks need not know what the pieces are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from engine.training import TrainingRun
from ui.work.jobs import Job
from ui.work.keeper import Parked
from ui.work.turns import Advancing


@dataclass(frozen=True, eq=False)
class Need:
    """A piece of work.

    Parameters
    ----------
    work : TrainingRun or Job
        What others may look at and push on at the same time.
    share : callable
        Gives the share that is done, from 0 to 1.
    busy : Lock, optional
        Its lock, as in ``turns.advance``.
    kept : object
        What the keeper knows it by, so that it can be asked to let it go last.
    of : int
        How many pieces as long as this one the page needs, as far as that is known beforehand.
    """

    work: Advancing
    share: Callable[[], float]
    busy: "Lock | None" = None
    kept: Any = None
    of: int = 1


Needs = Iterator[Need]


def of_run(run: TrainingRun, busy: "Lock | None" = None, *, kept: Any) -> Need:
    """A run, up to its end; ``kept`` is what the keeper knows it by."""
    return Need(run, lambda: 1.0 if run.finished else run.epoch / run.n_epochs, busy, kept)


def of_job(job: Job[Any], *, of: int = 1) -> Need:
    """A job, up to its end."""
    return Need(job, lambda: job.share, kept=job, of=of)


def park_run(busy: Lock, run: TrainingRun, again: Callable[[TrainingRun], Any]) -> Parked | None:
    """A run at rest; None where somebody trains or reads it just now.

    Parameters
    ----------
    busy : Lock
        Held while the run is trained or read.
    run : TrainingRun
        The run.
    again : callable
        Makes the value that holds it, from the run as it was.

    Returns
    -------
    Parked or None
        Its bytes, and what makes the value as it was.
    """
    if not busy.acquire(blocking=False):
        return None
    try:
        parked = run.park()
    finally:
        busy.release()
    return Parked(parked.n_bytes, lambda: again(parked.resume()))
