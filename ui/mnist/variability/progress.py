"""From a visitor's settings to the lesson of both networks: its jobs in order, their results so far, and words."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from datasets.transforms import Variability
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.mnist import lessons
from ui.mnist.lessons import CLEAN, Accuracies, Courses, Curves, Lesson
from ui.mnist.variability import kept
from ui.sentences import Measured, Sentence, percent
from ui.work.jobs import Job

NAME = "mnist.variability"

EXAMPLES = 6
"""Test images of each digit that are sent to the browser."""


def tasks(lesson: Lesson, amounts: Variability) -> Iterator[tuple[str, Job[Any]]]:
    """Jobs of the view, in order; ask for the next one when the last one is finished. What is kept needs none.

    Parameters
    ----------
    lesson : Lesson
        The lesson of the visitor's settings.
    amounts : Variability
        How much the test images vary.

    Yields
    ------
    doing : str
        What the job does, as the beginning of a sentence.
    job : Job
        To be finished before the next one is asked for.
    """
    for one in dict.fromkeys([lesson, Lesson(lesson.n_images, CLEAN)]):
        is_kept = kept.taught(one) is not None
        if not is_kept:
            yield f"Training both networks on {words_of_digits(one)}", lessons.training(one)
        courses = courses_of(one)
        if not is_kept or amounts != kept.SHIFTED:
            yield "Testing both networks", lessons.exam(one, amounts, courses)
        if one == lesson and not is_kept:
            yield "Testing them at each amount of change", lessons.curves(one, courses)


def courses_of(lesson: Lesson) -> Courses:
    """Both networks' courses so far; those that are kept are at their ends."""
    found = kept.taught(lesson)
    return found.courses if found else lessons.training(lesson).result or {}


def kept_words(lesson: Lesson) -> str:
    """How both networks were made that the repository keeps; "" for others."""
    if kept.taught(lesson) is None:
        return ""
    made = kept.load()
    return (
        f"Both networks were trained once, from seed {made.seed}, by “{made.command}” ({made.machine}), and are "
        "tested with their weights rounded to 8 bits; with other settings they are trained here."
    )


def networks_after(lesson: Lesson) -> Courses:
    """Both networks after a lesson; none before its end."""
    if kept.taught(lesson) or lessons.training(lesson).finished:
        return courses_of(lesson)
    return {}


def accuracies_after(lesson: Lesson, amounts: Variability) -> Accuracies:
    """Accuracies that the tests after a lesson have found so far."""
    found = kept.taught(lesson)
    if found and amounts == kept.SHIFTED:
        return found.accuracies
    courses = networks_after(lesson)
    return (courses and lessons.exam(lesson, amounts, courses).result) or {}


def curves_after(lesson: Lesson) -> Curves:
    """Accuracy over each kind of change, as far as it has been tested."""
    found = kept.taught(lesson)
    if found:
        return found.curves
    courses = networks_after(lesson)
    return (courses and lessons.curves(lesson, courses).result) or {}


@cache
def examples() -> tuple[str, ...]:
    """Names of the first few test images of each digit, the digits in turn."""
    labels = mnist.load().test.labels
    first = [np.flatnonzero(labels == digit)[:EXAMPLES] for digit in range(mnist.N_CLASSES)]
    return tuple(f"test-{number}" for number in np.array(first).ravel())


def at_hand(name: str) -> tuple[list[str], list[int], npt.NDArray[np.uint8]]:
    """The images that are sent to the browser, so that it can show them without asking.

    Parameters
    ----------
    name : str
        The image on view, as in a link: ``test-824``.

    Returns
    -------
    names : list of str
        ``name`` among them.
    labels : list of int
        The digits they show.
    pixels : ndarray of shape (n_images, 784), uint8
        Grey levels.
    """
    names = list(dict.fromkeys([*examples(), name]))
    images = [_image(each) for each in names]
    return names, [label for _, label in images], np.stack([pixels for pixels, _ in images])


def _image(name: str) -> tuple[npt.NDArray[np.uint8], int]:
    """Grey levels and digit of an image."""
    part, _, number = name.partition("-")
    images: mnist.Images = getattr(mnist.load(), part)
    return images.inputs[int(number)], int(images.labels[int(number)])


def amounts_of(settings: MnistSettings) -> Variability:
    """How much digits vary, by a visitor's settings."""
    return Variability(
        shift_x=settings.vary_shift,
        shift_y=settings.vary_shift,
        rotation=settings.vary_rotation,
        scale=settings.vary_scale,
        skew=settings.vary_skew,
    )


def lesson_of(settings: MnistSettings) -> Lesson:
    """The lesson of both networks, by a visitor's settings."""
    amounts = amounts_of(settings)
    return Lesson(settings.vary_images, amounts if settings.trained == "varied" else CLEAN)


def words_of(variability: Variability) -> str:
    """How digits vary, in words: ``shifts of ±2 px, rotation of ±15°``; "nothing" where they do not."""
    parts = [
        (f"shifts of ±{variability.shift_x:g} px", variability.shift_x),
        (f"rotation of ±{variability.rotation:g}°", variability.rotation),
        (f"scale of ±{variability.scale:g} %", variability.scale),
        (f"skew of ±{variability.skew:g}°", variability.skew),
    ]
    return ", ".join(words for words, amount in parts if amount) or "nothing"


def words_of_draws(lesson: Lesson) -> str:
    """The images on which the curves are measured, and how often the training images are varied anew, in words."""
    n_images = len(mnist.load().validation)
    measured = Measured(0, lessons.MONITORED, "validation images", out_of=n_images).patterns
    _, n_turns = lessons.redraw_of(lesson.variability)
    if lesson.variability == CLEAN:
        return measured
    share = "all" if n_turns == 1 else f"1 in {n_turns} of the"
    return f"{measured}, varied likewise; each epoch varies {share} training images anew"


def words_of_digits(lesson: Lesson) -> str:
    """The training digits of a lesson, in words."""
    if lesson.variability == CLEAN:
        return "digits as they are"
    return f"digits varied by {words_of(lesson.variability)}"


def words_of_images(lesson: Lesson) -> str:
    """The training images of a lesson, in words: which ones, and how they vary."""
    varied = "as they are" if lesson.variability == CLEAN else f"varied by {words_of(lesson.variability)}"
    return f"{runs.trained_on(lesson.n_images)}, {varied}"


def headline(trained_on: str, accuracies: dict[str, float] | None) -> Sentence:
    """Give the headline of the view: what both networks come to on the test images, whatever digit is on view.

    Parameters
    ----------
    trained_on : str
        How much the training digits vary, in words; "" where they do not.
    accuracies : dict of str to float or None
        Shares of right answers of "single" and "multi" to test images that vary alike; None before the test.

    Returns
    -------
    Sentence
        A short one without a full stop.
    """
    if accuracies is None:
        return Sentence(f"{NAME}.headline.question", "How much may a digit vary?")
    digits = f"Digits varied by {trained_on}" if trained_on else "Digits as they are"
    return Sentence(f"{NAME}.headline.measured", f"{digits}: {_pair(accuracies)}")


def proof(trained_on: str, accuracies: dict[str, float] | None) -> dict[str, str]:
    """What both networks come to on all test images, beside the one digit.

    Parameters
    ----------
    trained_on : str
        How much the training digits vary, in words; "" where they do not.
    accuracies : dict of str to float or None
        As for ``headline``.

    Returns
    -------
    dict of str to str
        ``tested``, the images in words, and the per cents of "single" and "multi", "–" before the test.
    """
    n_images = len(mnist.load().test)
    varied = f"varied by {trained_on}" if trained_on else "as they are"
    said = {"tested": f"Right of {n_images:,} test images {varied}:"}
    for name in lessons.NETWORKS:
        found = runs.test_images(accuracies[name]) if accuracies else None
        said[name] = percent(found.n_right, found.n) if found else "–"
    return said


def summary(lesson: Lesson, amounts: Variability) -> str:
    """A sentence that compares digits as they are with digits that vary; "" before the numbers are known."""
    clean = accuracies_after(Lesson(lesson.n_images, CLEAN), amounts)
    if lesson.variability == CLEAN:
        if "varied" not in clean or amounts == CLEAN:
            return ""
        return f"The same networks on digits varied by {words_of(amounts)}: {_pair(clean['varied'])}."
    if "clean" not in clean:
        return ""
    return f"Trained and tested on digits as they are: {_pair(clean['clean'])}."


def _pair(accuracies: dict[str, float]) -> str:
    """The accuracies of "single" and "multi" in words."""
    single, multi = (runs.test_images(accuracies[name]) for name in ("single", "multi"))
    return f"{single.right_words()}, with hidden units {percent(multi.n_right, multi.n)}"
