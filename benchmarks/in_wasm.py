"""How long an epoch takes here, in a browser's Python with its NumPy, and there with the kernel of the static site.

Run it as ``python -m benchmarks.in_wasm SITE``, with a folder that ``python -m static_site`` has built. The site's
Python runs under Node.js, whose V8 is Chromium's. NumPy's products and the kernel's take turns, round after round.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from engine.learning_rules import GradientDescentLearningRule
from engine.plans import products
from engine.plans.wide import WidePlan
from ui.digits.runs import digits_architecture
from ui.digits.settings import MnistSettings
from ui.work.new_runs import initial_network

SHAPES = ((), (15,), (100,), (100, 100))
"""Widths of the hidden layers."""

N_IMAGES, BATCH, ROUNDS = 10_000, 100, 5

IN_WASM = sys.platform == "emscripten"


def measure() -> dict[str, dict[str, float]]:
    """Seconds of an epoch of drawn grey levels, by the network's shape and by whose products they are: medians."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (N_IMAGES, 784), dtype=np.uint8) * (rng.random((N_IMAGES, 784)) < 0.2)
    labels = rng.integers(0, 10, N_IMAGES)
    rows = np.arange(N_IMAGES).reshape(-1, BATCH)
    makers: dict[str, products.Maker | None] = {"NumPy": None}
    if IN_WASM:
        import hidden_layers_browser

        makers["kernel"] = hidden_layers_browser.product
    found = {}
    for units in SHAPES:
        settings = MnistSettings(depth=len(units), units=units or (100,), images=N_IMAGES)
        plans, times = {}, {name: [0.0] for name in makers}
        for name, maker in makers.items():
            products.use(maker)
            model = initial_network(settings, digits_architecture(settings))
            plans[name] = WidePlan(model, GradientDescentLearningRule(0.1), batch_size=BATCH)
            plans[name].bind(images.astype(np.uint8), labels)
        for _ in range(ROUNDS):
            for name, plan in plans.items():
                began = time.perf_counter()
                plan.run(rows)
                times[name].append(time.perf_counter() - began)
        shape = "-".join(map(str, (784, *units, 10)))
        found[shape] = {name: float(np.median(seconds[2:])) for name, seconds in times.items()}
    return found


def main() -> None:
    """Measure here and there, and print the table."""
    (site,) = sys.argv[1:]
    runner = Path(__file__).parents[1] / "static_site" / "in_node.mjs"
    said = subprocess.run(["node", runner, site, __file__], capture_output=True, text=True, check=True)
    there, here = json.loads(said.stdout.splitlines()[-1]), measure()
    print("| s an epoch, 10,000 images | native | NumPy in wasm | with the kernel |\n|---|--:|--:|--:|")
    for shape, seconds in here.items():
        print(
            f"| {shape} | {seconds['NumPy']:.2f} | {there[shape]['NumPy']:.2f} | {there[shape]['kernel']:.2f} |"
        )


if IN_WASM:
    print(json.dumps(measure()))
elif __name__ == "__main__":
    main()
