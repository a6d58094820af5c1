"""The best of several templates for a class, as operations in place: ``MaxOfTemplatesLayer`` on fixed arrays."""

from functools import partial

import numpy as np

from ..arrays import Array
from .operations import Operation


class BestTemplate:
    """From the scores of templates to those of classes, and back with the error signals; patterns are rows.

    Parameters
    ----------
    n_classes, n_templates : int
        Classes, and templates for each.
    batch_size : int
        Patterns in a step.

    Attributes
    ----------
    template_scores, template_signals : ndarray of float32, shape (batch_size, n_classes * n_templates)
        The templates' scores, and the error signals at them. Where there is one template a class, they are the arrays
        ``scores`` and the signals given to ``backward``.
    scores : ndarray of float32, shape (batch_size, n_classes)
        The classes' scores.
    forward : list of Operation
        From ``template_scores`` to ``scores``.
    """

    def __init__(self, n_classes: int, n_templates: int, batch_size: int) -> None:
        self.scores = np.zeros((batch_size, n_classes), np.float32)
        self.template_scores, self.forward = self.scores, list[Operation]()
        self._several = n_templates > 1
        if not self._several:
            return
        self.template_scores = np.zeros((batch_size, n_classes * n_templates), np.float32)
        self.template_signals = np.zeros_like(self.template_scores)
        firsts = np.arange(0, self.template_scores.size, n_templates).reshape(batch_size, n_classes)
        best, self._places = np.zeros_like(firsts), np.zeros_like(firsts)
        by_class = self.template_scores.reshape(batch_size, n_classes, n_templates)
        self.forward = [
            (partial(np.argmax, axis=2, out=best), (by_class,)),
            (np.add, (firsts, best, self._places)),
            (self.template_scores.reshape(-1).take, (self._places, None, self.scores, "clip")),
        ]

    def backward(self, signals: Array) -> list[Operation]:
        """Operations that give each class's error signal to its best template, and 0 to the others.

        Parameters
        ----------
        signals : ndarray of float32, shape (batch_size, n_classes)
            Where the error signals of the classes will be.

        Returns
        -------
        list of Operation
            Empty where there is one template a class: ``template_signals`` are then ``signals``.
        """
        if not self._several:
            self.template_signals = signals
            return []
        flat = self.template_signals.reshape(-1)
        return [(flat.fill, (0.0,)), (flat.put, (self._places, signals))]
