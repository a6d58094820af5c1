"""Parameters that training leaves as they are: a plan sets their gradients to 0 before each update."""

import numpy as np
import numpy.typing as npt

from ..layers import AffineLayer
from ..models import MultipleLayerModel


def held(model: MultipleLayerModel) -> npt.NDArray[np.bool_]:
    """Return whether each parameter is held, bool of shape (n_params,), as in ``model.params``."""
    layers = [layer for layer in model.layers if isinstance(layer, AffineLayer)]
    return np.concatenate([part.ravel() for layer in layers for part in layer.held])


def cut(model: MultipleLayerModel) -> npt.NDArray[np.bool_]:
    """Return whether each parameter is the weight of a cut wire, bool of shape (n_params,), as in ``model.params``."""
    layers = [layer for layer in model.layers if isinstance(layer, AffineLayer)]
    parts = [part for layer in layers for part in (layer.cut.ravel(), np.zeros(layer.output_dim, bool))]
    return np.concatenate(parts)


def are_held(model: MultipleLayerModel) -> list[bool]:
    """Return whether all numbers of each of ``model.params`` are held."""
    layers = [layer for layer in model.layers if isinstance(layer, AffineLayer)]
    return [bool(part.all()) for layer in layers for part in layer.held]


def n_frozen_in_front(model: MultipleLayerModel) -> int:
    """Return how many layers lie before the first one that learns: their outputs never change.

    Parameters
    ----------
    model : MultipleLayerModel
        Affine, activation, affine, …, affine.

    Returns
    -------
    int
        Affine layers and their activations, an even number; all layers where none learns.
    """
    for index, layer in enumerate(model.layers):
        if isinstance(layer, AffineLayer) and not layer.is_frozen:
            return index
    return len(model.layers)
