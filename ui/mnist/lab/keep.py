"""Trains the runs of ``kept.json`` and writes it: ``python -m ui.mnist.lab.keep``, about five minutes."""

from ui.mnist.lab import kept
from ui.work.machine import machine

COMMAND = "python -m ui.mnist.lab.keep"


def keep() -> None:
    """Train every run to its end, and write the file."""
    runs: dict[tuple[int, int], kept.Counts] = {}
    for seed in kept.SEEDS:
        for depth in kept.DEPTHS:
            counts = runs[depth, seed] = []
            for count in kept.counted(depth, seed):
                counts.append(count)
                epoch = f"{len(counts) - 1} of {kept.LAB.epochs} epochs"
                print(f"\r{depth} hidden, seed {seed}: {epoch}", end="", flush=True)
    kept.FILE.write_text(kept.written(kept.Kept(runs, machine(), COMMAND)), "utf-8")
    print(f"\r{len(runs)} runs: {kept.FILE}")


if __name__ == "__main__":
    keep()
