"""Runs that are not chaotic, of every kind that the pages make, and a reader of what their code says at its end."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets import point_table, toy
from datasets.own_points import OwnPoints, Units
from datasets.points import Points
from engine.training import TrainingRun
from tests.ui.plane.test_forks import trained
from ui.digits import runs as digit_runs
from ui.digits.settings import MnistSettings
from ui.lab_code.alone import ALONE, Recipe, exported, recipe_of
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import OWN
from ui.take_away import of_points, of_runs

OWN_TEXT = point_table.to_text(toy.draw("blobs", size=30, seed=2).training)
_BLOBS = toy.draw("blobs", size=40, seed=3).training
SCALED = OwnPoints(
    Points(np.array([700.0, 0.02]) + np.array([130.0, 0.003]) * _BLOBS.inputs, _BLOBS.labels),
    Units(
        ('\u201cset\u201d"""', "vers\\n'", "b"), ("width / \u00b5m", 'x"2'), (690.0, 0.021), (140.0, 0.0033)
    ),
)
"""Own points far from the map, with names that a program could take for code."""

SCALED_TEXT = point_table.written(SCALED)
SMALL: dict[str, Any] = {"depth": 1, "units": (5,), "epochs": 60, "points": 60, "rate": 0.02}

PLANE: dict[str, dict[str, Any]] = {
    "as the page opens": {"depth": 2, "units": (16,), "epochs": 100, "points": 300, "rate": 0.01},
    "gradient descent in batches": {"rule": "gradient descent", "batch": 8, "rate": 0.1},
    "momentum, penalty, falling": {"rule": "momentum", "l2": 0.01, "schedule": "falling", "batch": 10},
    "two kinds of units, RMSProp": {
        "depth": 2,
        "units": (4, 3),
        "activation": ("relu", "sigmoid"),
        "rule": "RMSProp",
    },
    "single layer, AdaGrad": {"depth": 0, "data": "lecture", "rule": "AdaGrad", "rate": 0.1},
    "single layer": {"depth": 0, "data": "lecture", "rule": "gradient descent", "rate": 0.1},
    "the course's start, ReLU": {"start": "course (±0.1)", "activation": ("relu",), "batch": 20},
    "own points of two classes": {"data": OWN, "drawn": OWN_TEXT, "validation": "none"},
    "own points in their own units": {"data": OWN, "drawn": SCALED_TEXT, "batch": 5},
    "forked with another rate": {"rate": 0.05, "past": (Stretch(8.0, 0.02, ("tanh",)),)},
    "forked with another activation": {"activation": ("relu",), "past": (Stretch(8.0, 0.02, ("tanh",)),)},
    "set by hand": {
        "past": (Stretch(8.0, 0.02, ("tanh",), (("1-2-1", 0.1), ("1-1-0", -0.7), ("2-1-2", 0.0))),)
    },
    "set by hand at the end, momentum": {
        "rule": "momentum",
        "batch": 10,
        "past": (
            Stretch(2.5, 0.02, ("tanh",), (("2-3-0", 0.1),)),
            Stretch(60.0, 0.02, ("tanh",), (("1-2-1", 0.1), ("1-1-0", -0.7))),
        ),
    },
    "output weights only": {"frozen": ("hidden",), "depth": 2, "units": (12,), "l2": 0.003},
    "the first layer alone learns, momentum": {
        "frozen": ("2", "out"),
        "depth": 2,
        "rule": "momentum",
        "data": "lecture",
    },
    "biases apart, RMSProp": {"frozen": ("1w", "outb"), "rule": "RMSProp", "batch": 8, "data": "lecture"},
    "weights apart, gradient descent": {"frozen": ("1b",), "rule": "gradient descent", "l2": 0.01},
    "a layer, weights of one, biases of one": {
        "frozen": ("1", "2w", "outb"),
        "depth": 2,
        "batch": 10,
        "l2": 0.003,
    },
    "stopped early": {"patience": 1, "rate": 0.5, "epochs": 200},
    "wires cut, momentum, penalty": {
        "cut": "1-1-1,1-4-2,2-3-1,2-3-5",
        "rule": "momentum",
        "batch": 10,
        "l2": 0.01,
    },
    "wires cut, one of a frozen layer, Adam": {"cut": "1-1-1,1-4-2,2-3-1", "frozen": ("1",)},
    "derived inputs, wires cut, set by hand": {
        "inputs": ("x1", "x1x1", "sinx2"),
        "data": "xor",
        "cut": "1-1-2,1-5-3",
        "past": (Stretch(8.0, 0.02, ("tanh",), (("1-2-3", 0.1), ("1-1-0", -0.7), ("2-1-2", 0.0))),),
    },
    "derived inputs": {"inputs": ("x1x1", "sinx1", "x1x2", "abs"), "data": "xor", "batch": 10},
}
DIGITS = {
    "templates": MnistSettings(images=1000, epochs=2),
    "one hidden layer": MnistSettings(images=1000, epochs=2, depth=1, units=(12,), rule="Adam", rate=0.003),
}

CANNOT = {
    ("scikit-learn", "two kinds of units, RMSProp"),
    ("scikit-learn", "single layer, AdaGrad"),
    ("scikit-learn", "output weights only"),
    ("scikit-learn", "the first layer alone learns, momentum"),
    ("scikit-learn", "biases apart, RMSProp"),
    ("scikit-learn", "weights apart, gradient descent"),
    ("scikit-learn", "a layer, weights of one, biases of one"),
    ("scikit-learn", "wires cut, one of a frozen layer, Adam"),
}
"""What a library cannot make exactly, and says so."""

READ = """
import json, os, runpy, sys
for path in sys.argv[1:]:
    os.chdir(os.path.dirname(path))
    names = runpy.run_path(path)
    print("READ " + json.dumps([path, *(float(names[name]) for name in ("loss", "page_loss", "accuracy"))]))
ours = {"engine", "datasets", "ui", "hidden_layers", "streamlit"} & set(sys.modules)
assert not ours, ours
"""
"""Runs scripts one after the other in one interpreter."""


@cache
def recipe(name: str) -> Recipe:
    """The recipe of one of the runs above, trained to its end; it is kept for the other libraries."""
    if name in DIGITS:
        return recipe_of(run_of(name), name, "/")
    derived = of_points.derived_of(trained(**(SMALL | PLANE[name])).settings)
    return recipe_of(run_of(name), name, "/", own_of(name), derived)


def own_of(name: str) -> OwnPoints | None:
    """The training points of one of the runs above as a visitor has brought them; None where they are no own points."""
    settings = RegionSettings(**(SMALL | PLANE.get(name, {})))
    return of_runs.Shown(name, settings, "", lambda: pytest.fail("no run is asked for")).own


def run_of(name: str) -> TrainingRun:
    """One of the runs above, trained to its end."""
    if name in DIGITS:
        run = digit_runs.own_run(DIGITS[name]).run
        run.advance(10**6)
        return run
    return trained(**(SMALL | PLANE[name])).run


def written(name: str, library: str, folder: Path) -> Path:
    """The script of a run in a folder of its own, with what comes with it."""
    one = recipe(name)
    file = exported(one, library, ALONE[library](one), "py")
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / file.name).write_bytes(file.content)
    if file.name.endswith(".zip"):
        zipfile.ZipFile(place / file.name).extractall(place)
    (script,) = place.rglob("*.py")
    return script


def ends(python: Path, scripts: Iterable[Path]) -> list[tuple[float, float, float]]:
    """What each script came to, run elsewhere by a Python: loss, the page's loss, accuracy."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    keep |= {"KERAS_BACKEND": "torch"}
    done = subprocess.run(
        [str(python), "-I", "-c", READ, *map(str, scripts)], env=keep, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-3000:]
    lines = [line.removeprefix("READ ") for line in done.stdout.splitlines() if line.startswith("READ ")]
    return [tuple(json.loads(line)[1:]) for line in lines]  # type: ignore[misc]
