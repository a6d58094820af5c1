"""From the pixels of a photograph to 28 × 28 as MNIST has them, and every picture on the way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..drawings import SIDE, centre_as_mnist
from .blobs import digit_of
from .levels import quantile, resized
from .paper import inked
from .pen import redrawn
from .rules import unruled
from .sheet import opaque, peeled

MOST = 480
"""Pixels along the longer side; a larger picture is made smaller first."""

MOST_PIXELS = 2_000_000
"""Of a picture as it comes; a browser makes larger ones smaller when it opens them."""

LEAST = 25
"""A digit is at least such a part of the picture's longer side, and 5 pixels."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What has been made of a photograph.

    Parameters
    ----------
    image : ndarray of shape (28, 28), uint8
        0 is paper, 255 is ink.
    steps : dict of str to ndarray
        Name to picture, uint8, grey or with red, green and blue last, in the order of the steps: "small", "sheet",
        "paper", "ink", "threshold", "digit", "line". An image of MNIST has none.
    n_lines, n_specks : int, default 0
        Ruled lines and specks that were taken out.
    thickness : float, default 0
        Of the strokes, in pixels of the box of 20 × 20, before they were drawn anew.
    """

    image: npt.NDArray[np.uint8]
    steps: dict[str, npt.NDArray[np.uint8]]
    n_lines: int = 0
    n_specks: int = 0
    thickness: float = 0.0


def prepare(picture: npt.NDArray[Any]) -> Prepared:
    """Make of a photograph of a digit what MNIST would have made of it.

    Parameters
    ----------
    picture : ndarray of shape (height, width, 4), uint8
        Red, green, blue, and alpha; at most 2 million pixels. An image of MNIST, or one with each pixel repeated along
        both sides, comes through unchanged.

    Returns
    -------
    Prepared
        The image, and every picture on the way to it.

    Raises
    ------
    ValueError
        If this is no such picture, is empty, has nothing as large as a digit, or shows several. A sentence without its
        subject: "is empty: nothing in it differs from the paper."
    """
    if picture.ndim != 3 or picture.shape[2] != 4 or 0 in picture.shape or picture.dtype != np.uint8:
        raise ValueError(f"of {picture.dtype} and shape {picture.shape} is not (height, width, 4) in uint8.")
    height, width, _ = picture.shape
    if height * width > MOST_PIXELS:
        raise ValueError(f"has {width:,} × {height:,} pixels; {MOST_PIXELS:,} are the most.")
    ready = as_mnist(picture)
    if ready is not None:
        return Prepared(ready, {})
    colours, longer = opaque(picture), max(height, width)
    if longer > MOST:
        height, width = (max(1, (2 * side * MOST + longer) // (2 * longer)) for side in (height, width))
        colours = np.stack([resized(colours[..., k], height, width) for k in range(3)], axis=-1)
    sheet = peeled(colours)
    found = inked(sheet)
    steps = {"small": colours, "sheet": sheet, "paper": found.paper, "ink": found.distance.clip(0, 255)}
    if found.threshold is None:
        raise ValueError("is empty: nothing in it differs from the paper.")
    ink = found.distance > found.threshold
    clean, n_lines = unruled(ink)
    kept = digit_of(clean)
    longer = max(ink.shape)
    if kept.length < max(5, longer // LEAST):
        raise ValueError(
            f"has specks only, or noise: nothing that holds together is longer than {kept.length} of {longer} pixels."
        )
    if kept.n_digits > 1:
        raise ValueError(
            f"shows {kept.n_digits} digits: the network reads one. Crop the picture to one of them."
        )
    drawn, thick = redrawn(kept.ink)
    masks = {"threshold": ink, "digit": kept.ink, "line": drawn}
    steps |= {name: 255 * mask.astype(np.int64) for name, mask in masks.items()}
    image = centre_as_mnist(255 * drawn.astype(np.uint8))
    pictures = {name: step.astype(np.uint8) for name, step in steps.items()}
    return Prepared(image, pictures, n_lines, kept.n_specks, thick)


def as_mnist(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """The image of MNIST that a picture is already, whole or with each pixel repeated; None where it is none.

    Black ink on white comes out white on black. Levels that a browser has changed by one count as the same.
    """
    height, width, _ = picture.shape
    if height != width or height % SIDE or picture[..., 3].min() < 255:
        return None
    times = height // SIDE
    blocks = picture[..., :3].reshape(SIDE, times, SIDE, times, 3).astype(np.int64)
    if (blocks.max(axis=(1, 3, 4)) - blocks.min(axis=(1, 3, 4))).max() > 2:
        return None
    image = blocks[:, 0, :, 0, 1]
    edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    paper = quantile(edge, 0.5)
    if paper > 127:
        image, paper = 255 - image, 255 - paper
    if paper > 16 or image.max() < 128:
        return None
    return image.astype(np.uint8)
