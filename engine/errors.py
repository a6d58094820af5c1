"""Errors: how far a batch of outputs is from its targets, and in which direction it gets worse.

The value is the mean over the batch, always in float64. The gradient is divided by the batch size, here and nowhere
else, and keeps the precision of the outputs. Targets may be of any number type.
"""

from abc import ABC, abstractmethod

import numpy as np

from .arrays import Array
from .layers import SigmoidLayer, SoftmaxLayer


class Error(ABC):
    """A scalar to be made small."""

    @abstractmethod
    def __call__(self, outputs: Array, targets: Array) -> float:
        """Mean of the error over the batch.

        Parameters
        ----------
        outputs : ndarray of shape (batch_size, output_dim)
            The model's outputs.
        targets : ndarray of shape (batch_size, output_dim)
            The outputs that are wanted; for classes 1-of-K.

        Returns
        -------
        float
            The mean over the batch.

        Raises
        ------
        ValueError
            If the shapes disagree, the batch is empty, or probabilities lie outside [0, 1].
        """

    @abstractmethod
    def grad(self, outputs: Array, targets: Array) -> Array:
        """Gradient of the mean error with respect to the outputs.

        Parameters
        ----------
        outputs : ndarray of shape (batch_size, output_dim)
            The model's outputs.
        targets : ndarray of shape (batch_size, output_dim)
            The outputs that are wanted; for classes 1-of-K.

        Returns
        -------
        ndarray of shape (batch_size, output_dim)
            Divided by ``batch_size`` already.

        Raises
        ------
        ValueError
            If the shapes disagree, the batch is empty, or probabilities lie outside [0, 1].
        """

    def __repr__(self) -> str:
        """Return the name of the class."""
        return type(self).__name__


class SumOfSquaredDiffsError(Error):
    """Half the squared distance between outputs and targets."""

    def __call__(self, outputs: Array, targets: Array) -> float:
        """``½ Σ (y − t)²``, averaged over the batch."""
        targets = _targets_like(outputs, targets)
        diffs = np.subtract(outputs, targets, dtype=np.float64)
        return float(0.5 * (diffs**2).sum(axis=1).mean())

    def grad(self, outputs: Array, targets: Array) -> Array:
        """``(y − t) / batch_size``."""
        return (outputs - _targets_like(outputs, targets)) / len(outputs)


class BinaryCrossEntropyError(Error):
    """Cross-entropy of probabilities that are each of one yes-or-no question."""

    def __call__(self, outputs: Array, targets: Array) -> float:
        """``−Σ (t ln y + (1 − t) ln(1 − y))``, averaged over the batch."""
        targets = _targets_like(outputs, targets).astype(np.float64)
        _refuse_scores(outputs)
        minus_log_yes = -np.log(_at_least_tiny(outputs), dtype=np.float64)
        minus_log_no = -np.log(_at_least_tiny(1.0 - outputs), dtype=np.float64)
        return float((targets * minus_log_yes + (1.0 - targets) * minus_log_no).sum(axis=1).mean())

    def grad(self, outputs: Array, targets: Array) -> Array:
        """``((1 − t) / (1 − y) − t / y) / batch_size``."""
        targets = _targets_like(outputs, targets)
        _refuse_scores(outputs)
        blame = (1.0 - targets) / _at_least_tiny(1.0 - outputs) - targets / _at_least_tiny(outputs)
        return blame / len(outputs)


class BinaryCrossEntropySigmoidError(Error):
    """Cross-entropy of ``sigmoid(outputs)``: the outputs are the values before the sigmoid."""

    def __call__(self, outputs: Array, targets: Array) -> float:
        """``Σ (ln(1 + exp z) − t z)``, averaged over the batch."""
        targets = _targets_like(outputs, targets)
        scores = outputs.astype(np.float64)
        log_one_plus_exp = np.maximum(scores, 0.0) + np.log1p(np.exp(-np.abs(scores)))
        return float((log_one_plus_exp - targets * scores).sum(axis=1).mean())

    def grad(self, outputs: Array, targets: Array) -> Array:
        """``(sigmoid(z) − t) / batch_size``."""
        return (SigmoidLayer().fprop(outputs) - _targets_like(outputs, targets)) / len(outputs)


class CrossEntropyError(Error):
    """Cross-entropy of the probabilities of classes, as a ``SoftmaxLayer`` gives them."""

    def __call__(self, outputs: Array, targets: Array) -> float:
        """``−Σ t ln y``, averaged over the batch."""
        targets = _targets_like(outputs, targets)
        _refuse_scores(outputs)
        minus_log_probs = -np.log(_at_least_tiny(outputs), dtype=np.float64)
        return float((targets * minus_log_probs).sum(axis=1).mean())

    def grad(self, outputs: Array, targets: Array) -> Array:
        """``−(t / y) / batch_size``."""
        targets = _targets_like(outputs, targets)
        _refuse_scores(outputs)
        return -targets / _at_least_tiny(outputs) / len(outputs)


class CrossEntropySoftmaxError(Error):
    """Cross-entropy of ``softmax(outputs)``: the outputs are the values before the softmax."""

    def __call__(self, outputs: Array, targets: Array) -> float:
        """``−Σ t ln softmax(z)``, averaged over the batch."""
        return float(self.of_each(outputs, targets).mean())

    def of_each(self, outputs: Array, targets: Array) -> Array:
        """``−Σ t ln softmax(z)`` of each pattern, shape (batch_size,)."""
        targets = _targets_like(outputs, targets)
        scores = outputs.astype(np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        minus_log_probs = np.log(np.exp(scores).sum(axis=1, keepdims=True)) - scores
        errors: Array = (targets * minus_log_probs).sum(axis=1)
        return errors

    def grad(self, outputs: Array, targets: Array) -> Array:
        """``(softmax(z) − t) / batch_size``."""
        return (SoftmaxLayer().fprop(outputs) - _targets_like(outputs, targets)) / len(outputs)


def _targets_like(outputs: Array, targets: Array) -> Array:
    """Targets in the precision of the outputs, so that a float32 model stays float32."""
    if outputs.ndim != 2 or outputs.shape != targets.shape or not len(outputs):
        raise ValueError(
            f"outputs {outputs.shape} and targets {targets.shape} are not one (batch_size ≥ 1, output_dim)"
        )
    return targets.astype(np.result_type(outputs, np.float16), copy=False)


def _refuse_scores(outputs: Array) -> None:
    if (outputs < 0).any() or (outputs > 1).any():
        raise ValueError(f"outputs from {outputs.min()} to {outputs.max()} are not probabilities, in [0, 1]")


def _at_least_tiny(probs: Array) -> Array:
    """Probabilities with those below the smallest normal number of their precision raised to it.

    A probability that has underflowed to 0 then has a large, finite error and gradient.
    """
    return np.maximum(probs, np.finfo(np.result_type(probs, np.float16)).tiny)
