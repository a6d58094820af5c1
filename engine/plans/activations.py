"""Activations and their slopes as operations in place, each in the form that NumPy computes fastest.

A *gate* is what the slope becomes in memory: numbers to multiply an error signal by or, for relu, bits to
mask it with.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from engine.arrays import Array
from engine.plans.operations import Operation, scalar

ONE, HALF = scalar(1.0), scalar(0.5)
SIGN_BIT = np.array(31, np.int32)


def _sigmoid(values: Array) -> list[Operation]:
    """``sigmoid(z) = ½ + ½ tanh(z / 2)``, which cannot overflow."""
    return [
        (np.multiply, (values, HALF, values)),
        (np.tanh, (values, values)),
        (np.multiply, (values, HALF, values)),
        (np.add, (values, HALF, values)),
    ]


def _tanh(values: Array) -> list[Operation]:
    return [(np.tanh, (values, values))]


def _relu(values: Array) -> list[Operation]:
    """The maximum with an array of zeros: with a single 0 it takes three times as long."""
    return [(partial(np.maximum, out=values), (values, np.zeros(values.shape, values.dtype)))]


def _sigmoid_gates(outputs: Array, gates: Array) -> list[Operation]:
    return [(np.subtract, (ONE, outputs, gates)), (np.multiply, (gates, outputs, gates))]


def _tanh_gates(outputs: Array, gates: Array) -> list[Operation]:
    return [(np.multiply, (outputs, outputs, gates)), (np.subtract, (ONE, gates, gates))]


def _relu_gates(outputs: Array, gates: Array) -> list[Operation]:
    """Set all bits where the output is above 0: only there the negative of its bits has a sign."""
    bits = gates.view(np.int32)
    return [(np.negative, (outputs.view(np.int32), bits)), (np.right_shift, (bits, SIGN_BIT, bits))]


def _multiply(signals: Array, gates: Array) -> Operation:
    return np.multiply, (signals, gates, signals)


def _mask(signals: Array, gates: Array) -> Operation:
    bits = signals.view(np.int32)
    return np.bitwise_and, (bits, gates.view(np.int32), bits)


_FORWARD: dict[str, Callable[[Array], list[Operation]]] = {"sigmoid": _sigmoid, "tanh": _tanh, "relu": _relu}
_GATES: dict[str, Callable[[Array, Array], list[Operation]]] = {
    "sigmoid": _sigmoid_gates,
    "tanh": _tanh_gates,
    "relu": _relu_gates,
}
_PASS: dict[str, Callable[[Array, Array], Operation]] = {
    "sigmoid": _multiply,
    "tanh": _multiply,
    "relu": _mask,
}


def forward(name: str, values: Array) -> list[Operation]:
    """Return operations that turn weighted sums into a unit's outputs, in place.

    Parameters
    ----------
    name : str
        "sigmoid", "tanh" or "relu".
    values : ndarray of float32, any shape
        The weighted sums.

    Returns
    -------
    list of Operation
        At least one.

    Raises
    ------
    ValueError
        If the activation has no fast form.
    """
    if name not in _FORWARD:
        raise ValueError(f"activation {name!r} is not among {list(_FORWARD)}")
    return _FORWARD[name](values)


def make_gates(name: str, outputs: Array, gates: Array) -> list[Operation]:
    """Return operations that write the gates of an activation, from its outputs; both float32 of one shape."""
    return _GATES[name](outputs, gates)


def pass_gates(name: str, signals: Array, gates: Array) -> Operation:
    """The operation that carries error signals back through an activation, in place."""
    return _PASS[name](signals, gates)
