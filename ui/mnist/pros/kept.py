"""The evidence of the scene on pros and cons, trained once: ``kept.json`` has all that its four cards show.

``python -m ui.mnist.pros.keep`` makes the file anew.
"""

import base64
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ui.digits.runs import digits_architecture
from ui.mnist import eight_bits
from ui.mnist.pros import evidence
from ui.mnist.pros.evidence import DEEP, SINGLE, Course, Evidence, Shapes

FILE = Path(__file__).with_name("kept.json")

FIRST = SINGLE.init_seed
"""The first of the two seeds that are kept."""

NETWORKS = {"single": SINGLE, "deep": DEEP}


@dataclass(frozen=True, eq=False)
class Kept:
    """The evidence, as it was kept.

    Parameters
    ----------
    found : Evidence
        Of each network the end of its first run; of the single layer also its weights, in steps of 8 bits. Mean images
        have 256 grey levels.
    seed : int
        The first of its two seeds.
    made : str
        The day.
    machine, command : str
        Where and how the file was made.
    """

    found: Evidence
    seed: int
    made: str
    machine: str
    command: str


@cache
def load() -> Kept:
    """Read the file, once."""
    said = json.loads(FILE.read_text("utf-8"))
    courses = {name: [_course(one)] for name, one in said["courses"].items()}
    ways = {name: np.array(way) for name, way in said["ways"].items()}
    found = Evidence(courses, [_shapes(one) for one in said["shapes"]], ways)
    return Kept(found, said["seed"], said["made"], said["machine"], said["command"])


def evidence_from(first: int) -> Evidence | None:
    """The evidence of a first seed; None where it is not kept."""
    return load().found if first == FIRST and evidence.NETWORKS == NETWORKS else None


def words() -> str:
    """How the evidence was made that the repository keeps."""
    kept = load()
    return (
        f"Each network was trained on the first {SINGLE.images:,} training images for {SINGLE.epochs} epochs, from two "
        f"starts, seeds {' and '.join(map(str, evidence.seeds(kept.seed)))}: once, on {kept.made}, by "
        f"“{kept.command}” ({kept.machine}). From other seeds they are trained here."
    )


def written(kept: Kept) -> str:
    """Give the text of the file."""
    found = kept.found
    said = {
        "seed": kept.seed,
        "made": kept.made,
        "machine": kept.machine,
        "command": kept.command,
        "ways": {name: [_rounded(error) for error in way] for name, way in found.ways.items()},
        "shapes": [
            {
                "counts": one.counts.tolist(),
                "wrong": one.wrong.tolist(),
                "levels": base64.b64encode(np.rint(255 * one.means).astype(np.uint8).tobytes()).decode(
                    "ascii"
                ),
            }
            for one in found.shapes
        ],
        "courses": {
            name: {
                "epoch": float(courses[0].epoch[-1]),
                "error": _rounded(courses[0].error[-1]),
                "accuracy": _rounded(courses[0].accuracy[-1]),
                **({"params": _layer(courses[0])} if name == "single" else {}),
            }
            for name, courses in found.courses.items()
        },
    }
    return "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in said.items()) + "\n}\n"


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def _layer(course: Course) -> eight_bits.EightBits:
    """Weights of the single layer, a row for each digit; its biases come last, as a row of their own."""
    weights, biases = digits_architecture(SINGLE).split(course.params)
    last = np.zeros((1, weights.shape[1]), np.float32)
    last[0, : len(biases)] = biases
    return eight_bits.written(np.concatenate([weights, last]))


def _course(said: dict[str, Any]) -> Course:
    """A course's end; without weights where none were kept."""
    params = np.empty(0, np.float32)
    if "params" in said:
        rows = eight_bits.read(said["params"])
        params = np.concatenate([rows[:-1].ravel(), rows[-1, : len(rows) - 1]]).astype(np.float32)
    epoch, error, accuracy = (np.array([said[name]]) for name in ("epoch", "error", "accuracy"))
    return Course(epoch, error, accuracy, params)


def _shapes(said: dict[str, Any]) -> Shapes:
    """The ways of one digit."""
    levels = np.frombuffer(base64.b64decode(said["levels"]), np.uint8).reshape(len(said["counts"]), -1)
    return Shapes(levels / np.float32(255), np.array(said["counts"]), np.array(said["wrong"]))
