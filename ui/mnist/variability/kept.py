"""Two lessons of "variability", on digits as they are and on shifted ones, taught once: ``kept.json`` has their ends.

``python -m ui.mnist.variability.keep`` makes the file anew.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from datasets.transforms import Variability
from engine.architecture import Architecture
from engine.arrays import Array
from ui.mnist import eight_bits
from ui.mnist.lessons import CHANGES, CLEAN, NETWORKS, RECIPE, Accuracies, Course, Courses, Curves, Lesson

FILE = Path(__file__).with_name("kept.json")

SHIFTED = Variability(shift_x=2, shift_y=2)
"""How much test images vary in the exams that are kept, and the training images of the second lesson."""

LESSONS = {"clean": Lesson(RECIPE.images, CLEAN), "shifted": Lesson(RECIPE.images, SHIFTED)}
"""The lessons that are kept."""


@dataclass(frozen=True, eq=False)
class Taught:
    """The end of a lesson.

    Parameters
    ----------
    courses : dict of str to Course
        The weights of both networks are rounded to 8 bits.
    accuracies, curves : dict
        As ``lessons.exam`` and ``lessons.curves`` find them, for the rounded networks.
    """

    courses: Courses
    accuracies: Accuracies
    curves: Curves


@dataclass(frozen=True, eq=False)
class Kept:
    """All lessons that are kept, by their names; the seed of initial weights; where and how the file was made."""

    lessons: dict[str, Taught]
    seed: int
    machine: str
    command: str


def taught(lesson: Lesson) -> Taught | None:
    """Give the end of a lesson, if it is one of those that are kept."""
    names = [name for name, one in LESSONS.items() if one == lesson]
    return load().lessons[names[0]] if names else None


@cache
def load() -> Kept:
    """Read the file, once."""
    found = json.loads(FILE.read_text("utf-8"))
    lessons = {name: _taught(one) for name, one in found["lessons"].items()}
    return Kept(lessons, found["seed"], found["machine"], found["command"])


def written(kept: Kept) -> str:
    """Give the text of the file, a line for each lesson."""
    head = {"seed": kept.seed, "machine": kept.machine, "command": kept.command}
    lessons = [f"{json.dumps(name)}: {json.dumps(_numbers(one))}" for name, one in kept.lessons.items()]
    lines = "".join(f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items())
    return "{\n" + lines + '"lessons": {\n' + ",\n".join(lessons) + "\n}}\n"


def rounded(courses: Courses) -> Courses:
    """Both networks as they are kept."""
    return {name: _course(name, _course_numbers(name, course)) for name, course in courses.items()}


def _numbers(one: Taught) -> dict[str, Any]:
    return {
        "courses": {name: _course_numbers(name, course) for name, course in one.courses.items()},
        "accuracies": one.accuracies,
        "curves": {
            kind: [[amount, shares] for amount, shares in points.items()]
            for kind, points in one.curves.items()
        },
    }


def _taught(numbers: dict[str, Any]) -> Taught:
    return Taught(
        {name: _course(name, course) for name, course in numbers["courses"].items()},
        numbers["accuracies"],
        {kind: {float(amount): shares for amount, shares in numbers["curves"][kind]} for kind in CHANGES},
    )


def _course_numbers(name: str, course: Course) -> dict[str, Any]:
    parts = NETWORKS[name].split(course.params)
    return {
        "epochs": [round(float(epoch), 3) for epoch in course.epochs],
        "accuracy": [round(float(share), 4) for share in course.accuracy],
        "layers": [eight_bits.written(part if part.ndim == 2 else part[np.newaxis]) for part in parts],
    }


def _course(name: str, numbers: dict[str, Any]) -> Course:
    return Course(
        np.array(numbers["epochs"], np.float32),
        np.array(numbers["accuracy"], np.float32),
        _params(NETWORKS[name], numbers["layers"]),
        RECIPE.epochs,
    )


def _params(architecture: Architecture, layers: list[eight_bits.EightBits]) -> Array:
    """All parameters in one row, as networks hold them."""
    params = np.concatenate([eight_bits.read(layer).ravel() for layer in layers])
    assert len(params) == architecture.n_params
    return params
