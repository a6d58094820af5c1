"""A visitor's own points as a value: in the plane that the network sees, and in the visitor's own units and names.

The network sees a square from −5 to 5. Points that lie in it and fill a good part of it stay as they came. Others are
moved and scaled to it, and each number keeps its way back: ``own = origin + scale · plane``.
"""

import math
from dataclasses import dataclass

import numpy as np

from .points import N_CLASSES, Array, Points

SIDE = 5.0
"""Half the side of the square in which own points lie."""

FILLED = 4.5
"""Half the side of the square that points from elsewhere are scaled to fill."""

LEAST_FILLED = 2.5
"""Points whose longer side is shorter than this are scaled up: else they would be a speck on the map."""

MOST_UNLIKE = 4.0
"""Axes whose extents differ by no more than this factor are scaled alike, so that the shape stays."""

MOST_LETTERS = 30
"""Letters of a class's or an axis's name."""

AXES = ("x1", "x2")


@dataclass(frozen=True)
class Units:
    """Names of classes and axes, and the way from the plane to the visitor's own numbers.

    Parameters
    ----------
    classes : tuple of str, default ()
        Two or three names; () where the classes are called 1, 2 and 3.
    axes : tuple of str, default ("x1", "x2")
        Names of the coordinates.
    origin, scale : tuple of float
        ``own = origin + scale · plane``, for each axis; the scale is positive.

    Raises
    ------
    ValueError
        If the names are not as many as they should be, alike, empty or too long, or a number is not finite.
    """

    classes: tuple[str, ...] = ()
    axes: tuple[str, str] = AXES
    origin: tuple[float, float] = (0.0, 0.0)
    scale: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        """Refuse what names nothing or leads nowhere."""
        if len(self.classes) not in (0, *range(2, N_CLASSES + 1)) or len(set(self.classes)) != len(
            self.classes
        ):
            raise ValueError(
                f"{len(self.classes)} names of classes are not 0, 2 or {N_CLASSES} different ones"
            )
        if len(self.axes) != 2 or len(self.origin) != 2 or len(self.scale) != 2:
            raise ValueError(
                f"{len(self.axes)} axes, {len(self.origin)} origins, {len(self.scale)} scales: 2 are needed"
            )
        for name in (*self.classes, *self.axes):
            if not (isinstance(name, str) and 0 < len(name) <= MOST_LETTERS and name.isprintable()):
                raise ValueError(f"a name has {len(name)} letters; 1 to {MOST_LETTERS} can be read")
        for origin, scale in zip(self.origin, self.scale, strict=True):
            ends = (origin - SIDE * scale, origin + SIDE * scale)
            if not (scale > 0 and all(map(math.isfinite, ends)) and ends[0] < origin < ends[1]):
                raise ValueError(f"origin {origin} and scale {scale} lead nowhere")

    @property
    def is_plain(self) -> bool:
        """Whether numbers are those of the plane."""
        return self.origin == (0.0, 0.0) and self.scale == (1.0, 1.0)

    def class_name(self, label: int) -> str:
        """The name of a class, its number from 1 where it has none."""
        return self.classes[label] if label < len(self.classes) else str(label + 1)

    def to_plane(self, own: Array) -> Array:
        """Places on the plane, shape (n, 2), of own numbers."""
        if self.is_plain:
            return own
        return np.asarray(np.clip((own - np.array(self.origin)) / np.array(self.scale), -SIDE, SIDE))

    def to_own(self, plane: Array) -> Array:
        """Own numbers, shape (n, 2), of places on the plane."""
        return plane if self.is_plain else np.array(self.origin) + np.array(self.scale) * plane


PLAIN = Units()


@dataclass(frozen=True, eq=False)
class OwnPoints:
    """Own points.

    Parameters
    ----------
    points : Points
        In the visitor's own units.
    units : Units
        Names, and the way to the plane.
    always_three : bool, default False
        Whether the network has three outputs whatever the points are, as it had before links told.
    """

    points: Points
    units: Units = PLAIN
    always_three: bool = False

    @property
    def on_plane(self) -> Points:
        """The points as the network sees them."""
        return (
            self.points
            if self.units.is_plain
            else Points(self.units.to_plane(self.points.inputs), self.points.labels)
        )

    @property
    def n_classes(self) -> int:
        """Outputs of the network: as many as there are classes, but two at least."""
        if self.always_three:
            return N_CLASSES
        return max(2, int(self.points.labels.max(initial=0)) + 1)

    @property
    def empty_classes(self) -> tuple[int, ...]:
        """Classes that have an output, and no point."""
        present = set(self.points.labels.tolist())
        return tuple(label for label in range(self.n_classes) if label not in present)


def units_of(inputs: Array, classes: tuple[str, ...] = (), axes: tuple[str, str] = AXES) -> Units:
    """The names, and a way to the plane for these numbers: none where they fit as they are.

    Parameters
    ----------
    inputs : ndarray of shape (n_points, 2)
        Finite, at least one point.
    classes, axes : tuple of str
        As ``Units`` has them.

    Returns
    -------
    Units
        Origins and scales are round numbers, of two or three digits.

    Raises
    ------
    ValueError
        If the numbers are too large, or too close together, to be scaled.
    """
    low, high = inputs.min(axis=0), inputs.max(axis=0)
    halves = high / 2 - low / 2  # halved first: the difference of two large floats may not be finite
    if (np.abs(inputs).max() <= SIDE and 2 * halves.max() >= LEAST_FILLED) or (
        not halves.any() and np.abs(inputs).max() <= SIDE
    ):
        return Units(classes, axes)
    if halves.min() >= halves.max() / MOST_UNLIKE:
        halves = np.full(2, halves.max())
    halves = np.where(halves > 0, halves, np.maximum(np.abs(low), 1.0) * (1.0 if not halves.any() else 0.1))
    scale = [_rounded_up(half / FILLED) for half in halves.tolist()]
    middle = (low / 2 + high / 2).tolist()
    origin = [_rounded(centre, unit) for centre, unit in zip(middle, scale, strict=True)]
    try:
        return Units(classes, axes, (origin[0], origin[1]), (scale[0], scale[1]))
    except ValueError:
        raise ValueError(
            f"The numbers reach from {low.min():.4g} to {high.max():.4g}, too far or too close together to be scaled: "
            "write them in another unit."
        ) from None


def _rounded_up(scale: float) -> float:
    """The next number of two digits."""
    if scale < 1e-290:
        return scale
    step = 10.0 ** (math.floor(math.log10(scale)) - 1)
    up = float(f"{math.ceil(scale / step - 1e-9) * step:.3g}")
    return up if math.isfinite(up) else scale


def _rounded(centre: float, scale: float) -> float:
    """The nearest multiple of a power of ten that is at most a tenth of the scale."""
    if scale < 1e-290 or abs(centre) > 1e290:
        return centre
    places = 1 - math.floor(math.log10(scale))
    near = round(centre, places) if places < 300 else centre
    return near + 0.0 if abs(near - centre) <= 0.1 * scale else centre
