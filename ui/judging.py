"""How good a network is on MNIST: assessments that all visitors share, and the images behind a count."""

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
from ui import jobs
from ui.jobs import Job

Cell = tuple[int, int]

MOST_AT_ONCE = 10_000
"""Images that are judged at each picture while the network is trained, the first ones of a set."""

MOST_SHOWN = 120
"""Images that are shown of a cell: more are too many to look at."""


def patterns_of(name: str, n_training: int) -> Patterns:
    """Images and labels of "test", "validation" or "training"; of the last only those that were trained on."""
    data = mnist.load()
    if name == "training":
        return data.training.inputs[:n_training], data.training.labels[:n_training]
    chosen = data.test if name == "test" else data.validation
    return chosen.inputs, chosen.labels


def job(
    architecture: Architecture, params: Array, names: list[str], n_training: int
) -> Job[dict[str, Assessment]]:
    """Give the assessment of a network on whole sets, the first named first; the same network, the same job."""

    def work() -> Iterator[tuple[float, dict[str, Assessment]]]:
        return assessment.assess(
            architecture, params, {name: patterns_of(name, n_training) for name in names}
        )

    weights = hashlib.sha256(params.tobytes()).hexdigest()
    return jobs.shared(("assessment", architecture, weights, n_training), work)


def at_once(architecture: Architecture, params: Array, name: str, n_training: int) -> Assessment:
    """Judge a network on the first images of a set."""
    inputs, labels = patterns_of(name, n_training)
    first = {name: (inputs[:MOST_AT_ONCE], labels[:MOST_AT_ONCE])}
    *_, (_, found) = assessment.assess(architecture, params, first)
    return found[name]


def shown(found: Assessment, cell: Cell | None) -> tuple[IntArray, int]:
    """Which images of a cell are shown, or which mistakes without one, and how many there are.

    Parameters
    ----------
    found : Assessment
        Of a network on a set.
    cell : tuple of (label, answer), or None
        None for all mistakes.

    Returns
    -------
    places : ndarray of shape (n_shown,)
        The surest mistakes first; of right answers the least sure, which are nearly mistakes.
    count : int
        All of the cell.
    """
    places = found.mistakes() if cell is None else found.cell(*cell)
    if cell is not None and cell[0] == cell[1]:
        places = places[::-1]
    return places[:MOST_SHOWN], len(places)


def images(name: str, n_training: int, places: IntArray) -> tuple[npt.NDArray[np.uint8], IntArray]:
    """Grey levels (n_places, 784) and labels (n_places,) of some images of a set."""
    inputs, labels = patterns_of(name, n_training)
    return inputs[places], labels[places]


def is_cell(value: object) -> bool:
    """Whether something that came from the browser is a pair of digits."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(type(digit) is int and 0 <= digit < mnist.N_CLASSES for digit in value)
    )
