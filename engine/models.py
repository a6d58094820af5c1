"""Models: layers in a row, forward to the outputs and backward to the gradient of every parameter."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .architecture import Architecture
from .arrays import Array
from .initialisers import Initialiser
from .layers import ACTIVATIONS, ZERO, AffineLayer, Layer, LayerWithParameters
from .penalties import Penalty
from .template_layers import MaxOfTemplatesLayer


class MultipleLayerModel:
    """Layers applied one after the other.

    Parameters
    ----------
    layers : list of Layer
        From the inputs to the outputs.

    Raises
    ------
    ValueError
        If there are no layers, or an affine layer does not take what the one before it gives.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        if not layers:
            raise ValueError("a model needs at least 1 layer, 0 were given")
        affine = [layer for layer in layers if isinstance(layer, AffineLayer)]
        for before, after in itertools.pairwise(affine):
            if before.output_dim != after.input_dim:
                raise ValueError(f"{after} cannot follow {before}: {before.output_dim} outputs")
        self.layers = list(layers)

    @property
    def params(self) -> list[Array]:
        """Flat list W, b, W, b, … of the parameters themselves, not copies."""
        return [param for layer in self._learning_layers for param in layer.params]

    @params.setter
    def params(self, values: Sequence[Array]) -> None:
        """Replace the arrays, uncopied; refuse shapes that do not fit."""
        if len(values) != len(self.params):
            raise ValueError(f"{len(values)} arrays given for {len(self.params)} parameters")
        remaining = list(values)
        for layer in self._learning_layers:
            n_params = len(layer.params)
            layer.params, remaining = remaining[:n_params], remaining[n_params:]

    @property
    def _lowest_that_learns(self) -> int:
        """Index of the first layer with parameters that learn; the number of layers where there is none."""
        learns = [isinstance(layer, LayerWithParameters) and not layer.is_frozen for layer in self.layers]
        return learns.index(True) if True in learns else len(learns)

    @property
    def _learning_layers(self) -> list[LayerWithParameters]:
        return [layer for layer in self.layers if isinstance(layer, LayerWithParameters)]

    def fprop(self, inputs: Array) -> list[Array]:
        """Compute the activations of every layer.

        Parameters
        ----------
        inputs : ndarray of shape (batch_size, input_dim)
            A batch.

        Returns
        -------
        list of ndarray
            ``len(layers) + 1`` arrays: the inputs first, the outputs last.
        """
        activations = [inputs]
        for layer in self.layers:
            activations.append(layer.fprop(activations[-1]))
        return activations

    def grads_wrt_params(self, activations: Sequence[Array], grads_wrt_outputs: Array) -> list[Array]:
        """Back-propagate to the gradients with respect to every parameter, penalties included.

        Parameters
        ----------
        activations : list of ndarray
            What ``fprop`` returned.
        grads_wrt_outputs : ndarray of shape (batch_size, output_dim)
            What ``error.grad`` returned for ``activations[-1]``.

        Returns
        -------
        list of ndarray
            In the order and the shapes of ``params``.

        Raises
        ------
        ValueError
            If the activations are not one more than the layers, or their shapes do not fit.
        """
        if len(activations) != len(self.layers) + 1:
            raise ValueError(f"{len(activations)} activations given, {len(self.layers)} layers have one more")
        if grads_wrt_outputs.shape != activations[-1].shape:
            raise ValueError(
                f"grads_wrt_outputs {grads_wrt_outputs.shape} for outputs {activations[-1].shape}"
            )
        grads: list[Array] = []
        lowest = self._lowest_that_learns
        for index in reversed(range(lowest, len(self.layers))):
            layer, inputs, outputs = self.layers[index], activations[index], activations[index + 1]
            if isinstance(layer, LayerWithParameters):
                grads = layer.grads_wrt_params(inputs, grads_wrt_outputs) + grads
            if index > lowest:  # nothing below it learns, and the model's own inputs do not
                grads_wrt_outputs = layer.bprop(inputs, outputs, grads_wrt_outputs)
        frozen = [layer for layer in self.layers[:lowest] if isinstance(layer, LayerWithParameters)]
        return [np.zeros_like(param) for layer in frozen for param in layer.params] + grads

    def params_penalty(self) -> float:
        """Cost that the penalties of all layers add to the error; 0 without penalties."""
        return sum((layer.params_penalty() for layer in self._learning_layers), 0.0)

    def __repr__(self) -> str:
        """Return a line for each layer."""
        return "MultipleLayerModel(\n    " + "\n    ".join(map(repr, self.layers)) + "\n)"


class SingleLayerModel(MultipleLayerModel):
    """The model of one layer.

    Parameters
    ----------
    layer : Layer
        The layer.
    """

    def __init__(self, layer: Layer) -> None:
        super().__init__([layer])

    @property
    def layer(self) -> Layer:
        """The only layer."""
        return self.layers[0]

    def __repr__(self) -> str:
        """Return the layer in brackets."""
        return f"SingleLayerModel({self.layer})"


def make_model(
    architecture: Architecture,
    *,
    weights_initialiser: Initialiser,
    biases_initialiser: Initialiser = ZERO,
    weights_penalty: Penalty | None = None,
    learn_biases: bool | Sequence[bool] = True,
    learn_weights: bool | Sequence[bool] = True,
    weights_masks: Mapping[int, npt.NDArray[Any]] | None = None,
) -> MultipleLayerModel:
    """Build the network that an architecture describes; its outputs are the scores before the softmax.

    Parameters
    ----------
    architecture : Architecture
        Widths and activations.
    weights_initialiser, biases_initialiser : callable
        Called for each affine layer in turn, from the inputs to the outputs.
    weights_penalty : Penalty, optional
        Cost of large weights, the same in every layer.
    learn_biases, learn_weights : bool or sequence of bool, default True
        Whether training changes the biases, and the weights: the same in every affine layer, or one for each.
    weights_masks : mapping of int to ndarray, optional
        By the index of the affine layer, from 0: 1 where a wire is, 0 where it is cut. See ``AffineLayer``.

    Returns
    -------
    MultipleLayerModel
        Affine, activation, affine, …, affine; then the best of several templates a class, where there are several.

    Raises
    ------
    ValueError
        If an activation is not in ``ACTIVATIONS``, what learns is not said once for each layer, or a mask is for a
        layer that is not there or does not fit.
    """
    unknown = [name for name in architecture.activations if name not in ACTIVATIONS]
    if unknown:
        raise ValueError(f"activations {unknown} are not among {list(ACTIVATIONS)}")
    n_affine = len(architecture.weight_shapes)
    learnt_biases = _for_each("learn_biases", learn_biases, n_affine)
    learnt_weights = _for_each("learn_weights", learn_weights, n_affine)
    masks = weights_masks or {}
    if misplaced := [index for index in masks if index not in range(n_affine)]:
        raise ValueError(f"weights_masks for the layers {misplaced}; there are {n_affine}, counted from 0")
    layers: list[Layer] = []
    for index, (output_dim, input_dim) in enumerate(architecture.weight_shapes):
        layers.append(
            AffineLayer(
                input_dim,
                output_dim,
                weights_initialiser,
                biases_initialiser,
                weights_penalty,
                learn_biases=learnt_biases[index],
                learn_weights=learnt_weights[index],
                weights_mask=masks.get(index),
            )
        )
        if index < architecture.n_hidden:
            layers.append(ACTIVATIONS[architecture.activations[index]]())
    if architecture.n_templates > 1:
        layers.append(MaxOfTemplatesLayer(architecture.sizes[-1], architecture.n_templates))
    return MultipleLayerModel(layers)


def _for_each(name: str, value: bool | Sequence[bool], n_layers: int) -> list[bool]:
    """One answer for each affine layer."""
    values = [value] * n_layers if isinstance(value, bool) else list(value)
    if len(values) != n_layers:
        raise ValueError(f"{name} has {len(values)} values for {n_layers} affine layers")
    return values


def architecture_of(model: MultipleLayerModel) -> Architecture:
    """Read a model's architecture: the inverse of ``make_model``.

    Parameters
    ----------
    model : MultipleLayerModel or SingleLayerModel
        Any model.

    Returns
    -------
    Architecture
        Its widths, activations and templates a class.

    Raises
    ------
    ValueError
        If the layers are not affine, activation, affine, …, affine, with or without a ``MaxOfTemplatesLayer`` behind.
    """
    layers, best = model.layers, model.layers[-1]
    n_templates = 1
    if isinstance(best, MaxOfTemplatesLayer):
        layers, n_templates = layers[:-1], best.n_templates
    names = {layer_type: name for name, layer_type in ACTIVATIONS.items()}
    affine = [layer for layer in layers[::2] if isinstance(layer, AffineLayer)]
    activations = [names[type(layer)] for layer in layers[1::2] if type(layer) in names]
    if len(affine) + len(activations) < len(layers) or len(affine) != len(activations) + 1:
        raise ValueError(f"layers {model.layers} are not affine, activation, affine, …, affine")
    widths = [affine[0].input_dim, *(layer.output_dim for layer in affine)]
    if isinstance(best, MaxOfTemplatesLayer):
        if widths[-1] != best.n_classes * n_templates:
            raise ValueError(f"{best} cannot follow {affine[-1]}: {widths[-1]} outputs")
        widths[-1] = best.n_classes
    return Architecture(tuple(widths), tuple(activations), n_templates)
