"""Runs that a visitor keeps to compare: what each was, how it went, and in what it differs from the others."""

from dataclasses import dataclass, replace

from engine.training import TrainingRun
from engine.training.history import History
from ui.frame.saying import plain
from ui.plane import frozen, inputs
from ui.plane.by_hand import counted
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.take_away import of_runs, tables
from ui.words import activation_words

_MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")

MOST_KEPT = 8
"""Runs kept by a visitor; the oldest goes where one more is kept."""


MOST_NOTE = 200
"""Letters of a visitor's own note on a run."""


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run as it was when it was kept.

    Parameters
    ----------
    settings : RegionSettings
        All that changes the run.
    history : History
        As far as it had been trained.
    stop_kind : str
        Why it had stopped, or "" where it had not.
    validated : bool
        Whether there are validation points; where not, the history's columns for them say nothing.
    first_epoch : float
        The epoch at which its curves begin beside others: a run forked with another activation counts from 0 again.
    note : str, default ""
        What the visitor has written about it.
    """

    settings: RegionSettings
    history: History
    stop_kind: str
    validated: bool
    first_epoch: float
    note: str = ""

    def noted(self, words: str) -> "KeptRun":
        """The same run with another note, in one line and no longer than it may be."""
        return replace(self, note=plain(words).strip()[:MOST_NOTE])


def kept_run(settings: RegionSettings, run: TrainingRun, *, validated: bool) -> KeptRun:
    """Keep a run as it is now.

    Parameters
    ----------
    settings : RegionSettings
        The run's settings.
    run : TrainingRun
        Finished or not; nobody else trains it meanwhile.
    validated : bool
        Whether there are validation points.

    Returns
    -------
    KeptRun
        Holds the history alone: 40 bytes an epoch.
    """
    stop = run.stop
    return KeptRun(settings, run.history, stop.kind if stop else "", validated, first_epoch(settings))


def first_epoch(settings: RegionSettings) -> float:
    """Epochs that earlier runs had trained the weights that this run began with."""
    if not settings.past:
        return 0.0
    before = settings.before_fork
    return first_epoch(before) + (0.0 if settings.keeps_the_past else settings.past[-1].epoch)


def added(kept: list[KeptRun], new: KeptRun) -> list[KeptRun]:
    """All kept runs with one more, at the end; the same settings are kept once, as far as they have come now.

    The note on them stays, unless the new one has its own.
    """
    notes = [one.note for one in kept if one.settings == new.settings and not new.note]
    new = new.noted(notes[0]) if notes else new
    return [*(one for one in kept if one.settings != new.settings), new][-MOST_KEPT:]


def differences(all_settings: list[RegionSettings]) -> list[str]:
    """Words for each of several runs that tell them apart.

    Parameters
    ----------
    all_settings : list of RegionSettings
        At least one.

    Returns
    -------
    list of str
        For each: network, then the settings in which not all are alike.
    """
    choices = RegionSettings.choices()
    network = {"depth", "frozen", "inputs", "units", "activation", "drawn", "past", "points", "noise"}
    telling = [
        name
        for name in choices
        if name not in network and len({getattr(settings, name) for settings in all_settings}) > 1
    ]
    words = []
    for settings in all_settings:
        parts = [_network_words(settings)]
        parts += [f"{choices[name].label.lower()} {_plain(getattr(settings, name))}" for name in telling]
        if len({(s.data, s.n_points, s.noise_level, s.drawn) for s in all_settings}) > 1:
            parts.append(_data_words(settings))
        if settings.past:
            parts.append(f"forked at epoch {', '.join(map(_fork_words, settings.past))}")
        words.append(", ".join(dict.fromkeys(parts)))
    return words


def _fork_words(stretch: Stretch) -> str:
    """When it was forked, and how many weights were set by hand there."""
    by_hand = f" with {counted(stretch.by_hand)} set by hand" if stretch.by_hand else ""
    return f"{stretch.epoch:g}{by_hand}"


def _network_words(settings: RegionSettings) -> str:
    """Widths, activations and inputs: 2-16-16-3 tanh, 5-3 on x₁, x₂, x₁², x₂², x₁x₂."""
    sizes = "-".join(map(str, settings.network.sizes))
    names = list(dict.fromkeys(settings.activations))
    held = frozen.brief(settings.stays)
    words = [sizes, " + ".join(map(activation_words, names)), inputs.all_of(settings.inputs)]
    return " ".join(word for word in words if word) + (f" ({held})" if held else "")


def _data_words(settings: RegionSettings) -> str:
    """The data set, with its points and noise."""
    noise = "" if settings.is_own else f", noise {settings.noise_level:g}"
    return f"{settings.title}: {settings.n_points} points{noise}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_table(kept: list[KeptRun]) -> str:
    """Kept runs as CSV: a row for each, with all settings that are not alike, how it ended, and its note.

    Parameters
    ----------
    kept : list of KeptRun
        At least one.

    Returns
    -------
    str
        Losses are in nats, accuracies from 0 to 1; what a run has no points for is left empty.
    """
    choices = RegionSettings.choices()
    telling = [
        name
        for name, choice in choices.items()
        if not choice.view and len({getattr(one.settings, name) for one in kept}) > 1
    ]
    words = differences([one.settings for one in kept])
    heading = ["run", "what", "note", *telling, "ended", "epoch", *_MEASURES, "link"]
    rows = [
        [
            number,
            what,
            one.note,
            *(choices[name].write(getattr(one.settings, name)) for name in telling),
            one.stop_kind or "not yet",
            f"{one.history.epoch[-1]:g}",
            *(
                repr(float(getattr(one.history, name)[-1])) if one.validated or name.startswith("t") else ""
                for name in _MEASURES
            ),
            of_runs.link_of("", one.settings),
        ]
        for number, (one, what) in enumerate(zip(kept, words, strict=True), start=1)
    ]
    return tables.written(heading, rows, {"runs kept": f"{len(kept)}, on the page of decision regions"})
