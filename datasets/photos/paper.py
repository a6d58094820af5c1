"""Ink is what differs from the paper around it: the local paper, the distance in colour from it, and a threshold.

The paper of dark ink is the picture's closing: what is dark and narrower than a quarter of the picture is filled up
from its sides. So uneven light, shadows and their edges stay in the paper. Light ink on dark is the same upside down.
Each of red, green and blue is judged for itself, so that red on green of equal grey is ink as well.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .levels import Levels, closing, quantile, softened

LEAST_LIGHT = 32
"""Level of paper below which less light is not made up for."""

GRAIN = 3
"""Times the paper's own variation that ink must differ from it; and six grey levels more."""

SURE = 256
"""How many times the edge must speak for one side of the paper to decide against the rest."""


@dataclass(frozen=True, eq=False)
class Inked:
    """A sheet whose ink has been found.

    Parameters
    ----------
    paper : ndarray of shape (height, width, 3), int64
        The paper's colour as it would be without ink.
    distance : ndarray of shape (height, width), int64
        How far each pixel's colour is from it, 0 to 255; the paper's own grain is 0.
    threshold : int or None
        Distances above it are ink; None where there is none.
    darker : tuple of bool
        For red, green and blue: whether ink is darker than paper.
    """

    paper: Levels
    distance: Levels
    threshold: int | None
    darker: tuple[bool, ...]


def inked(colours: Levels) -> Inked:
    """Paper and ink of a sheet, shape (height, width, 3)."""
    reach = max(2, max(colours.shape[:2]) // 8)
    papers, squares, darker = [], np.zeros(colours.shape[:2], np.int64), []
    for k in range(3):
        levels = softened(colours[..., k])
        dark = _ink_is_darker(levels, reach)
        paper = _paper(levels, reach) if dark else 255 - _paper(255 - levels, reach)
        far = 255 * (paper - levels) // np.maximum(paper, LEAST_LIGHT) if dark else levels - paper
        squares += np.maximum(far, 0) ** 2
        papers.append(paper)
        darker.append(dark)
    distance = np.floor(np.sqrt(squares / 3)).astype(np.int64)
    level = quantile(distance, 0.4)
    grain = level - quantile(distance, 0.1)
    distance = np.maximum(distance - level, 0)
    sure = distance[distance > GRAIN * grain + 6]
    threshold = _otsu(sure) if sure.size else None
    return Inked(np.stack(papers, axis=-1), distance, threshold, tuple(darker))


def _ink_is_darker(levels: Levels, reach: int) -> bool:
    """Whether narrow things are darker than most of what is around them, or lighter."""
    near = max(2, reach // 2)
    filled, cut = closing(levels, near) - levels, closing(255 - levels, near) - (255 - levels)

    def votes(middle: Levels | int) -> tuple[int, int]:
        dark = np.minimum(filled, np.maximum(middle - levels, 0))
        light = np.minimum(cut, np.maximum(levels - middle, 0))
        return int((dark**2).sum()), int((light**2).sum())

    edge = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    dark, light = votes(quantile(edge, 0.5))
    if max(dark, light) <= SURE * min(dark, light):
        dark, light = votes(_local_medians(levels))
    return dark >= light


def _local_medians(levels: Levels) -> Levels:
    """Median around each sixteenth of the picture, in a window of half its sides."""
    height, width = levels.shape
    medians = np.zeros_like(levels)
    for top, bottom in ((k * height // 4, (k + 1) * height // 4) for k in range(4)):
        for left, right in ((k * width // 4, (k + 1) * width // 4) for k in range(4)):
            if bottom > top and right > left:
                rows = slice(max(0, top - height // 8), bottom + height // 8)
                columns = slice(max(0, left - width // 8), right + width // 8)
                medians[top:bottom, left:right] = quantile(levels[rows, columns], 0.5)
    return medians


def _paper(levels: Levels, reach: int) -> Levels:
    """Closing of a picture that goes on beyond its edges as its paper does there."""
    height, width = levels.shape
    ground = closing(levels, reach)
    tall, tall_ground = (_extended(picture, ground, reach) for picture in (levels, ground))
    wide = _extended(tall.T, tall_ground.T, reach).T
    whole = closing(wide, reach)
    return whole[2 * reach : 2 * reach + height, 2 * reach : 2 * reach + width]


def _extended(levels: Levels, ground: Levels, reach: int) -> Levels:
    """Lines of a picture, with twice the reach more before and behind them."""
    return np.concatenate([_beyond(ground, reach)[::-1], levels, _beyond(ground[::-1], reach)])


def _beyond(ground: Levels, reach: int) -> Levels:
    """Lines before the first: the paper falls on as it does inside, in a line or a parabola, whichever is darker."""
    first, second, third = (ground[min(len(ground) - 1, k * reach)] for k in (1, 2, 3))
    out = reach + np.arange(1, 2 * reach + 1)[:, np.newaxis]
    line = first + (first - second) * out // reach
    bend = (first - 2 * second + third) * out * (out + reach)
    parabola = first + ((first - second) * out * 2 * reach + bend) // (2 * reach * reach)
    return np.asarray(np.maximum(np.minimum(np.minimum(first, line), parabola), first // 3))


def _otsu(levels: npt.NDArray[np.int64]) -> int:
    """Threshold that parts levels into two classes with the largest variance between them (Otsu, 1979)."""
    counts = np.bincount(levels)
    n_below, sum_below = np.cumsum(counts), np.cumsum(counts * np.arange(len(counts)))
    n_all, sum_all = n_below[-1], sum_below[-1]
    apart = (sum_all * n_below - n_all * sum_below).astype(np.float64)
    sizes = n_below.astype(np.float64) * (n_all - n_below)
    return int(np.argmax(np.where(sizes > 0, apart * apart / np.maximum(sizes, 1), -1)))
