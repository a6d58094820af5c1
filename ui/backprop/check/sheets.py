"""A sheet for working back-propagation out by hand: the blank cells of each student, and the mark of an answer.

Numbers and blanks follow from the student's number in the link. A lecturer who opens the same link has the same sheet
and its answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import Array
from engine.questions import microscope
from engine.questions.microscope import Passage
from ui.backprop import worked_example
from ui.backprop.settings import BLANKS, BackpropSettings
from ui.backprop.written import decimals_in, number_in

MOST_SEEDS = 10_000
"""Number of seeds, which begin at 0."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

NEAR = 0.05
"""An answer that differs by a smaller share than this is close."""


def own_numbers(settings: BackpropSettings) -> BackpropSettings:
    """Settings of the student's own network and patterns; student 0 has the numbers of the page's other views."""
    if settings.student == 0:
        return settings
    seeds = {
        name: (getattr(settings, name) + settings.student) % MOST_SEEDS for name in ("init_seed", "data_seed")
    }
    return settings.changed(edits=(), updates=0, **seeds)


def _named(kind: str, layer: int | None, array: Array) -> Iterator[tuple[str, float]]:
    """The name on the page and the value of each number of an array."""
    for place, value in np.ndenumerate(array):
        yield "_".join([f"{kind}{layer or ''}", *(str(i + 1) for i in place)]), float(value)


def numbers_of(passage: Passage) -> dict[str, dict[str, float]]:
    """Give the numbers that can be blank, by group and by the cell's name.

    Parameters
    ----------
    passage : Passage
        One pattern or a batch, forward and back.

    Returns
    -------
    dict of str to dict of str to float
        The groups of ``BLANKS``, in the same order.
    """
    layers = range(1, len(passage.sums) + 1)
    found: dict[str, dict[str, float]] = {name: {} for name in BLANKS}
    for layer in layers:
        found["sums"].update(_named("z", layer, passage.sums[layer - 1]))
        found["signals"].update(_named("g", layer, passage.signals[layer - 1]))
        found["weights"].update(_named("dW", layer, passage.grads[2 * layer - 2]))
        found["biases"].update(_named("db", layer, passage.grads[2 * layer - 1]))
    for layer in layers[:-1]:
        found["answers"].update(_named("h", layer, passage.activations[layer - 1]))
    found["answers"].update(_named("y", None, passage.probabilities))
    found["error"].update(
        _named("E", None, passage.errors) if len(passage.errors) == 1 else {"ME": passage.error}
    )
    return found


@dataclass(frozen=True, eq=False)
class Sheet:
    """One student's sheet.

    Parameters
    ----------
    passage : Passage
        The student's own numbers.
    blanks : dict of str to float
        The right answers by the names of the blank cells, in the order of the algorithm.
    """

    passage: Passage
    blanks: dict[str, float]


def sheet(settings: BackpropSettings) -> Sheet:
    """The sheet of the settings' student.

    Parameters
    ----------
    settings : BackpropSettings
        ``student``, ``blanks`` (groups), ``cells`` (number of blank cells) and ``pattern`` count.

    Returns
    -------
    Sheet
        Blank cells are drawn from the groups in turn, so that each group has its share. For a single pattern the
        gradient of a bias equals the error signal beside it; where the signal is blank, the gradient is blank too.
    """
    made = worked_example.example(own_numbers(settings))
    rows = slice(settings.pattern - 1, settings.pattern) if settings.pattern else slice(None)
    passage = microscope.look(made.architecture, made.params, made.inputs[rows], made.targets[rows])
    groups = numbers_of(passage)
    rng = np.random.default_rng([settings.student, 21])
    piles = [list(rng.permutation(list(groups[name]))) for name in BLANKS if name in settings.blanks]
    picked: set[str] = set()
    while len(picked) < settings.cells and any(piles):
        for pile in piles:
            if pile and len(picked) < settings.cells:
                picked.add(str(pile.pop()))
    if len(passage.inputs) == 1:
        picked |= {_bias_of(name) for name in picked if name.startswith("g")}
    everything = {name: value for group in groups.values() for name, value in group.items()}
    return Sheet(passage, {name: value for name, value in everything.items() if name in picked})


def _bias_of(signal: str) -> str:
    """The name of the bias's gradient that equals an error signal: ``db1_3`` for ``g1_1_3``."""
    layer, _, unit = signal[1:].split("_")
    return f"db{layer}_{unit}"


@dataclass(frozen=True)
class Mark:
    """The mark of an answer.

    Parameters
    ----------
    right : bool
        Whether the answer is within the tolerance.
    words : str
        A short sentence for the student.
    """

    right: bool
    words: str


def mark(text: str, name: str, passage: Passage, tolerance: float) -> Mark:
    """Compare an answer with the number that belongs in a blank cell, and recognise the usual slips.

    Parameters
    ----------
    text : str
        The answer, as typed.
    name : str
        Name of the blank cell.
    passage : Passage
        The numbers of the sheet.
    tolerance : float
        How far from the number an answer may be.

    Returns
    -------
    Mark
        Its words name the slip if it is a usual one.
    """
    try:
        answer = number_in(text)
    except ValueError as error:
        return Mark(False, f"“{text[:20]}” {error}.")
    numbers = {cell: value for group in numbers_of(passage).values() for cell, value in group.items()}
    value = numbers[name]
    if abs(answer - value) <= tolerance:
        is_so = _near(answer, value) or _rounds(text, answer, value) or answer == value
        return Mark(
            True, "Right." if is_so else f"Within {tolerance:g} of it; the number itself is {_short(value)}."
        )
    for slip, words in _slips(name, value, numbers, passage):
        if abs(answer - slip) <= tolerance and (_near(answer, slip) or _rounds(text, answer, slip)):
            return Mark(False, words)
    if _rounds(text, answer, value):
        return Mark(False, f"Only the rounding is off: by more than {tolerance:g}. It takes more digits.")
    if _near(answer, value):
        return Mark(False, f"Close: off by less than {100 * NEAR:g} %, but by more than {tolerance:g}.")
    return Mark(False, "Not yet.")


def _near(answer: float, value: float) -> bool:
    """Whether an answer differs from a number by a small share of it."""
    return abs(answer - value) < NEAR * abs(value)


def _short(value: float) -> str:
    """A number with two digits that count, as the page writes it."""
    if abs(value) >= 1e-3:
        return f"{value:.2g}".replace("-", "−")
    factor, power = f"{value:.1e}".split("e")
    return f"{factor}·10{str(int(power)).translate(_RAISED)}".replace("-", "−")


def _rounds(text: str, answer: float, value: float) -> bool:
    """Whether an answer is a number rounded to the digits that are written, one of which is not 0."""
    decimals = decimals_in(text)
    return decimals is not None and answer != 0 and abs(answer - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def _slips(
    name: str, value: float, numbers: dict[str, float], passage: Passage
) -> Iterator[tuple[float, str]]:
    """The wrong numbers that usual slips lead to, each with a sentence that names the slip."""
    n_patterns = len(passage.inputs)
    yield -value, "The size is right, the sign is not."
    if n_patterns > 1 and name[0] in "gd":
        yield value * n_patterns, f"Without the 1/N: the framework divides by N = {n_patterns} in error.grad."
    if n_patterns > 1 and name == "ME":
        yield value * n_patterns, f"That is the sum: the error is the mean over N = {n_patterns} patterns."
    kind = name.rstrip("0123456789_")
    where = [int(part) - 1 for part in name[len(kind) :].split("_") if part]
    if kind == "g" and where[0] < len(passage.blames):
        yield float(passage.blames[where[0]][where[1], where[2]]), "The gate is missing: times the slope f′."
    if kind == "db" and where[0] < len(passage.blames):
        yield float(passage.blames[where[0]][:, where[1]].sum()), "The gate is missing: times the slope f′."
    if kind == "z":
        bias = float(passage.params[2 * where[0] + 1][where[2]])
        yield value - bias, "The bias is missing."
    if kind == "h":
        yield float(passage.sums[where[0]][where[1], where[2]]), "That is z: its activation is still to come."
    if kind == "y":
        yield float(passage.sums[-1][where[0], where[1]]), "That is z: the softmax is still to come."
    if kind == "dW":
        yield numbers[f"db{where[0] + 1}_{where[1] + 1}"], "That is g: times what the weight is fed with."


def answers(settings: BackpropSettings) -> list[tuple[int, dict[str, float]]]:
    """The answers of a whole class, for the lecturer.

    Parameters
    ----------
    settings : BackpropSettings
        ``students`` counts: there are sheets from student 1 to this one.

    Returns
    -------
    list of (int, dict of str to float)
        Each student's number, and the right answers by the names of the blank cells.
    """
    students = range(1, settings.students + 1)
    return [(student, sheet(replace(settings, student=student)).blanks) for student in students]
