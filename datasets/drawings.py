"""Pictures of digits in the form of MNIST: 28 × 28 pixels, the digit in a box of 20, centred by mass.

LeCun, Cortes and Burges describe how MNIST was made ("The MNIST database of handwritten digits"). The digit is scaled
to fit a 20 × 20 box with its proportions kept, then placed in 28 × 28 pixels with its centre of mass in their middle.
In the files the middle is (14, 14), to the nearest whole pixel, and the box of every digit but three in 20,000 is 20
pixels long. A digit of MNIST therefore comes through unchanged.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from .photos.levels import shares

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]

SIDE = 28
BOX = 20
"""Pixels along the longer side of a digit."""

MIDDLE = 14
"""Column and row of the centre of mass."""


def centre_as_mnist(image: AnyArray) -> AnyArray:
    """The digit of an image, in the size and at the place that MNIST's have.

    Parameters
    ----------
    image : ndarray of shape (height, width), uint8 or floating
        Ink on black, 0 (paper) to 255 in uint8 or to 1 in floats, of any size. ``photos`` makes that of a photograph.

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
    levels = _levels_of(image)
    if not levels.any():
        height, width = image.shape
        raise ValueError(f"the picture is empty: none of its {height} × {width} pixels has ink")
    rows, columns = (np.flatnonzero(levels.any(axis=axis)) for axis in (1, 0))
    box = levels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (
        max(1, (2 * BOX * length + max(box.shape)) // (2 * max(box.shape))) for length in box.shape
    )
    sums = shares(box.shape[0], height) @ box @ shares(box.shape[1], width).T
    small = (2 * sums + box.size) // (2 * box.size) if image.dtype == np.uint8 else sums / box.size
    centred = np.zeros((SIDE, SIDE))
    top, left = _corner(sums.sum(axis=1)), _corner(sums.sum(axis=0))
    centred[top : top + height, left : left + width] = small
    return centred.astype(image.dtype)


def _levels_of(picture: AnyArray) -> FloatArray:
    """Return grey levels as floats; refuse what is no picture."""
    if picture.ndim != 2 or 0 in picture.shape:
        raise ValueError(f"a picture of shape {picture.shape} is not (height, width) with a pixel at least")
    if picture.dtype != np.uint8 and not np.issubdtype(picture.dtype, np.floating):
        raise ValueError(f"a picture of {picture.dtype} is neither uint8 nor floating")
    levels, white = picture.astype(np.float64), 255.0 if picture.dtype == np.uint8 else 1.0
    if not (np.isfinite(levels).all() and levels.min() >= 0.0 and levels.max() <= white):
        raise ValueError(f"grey levels from {levels.min()} to {levels.max()} are not from 0 to {white:g}")
    return levels


def _corner(masses: FloatArray) -> int:
    """Where a box begins whose rows, or columns, have these masses, for its centre of mass to be in the middle."""
    centre = masses @ np.arange(len(masses)) / masses.sum()
    nearest = np.ceil(MIDDLE - centre - 0.5 - 1e-9)  # of two as near, the first, however sums are rounded
    return int(np.clip(nearest, 0, SIDE - len(masses)))
