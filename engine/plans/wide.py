"""Plans for networks with many inputs, such as images, whose steps are mostly matrix products.

Everything here serves the products. Patterns are rows (batch-major), and weights lie transposed, (input_dim,
output_dim), except without hidden layers: in these layouts the products are fastest. Inputs that are 0 in every bound
pattern take no part in them. The gradients of their weights stay 0, and only penalties and what the learning rule
remembers change these weights; they lie behind all others in the first layer's part of the vector. A last input of 1
brings the first layer's biases. Grey levels stay uint8 until their batch comes up.

A large batch goes through in pieces of ``pieces.ROWS`` patterns, whose gradients are added up one after another: a
step takes no more memory for it. Its sums are then rounded in another order than in one piece. Such a step pauses
within each piece: see ``engine.pauses``.
"""

from itertools import groupby, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns, pauses
from ..arrays import Array, IntArray
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel
from . import activations, layout, pieces, used_inputs
from .best_template import BestTemplate
from .fused import FusedPlan, LoadBatch
from .operations import Operation, scalar, weakly
from .products import product
from .softmax import SoftmaxSignal, unit

GREY_LEVEL = scalar(1 / 255)


class WidePlan(FusedPlan):
    """A batch-major plan; it takes the bound patterns without the inputs that are always 0.

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
        sizes = self.architecture.sizes
        self._bound: npt.NDArray[Any] = np.empty((0, sizes[0] + 1), np.float32)
        self._labels: IntArray = np.arange(0)
        self._rows_of_classes = np.diag(np.full(sizes[-1], unit(sizes[-1]), np.float32))
        self._pieces = pieces.of_batch(batch_size)
        self._n_rows = self._pieces[0].stop
        self._targets = np.zeros((self._n_rows, sizes[-1]), np.float32)
        self._batch: IntArray = np.arange(0)
        self._lay_out_used(np.ones(sizes[0], bool))

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index; they are copied, read-only ones once for all plans."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        self._bound, used = used_inputs.cut(inputs)
        self._labels = labels.copy() if labels.flags.writeable else labels
        if not np.array_equal(used, self._used):
            self._lay_out_used(used)

    @property
    def grey_levels(self) -> used_inputs.Cut | None:
        """The bound patterns as they were cut, where they are in uint8."""
        return (self._bound, self._used) if self._bound.dtype == np.uint8 else None

    def unbind(self) -> bool:
        """Let go of the copy of the bound patterns."""
        self._bound = self._bound[:0].copy()
        return True

    def _lay_out_used(self, used: npt.NDArray[np.bool_]) -> None:
        """Lay out parameters and operations for data in which only these inputs are ever other than 0."""
        self._used = used
        # The order of the parameters depends on the used inputs, and so do the operations, which hold views of them.
        self._lay_out(layout.used_inputs_first(self.architecture, used))
        pauses.look()
        n_used = int(used.sum()) + 1
        self._inputs = np.zeros((self._n_rows, n_used), np.float32)
        self._levels = np.zeros((self._n_rows, n_used), np.uint8)
        self._build(n_used)
        self._scale_signal()
        pauses.look()

    def _build(self, n_used: int) -> None:
        """Lay out the operations of a gradient; ``n_used`` counts the used inputs and the 1 behind them."""
        architecture, batch_size = self.architecture, self._n_rows
        widths = architecture.sizes[1:-1]
        ends = np.cumsum([0, *(width * batch_size for width in widths)])
        spans = [slice(start, end) for start, end in pairwise(ends)]
        # All hidden outputs lie in one vector, layer after layer: the gates of neighbours with one activation take
        # one call.
        block = np.zeros(ends[-1], np.float32)
        gates, errors = np.zeros_like(block), np.zeros_like(block)
        hidden = [block[span].reshape(batch_size, -1) for span in spans]
        best = BestTemplate(architecture.sizes[-1], architecture.n_templates, batch_size)
        self._signal = SoftmaxSignal(best.scores, self._targets, class_axis=1)
        backward = best.backward(self._signal.signals)
        signals = [*(errors[span].reshape(batch_size, -1) for span in spans), best.template_signals]
        weights, biases = self._matrices(self._memory.vectors[0], n_used)
        weight_grads, bias_grads = self._matrices(self._memory.grads, n_used)
        ones = np.ones(batch_size, np.float32)  # a product with it sums over the batch, faster than np.sum

        forward: list[Operation] = []
        sums_of_layers = [*hidden, best.template_scores]
        for index, (source, sums) in enumerate(zip([self._inputs, *hidden], sums_of_layers, strict=True)):
            forward.append(product(source, weights[index], sums))
            if index > 0:  # the first layer's biases are within its product
                forward.append((np.add, (sums, biases[index], sums)))
            if index < architecture.n_hidden:
                forward += activations.forward(architecture.activations[index], sums)
        forward += best.forward

        for name, group in groupby(range(architecture.n_hidden), key=lambda i: architecture.activations[i]):
            members = list(group)
            span = slice(spans[members[0]].start, spans[members[-1]].stop)
            backward += activations.make_gates(name, block[span], gates[span])
        for index in reversed(range(1, len(weights))):
            name, gate = architecture.activations[index - 1], gates[spans[index - 1]].reshape(batch_size, -1)
            # Gradients of what is held keep the 0 that they begin with.
            if not self._are_held[2 * index]:
                backward.append(product(hidden[index - 1].T, signals[index], weight_grads[index]))
            if not self._are_held[2 * index + 1]:
                backward.append((np.dot, (ones, signals[index], bias_grads[index])))
            backward += [
                product(signals[index], weights[index].T, signals[index - 1]),
                activations.pass_gates(name, signals[index - 1], gate),
            ]
        # The first layer comes last, and sends nothing further back: the inputs learn nothing.
        if architecture.n_hidden:
            backward.append(product(self._inputs.T, signals[0], weight_grads[0]))
        else:
            backward.append(product(signals[0].T, self._inputs, weight_grads[0].T))
        self._gradient = self._in_pieces(forward + self._signal.fast, backward)
        self._stable_gradient = self._in_pieces(forward + self._signal.stable, backward)

    def _in_pieces(self, forward: list[Operation], backward: list[Operation]) -> list[Operation]:
        """Let one piece of the batch after another pass through, where there are several, and add up the gradients."""
        if len(self._pieces) == 1:
            return forward + backward
        grads, signals = self._memory.grads, self._signal.signals
        total, operations = np.zeros_like(grads), list[Operation]()
        for piece in self._pieces:
            # Where the last piece is shorter, rows of the one before are left behind it: they send nothing back.
            behind = signals[piece.stop - piece.start :]
            silence: list[Operation] = [(behind.fill, (0.0,))] if len(behind) else []
            add = (np.add, (total, grads, total)) if piece.start else (np.copyto, (total, grads))
            look: Operation = (pauses.look, ())
            operations += [
                (weakly(self._load_piece), (piece,)),
                *forward,
                *silence,
                look,
                *backward,
                add,
                look,
            ]
        return [*operations, (np.copyto, (grads, total))]

    def _matrices(self, flat: Array, n_used: int) -> tuple[list[Array], list[Array]]:
        """Views of weights, (input_dim, output_dim), and biases; the first weights include theirs."""
        weights, biases = [], []
        for index, part in enumerate(layout.cut(flat, self.architecture)):
            width = self.architecture.weight_shapes[index][0]
            if index > 0:
                weights.append(part[:-width].reshape(-1, width))
            elif self.architecture.n_hidden:
                weights.append(part[: n_used * width].reshape(n_used, width))
            else:
                weights.append(part[: n_used * width].reshape(width, n_used).T)
            biases.append(part[-width:])
        return weights, biases

    @property
    def _n_bound(self) -> int:
        return len(self._bound)

    def _loader(self, rows: IntArray) -> LoadBatch:
        return self._load if len(self._pieces) == 1 else self._choose

    def _choose(self, row: IntArray) -> None:
        """Say which batch comes up; its pieces are loaded one after another."""
        self._batch = row

    def _load_piece(self, piece: slice) -> None:
        self._load(self._batch[piece])

    def _load(self, row: IntArray) -> None:
        """Put patterns in the first rows."""
        n_rows = len(row)
        inputs, targets = self._inputs[:n_rows], self._targets[:n_rows]
        if self._bound.dtype == np.uint8:
            levels = self._levels[:n_rows]
            self._bound.take(row, 0, levels, "clip")
            np.copyto(inputs, levels)  # in two calls: NumPy casts faster without arithmetic
            np.multiply(inputs, GREY_LEVEL, inputs)
        else:
            self._bound.take(row, 0, inputs, "clip")
        self._rows_of_classes.take(self._labels.take(row), 0, targets, "clip")
