"""The referee of back-propagation: each gradient held against a central difference of the error, in float64.

A parameter is moved up and down by a small step; the error's rise over that distance is its gradient, whatever the
layers' ``bprop`` says. The two disagree only by a mistake, by rounding (which is allowed for), or where the kink of a
ReLU or of an L1 penalty lies within the step.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..errors import Error
from ..layers import AffineLayer, LayerWithParameters
from ..models import MultipleLayerModel

T = TypeVar("T")

RELATIVE_TOLERANCE = 1e-6
"""Share of a gradient by which its central difference may differ."""

ROUNDINGS = 8
"""Units of rounding that a value of the error may be off by: float64's rounding at that value, or at 1 if larger."""


@dataclass(frozen=True)
class ElementCheck:
    """One gradient beside its central difference.

    Attributes
    ----------
    place : str
        Parameter and index: ``"W2[0, 3]"``.
    gradient : float
        By back-propagation.
    central_difference : float
        Rise of the error over the distance ``2 step``.
    absolute_error : float
        Distance of the two.
    relative_error : float
        That distance over the larger magnitude of the two; 0 where both are 0.
    agrees : bool
        Whether the two differ by no more than rounding explains.
    """

    place: str
    gradient: float
    central_difference: float
    absolute_error: float
    relative_error: float
    agrees: bool


@dataclass(frozen=True, eq=False)
class ParameterCheck:
    """All gradients of one parameter array beside their central differences.

    Attributes
    ----------
    name : str
        ``"W1"`` for the weights of the first layer with parameters, ``"b1"`` for its biases.
    gradients, central_differences : ndarray in the shape of the parameter
        By back-propagation, and by differences of the error.
    rounding : float
        How much of a central difference the error's own rounding may be.
    """

    name: str
    gradients: Array
    central_differences: Array
    rounding: float

    @property
    def absolute_errors(self) -> Array:
        """Distance of gradient and central difference, in the shape of the parameter."""
        return np.abs(self.gradients - self.central_differences)

    @property
    def relative_errors(self) -> Array:
        """Absolute errors over the larger magnitude of the two; 0 where both are 0."""
        larger = np.maximum(np.abs(self.gradients), np.abs(self.central_differences))
        return np.divide(self.absolute_errors, larger, out=np.zeros_like(larger), where=larger != 0)

    @property
    def strains(self) -> Array:
        """Absolute errors over what is allowed: agreement up to 1; infinite where a value is not finite."""
        strains = self.absolute_errors / (self.rounding + RELATIVE_TOLERANCE * np.abs(self.gradients))
        return np.where(np.isfinite(strains), strains, np.inf)

    @property
    def agrees(self) -> bool:
        """Whether every element agrees."""
        return bool(self.strains.max() <= 1)

    @property
    def worst(self) -> ElementCheck:
        """The element with the largest strain."""
        index = np.unravel_index(self.strains.argmax(), self.strains.shape)
        return self.at(*map(int, index))

    def at(self, *index: int) -> ElementCheck:
        """Pick one element.

        Parameters
        ----------
        *index : int
            Row and column in weights, position in biases.

        Returns
        -------
        ElementCheck
            Its gradient and its central difference.
        """
        return ElementCheck(
            place=f"{self.name}[{', '.join(map(str, index))}]",
            gradient=float(self.gradients[index]),
            central_difference=float(self.central_differences[index]),
            absolute_error=float(self.absolute_errors[index]),
            relative_error=float(self.relative_errors[index]),
            agrees=bool(self.strains[index] <= 1),
        )


@dataclass(frozen=True)
class GradientCheck:
    """Every gradient of a model beside its central difference.

    Attributes
    ----------
    parameters : dict of str to ParameterCheck
        By name, in the order of ``model.params``: ``W1``, ``b1``, ``W2``, …
    step : float
        How far each parameter was moved.
    """

    parameters: dict[str, ParameterCheck]
    step: float

    @property
    def agrees(self) -> bool:
        """Whether every gradient agrees with its central difference."""
        return all(check.agrees for check in self.parameters.values())

    @property
    def worst(self) -> ElementCheck:
        """The element that is furthest from agreeing."""
        return max(self.parameters.values(), key=lambda check: float(check.strains.max())).worst


def check_gradients(
    model: MultipleLayerModel, error: Error, inputs: Array, targets: Array, *, step: float = 1e-6
) -> GradientCheck:
    """Hold each gradient against a central difference; penalties count as part of the error.

    A weight or bias that does not learn has no gradient to be checked: both values are 0 there. It takes two
    forward passes for each parameter, which suits small networks.

    Parameters
    ----------
    model : MultipleLayerModel or SingleLayerModel
        Copied in float64, so that neither its values nor its precision change.
    error : Error
        The error whose gradients are checked.
    inputs : ndarray of shape (batch_size, input_dim)
        A batch.
    targets : ndarray of shape (batch_size, output_dim)
        Its targets.
    step : float
        How far to move each parameter. Smaller, rounding grows; larger, curvature does.

    Returns
    -------
    GradientCheck
        Both values of every gradient.

    Raises
    ------
    ValueError
        If the step is not a finite number above 0, or the model has no parameters.
    """
    if not 0 < step < np.inf:
        raise ValueError(f"step {step} is not a finite number above 0")
    if not model.params:
        raise ValueError(f"{model} has 0 parameters to check")
    model = copy.deepcopy(model)
    model.params = [param.astype(np.float64) for param in model.params]
    inputs = inputs.astype(np.float64)

    activations = model.fprop(inputs)
    gradients = model.grads_wrt_params(activations, error.grad(activations[-1], targets))

    def value() -> float:
        return error(model.fprop(inputs)[-1], targets) + model.params_penalty()

    checks = [
        hold_to_differences(name, gradient, param, value, np.array, step)
        for name, gradient, param in zip(_names(model), gradients, model.params, strict=True)
    ]
    for check, held in zip(checks, _held(model), strict=True):
        check.central_differences[held] = 0.0
    return GradientCheck({check.name: check for check in checks}, step)


def hold_to_differences(
    name: str,
    gradients: Array,
    array: Array,
    outcome: Callable[[], T],
    values: Callable[[list[T]], Array],
    step: float = 1e-6,
) -> ParameterCheck:
    """Hold a gradient against central differences of a value that depends on an array.

    Parameters
    ----------
    name : str
        The array's name in the result.
    gradients : ndarray in the shape of ``array``
        The gradients to be checked.
    array : ndarray, float64
        Moved in place, one element at a time, and put back.
    outcome : callable
        Computes something from ``array`` as it is at that moment: a new object, which does not change with it later.
    values : callable
        From a list of outcomes to their values, float64. One call gets them all, and can send them on together.
    step : float
        How far to move each element; further where it is beyond 1,000.

    Returns
    -------
    ParameterCheck
        Both values of every element.
    """
    outcomes, distances = [outcome()], np.empty_like(array)
    for index in np.ndindex(array.shape):
        before = float(array[index])
        width = max(step, 1e-9 * abs(before))  # a step that is lost beside a huge value measures nothing
        for moved in (before - width, before + width):
            array[index] = moved
            outcomes.append(outcome())
        array[index] = before
        distances[index] = (before + width) - (before - width)
    found = values(outcomes)
    rounding = ROUNDINGS * float(np.finfo(np.float64).eps) * max(1.0, abs(float(found[0]))) / step
    rises = (found[2::2] - found[1::2]).reshape(array.shape)
    return ParameterCheck(name, gradients, rises / distances, rounding)


def _held(model: MultipleLayerModel) -> list[npt.NDArray[np.bool_]]:
    """Which elements of each parameter do not learn."""
    held: list[npt.NDArray[np.bool_]] = []
    for layer in model.layers:
        if isinstance(layer, AffineLayer):
            held += layer.held
        elif isinstance(layer, LayerWithParameters):
            held += [np.zeros(param.shape, bool) for param in layer.params]
    return held


def _names(model: MultipleLayerModel) -> list[str]:
    """W1, b1, W2, b2, …, and p1_1, p1_2, … for a layer that does not have just weights and biases."""
    learning = [layer for layer in model.layers if isinstance(layer, LayerWithParameters)]
    names: list[str] = []
    for number, layer in enumerate(learning, start=1):
        n_params = len(layer.params)
        pair = [f"W{number}", f"b{number}"]
        names += pair if n_params == 2 else [f"p{number}_{count + 1}" for count in range(n_params)]
    return names
