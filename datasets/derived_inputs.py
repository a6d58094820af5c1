"""Derived inputs of points in the plane: each is a function of x₁ and x₂, with its name and its code in one entry.

A network may be given any of them in the place of the coordinates. They are numbers as they come: nothing is scaled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class DerivedInput:
    """One input that a network may have.

    Parameters
    ----------
    title : str
        Its name on the page and in formulas: "x₁²". ``x₁`` and ``x₂`` are the coordinates, ``x`` is the point.
    function : callable
        From the two coordinates, arrays of shape (n,), to its values, of that shape.
    browser_line : str
        The same as an expression in ``x1`` and ``x2`` for the browser. ``ui.browser.input_lines`` tries it against
        ``function`` when the app starts.
    numpy_line : str
        The same for code that runs alone, which has ``x1``, ``x2`` and ``np``.
    """

    title: str
    function: Callable[[Array, Array], Array]
    browser_line: str
    numpy_line: str


COORDINATES = ("x1", "x2")
"""Names of the inputs of a network that is given the points as they are."""

DERIVED_INPUTS: dict[str, DerivedInput] = {
    "x1": DerivedInput("x₁", lambda x1, x2: x1, "x1", "x1"),
    "x2": DerivedInput("x₂", lambda x1, x2: x2, "x2", "x2"),
    "x1x1": DerivedInput("x₁²", lambda x1, x2: x1 * x1, "x1 * x1", "x1 * x1"),
    "x2x2": DerivedInput("x₂²", lambda x1, x2: x2 * x2, "x2 * x2", "x2 * x2"),
    "x1x2": DerivedInput("x₁x₂", lambda x1, x2: x1 * x2, "x1 * x2", "x1 * x2"),
    "sinx1": DerivedInput("sin x₁", lambda x1, x2: np.sin(x1), "Math.sin(x1)", "np.sin(x1)"),
    "sinx2": DerivedInput("sin x₂", lambda x1, x2: np.sin(x2), "Math.sin(x2)", "np.sin(x2)"),
    "abs": DerivedInput(
        "|x|",
        lambda x1, x2: np.sqrt(x1 * x1 + x2 * x2),
        "Math.sqrt(x1 * x1 + x2 * x2)",
        "np.sqrt(x1 * x1 + x2 * x2)",
    ),
}
"""From the name in a link to the input; |x| is the distance from the origin. A name holds no comma."""


def derived(points: Array, names: Sequence[str]) -> Array:
    """What a network with these inputs is given for some points.

    Parameters
    ----------
    points : ndarray of shape (n, 2)
        Coordinates.
    names : sequence of str
        Keys of ``DERIVED_INPUTS``, at least one.

    Returns
    -------
    ndarray of shape (n, n_inputs)
        A column for each name, in their order; the points themselves where the names are the coordinates'.

    Raises
    ------
    ValueError
        If there is no name, an unknown one, or a point has not two coordinates.
    """
    unknown = [name for name in names if name not in DERIVED_INPUTS]
    if unknown or not names:
        said = f"no input {unknown[0]!r}" if unknown else "no input at all"
        raise ValueError(f"{said}: there are {', '.join(DERIVED_INPUTS)}")
    if points.ndim != 2 or points.shape[1] != len(COORDINATES):
        raise ValueError(f"points {points.shape} are not (n, {len(COORDINATES)}): inputs are of the plane")
    if tuple(names) == COORDINATES:
        return points
    x1, x2 = points.T
    columns = np.empty((len(points), len(names)), points.dtype)
    for column, name in zip(columns.T, names, strict=True):
        column[:] = DERIVED_INPUTS[name].function(x1, x2)
    return columns
