"""Plans for networks with few inputs, whose steps are so small that each call to NumPy counts.

Units are rows and patterns are columns (feature-major). Under the outputs of each layer lies a row of ones, so that
biases are a last column of the weights and need no calls of their own. The outputs of all hidden layers are one block
of memory, so that neighbours with the same activation get their slopes in the same calls.
"""

from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array, IntArray
from engine.learning_rules import GradientDescentLearningRule
from engine.models import MultipleLayerModel
from engine.plans import activations, layout, patterns
from engine.plans.fused import FusedPlan, LoadBatch
from engine.plans.operations import Operation
from engine.plans.softmax import SoftmaxSignal, unit


class NarrowPlan(FusedPlan):
    """A feature-major plan; the bound patterns are copied in float32.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters.
    learning_rule : GradientDescentLearningRule
        Gradient descent, momentum or Adam.
    batch_size : int
        Patterns in a step.
    """

    def __init__(
        self, model: MultipleLayerModel, learning_rule: GradientDescentLearningRule, *, batch_size: int
    ) -> None:
        super().__init__(model, learning_rule, batch_size=batch_size)
        self._lay_out(layout.rows_with_bias(self.architecture))
        input_dim, n_classes = self.architecture.sizes[0], self.architecture.sizes[-1]
        batch = np.ones((n_classes + input_dim + 1, batch_size), np.float32)
        self._batch, self._holds_all = batch[:-1], False
        self._bound: Array = np.empty((n_classes + input_dim, 0), np.float32)
        self._in_order = np.arange(0)
        self._build(inputs=batch[n_classes:], targets=batch[:n_classes])
        self._scale_signal()

    def _build(self, inputs: Array, targets: Array) -> None:
        """Lay out the operations of a gradient on a batch in these arrays."""
        architecture = self.architecture
        weights = [
            vector.reshape(-1, columns + 1)
            for vector, (_, columns) in zip(
                layout.cut(self._vectors[0], architecture), architecture.weight_shapes, strict=True
            )
        ]
        grads = [
            vector.reshape(-1, columns + 1)
            for vector, (_, columns) in zip(
                layout.cut(self._grads, architecture), architecture.weight_shapes, strict=True
            )
        ]
        widths = architecture.sizes[1:-1]
        tops = np.cumsum([0, *(width + 1 for width in widths)])
        block = np.ones((tops[-1], self.batch_size), np.float32)
        gates, signals = np.zeros_like(block), np.zeros_like(block)
        spans = [slice(top, top + width) for top, width in zip(tops[:-1], widths, strict=True)]
        scores = np.zeros((architecture.sizes[-1], self.batch_size), np.float32)
        self._signal = SoftmaxSignal(scores, targets, class_axis=0)

        sources = [inputs, *(block[span.start : span.stop + 1] for span in spans)]
        forward: list[Operation] = []
        for name, span, matrix, source in zip(architecture.activations, spans, weights, sources, strict=False):
            forward += [(np.dot, (matrix, source, block[span])), *activations.forward(name, block[span])]
        forward.append((np.dot, (weights[-1], sources[-1], scores)))

        backward: list[Operation] = []
        for name, group in groupby(range(architecture.n_hidden), key=lambda i: architecture.activations[i]):
            members = list(group)
            rows = slice(spans[members[0]].start, spans[members[-1]].stop)
            backward += activations.make_gates(name, block[rows], gates[rows])
        signal = self._signal.signals
        for index in reversed(range(len(weights))):
            backward.append((np.dot, (signal, sources[index].T, grads[index])))
            if index > 0:
                span = spans[index - 1]
                backward.append((np.dot, (weights[index][:, :-1].T, signal, signals[span])))
                signal = signals[span]
                backward.append(
                    activations.pass_gates(architecture.activations[index - 1], signal, gates[span])
                )
        self._gradient = forward + self._signal.fast + backward
        self._stable_gradient = forward + self._signal.stable + backward

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index; they are copied in float32."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        n_classes = self.architecture.sizes[-1]
        targets = patterns.one_of_k(labels, n_classes, np.float32, unit(n_classes))
        self._bound = np.ascontiguousarray(np.hstack([targets, patterns.as_floats(inputs, np.float32)]).T)
        self._in_order, self._holds_all = np.arange(len(labels)), False

    @property
    def _n_bound(self) -> int:
        return self._bound.shape[1]

    def _loader(self, rows: IntArray) -> LoadBatch:
        """Leave out loading where each batch is all patterns in their own order."""
        if self._n_bound == self.batch_size and np.equal(rows, self._in_order).all():
            if not self._holds_all:
                np.copyto(self._batch, self._bound)
                self._holds_all = True
            return _nothing
        self._holds_all = False
        return self._load

    def _load(self, row: IntArray) -> None:
        self._bound.take(row, 1, self._batch, "clip")


def _nothing(row: IntArray) -> None:
    """Leave the batch that is loaded."""
