"""A thin line is drawn as thick as MNIST's strokes are, before it is made small: else it would fade to nothing."""

import numpy as np

from .blobs import thickness
from .levels import Mask, largest_along

BOX = 20
"""Pixels along the longer side of a digit of MNIST."""

THIN = 2.0
"""Pixels of that box: thinner strokes are drawn anew."""

MEANT = 2.4
"""How thick they are then."""


def redrawn(ink: Mask) -> tuple[Mask, float]:
    """The box around the ink, its strokes thick enough; and how thick they were, in pixels of a box of 20."""
    y, x = np.nonzero(ink)
    box = ink[y.min() : y.max() + 1, x.min() : x.max() + 1]
    side, thick = max(box.shape), thickness(box)
    share = BOX * thick / side
    if share >= THIN:
        return box, share
    return widened(box, (MEANT * side - BOX * thick) / (2 * (BOX - MEANT))), share


def widened(box: Mask, radius: float) -> Mask:
    """Ink drawn over with a round pen, and room for it all around."""
    reach = int(radius)
    framed = np.pad(box, reach)
    wide, height = np.zeros_like(framed), len(framed)
    for dy in range(-reach, reach + 1):
        half = int(np.sqrt(radius * radius - dy * dy))
        rows = largest_along(framed.astype(np.int64), half, 1).astype(bool)
        wide[max(0, dy) : height + min(0, dy)] |= rows[max(0, -dy) : height - max(0, dy)]
    return wide
