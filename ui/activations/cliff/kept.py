"""The 54 networks of the scene on dying ReLUs, trained once: ``kept.json`` has their ends, and how they were made.

``python -m ui.activations.cliff.keep`` makes the file anew.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from engine.questions.sweep import Outcome

FILE = Path(__file__).with_name("kept.json")

LINK = {"view": "cliff", "on": "mnist", "init_seed": "5"}
"""The settings of the sweep that is kept, as a link writes them."""

Cell = tuple[str, str, float]
"""Activation, initialiser, learning rate."""


@dataclass(frozen=True)
class Kept:
    """A sweep that was kept.

    Parameters
    ----------
    outcomes : dict of Cell to Outcome
        The end of each run, without its parameters.
    machine, command : str
        Where and how the file was made.
    """

    outcomes: dict[Cell, Outcome]
    machine: str
    command: str


@cache
def load() -> Kept:
    """Read the file, once."""
    found = json.loads(FILE.read_text("utf-8"))
    outcomes = {
        (run["activation"], run["start"], run["rate"]): Outcome(
            run["accuracy"],
            run["diverged"],
            [_units(dead, width) for dead, width in zip(run["dead"], run["widths"], strict=True)],
            tuple(run["saturated"]),
            np.empty(0, np.float32),
        )
        for run in found["runs"]
    }
    return Kept(outcomes, found["machine"], found["command"])


def written(outcomes: dict[Cell, Outcome], machine: str, command: str) -> str:
    """Give the text of the file; a run a line, dead units by their numbers from 0."""
    runs = [
        json.dumps(
            {
                "activation": activation,
                "start": start,
                "rate": rate,
                "accuracy": outcome.accuracy,
                "diverged": outcome.diverged,
                "widths": [len(units) for units in outcome.dead_units],
                "dead": [np.flatnonzero(units).tolist() for units in outcome.dead_units],
                "saturated": list(outcome.saturated),
            },
            ensure_ascii=False,
        )
        for (activation, start, rate), outcome in outcomes.items()
    ]
    made = {"link": LINK, "machine": machine, "command": command}
    head = "".join(f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in made.items())
    return "{\n" + head + '"runs": [\n' + ",\n".join(runs) + "\n]\n}\n"


def _units(dead: list[int], width: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The dead ones among the units of a layer."""
    units = np.zeros(width, bool)
    units[dead] = True
    return units
