"""The sheet itself: an opaque picture from one with transparency, without the frames and bars around it."""

import numpy as np
import numpy.typing as npt

from .levels import Levels, quantile

SOLID = 128
"""Alpha from which a pixel counts as painted."""

SAME = 24
"""Grey levels by which the pixels of a frame differ at most."""

OTHER = 40
"""Grey levels by which a frame differs from what it frames at least."""

FRAMES = 3
"""Frames that may lie one within the other."""


def opaque(picture: npt.NDArray[np.uint8]) -> Levels:
    """Red, green and blue of a picture whose transparency has become paper, or ink.

    Where the edge is transparent and all that is painted has one colour, the paint is the ink, whatever its colour: it
    comes out white on black. Where it has several, what is transparent takes the colour of most of it, as for a
    digit on a card. A picture with a painted edge lies on white.

    Parameters
    ----------
    picture : ndarray of shape (height, width, 4), uint8
        Red, green, blue, and alpha.

    Returns
    -------
    ndarray of shape (height, width, 3), int64
        Red, green and blue.
    """
    colours, alpha = picture[..., :3].astype(np.int64), picture[..., 3].astype(np.int64)
    edge = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    solid = alpha >= SOLID
    fill = np.full(3, 255)
    if quantile(edge, 0.5) < SOLID and solid.any():
        fill = np.array([quantile(colours[..., k][solid], 0.5) for k in range(3)])
        others = (np.abs(colours[solid] - fill).max(axis=-1) > 2 * SAME).sum()
        if 25 * others < solid.sum():
            return np.repeat(alpha[..., np.newaxis], 3, axis=2)
    shown = alpha[..., np.newaxis]
    return np.asarray((colours * shown + fill * (255 - shown) + 127) // 255, np.int64)


def peeled(colours: Levels) -> Levels:
    """Picture without frames of one colour, and without bars at its sides."""
    for _ in range(FRAMES):
        before = colours.shape
        for axis in (0, 1):
            for backwards in (False, True):
                lines = np.moveaxis(colours, axis, 0)
                taken = _frame_depth(lines[::-1] if backwards else lines)
                lines = lines[: len(lines) - taken] if backwards else lines[taken:]
                colours = np.moveaxis(lines, 0, axis)
        if colours.shape == before:
            break
    return colours


def _frame_depth(lines: Levels) -> int:
    """How many of the first lines are a frame; 0 where the picture goes on in the same colour, as paper does."""
    n_lines, colour, depth = len(lines), _colour(lines[0]), 0
    while depth < n_lines // 3:
        middle = _colour(lines[depth])
        alike = (np.abs(lines[depth] - middle).max(axis=-1) <= SAME).sum()
        if 20 * alike < 19 * lines.shape[1] or np.abs(middle - colour).max() > SAME:
            break
        depth += 1
    if depth in (0, n_lines // 3):
        return 0
    others = [
        bool(np.abs(_colour(line) - colour).max() > OTHER) for line in lines[depth : depth + n_lines // 4 + 5]
    ]
    start = next((k for k, other in enumerate(others[:5]) if other), None)
    if start is None:
        return 0
    after = others[start : start + max(1, n_lines // 4)]
    return depth + start + 2 if 10 * sum(after) >= 9 * len(after) else 0  # two more: the edge is blurred


def _colour(line: Levels) -> Levels:
    """Red, green and blue of most of a line."""
    return np.array([quantile(line[:, k], 0.5) for k in range(3)])
