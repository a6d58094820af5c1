"""Initial values of parameters: an initialiser is called with a shape and returns a new float64 array.

One that draws keeps the ``rng`` it was given and moves it on at each call, so two layers never start alike.
"""

from collections.abc import Callable

import numpy as np

from .arrays import Array, Rng

Initialiser = Callable[[tuple[int, ...]], Array]
"""Whatever takes a shape and returns an array of it."""

DEFAULT_SEED = 123456
"""Seed of the generator of an initialiser that was given none, so that a notebook repeats itself."""


class ConstantInit:
    """The same value everywhere.

    Parameters
    ----------
    value : float
        The value.
    """

    def __init__(self, value: float) -> None:
        self.value = _finite("value", value)

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Return an array of this shape."""
        return np.full(shape, self.value)

    def __repr__(self) -> str:
        """Return the call that makes this."""
        return f"ConstantInit({self.value})"


class UniformInit:
    """Draws from the interval [low, high).

    Parameters
    ----------
    low, high : float
        Bounds of the interval.
    rng : Generator or RandomState, optional
        Where the draws come from; one seeded with ``DEFAULT_SEED`` if not given.

    Raises
    ------
    ValueError
        If a bound is not finite, or ``low`` is above ``high``.
    """

    def __init__(self, low: float, high: float, rng: Rng | None = None) -> None:
        self.low, self.high = _finite("low", low), _finite("high", high)
        if low > high:
            raise ValueError(f"low {low} is above high {high}")
        self.rng = _given_or_seeded(rng)

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Draw an array of this shape."""
        return self.rng.uniform(self.low, self.high, shape)

    def __repr__(self) -> str:
        """Return the call that makes this, but for its rng."""
        return f"UniformInit({self.low}, {self.high})"


class NormalInit:
    """Draws from a Gaussian.

    Parameters
    ----------
    mean, std : float
        Mean and standard deviation.
    rng : Generator or RandomState, optional
        Where the draws come from; one seeded with ``DEFAULT_SEED`` if not given.

    Raises
    ------
    ValueError
        If either is not finite, or ``std`` is negative.
    """

    def __init__(self, mean: float, std: float, rng: Rng | None = None) -> None:
        self.mean, self.std = _finite("mean", mean), _finite("std", std)
        if std < 0:
            raise ValueError(f"std {std} is negative")
        self.rng = _given_or_seeded(rng)

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Draw an array of this shape."""
        return self.rng.normal(self.mean, self.std, shape)

    def __repr__(self) -> str:
        """Return the call that makes this, but for its rng."""
        return f"NormalInit({self.mean}, {self.std})"


class _ScaledInit:
    """Draws weights with a standard deviation that follows from the layer's widths.

    Parameters
    ----------
    gain : float
        Factor on the standard deviation.
    rng : Generator or RandomState, optional
        Where the draws come from; one seeded with ``DEFAULT_SEED`` if not given.

    Raises
    ------
    ValueError
        If ``gain`` is negative or not finite; when called, if the shape is not that of weights.
    """

    def __init__(self, gain: float = 1.0, rng: Rng | None = None) -> None:
        self.gain = _finite("gain", gain)
        if gain < 0:
            raise ValueError(f"gain {gain} is negative")
        self.rng = _given_or_seeded(rng)

    def __repr__(self) -> str:
        """Return the call that makes this, but for its rng."""
        return f"{type(self).__name__}(gain={self.gain})"


class GlorotUniformInit(_ScaledInit):
    """Uniform weights of variance ``gain² · 2 / (input_dim + output_dim)`` (Glorot and Bengio, 2010)."""

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Draw weights of shape (output_dim, input_dim)."""
        output_dim, input_dim = _weights_shape(shape)
        half_width = self.gain * (6.0 / (input_dim + output_dim)) ** 0.5  # of width 2a, variance a² / 3
        return self.rng.uniform(-half_width, half_width, shape)


class GlorotNormalInit(_ScaledInit):
    """Gaussian weights of variance ``gain² · 2 / (input_dim + output_dim)`` (Glorot and Bengio, 2010)."""

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Draw weights of shape (output_dim, input_dim)."""
        output_dim, input_dim = _weights_shape(shape)
        return self.rng.normal(0.0, self.gain * (2.0 / (input_dim + output_dim)) ** 0.5, shape)


class HeNormalInit(_ScaledInit):
    """Gaussian weights of variance ``gain² · 2 / input_dim``, made for ReLU (He et al., 2015)."""

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Draw weights of shape (output_dim, input_dim)."""
        _, input_dim = _weights_shape(shape)
        return self.rng.normal(0.0, self.gain * (2.0 / input_dim) ** 0.5, shape)


INITIALISERS: dict[str, Callable[[Rng], Initialiser]] = {
    "Glorot uniform": lambda rng: GlorotUniformInit(rng=rng),
    "Glorot normal": lambda rng: GlorotNormalInit(rng=rng),
    "He normal": lambda rng: HeNormalInit(rng=rng),
    "course (±0.1)": lambda rng: UniformInit(-0.1, 0.1, rng),
    "weights only (±0.1)": lambda rng: UniformInit(-0.1, 0.1, rng),
    "large (±4)": lambda rng: UniformInit(-4.0, 4.0, rng),
    "zero": lambda rng: ConstantInit(0.0),
}
"""From the name on the page to a maker of initialisers: "large" saturates, "zero" keeps units alike.

"course" also draws the biases, as the course's lab does. "weights only" leaves them at 0, as a layer of the course's
framework does when it is given no initialisers.
"""

BIASES: dict[str, Callable[[Rng], Initialiser]] = {"course (±0.1)": INITIALISERS["course (±0.1)"]}
"""The same for biases; where a name is not among these, biases begin at 0."""


def _finite(name: str, value: float) -> float:
    if not np.isfinite(value):
        raise ValueError(f"{name} {value} is not finite")
    return float(value)


def _given_or_seeded(rng: Rng | None) -> Rng:
    return np.random.RandomState(DEFAULT_SEED) if rng is None else rng


def _weights_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    if np.ndim(shape) != 1 or len(shape) != 2 or min(shape) < 1:
        raise ValueError(f"shape {shape} is not the (output_dim, input_dim) of weights")
    return shape[0], shape[1]
