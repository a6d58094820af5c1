"""The forward line of each activation: JavaScript that its layer carries, tried here, and written out as a table.

A line is an expression in ``z``: ``ui.browser.expressions`` reads it, and its values are held against the layer's own
``fprop``. So a slip stops the app at its start, with the name of the class, and paints no wrong picture.
"""

import numpy as np

from engine.layers import ACTIVATIONS, Layer
from ui.browser.expressions import Reader

TRIED_AT = np.concatenate([np.linspace(-8.0, 8.0, 321), [-80.0, -40.0, -20.0, 20.0, 40.0, 80.0]])
"""Weighted sums at which a line is held against ``fprop``."""

MOST_OFF = 1e-6
"""Largest distance of a line's value from ``fprop``'s value; above 1 it is a share of the latter."""


def table() -> str:
    """The lines of all activations as entries of a JavaScript object: from the name to a loop over an array.

    Returns
    -------
    str
        One line of text for each activation.

    Raises
    ------
    ValueError
        If a layer has no forward line, one that cannot be read, or one that is not what its ``fprop`` computes.
    """
    return "".join(f"  {_entry(name, kind)}\n" for name, kind in ACTIVATIONS.items())


def _entry(name: str, kind: type[Layer]) -> str:
    line = kind.portrait.browser_line
    try:
        _try(line, kind)
    except ValueError as error:
        raise ValueError(f"{kind.__name__}: its browser_line {line!r} {error}") from None
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    loop = f"for (let i = 0; i < a.length; i++) {{ const z = a[i]; a[i] = {line}; }}"
    return f'"{quoted}": (a) => {{ {loop} }},'


def _try(line: str, kind: type[Layer]) -> None:
    """Hold a line against a layer's ``fprop``. Where they differ, a ValueError says how: words that end a sentence."""
    if not line.strip():
        raise ValueError("is empty: the browser needs what fprop makes of z, in JavaScript")
    value = Reader(line).read()
    with np.errstate(all="ignore"):
        found = np.broadcast_to(value(TRIED_AT), TRIED_AT.shape)
        wanted = kind().fprop(TRIED_AT[:, np.newaxis])[:, 0]
    off = np.abs(found - wanted) > MOST_OFF * np.maximum(1.0, np.abs(wanted))
    wrong = np.flatnonzero(off | (np.isfinite(found) != np.isfinite(wanted)))
    if len(wrong):
        at = wrong[len(wrong) // 2]
        raise ValueError(f"gives {found[at]:g} for z = {TRIED_AT[at]:g}, where fprop gives {wanted[at]:g}")
