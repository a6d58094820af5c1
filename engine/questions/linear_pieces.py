"""The pieces of the plane on which a network of two inputs is linear: convex polygons, each with its affine map.

A relu is linear on each side of its kink. Within one piece every unit stays on one side, so the whole network is one
affine map of the inputs there. The pieces come from clipping: the square is cut by each unit's line, layer after
layer; within a piece the units of the next layer are affine too, so that their lines are straight until they meet
its rim. All of it is true of any activation that is linear between kinks. (Montúfar, Pascanu, Cho and Bengio, "On the
number of linear regions of deep neural networks", 2014.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .. import pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..layers import ACTIVATIONS

MOST_PIECES = 20_000
"""Most pieces that are told apart; a network that has more is refused."""

ON_THE_LINE = 1e-12
"""A corner this close to a unit's line lies on it, as a share of the largest distance among the corners."""

TRIED_AT = 8.0
"""Between two kinks an activation is tried at places up to so far beyond the outermost kinks."""


@dataclass(frozen=True)
class Segment:
    """A stretch of an activation on which it is linear: ``slope * z + offset``.

    Parameters
    ----------
    low, high : float
        Weighted sums between which it lies; infinite where it has no end.
    slope, offset : float
        The line.
    """

    low: float
    high: float
    slope: float
    offset: float


@dataclass(frozen=True, eq=False)
class Piece:
    """A convex polygon on which the network is one affine map.

    Parameters
    ----------
    corners : ndarray of shape (n_corners, 2)
        Its corners in turn, against the clock where y grows upwards.
    sides : tuple of ndarray of shape (width,), int
        For each hidden layer the segment of the activation on which each unit lies: of a relu 0 is off, 1 is on.
    weights : ndarray of shape (n_classes, 2)
        The scores here are ``weights @ x + biases``.
    biases : ndarray of shape (n_classes,)
        See ``weights``.
    """

    corners: Array
    sides: tuple[IntArray, ...]
    weights: Array
    biases: Array

    @property
    def area(self) -> float:
        """Area in units of the plane, by the shoelace formula."""
        x, y = self.corners.T
        return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def segments_of(activation: str) -> tuple[Segment, ...]:
    """The lines that an activation is made of.

    Parameters
    ----------
    activation : str
        A key of ``engine.layers.ACTIVATIONS``.

    Returns
    -------
    tuple of Segment
        From the left to the right; empty where the activation is curved somewhere, as a sigmoid is.
    """
    layer = ACTIVATIONS[activation]()
    kinks = layer.portrait.kinks
    if not kinks:
        return ()
    found = []
    for low, high in pairwise((-np.inf, *sorted(kinks), np.inf)):
        left = low if np.isfinite(low) else high - TRIED_AT
        right = high if np.isfinite(high) else low + TRIED_AT
        sums = np.linspace(left, right, 33)
        answers = layer.fprop(sums[:, np.newaxis])[:, 0]
        slope = (answers[-1] - answers[0]) / (right - left)
        offset = answers[0] - slope * left
        if np.abs(answers - (slope * sums + offset)).max() > 1e-9 * max(1.0, np.abs(answers).max()):
            return ()
        found.append(Segment(low, high, float(slope), float(offset)))
    return tuple(found)


def most_of_one_layer(n_lines: int) -> int:
    """Most pieces into which so many straight lines cut the plane: ``1 + n + n(n − 1) / 2``.

    Parameters
    ----------
    n_lines : int
        Lines, one for each kink of each unit.

    Returns
    -------
    int
        Of lines in general position; no arrangement has more.
    """
    return 1 + n_lines + n_lines * (n_lines - 1) // 2


def linear_pieces(
    architecture: Architecture, params: Array, extent: tuple[float, float, float, float]
) -> list[Piece]:
    """Cut a part of the plane into the pieces on which a network is linear.

    Parameters
    ----------
    architecture : Architecture
        A network of two inputs whose activations are linear between kinks, with one template a class.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    extent : tuple of float
        Left, right, bottom, top.

    Returns
    -------
    list of Piece
        They tile the extent; in float64.

    Raises
    ------
    ValueError
        If the network has other inputs, an activation that is curved, several templates a class, parameters that are
        not finite, or more than ``MOST_PIECES`` pieces; or if the extent is empty.
    """
    lines = [segments_of(name) for name in architecture.activations]
    if not all(lines):
        curved = architecture.activations[lines.index(())]
        raise ValueError(f"{curved} is curved: only activations that are straight between kinks have pieces")
    if architecture.sizes[0] != 2 or architecture.n_templates != 1:
        raise ValueError(
            f"{architecture.sizes[0]} inputs and {architecture.n_templates} templates a class; "
            "pieces are of 2 inputs and 1 template"
        )
    left, right, bottom, top = extent
    if not (np.isfinite(extent).all() and left < right and bottom < top):
        raise ValueError(f"{left} to {right} by {bottom} to {top} is no part of the plane")
    if not np.isfinite(params).all():
        raise ValueError(
            f"{np.count_nonzero(~np.isfinite(params))} of {params.size} parameters are not finite"
        )
    parts = architecture.split(params.astype(np.float64))
    square = np.array([[left, bottom], [right, bottom], [right, top], [left, top]], np.float64)
    pieces = [Piece(square, (), np.eye(2), np.zeros(2))]
    for depth, segments in enumerate(lines):
        weights, biases = parts[2 * depth : 2 * depth + 2]
        pieces = [
            child
            for piece in pieces
            for child in _cut(piece, weights @ piece.weights, weights @ piece.biases + biases, segments)
        ]
        if len(pieces) > MOST_PIECES:
            raise ValueError(f"the network has more than {MOST_PIECES:,} pieces here")
    weights, biases = parts[-2:]
    return [
        Piece(piece.corners, piece.sides, weights @ piece.weights, weights @ piece.biases + biases)
        for piece in pieces
    ]


def _cut(piece: Piece, weights: Array, biases: Array, segments: tuple[Segment, ...]) -> Iterator[Piece]:
    """Cut a piece by the lines of one layer, whose weighted sums there are ``weights @ x + biases``."""
    polygons = [piece.corners]
    for unit_weights, bias in zip(weights, biases, strict=True):
        for segment in segments[1:]:
            polygons = [
                half for polygon in polygons for half in _halves(polygon, unit_weights, bias - segment.low)
            ]
    kinks = np.array([segment.low for segment in segments[1:]])
    slopes = np.array([segment.slope for segment in segments])
    offsets = np.array([segment.offset for segment in segments])
    for polygon in polygons:
        pauses.look()
        middle = weights @ polygon.mean(axis=0) + biases
        sides = np.searchsorted(kinks, middle)
        yield Piece(
            polygon,
            (*piece.sides, sides),
            slopes[sides, np.newaxis] * weights,
            slopes[sides] * biases + offsets[sides],
        )


def _halves(polygon: Array, weights: Array, bias: float) -> Iterator[Array]:
    """What a line leaves of a convex polygon on each of its sides: two polygons, or the one if it misses it."""
    sums = polygon @ weights + bias
    close = ON_THE_LINE * np.abs(sums).max()
    if not ((sums > close).any() and (sums < -close).any()):
        yield polygon
        return
    behind, before = np.roll(polygon, -1, axis=0), np.roll(sums, -1)
    below, above = [], []
    for corner, following, here, there in zip(polygon, behind, sums, before, strict=True):
        if here <= close:
            below.append(corner)
        if here >= -close:
            above.append(corner)
        if (here > close and there < -close) or (here < -close and there > close):
            crossing = corner + (following - corner) * (here / (here - there))
            below.append(crossing)
            above.append(crossing)
    yield np.array(below)
    yield np.array(above)
