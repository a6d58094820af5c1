"""A network with the tried layer among the teaching classes: it trains, and its scores on a grid are kept.

Scores on a grid are what its regions are drawn from: nobody but the layer itself knows its forward pass.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array
from ..errors import CrossEntropySoftmaxError
from ..initialisers import GlorotUniformInit
from ..layers import AffineLayer, Layer, LayerWithParameters, TanhLayer
from ..learning_rules import MomentumLearningRule
from ..models import MultipleLayerModel
from .activation import course_layer
from .affine import as_course, parameters_of
from .calls import LayerError, made, said, where
from .trying import kind_of

HIDDEN, EPOCHS, BATCH, RATE, MOMENTUM, MOST_MOMENTS = 12, 60, 100, 0.3, 0.9, 30


class Borrowed(Layer):
    """Somebody's layer, among the teaching classes: an activation, as it stands."""

    def __init__(self, layer: Any) -> None:
        self.layer = layer

    def fprop(self, inputs: Array) -> Array:
        """The layer's own."""
        outputs: Array = self.layer.fprop(inputs)
        return outputs

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """The layer's own."""
        grads: Array = self.layer.bprop(inputs, outputs, grads_wrt_outputs)
        return grads


class BorrowedAffine(Borrowed, LayerWithParameters):
    """Somebody's affine layer, among the teaching classes."""

    def grads_wrt_params(self, inputs: Array, grads_wrt_outputs: Array) -> list[Array]:
        """The layer's own."""
        return list(self.layer.grads_wrt_params(inputs, grads_wrt_outputs))

    @property
    def params(self) -> list[Array]:
        """What the layer hands out; its weights and biases where it hands out nothing."""
        given = getattr(self.layer, "params", None)
        return list(given) if isinstance(given, list | tuple) else parameters_of(self.layer)

    @params.setter
    def params(self, values: Sequence[Array]) -> None:
        for mine, value in zip(parameters_of(self.layer), values, strict=True):
            mine[...] = value


@dataclass(frozen=True, eq=False)
class Moment:
    """The network at one moment of its training.

    Attributes
    ----------
    epoch : int
        Epochs taken.
    error, accuracy : float
        Over all training patterns: the mean cross-entropy, and the share whose class has the highest score.
    scores : ndarray of shape (n_classes, n_places), float32
        On the grid.
    """

    epoch: int
    error: float
    accuracy: float
    scores: Array


def networks(
    layer_class: Any, n_inputs: int, n_classes: int, rng: np.random.Generator
) -> list[MultipleLayerModel]:
    """The network with the layer, and with the course's in its place; the second is missing where there is none.

    Both begin with the same weights. An activation stands between two of the course's affine layers, an affine layer
    twice, around the course's tanh.

    Raises
    ------
    LayerError
        If the layer cannot be made.
    """
    initialiser = GlorotUniformInit(rng=rng)
    widths = ((n_inputs, HIDDEN), (HIDDEN, n_classes))
    first, last = (AffineLayer(*pair, weights_initialiser=initialiser) for pair in widths)
    if kind_of(layer_class) == "activation":
        twin = course_layer(made(layer_class), rng)
        own = MultipleLayerModel([_copied(first), Borrowed(made(layer_class)), _copied(last)])
        return [own] + ([MultipleLayerModel([first, twin, last])] if twin is not None else [])
    borrowed = [_borrowed_affine(layer_class, layer) for layer in (first, last)]
    own = MultipleLayerModel([borrowed[0], TanhLayer(), borrowed[1]])
    return [own, MultipleLayerModel([first, TanhLayer(), last])]


def _copied(layer: AffineLayer) -> AffineLayer:
    """The same layer with parameters of its own."""
    copy = AffineLayer(layer.input_dim, layer.output_dim)
    copy.params = [param.copy() for param in layer.params]
    return copy


def _borrowed_affine(layer_class: Any, like: AffineLayer) -> BorrowedAffine:
    """Somebody's layer with the weights and biases of one of the course's."""
    layer = made(layer_class, like.input_dim, like.output_dim)
    weights, biases = parameters_of(layer)
    if sorted(weights.shape) != sorted(like.weights.shape) or biases.size != like.output_dim:
        raise LayerError(
            f"weights {weights.shape} and biases {biases.shape} hold other numbers than the course's layer."
        )
    as_course(weights, like.input_dim, like.output_dim)[...] = like.weights
    biases.reshape(-1)[...] = like.biases
    return BorrowedAffine(layer)


def moments(
    model: MultipleLayerModel, inputs: Array, targets: Array, places: Array, order: np.random.Generator
) -> Iterator[Moment]:
    """Train by gradient descent with momentum, and give at most ``MOST_MOMENTS`` moments on the way.

    Parameters
    ----------
    model : MultipleLayerModel
        Trained in place.
    inputs : ndarray of shape (n_patterns, n_inputs)
        Training patterns.
    targets : ndarray of shape (n_patterns, n_classes)
        1-of-K.
    places : ndarray of shape (n_places, n_inputs)
        The grid.
    order : numpy.random.Generator
        Shuffles the patterns before each epoch.

    Yields
    ------
    Moment
        The first one before any step.

    Raises
    ------
    LayerError
        If the layer raises, gives arrays that do not fit, or the error is not finite any more.
    """
    error, rule = CrossEntropySoftmaxError(), MomentumLearningRule(RATE, MOMENTUM)
    epoch = 0
    try:
        rule.initialise(model.params)
        kept = set(np.linspace(0, EPOCHS, MOST_MOMENTS).round().astype(int).tolist())
        for epoch in range(EPOCHS + 1):
            if epoch:
                _one_epoch(model, error, rule, inputs, targets, order)
            if epoch in kept:
                yield _moment(model, error, epoch, inputs, targets, places)
    except LayerError:
        raise
    except Exception as fault:  # the layer's own, or arrays of its that fit nowhere
        when = f"in epoch {epoch}" if epoch else "before the first step"
        raise LayerError(f"The training stops {when}{where(fault)}: {said(fault)}") from fault


def _one_epoch(
    model: MultipleLayerModel,
    error: CrossEntropySoftmaxError,
    rule: MomentumLearningRule,
    inputs: Array,
    targets: Array,
    order: np.random.Generator,
) -> None:
    """A step for each batch; patterns beyond the last whole batch are left out."""
    rows = order.permutation(len(inputs))
    for start in range(0, len(rows) - BATCH + 1, BATCH):
        batch = rows[start : start + BATCH]
        activations = model.fprop(inputs[batch])
        rule.update_params(model.grads_wrt_params(activations, error.grad(activations[-1], targets[batch])))


def _moment(
    model: MultipleLayerModel,
    error: CrossEntropySoftmaxError,
    epoch: int,
    inputs: Array,
    targets: Array,
    places: Array,
) -> Moment:
    """What is kept of this moment; ``LayerError`` where the network's numbers have left what can be drawn."""
    outputs = model.fprop(inputs.copy())[-1]
    value = error(outputs, targets)
    scores = np.ascontiguousarray(model.fprop(places.copy())[-1].T, dtype=np.float32)
    if not np.isfinite(value) or not np.isfinite(scores).all():
        raise LayerError(
            f"After {epoch} epochs the network's error is not finite any more, and the training stops."
        )
    accuracy = float((outputs.argmax(axis=1) == targets.argmax(axis=1)).mean())
    return Moment(epoch, value, accuracy, scores)
