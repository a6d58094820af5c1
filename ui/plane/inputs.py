"""Which inputs a network in the plane has: how a link names them, what the page calls them, what they do to boundaries.

A link has names joined by commas, as in ``inputs=x1,x2,x1x2``; ``datasets.derived_inputs`` says what each is. What the
page says of boundaries is measured on the functions themselves, so that a new input needs no words of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from datasets.derived_inputs import COORDINATES, DERIVED_INPUTS
from ui.settings.base import setting
from ui.settings.choices import Names

MOST_NAMED = 3
"""Inputs that stand in a network's name on the page; of more it says how many."""

_LINES, _PLACES = 40, 5
_SEED = 7
_EXACT = 1e-6
"""Differences below this, of values of size 1 to 100, are rounding."""

LINE, CONIC, OTHER = 1, 2, 3
"""What a weighted sum of inputs may be in x₁ and x₂: of first degree, of second, or something else."""


@dataclass(frozen=True, kw_only=True)
class Inputs(Names):
    """Names of inputs, at least one, in the order of their registry."""

    def read(self, text: str) -> tuple[str, ...]:
        """The names; a ValueError where there is none."""
        names = super().read(text)
        if not names:
            raise ValueError("names no input, and a network needs one")
        return names


def title(name: str) -> str:
    """What the page calls an input: "x₁²"."""
    return DERIVED_INPUTS[name].title


def inputs_setting(label: str = "Inputs") -> Any:
    """Declare the setting that says which inputs a network has."""
    return setting(Inputs(label=label, default=COORDINATES, options=DERIVED_INPUTS, words=title))


def are_coordinates(names: Sequence[str]) -> bool:
    """Whether a network is given the points as they are."""
    return tuple(names) == COORDINATES


def header(names: Sequence[str]) -> dict[str, Any]:
    """Header fields that tell the browser a network's inputs; none where they are the coordinates."""
    return {} if are_coordinates(names) else {"inputs": [{"name": one, "title": title(one)} for one in names]}


def listed(names: Sequence[str]) -> str:
    """Inputs in words: "x₁², x₂² and |x|"."""
    titles = [title(name) for name in names]
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def all_of(names: Sequence[str]) -> str:
    """Words behind a network's name with all its inputs, as in "on x₁², x₂²"; "" for the coordinates."""
    return "" if are_coordinates(names) else f"on {', '.join(map(title, names))}"


def brief(names: Sequence[str]) -> str:
    """The same in a few words: where they are many, only how many they are."""
    return all_of(names) if len(names) <= MOST_NAMED else f"on {len(names)} inputs"


def axes_of(name: str) -> tuple[int, ...]:
    """The coordinates that an input depends on, 0 and 1: measured, by moving one of them at many places."""
    places = np.random.default_rng(_SEED).uniform(-5.0, 5.0, size=(2, 200))
    found = []
    for axis in range(2):
        moved = places.copy()
        moved[axis] += 0.7
        function = DERIVED_INPUTS[name].function
        if np.abs(function(*moved) - function(*places)).max() > _EXACT:
            found.append(axis)
    return tuple(found)


def degree_of(name: str) -> int:
    """``LINE``, ``CONIC`` or ``OTHER``: measured, by differences along straight lines through the plane."""
    rng = np.random.default_rng(_SEED)
    starts, steps = rng.uniform(-4.0, 4.0, (2, _LINES, 1)), rng.uniform(-0.8, 0.8, (2, _LINES, 1))
    values = DERIVED_INPUTS[name].function(*(starts + steps * np.arange(_PLACES)))
    for degree in (LINE, CONIC):
        if np.abs(np.diff(values, n=degree + 1, axis=1)).max() < _EXACT:
            return degree
    return OTHER


def is_straight(names: Sequence[str]) -> bool:
    """Whether a weighted sum of these inputs has straight lines alone as its level lines: all are of first degree."""
    return all(degree_of(name) == LINE for name in names)


def of_all(names: Sequence[str]) -> str:
    """What all networks of a wall see; "" for the coordinates."""
    return "" if are_coordinates(names) else f"Inputs of all networks: {listed(names)}."


def in_words(names: Sequence[str], depth: int) -> str:
    """Say what these inputs do to the boundaries of a single layer, or to the zero lines of the first hidden one.

    Parameters
    ----------
    names : sequence of str
        A network's inputs.
    depth : int
        Its hidden layers.

    Returns
    -------
    str
        A sentence or two; "" for the coordinates.
    """
    if are_coordinates(names):
        return ""
    inputs = listed(names)
    if depth == 0:
        where = f"The boundary between two classes lies where two weighted sums of {inputs} are equal"
    else:
        where = f"The zero line of a unit of layer 1 is where a weighted sum of {inputs} is 0"
    axes = {axis for name in names for axis in axes_of(name)}
    if len(axes) == 1:
        (axis,) = axes
        way = ("vertical", "horizontal")[axis]
        return f"{where}: the network sees {title(COORDINATES[axis])} alone, so such a line is straight and {way}."
    if tuple(names) == ("abs",):
        return f"{where}: |x| is the distance from the origin, so such a line is a circle around it."
    own = {1: "", 2: "; in the space of these inputs it is straight"}
    return f"{where}: {_shape(names)}{own.get(len(names), '; in the space of these inputs it is flat')}."


def _shape(names: Sequence[str]) -> str:
    """What a level line of a weighted sum of these inputs looks like in the plane."""
    degrees = {name: degree_of(name) for name in names}
    if max(degrees.values()) == LINE:
        return "a straight line"
    if max(degrees.values()) == CONIC:
        return "a conic (ellipse, parabola, hyperbola) or straight lines"
    bent = [name for name, degree in degrees.items() if degree != LINE]
    return (
        f"it may be curved, since {listed(bent)} {'is' if len(bent) == 1 else 'are'} not linear in x₁ and x₂"
    )
