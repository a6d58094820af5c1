"""Derived inputs by themselves: what each is, in plain NumPy, and whether what is said of lines is what is seen."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

VALUES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "x1": lambda x, y: x,
    "x2": lambda x, y: y,
    "x1x1": lambda x, y: x**2,
    "x2x2": lambda x, y: y**2,
    "x1x2": lambda x, y: x * y,
    "sinx1": lambda x, y: np.sin(x),
    "sinx2": lambda x, y: np.sin(y),
    "abs": np.hypot,
}

TITLES = {
    "x1": "x₁",
    "x2": "x₂",
    "x1x1": "x₁²",
    "x2x2": "x₂²",
    "x1x2": "x₁x₂",
    "sinx1": "sin x₁",
    "sinx2": "sin x₂",
    "abs": "|x|",
}


def inputs_at(names: Sequence[str], places: Any) -> Floats:
    """What a network with these inputs is given at places of the plane."""
    x, y = np.asarray(places, dtype=np.float64).T
    return np.column_stack([VALUES[name](x, y) for name in names])


def titles(names: Sequence[str]) -> str:
    return ", ".join(TITLES[name] for name in names)


def listed(names: Sequence[str]) -> str:
    *first, last = (TITLES[name] for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def assert_lines(text: str, names: Sequence[str], depth: int) -> None:
    """Weighted sums drawn by lot bear out what is said of the lines on which they are constant."""
    if tuple(names) == ("x1", "x2"):
        assert text == ""
        return
    of = "two weighted sums of {} are equal" if depth == 0 else "a weighted sum of {} is 0"
    assert of.format(listed(names)) in text
    assert text.startswith(
        "The boundary between two classes" if depth == 0 else "The zero line of a unit of layer 1"
    )
    rng = np.random.default_rng(17)
    start, step = rng.uniform(-4, 4, size=(2, 200, 1, 2))
    weights = rng.normal(size=len(names))
    line = (start + np.arange(5)[:, np.newaxis] * step / 5).reshape(-1, 2)
    sums = (inputs_at(names, line) @ weights).reshape(200, 5)
    is_conic, is_straight = (np.abs(np.diff(sums, n=order, axis=1)).max() < 1e-9 for order in (3, 2))
    assert ("a conic" in text) <= is_conic
    assert ("may be curved" in text) <= (not is_straight)
    places, others = rng.uniform(-4, 4, size=(2, 200, 2))
    for axis, way in ((0, "straight and vertical"), (1, "straight and horizontal")):
        moved = places.copy()
        moved[:, 1 - axis] = others[:, 1 - axis]
        assert (way in text) == np.allclose(inputs_at(names, places), inputs_at(names, moved))
    if "a circle" in text:
        turned = np.column_stack([np.hypot(*places.T), np.zeros(200)])
        assert np.allclose(inputs_at(names, places), inputs_at(names, turned))
