"""The course's batches: each iteration over a provider is an epoch of pairs ``(inputs, targets)``."""

from typing import Any

import numpy as np
import numpy.typing as npt

from . import mnist

AnyArray = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
Rng = np.random.Generator | np.random.RandomState

DEFAULT_SEED = 123456


class DataProvider:
    """An epoch of batches at a time, in a new order each time.

    The data stays where it is: only the order of its rows is shuffled.

    Parameters
    ----------
    inputs : ndarray of shape (n_patterns, input_dim)
        The patterns; further axes are carried along.
    targets : ndarray of shape (n_patterns,) or (n_patterns, output_dim)
        The target of each pattern.
    batch_size : int
        Patterns in a batch.
    max_num_batches : int, default -1
        Most batches in an epoch; -1 for as many as there are.
    shuffle_order : bool, default True
        Whether each epoch has its own order; the first is shuffled already.
    rng : numpy.random.RandomState or numpy.random.Generator, optional
        Shuffles; ``RandomState(123456)`` where none is given.

    Raises
    ------
    ValueError
        If inputs and targets disagree on their number, ``batch_size`` is below 1, or ``max_num_batches`` is
        neither -1 nor at least 1.
    """

    def __init__(
        self,
        inputs: AnyArray,
        targets: AnyArray,
        batch_size: int,
        max_num_batches: int = -1,
        shuffle_order: bool = True,
        rng: Rng | None = None,
    ) -> None:
        if len(inputs) != len(targets):
            raise ValueError(f"{len(inputs)} inputs and {len(targets)} targets are not as many")
        self._inputs, self._targets = inputs, targets
        self._order = np.arange(len(inputs))
        self.batch_size = batch_size
        self.max_num_batches = max_num_batches
        self.shuffle_order = shuffle_order
        self.rng = np.random.RandomState(DEFAULT_SEED) if rng is None else rng
        self.new_epoch()

    @property
    def inputs(self) -> AnyArray:
        """All patterns in the current order: a copy."""
        return self._inputs[self._order]

    @property
    def targets(self) -> AnyArray:
        """All targets in the current order: a copy."""
        return self._targets[self._order]

    @property
    def batch_size(self) -> int:
        """Patterns in a batch; may be set, also within an epoch."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        if value < 1:
            raise ValueError(f"batch_size {value} is below 1")
        self._batch_size = value

    @property
    def max_num_batches(self) -> int:
        """Most batches in an epoch, or -1; may be set, also within an epoch."""
        return self._max_num_batches

    @max_num_batches.setter
    def max_num_batches(self, value: int) -> None:
        if value < 1 and value != -1:
            raise ValueError(f"max_num_batches {value} is neither -1 nor at least 1")
        self._max_num_batches = value

    @property
    def num_batches(self) -> int:
        """Batches in an epoch: whole ones only, the remainder is dropped."""
        possible = len(self._order) // self.batch_size
        return possible if self.max_num_batches == -1 else min(possible, self.max_num_batches)

    def __iter__(self) -> "DataProvider":
        """Iterate over the rest of this epoch."""
        return self

    def __next__(self) -> tuple[AnyArray, AnyArray]:
        """Give the next batch."""
        return self.next()

    def new_epoch(self) -> None:
        """Begin an epoch, in a new order if ``shuffle_order`` says so."""
        self._n_given = 0
        if self.shuffle_order:
            self.shuffle()

    def reset(self) -> None:
        """Go back to the data's own order, then begin an epoch, shuffled by the rng as it is now."""
        self._order = np.arange(len(self._order))
        self.new_epoch()

    def shuffle(self) -> None:
        """Shuffle the current order."""
        self._order = self._order[self.rng.permutation(len(self._order))]

    def next(self) -> tuple[AnyArray, AnyArray]:
        """Give the next batch.

        Returns
        -------
        inputs : ndarray of shape (batch_size, input_dim)
            A copy.
        targets : ndarray of shape (batch_size,) or (batch_size, output_dim)
            A copy.

        Raises
        ------
        StopIteration
            If the epoch is over; the next one has then begun.
        """
        if self._n_given >= self.num_batches:
            self.new_epoch()
            raise StopIteration
        rows = self._order[self._n_given * self.batch_size :][: self.batch_size]
        self._n_given += 1
        return self._inputs[rows], self._targets[rows]


class MNISTDataProvider(DataProvider):
    """Batches of MNIST: grey levels from 0 to below 1, and digits as 1-of-10.

    Grey levels are ``value / 256``, below 1 as in the course's files, in float64. Float32 would hold the same
    values exactly. They are made a batch at a time from the 55 MB that ``mnist.load`` shares.

    Parameters
    ----------
    which_set : {'train', 'valid', 'test', 'eval'}, default 'train'
        The first 50,000 of the 60,000 training images, the last 10,000, or the 10,000 test images; 'eval' means
        'test'.
    batch_size : int, default 100
        Patterns in a batch.
    max_num_batches : int, default -1
        Most batches in an epoch; -1 for as many as there are.
    shuffle_order : bool, default True
        Whether each epoch has its own order.
    rng : numpy.random.RandomState or numpy.random.Generator, optional
        Shuffles; ``RandomState(123456)`` where none is given.

    Raises
    ------
    ValueError
        If there is no such set, or a number is out of bounds.
    datasets.mnist.MNISTFilesError
        If a file is missing or not what it should be.
    """

    def __init__(
        self,
        which_set: str = "train",
        batch_size: int = 100,
        max_num_batches: int = -1,
        shuffle_order: bool = True,
        rng: Rng | None = None,
    ) -> None:
        parts = {"train": "training", "valid": "validation", "test": "test", "eval": "test"}
        if which_set not in parts:
            raise ValueError(f"which_set {which_set!r} is none of {', '.join(parts)}")
        self.which_set = which_set
        self.num_classes = mnist.N_CLASSES
        images: mnist.Images = getattr(mnist.load(), parts[which_set])
        super().__init__(images.inputs, images.labels, batch_size, max_num_batches, shuffle_order, rng)

    @property
    def inputs(self) -> FloatArray:
        """All images in the current order, float64; each reading makes a new array, 314 MB for the training set."""
        return _grey_levels(super().inputs)

    def next(self) -> tuple[FloatArray, FloatArray]:
        """Give the next batch: inputs (batch_size, 784) and 1-of-10 targets (batch_size, 10)."""
        images, digits = super().next()
        return _grey_levels(images), self.to_one_of_k(digits)

    def to_one_of_k(self, int_targets: npt.NDArray[np.integer[Any]]) -> FloatArray:
        """Write classes as rows with a single 1.

        Parameters
        ----------
        int_targets : ndarray of shape (n_patterns,)
            Classes from 0 to 9.

        Returns
        -------
        ndarray of shape (n_patterns, 10)
            1 in the column of the class, 0 elsewhere.

        Raises
        ------
        ValueError
            If a class is out of bounds.
        """
        int_targets = np.asarray(int_targets)
        if int_targets.size and not 0 <= int_targets.min() <= int_targets.max() < self.num_classes:
            raise ValueError(
                f"classes {int_targets.min()} to {int_targets.max()} are not in 0 to {self.num_classes - 1}"
            )
        one_of_k = np.zeros((len(int_targets), self.num_classes))
        one_of_k[np.arange(len(int_targets)), int_targets] = 1.0
        return one_of_k


def _grey_levels(images: npt.NDArray[np.uint8]) -> FloatArray:
    """Scale bytes to 0 up to below 1."""
    return images / 256.0
