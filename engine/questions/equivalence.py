"""The same function written twice: a network of sigmoids as one of tanh, and back.

Since ``sigmoid(a) = (1 + tanh(a / 2)) / 2``, a sigmoid unit is a tanh unit with half the weights and half the bias;
the layer that reads it takes half of its own weights, and adds the other half of their sum to its biases.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ..architecture import Architecture
from ..arrays import Array
from ..models import make_model

OTHER = {"sigmoid": "tanh", "tanh": "sigmoid"}
"""The activation that each can be rewritten as; others stay as they are."""


def rewritten(
    architecture: Architecture, params: Array, *, into: str, layers: range | None = None
) -> tuple[Architecture, Array]:
    """Rewrite hidden layers of a network so that its outputs stay what they are.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        Its weights and biases.
    into : {"tanh", "sigmoid"}
        The new activation of the layers that have the other of the two.
    layers : range, optional
        The hidden layers that are rewritten, from 0; all if not given.

    Returns
    -------
    architecture : Architecture
        With the new activations.
    params : ndarray of shape (n_params,), float64
        The new weights and biases.

    Raises
    ------
    ValueError
        If ``into`` is neither of the two.
    """
    if into not in OTHER:
        raise ValueError(f"a network can be rewritten into {' or '.join(OTHER)}, not {into!r}")
    new = np.array(params, np.float64)
    arrays = architecture.split(new)
    names = list(architecture.activations)
    for layer in range(architecture.n_hidden) if layers is None else layers:
        if names[layer] != OTHER[into]:
            continue
        names[layer] = into
        weights, biases, next_weights, next_biases = arrays[2 * layer : 2 * layer + 4]
        if into == "tanh":
            weights /= 2.0
            biases /= 2.0
            next_weights /= 2.0
            next_biases += next_weights.sum(axis=1)
        else:
            weights *= 2.0
            biases *= 2.0
            next_biases -= next_weights.sum(axis=1)
            next_weights *= 2.0
    return Architecture(architecture.sizes, tuple(names)), new


def largest_difference(
    first: tuple[Architecture, Array], second: tuple[Architecture, Array], inputs: npt.NDArray[Any]
) -> float:
    """Largest difference between two networks' outputs, before the softmax, in float64.

    Parameters
    ----------
    first, second : tuple of (architecture, params)
        The networks.
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns on which they are compared.

    Returns
    -------
    float
        Over patterns and outputs, without its sign.
    """
    outputs = []
    for architecture, params in (first, second):
        model = make_model(architecture, weights_initialiser=np.zeros)
        model.params = architecture.split(np.asarray(params, np.float64))
        outputs.append(model.fprop(np.asarray(inputs, np.float64))[-1])
    return float(np.abs(outputs[0] - outputs[1]).max())
