"""Activations and their slopes as operations in place, each in the form that NumPy computes fastest.

A *gate* holds the slopes of a layer: numbers that multiply an error signal or, for relu, bits that mask it. An
activation needs no form here: without one its own ``fprop`` gives the answers, and the teaching classes train it,
more slowly.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from ..arrays import Array
from ..layers import ACTIVATIONS, Layer, ReluLayer, SigmoidLayer, TanhLayer
from .operations import Operation, scalar

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
    """The maximum with an array of zeros; with a single 0 it takes three times as long."""
    return [(partial(np.maximum, out=values), (values, np.zeros(values.shape, values.dtype)))]


def _sigmoid_gates(outputs: Array, gates: Array) -> list[Operation]:
    return [(np.subtract, (ONE, outputs, gates)), (np.multiply, (gates, outputs, gates))]


def _tanh_gates(outputs: Array, gates: Array) -> list[Operation]:
    return [(np.multiply, (outputs, outputs, gates)), (np.subtract, (ONE, gates, gates))]


def _relu_gates(outputs: Array, gates: Array) -> list[Operation]:
    """All bits set where the output is above 0, none where it is 0.

    Read as integers, the bits of a positive output are a positive number. Its negative has the sign bit, which the
    shift copies into all others. An output of 0 has no bits, and stays without.
    """
    bits = gates.view(np.int32)
    return [(np.negative, (outputs.view(np.int32), bits)), (np.right_shift, (bits, SIGN_BIT, bits))]


def _multiply(signals: Array, gates: Array) -> Operation:
    return np.multiply, (signals, gates, signals)


def _mask(signals: Array, gates: Array) -> Operation:
    bits = signals.view(np.int32)
    return np.bitwise_and, (bits, gates.view(np.int32), bits)


@dataclass(frozen=True)
class FastForm:
    """An activation in place.

    Parameters
    ----------
    forward : callable
        From the array of weighted sums to operations that make outputs of them.
    make_gates : callable
        From the arrays of outputs and of gates to operations that write the gates.
    pass_gates : callable
        From the arrays of error signals and of gates to the operation that carries the signals back.
    """

    forward: Callable[[Array], list[Operation]]
    make_gates: Callable[[Array, Array], list[Operation]]
    pass_gates: Callable[[Array, Array], Operation]


FAST_FORMS: dict[type[Layer], FastForm] = {
    SigmoidLayer: FastForm(_sigmoid, _sigmoid_gates, _multiply),
    TanhLayer: FastForm(_tanh, _tanh_gates, _multiply),
    ReluLayer: FastForm(_relu, _relu_gates, _mask),
}
"""From a layer of ``engine.layers.ACTIVATIONS`` to its form in place."""


def are_fast(names: Iterable[str]) -> bool:
    """Return whether all these activations have a fast form, which plans that train by operations need."""
    return all(ACTIVATIONS.get(name) in FAST_FORMS for name in names)


def forward(name: str, values: Array) -> list[Operation]:
    """Return operations that turn weighted sums into a unit's outputs, in place.

    Parameters
    ----------
    name : str
        An activation of ``engine.layers.ACTIVATIONS``.
    values : ndarray of float32, shape (width, n_points)
        The weighted sums. Of an activation with a fast form they may have any shape.

    Returns
    -------
    list of Operation
        At least one.

    Raises
    ------
    ValueError
        If there is no such activation.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"activation {name!r} is not among {list(ACTIVATIONS)}")
    fast = FAST_FORMS.get(ACTIVATIONS[name])
    return [_ask_layer(ACTIVATIONS[name](), values.T)] if fast is None else fast.forward(values)


def make_gates(name: str, outputs: Array, gates: Array) -> list[Operation]:
    """Return operations that write the gates of an activation, from its outputs; both float32 of one shape."""
    return _fast_form(name).make_gates(outputs, gates)


def pass_gates(name: str, signals: Array, gates: Array) -> Operation:
    """The operation that carries error signals back through an activation, in place."""
    return _fast_form(name).pass_gates(signals, gates)


def _ask_layer(layer: Layer, batch: Array) -> Operation:
    """The operation that puts the outputs of a layer's own ``fprop`` in the place of the batch."""
    return (lambda: np.copyto(batch, layer.fprop(batch))), ()


def _fast_form(name: str) -> FastForm:
    """The fast form of an activation; ValueError where there is none."""
    if not are_fast([name]):
        raise ValueError(f"activation {name!r} has no fast form to train with, see FAST_FORMS: use make_plan")
    return FAST_FORMS[ACTIVATIONS[name]]
