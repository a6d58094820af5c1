"""Softmax and cross-entropy fused into one error signal, without the shift that protects the exponential.

Most scores need no shift, and finding the largest of each pattern costs more than all the rest. So the *fast* form
leaves it out, and is arranged so that wherever the answer could differ from the shifted one NumPy reports an overflow
or a division by zero, or something is no longer finite. The step is then repeated in the *stable* form.

How nothing escapes: with s the sum of a pattern's exponentials, the fast form computes 4 / (s / 2^k), where 2^k is at
least the number of classes, so that the sum cannot overflow unless an exponential has. The quotient overflows where
s / 2^k is below the smallest normal float32, 2^-126, and only there could too few bits be left in it.
Probabilities therefore come out times 4 · 2^k, exactly, and the 1-of-K targets hold that number instead of 1.
"""

from functools import partial

import numpy as np

from engine.arrays import Array
from engine.plans.operations import Operation, scalar

FOUR = scalar(4.0)


class SoftmaxSignal:
    """The gradient of the cross-entropy with respect to the scores, as operations on fixed arrays.

    Parameters
    ----------
    scores : ndarray of float32
        The scores of a batch: (batch_size, n_classes), (n_classes, batch_size), or the latter for each of
        several networks.
    targets : ndarray of float32, of the shape of scores or one that broadcasts to it
        ``unit(n_classes)`` at the class of each pattern, 0 elsewhere.
    class_axis : int
        The axis of scores along which the classes lie; if it is the last, or there are only two, the fast form exists.
    n_networks : int or None, default None
        Length of the leading axis of networks.

    Attributes
    ----------
    signals : ndarray of float32, of the shape of scores
        Where the error signal is left, times the factor that ``scale_by`` set.
    fast, stable : list of Operation
        The two forms.
    """

    def __init__(self, scores: Array, targets: Array, class_axis: int) -> None:
        n_classes = scores.shape[class_axis]
        self._unit = unit(n_classes)
        self._factor = np.zeros((*scores.shape[:-2], 1, 1) if scores.ndim > 2 else (), np.float32)
        self.signals = signals = np.zeros_like(scores)
        totals, summer = np.zeros_like(scores), np.full((n_classes, n_classes), 4.0 / self._unit, np.float32)
        self.fast: list[Operation] = [
            (np.exp, (scores, signals)),
            (np.dot, (signals, summer, totals) if class_axis == 1 else (summer, signals, totals)),
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

    def scale_by(self, factor: float | Array) -> None:
        """Let the error signal be ``factor · (probabilities − targets)``; one factor, or (n_networks, 1)."""
        self._factor[...] = np.reshape(factor, self._factor.shape) / self._unit


def unit(n_classes: int) -> float:
    """Return what a probability of 1 is in memory: 4 · 2^k, with 2^k at least 128 and at least ``n_classes``."""
    return 4.0 * 2.0 ** max(7, (n_classes - 1).bit_length())
