"""The lab's network with one and two hidden layers, trained once from several starts: ``kept.json`` has the counts.

``python -m ui.mnist.lab.keep`` makes the file anew.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from datasets import mnist
from engine.questions import probe
from ui.digits.presets import PRESETS
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings

FILE = Path(__file__).with_name("kept.json")

LAB = PRESETS["Lab 3 of the course"]

DEPTHS = (1, 2)
"""Numbers of hidden layers that are compared."""

SEEDS = (1, 2, 3)
"""Seeds of initial weights and of the order of batches, the same for both: one for each start."""

Counts = list[int]
"""Right test images before training, then after each epoch."""


@dataclass(frozen=True)
class Kept:
    """All runs that are kept.

    Parameters
    ----------
    runs : dict of (int, int) to list of int
        From hidden layers and seed to ``Counts``.
    machine, command : str
        Where and how the file was made.
    """

    runs: dict[tuple[int, int], Counts]
    machine: str
    command: str

    def of_depth(self, depth: int) -> list[Counts]:
        """The counts of all starts of the network with so many hidden layers."""
        return [counts for (layers, _), counts in self.runs.items() if layers == depth]


def settings_of(depth: int, seed: int) -> MnistSettings:
    """The settings of a run."""
    return replace(LAB, depth=depth, init_seed=seed, order_seed=seed)


def counted(depth: int, seed: int) -> Iterator[int]:
    """Train a run as the page does; count right test images before its first epoch, and after each."""
    test, run = mnist.load().test, own_run(settings_of(depth, seed).training_part()).run
    for _ in range(run.n_epochs + 1):
        _, accuracy = probe.error_and_accuracy(run.architecture, run.params, test.inputs, test.labels)
        yield round(float(accuracy) * len(test))
        run.advance(run.steps_per_epoch)


@cache
def load() -> Kept:
    """Read the file, once."""
    found = json.loads(FILE.read_text("utf-8"))
    runs = {(run["depth"], run["seed"]): run["right"] for run in found["runs"]}
    return Kept(runs, found["machine"], found["command"])


def written(kept: Kept) -> str:
    """Give the text of the file; a run a line."""
    runs = [
        json.dumps({"depth": depth, "seed": seed, "right": counts})
        for (depth, seed), counts in kept.runs.items()
    ]
    made = {"link": LAB.to_url(), "machine": kept.machine, "command": kept.command}
    head = "".join(f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in made.items())
    return "{\n" + head + '"runs": [\n' + ",\n".join(runs) + "\n]}\n"
