"""Whether gradients get through a network: saturated units, dead units, and the sizes of error signals.

Parameters have the shape (n_params,), or (n_networks, n_params) for many networks. The answer keeps the leading axes,
written ``…`` below. Inputs in uint8 are grey levels, read as ``value / 255``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..architecture import Architecture
from ..arrays import Array, IntArray
from ..errors import CrossEntropySoftmaxError
from ..initialisers import ConstantInit
from ..layers import ACTIVATIONS, AffineLayer
from ..models import make_model
from ..plans.many_networks import ForwardPass
from . import probe

SATURATED_SLOPE = 0.05
"""A unit is saturated on a pattern where the slope of its activation is below this share of the steepest.

That is an answer outside 0.013 to 0.987 for sigmoid and outside ±0.975 for tanh, and an answer of 0 for relu.
Slopes count without their sign; the steepest is the layer's ``slope_bound``, or the one for weighted sums from −8 to 8.
"""

POINTS_AT_ONCE = 2_000
"""Points of which all answers are in memory together."""

FARTHEST = 100.0
"""How far from 0 a weighted sum is looked at to find where an activation is flat; it stays as it is beyond."""


@dataclass(frozen=True, eq=False)
class UnitStatistics:
    """How the hidden units of a network answer to a set of patterns.

    Parameters
    ----------
    saturation : ndarray of shape (…, n_hidden)
        Share of the pairs of a unit and a pattern that are saturated, for each hidden layer: see
        ``SATURATED_SLOPE``.
    mean_activation : ndarray of shape (…, n_hidden)
        Mean answer over units and patterns, for each hidden layer.
    unit_saturation : list of ndarray of shape (…, width)
        Share of the patterns on which each unit is saturated, an array for each hidden layer.
    dead : list of boolean ndarray of shape (…, width)
        Units that hardly let a gradient through, an array for each hidden layer; see the ``dead_share`` of
        ``engine.portrait.Portrait``.
    """

    saturation: Array
    mean_activation: Array
    unit_saturation: list[Array]
    dead: list[npt.NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class GradientSizes:
    """Sizes of gradients, layer by layer: Euclidean norms, unless said otherwise; float64.

    Parameters
    ----------
    signals : ndarray of shape (…, n_layers)
        Of the error signals g⁽ˡ⁾: gradients of the mean error wrt each affine layer's outputs.
    weights : ndarray of shape (…, n_layers)
        Of the gradient wrt each affine layer's weights.
    mean_weights : ndarray of shape (…, n_layers)
        Not a norm: the mean size, without sign, of the gradient wrt one of the layer's weights. Layers of different
        widths can be compared by it.
    """

    signals: Array
    weights: Array
    mean_weights: Array


def unit_statistics(architecture: Architecture, params: Array, points: npt.NDArray[Any]) -> UnitStatistics:
    """How saturated, how active and how dead the hidden units are.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    points : ndarray of shape (n_points, input_dim)
        The patterns that judge them.

    Returns
    -------
    UnitStatistics
        With the leading axes of ``params``.
    """
    networks = probe.as_networks(architecture, params)
    n_points, widths, last = len(points), architecture.sizes[1:-1], 2 * architecture.n_hidden
    n_flat: list[Array] = [np.zeros((len(networks), width)) for width in widths]
    means = np.zeros((len(networks), architecture.n_hidden))
    for start in range(0, n_points, POINTS_AT_ONCE):
        part = points[start : start + POINTS_AT_ONCE]
        forward = ForwardPass(architecture, len(part))
        for i, network in enumerate(networks):
            outputs = forward.outputs(network, part)
            hidden = zip(architecture.activations, outputs[1:last:2], outputs[2 : last + 1 : 2], strict=True)
            for depth, (name, sums, responses) in enumerate(hidden):
                n_flat[depth][i] += is_flat(name, sums, responses).sum(axis=0)
                means[i, depth] += responses.sum(dtype=np.float64) / (n_points * widths[depth])
                pauses.look()
    unit_saturation: list[Array] = [count / n_points for count in n_flat]
    saturation = np.array([count.sum(axis=1) for count in n_flat]).reshape(-1, len(networks)).T
    saturation = saturation / (n_points * np.array(widths))
    leading = params.shape[:-1]
    shares: list[Array] = [share.reshape(*leading, -1) for share in unit_saturation]
    dead = [
        share >= ACTIVATIONS[name].portrait.dead_share
        for name, share in zip(architecture.activations, shares, strict=True)
    ]
    shape = (*leading, architecture.n_hidden)
    return UnitStatistics(saturation.reshape(shape), means.reshape(shape), shares, dead)


def gradient_sizes(
    architecture: Architecture, params: Array, inputs: npt.NDArray[Any], labels: IntArray
) -> GradientSizes:
    """Sizes of the error signals and of the weights' gradients, by the course's classes in float64.

    Parameters
    ----------
    architecture : Architecture
        The networks' shape.
    params : ndarray of shape (…, n_params)
        The networks.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns. The error is a mean over them, so that the sizes do not grow with their number.
    labels : ndarray of shape (n_patterns,)
        The class of each, from 0.

    Returns
    -------
    GradientSizes
        Of the cross-entropy after a softmax, without penalties.
    """
    patterns.refuse_unfit(architecture, inputs, labels)
    batch = patterns.as_floats(inputs, np.float64)
    targets = patterns.one_of_k(labels, architecture.sizes[-1], np.float64)
    model = make_model(architecture, weights_initialiser=ConstantInit(0.0))
    sizes = []
    for network in probe.as_networks(architecture, params).astype(np.float64):
        model.params = architecture.split(network)
        activations = model.fprop(batch)
        grads = CrossEntropySoftmaxError().grad(activations[-1], targets)
        rows: list[tuple[float, float, float]] = []
        for layer, before, after in zip(
            model.layers[::-1], activations[-2::-1], activations[:0:-1], strict=True
        ):
            if isinstance(layer, AffineLayer):
                grads_wrt_weights = layer.grads_wrt_params(before, grads)[0]
                norms = float(np.linalg.norm(grads)), float(np.linalg.norm(grads_wrt_weights))
                rows.insert(0, (*norms, float(np.abs(grads_wrt_weights).mean())))
            grads = layer.bprop(before, after, grads)
            pauses.look()
        sizes.append(rows)
    return GradientSizes(*np.moveaxis(np.array(sizes).reshape(*params.shape[:-1], -1, 3), -1, 0))


def is_flat(activation: str, sums: Array, responses: Array) -> npt.NDArray[np.bool_]:
    """Where an activation is saturated, judged by its own ``bprop``: see ``SATURATED_SLOPE``.

    Parameters
    ----------
    activation : str
        A key of ``engine.layers.ACTIVATIONS``.
    sums, responses : ndarray of one shape
        Weighted sums, and what the activation made of them.

    Returns
    -------
    ndarray of bool, of that shape
        True where hardly a gradient gets through.
    """
    layer = ACTIVATIONS[activation]()
    with np.errstate(all="ignore"):
        slopes = np.abs(layer.bprop(sums, responses, np.ones_like(responses)))
    flat: npt.NDArray[np.bool_] = slopes < SATURATED_SLOPE * steepest(activation)
    return flat


def steepest(activation: str) -> float:
    """Largest slope of an activation, without its sign: as its portrait says, else for weighted sums from −8 to 8."""
    layer = ACTIVATIONS[activation]()
    if layer.portrait.slope_bound is not None:
        return layer.portrait.slope_bound
    inputs = np.linspace(-8.0, 8.0, 65)[:, np.newaxis]
    with np.errstate(all="ignore"):
        return float(np.abs(layer.bprop(inputs, layer.fprop(inputs), np.ones_like(inputs))).max())


def flat_stretches(activation: str) -> list[tuple[float, float]]:
    """Weighted sums for which an activation is saturated.

    Parameters
    ----------
    activation : str
        A key of ``engine.layers.ACTIVATIONS``.

    Returns
    -------
    list of (float, float)
        Stretches from a sum to a sum, in rising order, ends included; −inf and inf where a stretch goes on.
    """
    layer = ACTIVATIONS[activation]()

    def flat_at(places: Array) -> npt.NDArray[np.bool_]:
        batch = places[:, np.newaxis]
        with np.errstate(all="ignore"):
            return is_flat(activation, batch, layer.fprop(batch))[:, 0]

    places = np.linspace(-FARTHEST, FARTHEST, 2001)
    flat = flat_at(places)
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    low, high, before = places[changes], places[changes + 1], flat[changes]
    for _ in range(50):
        middle = (low + high) / 2
        same = flat_at(middle) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    borders = np.where(before, low, high)  # the last place that is flat, seen from either side
    ends = [-np.inf] * bool(flat[0]) + borders.tolist() + [np.inf] * bool(flat[-1])
    return list(zip(ends[::2], ends[1::2], strict=True))
