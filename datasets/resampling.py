"""Square images under affine maps: copied where they move by whole pixels, else looked up bilinearly.

Where all images move alike, the places and shares of the look-up are computed once, and all is three times as fast.
Images are (n_images, side, side) of uint8 or floats, and 0 beyond their edges. Rows count downwards, as in memory.
"""

from collections.abc import Callable
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

ALIKE_AT_ONCE = 128
"""The same for images that all move alike."""


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
    size, furthest = side * side, side * np.abs(down) + np.abs(right)
    margin = int(furthest.max(initial=0))
    # Each image lies in one piece, between two margins of zeros that it shares with its neighbours. A moved image is
    # the piece of the same length that starts earlier or later.
    n_at_once = max(1, min(n_images, COPIED_AT_ONCE))
    padded = np.zeros(margin + n_at_once * (size + margin), images.dtype)
    places = padded[margin:].reshape(n_at_once, size + margin)[:, :size]
    step = padded.itemsize
    windows = as_strided(padded, (len(padded) - size + 1, size), (step, step), writeable=False)
    starts = margin - side * down - right
    flat = images.reshape(n_images, size)
    moved = np.empty_like(flat)
    for start in range(0, n_images, COPIED_AT_ONCE):
        chunk = slice(start, min(start + COPIED_AT_ONCE, n_images))
        n_here = chunk.stop - start
        places[:n_here] = flat[chunk]
        moved[chunk] = windows[np.arange(n_here) * (size + margin) + starts[chunk]]
    squares = moved.reshape(images.shape)
    # Pixels that left a row on one side have come into the row beside it: set them to 0.
    for distance in np.unique(right[right != 0]).tolist():
        rows = np.flatnonzero(right == distance)
        for column in range(side)[:distance] if distance > 0 else range(side)[distance:]:
            squares[rows, :, column] = 0
    return squares


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


def nothing() -> None:
    """Do nothing between two chunks."""


def resample(
    images: AnyArray, matrices: FloatArray, offsets: FloatArray, between: Callable[[], object] = nothing
) -> AnyArray:
    """Images looked up bilinearly, each by an affine map of its own.

    The pixel in column ``centre + x`` and row ``centre + y`` gets the value that the image has in column
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
    between : callable, optional
        Called after every few images: whoever shares a process may let others go first.

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
        between()
    return resampled


def resample_alike(images: AnyArray, matrix: FloatArray, offset: FloatArray) -> AnyArray:
    """Images looked up bilinearly, all by the same affine map.

    Parameters
    ----------
    images : ndarray of shape (n_images, side, side), uint8 or floating
        The images.
    matrix : ndarray of shape (2, 2)
        From places in the result to places in the image.
    offset : ndarray of shape (2,)
        Column and row, in pixels.

    Returns
    -------
    ndarray of the shape and type of ``images``
        As from ``resample``, to rounding.
    """
    n_images, side, _ = images.shape
    dtype = np.dtype(np.float64 if images.dtype == np.float64 else np.float32)
    lift = dtype.type(0.5 if images.dtype == np.uint8 else 0.0)
    places, shares = _neighbours(side, matrix, offset)
    shares = shares.astype(dtype)[..., np.newaxis]
    flat = images.reshape(n_images, side * side)
    resampled = np.empty_like(flat)
    for start in range(0, n_images, ALIKE_AT_ONCE):
        chunk = slice(start, start + ALIKE_AT_ONCE)
        # A row for each pixel, a column for each image: all of a row then takes from the same places, in the same
        # shares.
        pixels = np.ascontiguousarray(flat[chunk].T, dtype)
        values, other = np.empty_like(pixels), np.empty_like(pixels)
        pixels.take(places[0], axis=0, out=values, mode="clip")
        values *= shares[0]
        for place, share in zip(places[1:], shares[1:], strict=True):
            pixels.take(place, axis=0, out=other, mode="clip")
            other *= share
            values += other
        values += lift
        np.copyto(resampled[chunk], values.T, casting="unsafe")
    return resampled.reshape(images.shape)


def _neighbours(side: int, matrix: FloatArray, offset: FloatArray) -> tuple[IntArray, FloatArray]:
    """The four neighbours in the image of each pixel of the result, and their shares: two arrays (4, side²)."""
    centre = (side - 1) / 2
    along = np.arange(side) - centre
    grid = np.stack(np.meshgrid(along, along)).reshape(2, -1)
    looked_up = matrix @ grid + (offset + centre)[:, np.newaxis]
    first = np.floor(looked_up)
    parts = looked_up - first
    places, shares = [], []
    for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        column, row = first[0] + right, first[1] + down
        share = np.abs(1 - right - parts[0]) * np.abs(1 - down - parts[1])
        inside = (column >= 0) & (column < side) & (row >= 0) & (row < side)
        places.append(np.where(inside, row * side + column, 0))
        shares.append(np.where(inside, share, 0))
    return np.array(places).astype(np.int64), np.array(shares)


def _split(
    columns: AnyArray, rows: AnyArray, whole: AnyArray, scratch: AnyArray, firsts: AnyArray, width: int
) -> AnyArray:
    """Reduce columns and rows to their fractions, in place; return the places of their whole parts in the source."""
    np.floor(rows, out=whole)
    rows -= whole
    whole *= width
    whole += firsts
    np.floor(columns, out=scratch)
    columns -= scratch
    whole += scratch
    return whole


def _blend(values: AnyArray, others: AnyArray, shares: AnyArray) -> None:
    """Move values towards others by shares of the distance, in place; ``others`` serves as scratch."""
    others -= values
    others *= shares
    values += others
