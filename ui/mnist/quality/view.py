"""How good is it? The network at the visitor's moment, counted on training, validation and test images."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from engine.questions import probe
from engine.questions.assessment import Assessment
from engine.training.stops import Stop
from ui.digits.runs import MONITORED, images_of
from ui.digits.settings import SETS, MnistSettings
from ui.frame import session
from ui.mnist import without
from ui.mnist.quality import assessments, headline
from ui.mnist.quality.part import QualityWishes, quality, quality_block
from ui.mnist.sights import curves_up_to
from ui.mnist.visits import Visit, visit_of
from ui.sentences import Measured
from ui.work import turns
from ui.work.progress.work_on import work_on

KEY = "quality"

FIRST_LOOK = 0.2
"""Seconds of counting before a bar is shown."""

SAMPLES = 56
"""Images of the chosen set to look at before anything of them is known: eight in a row."""


def page(settings: MnistSettings) -> None:
    """Counts and images of the network at this moment."""
    session.fragment(_watch)


def _watch() -> None:
    """Counts and images; while the run is played, the browser asks for this part of the page again and again."""
    settings, visit = session.stored(MnistSettings), visit_of()
    if settings.view != "quality":
        session.run_whole_page()
    session.publish_change(settings)
    above = st.container()
    visit.begin()
    architecture, params = without.network(visit, settings)
    if visit.playing:
        with turns.turn(visit.trained.busy):
            here = assessments.at_once(architecture, params, settings.set, settings)
        with above:
            _draw(settings, visit, {settings.set: here})
        visit.tick()
        return
    names = [settings.set, *(name for name in SETS if name != settings.set)]
    job = assessments.job(architecture, params, names, settings)
    turns.advance(job, FIRST_LOOK, job.busy, patience=1.0)
    found = work_on(job, key="counting", doing="Counting right and wrong answers")
    with above:
        _draw(settings, visit, found or {})


def _draw(settings: MnistSettings, visit: Visit, found: dict[str, Assessment]) -> None:
    """Mount the counts and the images of the chosen cell."""
    here, name, off = found.get(settings.set), settings.set, without.off_words(settings)
    places, count = assessments.shown(here, settings.cell) if here else (np.arange(0), 0)
    images, labels = assessments.images(name, settings, places)
    size = _size(name, settings)
    patterns = Measured(0, len(here.labels) if here else size, f"{name} images", out_of=size).patterns
    header = {
        **_of_the_moment(visit, settings),
        "sample": f"first {MONITORED:,}" if settings.images > MONITORED else "",
        "headline": headline.quality(
            name, here, visit.shown_epoch, _stop(visit), visit.loaded_name, off, n_images=size
        ).said(),
        "sets": [_of_a_set(part, settings, visit, found.get(part)) for part in SETS],
        "set": name,
        "cell": settings.cell,
        "patterns": patterns,
        "title": _title(settings.cell, images_of(settings).names),
        "class_names": images_of(settings).names,
        "order": _order(settings.cell, len(places), count, patterns),
        "names": [f"{name.capitalize()} image {place}" for place in places.tolist()],
        "codes": [f"{name}-{place}" for place in places.tolist()],
    }
    scores = (
        probe.class_scores(*without.network(visit, settings), images)
        if len(places)
        else np.zeros((0, 10), np.float32)
    )
    answers = here.answers[places] if here else labels
    counts = here.confusion if here else None
    samples, _ = assessments.images(name, settings, np.arange(min(SAMPLES, size)))
    with turns.turn(visit.trained.busy):
        curves = curves_up_to(visit.run, visit.shown_step)
    quality(
        quality_block(header, counts, images, scores, labels, answers, curves, samples),
        key=KEY,
        on_do=_obey,
        on_pick=_pick,
    )


def _of_the_moment(visit: Visit, settings: MnistSettings) -> dict[str, Any]:
    """The header's words and numbers on how far the network is trained, and whether it is played."""
    stop, epoch = _stop(visit), visit.shown_epoch
    words = f"{epoch:.0f}" if epoch == round(epoch) else f"{epoch:.2f}"
    if stop is not None:
        said = stop.message if stop.message.endswith(".") else f"{stop.message}."
    elif visit.shown_step < visit.step:
        when = f"Looking back at epoch {words}" if epoch else "Before training"
        said = f"{when}; this run went on to epoch {visit.epoch:.4g}."
    elif visit.playing:
        said = f"Training; meanwhile the first {assessments.MOST_AT_ONCE:,} images of the chosen set are counted."
    else:
        said = f"Paused at epoch {words} of {visit.run.n_epochs}." if epoch else _start(visit)
    if settings.off:
        said += " The curves are those of the whole network."
    return {
        "epoch": words,
        "at": epoch,
        "n_epochs": visit.run.n_epochs,
        "said": said,
        "live": visit.playing,
        "finished": visit.at_end,
        "stop_kind": stop.kind if stop else "",
    }


def _stop(visit: Visit) -> Stop | None:
    """Why training stopped, where the network on view is the one at which it did."""
    return visit.stop if visit.shown_step == visit.step else None


def _size(name: str, settings: MnistSettings) -> int:
    """Images of a whole set."""
    return settings.images if name == "training" else SETS[name]


def _start(visit: Visit) -> str:
    """A sentence on the network at epoch 0."""
    return f"As loaded from {visit.loaded_name}." if visit.loaded else "Before training. Press play."


def _of_a_set(name: str, settings: MnistSettings, visit: Visit, found: Assessment | None) -> dict[str, Any]:
    """The header's entry for a set: accuracy and error of the network, None where they are not known."""
    n_images = _size(name, settings)
    n_counted = n_images if found is None else len(found.labels)
    finite = found is not None and np.isfinite(found.error)
    return {
        "name": name,
        "title": name.capitalize(),
        "words": f"{n_images:,} images"
        if n_counted == n_images
        else f"first {n_counted:,} of {n_images:,} images",
        "accuracy": found.accuracy if found else None,
        "error": found.error if found and finite else None,
    }


def _title(cell: tuple[int, int] | None, names: Sequence[str]) -> str:
    """The title of the images: the mistakes, or the cell that they belong to."""
    if cell is None:
        return "Mistakes"
    label, answer = (names[place] for place in cell)
    return f"{label}, right" if label == answer else f"{label} taken for {answer}"


def _order(cell: tuple[int, int] | None, n_shown: int, count: int, patterns: str) -> str:
    """How many of the images that were counted are meant, how many of these are shown, and in which order."""
    least = cell is not None and cell[0] == cell[1]
    order = "the least confident" if least else "the most confident"
    if count <= 1:
        return f"{count or 'none'} of {patterns}"
    shown = f"{order} first" if n_shown == count else f"{order} {n_shown} of them shown"
    return f"{count:,} of {patterns}, {shown}"


def _obey() -> None:
    """Do what the visitor asked for with a button or a key."""
    order, visit = session.wishes(KEY, QualityWishes).do, visit_of()
    what = order and order.what
    if what == "pause":
        visit.pause()
    elif what == "play":
        visit.play()
    elif what in ("rewind", "replay"):
        visit.rewind()
        if what == "replay":
            visit.play()


def _pick() -> None:
    """Keep the set or the cell that the visitor picked, or take a picked image to the templates."""
    picked = session.wishes(KEY, QualityWishes).pick
    if picked is None:
        return
    if picked.set is not None:
        session.change_as_written(MnistSettings, {"set": picked.set}, ("set",))
    elif picked.image is not None:
        _show_templates(picked.image)
    else:
        session.change(MnistSettings, cell=picked.cell)


def _show_templates(code: str) -> None:
    """Go to the view of templates with this image."""
    try:
        image = MnistSettings.choices()["image"].read(code)
    except ValueError:
        return
    session.change(MnistSettings, view="templates", image=image)
