"""Layers: functions of a batch with a forward and a backward pass. They keep parameters and nothing else.

Inputs are (batch_size, input_dim), outputs (batch_size, output_dim), in the precision of the inputs.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .arrays import Array
from .initialisers import ConstantInit, Initialiser, UniformInit
from .penalties import Penalty
from .portrait import Portrait

COURSE_WEIGHTS = UniformInit(-0.1, 0.1)
"""The weights of a layer that is given no initialiser: each layer draws the next numbers."""

ZERO = ConstantInit(0.0)
"""The biases of a layer that is given no initialiser."""


class Layer(ABC):
    """A transformation of a batch.

    Attributes
    ----------
    portrait : Portrait
        What the pages say of a layer that stands in ``ACTIVATIONS``. A subclass that says nothing says nothing: it
        does not inherit what is true of another layer.
    """

    portrait: ClassVar[Portrait] = Portrait()

    def __init_subclass__(cls, **more: Any) -> None:
        """Take no portrait over from a parent."""
        super().__init_subclass__(**more)
        cls.portrait = vars(cls).get("portrait", Portrait())

    @abstractmethod
    def fprop(self, inputs: Array) -> Array:
        """Compute the outputs.

        Parameters
        ----------
        inputs : ndarray of shape (batch_size, input_dim)
            A batch.

        Returns
        -------
        ndarray of shape (batch_size, output_dim)
            The outputs, a new array.
        """

    @abstractmethod
    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Compute the gradients with respect to the inputs from those with respect to the outputs.

        Parameters
        ----------
        inputs : ndarray of shape (batch_size, input_dim)
            The batch that went forward.
        outputs : ndarray of shape (batch_size, output_dim)
            What ``fprop`` made of it.
        grads_wrt_outputs : ndarray of shape (batch_size, output_dim)
            Gradients of a scalar with respect to ``outputs``.

        Returns
        -------
        ndarray of shape (batch_size, input_dim)
            Gradients of that scalar with respect to ``inputs``.
        """

    def __repr__(self) -> str:
        """Return the name of the class."""
        return type(self).__name__


class LayerWithParameters(Layer):
    """A layer that can learn."""

    @abstractmethod
    def grads_wrt_params(self, inputs: Array, grads_wrt_outputs: Array) -> list[Array]:
        """Sum the gradients with respect to the parameters over the batch, and add those of the penalties.

        Parameters
        ----------
        inputs : ndarray of shape (batch_size, input_dim)
            The batch that went forward.
        grads_wrt_outputs : ndarray of shape (batch_size, output_dim)
            Gradients of a scalar with respect to the outputs.

        Returns
        -------
        list of ndarray
            In the order and the shapes of ``params``.
        """

    def params_penalty(self) -> float:
        """Cost that this layer's parameters add to the error; 0 without penalties."""
        return 0.0

    @property
    def is_frozen(self) -> bool:
        """Whether none of its parameters learns."""
        return False

    @property
    @abstractmethod
    def params(self) -> list[Array]:
        """The parameters themselves, not copies: learning rules change them in place."""

    @params.setter
    @abstractmethod
    def params(self, values: Sequence[Array]) -> None:
        """Replace the arrays."""


class AffineLayer(LayerWithParameters):
    """``inputs @ weights.T + biases``.

    Parameters
    ----------
    input_dim, output_dim : int
        Widths, at least 1.
    weights_initialiser : callable
        Called with (output_dim, input_dim) for the weights.
    biases_initialiser : callable
        Called with (output_dim,) for the biases.
    weights_penalty, biases_penalty : Penalty, optional
        Costs of large weights and large biases.
    learn_biases : bool, default True
        False leaves the biases as they were made: their gradient is given as 0.
    learn_weights : bool, default True
        False leaves the weights as they were made: their gradient is given as 0.
    weights_mask : ndarray of shape (output_dim, input_dim), optional
        1 where a wire is, 0 where it is cut: that weight is 0, and stays 0.

    Attributes
    ----------
    weights : ndarray of shape (output_dim, input_dim)
        Row ``j`` holds the weights arriving at output unit ``j``.
    biases : ndarray of shape (output_dim,)
        One for each output unit.

    Raises
    ------
    ValueError
        If a width is below 1, an initialiser returns an array of another shape, or the mask has another shape, holds
        anything but 0 and 1, or cuts every wire.
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        weights_initialiser: Initialiser = COURSE_WEIGHTS,
        biases_initialiser: Initialiser = ZERO,
        weights_penalty: Penalty | None = None,
        biases_penalty: Penalty | None = None,
        learn_biases: bool = True,
        learn_weights: bool = True,
        weights_mask: npt.NDArray[Any] | None = None,
    ) -> None:
        if input_dim < 1 or output_dim < 1:
            raise ValueError(f"input_dim {input_dim} and output_dim {output_dim} must both be at least 1")
        self.input_dim = input_dim
        self.output_dim = output_dim
        self._wires = None if weights_mask is None else self._wires_of(weights_mask)
        self.params = [weights_initialiser((output_dim, input_dim)), biases_initialiser((output_dim,))]
        self.weights_penalty = weights_penalty
        self.biases_penalty = biases_penalty
        self.learn_biases = learn_biases
        self.learn_weights = learn_weights

    def _wires_of(self, mask: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Where a wire is; refuse a mask that does not fit or leaves none."""
        shape, given = (self.output_dim, self.input_dim), np.shape(mask)
        if given != shape:
            raise ValueError(f"weights_mask {given} given to {self}, whose weights are {shape}")
        if not np.isin(mask, (0, 1)).all():
            raise ValueError(f"weights_mask of {self} must hold 0 and 1 only")
        wires = np.array(mask, bool)
        if not wires.any():
            raise ValueError(f"weights_mask cuts all {wires.size} wires of {self}: nothing would pass")
        return wires

    @property
    def cut(self) -> npt.NDArray[np.bool_]:
        """Which weights are 0 for good, in their shape: where the mask has no wire."""
        return np.zeros((self.output_dim, self.input_dim), bool) if self._wires is None else ~self._wires

    @property
    def held(self) -> list[npt.NDArray[np.bool_]]:
        """Which of ``[weights, biases]`` training leaves as they are, in their shapes."""
        of_weights = np.full((self.output_dim, self.input_dim), not self.learn_weights)
        if self._wires is not None:
            of_weights |= ~self._wires
        return [of_weights, np.full(self.output_dim, not self.learn_biases)]

    @property
    def is_frozen(self) -> bool:
        """Whether neither weights nor biases learn."""
        return not (self.learn_weights or self.learn_biases)

    def fprop(self, inputs: Array) -> Array:
        """Compute ``inputs @ weights.T + biases``; refuse inputs that are not input_dim wide."""
        if inputs.shape[-1:] != (self.input_dim,):
            raise ValueError(
                f"inputs {inputs.shape} given to {self}, which needs (batch_size, {self.input_dim})"
            )
        return inputs @ self.weights.T + self.biases

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Each input gets the gradients of the outputs that it feeds, weighted by the weights on the way."""
        return grads_wrt_outputs @ self.weights

    def grads_wrt_params(self, inputs: Array, grads_wrt_outputs: Array) -> list[Array]:
        """Gradients of ``[weights, biases]``: error signal times input, and the error signal itself."""
        if grads_wrt_outputs.shape != (len(inputs), self.output_dim):
            raise ValueError(
                f"grads_wrt_outputs {grads_wrt_outputs.shape} given to {self} "
                f"for a batch of {len(inputs)}, which needs {(len(inputs), self.output_dim)}"
            )
        grads_wrt_biases = grads_wrt_outputs.sum(axis=0)
        if self.biases_penalty is not None:
            grads_wrt_biases = grads_wrt_biases + self.biases_penalty.grad(self.biases)
        if not self.learn_biases:
            grads_wrt_biases = np.zeros_like(grads_wrt_biases)
        return [self._grads_wrt_weights(inputs, grads_wrt_outputs), grads_wrt_biases]

    def _grads_wrt_weights(self, inputs: Array, grads_wrt_outputs: Array) -> Array:
        """Error signal times input, with the penalty's; 0 for weights that do not learn."""
        if not self.learn_weights:  # the product is left out
            return np.zeros(self.weights.shape, np.result_type(inputs, grads_wrt_outputs))
        grads = grads_wrt_outputs.T @ inputs
        if self.weights_penalty is not None:
            grads = grads + self.weights_penalty.grad(self.weights)
        return grads if self._wires is None else np.where(self._wires, grads, np.zeros_like(grads))

    def params_penalty(self) -> float:
        """Cost of the weights plus cost of the biases; what does not learn costs nothing."""
        of_weights, of_biases = 0.0, 0.0
        if self.weights_penalty is not None and self.learn_weights:
            of_weights = self.weights_penalty(self.weights)
        if self.biases_penalty is not None and self.learn_biases:
            of_biases = self.biases_penalty(self.biases)
        return of_weights + of_biases

    @property
    def params(self) -> list[Array]:
        """``[weights, biases]``."""
        return [self.weights, self.biases]

    @params.setter
    def params(self, values: Sequence[Array]) -> None:
        """Replace the arrays, uncopied but where a wire is cut; refuse shapes that do not fit."""
        weights, biases = values
        shapes = (np.shape(weights), np.shape(biases))
        if shapes != ((self.output_dim, self.input_dim), (self.output_dim,)):
            raise ValueError(f"weights {shapes[0]} and biases {shapes[1]} do not fit {self}")
        self.weights: Array = weights
        if self._wires is not None:
            self.weights = np.where(self._wires, weights, np.zeros_like(weights))
        self.biases: Array = biases

    def __repr__(self) -> str:
        """Return the widths."""
        return f"AffineLayer(input_dim={self.input_dim}, output_dim={self.output_dim})"


class SigmoidLayer(Layer):
    """``1 / (1 + exp(-inputs))``, element by element."""

    portrait = Portrait(
        browser_line="0.5 + 0.5 * tanh(0.5 * z)",
        several="sigmoids",
        gate="a sigmoid, 25 % at most",
        reading="answers 0 to 1: a squashed sum, the probability of a feature, a firing rate. Large positive sums go to"
        " 1, large negative ones to 0; at both ends f′ = f(1 − f) goes to 0. No answer is negative, so their mean is"
        " not 0.",
        formula="1 / (1 + e<sup>−({z})</sup>)",
        slope="{h}(1 − {h})",
        slope_in_numbers="{h} · (1 − {h})",
        slope_bound=0.25,
        limits=(0.0, 1.0),
        dead_share=0.95,
        torch="Sigmoid()",
    )

    def fprop(self, inputs: Array) -> Array:
        """Both exponents are at most 0, so that neither can overflow."""
        return np.exp(np.minimum(inputs, 0.0)) / (1.0 + np.exp(-np.abs(inputs)))

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Reuse the outputs: the slope of the sigmoid is ``outputs * (1 - outputs)``."""
        return grads_wrt_outputs * outputs * (1.0 - outputs)


class TanhLayer(Layer):
    """``tanh(inputs)``, element by element."""

    portrait = Portrait(
        browser_line="tanh(z)",
        several="tanh",
        reading="answers −1 to 1, about 0: f′ = 1 − f², up to 1. It saturates at both ends too.",
        formula="tanh({z})",
        slope="1 − ({h})²",
        slope_in_numbers="1 − {(h)}²",
        slope_bound=1.0,
        limits=(-1.0, 1.0),
        dead_share=0.95,
        torch="Tanh()",
    )

    def fprop(self, inputs: Array) -> Array:
        """``tanh(inputs)``."""
        return np.tanh(inputs)

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Reuse the outputs: the slope of tanh is ``1 - outputs**2``."""
        return grads_wrt_outputs * (1.0 - outputs**2)


class ReluLayer(Layer):
    """``max(0, inputs)``, element by element."""

    portrait = Portrait(
        browser_line="z < 0 ? 0 : z",
        word="ReLU",
        several="ReLUs",
        gate="a ReLU, 1 or 0",
        reading="answers 0 or the sum itself: f′ = 1 above 0, however large. At and below 0 f′ = 0: a unit that gets"
        " there on every pattern is dead.",
        formula="max(0, {z})",
        slope="[{z} > 0]",
        slope_bound=1.0,
        kinks=(0.0,),
        can_die=True,
        torch="ReLU()",
    )

    def fprop(self, inputs: Array) -> Array:
        """``max(0, inputs)``."""
        return np.maximum(inputs, 0.0)

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Pass what went through: the slope is 1 above 0, and 0 below and at 0."""
        return grads_wrt_outputs * (outputs > 0)


class SoftmaxLayer(Layer):
    """``exp(inputs) / Σ exp(inputs)``: each row becomes the probabilities of the classes."""

    def fprop(self, inputs: Array) -> Array:
        """Shift each row to a largest score of 0: the same probabilities, and nothing overflows."""
        outputs: Array = np.exp(inputs - inputs.max(axis=-1, keepdims=True))
        outputs /= outputs.sum(axis=-1, keepdims=True)
        return outputs

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Subtract the mean gradient, weighted by the outputs, from each gradient; multiply by the output."""
        expected: Array = (grads_wrt_outputs * outputs).sum(axis=-1, keepdims=True)
        return outputs * (grads_wrt_outputs - expected)


ACTIVATIONS: dict[str, type[Layer]] = {"sigmoid": SigmoidLayer, "tanh": TanhLayer, "relu": ReluLayer}
"""From the name on the page to the layer that stands after each hidden affine layer.

A line here puts it on every page; what the pages say of it is its ``portrait``. A name stands in links, where hyphens,
commas and colons join values: it has none of them.
"""
