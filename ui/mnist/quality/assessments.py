"""Assessments of a network on MNIST, which visitors share, and the images behind a count."""

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.architecture import Architecture
from engine.arrays import Array, IntArray
from engine.questions import assessment
from engine.questions.assessment import Assessment
from engine.training.monitor import Patterns
from ui.digits.runs import images_of
from ui.digits.settings import MnistSettings
from ui.work import jobs
from ui.work.jobs import Job

Cell = tuple[int, int]

MOST_AT_ONCE = 10_000
"""Images of a set, the first ones, that are judged at each picture while the network is trained."""

MOST_SHOWN = 120
"""The most images of a cell that are shown: more are too many to look at."""


def patterns_of(name: str, settings: MnistSettings) -> Patterns:
    """Images and labels of "test", "validation" or "training"; of "training" only those that a run learns from."""
    data, n_training = images_of(settings), settings.images
    if name == "training":
        return data.training.inputs[:n_training], data.training.labels[:n_training]
    chosen = data.test if name == "test" else data.validation
    return chosen.inputs, chosen.labels


def job(
    architecture: Architecture, params: Array, names: list[str], settings: MnistSettings
) -> Job[dict[str, Assessment]]:
    """Give the job that assesses a network on whole sets, in the order of ``names``; equal networks share a job."""

    def work() -> Iterator[tuple[float, dict[str, Assessment]]]:
        return assessment.assess(architecture, params, {name: patterns_of(name, settings) for name in names})

    weights = hashlib.sha256(params.tobytes()).hexdigest()
    return jobs.shared(
        ("assessment", architecture, weights, settings.images, settings.data, settings.transposed), work
    )


def at_once(architecture: Architecture, params: Array, name: str, settings: MnistSettings) -> Assessment:
    """Assess a network on the first images of a set, without a job."""
    inputs, labels = patterns_of(name, settings)
    first = {name: (inputs[:MOST_AT_ONCE], labels[:MOST_AT_ONCE])}
    *_, (_, found) = assessment.assess(architecture, params, first)
    return found[name]


def shown(found: Assessment, cell: Cell | None) -> tuple[IntArray, int]:
    """The images of a cell that are shown, or without a cell the mistakes, and how many there are in all.

    Parameters
    ----------
    found : Assessment
        A network on a set.
    cell : tuple of (label, answer), or None
        None for all mistakes.

    Returns
    -------
    places : ndarray of shape (n_shown,)
        Places of the images in the set: the surest mistakes first, but the least sure of right answers.
    count : int
        All images of the cell, shown or not.
    """
    places = found.mistakes() if cell is None else found.cell(*cell)
    if cell is not None and cell[0] == cell[1]:
        places = places[::-1]
    return places[:MOST_SHOWN], len(places)


def images(name: str, settings: MnistSettings, places: IntArray) -> tuple[npt.NDArray[np.uint8], IntArray]:
    """Grey levels (n_places, 784) and labels (n_places,) of some images of a set."""
    inputs, labels = patterns_of(name, settings)
    return inputs[places], labels[places]


def is_cell(value: object) -> bool:
    """Whether something that came from the browser is a pair of digits."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(type(digit) is int and 0 <= digit < mnist.N_CLASSES for digit in value)
    )
