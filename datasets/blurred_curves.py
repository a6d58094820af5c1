"""Points strewn around curves: their exact posterior and Bayes error, by integrals along the curves."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from .points import N_CLASSES, Array, Labels, Points
from .truth import Truth, checked

Curve = Callable[[Array], Array]
"""A path in the plane: positions of shape (n,) from 0 to 1 in, points of shape (n, 2) out."""

_N_NODES = 8  # Gauss–Legendre nodes on a piece of curve four standard deviations long: wrong by about 1e-6
_N_CELLS = 800  # grid points a side for the Bayes error
_FINEST = 0.01  # less noise than this needs no finer nodes, and has this noise's Bayes error
_N_ROWS = 256  # points whose posterior is computed at once: 3 MB; 4096 took 43 MB and twice as long


class BlurredCurves(Truth):
    """A source whose classes are curves with spherical Gaussian noise; a curve that stands still is a Gaussian.

    Parameters
    ----------
    curves : sequence of Curve
        A path for each class, filled evenly in the position along it.
    noise : float
        Multiplies the spreads. At 0 the points lie on the curves, and the posterior is its limit: 1 for the nearest
        curve, distances counted in spreads.
    spreads : sequence of float
        Standard deviation of each class along each axis at noise 1.
    priors : sequence of float
        Probability of each class.

    Raises
    ------
    ValueError
        If there are not three curves, spreads and priors, a spread is not positive, or the noise is below 0.

    Notes
    -----
    The Bayes error is a sum over a grid as wide as all curves, which must lie within some 500 standard
    deviations of each other. On our data sets it is within 1e-5 of the sum over a grid of 3001 by 3001.
    """

    def __init__(
        self,
        curves: Sequence[Curve],
        noise: float,
        spreads: Sequence[float] = (1.0, 1.0, 1.0),
        priors: Sequence[float] = (1 / 3, 1 / 3, 1 / 3),
    ) -> None:
        super().__init__(priors)
        if not (0 <= noise < math.inf):
            raise ValueError(f"noise {noise} is not a finite number from 0 on")
        if (
            len(curves) != N_CLASSES
            or len(spreads) != N_CLASSES
            or not all(0 < s < math.inf for s in spreads)
        ):
            raise ValueError(
                f"{len(curves)} curves and spreads {list(spreads)} are not {N_CLASSES} and positive"
            )
        self.noise = noise
        self.spreads: Array = np.array(spreads, dtype=np.float64)
        self._curves = tuple(curves)
        self._is_blurred = noise > 1e-6

    def _draw(self, labels: Labels, rng: np.random.Generator) -> Points:
        """Choose a place on the curve, then step off it."""
        places_rng, noise_rng = rng.spawn(2)
        places, steps = places_rng.random(len(labels)), noise_rng.standard_normal((len(labels), 2))
        inputs = np.stack([curve(places) for curve in self._curves])[labels, np.arange(len(labels))]
        return Points(inputs + self.noise * self.spreads[labels, np.newaxis] * steps, labels)

    def posterior(self, inputs: Array) -> Array:
        """Integrate the noise along each curve, in logarithms, so that no place is too far away."""
        inputs = checked(inputs)
        posterior = np.empty((len(inputs), N_CLASSES))
        for start in range(0, len(inputs), _N_ROWS):
            block = inputs[start : start + _N_ROWS]
            log_joint = np.stack([self._log_joint(block, label) for label in range(N_CLASSES)], axis=1)
            best = log_joint.max(axis=1, keepdims=True)
            joint = np.exp(log_joint - best) if self._is_blurred else (log_joint == best).astype(np.float64)
            posterior[start : start + _N_ROWS] = joint / joint.sum(axis=1, keepdims=True)
        return posterior

    def _log_joint(self, inputs: Array, label: int) -> Array:
        """Logarithm of prior times density, up to a constant; without noise, minus the squared distance."""
        nodes, weights = self._nodes[label]
        across, up = (inputs[:, [axis]] - nodes[:, axis] for axis in (0, 1))
        distances: Array = (across**2 + up**2) / self.spreads[label] ** 2
        if not self._is_blurred:
            nearest: Array = -distances.min(axis=1)
            return nearest
        exponents = -distances / (2 * self.noise**2)
        best = exponents.max(axis=1, keepdims=True)
        log_density = best[:, 0] + np.log(np.exp(exponents - best) @ weights)
        return np.asarray(log_density + math.log(self.priors[label] / self.spreads[label] ** 2))

    @cached_property
    def _nodes(self) -> list[tuple[Array, Array]]:
        """Points (n, 2) and weights (n,) that stand for each class's curve in integrals along it."""
        return [
            _quadrature(curve, 4 * spread * max(self.noise, _FINEST))
            for curve, spread in zip(self._curves, self.spreads, strict=True)
        ]

    @cached_property
    def bayes_error(self) -> float:
        """Take midpoint sums over a grid that reaches 8 standard deviations beyond the curves."""
        if not self._is_blurred:
            return 0.0
        stds = max(self.noise, _FINEST) * self.spreads
        low = np.min([n.min(axis=0) - 8 * s for (n, _), s in zip(self._nodes, stds, strict=True)], axis=0)
        high = np.max([n.max(axis=0) + 8 * s for (n, _), s in zip(self._nodes, stds, strict=True)], axis=0)
        ticks = low + (high - low) * (np.arange(_N_CELLS)[:, np.newaxis] + 0.5) / _N_CELLS
        joint = []
        for (nodes, weights), std, prior in zip(self._nodes, stds, self.priors, strict=True):
            # A spherical Gaussian is a product, so the density on the whole grid is a product of matrices.
            across, up = (
                np.exp(-((ticks[:, [axis]] - nodes[:, axis]) ** 2) / (2 * std**2)) for axis in (0, 1)
            )
            joint.append(prior / std**2 * ((across * weights) @ up.T))
        return max(0.0, float(1 - np.max(joint, axis=0).sum() / np.sum(joint)))


def _quadrature(curve: Curve, piece: float) -> tuple[Array, Array]:
    """Gauss–Legendre nodes (n, 2) and weights (n,) that sum to 1, on pieces no longer than ``piece``."""
    samples = curve(np.linspace(0, 1, 1001))
    longest = 1000 * float(np.linalg.norm(np.diff(samples, axis=0), axis=1).max())
    if not longest:
        return samples[:1], np.ones(1)
    n_pieces = math.ceil(longest / piece)
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    places = (np.arange(n_pieces)[:, np.newaxis] + (nodes + 1) / 2) / n_pieces
    return curve(places.ravel()), np.tile(weights / (2 * n_pieces), n_pieces)
