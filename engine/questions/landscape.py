"""The loss as a landscape: its value on a plane through the space of all weights, and on the line between two networks.

A plane has an origin and two directions. The directions are two weights (Goodfellow, Vinyals and Saxe 2015 go along
lines), or those in which a run moved most: the principal directions of its snapshots (Li, Xu, Taylor, Studer and
Goldstein 2018, section 7). Every other weight stays as it is at the origin, so a run that leaves the plane is seen by
its shadow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..bounds import check_count
from ..training.monitor import Monitor

BYTES_AT_ONCE = 4_000_000
"""Bytes of the networks that are made at a time, in float32."""

MOST_SIDE = 401
"""Places along a side of a grid, at most."""

LEAST_WAY = 1e-6
"""Share of the parameters' size below which a path has not moved in a direction: rounding to float32 alone."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through the space of parameters.

    Parameters
    ----------
    origin : ndarray of shape (n_params,), float64
        The network at (0, 0).
    directions : ndarray of shape (2, n_params), float64
        Two directions of length 1 at right angles.
    share : float
        Share of the variance of the path's parameters that lies along both directions, from 0 to 1; NaN where the
        directions do not come from a path, or the path does not move.
    """

    origin: Array
    directions: Array
    share: float = float("nan")

    def shadows(self, params: Array) -> Array:
        """Where networks are seen: the feet of their perpendiculars.

        Parameters
        ----------
        params : ndarray of shape (n_networks, n_params)
            The networks.

        Returns
        -------
        ndarray of shape (n_networks, 2), float64
            Coordinates along both directions.
        """
        return (params.astype(np.float64) - self.origin) @ self.directions.T

    def networks(self, places: Array) -> Array:
        """The networks that stand at places of the plane.

        Parameters
        ----------
        places : ndarray of shape (n_places, 2)
            Coordinates along both directions.

        Returns
        -------
        ndarray of shape (n_places, n_params), float32
            As everywhere in ``engine.questions``.
        """
        return (self.origin + places @ self.directions).astype(np.float32)

    def through(self, params: Array) -> "Plane":
        """The parallel plane through another network, with the same coordinates.

        Parameters
        ----------
        params : ndarray of shape (n_params,)
            The network; the plane holds it at its shadow.

        Returns
        -------
        Plane
            With an origin that has the coordinates (0, 0) in both planes.
        """
        apart = params.astype(np.float64) - self.origin
        within = (apart @ self.directions.T) @ self.directions
        return Plane(self.origin + apart - within, self.directions, self.share)


def of_weights(params: Array, first: int, second: int) -> Plane:
    """The plane of two weights; coordinates are the weights themselves.

    Parameters
    ----------
    params : ndarray of shape (n_params,)
        The network that all other weights are taken from.
    first, second : int
        Places of both weights in ``params``.

    Returns
    -------
    Plane
        Without a share.

    Raises
    ------
    ValueError
        If both are one weight, a place is not in the network, or a parameter is no finite number.
    """
    _refuse_infinite(params)
    if first == second or not all(0 <= place < len(params) for place in (first, second)):
        raise ValueError(f"places {first} and {second} are not two different ones of {len(params)} weights")
    directions = np.zeros((2, len(params)))
    directions[0, first] = directions[1, second] = 1.0
    origin = params.astype(np.float64)
    origin[[first, second]] = 0.0
    return Plane(origin, directions)


def of_path(params: Array) -> Plane:
    """The plane that lies nearest to a path, in the sense of least squares: through its mean.

    Parameters
    ----------
    params : ndarray of shape (n_moments, n_params)
        The path, or several one after another.

    Returns
    -------
    Plane
        Its first direction has the larger share of the variance. Signs are such that the path's last moment is not
        on the negative side of its first. Directions in which nothing moves are chosen along single weights.

    Raises
    ------
    ValueError
        If there is no moment, fewer than two parameters, or a parameter is no finite number.
    """
    if len(params) < 1 or params.shape[1] < 2:
        raise ValueError(f"a path of shape {params.shape} spans no plane of parameters")
    _refuse_infinite(params)
    wide = params.astype(np.float64)
    origin = wide.mean(axis=0)
    apart = wide - origin
    directions = _with_single_weights(
        *_principal(apart, LEAST_WAY * float(np.linalg.norm(wide))), n_params=wide.shape[1]
    )
    directions[(wide[-1] - wide[0]) @ directions.T < 0] *= -1.0
    whole = float((apart**2).sum())
    held = float(((apart @ directions.T) ** 2).sum())
    return Plane(origin, directions, min(1.0, held / whole) if whole > 0 else float("nan"))


def _principal(apart: Array, least: float) -> tuple[Array, ...]:
    """At most two directions of largest variance, each of which moves further than ``least``.

    The products of moments with each other have the same eigenvalues as the covariance of the parameters, and there
    are often fewer of them: 250 moments of 371 parameters take 10 ms, where a singular value decomposition takes 80.
    """
    by_moment = len(apart) <= apart.shape[1]
    _, vectors = np.linalg.eigh(apart @ apart.T if by_moment else apart.T @ apart)
    found: list[Array] = []
    for vector in vectors.T[:-3:-1]:
        direction = apart.T @ vector if by_moment else vector
        for earlier in found:
            direction = direction - (direction @ earlier) * earlier
        length = float(np.linalg.norm(direction))
        if length > 0 and float(np.linalg.norm(apart @ direction)) > least * length:
            found.append(direction / length)
    return tuple(found)


def _with_single_weights(*moved: Array, n_params: int) -> Array:
    """Two directions: those given, and for each that is missing the weight that takes least part in them."""
    found = list(moved)
    while len(found) < 2:
        taken = np.sum([direction**2 for direction in found], axis=0) * np.ones(n_params)
        single = np.zeros(n_params)
        single[int(np.argmin(taken))] = 1.0
        for direction in found:
            single -= (single @ direction) * direction
        found.append(single / np.linalg.norm(single))
    return np.array(found)


def square_around(shadows: Array, *, margin: float = 0.25, least: float = 0.5) -> tuple[float, ...]:
    """A square that holds all shadows with room around them.

    Parameters
    ----------
    shadows : ndarray of shape (n_places, 2)
        Places that it holds.
    margin : float, default 0.25
        Room on each side, as a share of the longer side of what is held.
    least : float, default 0.5
        Half of the shortest side.

    Returns
    -------
    tuple of float
        Left, right, bottom, top.

    Raises
    ------
    ValueError
        If there is no place, or one is not finite.
    """
    if not len(shadows) or not np.isfinite(shadows).all():
        raise ValueError(f"no square is around {len(shadows)} places, not all of which are finite numbers")
    low, high = shadows.min(axis=0), shadows.max(axis=0)
    half = max(least, float((high - low).max()) * (0.5 + margin))
    x, y = (low + high) / 2
    return float(x - half), float(x + half), float(y - half), float(y + half)


def grid_losses(
    architecture: Architecture,
    plane: Plane,
    extent: Sequence[float],
    side: int,
    patterns: tuple[npt.NDArray[Any], IntArray],
) -> Array:
    """The error of the network at each place of a square grid.

    Networks are made and measured some at a time, so that no more than ``BYTES_AT_ONCE`` of them are in memory.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    plane : Plane
        Where the grid lies.
    extent : sequence of float
        Left, right, bottom, top: the grid reaches all four.
    side : int
        Places along a side, 2 to ``MOST_SIDE``.
    patterns : tuple of (inputs, labels)
        Inputs (n_patterns, input_dim), labels (n_patterns,).

    Returns
    -------
    ndarray of shape (side, side), float64
        Mean cross-entropy in nats, penalties left out; row 0 has the lowest second coordinate. Infinite where it is
        more than float32 holds.

    Raises
    ------
    ValueError
        If the extent is empty or not finite, or ``side`` is out of bounds.
    """
    check_count("side", side, 2, MOST_SIDE)
    left, right, bottom, top = extent
    if not (np.isfinite(extent).all() and left < right and bottom < top):
        raise ValueError(f"no grid spans {left} to {right} by {bottom} to {top}")
    x, y = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
    places = np.column_stack([x.ravel(), y.ravel()])
    return losses_at(architecture, plane, places, patterns).reshape(side, side)


def losses_at(
    architecture: Architecture, plane: Plane, places: Array, patterns: tuple[npt.NDArray[Any], IntArray]
) -> Array:
    """The error of the network at each of some places.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    plane : Plane
        Where the places are.
    places : ndarray of shape (n_places, 2)
        Coordinates along both directions.
    patterns : tuple of (inputs, labels)
        As for ``grid_losses``.

    Returns
    -------
    ndarray of shape (n_places,), float64
        As of ``grid_losses``.
    """
    monitor = Monitor(architecture, [patterns])
    at_once = max(1, BYTES_AT_ONCE // (4 * architecture.n_params))
    found = [
        monitor(plane.networks(places[start : start + at_once]))[:, 0]
        for start in range(0, len(places), at_once)
    ]
    return np.concatenate([np.zeros(0), *found])


def line_losses(
    architecture: Architecture,
    start: Array,
    end: Array,
    n: int,
    patterns: tuple[npt.NDArray[Any], IntArray],
) -> Array:
    """The error along the straight line from one network to another: Goodfellow, Vinyals and Saxe 2015.

    Of a single layer the error is convex in its parameters: nowhere on the line is it above the chord between both
    ends. With a hidden layer it may rise above both.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    start, end : ndarray of shape (n_params,)
        Both networks.
    n : int
        Places on the line, both ends among them, 2 to 10,000.
    patterns : tuple of (inputs, labels)
        As for ``grid_losses``.

    Returns
    -------
    ndarray of shape (n,), float64
        From the start to the end, at even distances.
    """
    check_count("n", n, 2, 10_000)
    _refuse_infinite(np.array([start, end]))
    share = np.linspace(0.0, 1.0, n)[:, np.newaxis]
    monitor = Monitor(architecture, [patterns])
    at_once = max(1, BYTES_AT_ONCE // (4 * architecture.n_params))
    found = [
        monitor(((1 - some) * start + some * end).astype(np.float32))[:, 0]
        for some in (share[begin : begin + at_once] for begin in range(0, n, at_once))
    ]
    return np.concatenate(found)


def above_the_chord(losses: Array) -> float:
    """How far a line of losses rises above the straight chord between its ends; 0 or rounding where it is convex.

    Parameters
    ----------
    losses : ndarray of shape (n,)
        As ``line_losses`` gives them.

    Returns
    -------
    float
        The largest difference, at least 0; infinite where a loss between the ends is.
    """
    chord = np.linspace(losses[0], losses[-1], len(losses))
    return float(np.max(losses - chord, initial=0.0))


def _refuse_infinite(params: Array) -> None:
    wrong = int((~np.isfinite(params)).sum())
    if wrong:
        raise ValueError(f"{wrong} of {params.size} parameters are no finite numbers")
