"""Runs kept beneath the player: a list with settings and errors, and all of them in one chart with the present one."""

import hashlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.frame.saying import as_written
from ui.lab_code.alone import Exported
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions.kept import as_text
from ui.regions.kept import runs as kept_runs
from ui.regions.kept.curve import Curve
from ui.regions.kept.runs import MOST_NOTE, KeptRun
from ui.take_away.offers import Offer

MEASURES = {
    "Loss, validation": "validation_error",
    "Loss, training": "training_error",
    "Accuracy, validation": "validation_accuracy",
    "Accuracy, training": "training_accuracy",
}


def keep(settings: RegionSettings) -> None:
    """Keep the run of these settings, as far as it has come."""
    if not runs.is_ready(settings):
        return
    trained = runs.regions_run(settings)
    with trained.busy:
        new = _as_now(trained)
    _kept()[:] = kept_runs.added(_kept(), new)


def _as_now(trained: runs.Trained) -> KeptRun:
    """A run as far as it has come."""
    return kept_runs.kept_run(trained.settings, trained.run, validated=bool(len(trained.points.validation)))


def section(settings: RegionSettings) -> None:
    """The list and the chart; nothing before a run has been kept."""
    kept = _kept()
    if not kept:
        return
    present = settings.training_part()
    others = [one for one in kept if one.settings != present]
    words = kept_runs.differences([one.settings for one in kept] + [present])
    st.subheader("Runs kept")
    for number, (one, text) in enumerate(zip(kept, words, strict=False), start=1):
        _row(number, one, text, is_present=one.settings == present)
    if not others and not runs.is_ready(settings):
        return
    measure = st.segmented_control(
        "Chart",
        list(MEASURES),
        default=next(iter(MEASURES)),
        key="kept.measure",
        required=True,
        label_visibility="collapsed",
    )
    name = MEASURES[measure or next(iter(MEASURES))]
    curves = [
        _curve(str(number), one, name, text)
        for number, (one, text) in enumerate(zip(kept, words, strict=False), start=1)
        if one.settings != present
    ]
    if runs.is_ready(settings):
        trained = runs.regions_run(settings)
        with trained.busy:
            now = _as_now(trained)
        here = next((str(n) for n, one in enumerate(kept, start=1) if one.settings == present), "this run")
        curves.append(_curve(here, now, name, words[-1], present=True))
    from ui.regions.kept import figure as overlay  # Plotly comes with the first figure

    share = name.endswith("accuracy")
    figure = overlay.overlaid(curves, f"{measure}, run by run", share, session.theme())
    st.plotly_chart(figure, key="kept.chart", theme=None, config={"displayModeBar": False})


def takings(settings: RegionSettings) -> list[Offer]:
    """The kept runs as a table, with a column of the visitor's own notes; nothing before a run has been kept."""
    if not _kept():
        return []

    def make(_: float | None) -> Exported:
        return Exported("hidden-layers-kept-runs.csv", kept_runs.as_table(_kept()).encode())

    hint = "a row for each run: its settings, how it ended, and your note"
    return [Offer("Runs kept", "CSV", make, hint)]


def _kept() -> list[KeptRun]:
    """What this visitor keeps: in the session, and in their browser for the next one."""
    kept: list[KeptRun] = session.kept("kept runs", list)
    return kept


def _bring(text: str) -> None:
    """Keep the runs that the visitor's browser has kept, before those of this session."""
    brought = as_text.read(text)
    for one in _kept():
        brought = kept_runs.added(brought, one)
    _kept()[:] = brought


KEEPSAKES["kept runs"] = Keepsake(
    give=lambda: as_text.written(session.known("kept runs") or []),
    take=_bring,
    mark=lambda: as_text.sign(session.known("kept runs") or []),
)


def _row(number: int, one: KeptRun, words: str, *, is_present: bool) -> None:
    """A kept run: what it is, how it ended, and what can be done with it."""

    def remove() -> None:
        session.touch()
        _kept()[:] = [other for other in _kept() if other is not one]

    def look() -> None:
        fields = {
            name: getattr(one.settings, name) for name, c in one.settings.choices().items() if not c.view
        }
        session.change(RegionSettings, **fields)

    def note(words: str) -> None:
        session.touch()
        _kept()[:] = [other.noted(words) if other.settings == one.settings else other for other in _kept()]

    name, results, noted, first, second = st.columns([4, 3.4, 3, 1, 1.2], vertical_alignment="center")
    name.markdown(f"**{number}** · {as_written(words)}{' · shown above' if is_present else ''}")
    results.text(_result_words(one))
    key = session.control_key(RegionSettings, f"note on {_sign(one)}", one.note)
    noted.text_input(
        f"Your note on run {number}",
        key=key,
        max_chars=MOST_NOTE,
        placeholder="your note",
        label_visibility="collapsed",
        on_change=session.with_value(key, note),
    )
    first.button("Show", key=f"kept.show.{number}", on_click=look, disabled=is_present)
    second.button("Remove", key=f"kept.remove.{number}", on_click=remove)


def _sign(one: KeptRun) -> str:
    """A short text that stands for a run, whatever its number: runs above it may go."""
    return hashlib.sha256(repr(one.settings).encode()).hexdigest()[:12]


def _result_words(one: KeptRun) -> str:
    """Errors at the end, for training and validation."""
    history = one.history

    def pair(kind: str, form: Callable[[float], str]) -> str:
        names = (f"training_{kind}", f"validation_{kind}")[: 2 if one.validated else 1]
        return " / ".join(form(float(getattr(history, name)[-1])) for name in names)

    ended = {"": "so far, ", "diverged": "diverged, ", "patience": "stopped early, "}.get(one.stop_kind, "")
    loss, right = pair("error", "{:.3f}".format), pair("accuracy", lambda share: f"{100 * share:.1f}")
    which = "training / validation" if one.validated else "training"
    return f"{ended}epoch {history.epoch[-1]:g}: loss {loss}, {right} % right ({which})"


def _curve(name: str, one: KeptRun, measure: str, words: str, *, present: bool = False) -> Curve:
    """One run for the chart; a measure that the run does not have is NaN, and gets no line."""
    values: npt.NDArray[np.floating] = getattr(one.history, measure)
    if measure.startswith("validation") and not one.validated:
        values = np.full_like(values, np.nan)
    return Curve(name, one.history.epoch + one.first_epoch, values, words, present)
