"""Jobs that visitors share: a sweep over learning rate, activation and initialiser, and the autopsy of a dead unit."""

from collections.abc import Iterator
from dataclasses import replace

from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from engine.questions import sweep
from engine.questions.autopsy import Autopsy, examine
from ui.activations.cliff import kept
from ui.activations.runs import SLICE, architecture_of, patterns_of, run_of
from ui.activations.settings import ActivationSettings
from ui.work import jobs, new_runs
from ui.work.jobs import Job

RATES = {"points": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), "mnist": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)}
"""Learning rates of a sweep."""

STARTS = ("course (±0.1)", "Glorot uniform", "He normal")
"""Initialisers of a sweep."""

Cell = kept.Cell


def swept_part(settings: ActivationSettings) -> ActivationSettings:
    """The settings that all cells of a sweep share; settings that the sweep varies or fixes are at their defaults."""
    choices = settings.choices()
    names = ("activation", "rate", "start", "schedule", "patience")
    return replace(settings.training_part(), **{name: choices[name].default for name in names})


def is_kept(settings: ActivationSettings) -> bool:
    """Whether the ends of these runs are kept in the repository."""
    return swept_part(settings) == swept_part(ActivationSettings.from_url(kept.LINK)[0])


def picked_run(settings: ActivationSettings) -> ActivationSettings:
    """Settings of the run of a cell: at a constant rate, without an early stop."""
    choices = settings.choices()
    return replace(settings, **{name: choices[name].default for name in ("schedule", "patience")})


def cliff(settings: ActivationSettings) -> Job[dict[Cell, sweep.Outcome]]:
    """The job that trains every cell to the end, or that only hands out the cells where they are kept."""
    part = swept_part(settings)

    def kept_ones() -> Iterator[tuple[float, dict[Cell, sweep.Outcome]]]:
        yield 1.0, kept.load().outcomes

    return jobs.shared(("cliff", part), kept_ones if is_kept(settings) else lambda: train(part))


def train(part: ActivationSettings) -> Iterator[tuple[float, dict[Cell, sweep.Outcome]]]:
    """Train the same network with every activation, initialiser and constant learning rate: as the work of a job."""
    training, validation = patterns_of(part)
    mortal_first = sorted(
        ACTIVATIONS, key=lambda name: not ACTIVATIONS[name].portrait.can_die
    )  # the view is about units that die
    cells = [(name, start, rate) for name in mortal_first for start in STARTS for rate in RATES[part.on]]
    batch_size = part.batch if 0 < part.batch < len(training[1]) else None
    timetable = sweep.Timetable(len(training[1]), batch_size, part.epochs, part.order_seed)
    found: dict[Cell, sweep.Outcome] = {}
    for number, (name, start, rate) in enumerate(cells):
        one = replace(part, activation=(name,), start=start, rate=rate)
        steps = sweep.train_to_end(
            new_runs.initial_network(one, architecture_of(one)),
            LEARNING_RULES[one.rule](learning_rate=rate),
            training,
            validation,
            timetable,
        )
        for share, outcome in steps:
            if outcome is not None:
                found = {**found, (name, start, rate): replace(outcome, params=outcome.params[:0].copy())}
            yield (number + share) / len(cells), found


def examination(settings: ActivationSettings) -> Job[Autopsy | None]:
    """The job that trains the run of these settings again, and finds out how its picked unit died."""
    part = picked_run(settings).training_part()
    layer, unit = settings.layer - 1, settings.unit - 1

    def work() -> Iterator[tuple[float, Autopsy | None]]:
        run = run_of(part)
        while not run.finished:
            run.advance(seconds=SLICE)
            yield 0.5 * run.epoch / run.n_epochs, None
        for share, report in examine(run, layer, unit, patterns_of(part)[0][0]):
            yield 0.5 + 0.5 * share, report

    return jobs.shared(("autopsy", part, layer, unit), work)
