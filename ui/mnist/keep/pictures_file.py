"""Weight templates as a picture to keep: a PNG, written without any package for pictures."""

import struct
import zlib

import numpy as np
import numpy.typing as npt

from engine.arrays import Array

SPANNED = 0.995
"""Share of all weights that the colours span, as on the page; weights beyond take the colours at the ends."""

MOST_COLUMNS = 10

GAP = 2
"""Width of the ground between two pictures, in weights."""

Colour = tuple[int, int, int]


def templates_png(weights: Array, stops: list[str], ground: str, *, scale: int = 6) -> bytes:
    """Bytes of a picture of all templates, ten in a row, on one scale of colours.

    Parameters
    ----------
    weights : ndarray of shape (n_units, side, side)
        Row 0 of each picture is on top.
    stops : list of str
        Colours "#rrggbb", from the most negative weight over 0 to the most positive.
    ground : str
        The colour between the pictures.
    scale : int, default 6
        Pixels of the file along a side of a weight.

    Returns
    -------
    bytes
        A PNG.
    """
    n_units, side, _ = weights.shape
    limit = float(np.quantile(np.abs(weights), SPANNED)) or 1.0
    shares = np.clip(weights / limit, -1, 1)
    colours = scale_of(stops)[np.rint(127.5 * (1 + shares)).astype(int)]
    columns = min(MOST_COLUMNS, n_units)
    rows = -(-n_units // columns)
    pitch = side + GAP
    canvas = np.empty((rows * pitch + GAP, columns * pitch + GAP, 3), np.uint8)
    canvas[...] = rgb(ground)
    for unit, picture in enumerate(colours):
        top, left = GAP + unit // columns * pitch, GAP + unit % columns * pitch
        canvas[top : top + side, left : left + side] = picture
    return png(canvas, scale=scale)


def png(pixels: npt.NDArray[np.uint8], *, scale: int = 1) -> bytes:
    """Bytes of a PNG of these pixels (height, width, 3), row 0 on top, each a square of ``scale`` pixels of the file.

    After the specification (W3C, Portable Network Graphics, second edition, 2003): eight bits a sample, colour type 2,
    every row unfiltered. Rows are packed one by one: all of them together take 20 MB for the largest network.
    """
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", scale * width, scale * height, 8, 2, 0, 0, 0)
    packing, packed = zlib.compressobj(9), list[bytes]()
    for row in pixels:
        line = b"\0" + row.repeat(scale, axis=0).tobytes()
        packed += [packing.compress(line) for _ in range(scale)]
    packed.append(packing.flush())
    parts = [(b"IHDR", header), (b"IDAT", b"".join(packed)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG: length, name, data, checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def scale_of(stops: list[str]) -> npt.NDArray[np.uint8]:
    """256 colours (256, 3) between evenly spaced stops, mixed in linear light as ``ui/browser/colours.js`` does."""
    share = np.array([rgb(stop) for stop in stops]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    at = np.linspace(0, len(stops) - 1, 256)
    mixed = np.column_stack([np.interp(at, np.arange(len(stops)), channel) for channel in linear.T])
    back = np.where(mixed <= 0.0031308, 12.92 * mixed, 1.055 * mixed ** (1 / 2.4) - 0.055)
    colours: npt.NDArray[np.uint8] = np.rint(255 * back).astype(np.uint8)
    return colours


def rgb(colour: str) -> Colour:
    """The three numbers of "#rrggbb"."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
