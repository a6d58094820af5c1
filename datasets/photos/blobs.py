"""What holds together: the parts of the digit stay, specks and what hangs on the edge go, two digits are said."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .levels import Mask, largest


@dataclass(frozen=True)
class Blob:
    """Ink that holds together, give or take the gaps of a dry pen.

    Parameters
    ----------
    number : int
        Its number among all, from 1, in the order of their first pixels.
    area : int
        Pixels of ink.
    top, bottom, left, right : int
        Its first and last row and column.
    at_edge : bool
        Whether it touches the picture's edge.
    """

    number: int
    area: int
    top: int
    bottom: int
    left: int
    right: int
    at_edge: bool

    @property
    def height(self) -> int:
        """Rows that it covers."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """Columns that it covers."""
        return self.right - self.left + 1

    @property
    def length(self) -> int:
        """Pixels along its longer side."""
        return max(self.height, self.width)


@dataclass(frozen=True, eq=False)
class Kept:
    """What has been made of the ink.

    Parameters
    ----------
    ink : ndarray of shape (height, width), bool
        The digit alone.
    length : int
        Pixels along the longer side of its largest part.
    n_digits : int
        Parts that are each as large as a digit, side by side or one below the other.
    n_specks : int
        Parts left out.
    """

    ink: Mask
    length: int
    n_digits: int
    n_specks: int


def thickness(ink: Mask) -> float:
    """Width of strokes in pixels: twice the area over the outline; 0 without ink."""
    framed = np.pad(ink, 1)
    outline = int((framed[1:] != framed[:-1]).sum() + (framed[:, 1:] != framed[:, :-1]).sum())
    return 2 * int(ink.sum()) / outline if outline else 0.0


def digit_of(ink: Mask) -> Kept:
    """The digit among what there is of ink, at least a pixel."""
    numbers, blobs = blobs_of(ink, max(1, int(0.6 * thickness(ink))))
    pool = _off_the_edge(blobs, max(ink.shape))
    main = max(pool, key=lambda blob: (blob.length, blob.area))
    others = [blob for blob in pool if blob is not main]
    rivals = [blob for blob in others if _is_another_digit(blob, main)]
    parts = [main, *(blob for blob in others if blob not in rivals and _belongs(blob, main))]
    kept = np.isin(numbers, [blob.number for blob in parts])
    return Kept(kept, main.length, 1 + len(rivals), len(blobs) - len(parts) - len(rivals))


def blobs_of(ink: Mask, reach: int) -> tuple[npt.NDArray[np.int64], list[Blob]]:
    """Numbers of the blobs at their pixels, 0 elsewhere, and the blobs; gaps of twice the reach are bridged."""
    height, width = ink.shape
    joined = _labelled(largest(ink.astype(np.int64), reach).astype(bool))
    numbers = np.where(ink, joined, 0)
    y, x = np.nonzero(ink)
    at, count = numbers[y, x], int(joined.max(initial=0)) + 1
    top, left = np.full(count, height), np.full(count, width)
    bottom, right = np.full(count, -1), np.full(count, -1)
    for least, places in ((top, y), (left, x)):
        np.minimum.at(least, at, places)
    for most, places in ((bottom, y), (right, x)):
        np.maximum.at(most, at, places)
    areas = np.bincount(at, minlength=count)
    edge = (top == 0) | (left == 0) | (bottom == height - 1) | (right == width - 1)
    blobs = [
        Blob(k, int(areas[k]), int(top[k]), int(bottom[k]), int(left[k]), int(right[k]), bool(edge[k]))
        for k in range(1, count)
    ]
    return numbers, blobs


def _off_the_edge(blobs: list[Blob], side: int) -> list[Blob]:
    """Blobs without those at the picture's edge, such as a desk or a thumb, where something within is large enough."""
    within = [blob for blob in blobs if not blob.at_edge]
    if len(within) in (0, len(blobs)):
        return blobs
    best = max(blob.length for blob in within)
    at_edge = max(blob.length for blob in blobs if blob.at_edge)
    return within if 10 * best >= side and 10 * best >= 3 * min(at_edge, side // 2) else blobs


def _is_another_digit(blob: Blob, main: Blob) -> bool:
    """Whether a blob is about as high as the largest, and beside, above or below it."""
    beside = min(blob.right, main.right) - max(blob.left, main.left) + 1
    below = min(blob.bottom, main.bottom) - max(blob.top, main.top) + 1
    apart = 10 * beside <= 3 * min(blob.width, main.width) or 10 * below <= 3 * min(blob.height, main.height)
    large = 20 * blob.height >= 9 * main.height and 20 * blob.length >= 9 * main.length
    return apart and large and 20 * blob.area >= 3 * main.area


def _belongs(blob: Blob, main: Blob) -> bool:
    """Whether a blob is a stroke of the digit: near it, and no speck."""
    right, down = max(blob.left, main.left), max(blob.top, main.top)
    gap = max(right - min(blob.right, main.right), down - min(blob.bottom, main.bottom)) - 1
    return 20 * gap <= 3 * main.length and 25 * blob.area >= main.area


def _labelled(mask: Mask) -> npt.NDArray[np.int64]:
    """Numbers of connected parts from 1, in the order of their first pixels; corners connect."""
    height, width = mask.shape
    places = np.arange(height * width).reshape(height, width)
    root = places.ravel().copy()
    every, first, last = slice(None), slice(None, -1), slice(1, None)
    steps = [((every, first), (every, last)), ((first, every), (last, every))]
    steps += [((first, first), (last, last)), ((first, last), (last, first))]
    edges = np.concatenate(
        [np.stack([places[a][mask[a] & mask[b]], places[b][mask[a] & mask[b]]]) for a, b in steps], axis=1
    )
    while edges.shape[1]:
        ends = np.sort(root[edges], axis=0)
        edges = edges[:, ends[0] != ends[1]]
        ends = ends[:, ends[0] != ends[1]]
        np.minimum.at(root, ends[1], ends[0])
        while (root[root] != root).any():
            root = root[root]
    numbers = np.zeros((height, width), np.int64)
    numbers[mask] = np.unique(root.reshape(height, width)[mask], return_inverse=True)[1] + 1
    return numbers
