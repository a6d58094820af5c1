"""Variability: one digit under sliders, two networks trained on digits that vary, and the cost of each change."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.digits.settings import MnistSettings
from ui.frame import session
from ui.mnist import lessons
from ui.mnist.accuracy_curves.part import SHARES, curve, lines
from ui.mnist.lessons import CHANGES, CLEAN, NAMES, NETWORKS, Lesson
from ui.mnist.variability import progress
from ui.mnist.variability.part import VariabilityWishes, variability, variability_block
from ui.mnist.variability.progress import words_of
from ui.work.progress.work_on import work_on

KEY = "variability"

SLIDERS = {"shift_x": (8, 0.5), "shift_y": (8, 0.5), "rotation": (60, 1), "scale": (60, 1), "skew": (45, 1)}
"""How far each slider reaches, and its step."""


def page(settings: MnistSettings) -> None:
    """The digit under sliders, both networks' training, and the curves over each kind of change."""
    session.fragment(_bench)
    session.fragment(_lessons)


@dataclass
class _Heard:
    """The number of the browser's last wish that was read."""

    nonce: float | None = None


def _bench() -> None:
    """One digit under sliders, with the answers of both networks once they are trained."""
    settings = session.stored(MnistSettings)
    session.publish_change(settings)
    lesson, amounts = progress.lesson_of(settings), progress.amounts_of(settings)
    names, labels, pixels = progress.at_hand(settings.image)
    accuracies = progress.accuracies_after(lesson, amounts)
    header = {
        "headline": progress.headline(_varied_by(lesson), accuracies.get(_kind(lesson))).said(),
        "values": {name: getattr(settings, name) for name in CHANGES},
        "chosen": names.index(settings.image),
        "answered": session.kept(KEY, _Heard).nonce,
        "changes": [
            {
                "name": name,
                "words": change.words,
                "unit": change.unit,
                "low": -most,
                "high": most,
                "step": step,
            }
            for (name, change), (most, step) in zip(CHANGES.items(), SLIDERS.values(), strict=True)
        ],
        "sweep": settings.sweep,
        "trained_on": progress.words_of_images(lesson),
        "proof": progress.proof(_varied_by(lesson), accuracies.get(_kind(lesson))),
        "waiting": "Both networks are being trained.",
    }
    networks = {name: course.params for name, course in progress.networks_after(lesson).items()}
    variability(variability_block(header, names, labels, pixels, networks), key=KEY, on_do=_take_over)


def _take_over() -> None:
    """Keep the image and the amounts that the visitor chose, so that the link says them; nothing moves by itself."""
    wish = session.wishes(KEY, VariabilityWishes).do
    if wish is not None:
        session.kept(KEY, _Heard).nonce = wish.nonce
        given = {**wish.values, "image": wish.image, "sweep": "none"}
        session.change_as_written(MnistSettings, given, (*CHANGES, "image", "sweep"))


def _lessons() -> None:
    """Training, tests and curves, one after another; until all is done, the browser asks for this part again."""
    settings = session.stored(MnistSettings)
    lesson, amounts = progress.lesson_of(settings), progress.amounts_of(settings)
    known_before = _known(lesson, amounts)
    with st.container():
        for doing, job in progress.tasks(lesson, amounts):
            work_on(job, key="lessons", doing=doing)
            if not job.finished:
                break
    if _known(lesson, amounts) != known_before:
        session.run_whole_page()
    _courses(settings, lesson)
    _costs(settings, lesson)


def _known(lesson: Lesson, amounts: Any) -> tuple[bool, int]:
    """Whether both networks are trained, and how many tests are done; if this changes, the bench is drawn anew."""
    return bool(progress.networks_after(lesson)), len(progress.accuracies_after(lesson, amounts))


def _courses(settings: MnistSettings, lesson: Lesson) -> None:
    """Accuracy while both networks learn, and on the test images afterwards."""
    amounts = progress.amounts_of(settings)
    courses = progress.courses_of(lesson)
    found = progress.accuracies_after(lesson, amounts)
    kinds = {"clean": "10,000 test images as they are"}
    if amounts != CLEAN:
        kinds = {"varied": f"10,000 test images varied by {words_of(amounts)}", **kinds}
    rows = [
        {
            "name": f"{NAMES[name][0].upper()}{NAMES[name][1:]}",
            "words": f"{architecture.n_params:,} parameters",
            "tone": _tone(name),
            "values": [found.get(kind, {}).get(name) for kind in kinds],
        }
        for name, architecture in NETWORKS.items()
    ]
    last = lessons.RECIPE.epochs
    panel = {
        "title": "Accuracy while they learn",
        "words": progress.words_of_draws(lesson),
        "x": {
            "low": 0,
            "high": last,
            "ticks": [[epoch, f"{epoch}"] for epoch in range(0, last + 1, 10)],
            "unit": " epochs",
            "signs": False,
            "near": 0,
        },
        "y": {"low": 0.5, "high": 1.0, "ticks": [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]},
        "series": [
            curve(NAMES[name], dict(zip(course.epochs, course.accuracy, strict=True)), tone=_tone(name))
            for name, course in courses.items()
        ],
    }
    lines(
        [panel],
        key="lines-of-courses",
        name=f"{progress.NAME}.courses",
        title=f"Trained on {progress.words_of_images(lesson)}",
        numbers={"columns": list(kinds.values()), "rows": rows},
        sentence=progress.summary(lesson, amounts),
        height=11.5,
    )


def _costs(settings: MnistSettings, lesson: Lesson) -> None:
    """Accuracy against the amount of each kind of change."""
    curves, panels = progress.curves_after(lesson), []
    for name, change in CHANGES.items():
        low, high, points = change.amounts[0], change.amounts[-1], curves.get(name, {})
        unit = f" {change.unit}".replace(" °", "°")
        panels.append(
            {
                "title": change.words,
                "words": change.unit,
                "x": {
                    "low": low,
                    "high": high,
                    "ticks": [[at, _signed(at)] for at in change.ticks],
                    "unit": unit,
                    "signs": True,
                    "near": 0,
                },
                "y": SHARES,
                "series": [
                    curve(NAMES[net], {at: shares[net] for at, shares in points.items()}, tone=_tone(net))
                    for net in NETWORKS
                ],
            }
        )
    lines(
        panels,
        key="lines-of-costs",
        name=f"{progress.NAME}.costs",
        title="What each change costs",
        sentence=f"All 10,000 test images, each changed by the same amount. {progress.kept_words(lesson)}".strip(),
        columns=3,
        height=10.5,
    )


def _tone(name: str) -> str:
    """Soft grey for "single", ink for "multi"."""
    return "soft" if name == "single" else "ink"


def _varied_by(lesson: Lesson) -> str:
    """How much a lesson's digits vary; "" where they do not."""
    return "" if lesson.variability == CLEAN else words_of(lesson.variability)


def _kind(lesson: Lesson) -> str:
    """The name of the test that varies images as the lesson does."""
    return "clean" if lesson.variability == CLEAN else "varied"


def _signed(amount: float) -> str:
    return f"−{-amount:g}" if amount < 0 else f"+{amount:g}" if amount else "0"
