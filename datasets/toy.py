"""The data sets of three classes in the plane: each by name, with its title, bounds and exact source."""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

import numpy as np

from . import sources
from .points import N_CLASSES, Points, Split, split
from .sources import Centres, gaussians
from .truth import Truth

__all__ = [
    "DATASETS",
    "N_CLASSES",
    "Centres",
    "Dataset",
    "Points",
    "Split",
    "Truth",
    "draw",
    "gaussians",
    "split",
]

Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dataset:
    """A data set as the page offers it.

    Parameters
    ----------
    title : str
        Its name on the page.
    source : callable
        Makes the ``Truth`` of a noise; takes ``centres`` too where the data set has some.
    noise : float
        The noise to begin with.
    noise_bounds : tuple of float
        Least and most noise worth showing; the least is 0.
    noise_meaning : str
        The meaning of the noise and its unit, in words for the page.
    extent : tuple of float
        ``(x_min, x_max, y_min, y_max)`` of the axes.
    size : int, default 300
        Number of training points to begin with.
    centres : tuple of (float, float), optional
        Where the classes have their centres to begin with, if these can be moved.
    """

    title: str
    source: Callable[..., Truth]
    noise: float
    noise_bounds: tuple[float, float]
    noise_meaning: str
    extent: Extent
    size: int = 300
    centres: Centres | None = None

    def truth(self, noise: float | None = None, centres: Centres | None = None) -> Truth:
        """Give the exact source of the points.

        Parameters
        ----------
        noise : float, optional
            From 0 on; the data set's own where none is given.
        centres : tuple of (float, float), optional
            A centre for each class, where the data set has centres; its own where none are given.

        Returns
        -------
        Truth
            Knows ``posterior(inputs)``, ``bayes_error`` and ``draw(size, rng)``. The same noise and centres
            give the same object while it is in use, which keeps what it has computed.

        Raises
        ------
        ValueError
            If the noise is not a finite number from 0 on, or a share above 1, or the data set has no centres.
        """
        if centres is not None and self.centres is None:
            raise ValueError(f"data set {self.title!r} has no centres that could be moved to {centres}")
        moved = None if centres == self.centres else centres
        return _cached(self.source, self.noise if noise is None else float(noise), moved)

    def make(self, size: int, noise: float, rng: np.random.Generator) -> Points:
        """Points of this data set.

        Parameters
        ----------
        size : int
            Number of points, all classes together. More points keep the earlier ones.
        noise : float
            From 0 on. More noise moves the same points further, or relabels more of them.
        rng : numpy.random.Generator
            Chooses the points.

        Returns
        -------
        Points
            Classes in proportion to the priors, taking turns.

        Raises
        ------
        ValueError
            If ``size`` or ``noise`` is out of bounds.
        """
        return self.truth(noise).draw(size, rng)


def draw(
    name: str,
    *,
    size: int,
    noise: float | None = None,
    seed: int = 0,
    validation_size: int | None = None,
    centres: Centres | None = None,
) -> Split:
    """Training and validation points, all fresh from the same source.

    Parameters
    ----------
    name : str
        A key of ``DATASETS``.
    size : int
        Number of training points, at least 1.
    noise : float, optional
        The data set's own where none is given.
    seed : int, default 0
        Fixes all points. Training and validation points have a stream each: how many there are of one never
        changes the other.
    validation_size : int, optional
        Number of validation points; as many as training points where none is given.
    centres : tuple of (float, float), optional
        A centre for each class, where the data set has centres; its own where none are given.

    Returns
    -------
    Split
        The same arguments give the same points.

    Raises
    ------
    ValueError
        If the name is unknown, a number is out of bounds, or the data set has no centres.
    """
    if name not in DATASETS:
        raise ValueError(f"no data set {name!r}: there are {', '.join(DATASETS)}")
    truth = DATASETS[name].truth(noise, centres)
    training_rng, validation_rng = np.random.default_rng(seed).spawn(2)
    return Split(
        training=truth.draw(size, training_rng),
        validation=truth.draw(size if validation_size is None else validation_size, validation_rng),
    )


_in_use: WeakValueDictionary[tuple[Callable[..., Truth], float, Centres | None], Truth] = (
    WeakValueDictionary()
)


def _cached(source: Callable[..., Truth], noise: float, centres: Centres | None) -> Truth:
    """The source's truth at this noise, with these centres: the same for all who have it."""
    key = source, noise, centres
    known = _in_use.get(key)
    return known or _in_use.setdefault(key, source(noise) if centres is None else source(noise, centres))


_DISTANCE = "standard deviation of the points around their curve, in units of the axes"
_SHARE = "share of the labels drawn afresh, at random"
_SQUARE: Extent = (-5.0, 5.0, -5.0, 5.0)

DATASETS: dict[str, Dataset] = {
    "lecture": Dataset(
        title="Lecture: three Gaussians",
        source=sources.lecture,
        noise=1.0,
        noise_bounds=(0.0, 2.0),
        noise_meaning="factor on the lecture's standard deviations",
        extent=(-4.0, 5.0, -4.0, 5.0),
        size=100,
        centres=sources.LECTURE_CENTRES,
    ),
    "spirals": Dataset("Spiral, three arms", sources.spirals, 0.2, (0.0, 0.6), _DISTANCE, _SQUARE),
    "rings": Dataset("Rings, one inside the other", sources.rings, 0.25, (0.0, 0.8), _DISTANCE, _SQUARE),
    "moons": Dataset("Moons, three in a row", sources.moons, 0.2, (0.0, 0.6), _DISTANCE, _SQUARE),
    "checkerboard": Dataset(
        "Checkerboard, three by three",
        sources.checkerboard,
        0.0,
        (0.0, 0.5),
        _SHARE,
        _SQUARE,
    ),
    "xor": Dataset(
        "XOR: opposite sectors alike",
        sources.xor,
        0.0,
        (0.0, 0.5),
        _SHARE,
        _SQUARE,
    ),
    "blobs": Dataset(
        "Blobs, equally wide",
        sources.blobs,
        0.8,
        (0.0, 2.0),
        "standard deviation of each blob, in units of the axes",
        _SQUARE,
    ),
}
