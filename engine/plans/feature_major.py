"""The gradient of a batch with a row for each unit and a column for each pattern.

For small networks the number of calls to NumPy decides how long a step takes, and this layout needs the fewest. A row
of ones under the outputs of each layer makes the biases a last column of the weights, so that they need no calls of
their own. One block of memory holds the outputs of all hidden layers, so that neighbours with the same activation get
their slopes in the same calls.
"""

from itertools import groupby

import numpy as np

from ..architecture import Architecture
from ..arrays import Array
from . import activations, layout
from .operations import Operation
from .products import product
from .softmax import SoftmaxSignal


class FeatureMajorGradient:
    """Operations from a batch, parameters and targets to the gradient, all on fixed arrays.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params, grads : ndarray of float32, shape (n_params,)
        In the order of ``layout.rows_with_bias``; the gradient is left in ``grads``.
    inputs : ndarray of float32, shape (input_dim + 1, batch_size)
        The batch; its last row is all ones.
    targets : ndarray of float32, shape (n_classes, batch_size)
        1-of-K in the unit of ``softmax.unit``.

    Attributes
    ----------
    fast, stable : list of Operation
        The two forms; see ``softmax``.
    signal : SoftmaxSignal
        The error signal at the outputs.
    """

    def __init__(
        self, architecture: Architecture, params: Array, grads: Array, inputs: Array, targets: Array
    ) -> None:
        widths, names = architecture.sizes[1:-1], architecture.activations
        # Each hidden layer takes its width and one more row in the block. That row keeps the 1 it begins with: the
        # operations write only within the spans.
        tops = np.cumsum([0, *(width + 1 for width in widths)])
        spans = [slice(top, top + width) for top, width in zip(tops[:-1], widths, strict=True)]
        block = np.ones((tops[-1], targets.shape[1]), np.float32)
        # Gates and error signals are blocks of the same form, so that a span finds a layer in all three.
        gates, errors = np.zeros_like(block), np.zeros_like(block)
        scores = np.zeros_like(targets)
        self.signal = SoftmaxSignal(scores, targets, class_axis=0)
        # A layer reads the span before it with the row of ones, and writes its own span without.
        sources = [inputs, *(block[span.start : span.stop + 1] for span in spans)]
        sums = [*(block[span] for span in spans), scores]
        signals = [*(errors[span] for span in spans), self.signal.signals]
        weights, weight_grads = _matrices(architecture, params), _matrices(architecture, grads)

        forward: list[Operation] = []
        for index, matrix in enumerate(weights):
            forward.append(product(matrix, sources[index], sums[index]))
            if index < architecture.n_hidden:
                forward += activations.forward(names[index], sums[index])
        backward: list[Operation] = []
        # The slopes need outputs only, so they are made before any signal goes back: one call for all neighbours with
        # the same activation. The rows of ones between them are computed along; nothing reads what comes of them.
        for name, group in groupby(range(architecture.n_hidden), key=lambda index: names[index]):
            members = list(group)
            rows = slice(spans[members[0]].start, spans[members[-1]].stop)
            backward += activations.make_gates(name, block[rows], gates[rows])
        for index in reversed(range(len(weights))):
            # The transposed source ends in a column of ones: the biases' gradient is the last column of this product.
            backward.append(product(signals[index], sources[index].T, weight_grads[index]))
            if index > 0:
                # No signal goes back to the row of ones, so the column of biases stays out.
                backward.append(product(weights[index][:, :-1].T, signals[index], signals[index - 1]))
                gate = gates[spans[index - 1]]
                backward.append(activations.pass_gates(names[index - 1], signals[index - 1], gate))
        self.fast = forward + self.signal.fast + backward
        self.stable = forward + self.signal.stable + backward


def _matrices(architecture: Architecture, flat: Array) -> list[Array]:
    """Views of each layer's weights with the biases as last column: (output_dim, input_dim + 1)."""
    return [
        part.reshape(rows, columns + 1)
        for part, (rows, columns) in zip(
            layout.cut(flat, architecture), architecture.weight_shapes, strict=True
        )
    ]
