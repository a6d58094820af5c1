"""Trains the networks of ``kept.json`` and writes it: ``python -m ui.activations.cliff.keep``, about two minutes."""

import platform
from pathlib import Path

import numpy as np

from engine.questions.sweep import Outcome
from ui.activations.cliff import kept
from ui.activations.cliff.sweeps import swept_part, train
from ui.activations.settings import ActivationSettings

COMMAND = "python -m ui.activations.cliff.keep"


def machine() -> str:
    """The kind of machine that this is: its processor, system and libraries."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    return f"{processor}, {platform.system()}, NumPy {np.__version__}, Python {platform.python_version()}"


def keep() -> None:
    """Train all cells, and write the file."""
    outcomes: dict[kept.Cell, Outcome] = {}
    for share, found in train(swept_part(ActivationSettings.from_url(kept.LINK)[0])):
        print(f"\r{100 * share:.0f} %", end="", flush=True)
        outcomes = found
    kept.FILE.write_text(kept.written(outcomes, machine(), COMMAND), "utf-8")
    print(f"\r{len(outcomes)} runs: {kept.FILE}")


if __name__ == "__main__":
    keep()
