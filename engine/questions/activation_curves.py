"""Values, slopes and cost of an activation, all from the methods of its layer."""

import time
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..layers import ACTIVATIONS

N_NUMBERS = 10_000
"""Numbers in a measured call: a batch of 100 patterns for 100 units, as in the course's lab 3."""


FINE = 1_000
"""Most nanoseconds between two steps of a clock that can measure such a call. A browser's clock steps by 100,000."""


@dataclass(frozen=True)
class Cost:
    """Time that a layer takes for one number, in nanoseconds: medians over ``repetitions`` calls.

    Parameters
    ----------
    forward, backward : float
        Time of ``fprop``, and of ``bprop``.
    repetitions : int
        Calls of each.
    """

    forward: float
    backward: float
    repetitions: int


def curve(name: str, inputs: Array) -> tuple[Array, Array]:
    """Values and slopes of an activation.

    Parameters
    ----------
    name : str
        A key of ``engine.layers.ACTIVATIONS``.
    inputs : ndarray of shape (n,)
        The weighted sums.

    Returns
    -------
    outputs, slopes : ndarray of shape (n,)
        The outputs of ``fprop``, and those of ``bprop`` for gradients of 1.
    """
    layer, batch = ACTIVATIONS[name](), np.asarray(inputs, np.float64)[:, np.newaxis]
    outputs = layer.fprop(batch)
    return outputs[:, 0], layer.bprop(batch, outputs, np.ones_like(batch))[:, 0]


def rescaled_tanh(inputs: Array) -> Array:
    """``(1 + tanh(inputs / 2)) / 2``, by the tanh layer: the sigmoid once more."""
    return (1.0 + curve("tanh", np.asarray(inputs) / 2.0)[0]) / 2.0


def clock_step(n_steps: int = 5) -> int:
    """Nanoseconds between two steps of the clock that ``measure_cost`` reads: the least of a few."""
    least = 10**9
    for _ in range(n_steps):
        began = now = time.perf_counter_ns()
        while now == began:
            now = time.perf_counter_ns()
        least = min(least, now - began)
    return least


def measure_cost(name: str, *, repetitions: int = 101, n_numbers: int = N_NUMBERS) -> Cost:
    """Measure the time of a layer's two passes on this machine.

    Parameters
    ----------
    name : str
        A key of ``engine.layers.ACTIVATIONS``.
    repetitions : int, default 101
        Calls of each pass; a few interrupted ones leave the median as it is.
    n_numbers : int
        Numbers in a call, float64, drawn from a standard normal distribution.

    Returns
    -------
    Cost
        For one number.

    Raises
    ------
    ValueError
        If either count is below 1.
    """
    if repetitions < 1 or n_numbers < 1:
        raise ValueError(f"{repetitions} repetitions of {n_numbers} numbers are nothing to measure")
    layer = ACTIVATIONS[name]()
    inputs = np.random.default_rng(0).normal(size=(1, n_numbers))
    outputs, grads = layer.fprop(inputs), np.ones_like(inputs)
    times = np.empty((2, repetitions))
    for i in range(repetitions):
        began = time.perf_counter_ns()
        layer.fprop(inputs)
        between = time.perf_counter_ns()
        layer.bprop(inputs, outputs, grads)
        times[:, i] = between - began, time.perf_counter_ns() - between
    forward, backward = np.median(times, axis=1) / n_numbers
    return Cost(float(forward), float(backward), repetitions)
