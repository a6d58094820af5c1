"""Plans for networks with few inputs, whose steps are so small that each call to NumPy counts.

A batch of all patterns in their own order is put in its place once, and then found there.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from .. import patterns
from ..arrays import Array, IntArray
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel
from . import layout
from .feature_major import FeatureMajorGradient
from .fused import FusedPlan, LoadBatch
from .softmax import unit


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

    Raises
    ------
    ValueError
        If a class has several templates.
    """

    def __init__(
        self, model: MultipleLayerModel, learning_rule: GradientDescentLearningRule, *, batch_size: int
    ) -> None:
        super().__init__(model, learning_rule, batch_size=batch_size)
        if self.architecture.n_templates > 1:
            raise ValueError(
                f"{self.architecture.n_templates} templates a class need another plan: see make_plan"
            )
        self._lay_out(layout.rows_with_bias(self.architecture))
        input_dim, n_classes = self.architecture.sizes[0], self.architecture.sizes[-1]
        batch = np.ones((n_classes + input_dim + 1, batch_size), np.float32)
        self._batch, self._holds_all = batch[:-1], False
        self._bound: Array = np.empty((n_classes + input_dim, 0), np.float32)
        self._in_order = np.arange(0)
        gradient = FeatureMajorGradient(
            self.architecture,
            self._memory.vectors[0],
            self._memory.grads,
            inputs=batch[n_classes:],
            targets=batch[:n_classes],
        )
        self._gradient, self._stable_gradient = gradient.fast, gradient.stable
        self._signal = gradient.signal
        self._scale_signal()

    def bind(self, inputs: npt.NDArray[Any], labels: IntArray) -> None:
        """Choose the patterns that the rows of ``run`` index; they are copied in float32."""
        patterns.refuse_unfit(self.architecture, inputs, labels)
        n_classes = self.architecture.sizes[-1]
        targets = patterns.one_of_k(labels, n_classes, np.float32, unit(n_classes))
        self._bound = np.ascontiguousarray(np.hstack([targets, patterns.as_floats(inputs, np.float32)]).T)
        self._in_order, self._holds_all = np.arange(len(labels)), False

    @property
    def _n_bound(self) -> int:
        return len(self._in_order)

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
