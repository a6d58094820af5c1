"""Numbers that change slowly from row to row, in fewer bytes and exact to the last bit: for the weights of a run.

Each number is foretold from up to three before it in its column. What is packed is how far it lies from that, counted
in representable numbers: small where a weight moves smoothly. Sixteen such counts take as many bits as their largest
needs. ``over_time.js`` reads what this writes.
"""

from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

GROUP = 16
"""Counts that are written with equally many bits: so a group always fills whole bytes."""

ORDERS = (1, 2, 3)
"""So many numbers before each one foretell it: as a constant, along a line, along a parabola."""

_WEIGHTS = ((), (1.0,), (2.0, -1.0), (3.0, -3.0, 1.0))
"""Of the numbers before, the last one first: by how many of them foretell."""


def packed(rows: npt.NDArray[np.float32]) -> tuple[int, bytes]:
    """The bytes of an array, and how they were foretold.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns) or (n_rows,)
        Any float32 numbers, NaN and infinite ones too.

    Returns
    -------
    order : int
        One of ``ORDERS``: the one that took least.
    bytes
        The bits of each group's counts, a byte each; then the groups, those of fewer bits first.
    """
    tries = {order: _grouped(_counts(rows, order)) for order in ORDERS}
    order = min(ORDERS, key=lambda order: int(tries[order][1].sum()))
    groups, widths = tries[order]
    parts = [widths.tobytes()]
    for width in np.unique(widths[widths > 0]):
        octets = groups[widths == width].astype(">u4").view(np.uint8).reshape(-1, GROUP, 4)
        bits = np.unpackbits(octets, axis=2)[:, :, 32 - width :]
        parts.append(np.packbits(bits.reshape(len(bits), -1), axis=1).tobytes())
    return order, b"".join(parts)


def unpacked(octets: bytes, n_rows: int, n_columns: int, order: int) -> npt.NDArray[np.float32]:
    """The numbers of ``packed``, as ``over_time.js`` reads them.

    Parameters
    ----------
    octets : bytes
        All that ``packed`` gave.
    n_rows, n_columns : int
        The shape of what was packed.
    order : int
        The first thing that ``packed`` gave.

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        The same bits.
    """
    counts = _counts_in(octets, n_rows * n_columns)
    apart = ((counts >> 1).view(np.int32) ^ -(counts & 1).view(np.int32)).reshape(n_columns, n_rows).T
    rows = np.zeros((n_rows, n_columns), np.float32)
    known = np.zeros((n_rows, n_columns))
    for row in range(n_rows):
        with np.errstate(over="ignore", invalid="ignore"):
            near = _foretold(known, row, order).astype(np.float32)
            near[~np.isfinite(near)] = 0.0
            places = _in_order(near) + apart[row]  # wraps around, as it did on the way here
            rows[row] = (places ^ ((places >> 31) & 0x7FFFFFFF)).view(np.float32)
            known[row] = rows[row]
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
    """How far each number lies from what was foretold, column by column; even counts lie above, odd ones below."""
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
    apart = (_in_order(rows) - _in_order(near)).T.ravel()  # wraps around, as it does on the way back
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
