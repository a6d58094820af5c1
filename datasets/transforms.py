"""How a digit may vary: shifted, turned, scaled and skewed about its centre, all in one resampling.

Directions are those a reader sees: x to the right, y **up**, angles counter-clockwise. An image is scaled first, then
skewed, then turned, then shifted; the centre is the middle of the 28 × 28 pixels, (13.5, 13.5). Beyond the edges an
image is 0.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from . import resampling

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
Setting = float | npt.NDArray[Any]
"""A number for all images, or an array of shape (n_images,)."""

SIDE = 28
LARGEST_SHIFT = 1000.0
"""Pixels; an image has left the picture long before."""

LARGEST_SKEW = 89.0
"""Degrees; at 90 an image would lie flat."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Transform:
    """A change of images: the same for all, or one for each.

    Parameters
    ----------
    shift_x, shift_y : float or ndarray of shape (n_images,)
        Pixels to the right, pixels up. Up to ±1000.
    rotation : float or ndarray of shape (n_images,)
        Degrees, counter-clockwise.
    scale : float or ndarray of shape (n_images,)
        Per cent by which the image grows: 0 leaves it, 100 doubles it, −50 halves it. Above −100.
    skew : float or ndarray of shape (n_images,)
        Degrees by which uprights lean to the right, as italics do: the top to the right, the bottom to the left.
        Up to ±89.

    Raises
    ------
    ValueError
        If a value is out of bounds or not finite.
    """

    shift_x: Setting = 0.0
    shift_y: Setting = 0.0
    rotation: Setting = 0.0
    scale: Setting = 0.0
    skew: Setting = 0.0

    def __post_init__(self) -> None:
        """Refuse values that are out of bounds, not finite, or neither a number nor a row of numbers."""
        for field in fields(self):
            values = np.asarray(getattr(self, field.name))
            if values.ndim > 1 or not np.isfinite(values).all():
                raise ValueError(
                    f"{field.name} of shape {values.shape} is not a finite number or one for each image"
                )
        for name in ("shift_x", "shift_y"):
            furthest = np.max(np.abs(getattr(self, name)), initial=0)
            if furthest > LARGEST_SHIFT:
                raise ValueError(f"a {name} of {furthest} is beyond ±{LARGEST_SHIFT:g} pixels")
        if np.min(self.scale, initial=0) <= -100:
            raise ValueError(f"a scale of {np.min(self.scale)} % leaves nothing; it must be above -100 %")
        if np.max(np.abs(self.skew), initial=0) > LARGEST_SKEW:
            raise ValueError(f"a skew of {np.max(np.abs(self.skew))}° is beyond ±{LARGEST_SKEW}°")


@dataclass(frozen=True, kw_only=True)
class Variability:
    """How much images vary: each change is drawn evenly from minus to plus its amount.

    Parameters
    ----------
    shift_x, shift_y : float
        Pixels, up to 1000.
    rotation : float
        Degrees, up to 360.
    scale : float
        Per cent, up to 99.
    skew : float
        Degrees, up to 89.
    whole_pixels : bool, default True
        Draw shifts from the whole numbers only: −2, −1, 0, 1, 2 for an amount of 2, which must then be whole. Shifts
        alone are then exact, and many times as fast.

    Raises
    ------
    ValueError
        If an amount is negative or too large, or a shift is not whole where it must be.
    """

    shift_x: float = 0.0
    shift_y: float = 0.0
    rotation: float = 0.0
    scale: float = 0.0
    skew: float = 0.0
    whole_pixels: bool = True

    def __post_init__(self) -> None:
        """Refuse amounts that are out of bounds."""
        largest = {"shift_x": LARGEST_SHIFT, "shift_y": LARGEST_SHIFT, "rotation": 360.0, "scale": 99.0}
        for name, amount in self._amounts.items():
            if not 0 <= amount <= largest.get(name, LARGEST_SKEW):
                raise ValueError(f"{name} ±{amount} is not from 0 to {largest.get(name, LARGEST_SKEW):g}")
            if name.startswith("shift") and self.whole_pixels and amount != int(amount):
                raise ValueError(f"{name} ±{amount} is not whole, and whole_pixels is True")

    @property
    def _amounts(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in ("shift_x", "shift_y", "rotation", "scale", "skew")}


def random_transforms(variability: Variability, n_images: int, rng: np.random.Generator) -> Transform:
    """Random changes, one of each kind for each image.

    Parameters
    ----------
    variability : Variability
        How large the changes may be.
    n_images : int
        How many to draw.
    rng : Generator
        Where the draws come from. Every kind of change is drawn, also one whose amount is 0: another amount leaves
        the draws of the other kinds as they were.

    Returns
    -------
    Transform
        With arrays of shape (n_images,).
    """
    amounts = variability._amounts
    draws = {name: rng.uniform(-1.0, 1.0, n_images) for name in amounts}
    changes = {name: amount * draws[name] for name, amount in amounts.items()}
    if variability.whole_pixels:
        for name in ("shift_x", "shift_y"):  # each whole number has an interval of 1, also the outermost
            amount = amounts[name]
            changes[name] = np.clip(np.rint((amount + 0.5) * draws[name]), -amount, amount)
    return Transform(**changes)


def transform(
    images: AnyArray, change: Transform, between: Callable[[], object] = resampling.nothing
) -> AnyArray:
    """Images after a change.

    Parameters
    ----------
    images : ndarray of shape (n_images, 784), uint8 or floating
        Row by row from the top left. Left as they are.
    change : Transform
        The change, the same for all images or one for each.
    between : callable, optional
        Called now and then where each image is interpolated by itself, which takes time.

    Returns
    -------
    ndarray of shape (n_images, 784)
        New images of the same type. Shifts by whole pixels alone are exact; all else is interpolated bilinearly in
        float32 (for float64 in float64), and grey levels in uint8 are rounded to the nearest.

    Raises
    ------
    ValueError
        If the images are not (n_images, 784) of uint8 or finite floats, or the changes are not as many.
    """
    _refuse_unfit(images)
    n_images = len(images)
    shift_x, shift_y, rotation, scale, skew = (
        _for_each(field.name, getattr(change, field.name), n_images) for field in fields(change)
    )
    squares = images.reshape(n_images, SIDE, SIDE)
    shifts = np.stack([shift_x, -shift_y], axis=1)  # rows count downwards
    if not (rotation.any() or scale.any() or skew.any()) and (shifts == np.rint(shifts)).all():
        right, down = np.clip(shifts, -SIDE, SIDE).astype(np.int64).T
        return resampling.shift(squares, right, down).reshape(images.shape)
    matrices = resampling.look_up_matrices(rotation, scale, skew)
    offsets = -(matrices @ shifts[..., np.newaxis])[..., 0]
    if n_images and all(np.ndim(getattr(change, field.name)) == 0 for field in fields(change)):
        return resampling.resample_alike(squares, matrices[0], offsets[0]).reshape(images.shape)
    return resampling.resample(squares, matrices, offsets, between).reshape(images.shape)


def vary(
    images: AnyArray,
    variability: Variability,
    rng: np.random.Generator,
    between: Callable[[], object] = resampling.nothing,
) -> AnyArray:
    """Images, each after a change of its own.

    On one core 10,000 images in uint8 take about 3 ms where only whole-pixel shifts vary, and 70 ms otherwise. Where
    an epoch of training cannot afford that, ``varied[turn::8] = vary(images[turn::8], variability, rng)`` gives each
    image a new change every eighth epoch.

    Parameters
    ----------
    images : ndarray of shape (n_images, 784), uint8 or floating
        Row by row from the top left. Left as they are.
    variability : Variability
        How large the changes may be.
    rng : Generator
        Where the draws come from.
    between : callable, optional
        As in ``transform``.

    Returns
    -------
    ndarray of shape (n_images, 784)
        New images of the same type: see ``transform``.
    """
    return transform(images, random_transforms(variability, len(images), rng), between)


def _refuse_unfit(images: AnyArray) -> None:
    """Raise ValueError unless these are MNIST's kind of images."""
    if images.ndim != 2 or images.shape[1] != SIDE**2:
        raise ValueError(f"images {images.shape} are not (n_images, {SIDE**2})")
    if images.dtype == np.uint8:
        return
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"images are {images.dtype}, neither uint8 nor floating")
    if not np.isfinite(images).all():
        raise ValueError(f"{images.size - np.isfinite(images).sum()} of {images.size} pixels are not finite")


def _for_each(name: str, values: Setting, n_images: int) -> FloatArray:
    """Return a setting as an array of shape (n_images,)."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim and len(array) != n_images:
        raise ValueError(f"{name} has {len(array)} values for {n_images} images")
    return np.broadcast_to(array, (n_images,))
