"""Numbers that change slowly from row to row, in fewer bytes and exact to the last bit: for the weights of a run.

Each number is foretold from up to three before it in its column. What is packed is how far it lies from that, counted
in representable numbers: small where a weight moves smoothly. Sixteen such counts take as many bits as their largest
needs. Rows go in pieces: those of a run that is still trained stay as they are when more rows come.
``over_time.js`` reads what this writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

GROUP = 16
"""Counts that are written with equally many bits: so a group always fills whole bytes."""

ORDERS = (1, 2, 3)
"""So many numbers before each one foretell it: as a constant, along a line, along a parabola."""

LEAST_ROWS, LEAST_NUMBERS = 2 * GROUP, 4_096
"""A piece has at least so many rows, and so many numbers; the last one has what is left."""

_WEIGHTS = ((), (1.0,), (2.0, -1.0), (3.0, -3.0, 1.0))
"""Of the numbers before, the last one first: by how many of them foretell."""


@dataclass(frozen=True)
class Piece:
    """Some rows, one after the other.

    Parameters
    ----------
    n_rows : int
        How many they are.
    order : int
        By how many numbers each one is foretold: the one of ``ORDERS`` that took least.
    octets : bytes
        The bits of each group's counts, a byte each; then the groups, those of fewer bits first.
    """

    n_rows: int
    order: int
    octets: bytes


def packed(rows: npt.NDArray[np.float32]) -> list[Piece]:
    """An array in pieces; those of few rows begin like those of many.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns) or (n_rows,)
        Any float32 numbers, NaN and infinite ones too.

    Returns
    -------
    list of Piece
        In the order of the rows; the first row of a piece is foretold from those of the piece before.
    """
    table = rows.reshape(len(rows), -1)
    counts = {order: _counts(table, order) for order in ORDERS}
    height = _height(table.shape[1])
    return [
        _piece({order: each[start : start + height] for order, each in counts.items()})
        for start in range(0, len(table), height)
    ]


def _height(n_columns: int) -> int:
    """Rows of a piece: whole groups of them, so that no group has numbers of two columns."""
    return max(LEAST_ROWS, -(-LEAST_NUMBERS // (GROUP * max(n_columns, 1))) * GROUP)


def _piece(counts: dict[int, npt.NDArray[np.uint32]]) -> Piece:
    """A piece of the order that takes least, from its counts by each order."""
    tries = {order: _grouped(each.T.ravel()) for order, each in counts.items()}
    order = min(ORDERS, key=lambda order: int(tries[order][1].sum()))
    groups, widths = tries[order]
    parts = [widths.tobytes()]
    for width in np.unique(widths[widths > 0]):
        octets = groups[widths == width].astype(">u4").view(np.uint8).reshape(-1, GROUP, 4)
        bits = np.unpackbits(octets, axis=2)[:, :, 32 - width :]
        parts.append(np.packbits(bits.reshape(len(bits), -1), axis=1).tobytes())
    return Piece(len(counts[order]), order, b"".join(parts))


def unpacked(pieces: Sequence[Piece], n_columns: int) -> npt.NDArray[np.float32]:
    """The numbers of ``packed``, as ``over_time.js`` reads them.

    Parameters
    ----------
    pieces : sequence of Piece
        All that ``packed`` gave.
    n_columns : int
        Of what was packed.

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        The same bits.
    """
    n_rows, row = sum(piece.n_rows for piece in pieces), 0
    rows = np.zeros((n_rows, n_columns), np.float32)
    known = np.zeros((n_rows, n_columns))
    for piece in pieces:
        counts = _counts_in(piece.octets, piece.n_rows * n_columns)
        apart = ((counts >> 1).view(np.int32) ^ -(counts & 1).view(np.int32)).reshape(n_columns, -1).T
        for distance in apart:
            with np.errstate(over="ignore", invalid="ignore"):
                near = _foretold(known, row, piece.order).astype(np.float32)
                near[~np.isfinite(near)] = 0.0
                places = _in_order(near) + distance  # wraps around, as it did on the way here
                rows[row] = (places ^ ((places >> 31) & 0x7FFFFFFF)).view(np.float32)
                known[row] = rows[row]
            row += 1
    return rows


def _foretold(known: npt.NDArray[np.float64], row: int, order: int) -> npt.NDArray[np.float64]:
    """The next row by those before it."""
    terms = [weight * known[row - back] for back, weight in enumerate(_WEIGHTS[min(order, row)], start=1)]
    return (
        reduce(np.add, terms) if terms else np.zeros(known.shape[1])
    )  # a zero at first would turn −0 into 0


def _counts_in(octets: bytes, n: int) -> npt.NDArray[np.uint32]:
    """The counts of all groups, in the order of the numbers."""
    widths = np.frombuffer(octets, np.uint8, -(-n // GROUP))
    counts, start = np.zeros((len(widths), GROUP), np.uint32), len(widths)
    for width in np.unique(widths[widths > 0]):
        mine = np.flatnonzero(widths == width)
        held = np.frombuffer(octets, np.uint8, GROUP // 8 * int(width) * len(mine), start)
        bits = np.unpackbits(held).reshape(len(mine), GROUP, int(width))
        counts[mine] = bits @ (1 << np.arange(int(width))[::-1]).astype(np.uint32)
        start += len(held)
    return counts.ravel()[:n]


def _counts(rows: npt.NDArray[np.float32], order: int) -> npt.NDArray[np.uint32]:
    """How far each number lies from what was foretold; even counts lie above, odd ones below."""
    foretold = np.zeros(rows.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        known = rows.astype(np.float64)
        foretold[1:] = known[:-1]
        if order >= 2:
            foretold[2:] = 2 * known[1:-1] - known[:-2]
        if order >= 3:
            foretold[3:] = 3 * known[2:-1] - 3 * known[1:-2] + known[:-3]
        near = foretold.astype(np.float32)
    near[~np.isfinite(near)] = 0.0
    apart = _in_order(rows) - _in_order(near)  # wraps around, as it does on the way back
    return ((apart << 1) ^ (apart >> 31)).view(np.uint32)


def _in_order(numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.int32]:
    """Whole numbers in the order of the floats, neighbours for neighbours."""
    bits = np.ascontiguousarray(numbers).view(np.int32)
    return bits ^ ((bits >> 31) & 0x7FFFFFFF)


def _grouped(counts: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[Any], npt.NDArray[np.uint8]]:
    """The counts in groups, the last one filled up with zeros, and the bits that each group needs."""
    filled = np.zeros(-(-len(counts) // GROUP) * GROUP, np.uint32)
    filled[: len(counts)] = counts
    groups = filled.reshape(-1, GROUP)
    return groups, np.frexp(groups.max(axis=1).astype(np.float64))[1].astype(np.uint8)
