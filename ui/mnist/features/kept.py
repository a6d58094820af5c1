"""The networks of the scene on features, trained once: ``kept.json`` has their accuracies and the pictures of one pair.

``python -m ui.mnist.features.keep`` makes the file anew.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from engine.arrays import Array
from ui.digits.settings import MnistSettings
from ui.mnist import eight_bits

FILE = Path(__file__).with_name("kept.json")

LINK = {"view": "features", "trained": "varied"}
"""The settings that are kept, as a link writes them."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """What a trained network shows, as in ``families.Bank``; weights from the pixels are in steps of 8 bits."""

    pictures: Array
    weights: Array
    leaving: Array


@dataclass(frozen=True, eq=False)
class Kept:
    """Both families, as they were kept.

    Parameters
    ----------
    accuracies : dict of str to dict of int to float
        For "templates" and "features", from templates a class to the share of right test images.
    pictures : dict of str to Pictures
        Of the pair with as many templates a class as the settings say.
    seed : int
        Of the initial weights.
    machine, command : str
        Where and how the file was made.
    """

    accuracies: dict[str, dict[int, float]]
    pictures: dict[str, Pictures]
    seed: int
    machine: str
    command: str


def settings() -> MnistSettings:
    """The settings that are kept."""
    return MnistSettings.from_url(LINK)[0]


@cache
def load() -> Kept:
    """Read the file, once."""
    found = json.loads(FILE.read_text("utf-8"))
    return Kept(
        {
            name: {int(count): share for count, share in shares.items()}
            for name, shares in found["accuracies"].items()
        },
        {
            name: Pictures(
                eight_bits.read(one["pictures"]).reshape(-1, 784),
                np.array(one["weights"]),
                np.array(one["leaving"], np.float32).reshape(len(one["weights"]), -1),
            )
            for name, one in found["pictures"].items()
        },
        found["seed"],
        found["machine"],
        found["command"],
    )


def written(kept: Kept) -> str:
    """Give the text of the file; all pictures of a network have the same step."""
    found = {
        "link": LINK,
        "seed": kept.seed,
        "machine": kept.machine,
        "command": kept.command,
        "accuracies": kept.accuracies,
        "pictures": {
            name: {
                "weights": [float(f"{weight:.9g}") for weight in one.weights],
                "leaving": [[float(f"{weight:.6g}") for weight in row] for row in one.leaving],
                "pictures": eight_bits.written(one.pictures.reshape(1, -1)),
            }
            for name, one in kept.pictures.items()
        },
    }
    return "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items()) + "\n}\n"
