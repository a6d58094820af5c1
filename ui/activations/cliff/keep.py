"""Trains the networks of ``kept.json`` and writes it: ``python -m ui.activations.cliff.keep``, about two minutes."""

from engine.questions.sweep import Outcome
from ui.activations.cliff import kept
from ui.activations.cliff.sweeps import swept_part, train
from ui.activations.settings import ActivationSettings
from ui.work.machine import machine

COMMAND = "python -m ui.activations.cliff.keep"


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
