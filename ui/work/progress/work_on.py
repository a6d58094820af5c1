"""Long work on a page: a slice of it in each answer, how far it is, and a button that stops it.

A view calls it within a fragment: as long as there is something to do, the browser asks for that part of the page again
(``docs/decisions/0009``). Stopping is one visitor's wish; others who watch the same job still push it on.
"""

import weakref
from typing import TypeVar

from ui.frame import session
from ui.work import turns
from ui.work.jobs import Job
from ui.work.progress.part import ProgressWishes, progress

T = TypeVar("T")

SLICE = (0.18, 2.0)
"""Seconds of work in one answer, and the most seconds to wait for the turn. A click on stop waits for the end of a
slice, and should be answered within 0.3 s."""

FIRST_SLICE = (0.05, 0.15)
"""The same in an answer that the bar did not ask for, such as the first one: the page should be seen soon."""


def work_on(job: Job[T], *, key: str, doing: str) -> T | None:
    """Push a job on by a slice, and show how far it is; nothing is shown of a job that is finished.

    Parameters
    ----------
    job : Job
        From ``ui.work.jobs.shared``.
    key : str
        The same at every rerun.
    doing : str
        What is being done, as the beginning of a sentence: "Training two networks".

    Returns
    -------
    object
        The result so far; None while there is none.
    """
    # The session holds the callback until the next rerun: it holds no job, and so none of its runs.
    stopped, this = session.kept(f"stopped.{key}", weakref.WeakSet[Job[T]]), weakref.ref(job)
    if job not in stopped:
        seconds, patience = SLICE if session.wishes(key, ProgressWishes).more is not None else FIRST_SLICE
        turns.advance(job, seconds, job.busy, patience)

    def obey() -> None:
        """Stop, or go on."""
        order, stopping = session.wishes(key, ProgressWishes).do, this()
        if order and stopping is not None:
            (stopped.add if order.what == "stop" else stopped.discard)(stopping)

    if not job.finished:
        progress(
            doing=doing,
            share=job.share,
            seconds_left=job.seconds_left,
            stopped=job in stopped,
            key=key,
            on_do=obey,
        )
    return job.result
