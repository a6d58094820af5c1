"""The line of each derived input: JavaScript that its entry carries, tried here, and written out as a table.

A line is an expression in ``x1`` and ``x2``: ``ui.browser.expressions`` reads it, and its values are held against the
entry's own function. So a slip stops the app at its start, with the name of the input, and paints no wrong picture.
"""

import numpy as np

from datasets.derived_inputs import DERIVED_INPUTS, DerivedInput
from ui.browser.expressions import Reader

_SIDE = np.linspace(-10.0, 10.0, 41)

TRIED_AT = np.stack([axis.ravel() for axis in np.meshgrid(_SIDE, _SIDE)])
"""Places of the plane, a row for each coordinate, at which a line is held against the function."""

MOST_OFF = 1e-9
"""Largest distance of a line's value from the function's; above 1 it is a share of the latter."""


def table() -> str:
    """The lines of all derived inputs as entries of a JavaScript object: from the name to a loop over two arrays.

    Returns
    -------
    str
        One line of text for each input.

    Raises
    ------
    ValueError
        If an input has no line, one that cannot be read, or one that is not what its function computes.
    """
    return "".join(f"  {_entry(name, one)}\n" for name, one in DERIVED_INPUTS.items())


def _entry(name: str, one: DerivedInput) -> str:
    try:
        _try(one)
    except ValueError as error:
        raise ValueError(f"derived input {name!r}: its browser_line {one.browser_line!r} {error}") from None
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    values = f"const x1 = x[i], x2 = y[i]; out[i] = {one.browser_line};"
    return f'"{quoted}": (x, y, out) => {{ for (let i = 0; i < out.length; i++) {{ {values} }} }},'


def _try(one: DerivedInput) -> None:
    """Hold a line against the function. Where they differ, a ValueError says how: words that end a sentence."""
    names = {"x1": lambda places: places[0], "x2": lambda places: places[1]}
    value = Reader(one.browser_line, names).read()
    with np.errstate(all="ignore"):
        found = np.broadcast_to(value(TRIED_AT), TRIED_AT[0].shape)
        wanted = np.broadcast_to(one.function(*TRIED_AT), TRIED_AT[0].shape)
    off = np.abs(found - wanted) > MOST_OFF * np.maximum(1.0, np.abs(wanted))
    if len(never := np.flatnonzero(~np.isfinite(wanted))):
        x1, x2 = TRIED_AT[:, never[0]]
        raise ValueError(f"has a function that gives {wanted[never[0]]:g} at ({x1:g}, {x2:g})")
    if len(wrong := np.flatnonzero(off | ~np.isfinite(found))):
        at = wrong[len(wrong) // 2]
        x1, x2 = TRIED_AT[:, at]
        raise ValueError(f"gives {found[at]:g} at ({x1:g}, {x2:g}), where the function gives {wanted[at]:g}")
