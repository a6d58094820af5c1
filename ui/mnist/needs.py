"""What each view of MNIST needs before its picture is whole."""

from collections.abc import Callable

from ui.digits import runs
from ui.digits.settings import SETS, MnistSettings
from ui.mnist import lessons
from ui.mnist.features import families
from ui.mnist.kinds import training
from ui.mnist.pros import evidence, kept
from ui.mnist.quality import assessments
from ui.mnist.variability import progress
from ui.work.needs import Needs, of_job, of_run


def needs(settings: MnistSettings) -> Needs:
    """What the chosen view needs; the run that all views begin with where it says no more."""
    return NEEDS.get(settings.view, _run)(settings)


def _run(settings: MnistSettings) -> Needs:
    """The run, tested at its end."""
    trained = runs.shared_run(settings)
    yield of_run(trained.run, trained.busy, kept=trained)
    if trained.run.stop is not None and trained.run.stop.kind != "diverged":
        trained.test_accuracy()


def _counted(settings: MnistSettings) -> Needs:
    """The run, and its answers counted at its end."""
    yield from _run(settings)
    run = runs.shared_run(settings).run
    names = [settings.set, *(name for name in SETS if name != settings.set)]
    yield of_job(assessments.job(run.architecture, run.params, names, settings))


def _kinds(settings: MnistSettings) -> Needs:
    yield of_job(training.job(settings))


def _evidence(settings: MnistSettings) -> Needs:
    if kept.evidence_from(settings.init_seed) is None:
        yield of_job(evidence.job(settings.init_seed))


def _lessons(settings: MnistSettings) -> Needs:
    """Training, tests and curves."""
    lesson, amounts = progress.lesson_of(settings), progress.amounts_of(settings)
    n_trained = 1 if lesson.variability == lessons.CLEAN else 2
    for _, job in progress.tasks(lesson, amounts):
        yield of_job(job, of=n_trained)


def _families(settings: MnistSettings) -> Needs:
    """Pairs of networks, each with other numbers of templates a class."""
    lesson = progress.lesson_of(settings)
    order = families.order_of(settings.templates, lesson)
    for number in order:
        yield of_job(families.training(number, lesson), of=len(order))


def _nothing(settings: MnistSettings) -> Needs:
    """What the view shows is kept."""
    yield from ()


NEEDS: dict[str, Callable[[MnistSettings], Needs]] = {
    "quality": _counted,
    "kinds": _kinds,
    "pros": _evidence,
    "variability": _lessons,
    "features": _families,
    "lab": _nothing,
}
"""By the view's name in the link."""
