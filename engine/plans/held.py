"""Parameters that training leaves as they are: a plan sets their gradients to 0 before each update."""

import numpy as np
import numpy.typing as npt

from ..layers import AffineLayer
from ..models import MultipleLayerModel


def held(model: MultipleLayerModel) -> npt.NDArray[np.bool_]:
    """Return whether each parameter is held, bool of shape (n_params,), as in ``model.params``."""
    parts = []
    for layer in model.layers:
        if isinstance(layer, AffineLayer):
            parts.append(np.zeros(layer.weights.size, bool))
            parts.append(np.full(layer.biases.size, not layer.learn_biases))
    return np.concatenate(parts)
