"""The story of a run on images: a job that visitors share, pushed on once the browser has drawn the run's end."""

from collections.abc import Callable, Iterator
from typing import Any

from ui.digits.runs import DigitRun
from ui.digits.story.found import found
from ui.digits.story.record import Record
from ui.plane.story.record import Mark
from ui.work import jobs, turns

SECONDS = 0.1
"""Most that the story of a run takes of an answer."""

DIGITS_OF_EPOCH = 4
"""Digits behind the point of an epoch: the browser rounds its moments so."""


def push(
    identity: str, trained: DigitRun, record: Callable[[], Record], patience: float
) -> tuple[Mark, ...] | None:
    """Find a run's story a little further.

    Parameters
    ----------
    identity : str
        The name of the run, which is over; it tells the run from all others.
    trained : DigitRun
        The run; its lock is held while ``record`` is called.
    record : callable
        Gives what is kept of it; called where the job begins.
    patience : float
        Seconds to wait for the turn.

    Returns
    -------
    tuple of Mark or None
        None while they are still to come.
    """

    def work() -> Iterator[tuple[float, tuple[Mark, ...]]]:
        nothing: tuple[Mark, ...] = ()
        yield from found((yield from jobs.once_free(trained.busy, record, nothing)))

    job = jobs.shared(("story on images", identity), work)
    turns.advance(job, SECONDS, patience=patience)
    return job.result if job.finished else None


def header(marks: tuple[Mark, ...] | None, *, over: bool) -> dict[str, Any]:
    """The fields of a block's header: ``Story`` in ``ui/browser/playing/story.js`` reads them.

    Parameters
    ----------
    marks : tuple of Mark or None
        As ``push`` gives them; None where nobody has asked.
    over : bool
        Whether the visitor is at the end of a run that is over.

    Returns
    -------
    dict
        ``story``, a row of epoch, kind and sentence for each mark; ``story_owed``, whether it is still to come.
    """
    rows = [[round(mark.epoch, DIGITS_OF_EPOCH), mark.kind, mark.text] for mark in marks or ()]
    return {"story": rows, "story_owed": marks is None and over}
