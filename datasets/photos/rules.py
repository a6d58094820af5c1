"""Ruled and squared paper: straight thin lines from side to side are taken out of the ink.

Lines may lie askew by a twentieth. For each slant the ink is counted along slanted rows; the right one gathers each
line in few rows. Where a stroke crosses a line, it stays whole.
"""

import numpy as np

from .levels import Mask

LEAST_SIDE = 40
"""Pixels; a smaller picture has no lines that could be told from strokes."""


def unruled(ink: Mask) -> tuple[Mask, int]:
    """Ink without ruled lines, horizontal ones and then vertical ones; and how many lines there were."""
    ink, n_rows = _without_rows(ink)
    turned, n_columns = _without_rows(ink.T)
    return turned.T, n_rows + n_columns


def _without_rows(ink: Mask) -> tuple[Mask, int]:
    """Ink without lines that run from left to right."""
    height, width = ink.shape
    y, x = np.nonzero(ink)
    if min(height, width) < LEAST_SIDE or not len(y):
        return ink, 0
    most = width // 20
    slants = range(-most, most + 1, 2)
    counts = [np.bincount(y - _drop(x, slant, width) + most, minlength=height + 2 * most) for slant in slants]
    best = int(np.argmax([int((count * count).sum()) for count in counts]))
    slant, count = slants[best], counts[best]
    row, margin = y - _drop(x, slant, width) + most, width // 8
    left, right = (np.bincount(row[near], minlength=len(count)) for near in (x < margin, x >= width - margin))
    bands = [
        (first, last)
        for first, last in _runs(2 * count >= width)
        if last - first <= max(3, height // 60)
        and 3 * left[first:last].max() >= margin
        and 3 * right[first:last].max() >= margin
    ]
    rest = ink.copy()
    for first, last in bands:
        _take_out(rest, ink, first - 2 - most, last + 2 - most, slant)
    return (rest, len(bands)) if _is_better(rest, len(bands)) else (ink, 0)


def _drop(x: np.ndarray, slant: int, width: int) -> np.ndarray:
    """Rows by which a line that drops by ``slant`` over the width has dropped at each column."""
    return (2 * x * slant + width) // (2 * width)


def _runs(full: Mask) -> list[tuple[int, int]]:
    """Where each run of True begins and ends."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(turns[::2], turns[1::2], strict=True)]


def _take_out(rest: Mask, ink: Mask, top: int, bottom: int, slant: int) -> None:
    """Clear slanted rows from ``top`` to before ``bottom``, but where there is ink both above and below them."""
    height, width = ink.shape
    columns = np.arange(width)
    drop = _drop(columns, slant, width)

    def near_ink(rows: np.ndarray) -> Mask:
        there = (rows >= 0) & (rows < height) & ink[rows.clip(0, height - 1), columns]
        framed = np.pad(there, 2)
        near: Mask = np.any([framed[k : k + width] for k in range(5)], axis=0)
        return near

    crossing = near_ink(top - 1 + drop) & near_ink(bottom + drop)
    for row in range(top, bottom):
        rows = row + drop
        cleared = (rows >= 0) & (rows < height) & ~crossing
        rest[rows[cleared], columns[cleared]] = False


def _is_better(rest: Mask, n_lines: int) -> bool:
    """Whether there is something left to read; a single line must go on to both sides of it, else it is a stroke."""
    y, x = np.nonzero(rest)
    height, width = rest.shape
    if not n_lines or len(y) < 20 or 12 * max(np.ptp(y), np.ptp(x)) < max(height, width):
        return False
    return n_lines > 1 or bool(20 * x.min() >= width and 20 * x.max() < 19 * width)
