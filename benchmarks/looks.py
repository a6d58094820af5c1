"""How long long work goes on between two looks at whether somebody waits: the longest stretch of each kind, and where.

``python -m benchmarks.looks`` does the largest work that each view allows, here and without a server, for so many
seconds each of its thread's processor time. Stretches are counted in it too, since other processes on the machine
hardly change it. A stretch ends at a look (``engine.pauses.look``), at the next result of a job, or where the
work ends.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FrameType
from typing import Any

from datasets import mnist
from datasets.derived_inputs import DERIVED_INPUTS
from datasets.transforms import Variability
from engine import pauses
from engine.questions import probe
from engine.training import TrainingRun
from ui.activations import runs as activation_runs
from ui.activations.cliff import sweeps
from ui.activations.settings import ActivationSettings
from ui.backprop.film import training as film
from ui.digits import runs as digit_runs
from ui.digits.settings import SETS, MnistSettings
from ui.mnist import lessons, sights
from ui.mnist.features import families
from ui.mnist.kinds import training as kinds
from ui.mnist.pros import evidence
from ui.mnist.quality import assessments
from ui.plane import runs as plane_runs
from ui.plane import truth
from ui.plane.run_settings import RegionSettings
from ui.regions.landscape import scenery
from ui.work.jobs import Job

BOUND = 0.05
"""Seconds that a stretch may take."""

LARGEST = MnistSettings(depth=3, units=(200,))
SIX = ActivationSettings.from_url(
    {"on": "mnist", "depth": "6", "units": "200", "images": "50000", "rule": "Adam"}
)[0]
SLIGHT = Variability(shift_x=2.0, shift_y=2.0, rotation=10.0, scale=10.0, skew=10.0)

PLANE = RegionSettings(
    depth=6, units=(32,), batch=1, epochs=3, rule="Adam", points=1_000, inputs=tuple(DERIVED_INPUTS), rival=5
)
"""The largest network in the plane, and a second run of it."""

Work = Callable[[], Iterator[None]]


class Stretches:
    """The time between two looks, with the place of the look that ended it."""

    def __init__(self) -> None:
        self.found: list[tuple[float, str]] = []
        self._since, self._place = time.thread_time(), "the start"

    def look(self) -> None:
        """End a stretch here."""
        now, place = time.thread_time(), _place(sys._getframe(2))
        self.found.append((now - self._since, f"{self._place} → {place}"))
        self._since, self._place = time.thread_time(), place


def _place(frame: FrameType | None) -> str:
    """The first place outside of the pauses themselves, as module and line."""
    while frame is not None and frame.f_globals["__name__"] in ("engine.pauses", __name__):
        frame = frame.f_back
    if frame is None:
        return "the end"
    return f"{frame.f_globals['__name__'].rpartition('.')[2]}.{frame.f_code.co_name}:{frame.f_lineno}"


def of_run(make: Callable[[], TrainingRun], n_steps: int | None = None) -> Work:
    """Make a run and train it: by epochs, or by so many steps."""

    def work() -> Iterator[None]:
        run = make()
        yield
        while not run.finished:
            run.advance(n_steps or run.steps_per_epoch)
            yield
        run.park()

    return work


def of_job(make: Callable[[], Job[Any]]) -> Work:
    """A job, from result to result."""

    def work() -> Iterator[None]:
        job = make()
        while not job.finished:
            job.advance(seconds=1e-4)
            yield

    return work


def looked_at(settings: MnistSettings) -> Work:
    """What a visit looks at: a sight at rest, a fork, the accuracy on all test images."""

    def work() -> Iterator[None]:
        run = digit_runs.own_run(settings).run
        run.advance(seconds=3.0)
        yield
        sights.at_rest(run, run.n_steps, run.n_steps // 3, 40)
        yield
        run.fork(run.epoch * 0.9)
        yield
        run.park().resume()
        yield
        test = mnist.load().test
        probe.error_and_accuracy(run.architecture, run.params, test.inputs, test.labels)
        yield

    return work


def assessed(settings: MnistSettings) -> Work:
    def work() -> Iterator[None]:
        run = digit_runs.own_run(settings).run
        yield
        yield from of_job(lambda: assessments.job(run.architecture, run.params, list(SETS), settings))()

    return work


def in_plane(settings: RegionSettings) -> Work:
    """What is asked of two runs in the plane that are over: their landscape, true error, an epoch again."""

    def work() -> Iterator[None]:
        several = [plane_runs.regions_run(one) for one in scenery.seen(settings)]
        for one in several:
            while not one.run.finished:
                one.run.advance(one.run.steps_per_epoch)
                yield
        source = plane_runs.truth_of(settings)
        assert source is not None
        for moment in range(settings.epochs + 1):
            scenery.of(settings, several, moment)
            yield
            truth.true_error(source, several[0], moment)
            yield
            several[0].run.replay(max(0.0, moment - 1.0))
            yield

    return work


WORK: dict[str, Work] = {
    "an epoch of 3 × 200 in batches of 1": of_run(lambda: digit_runs.own_run(replace(LARGEST, batch=1)).run),
    "the same in batches of 1,000, Adam": of_run(
        lambda: digit_runs.own_run(replace(LARGEST, batch=1000, rule="Adam")).run
    ),
    "full batches of 50,000, 6 × 200, Adam": of_run(lambda: activation_runs.run_of(replace(SIX, batch=0))),
    "looks at a run of 3 × 200": looked_at(replace(LARGEST, batch=1)),
    "assessment of 3 × 200": assessed(LARGEST),
    "lives of units, 6 × 200": of_job(
        lambda: activation_runs.life(replace(SIX, batch=0, activation=("relu",)))
    ),
    "sizes of gradients, 6 × 200": of_job(lambda: activation_runs.flow(replace(SIX, batch=0))),
    "cliff, 6 × 200": of_job(lambda: sweeps.cliff(replace(SIX, epochs=1))),
    "cliff, 6 × 200, full batches": of_job(lambda: sweeps.cliff(replace(SIX, batch=0, epochs=1))),
    "autopsy, 6 × 200": of_job(
        lambda: sweeps.examination(replace(SIX, activation=("relu",), rate=10.0, epochs=1, layer=3, unit=7))
    ),
    "kinds of template": of_job(lambda: kinds.job(MnistSettings(epochs=2))),
    "pros and cons": of_job(evidence.job),
    "variability, training": of_job(lambda: lessons.training(lessons.Lesson(50_000, SLIGHT))),
    "templates or features": of_job(lambda: families.training(8, lessons.Lesson(50_000, SLIGHT))),
    "two runs in the plane, 8-32⁶-3, their landscape and true error": in_plane(PLANE),
    "film of a gradient": of_job(lambda: film.film("hidden")),
    "rewriting": of_job(
        lambda: activation_runs.rewriting(ActivationSettings(on="points", depth=6, units=(32,)))
    ),
}


def measured(work: Work, seconds: float) -> Stretches:
    """Do some work for so long."""
    stretches = Stretches()
    until = time.thread_time() + seconds
    with pauses.looking(stretches.look):
        for _ in work():
            stretches.look()
            if time.thread_time() > until:
                break
    return stretches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.looks")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each kind of work")
    parser.add_argument("--only", default="", help="what the name of the work must hold")
    asked = parser.parse_args()
    mnist.load()
    print("| work | looks | longest, ms | over 50 ms | where |\n|---|--:|--:|--:|---|")
    for name, work in WORK.items():
        if asked.only not in name:
            continue
        found = measured(work, asked.seconds).found
        longest = sorted(found, reverse=True)
        over = sum(seconds > BOUND for seconds, _ in found)
        places = dict[str, float]()
        for seconds, place in longest:
            if seconds > BOUND / 2:
                places.setdefault(place, seconds)
        where = "; ".join(f"{1000 * s:.0f} {p}" for p, s in list(places.items())[:6])
        print(f"| {name} | {len(found):,} | {1000 * longest[0][0]:.0f} | {over} | {where} |", flush=True)


if __name__ == "__main__":
    main()
