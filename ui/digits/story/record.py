"""What is kept of a run on images, as far as its story is found from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from datasets.mnist import Images
from engine.architecture import Architecture
from engine.arrays import Array


@dataclass(frozen=True, eq=False)
class Record:
    """A run that is over: the moments that the browser has of it, its curves, and the images that it is asked about.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    epochs : ndarray of shape (n_moments,)
        The moments; the first is 0.
    params : ndarray of shape (n_moments, n_params)
        The network at each of them.
    measured_at : ndarray of shape (n_records,)
        The epochs at which the run was measured.
    training_loss, validation_loss : ndarray of shape (n_records,)
        Mean cross-entropy there.
    images : Images
        The first validation images.
    names : sequence of str
        Of the classes.
    """

    architecture: Architecture
    epochs: Array
    params: Array
    measured_at: Array
    training_loss: Array
    validation_loss: Array
    images: Images
    names: Sequence[str]

    @property
    def n_moments(self) -> int:
        """How many moments there are."""
        return len(self.epochs)

    @property
    def of_images(self) -> str:
        """The images that it is asked about, in words."""
        return f"first {len(self.images):,} validation images"

    def row_of(self, moment: int) -> int:
        """The row of the curves that was measured at a moment, or last before it."""
        return max(0, int(np.searchsorted(self.measured_at, self.epochs[moment] + 1e-9)) - 1)
