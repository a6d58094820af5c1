"""Templates or features: two families of networks with as many parameters, in pictures and curves."""

from typing import Any

import streamlit as st

from ui.digits.settings import MnistSettings
from ui.digits.variability_settings import MOST_TEMPLATES
from ui.frame import session
from ui.mnist.accuracy_curves.part import curve, lines
from ui.mnist.features import families
from ui.mnist.features.families import NAMES, Banks
from ui.mnist.features.part import features, features_block
from ui.mnist.lessons import CLEAN, Lesson
from ui.mnist.variability import progress
from ui.work.progress.work_on import work_on


def page(settings: MnistSettings) -> None:
    """Both banks of pictures, then accuracy against parameters."""
    session.fragment(_families)


def _families() -> None:
    """Banks and curve as far as they are trained; until all is trained, the browser asks for this part again."""
    settings = session.stored(MnistSettings)
    lesson, n_templates = progress.lesson_of(settings), settings.templates
    here = st.container()
    with st.container():
        for number in families.order_of(n_templates, lesson):
            job = families.training(number, lesson)
            units = families.pair(number)["features"].sizes[1]
            work_on(job, key="families", doing=f"Training {number} × 10 templates, and {units} features")
            if not job.finished:
                break
    with here:
        _banks(n_templates, families.training(n_templates, lesson).result or {}, lesson)
    _curve(settings, lesson)


def _banks(n_templates: int, found: Banks, lesson: Lesson) -> None:
    """The pictures of the pair on view."""
    architectures, heads = families.pair(n_templates), {}
    for name, architecture in architectures.items():
        n_units = architecture.sizes[1]
        words = (
            f"the best of {n_templates} for each digit"
            if name == "templates"
            else f"{n_units} hidden units, ReLU"
        )
        bank = found.get(name)
        heads[name] = {
            "title": "Templates" if name == "templates" else "Features",
            "words": f"{words}; {architecture.n_params:,} parameters",
            "images": families.tested(lesson),
            "varied": "" if lesson.variability == CLEAN else progress.words_of(lesson.variability),
            "count": 10 * n_templates if name == "templates" else n_units,
            "accuracy": bank.accuracy if bank else None,
        }
    pictures = {name: (bank.pictures, bank.weights, bank.leaving) for name, bank in found.items()}
    said = families.headline(n_templates, found, lesson).said()
    features(features_block(said, heads, pictures), key="features")


def _curve(settings: MnistSettings, lesson: Lesson) -> None:
    """Accuracy against parameters, with a dot for each trained network."""
    pairs = {number: families.pair(number) for number in range(1, MOST_TEMPLATES + 1)}
    step = pairs[1]["templates"].n_params
    points: dict[str, dict[float, float]] = {
        name: {pairs[number][name].n_params: share for number, share in shares.items()}
        for name, shares in families.accuracies(lesson).items()
    }
    panel: dict[str, Any] = {
        "title": "Accuracy against parameters",
        "words": f"10,000 {families.tested(lesson)}; trained on {progress.words_of_images(lesson)}",
        "x": {
            "low": 0,
            "high": (MOST_TEMPLATES + 0.5) * step,
            "ticks": [[at, f"{at:,}"] for at in range(0, 60_001, 20_000)],
            "unit": " parameters",
            "signs": False,
            "near": step / 4,
        },
        "y": families.axis(points),
        "series": [
            curve(
                NAMES[name],
                points[name],
                tone="soft" if name == "templates" else "ink",
                dots=True,
                picked=pairs[settings.templates][name].n_params,
            )
            for name in NAMES
        ],
    }
    lines(
        [panel],
        key="lines-of-parameters",
        name=f"{families.NAME}.parameters",
        sentence=families.kept_words(lesson),
        height=15.0,
    )
