"""Checks of "One layer or two?": the counts of the file, by arithmetic of one's own.

``tests/ui/mnist/test_kept_lab.py`` trains a run of the file anew.
"""

import itertools
import json
import re
from pathlib import Path
from typing import Any

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said

KEPT: dict[str, Any] = json.loads(Path("ui/mnist/lab/kept.json").read_text("utf-8"))

SEEDS = sorted({run["seed"] for run in KEPT["runs"]})


def at_the_end(depth: int) -> list[int]:
    """Right test images of each start of the network with so many hidden layers."""
    return [run["right"][-1] for run in KEPT["runs"] if run["depth"] == depth]


def ends(depth: int) -> tuple[str, str]:
    counts = at_the_end(depth)
    return f"{min(counts) / 100:.2f}", f"{max(counts) / 100:.2f}"


def words(depth: int) -> str:
    low, high = ends(depth)
    return f"{high} %" if low == high else f"{low} to {high} %"


def epochs() -> int:
    (count,) = {len(run["right"]) - 1 for run in KEPT["runs"]}
    return count


@checks("mnist.lab.headline")
def _headline(said: Said, scene: Scene) -> None:
    assert said.text == (
        f"After {epochs()} epochs one hidden layer gets {words(1)} right, two hidden layers get {words(2)}"
    )


@checks("mnist.lab.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    text = (
        said.attributes[0] if said.attributes else said.text
    )  # of the picture, or of the line for screen readers
    told = re.findall(r"(\d) hidden, seed (\d+): (\d+\.\d\d) %", text)
    wanted = [(str(run["depth"]), str(run["seed"]), f"{run['right'][-1] / 100:.2f}") for run in KEPT["runs"]]
    assert sorted(told) == sorted(wanted)
    assert text.startswith(f"Right test images after {epochs()} epochs: ")


LAYERS = {"sigmoid": "SigmoidLayer()", "tanh": "TanhLayer()", "relu": "ReluLayer()"}


def calls(scene: Scene) -> list[str]:
    """What makes the layers: 784 pixels, hidden layers of 100, ten digits; one hidden layer while a scene asks."""
    is_open = scene.page.evaluate("document.documentElement.dataset.asks") == "open"
    depth = 1 if is_open else scene.settings.depth
    widths = [784, *[100] * depth, 10]
    made = [f"AffineLayer({into}, {out})" for into, out in itertools.pairwise(widths)]
    for place in reversed(range(depth)):
        made.insert(place + 1, LAYERS[scene.settings.activation[place % len(scene.settings.activation)]])
    return made


@checks("mnist.lab.stack")
def _stack(said: Said, scene: Scene) -> None:
    wanted = ", ".join(calls(scene))
    assert said.attributes == [f"Layers from the inputs to the outputs: {wanted}"]


@checks("mnist.lab.list")
def _list(said: Said, scene: Scene) -> None:
    """The same calls as a list in Python."""
    inner = "".join(f"{call}," for call in calls(scene))
    assert re.sub(r"\s", "", said.text) == re.sub(
        r"\s", "", f"layers = [{inner}] model = MultipleLayerModel(layers)"
    )


@checks("mnist.lab.made")
def _made(said: Said, scene: Scene) -> None:
    assert KEPT["link"]["epochs"] == str(epochs())
    assert list(range(SEEDS[0], SEEDS[-1] + 1)) == SEEDS
    for depth in (1, 2):
        assert len(at_the_end(depth)) == len(SEEDS)
    assert said.text == (
        f"784–100–10 and 784–100–100–10 with ReLU, each from {len(SEEDS)} starts, seeds {SEEDS[0]} to {SEEDS[-1]}, at "
        f"a learning rate of {KEPT['link']['rate']} in batches of 100; counted on the 10,000 test images. They were "
        f"trained once, by “{KEPT['command']}” ({KEPT['machine']})."
    )
