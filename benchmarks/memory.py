"""The memory that one more visitor takes who trains a network on MNIST: ``python -m benchmarks.memory``.

All visitors share the images. This counts what one visitor's run, its snapshots and its pictures add.
"""

import gc
import resource
import tracemalloc

from datasets import mnist
from ui.digits.presets import PRESETS
from ui.mnist.templates.part import most_moments
from ui.mnist.templates.view import NETWORK_BYTES
from ui.mnist.visits import Visit

LIMIT = 40.0
"""Megabytes that one visitor may hold."""

_FAST = PRESETS["The fast 98 %"]
NETWORKS = {
    "784–100–100–10, momentum": _FAST,
    "784–100–100–10, Adam": _FAST.changed(rule="Adam", rate=0.001),
}


def held(name: str, seed: int, epochs: int) -> float:
    """Megabytes of a visitor who has trained a network to its end, and looks at it at rest."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    visit = Visit(NETWORKS[name].changed(init_seed=seed, epochs=epochs))
    visit.play()
    while visit.playing:
        visit.tick()
    sight = visit.sight(most_moments(visit.run.architecture, NETWORK_BYTES))
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    print(
        f"{name:32} {(after - before) / 1e6:6.1f} MB after {visit.epoch:.0f} of {visit.run.n_epochs} epochs"
    )
    del sight
    return (after - before) / 1e6


def main() -> None:
    """Measure each network after a first visitor has brought in what all share."""
    tracemalloc.start()
    mnist.load()
    held("784–100–100–10, momentum", 901, epochs=1)
    for name in NETWORKS:
        megabytes = held(name, 902, epochs=8)
        if megabytes > LIMIT:
            raise SystemExit(f"{name}: {megabytes:.1f} MB; {LIMIT:.0f} MB is the most")
    print(f"process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB at its largest")


if __name__ == "__main__":
    main()
