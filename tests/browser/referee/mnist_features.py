"""Checks of "Templates or features?": both networks of a pair judged in float64 on the test images.

The networks are those of the page's own training; their answers and what each template answers are counted here.
Of those that the repository keeps, the file says the numbers.
"""

import base64
import json
import re
from functools import cache
from pathlib import Path

import numpy as np

from datasets import mnist
from datasets.transforms import Variability
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import Floats, forward, percent
from tests.browser.referee.mnist_variability import CLEAN, images_words, trained_with, varied, words_of
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings
from ui.mnist.features import families
from ui.mnist.lessons import Lesson

NAME = "mnist.features"

QUESTION = "Several templates a class, or features?"

MOST = 8

KEPT = json.loads(Path("ui/mnist/features/kept.json").read_text("utf-8"))
"""What the page does not train; ``tests/ui/mnist/test_kept_features.py`` trains the smallest pair anew."""

KEPT_LESSON = Lesson(10_000, Variability(shift_x=2, shift_y=2))

KEPT_PAIR = 4
"""Templates a class of the pair whose pictures are kept."""


def is_kept(n_templates: int, lesson: Lesson) -> bool:
    """Whether the page shows the pair of the file."""
    return lesson == KEPT_LESSON and n_templates == KEPT_PAIR


def kept_right(name: str, n_templates: int) -> str:
    return percent(round(10_000 * KEPT["accuracies"][name][str(n_templates)]), 10_000)


@cache
def layers_of(name: str, n_templates: int, lesson: Lesson) -> list[tuple[Floats, Floats]]:
    """Weights and biases of a trained network; those of templates are of one layer with ten times as many units."""
    job = families.training(n_templates, lesson)
    while not job.finished:
        job.advance(seconds=1.0)
    assert job.result
    bank = job.result[name]
    parts = [part.astype(np.float64) for part in bank.architecture.split(bank.params)]
    return list(zip(parts[::2], parts[1::2], strict=True))


@cache
def scores_of(name: str, n_templates: int, lesson: Lesson) -> Floats:
    """Scores of the test images; of templates that of each, shape (10000, 10, n_templates)."""
    layers, images = layers_of(name, n_templates, lesson), varied("test", lesson.variability)
    if name == "features":
        return forward(layers, ("relu",), images)
    weights, biases = layers[0]
    flat = (weights.reshape(-1, 784), biases.ravel())
    return forward([flat], (), images).reshape(len(images), 10, n_templates)


def right(name: str, n_templates: int, lesson: Lesson) -> str:
    if is_kept(n_templates, lesson):
        return kept_right(name, n_templates)
    scores = scores_of(name, n_templates, lesson)
    best = scores.max(axis=2) if name == "templates" else scores
    return percent((best.argmax(axis=1) == mnist.load().test.labels).sum(), 10_000)


def lesson_of(settings: MnistSettings) -> Lesson:
    return Lesson(settings.vary_images, trained_with(settings))


def images(variability: Variability) -> str:
    return "test images" if variability == CLEAN else "varied test images"


def n_features(n_templates: int) -> int:
    """Hidden units whose network has as many parameters as the templates, or nearly so."""
    wanted = 10 * n_templates * 785
    return min(range(1, 200), key=lambda units: abs(785 * units + 10 * units + 10 - wanted))


def n_params(name: str, n_templates: int) -> int:
    units = n_features(n_templates)
    return 10 * n_templates * 785 if name == "templates" else 785 * units + 10 * units + 10


def headline(settings: MnistSettings) -> str:
    count, lesson = settings.templates, lesson_of(settings)
    return (
        f"{count} template{'' if count == 1 else 's'} a class: {right('templates', count, lesson)} % of the 10,000 "
        f"{images(lesson.variability)} are right; {n_features(count)} features with about as many parameters: "
        f"{right('features', count, lesson)} %"
    )


@checks(f"{NAME}.headline.measured", f"{NAME}.spoken")
def _headline(said: Said, scene: Scene) -> None:
    count = scene.settings.templates
    if not (said.name.endswith("spoken") and "scene=" in scene.link and said.text == QUESTION):
        assert said.text == headline(scene.settings)
    assert abs(n_params("features", count) / n_params("templates", count) - 1) < 0.02


def head(name: str, settings: MnistSettings) -> str:
    count = settings.templates
    what = (
        f"the best of {count} for each digit"
        if name == "templates"
        else f"{n_features(count)} hidden units, ReLU"
    )
    return f"{what}; {n_params(name, count):,} parameters"


def name_of(said: Said, scene: Scene) -> str:
    """Templates come first."""
    same = [one for one in scene.reading.said if one.name == said.name]
    return ("templates", "features")[next(i for i, one in enumerate(same) if one is said)]


@checks(f"{NAME}.words")
def _words(said: Said, scene: Scene) -> None:
    assert said.text == head(name_of(said, scene), scene.settings)


@checks(f"{NAME}.accuracy")
def _accuracy(said: Said, scene: Scene) -> None:
    lesson = lesson_of(scene.settings)
    share = right(name_of(said, scene), scene.settings.templates, lesson)
    how = words_of(lesson.variability)
    assert said.text == f"{share} % right of 10,000 {images(lesson.variability)}{how and f', {how}'}"


@checks(f"{NAME}.bank")
def _bank(said: Said, scene: Scene) -> None:
    name, lesson = name_of(said, scene), lesson_of(scene.settings)
    share = f"{right(name, scene.settings.templates, lesson)} % of the 10,000 {images(lesson.variability)} are right"
    words = f"{name.capitalize()}: {head(name, scene.settings)}, {share}."
    assert said.attributes == [f"{words} Arrow keys go from picture to picture."]


def busiest(settings: MnistSettings, digit: int) -> list[float]:
    """Shares of the test images of a digit for which each of its templates speaks, the largest first."""
    count, lesson = settings.templates, lesson_of(settings)
    if is_kept(count, lesson):
        shares = np.array(KEPT["pictures"]["templates"]["weights"]).reshape(count, 10)
        return sorted(shares[:, digit].tolist(), reverse=True)
    scores = scores_of("templates", count, lesson)
    mine = scores[mnist.load().test.labels == digit, digit]
    counts = np.bincount(mine.argmax(axis=1), minlength=count)
    return sorted((counts / counts.sum()).tolist(), reverse=True)


@checks(f"{NAME}.one", f"{NAME}.large")
def _one(said: Said, scene: Scene) -> None:
    """The first template of 0: nobody has pointed at another."""
    kind, count = images(lesson_of(scene.settings).variability), scene.settings.templates
    name = "Template for digit 0" if count == 1 else "Template 1 for digit 0"
    words = said.attributes[0] if said.name.endswith("large") else said.text
    start = f"{name}, large: " if said.name.endswith("large") else name
    if count == 1:
        assert words == f"{start}speaks for all of them"
        return
    found = re.fullmatch(rf"{start}speaks for (\d+) % of the {kind} of 0", words)
    assert found, words
    assert abs(int(found[1]) - 100 * busiest(scene.settings, 0)[0]) < 0.501


def to_the_digits(settings: MnistSettings) -> Floats:
    """Weights that leave each feature, the weightiest feature first: shape (n_features, 10)."""
    count, lesson = settings.templates, lesson_of(settings)
    if is_kept(count, lesson):
        return np.array(KEPT["pictures"]["features"]["leaving"])
    leaving = layers_of("features", count, lesson)[1][0].T
    return leaving[np.argsort(-np.abs(leaving).sum(axis=1), kind="stable")]


@checks(f"{NAME}.serves")
def _serves(said: Said, scene: Scene) -> None:
    """The first of either bank: a template has one digit, and of a feature's weights none is 0."""
    if name_of(said, scene) == "templates":
        name = "Template for digit 0" if scene.settings.templates == 1 else "Template 1 for digit 0"
        assert said.text == f"{name} counts for this digit alone"
        return
    assert said.text == "Feature 1 counts for every digit: filled for it, hollow against it"
    assert to_the_digits(scene.settings)[0].all()


@checks(f"{NAME}.leaving")
def _leaving(said: Said, scene: Scene) -> None:
    if name_of(said, scene) == "templates":
        assert said.attributes[0].endswith(" for digit 0: counts for 0 alone")
        return
    found = said.attributes[0].removeprefix("Feature 1: weights to the digits 0 to 9: ").split(", ")
    numbers = [float(text.replace("−", "-")) for text in found]
    np.testing.assert_allclose(numbers, to_the_digits(scene.settings)[0], atol=0.00501)


def template_sizes(settings: MnistSettings) -> Floats:
    """The size of each weight of all templates, their mean taken out."""
    count, lesson = settings.templates, lesson_of(settings)
    if is_kept(count, lesson):
        kept = KEPT["pictures"]["templates"]["pictures"]
        codes = np.frombuffer(base64.b64decode(kept["codes"]), np.int8).astype(np.float64)
        return np.asarray(np.abs(codes) * kept["steps"][0])
    weights = layers_of("templates", count, lesson)[0][0].reshape(-1, 784)
    return np.asarray(np.abs(weights - weights.mean(axis=0)))


@checks(f"{NAME}.ends")
def _ends(said: Said, scene: Scene) -> None:
    """All but half a per cent of the templates' weights lie within; the mean of all templates is taken out."""
    sizes = template_sizes(scene.settings)
    found = re.fullmatch(r"−([\d.]+)weight\+([\d.]+)", said.text)
    assert found
    assert found[1] == found[2]
    step = sizes.max() / 127
    assert abs(float(found[1]) - np.quantile(sizes, 0.995)) < step + 0.00501


def parameters_words(settings: MnistSettings) -> str:
    lesson = lesson_of(settings)
    trained = images_words(settings.vary_images, lesson.variability)
    return f"10,000 {images(lesson.variability)}; trained on {trained}"


@checks(f"{NAME}.parameters.words")
def _parameters(said: Said, scene: Scene) -> None:
    assert said.text == parameters_words(scene.settings)


@checks(f"{NAME}.parameters.last")
def _last(said: Said, scene: Scene) -> None:
    """Of each family the largest network that is trained by now."""
    lesson, (label,) = lesson_of(scene.settings), said.attributes
    start = f"Accuracy against parameters, {parameters_words(scene.settings)}: "
    assert label.startswith(start)
    found = re.findall(r"(templates|hidden features) ([\d.]+) % at ([\d,]+) parameters", label)
    assert [words for words, _, _ in found] == ["templates", "hidden features"]
    for words, share, count in found:
        name = words.removeprefix("hidden ")
        counts = {f"{n_params(name, n_templates):,}": n_templates for n_templates in range(1, MOST + 1)}
        n_templates = counts[count]
        is_from_file = lesson == KEPT_LESSON and n_templates != scene.settings.templates
        assert share == (kept_right(name, n_templates) if is_from_file else right(name, n_templates, lesson))


@checks(f"{NAME}.parameters.sentence")
def _made(said: Said, scene: Scene) -> None:
    """Where and how the numbers were computed that the page does not compute."""
    if lesson_of(scene.settings) != KEPT_LESSON:
        assert said.text == ""
        return
    assert said.text == (
        f"These {2 * MOST} networks were trained once, from seed {KEPT['seed']}, by “{KEPT['command']}” "
        f"({KEPT['machine']}); with other settings they are trained here."
    )
