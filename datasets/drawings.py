"""Pictures of digits in the form of MNIST: 28 × 28 pixels, the digit in a box of 20, centred by mass.

LeCun, Cortes and Burges describe how MNIST was made ("The MNIST database of handwritten digits"). The digit is scaled
to fit a 20 × 20 box with its proportions kept, then placed in 28 × 28 pixels with its centre of mass in their middle.
In the files the middle is (14, 14), to the nearest whole pixel, and the box of every digit but three in 20,000 is 20
pixels long. A digit of MNIST therefore comes through unchanged.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]

SIDE = 28
BOX = 20
"""Pixels along the longer side of a digit."""

MIDDLE = 14
"""Column and row of the centre of mass."""

INK_SHARE = 0.2
"""Share of the strongest ink below which a pixel counts as grain, of the paper, the camera or JPEG."""


def ink_of(picture: AnyArray) -> AnyArray:
    """Ink on black from a picture of either kind: dark on light paper, or light on dark.

    The paper's level is the median along the picture's edge. Pixels that are darker than light paper, or lighter than
    dark paper, are ink. The ink is stretched until the strongest is full; pixels that are then below a fifth are the
    paper's grain, and become 0.

    Parameters
    ----------
    picture : ndarray of shape (height, width), uint8 or floating
        Grey levels: 0 is black, and 255 (uint8) or 1 (floating) is white.

    Returns
    -------
    ndarray of the shape and type of ``picture``
        0 is paper; all 0 where nothing differs from the paper.

    Raises
    ------
    ValueError
        If this is no picture of grey levels.
    """
    levels, white = _levels_of(picture)
    paper = np.median(np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]]))
    ink = np.maximum(paper - levels if paper > white / 2 else levels - paper, 0.0)
    if ink.any():
        ink *= white / ink.max()
        ink[ink < INK_SHARE * white] = 0.0
    return _as(picture.dtype, ink)


def centre_as_mnist(image: AnyArray) -> AnyArray:
    """The digit of an image, in the size and at the place that MNIST's have.

    Parameters
    ----------
    image : ndarray of shape (height, width), uint8 or floating
        Ink on black, 0 (paper) to 255 in uint8 or to 1 in floats, of any size. ``ink_of`` makes that of a photograph.

    Returns
    -------
    ndarray of shape (28, 28), of the type of ``image``
        The bounding box of all that is not 0 is made 20 pixels long, each pixel the mean of what it covers; then its
        centre of mass goes to (14, 14), to the nearest pixel, or as near as the box can come without leaving the
        picture. Grey levels in uint8 are rounded.

    Raises
    ------
    ValueError
        If the image is empty, or no image of ink.
    """
    levels, _ = _levels_of(image)
    if not levels.any():
        height, width = image.shape
        raise ValueError(f"the picture is empty: none of its {height} × {width} pixels has ink")
    rows, columns = (np.flatnonzero(levels.any(axis=axis)) for axis in (1, 0))
    box = levels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = BOX / max(box.shape)
    height, width = (max(1, round(length * factor)) for length in box.shape)
    small = _mean_of_covered(box.shape[0], height) @ box @ _mean_of_covered(box.shape[1], width).T
    centred = np.zeros((SIDE, SIDE))
    top, left = _corner(small.sum(axis=1)), _corner(small.sum(axis=0))
    centred[top : top + height, left : left + width] = small
    return _as(image.dtype, centred)


def _levels_of(picture: AnyArray) -> tuple[FloatArray, float]:
    """Return grey levels as floats, and which of them is white; refuse what is no picture."""
    if picture.ndim != 2 or 0 in picture.shape:
        raise ValueError(f"a picture of shape {picture.shape} is not (height, width) with a pixel at least")
    if picture.dtype != np.uint8 and not np.issubdtype(picture.dtype, np.floating):
        raise ValueError(f"a picture of {picture.dtype} is neither uint8 nor floating")
    levels, white = picture.astype(np.float64), 255.0 if picture.dtype == np.uint8 else 1.0
    if not (np.isfinite(levels).all() and levels.min() >= 0.0 and levels.max() <= white):
        raise ValueError(f"grey levels from {levels.min()} to {levels.max()} are not from 0 to {white:g}")
    return levels, white


def _as(dtype: npt.DTypeLike, levels: FloatArray) -> AnyArray:
    """Return levels in another type, rounded where that is a whole number."""
    return (levels + 0.5 if dtype == np.uint8 else levels).astype(dtype)


def _mean_of_covered(n_before: int, n_after: int) -> FloatArray:
    """Weights, shape (n_after, n_before), of the old pixels in the mean of what each new one covers."""
    edges = np.arange(n_after + 1)[:, np.newaxis] * (n_before / n_after)
    covered = np.clip(edges - np.arange(n_before), 0.0, 1.0)  # of each old pixel, left of each new edge
    weights: FloatArray = np.diff(covered, axis=0) * (n_after / n_before)
    return weights


def _corner(masses: FloatArray) -> int:
    """Where a box begins whose rows, or columns, have these masses, for its centre of mass to be in the middle."""
    centre = masses @ np.arange(len(masses)) / masses.sum()
    nearest = np.ceil(MIDDLE - centre - 0.5 - 1e-9)  # of two as near, the first, however sums are rounded
    return int(np.clip(nearest, 0, SIDE - len(masses)))
