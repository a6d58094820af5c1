"""Images of MNIST that a visitor can choose: by name, the next one of the same digit, or from a gallery.

A name is made of the set and the image's number in it, from 0: ``test-824``. So the name of a training image does not
depend on how many images a run was trained on.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.arrays import Array, IntArray
from engine.questions import probe
from ui.digits.runs import DigitRun
from ui.digits.settings import MnistSettings
from ui.mnist.without import params_without
from ui.work import turns
from ui.work.keeper import beside

A_PAGE = 35
"""Images on one page of a gallery."""

KEPT_ANSWERS = 4
"""Moments of a run at which the answers to all test images are kept: 90 kB each."""


@dataclass(frozen=True, eq=False)
class Gallery:
    """One page of a gallery of test images.

    Parameters
    ----------
    kind : str
        A key of ``GALLERIES``.
    digit : int or None
        The digit that all images show; None for any digit.
    page, n_pages, count : int
        The page's number, from 0; the number of pages; the number of images on all pages.
    numbers : ndarray of shape (n_images,)
        Numbers of the test images.
    labels, answers : ndarray of shape (n_images,)
        The digit that each shows, and the network's answer.
    confidences : ndarray of shape (n_images,)
        Probability that the network gives to its answer.
    pixels : ndarray of shape (n_images, 784), uint8
        Grey levels.
    """

    kind: str
    digit: int | None
    page: int
    n_pages: int
    count: int
    numbers: IntArray
    labels: IntArray
    answers: IntArray
    confidences: Array
    pixels: npt.NDArray[np.uint8]


def image_named(name: str, data: mnist.MNIST) -> tuple[npt.NDArray[np.uint8], int]:
    """Grey levels, shape (784,), and digit of an image whose name is a valid setting."""
    part, _, number = name.partition("-")
    images: mnist.Images = getattr(data, part)
    return images.inputs[int(number)], int(images.labels[int(number)])


def neighbour(name: str, by: int, data: mnist.MNIST | None = None) -> str:
    """Name of the next image of the same digit in the same set, or of the one before if ``by`` is negative."""
    part, _, number = name.partition("-")
    labels = getattr(data or mnist.load(), part).labels
    same = np.flatnonzero(labels == labels[int(number)])
    place = int(np.searchsorted(same, int(number))) + (1 if by > 0 else -1)
    return f"{part}-{same[place % len(same)]}"


@beside(0, most=KEPT_ANSWERS)
def _answers(trained: DigitRun, step: int, settings: MnistSettings) -> tuple[npt.NDArray[np.uint8], Array]:
    """A network's answer to each test image, and its probability, at a step of the run's past or present.

    The settings say which units are off; what else they say of the view is left out.
    """
    images = (trained.images or mnist.load()).test.inputs
    run = trained.run
    with turns.turn(trained.busy):
        at_end = step == run.n_steps
        params = np.array(run.params if at_end else run.retrace(step, step)[0])
    params = params_without(run.architecture, params, settings)
    with turns.turn(trained.busy):
        probabilities = probe.class_probabilities(run.architecture, params, images)
    return probabilities.argmax(axis=1).astype(np.uint8), probabilities.max(axis=1)


def _all(answers: IntArray, confidences: Array, labels: IntArray) -> IntArray:
    return np.arange(len(labels))


def _mistakes(answers: IntArray, confidences: Array, labels: IntArray) -> IntArray:
    wrong = np.flatnonzero(answers != labels)
    return wrong[np.argsort(-confidences[wrong], kind="stable")]


GALLERIES: dict[str, Any] = {"images": _all, "mistakes": _mistakes}
"""From a gallery's name to the function that picks and orders its images: all as they come; mistakes, surest first."""


def gallery(
    trained: DigitRun, step: int, settings: MnistSettings, kind: str, digit: int | None, page: int
) -> Gallery:
    """One page of test images with the network's answers, which it gives without the units that are off.

    Parameters
    ----------
    trained : DigitRun
        Its lock is held while its past is looked at.
    step : int
        A step of its past or its present.
    settings : MnistSettings
        They say which units are off.
    kind : str
        A key of ``GALLERIES``.
    digit : int or None
        The digit that the images show; None for any.
    page : int
        The page, from 0; a number beyond the last page gives the last.

    Returns
    -------
    Gallery
        Empty if the network makes no mistakes.
    """
    test = (trained.images or mnist.load()).test
    off = replace(settings.training_part(), off=settings.off, off_as=settings.off_as)
    answers, confidences = _answers(trained, step, off)
    numbers = GALLERIES[kind](answers, confidences, test.labels)
    if digit is not None:
        numbers = numbers[test.labels[numbers] == digit]
    n_pages = max(1, -(-len(numbers) // A_PAGE))
    page = min(max(page, 0), n_pages - 1)
    shown = numbers[page * A_PAGE : (page + 1) * A_PAGE]
    return Gallery(
        kind,
        digit,
        page,
        n_pages,
        len(numbers),
        shown,
        test.labels[shown],
        answers[shown].astype(np.int64),
        confidences[shown],
        test.inputs[shown],
    )
