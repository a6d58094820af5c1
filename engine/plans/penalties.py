"""Penalties in a plan: an L2 coefficient for each parameter, which the update multiplies it by and adds."""

import numpy as np

from ..arrays import Array
from ..layers import AffineLayer
from ..models import MultipleLayerModel
from ..penalties import L2Penalty, Penalty


def l2_coefficients(model: MultipleLayerModel) -> Array:
    """Return each parameter's L2 coefficient, float32 of shape (n_params,), as in ``model.params``."""
    coefficients = []
    for layer in model.layers:
        if isinstance(layer, AffineLayer):
            for param, penalty in zip(layer.params, _of(layer), strict=True):
                coefficient = 0.0 if penalty is None else penalty.coefficient
                coefficients.append(np.full(param.size, coefficient, np.float32))
    return np.concatenate(coefficients)


def _of(layer: AffineLayer) -> tuple[Penalty | None, Penalty | None]:
    """Return the penalties on what a layer learns of its weights and biases."""
    of_weights = layer.weights_penalty if layer.learn_weights else None
    return of_weights, layer.biases_penalty if layer.learn_biases else None


def are_only_l2(model: MultipleLayerModel) -> bool:
    """Return whether a plan can fold all penalties of a model into its update."""
    layers = [layer for layer in model.layers if isinstance(layer, AffineLayer)]
    return all(penalty is None or type(penalty) is L2Penalty for layer in layers for penalty in _of(layer))
