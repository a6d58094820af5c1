"""Softmax and cross-entropy fused into one error signal, without the shift that protects the exponential.

Most scores need no shift, and finding the largest of each pattern costs more than all the rest. So the *fast* form
leaves it out. Wherever its answer could differ from the shifted one, NumPy reports an overflow or a division by zero,
or a number is no longer finite. The step is then repeated in the *stable* form.

Why no wrong answer escapes: let s be the sum of a pattern's exponentials, and 2^k at least the number of classes. The
fast form computes 4 / (s / 2^k). Divided by 2^k, the sum cannot overflow unless an exponential has. The quotient
overflows where s / 2^k is below the smallest normal float32, 2^-126, and only there could too few bits be left in it.
Probabilities therefore come out times 4 · 2^k, exactly, and the 1-of-K targets hold that number instead of 1.
"""

from functools import partial

import numpy as np

from ..arrays import Array
from .operations import Operation, scalar
from .products import product

FOUR = scalar(4.0)


class SoftmaxSignal:
    """The gradient of the cross-entropy with respect to the scores, as operations on fixed arrays.

    Parameters
    ----------
    scores : ndarray of float32, shape (n_patterns, n_classes) or (n_classes, n_patterns)
        The scores of a batch.
    targets : ndarray of float32, of the shape of scores
        ``unit(n_classes)`` at the class of each pattern, 0 elsewhere.
    class_axis : int
        The axis along which the classes lie.

    Attributes
    ----------
    signals : ndarray of float32, of the shape of scores
        Where the error signal is left, times the factor that ``scale_by`` set.
    fast, stable : list of Operation
        The two forms.
    """

    def __init__(self, scores: Array, targets: Array, *, class_axis: int) -> None:
        n_classes = scores.shape[class_axis]
        self._unit = unit(n_classes)
        self._factor = scalar(0.0)
        self.signals = signals = np.zeros_like(scores)
        # The sum over classes as a product: each class gets the pattern's total at once, divided by 2^k, and no
        # reduction along an axis is needed, which would take longer.
        totals, summer = np.zeros_like(scores), np.full((n_classes, n_classes), 4.0 / self._unit, np.float32)
        self.fast: list[Operation] = [
            (np.exp, (scores, signals)),
            product(signals, summer, totals) if class_axis == 1 else product(summer, signals, totals),
            (np.divide, (FOUR, totals, totals)),
            (np.multiply, (signals, totals, signals)),
            (np.subtract, (signals, targets, signals)),
            (np.multiply, (signals, self._factor, signals)),
        ]
        one = scores.take([0], axis=class_axis)
        along = {"axis": class_axis, "keepdims": True, "out": one}
        self.stable: list[Operation] = [
            (partial(np.maximum.reduce, **along), (scores,)),
            (np.subtract, (scores, one, signals)),
            (np.exp, (signals, signals)),
            (partial(np.add.reduce, **along), (signals,)),
            (np.divide, (scalar(self._unit), one, one)),
            (np.multiply, (signals, one, signals)),
            (np.subtract, (signals, targets, signals)),
            (np.multiply, (signals, self._factor, signals)),
        ]

    def scale_by(self, factor: float) -> None:
        """Let the error signal be ``factor · (probabilities − targets)``."""
        self._factor[...] = factor / self._unit


def unit(n_classes: int) -> float:
    """Return what stands for a probability of 1: 4 · 2^k, with 2^k at least 128 and ``n_classes``."""
    return 4.0 * 2.0 ** max(7, (n_classes - 1).bit_length())
