"""The best possible boundary: where the two most probable classes of a source are equally probable.

Bisection along the lines of a lattice finds the ends of each piece. They are off the boundary by a hundred-thousandth
of the picture's side at the most, also where the posterior jumps. Between its ends a piece is straight.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .points import Array, Labels
from .truth import Truth

N_CELLS = 64
"""Cells along a side: the longest straight piece is about a fiftieth of the side."""

_N_HALVINGS = 12


def bayes_boundary(
    truth: Truth, extent: tuple[float, float, float, float], n_cells: int = N_CELLS
) -> npt.NDArray[np.float64]:
    """Pieces of the Bayes boundary within a rectangle.

    Parameters
    ----------
    truth : Truth
        The source, whose posterior is exact.
    extent : tuple of float
        Left, right, bottom, top, in units of the axes.
    n_cells : int, default 64
        Cells of the lattice along a side. Details smaller than a cell may be missed.

    Returns
    -------
    ndarray of shape (n_pieces, 4)
        From ``x1, y1`` to ``x2, y2``, in units of the axes. Pieces that meet have the same end.

    Raises
    ------
    ValueError
        If there is no cell, or the extent is empty.
    """
    left, right, bottom, top = extent
    if n_cells < 1 or not (left < right and bottom < top):
        raise ValueError(f"no lattice of {n_cells} cells spans {left} to {right} by {bottom} to {top}")
    x, y = np.linspace(left, right, n_cells + 1), np.linspace(bottom, top, n_cells + 1)
    corners = np.stack(np.meshgrid(x, y), axis=-1)
    classes = _best(truth, corners.reshape(-1, 2)).reshape(corners.shape[:2])
    across = _crossings(truth, corners[:, :-1], corners[:, 1:], classes[:, :-1], classes[:, 1:])
    upwards = _crossings(truth, corners[:-1], corners[1:], classes[:-1], classes[1:])
    pieces = [
        piece
        for row, column in np.ndindex(n_cells, n_cells)
        for piece in _pieces(
            [across[row, column], across[row + 1, column]], [upwards[row, column], upwards[row, column + 1]]
        )
    ]
    return np.array(pieces).reshape(-1, 4)


def _best(truth: Truth, places: Array) -> Labels:
    """The most probable class at each place."""
    return np.asarray(truth.posterior(places).argmax(axis=1))


def _crossings(truth: Truth, start: Array, stop: Array, first: Labels, last: Labels) -> Array:
    """Where each edge of the lattice leaves the class of its start, shape (…, 2); NaN where it does not."""
    found = np.full(start.shape, np.nan)
    changes = first != last
    inside, outside, label = start[changes], stop[changes], first[changes]
    for _ in range(_N_HALVINGS if len(label) else 0):
        middle = (inside + outside) / 2
        stays = (_best(truth, middle) == label)[:, np.newaxis]
        inside, outside = np.where(stays, middle, inside), np.where(stays, outside, middle)
    found[changes] = (inside + outside) / 2
    return found


def _pieces(rows: list[Array], columns: list[Array]) -> Iterator[list[float]]:
    """Join the crossings on a cell's edges: two by a line, more by a star."""
    ends = [place for place in (*rows, *columns) if place[0] == place[0]]
    if len(ends) == 2:
        yield [*ends[0], *ends[1]]
    elif len(ends) > 2:
        centre = _meeting(*rows, *columns) if len(ends) == 4 else np.mean(ends, axis=0)
        for place in ends:
            yield [*place, *centre]


def _meeting(low: Array, high: Array, left: Array, right: Array) -> Array:
    """Where the line between two opposite edges crosses the line between the other two."""
    up, along = high - low, right - left
    share = np.linalg.solve(np.column_stack([up, -along]), left - low)[0]
    return np.asarray(low + share * up)
