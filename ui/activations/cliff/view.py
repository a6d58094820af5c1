"""Learning-rate cliff: the same network at every rate, with every activation and initialiser, and how its units die."""

from urllib.parse import urlencode

import numpy as np

from engine.arrays import IntArray
from engine.layers import ACTIVATIONS
from engine.questions.autopsy import Autopsy
from engine.questions.gradient_flow import flat_stretches
from engine.questions.sweep import Outcome
from ui.activations import runs
from ui.activations.cliff import headline, kept, sweeps
from ui.activations.cliff.sweeps import RATES, STARTS, Cell
from ui.activations.header import network_words, sight, sizes_on
from ui.activations.part import activations_block
from ui.activations.settings import ActivationSettings
from ui.sentences import Measured
from ui.words import activation_words, with_article
from ui.work.progress.work_on import work_on

MOST_DEAD = 60
"""Dead units that are listed."""

PAGES = {"": "Decision regions", "mnist": "MNIST"}


def block(settings: ActivationSettings) -> bytes:
    """Pack the cells, and the words on the picked run."""
    job = sweeps.cliff(settings)
    n_runs = len(ACTIVATIONS) * len(STARTS) * len(RATES[settings.on])
    found = work_on(job, key="cliff", doing=f"Training {n_runs} networks") or {}
    labels, seen = runs.patterns_of(settings)[1][1], _patterns(settings)[1]
    chance = float(np.bincount(labels).max() / len(labels))
    part, widths = sweeps.swept_part(settings), np.array(settings.widths)
    header = {
        **sight(part.changed(view="cliff")),
        "headline": headline.cliff(found, settings, chance, job.finished).said(),
        "network_words": f"{network_words(settings, settings.title)}. Right: of {seen}; {100 * chance:.1f} % of them "
        "are of the largest class.",
        "brief": f"of {seen} – network {sizes_on(settings, settings.title)}",
        "kept": _kept_words() if sweeps.is_kept(settings) else "",
        "chance": chance,
        "dead_limits": {
            name: 0.0 if kind.portrait.can_die else kind.portrait.dead_share
            for name, kind in ACTIVATIONS.items()
        },
        "starts": STARTS,
        "rates": RATES[settings.on],
        "shown": settings.shown,
        "outcomes": {f"{a}|{s}|{r:g}": _numbers(o, widths) for (a, s, r), o in found.items()},
        "picked": _picked(settings, found),
    }
    return activations_block(header, {})


def _kept_words() -> str:
    """How the runs were made that the repository keeps."""
    made = kept.load()
    return (
        f"These {len(made.outcomes)} networks were trained once, by “{made.command}” ({made.machine}); "
        "with other settings they are trained here."
    )


def _patterns(settings: ActivationSettings) -> tuple[str, str]:
    """All training and all validation patterns, in words: "the 10,000 training images"."""
    kinds, parts = runs.kinds_of(settings), runs.patterns_of(settings)
    training, held_out = (
        Measured.of(1.0, len(labels), kind).patterns for kind, (_, labels) in zip(kinds, parts, strict=True)
    )
    return training, held_out


def _numbers(outcome: Outcome, widths: IntArray) -> dict[str, object]:
    """The numbers of a cell; ``widths`` are the units of each hidden layer."""
    return {
        "accuracy": outcome.accuracy,
        "diverged": outcome.diverged,
        "dead_share": sum(outcome.dead) / int(widths.sum()),
        "saturated_share": float(np.average(outcome.saturated, weights=widths)),
    }


def _picked(settings: ActivationSettings, found: dict[Cell, Outcome]) -> dict[str, object]:
    """Title, words, links and dead units of the picked run: the run of the present settings."""
    name = settings.activation[0]
    words = activation_words(name)
    outcome = found.get((name, settings.start, settings.rate))
    run = sweeps.picked_run(settings)
    there = run.elsewhere
    picked: dict[str, object] = {
        "activation": name,
        "start": settings.start,
        "rate": settings.rate,
        "title": f"{words}, {settings.start}, learning rate {settings.rate:g}",
        "words": "",
        "link": f"./{there[0]}?{urlencode(there[1])}" if there else "",
        "link_words": f"Open this run: {PAGES[there[0]]}" if there else "",
        "biographies": f"./activations?{urlencode(run.changed(view='unit').to_url())}",
        "dead": [],
        "dead_words": "",
        "examined": None,
        "autopsy": [],
    }
    if outcome is None:
        waits = settings.start in STARTS and settings.rate in RATES[settings.on]
        picked["words"] = "Not trained yet." if waits else "Not one of the cells: click on one."
        return picked
    (_, (_, labels)), (training, _) = runs.patterns_of(settings), _patterns(settings)
    counts = [
        f"{count} of {width} in layer {layer + 1}"
        for layer, (count, width) in enumerate(zip(outcome.dead, settings.widths, strict=True))
    ]
    right = Measured.of(outcome.accuracy, len(labels), runs.kinds_of(settings)[1]).right_words()
    portrait = ACTIVATIONS[name].portrait
    if can_die := portrait.can_die:
        which = f"Dead, as none of {training} reaches them"
    elif portrait.dead_share == 1.0:
        which = f"Saturated on all of {training}"
    else:
        which = f"Saturated on at least {100 * portrait.dead_share:g} % of {training}"
    end = "Diverged. Before the step that did it:" if outcome.diverged else f"{right}."
    picked["words"] = f"{end} {which}: {'; '.join(counts)}."
    if not can_die:
        picked["dead_words"] = _why_none_dies(name)
    elif not any(outcome.dead):
        picked["dead_words"] = "No unit of this run is dead."
    else:
        _add_dead(picked, settings, outcome)
    return picked


def _why_none_dies(name: str) -> str:
    """A sentence that says why units with this activation do not die for good."""
    mortal = [activation_words(other) for other, kind in ACTIVATIONS.items() if kind.portrait.can_die]
    only = f"Only {' or '.join(map(with_article, mortal))} dies for good; " if mortal else ""
    one = with_article(activation_words(name))
    rest = (
        "that is saturated still passes a little"
        if flat_stretches(name)
        else "lets gradients through everywhere"
    )
    said = f"{only}{one} {rest}."
    return said[0].upper() + said[1:]


def _add_dead(picked: dict[str, object], settings: ActivationSettings, outcome: Outcome) -> None:
    """Add the dead units to choose from, and the autopsy of the chosen one."""
    units = [
        (layer + 1, int(unit) + 1)
        for layer, dead in enumerate(outcome.dead_units)
        for unit in np.flatnonzero(dead)
    ]
    picked["dead"] = units[:MOST_DEAD]
    more = f" The first {MOST_DEAD} are listed." if len(units) > MOST_DEAD else ""
    picked["dead_words"] = f"Pick a dead unit, named layer·unit.{more}"
    chosen = settings.layer, settings.unit
    if not settings.examine or chosen not in units:
        return
    picked["examined"] = chosen
    doing = f"Taking the steps again to see how unit {chosen[1]} of layer {chosen[0]} died"
    report = work_on(sweeps.examination(settings), key="autopsy", doing=doing)
    if report is not None:
        picked["autopsy"] = _report(report, chosen[0], _patterns(settings)[0])


def _report(report: Autopsy, layer: int, patterns: str) -> list[str]:
    """The autopsy of a unit of this layer by these training patterns, in sentences."""
    if report.step == 0:
        return [
            f"Dead before training: its largest weighted sum over {patterns} was {_number(report.largest_before)}."
        ]
    moved = float(np.linalg.norm(report.moved_weights))
    return [
        f"Update {report.step:,} (epoch {report.epoch:.2f}) was fatal: after it none of {patterns} reaches the unit.",
        f"Before it, {100 * report.reached_before:.1f} % of them did; the largest weighted sum was "
        f"{_number(report.largest_before)}. After it: {_number(report.largest_after)}.",
        f"The step: length {_number(report.step_size)}. b moved by {_number(report.moved_bias)}, w by "
        f"{_number(moved)} (length).",
        "At every kept moment from then on f′ = 0 on all of them: no gradient reaches its weights"
        + (
            ". The layers below could bring it back; they do not."
            if layer > 1
            else ", and it is dead at the end."
        ),
    ]


def _number(value: float) -> str:
    """Three significant digits, with a real minus."""
    return f"{value:.3g}".replace("-", "−")
