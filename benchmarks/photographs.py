"""Photographs of handwritten digits, made from MNIST's test images: six kinds of light, paper and pen, from a seed.

A digit is enlarged to a smooth shape. Most pens trace its skeleton (Zhang and Suen, 1984) with a line of their own
width; felt-tips keep the shape. Then it lies turned somewhere on a sheet, in uneven light, is blurred by a lens, has
grain, and is compressed in blocks of 8 × 8 as JPEG does it. ``python -m benchmarks.photographed`` measures what
becomes of 200.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Photo = npt.NDArray[np.uint8]

ZOOM = 8
"""Pixels of the smooth shape along a pixel of MNIST."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of light, paper and pen.

    Parameters
    ----------
    width : tuple of float
        Least and greatest width of the line, in parts of the digit's longer side; (0, 0) for the shape as it is.
    ink, paper : tuple of int
        Red, green and blue in full light.
    light : callable
        ``light(rng, y, x)``: the share of light that falls on each pixel; y and x go from 0 to 1.
    grain : float
        Standard deviation of the camera's noise, in grey levels.
    cover : float, default 1
        Share of the paper that the ink hides.
    rules : tuple of float, default ()
        Distances between horizontal and between vertical lines, in parts of the height; none where there are none.
    texture : float, default 0
        How much of the ink the paper's texture leaves out: chalk and pencil.
    """

    width: tuple[float, float]
    ink: tuple[int, int, int]
    paper: tuple[int, int, int]
    light: Callable[[np.random.Generator, Floats, Floats], Floats]
    grain: float
    cover: float = 1.0
    rules: tuple[float, ...] = ()
    texture: float = 0.0


def _window(rng: np.random.Generator, y: Floats, x: Floats) -> Floats:
    """Light from one side."""
    angle, depth = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.6)
    along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    return np.asarray(1 - depth * (along - along.min()) / np.ptp(along))


def _lamp(rng: np.random.Generator, y: Floats, x: Floats) -> Floats:
    """A pool of light, with dark corners."""
    middle_y, middle_x = rng.uniform(0.3, 0.7, 2)
    return np.asarray(1 / (1 + rng.uniform(1.0, 2.5) * ((y - middle_y) ** 2 + (x - middle_x) ** 2)))


def _shadow(rng: np.random.Generator, y: Floats, x: Floats) -> Floats:
    """The shadow of a hand or of the telephone, with a soft edge, over a part of the sheet."""
    angle, at = rng.uniform(0, 2 * np.pi), rng.uniform(-0.2, 0.2)
    along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5) - at
    return np.asarray(1 - rng.uniform(0.35, 0.6) / (1 + np.exp(-along / rng.uniform(0.01, 0.05))))


def _even(rng: np.random.Generator, y: Floats, x: Floats) -> Floats:
    """A scanner, or a cloudy day."""
    return np.full(np.broadcast_shapes(y.shape, x.shape), rng.uniform(0.8, 1.0))


KINDS = {
    "ballpoint by a window": Kind(
        width=(0.03, 0.06), ink=(40, 50, 130), paper=(244, 244, 240), light=_window, grain=3, cover=0.9
    ),
    "pencil under a lamp": Kind(
        width=(0.04, 0.08),
        ink=(95, 95, 98),
        paper=(240, 228, 200),
        light=_lamp,
        grain=3,
        cover=0.75,
        texture=0.3,
    ),
    "felt-tip in a shadow": Kind(
        width=(0, 0), ink=(25, 22, 28), paper=(236, 238, 240), light=_shadow, grain=4
    ),
    "squared paper": Kind(
        width=(0.05, 0.09),
        ink=(30, 40, 105),
        paper=(248, 248, 244),
        light=_window,
        grain=3,
        rules=(0.05, 0.05),
    ),
    "lined paper": Kind(
        width=(0.04, 0.08), ink=(35, 35, 40), paper=(246, 244, 238), light=_even, grain=6, rules=(0.09,)
    ),
    "chalk on a board": Kind(
        width=(0.08, 0.14),
        ink=(228, 230, 222),
        paper=(44, 84, 66),
        light=_lamp,
        grain=4,
        cover=0.95,
        texture=0.35,
    ),
}
"""Name to kind."""

RULE = (150, 170, 205)
"""Red, green and blue of the lines on lined and squared paper."""


def photograph(
    digit: npt.NDArray[np.uint8], kind: str, rng: np.random.Generator, *, height: int = 480, width: int = 640
) -> Photo:
    """One photograph of a digit.

    Parameters
    ----------
    digit : ndarray of shape (28, 28) or (784,), uint8
        An image of MNIST.
    kind : str
        A name from ``KINDS``.
    rng : Generator
        Draws size, place and angle, light, grain and the width of the line.
    height, width : int, keyword-only
        Of the photograph, in pixels.

    Returns
    -------
    ndarray of shape (height, width, 4), uint8
        Red, green, blue, and alpha, which is 255.
    """
    chosen = KINDS[kind]
    shape = smooth(digit.reshape(28, 28)) > 0.5
    if chosen.width[1]:
        rows, columns = (np.flatnonzero(shape.any(axis=axis)) for axis in (1, 0))
        side = max(np.ptp(rows), np.ptp(columns))
        shape = _traced(skeleton(shape), rng.uniform(*chosen.width) * side / 2)
    scale = rng.uniform(0.4, 0.75) * height / shape.shape[0]
    angle = np.deg2rad(rng.uniform(-6, 6))
    room_y, room_x = (side / 2 - 0.4 * scale * shape.shape[0] for side in (height, width))
    middle = height / 2 + rng.uniform(-room_y, room_y), width / 2 + rng.uniform(-room_x, room_x)
    y, x = np.mgrid[:height, :width].astype(np.float64)
    dy, dx = (y - middle[0]) / scale, (x - middle[1]) / scale
    back_y = np.cos(angle) * dy + np.sin(angle) * dx + shape.shape[0] / 2
    back_x = np.cos(angle) * dx - np.sin(angle) * dy + shape.shape[1] / 2
    ink = _sampled(_blurred(shape.astype(np.float64), 1), back_y, back_x) * chosen.cover
    if chosen.texture:
        ink *= 1 - chosen.texture * np.clip(_blurred(rng.normal(size=(height, width)), 1) * 4, 0, 1)
    sheet = np.broadcast_to(np.array(chosen.paper, np.float64), (height, width, 3))
    lines = _rules(chosen.rules, rng, y, x)[..., np.newaxis]
    sheet = sheet + lines * (np.array(RULE) - sheet)
    sheet = sheet + ink[..., np.newaxis] * (np.array(chosen.ink) - sheet)
    light = chosen.light(rng, y / height, x / width)
    seen = np.stack([_blurred(sheet[..., k] * light, 1) for k in range(3)], axis=-1)
    seen += rng.normal(0, chosen.grain, (height, width, 1)) + rng.normal(0, chosen.grain / 2, seen.shape)
    levels = np.stack([_compressed(seen[..., k]) for k in range(3)], axis=-1)
    opaque = np.full((height, width, 1), 255.0)
    return np.concatenate([levels, opaque], axis=-1).clip(0, 255).round().astype(np.uint8)


def smooth(digit: npt.NDArray[np.uint8]) -> Floats:
    """A digit enlarged ``ZOOM`` times, from 0 to 1: its pixels' means, joined by cubics (Keys, 1981)."""
    places = (np.arange(28 * ZOOM) + 0.5) / ZOOM - 0.5
    far = np.abs(places[:, np.newaxis] - np.arange(28))
    near = 1.5 * far**3 - 2.5 * far**2 + 1
    further = -0.5 * far**3 + 2.5 * far**2 - 4 * far + 2
    weights = np.where(far < 1, near, np.where(far < 2, further, 0.0))
    large: Floats = weights @ (digit / 255) @ weights.T
    return large


def skeleton(shape: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The lines in the middle of a shape's strokes, one pixel wide (Zhang and Suen, 1984)."""
    thin = shape.copy()
    while True:
        before = thin.sum()
        for first in (True, False):
            framed = np.pad(thin, 1)
            ring = [
                framed[1 + dy : framed.shape[0] - 1 + dy, 1 + dx : framed.shape[1] - 1 + dx]
                for dy, dx in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
            ]
            count = np.sum(ring, axis=0)
            turns = np.sum([~a & b for a, b in zip(ring, ring[1:] + ring[:1], strict=True)], axis=0)
            north, east, south, west = ring[0], ring[2], ring[4], ring[6]
            if first:
                edge = ~(north & east & south) & ~(east & south & west)
            else:
                edge = ~(north & east & west) & ~(north & south & west)
            thin &= ~((count >= 2) & (count <= 6) & (turns == 1) & edge)
        if thin.sum() == before:
            return thin


def _traced(lines: npt.NDArray[np.bool_], radius: float) -> npt.NDArray[np.bool_]:
    """Lines drawn with a round pen, a little beyond the shape's own size."""
    reach = int(np.ceil(radius))
    framed = np.pad(lines, reach)
    drawn = np.zeros_like(lines)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dy * dy + dx * dx <= radius * radius:
                drawn |= framed[
                    reach + dy : reach + dy + len(lines), reach + dx : reach + dx + lines.shape[1]
                ]
    return drawn


def _rules(distances: tuple[float, ...], rng: np.random.Generator, y: Floats, x: Floats) -> Floats:
    """How much of each pixel a ruled line covers; the sheet lies a little askew."""
    height = y.shape[0]
    slope, share = rng.uniform(-0.04, 0.04), rng.uniform(0.5, 0.9)
    covered = np.zeros_like(y)
    for number, distance in enumerate(distances):
        step, start = distance * height, rng.uniform(0, distance * height)
        across = (y + slope * x) if number == 0 else (x - slope * y)
        off = np.abs((across + start) % step - step / 2)
        covered = np.maximum(covered, np.clip(1.4 - off, 0, 1) * share)
    return covered


def _sampled(picture: Floats, y: Floats, x: Floats) -> Floats:
    """A picture at places between its pixels, by straight lines; 0 beyond it."""
    framed = np.pad(picture, 2)
    y, x = (np.clip(v + 1.5, 0, n - 1.001) for v, n in zip((y, x), framed.shape, strict=True))
    top, left = y.astype(int), x.astype(int)
    down, right = y - top, x - left
    upper = framed[top, left] * (1 - right) + framed[top, left + 1] * right
    lower = framed[top + 1, left] * (1 - right) + framed[top + 1, left + 1] * right
    sampled: Floats = upper * (1 - down) + lower * down
    return sampled


def _blurred(picture: Floats, times: int) -> Floats:
    """Each pixel with its neighbours, by 1, 2, 1 along both sides."""
    for _ in range(times):
        for axis in (0, 1):
            framed = np.pad(picture, [(1, 1) if axis == k else (0, 0) for k in (0, 1)], mode="edge")
            before, after = (
                np.take(framed, np.arange(s, s + picture.shape[axis]), axis=axis) for s in (0, 2)
            )
            picture = (before + 2 * picture + after) / 4
    return picture


def _compressed(levels: Floats, step: float = 12.0) -> Floats:
    """Levels after the loss that JPEG has: cosines of blocks of 8 × 8, the finer the coarser rounded."""
    height, width = levels.shape
    framed = np.pad(levels, ((0, -height % 8), (0, -width % 8)), mode="edge")
    k, n = np.mgrid[:8, :8]
    cosines = np.where(k == 0, np.sqrt(0.125), 0.5 * np.cos(np.pi * (2 * n + 1) * k / 16))
    steps = step * (1 + 0.35 * np.add.outer(np.arange(8), np.arange(8)))
    blocks = framed.reshape(framed.shape[0] // 8, 8, -1, 8).transpose(0, 2, 1, 3)
    coded = np.round(cosines @ blocks @ cosines.T / steps) * steps
    again: Any = (cosines.T @ coded @ cosines).transpose(0, 2, 1, 3).reshape(framed.shape)
    compressed: Floats = again[:height, :width]
    return compressed


def photographs(
    images: npt.NDArray[np.uint8], count: int, seed: int, **size: int
) -> list[tuple[str, int, Photo]]:
    """So many photographs, the kinds in turn.

    Parameters
    ----------
    images : ndarray of shape (n_images, 784), uint8
        From which digits are drawn, none twice.
    count : int
        At most as many as there are images.
    seed : int
        Of all that is drawn.
    **size
        ``height`` and ``width`` of the photographs.

    Returns
    -------
    list of (str, int, ndarray)
        The kind, the number of the image, and the photograph.
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(images))[:count]
    kinds = list(KINDS)
    return [
        (kind, int(number), photograph(images[number], kind, rng, **size))
        for number, kind in zip(chosen, (kinds[k % len(kinds)] for k in range(count)), strict=True)
    ]
