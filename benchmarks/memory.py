"""What a running server holds by kind, or what one more visitor takes who trains a network on MNIST.

``python -m benchmarks.memory http://localhost:8501`` asks a server, ``python -m benchmarks.memory`` measures a visitor:
all share the images, so it counts what one visitor's run, its snapshots and its pictures add.
"""

import argparse
import gc
import resource
import tracemalloc
import urllib.request

from datasets import mnist
from ui.digits.presets import PRESETS
from ui.mnist.templates.part import most_moments
from ui.mnist.templates.view import NETWORK_BYTES
from ui.mnist.visits import Visit

LIMIT = 40.0
"""Megabytes that one visitor may hold."""

FIGURES = "hidden_layers_held_bytes"
"""Name of the figures in the server's metrics."""

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


def held_by(address: str) -> dict[str, float]:
    """Megabytes that a server says it holds, by kind, the heaviest first; empty where it says nothing."""
    found = {}
    with urllib.request.urlopen(f"{address}/_stcore/metrics?families={FIGURES}", timeout=30) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(FIGURES + "{"):
                kind, _, number = line.partition('kind="')[2].rpartition('"} ')
                found[kind] = float(number) / 1e6
    return found


def main() -> None:
    """Ask a server, where there is an address, else measure."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.memory")
    parser.add_argument("address", nargs="?", help="of a running server, such as http://localhost:8501")
    address = parser.parse_args().address
    if address is None:
        measure()
        return
    kinds = held_by(address.rstrip("/"))
    for kind, megabytes in kinds.items():
        print(f"{kind:32} {megabytes:7.1f} MB")
    print(f"{'all':32} {sum(kinds.values()):7.1f} MB")


def measure() -> None:
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
