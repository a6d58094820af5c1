"""Prints what some runs come to, as JSON: by the Python of this machine, and by that of a built site."""

import hashlib
import json

import numpy as np

from datasets import toy
from engine.layers import ACTIVATIONS
from engine.plans import products
from ui.browser import modules
from ui.digits import runs as digits
from ui.digits.settings import MnistSettings
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.work import new_runs


def is_part(name: str) -> bool:
    """Whether a script beside an html mounts a part."""
    try:
        return modules.module(modules.ROOT / "ui" / name).is_part
    except (KeyError, ValueError):  # some html is shared, and has no script
        return False


found = {"data sets": sorted(toy.DATASETS), "kernel": bool(products._makers)}
folder = modules.ROOT / "ui"
htmls = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
parts = [name for name in (html.replace(".html", ".js") for html in htmls) if is_part(name)]
found["scripts"] = {
    name: hashlib.sha256(modules.one_text(folder / name).encode()).hexdigest() for name in parts
}
for activation in ACTIVATIONS:
    settings = RegionSettings(activation=(activation,), epochs=10)
    trained = runs.regions_run(settings)
    trained.run.advance(seconds=600.0)
    found[f"plane {activation}"] = trained.run.params.astype(float).tolist()
rng = np.random.default_rng(1)
images, labels = rng.integers(0, 256, (1000, 784), dtype=np.uint8), rng.integers(0, 10, 1000)
for units in ((), (30,), (20, 10)):
    digit_settings = MnistSettings(depth=len(units), units=units or (100,), images=1000, epochs=1)
    run = new_runs.make_run(
        digit_settings, digits.digits_architecture(digit_settings), (images, labels), (images, labels)
    )
    run.advance(seconds=600.0)
    found[f"images {len(units)}"] = run.params[::50].astype(float).tolist()
print(json.dumps(found))
