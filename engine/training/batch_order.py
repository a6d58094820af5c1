"""The patterns of each step: a seed and the step determine them, so that a run resumes anywhere."""

from bisect import bisect_right

import numpy as np

from ..arrays import IntArray
from ..bounds import check_count


class BatchOrder:
    """The batches of every epoch, and the steps after which a record is due.

    The order of epoch ``e`` comes from ``np.random.default_rng([order_seed, e])``. Batches are whole: patterns that
    do not fill one wait for the next epoch's order. A full batch keeps the data's own order.

    Parameters
    ----------
    n_patterns : int
        Patterns in the training set.
    batch_size : int
        Patterns in a step.
    order_seed : int
        Seed of the order, from 0.
    records_per_epoch : int
        Records wanted in an epoch, evenly spaced up to its end; where an epoch has fewer steps, one a step.

    Raises
    ------
    ValueError
        If a number is out of bounds, or a batch larger than the training set.
    """

    def __init__(self, n_patterns: int, batch_size: int, order_seed: int, records_per_epoch: int = 1) -> None:
        check_count("batch_size", batch_size, 1, n_patterns)
        check_count("order_seed", order_seed, 0)
        check_count("records_per_epoch", records_per_epoch, 1)
        self.n_patterns = n_patterns
        self.batch_size = batch_size
        self.order_seed = order_seed
        self.steps_per_epoch = n_patterns // batch_size
        wanted = np.arange(1, records_per_epoch + 1) * self.steps_per_epoch / records_per_epoch
        # Not np.unique: its first call imports numpy.ma, which a process's first run would wait for.
        self._record_steps = sorted({int(step) for step in np.rint(wanted) if step >= 1})
        self._epoch = -1
        self._epoch_rows: IntArray = np.arange(n_patterns).reshape(1, -1)

    @property
    def records_per_epoch(self) -> int:
        """Records that an epoch really has."""
        return len(self._record_steps)

    def next_record(self, step: int) -> tuple[int, int]:
        """The first record after a step.

        Parameters
        ----------
        step : int
            Steps already taken.

        Returns
        -------
        at : int
            The number of steps after which it is due.
        number : int
            Its place among the run's records, of which the start is number 0.
        """
        epoch, within = divmod(step, self.steps_per_epoch)
        i = bisect_right(self._record_steps, within)
        return epoch * self.steps_per_epoch + self._record_steps[i], epoch * len(self._record_steps) + i + 1

    def rows(self, step: int, n_steps: int) -> IntArray:
        """The next ``n_steps`` batches from ``step`` on, but none beyond the end of the epoch.

        Parameters
        ----------
        step : int
            Steps already taken.
        n_steps : int
            Batches wanted, at least 1.

        Returns
        -------
        ndarray of shape (at most n_steps, batch_size)
            Indices of patterns, a row for each step.
        """
        if self.batch_size == self.n_patterns:
            return self._epoch_rows
        epoch, within = divmod(step, self.steps_per_epoch)
        if epoch != self._epoch:
            order = np.random.default_rng([self.order_seed, epoch]).permutation(self.n_patterns)
            used = self.steps_per_epoch * self.batch_size
            self._epoch, self._epoch_rows = epoch, order[:used].reshape(-1, self.batch_size)
        return self._epoch_rows[within : within + n_steps]
