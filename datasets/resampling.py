"""Square images moved to where an affine map puts them: by copying for whole pixels, else by one bilinear look-up.

Images are (n_images, side, side) of uint8 or floats; beyond their edges there is nothing, which is 0. Rows count
downwards, as in memory.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

COPIED_AT_ONCE = 1_000
"""Images that are moved together by whole pixels: few enough to cost no memory."""

RESAMPLED_AT_ONCE = 64
"""Images that are resampled together: their buffers stay in a core's cache."""


def shift(images: AnyArray, right: IntArray, down: IntArray) -> AnyArray:
    """Each image moved by whole pixels, exactly.

    Parameters
    ----------
    images : ndarray of shape (n_images, side, side)
        The images, of any type.
    right, down : ndarray of shape (n_images,), integers
        How far each image moves, in pixels.

    Returns
    -------
    ndarray of the shape and type of ``images``
        A new array.
    """
    n_images, side, _ = images.shape
    right, down = np.clip(right, -side, side), np.clip(down, -side, side)  # further away is as empty
    margin = int(max(np.abs(right).max(initial=0), np.abs(down).max(initial=0)))
    # What a row leaves free on its right is the left margin of the next one; likewise below and above.
    width = side + margin
    size = width * width
    n_at_once = max(1, min(n_images, COPIED_AT_ONCE))
    first = margin * width + margin
    padded = np.zeros(first + n_at_once * size + first, images.dtype)
    places = padded[first : first + n_at_once * size].reshape(n_at_once, width, width)
    step = padded.itemsize
    windows = as_strided(
        padded,
        shape=(len(padded) - (side - 1) * (width + 1), side, side),
        strides=(step, width * step, step),
        writeable=False,
    )
    starts = first - down * width - right
    moved = np.empty_like(images)
    for start in range(0, n_images, COPIED_AT_ONCE):
        chunk = slice(start, min(start + COPIED_AT_ONCE, n_images))
        n_here = chunk.stop - start
        places[:n_here, :side, :side] = images[chunk]
        moved[chunk] = windows[np.arange(n_here) * size + starts[chunk]]
    return moved


def look_up_matrices(rotation: FloatArray, scale: FloatArray, skew: FloatArray) -> FloatArray:
    """Matrices that ``resample`` takes, for images that are scaled, then skewed, then turned.

    Parameters
    ----------
    rotation, scale, skew : ndarray of shape (n_images,)
        Degrees counter-clockwise, per cent of growth, degrees of lean to the right.

    Returns
    -------
    ndarray of shape (n_images, 2, 2)
        From places in the result back to places in the image, rows counting downwards.
    """
    angle = np.radians(rotation)
    cosine, sine = np.cos(angle).round(15), np.sin(angle).round(15)  # so that quarter turns are exact
    slope, shrink = np.tan(np.radians(skew)).round(15), 1.0 / (1.0 + scale / 100.0)
    # The inverse of rotation · skew · scale, [[1, -slope], [0, 1]] @ [[cosine, sine], [-sine, cosine]] / size
    # with y up, has its off-diagonal signs turned with y down.
    top = [cosine + slope * sine, slope * cosine - sine]
    bottom = [sine, cosine]
    return np.moveaxis(shrink * np.array([top, bottom]), -1, 0)


def resample(images: AnyArray, matrices: FloatArray, offsets: FloatArray) -> AnyArray:
    """Each image looked up, bilinearly, where its own affine map says.

    The pixel in column ``centre + x`` and row ``centre + y`` gets what the image has in column
    ``centre + u`` and row ``centre + v``, where ``(u, v) = matrix @ (x, y) + offset`` and the centre is
    ``(side - 1) / 2``.

    Parameters
    ----------
    images : ndarray of shape (n_images, side, side), uint8 or floating
        The images.
    matrices : ndarray of shape (n_images, 2, 2)
        From places in the result to places in the image.
    offsets : ndarray of shape (n_images, 2)
        Column and row, in pixels.

    Returns
    -------
    ndarray of the shape and type of ``images``
        A new array. The arithmetic is in float32, for float64 images in float64; grey levels in uint8 are rounded
        to the nearest, halves up.
    """
    n_images, side, _ = images.shape
    dtype = np.dtype(np.float64 if images.dtype == np.float64 else np.float32)
    width, centre, lift = side + 2, (side - 1) / 2, dtype.type(0.5 if images.dtype == np.uint8 else 0.0)
    n_at_once = max(1, min(n_images, RESAMPLED_AT_ONCE))
    source = np.zeros(n_at_once * width**2 + width + 1, dtype)
    places = source[: n_at_once * width**2].reshape(n_at_once, width, width)[:, 1:-1, 1:-1]
    buffers = np.empty((7, n_at_once, side, side), dtype)
    indices = np.empty(buffers.shape[1:], np.intp)
    along = np.arange(side, dtype=dtype) - dtype.type(centre)
    matrices = matrices.astype(dtype)[..., np.newaxis, np.newaxis]
    corners = (offsets + (centre + 1)).astype(dtype)[..., np.newaxis, np.newaxis]  # + 1: the margin
    firsts = (np.arange(n_at_once) * width**2).astype(dtype)[:, np.newaxis, np.newaxis]
    resampled = np.empty_like(images)
    for start in range(0, n_images, RESAMPLED_AT_ONCE):
        chunk = slice(start, min(start + RESAMPLED_AT_ONCE, n_images))
        n_here = chunk.stop - start
        places[:n_here] = images[chunk]
        columns, rows, whole, *neighbours = buffers[:, :n_here]
        for axis, targets in enumerate((columns, rows)):
            across = matrices[chunk, axis, 0] * along + corners[chunk, axis]
            np.add(across, matrices[chunk, axis, 1] * along[:, np.newaxis], out=targets)
            np.maximum(targets, 0, out=targets)
            np.minimum(targets, width - 1, out=targets)
        flat_places = _split(columns, rows, whole, neighbours[0], firsts[:n_here], width)
        np.copyto(indices[:n_here], flat_places, casting="unsafe")
        for offset, values in zip((0, 1, width, width + 1), neighbours, strict=True):
            source[offset:].take(indices[:n_here], out=values, mode="clip")
        above, above_right, below, below_right = neighbours
        _blend(above, above_right, columns)
        _blend(below, below_right, columns)
        _blend(above, below, rows)
        above += lift
        np.copyto(resampled[chunk], above, casting="unsafe")
    return resampled


def _split(
    columns: AnyArray, rows: AnyArray, whole: AnyArray, scratch: AnyArray, firsts: AnyArray, width: int
) -> AnyArray:
    """Leave the fractions of columns and rows in place; return where their whole parts are in the flat source."""
    np.floor(rows, out=whole)
    rows -= whole
    whole *= width
    whole += firsts
    np.floor(columns, out=scratch)
    columns -= scratch
    whole += scratch
    return whole


def _blend(values: AnyArray, others: AnyArray, shares: AnyArray) -> None:
    """Move values towards others by shares of the distance; others are written over."""
    others -= values
    others *= shares
    values += others
