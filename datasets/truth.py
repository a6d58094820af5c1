"""Sources of points that are known exactly: how to draw from them, p(class | x), and the least possible error.

Draws suit a slider: with the same generator, more points keep the earlier ones, and more noise moves (or relabels)
the same points.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np

from .points import N_CLASSES, Array, Labels, Points


class Truth(ABC):
    """A source of points of three classes.

    Parameters
    ----------
    priors : sequence of float
        Probability of each class.

    Raises
    ------
    ValueError
        If the priors are not three positive numbers that sum to 1.
    """

    def __init__(self, priors: Sequence[float]) -> None:
        self.priors: Array = np.array(priors, dtype=np.float64)
        if (
            self.priors.shape != (N_CLASSES,)
            or not (self.priors > 0).all()
            or abs(self.priors.sum() - 1) > 1e-9
        ):
            raise ValueError(f"priors {list(priors)} are not {N_CLASSES} positive numbers that sum to 1")
        self.priors.flags.writeable = False

    def draw(self, size: int, rng: np.random.Generator) -> Points:
        """Fresh points, their classes in proportion to the priors.

        Parameters
        ----------
        size : int
            Number of points, all classes together; may be 0.
        rng : numpy.random.Generator
            Its children draw (``rng.spawn``): a second call gives other points.

        Returns
        -------
        Points
            Classes take turns, so that any first n points hold each class in proportion to its prior (to
            within a point or so), and the first n of a larger draw are the draw of n.

        Raises
        ------
        ValueError
            If ``size`` is below 0.
        """
        if size < 0:
            raise ValueError(f"size {size} is below 0")
        return self._draw(_turns(self.priors, size), rng)

    @abstractmethod
    def _draw(self, labels: Labels, rng: np.random.Generator) -> Points:
        """Place a point for each label."""

    @abstractmethod
    def posterior(self, inputs: Array) -> Array:
        """Probability of each class at each place.

        Parameters
        ----------
        inputs : ndarray of shape (n_points, 2)
            Any places in the plane.

        Returns
        -------
        ndarray of shape (n_points, 3)
            ``p(class | x)``; rows sum to 1.

        Raises
        ------
        ValueError
            If ``inputs`` are not finite points of the plane.
        """

    @property
    @abstractmethod
    def bayes_error(self) -> float:
        """Share of points that the best possible classifier gets wrong, from 0 to 1, to about 1e-4."""


class NoisyRegions(Truth):
    """Regions of equal size, one class each and evenly filled; a share of the labels is drawn afresh.

    Parameters
    ----------
    place : callable
        Takes labels (n,) and uniform numbers (n, 3), and returns points (n, 2) of those classes.
    classify : callable
        Takes points (n, 2), and returns the class (n,) of the region that each lies in, also beyond the filled part.
    noise : float
        Share of points, from 0 to 1, whose label is then drawn afresh, each class being equally likely.

    Raises
    ------
    ValueError
        If the noise is out of bounds.
    """

    def __init__(
        self, place: Callable[[Labels, Array], Array], classify: Callable[[Array], Labels], noise: float
    ) -> None:
        super().__init__((1 / 3, 1 / 3, 1 / 3))
        if not 0 <= noise <= 1:
            raise ValueError(f"noise {noise} is a share of labels, from 0 to 1")
        self.noise = noise
        self._place = place
        self._classify = classify

    def _draw(self, labels: Labels, rng: np.random.Generator) -> Points:
        """Fill the regions, then draw some labels afresh."""
        places_rng, labels_rng = rng.spawn(2)
        inputs = self._place(labels, places_rng.random((len(labels), 3)))
        lots = labels_rng.random((len(labels), 2))
        afresh = (N_CLASSES * lots[:, 1]).astype(np.int64)
        return Points(inputs, np.where(lots[:, 0] < self.noise, afresh, labels))

    def posterior(self, inputs: Array) -> Array:
        """1 less the noise for the region's class, and a third of the noise for each class."""
        own = np.eye(N_CLASSES)[self._classify(checked(inputs))]
        return np.asarray((1 - self.noise) * own + self.noise / N_CLASSES)

    @property
    def bayes_error(self) -> float:
        """Two thirds of the noise, exactly: of the labels drawn afresh two in three are wrong."""
        return self.noise * (1 - 1 / N_CLASSES)


def _turns(priors: Array, size: int) -> Labels:
    """Labels in turn, so that the first n are in proportion for every n: the k-th of a class is at (k - 1/2) / prior.

    Webster's method of apportionment (Balinski and Young, 1982): whole points wherever the priors allow them.
    """
    counts = [math.ceil(size * prior) + 1 for prior in priors]
    times = np.concatenate(
        [(np.arange(count) + 0.5) / prior for count, prior in zip(counts, priors, strict=True)]
    )
    return np.repeat(np.arange(N_CLASSES), counts)[np.argsort(times, kind="stable")[:size]]


def checked(inputs: Array) -> Array:
    """Return the inputs, if they are finite points of the plane."""
    inputs = np.asarray(inputs, dtype=np.float64)
    if inputs.ndim != 2 or inputs.shape[1] != 2 or not np.isfinite(inputs).all():
        raise ValueError(f"inputs {inputs.shape} are not finite points of shape (n, 2)")
    return inputs
