"""One forward and one backward pass with nothing thrown away: every number of back-propagation, by the slides' names.

The teaching classes compute each number in float64, by the method that a lab calls for it. ``checks`` holds each
gradient against a central difference. A batch of one pattern gives the slides' own numbers. A larger batch gives the
framework's, whose ``error.grad`` is divided by the batch size N.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from ..architecture import Architecture
from ..arrays import Array
from ..errors import CrossEntropyError, CrossEntropySoftmaxError
from ..layers import SoftmaxLayer
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel, make_model
from .gradient_check import ParameterCheck, hold_to_differences


@dataclass(frozen=True, eq=False)
class Passage:
    """A batch on its way forward and back through L affine layers, of which the first L − 1 are hidden.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : list of ndarray
        ``[W1, b1, W2, b2, …]``.
    inputs : ndarray of shape (n_patterns, input_dim)
        x.
    targets : ndarray of shape (n_patterns, n_classes)
        t.
    sums : list of ndarray of shape (n_patterns, width)
        z of each affine layer.
    activations : list of ndarray of shape (n_patterns, width)
        h of each hidden layer.
    probabilities : ndarray of shape (n_patterns, n_classes)
        y, the softmax of the last sums.
    errors : ndarray of shape (n_patterns,)
        E of each pattern.
    error : float
        Their mean.
    grads_wrt_probabilities : ndarray of shape (n_patterns, n_classes)
        ∂E/∂y, by ``CrossEntropyError.grad``.
    jacobians : ndarray of shape (n_patterns, n_classes, n_classes)
        ∂y_c/∂z_k in row c and column k, by ``SoftmaxLayer.bprop``.
    chain : ndarray of shape (n_patterns, n_classes)
        Their product Σ_c ∂E/∂y_c ∂y_c/∂z_k, by ``SoftmaxLayer.bprop``.
    signals : list of ndarray of shape (n_patterns, width)
        g of each affine layer: gradients wrt its sums z, the last ones by ``CrossEntropySoftmaxError.grad``.
    blames : list of ndarray of shape (n_patterns, width)
        Σ_c g_c w_cj of each hidden layer, by ``AffineLayer.bprop``.
    slopes : list of ndarray of shape (n_patterns, width)
        The activation's slope f′(z) of each hidden layer, by its ``bprop``.
    grads : list of ndarray
        Gradients wrt ``params``, by ``AffineLayer.grads_wrt_params``.
    """

    architecture: Architecture
    params: list[Array]
    inputs: Array
    targets: Array
    sums: list[Array]
    activations: list[Array]
    probabilities: Array
    errors: Array
    error: float
    grads_wrt_probabilities: Array
    jacobians: Array
    chain: Array
    signals: list[Array]
    blames: list[Array]
    slopes: list[Array]
    grads: list[Array]

    def updated(self, learning_rate: float, held: Sequence[bool] = ()) -> list[Array]:
        """Parameters after one step of gradient descent.

        Parameters
        ----------
        learning_rate : float
            η.
        held : sequence of bool
            For each of ``params`` whether it stays as it is: its gradient is not used. By default none does.

        Returns
        -------
        list of ndarray
            Copies, in the order of ``params``.

        Raises
        ------
        ValueError
            If ``held`` is neither empty nor as long as ``params``.
        """
        if held and len(held) != len(self.params):
            raise ValueError(f"held says {len(held)} of {len(self.params)} parameter arrays")
        params = [param.copy() for param in self.params]
        rule = GradientDescentLearningRule(learning_rate)
        rule.initialise(params)
        still = held or [False] * len(params)
        grads = [
            np.zeros_like(grad) if stays else grad for grad, stays in zip(self.grads, still, strict=True)
        ]
        rule.update_params(grads)
        return params


def look(architecture: Architecture, params: Sequence[Array], inputs: Array, targets: Array) -> Passage:
    """Send a batch forward and back, and keep everything.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : list of ndarray
        ``[W1, b1, W2, b2, …]``.
    inputs : ndarray of shape (n_patterns, input_dim)
        A batch.
    targets : ndarray of shape (n_patterns, n_classes)
        Its targets, 1-of-K.

    Returns
    -------
    Passage
        In float64.

    Raises
    ------
    ValueError
        If the shapes do not fit the architecture, or the batch is empty.
    """
    model = _model(architecture, params)
    inputs, targets = np.asarray(inputs, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    error, softmax, apart = CrossEntropySoftmaxError(), SoftmaxLayer(), CrossEntropyError()
    activations = model.fprop(inputs)
    scores = activations[-1]
    probabilities = softmax.fprop(scores)
    mean_error = error(scores, targets)
    signal = error.grad(scores, targets)
    grads = model.grads_wrt_params(activations, signal)
    signals, blames, slopes = [signal], list[Array](), list[Array]()
    for index in range(len(model.layers) - 2, 0, -2):  # each activation, from the last one back
        affine, activation = model.layers[index + 1], model.layers[index]
        sums, outputs, after = activations[index], activations[index + 1], activations[index + 2]
        blame = affine.bprop(outputs, after, signal)
        signal = activation.bprop(sums, outputs, blame)
        blames.insert(0, blame)
        slopes.insert(0, activation.bprop(sums, outputs, np.ones_like(outputs)))
        signals.insert(0, signal)
    grads_wrt_probabilities = apart.grad(probabilities, targets)
    return Passage(
        architecture=architecture,
        params=model.params,
        inputs=inputs,
        targets=targets,
        sums=activations[1::2],
        activations=activations[2::2],
        probabilities=probabilities,
        errors=error.of_each(scores, targets),
        error=mean_error,
        grads_wrt_probabilities=grads_wrt_probabilities,
        jacobians=_softmax_jacobians(scores, probabilities),
        chain=softmax.bprop(scores, probabilities, grads_wrt_probabilities),
        signals=signals,
        blames=blames,
        slopes=slopes,
        grads=grads,
    )


def _model(architecture: Architecture, params: Sequence[Array]) -> MultipleLayerModel:
    """The teaching model with copies of these parameters, in float64."""
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = [np.array(param, dtype=np.float64) for param in params]
    return model


def _softmax_jacobians(scores: Array, probabilities: Array) -> Array:
    """∂y_c/∂z_k in row c, column k: ``bprop`` gives row c for a gradient that is 1 at y_c and 0 elsewhere."""
    rows = [
        SoftmaxLayer().bprop(scores, probabilities, np.broadcast_to(one, scores.shape))
        for one in np.eye(scores.shape[1])
    ]
    return np.stack(rows, axis=1)


def checks(passage: Passage) -> dict[str, ParameterCheck]:
    """Every gradient of a passage beside its central difference.

    Parameters
    ----------
    passage : Passage
        Its gradients are checked; copies of its weights, sums and answers are moved.

    Returns
    -------
    dict of str to ParameterCheck
        ``"W1"``, ``"b1"``, … wrt the parameters; ``"z1"``, … wrt each affine layer's sums; ``"h1"``, … wrt each
        hidden layer's answers.
    """
    model, found = _model(passage.architecture, passage.params), dict[str, ParameterCheck]()
    layers, params = model.layers, model.params
    n_patterns = len(passage.inputs)

    def mean_errors(batches: list[Array], first: int) -> Array:
        """Send batches through the layers from ``first`` on, all as rows of one, and take the error of each."""
        outputs = np.concatenate(batches)
        for layer in layers[first:]:
            outputs = layer.fprop(outputs)
        targets = np.tile(passage.targets, (len(batches), 1))
        of_each = CrossEntropySoftmaxError().of_each(outputs, targets)
        means: Array = of_each.reshape(-1, n_patterns).mean(axis=1)
        return means

    def hold(name: str, gradients: Array, array: Array, outcome: Callable[[], Array], first: int) -> None:
        found[name] = hold_to_differences(name, gradients, array, outcome, partial(mean_errors, first=first))

    inputs = [passage.inputs, *passage.activations]
    for layer, answers in enumerate(inputs):
        number, first = layer + 1, 2 * layer
        sums = partial(layers[first].fprop, answers)
        hold(f"W{number}", passage.grads[first], params[first], sums, first + 1)
        hold(f"b{number}", passage.grads[first + 1], params[first + 1], sums, first + 1)
        moved = passage.sums[layer].copy()
        hold(f"z{number}", passage.signals[layer], moved, moved.copy, first + 1)
        if layer:
            moved = answers.copy()
            hold(f"h{layer}", passage.blames[layer - 1], moved, moved.copy, first)
    return found


@dataclass(frozen=True, eq=False)
class Nudge:
    """Errors and probabilities after one parameter has been moved, by forward passes, beside the prediction.

    Parameters
    ----------
    distances : ndarray of shape (n_distances,)
        ε: how far the parameter is moved.
    errors : ndarray of shape (n_distances,)
        The error after the move, not its change.
    probabilities : ndarray of shape (n_distances, n_patterns, n_classes)
        y after the move.
    gradient : float
        ∂E/∂w: the error is predicted to change by ε ∂E/∂w.
    slopes : ndarray of shape (n_patterns, n_classes)
        ∂y_k/∂w, by back-propagating each y_k alone.
    """

    distances: Array
    errors: Array
    probabilities: Array
    gradient: float
    slopes: Array


def nudge(passage: Passage, param: int, place: tuple[int, ...], distances: Array) -> Nudge:
    """Move one parameter by several distances, and take the forward pass anew each time.

    Parameters
    ----------
    passage : Passage
        The batch and the network; it stays as it is.
    param : int
        Index into ``passage.params``.
    place : tuple of int
        Index into that array.
    distances : ndarray of shape (n_distances,)
        How far to move it, from where it stands.

    Returns
    -------
    Nudge
        Errors and probabilities after each move.
    """
    model = _model(passage.architecture, passage.params)
    error, softmax = CrossEntropySoftmaxError(), SoftmaxLayer()
    moved, before = model.params[param], passage.params[param][place]
    errors, probabilities = [], []
    for distance in distances:
        moved[place] = before + distance
        scores = model.fprop(passage.inputs)[-1]
        errors.append(error(scores, passage.targets))
        probabilities.append(softmax.fprop(scores))
    moved[place] = before
    activations = model.fprop(passage.inputs)
    slopes = np.empty_like(passage.probabilities)
    for pattern, jacobian in enumerate(passage.jacobians):
        for k, row in enumerate(jacobian):
            asked = np.zeros_like(passage.probabilities)
            asked[pattern] = row
            slopes[pattern, k] = model.grads_wrt_params(activations, asked)[param][place]
    return Nudge(
        distances=np.asarray(distances, dtype=np.float64),
        errors=np.array(errors),
        probabilities=np.stack(probabilities),
        gradient=float(passage.grads[param][place]),
        slopes=slopes,
    )
