"""The story of a run in the plane for a block: a job that visitors share, pushed on as soon as the run is over."""

from collections.abc import Iterator, Sequence
from typing import Any

from ui.plane.inputs import are_coordinates
from ui.plane.runs import Trained
from ui.plane.story.found import found, together
from ui.plane.story.record import Mark, Record, recorded
from ui.work import jobs, turns
from ui.work.jobs import Job

SECONDS = 0.1
"""Most that the story of a run takes of an answer that brings more of it. The run that the page opens with needs half
of it."""


def record_of(trained: Trained) -> Record:
    """What is kept of a run that is over; the caller holds its lock."""
    settings = trained.settings
    derived = None if are_coordinates(settings.inputs) else trained.inputs_at
    return recorded(trained.run, trained.points, settings.extent, settings.own_units.class_name, derived)


def job_of(trained: Trained) -> Job[tuple[Mark, ...]]:
    """The shared job that finds a run's story, as far as anybody has pushed it.

    Parameters
    ----------
    trained : Trained
        The run, which is over; its lock is taken when the job begins.

    Returns
    -------
    Job
        Of the marks.
    """
    settings = trained.settings

    def work() -> Iterator[tuple[float, tuple[Mark, ...]]]:
        nothing: tuple[Mark, ...] = ()
        record = yield from jobs.once_free(trained.busy, lambda: record_of(trained), nothing)
        yield from found(record)

    return jobs.shared(("story", settings, trained.run.n_snapshots), work)


def push(trained: Trained, patience: float) -> tuple[Mark, ...] | None:
    """Find a run's story a little further, once the run is over.

    Parameters
    ----------
    trained : Trained
        The run; the caller does not hold its lock.
    patience : float
        Seconds to wait for the turn.

    Returns
    -------
    tuple of Mark or None
        None while they are still to come.
    """
    if not trained.run.finished:
        return None
    job = job_of(trained)
    turns.advance(job, SECONDS, patience=patience)
    return job.result if job.finished else None


def known(trained: Trained) -> tuple[Mark, ...] | None:
    """The marks of a run whose story somebody has had found; None while they are still to come.

    The answer that begins a run takes these: a picture does not wait for a story, which the browser asks for after it.
    """
    job = job_of(trained) if trained.run.finished else None
    return job.result if job is not None and job.finished else None


def header(trained: Trained, marks: tuple[Mark, ...] | None) -> dict[str, Any]:
    """The fields of a block's header: ``Story`` in ``ui/browser/playing/story.js`` reads them.

    Parameters
    ----------
    trained : Trained
        The run.
    marks : tuple of Mark or None
        As ``push`` gives them.

    Returns
    -------
    dict
        ``story``, a row of epoch, kind and sentence for each mark; ``story_owed``, whether the run is over and its
        story still to come.
    """
    return _fields(marks, trained.run.finished)


def header_of_all(
    names: Sequence[str], several: Sequence[Trained], stories: Sequence[tuple[Mark, ...] | None]
) -> dict[str, Any]:
    """The same of several runs on one clock, once all of them are over.

    Parameters
    ----------
    names : sequence of str
        Of the runs.
    several : sequence of Trained
        The runs.
    stories : sequence of tuple of Mark or None
        As ``push`` gives them.

    Returns
    -------
    dict
        As ``header``.
    """
    found_of = [(name, marks) for name, marks in zip(names, stories, strict=True) if marks is not None]
    marks = together(found_of) if len(found_of) == len(stories) else None
    return _fields(marks, all(trained.run.finished for trained in several))


def _fields(marks: tuple[Mark, ...] | None, over: bool) -> dict[str, Any]:
    rows = [[mark.epoch, mark.kind, mark.text] for mark in marks or ()]
    return {"story": rows, "story_owed": marks is None and over}
