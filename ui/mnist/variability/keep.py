"""Teaches the lessons of ``kept.json`` and writes it: ``python -m ui.mnist.variability.keep``, some minutes."""

from typing import TypeVar

from ui.mnist import lessons
from ui.mnist.lessons import Courses, Lesson
from ui.mnist.variability import kept
from ui.work.jobs import Job
from ui.work.machine import machine

T = TypeVar("T")

COMMAND = "python -m ui.mnist.variability.keep"


def teach(lesson: Lesson) -> kept.Taught:
    """Train both networks, round their weights, and test them."""
    courses: Courses = kept.rounded(_done(lessons.training(lesson)))
    return kept.Taught(
        courses,
        _done(lessons.exam(lesson, kept.SHIFTED, courses)),
        _done(lessons.curves(lesson, courses)),
    )


def keep() -> None:
    """Teach all lessons, and write the file."""
    taught = {name: teach(lesson) for name, lesson in kept.LESSONS.items()}
    made = kept.Kept(taught, lessons.RECIPE.init_seed, machine(), COMMAND)
    kept.FILE.write_text(kept.written(made), "utf-8")
    print(f"\r{len(taught)} lessons: {kept.FILE}")


def _done(job: Job[T]) -> T:
    """Work a job to its end."""
    while not job.finished:
        job.advance(seconds=1.0)
        print(f"\r{100 * job.share:.0f} %", end="", flush=True)
    assert job.result is not None
    return job.result


if __name__ == "__main__":
    keep()
