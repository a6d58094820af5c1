"""Several templates for a class: the best of them gives the class's score, and it alone learns."""

import numpy as np

from .arrays import Array, IntArray
from .layers import Layer


class MaxOfTemplatesLayer(Layer):
    """The largest of each class's template scores: what follows ``AffineLayer(input_dim, n_classes * n_templates)``.

    Inputs are (batch_size, n_classes * n_templates), the templates of class 0 first, then those of class 1, and so
    on; outputs are (batch_size, n_classes). With one template for a class it changes nothing.

    Parameters
    ----------
    n_classes : int
        Classes, at least 1.
    n_templates : int
        Templates for each class, at least 1.

    Raises
    ------
    ValueError
        If a number is below 1; later, if inputs have another width.
    """

    def __init__(self, n_classes: int, n_templates: int) -> None:
        if n_classes < 1 or n_templates < 1:
            raise ValueError(f"n_classes {n_classes} and n_templates {n_templates} must both be at least 1")
        self.n_classes = n_classes
        self.n_templates = n_templates

    def fprop(self, inputs: Array) -> Array:
        """Largest score of each class."""
        outputs: Array = self._by_class(inputs).max(axis=-1)
        return outputs

    def bprop(self, inputs: Array, outputs: Array, grads_wrt_outputs: Array) -> Array:
        """Each gradient goes to the template with the largest score, the first of equal ones; the others get 0."""
        grads_wrt_inputs = np.zeros((len(inputs), self.n_classes, self.n_templates), grads_wrt_outputs.dtype)
        best = self.best_templates(inputs)[..., np.newaxis]
        np.put_along_axis(grads_wrt_inputs, best, grads_wrt_outputs[..., np.newaxis], axis=-1)
        return grads_wrt_inputs.reshape(len(inputs), -1)

    def best_templates(self, inputs: Array) -> IntArray:
        """The template with the largest score, for each class.

        Parameters
        ----------
        inputs : ndarray of shape (batch_size, n_classes * n_templates)
            Scores of the templates.

        Returns
        -------
        ndarray of shape (batch_size, n_classes), int
            0 to ``n_templates - 1``; the first of equal ones.
        """
        best: IntArray = self._by_class(inputs).argmax(axis=-1)
        return best

    def _by_class(self, inputs: Array) -> Array:
        """View of the scores as (batch_size, n_classes, n_templates)."""
        if inputs.ndim != 2 or inputs.shape[1] != self.n_classes * self.n_templates:
            width = self.n_classes * self.n_templates
            raise ValueError(f"inputs {inputs.shape} given to {self}, which needs (batch_size, {width})")
        return inputs.reshape(len(inputs), self.n_classes, self.n_templates)

    def __repr__(self) -> str:
        """Return classes and templates."""
        return f"MaxOfTemplatesLayer(n_classes={self.n_classes}, n_templates={self.n_templates})"
