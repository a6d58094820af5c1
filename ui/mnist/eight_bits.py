"""Weights as text of 8 bits each, for files that keep them: every row has a step of its own."""

import base64
from typing import TypedDict

import numpy as np

from engine.arrays import Array
from ui.digits.quantised import quantised


class EightBits(TypedDict):
    """Rows of weights: the step of each row, and the numbers of steps as base64 of int8."""

    steps: list[float]
    codes: str


def written(rows: Array) -> EightBits:
    """Round rows, shape (n_rows, n), to whole steps: each weight moves by half a step at most."""
    codes, steps = quantised(rows[:, np.newaxis])
    return {
        "steps": [float(f"{step:.9g}") for step in steps],
        "codes": base64.b64encode(codes.tobytes()).decode("ascii"),
    }


def read(kept: EightBits) -> Array:
    """The rows again, shape (n_rows, n), rounded."""
    steps = np.array(kept["steps"], np.float32)[:, np.newaxis]
    codes = np.frombuffer(base64.b64decode(kept["codes"]), np.int8)
    return codes.reshape(len(steps), -1) * steps
