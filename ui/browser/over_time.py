"""Numbers that change slowly from row to row, in fewer bytes and exact to the last bit: for the weights of a run.

Each number is foretold from up to four before it in its column. What is packed is how far it lies from that, counted
in representable numbers: small where a weight moves smoothly. Sixteen such counts are foretold in the same way, and
written in Rice's code (Rice and Plaunt 1971): their last bits as they are, what stands before these as so many zeros
and a one. Rows go in pieces: those of a run that is still trained stay as they are when more rows come.
``over_time.js`` reads what this writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

GROUP = 16
"""Counts that are written in the same way: so the last bits of a group always fill whole bytes."""

ORDERS = (1, 2, 3, 4)
"""So many numbers before each one foretell it: as a constant, along a line, a parabola, a cubic."""

LEAST_ROWS, LEAST_NUMBERS = 2 * GROUP, 4_096
"""A piece has at least so many rows, and so many numbers; the last one has what is left."""

_WEIGHTS: tuple[tuple[float, ...], ...] = ((), (1.0,), (2.0, -1.0), (3.0, -3.0, 1.0), (4.0, -6.0, 4.0, -1.0))
"""Of the numbers before, the last one first: by how many of them foretell."""

_WIDTH = 63
"""Bits of a group's first byte: how many last bits its counts have, and one; 0 where all counts are 0."""


@dataclass(frozen=True)
class Piece:
    """Some rows, one after the other.

    Parameters
    ----------
    n_rows : int
        How many they are.
    octets : bytes
        A byte for each group: how it is foretold, and how many last bits its counts have. Then the last bits of the
        groups, those with fewer first; then what stands before them, in the order of the groups.
    """

    n_rows: int
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
    counts = _counts(np.ascontiguousarray(table.T))
    height = _height(table.shape[1])
    return [_piece(counts[:, :, start : start + height]) for start in range(0, len(table), height)]


def _height(n_columns: int) -> int:
    """Rows of a piece: whole groups of them, so that no group has numbers of two columns."""
    return max(LEAST_ROWS, -(-LEAST_NUMBERS // (GROUP * max(n_columns, 1))) * GROUP)


def _piece(counts: npt.NDArray[np.uint32]) -> Piece:
    """A piece, from its counts by each order; each group has the order whose counts are least together."""
    n_orders, _, n_rows = counts.shape
    tries = _grouped(counts.reshape(n_orders, -1))
    sums = tries.sum(axis=2, dtype=np.uint64)
    chosen = sums.argmin(axis=0)
    groups = tries[chosen, np.arange(len(chosen))]
    n_bits = _n_last_bits(groups, sums.min(axis=0))
    heads = (n_bits + 1).astype(np.uint8)
    heads[~groups.any(axis=1)] = 0
    heads |= (chosen << 6).astype(np.uint8)
    parts = [heads.tobytes()]
    written = (heads & _WIDTH) > 0
    for width in np.unique(n_bits[written & (n_bits > 0)]):
        mine = groups[written & (n_bits == width)].astype(">u4").view(np.uint8).reshape(-1, GROUP, 4)
        bits = np.unpackbits(mine, axis=2)[:, :, 32 - width :]
        parts.append(np.packbits(bits.reshape(len(bits), -1), axis=1).tobytes())
    before = (groups[written] >> n_bits[written, None].astype(np.uint32)).ravel()
    ends = np.cumsum(before + 1, dtype=np.int64) - 1
    bits = np.zeros(ends[-1] + 1 if len(ends) else 0, np.uint8)
    bits[ends] = 1
    parts.append(np.packbits(bits).tobytes())
    return Piece(n_rows, b"".join(parts))


def _n_last_bits(groups: npt.NDArray[np.uint32], sums: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """How many last bits of each group's counts are written as they are: what takes least, near the mean's bits."""
    near = np.frexp(sums.astype(np.float64) / GROUP)[1].astype(np.int64) - 1
    tries = np.clip(near + np.array([[-1], [0], [1]]), 0, 31)
    before = groups >> tries[:, :, None].astype(np.uint32)
    sizes = GROUP * tries + before.sum(axis=2, dtype=np.int64)
    best: npt.NDArray[np.int64] = tries[sizes.argmin(axis=0), np.arange(len(groups))]
    return best


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
        counts, orders = _read(piece.octets, piece.n_rows * n_columns)
        apart = ((counts >> 1).view(np.int32) ^ -(counts & 1).view(np.int32)).reshape(n_columns, -1).T
        for distance, chosen in zip(apart, orders.reshape(n_columns, -1).T, strict=True):
            with np.errstate(over="ignore", invalid="ignore"):
                tries = np.stack([_foretold(known, row, order) for order in ORDERS]).astype(np.float32)
                near = tries[chosen - 1, np.arange(n_columns)]
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


def _read(octets: bytes, n: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """The counts of all groups and the order of each, in the order of the numbers."""
    heads = np.frombuffer(octets, np.uint8, -(-n // GROUP))
    widths, start = (heads & _WIDTH).astype(np.int64) - 1, len(heads)
    counts = np.zeros((len(heads), GROUP), np.uint64)
    for width in np.unique(widths[widths > 0]):
        mine = np.flatnonzero(widths == width)
        held = np.frombuffer(octets, np.uint8, GROUP // 8 * int(width) * len(mine), start)
        bits = np.unpackbits(held).reshape(len(mine), GROUP, int(width))
        counts[mine] = bits @ (1 << np.arange(int(width))[::-1]).astype(np.uint64)
        start += len(held)
    ends = np.flatnonzero(np.unpackbits(np.frombuffer(octets, np.uint8, offset=start)))
    before = (np.diff(ends, prepend=-1) - 1).astype(np.uint64).reshape(-1, GROUP)
    written = widths >= 0
    counts[written] += before << widths[written, None].astype(np.uint64)
    orders = np.repeat((heads >> 6).astype(np.int64) + 1, GROUP)
    return counts.astype(np.uint32).ravel()[:n], orders[:n]


def _counts(columns: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """How far each number lies from what each order foretells; even counts lie above, odd ones below.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)

    Returns
    -------
    ndarray of shape (n_orders, n_columns, n_rows)
    """
    known, places = columns.astype(np.float64), _in_order(columns)
    n_rows = columns.shape[1]
    foretold, term = np.zeros(columns.shape), np.empty(columns.shape)
    near = np.empty(columns.shape, np.float32)
    counts = np.empty((len(ORDERS), *columns.shape), np.uint32)
    with np.errstate(over="ignore", invalid="ignore"):
        for found, order in zip(counts.view(np.int32), ORDERS, strict=True):
            if n_rows > order:
                past = [known[:, order - back : n_rows - back] for back in range(1, order + 1)]
                later, spare = foretold[:, order:], term[:, order:]
                np.multiply(past[0], _WEIGHTS[order][0], out=later)
                for numbers, weight in zip(past[1:], _WEIGHTS[order][1:], strict=True):
                    later += np.multiply(numbers, weight, out=spare)
            near[:] = foretold
            near[~np.isfinite(near)] = 0.0
            apart = np.subtract(places, _in_order(near))  # wraps around, as it does on the way back
            np.left_shift(apart, 1, out=found)
            apart >>= 31
            found ^= apart
    return counts


def _in_order(numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.int32]:
    """Whole numbers in the order of the floats, neighbours for neighbours."""
    bits = np.ascontiguousarray(numbers).view(np.int32)
    return bits ^ ((bits >> 31) & 0x7FFFFFFF)


def _grouped(counts: npt.NDArray[np.uint32]) -> npt.NDArray[Any]:
    """Counts of shape (n_orders, n) in groups, the last one filled up with zeros."""
    filled = np.zeros((len(counts), -(-counts.shape[1] // GROUP) * GROUP), np.uint32)
    filled[:, : counts.shape[1]] = counts
    return filled.reshape(len(counts), -1, GROUP)
