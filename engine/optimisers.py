"""The course's training loop: a learning rule driven through epochs, with statistics on the way."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import numpy as np

from .arrays import Array
from .errors import Error
from .learning_rules import GradientDescentLearningRule
from .models import MultipleLayerModel

logger = logging.getLogger(__name__)

Monitor = Callable[[Array, Array], float]
"""A statistic of a batch of outputs and its targets; an ``Error`` is one."""


class Batches(Protocol):
    """A data set that gives its batches anew at each iteration."""

    @property
    def num_batches(self) -> int:
        """Whole batches in an epoch."""

    def __iter__(self) -> Iterator[tuple[Array, Array]]:
        """Pairs of inputs and targets."""


class Optimiser:
    """Training of a model, epoch by epoch.

    Parameters
    ----------
    model : MultipleLayerModel or SingleLayerModel
        Its parameters are changed in place.
    error : Error
        The error to be made small.
    learning_rule : GradientDescentLearningRule
        The rule for each step; it is initialised here with the model's parameters.
    train_dataset : Batches
        The patterns to learn from.
    valid_dataset : Batches, optional
        Patterns that are only measured.
    data_monitors : dict of str to callable, optional
        Further statistics beside the error, called with outputs and targets: ``{"acc": …}``.
    """

    def __init__(
        self,
        model: MultipleLayerModel,
        error: Error,
        learning_rule: GradientDescentLearningRule,
        train_dataset: Batches,
        valid_dataset: Batches | None = None,
        data_monitors: Mapping[str, Monitor] | None = None,
    ) -> None:
        self.model = model
        self.error = error
        self.learning_rule = learning_rule
        self.learning_rule.initialise(model.params)
        self.train_dataset = train_dataset
        self.valid_dataset = valid_dataset
        self.data_monitors: dict[str, Monitor] = {"error": error, **(data_monitors or {})}

    def do_training_epoch(self) -> None:
        """Go through the training set once: a step for each batch."""
        for inputs, targets in self.train_dataset:
            activations = self.model.fprop(inputs)
            grads_wrt_outputs = self.error.grad(activations[-1], targets)
            self.learning_rule.update_params(self.model.grads_wrt_params(activations, grads_wrt_outputs))

    def eval_monitors(self, dataset: Batches, label: str) -> dict[str, float]:
        """Measure the error and the monitors.

        Parameters
        ----------
        dataset : Batches
            The patterns to measure.
        label : str
            Put behind each name: ``"(train)"``.

        Returns
        -------
        dict of str to float
            Each monitor's mean over the batches.

        Raises
        ------
        ValueError
            If the data set has no batches.
        """
        if dataset.num_batches < 1:
            raise ValueError(
                f"nothing to average for {label}: the data set has {dataset.num_batches} batches"
            )
        sums = dict.fromkeys(self.data_monitors, 0.0)
        for inputs, targets in dataset:
            outputs = self.model.fprop(inputs)[-1]
            for name, monitor in self.data_monitors.items():
                sums[name] += float(monitor(outputs, targets))
        return {name + label: total / dataset.num_batches for name, total in sums.items()}

    def get_epoch_stats(self) -> dict[str, float]:
        """Measure both data sets.

        Returns
        -------
        dict of str to float
            ``error(train)``, the monitors ``…(train)``, then the same for ``(valid)``.
        """
        stats = self.eval_monitors(self.train_dataset, "(train)")
        if self.valid_dataset is not None:
            stats |= self.eval_monitors(self.valid_dataset, "(valid)")
        return stats

    def log_stats(self, epoch: int, epoch_time: float, stats: Mapping[str, float]) -> None:
        """Write an epoch's statistics to this module's logger, at level INFO.

        Parameters
        ----------
        epoch : int
            Epochs done.
        epoch_time : float
            Seconds that the last of them took.
        stats : dict of str to float
            What ``get_epoch_stats`` returned.
        """
        values = ", ".join(f"{label}={value:.2e}" for label, value in stats.items())
        logger.info("Epoch %d: %.1fs to complete\n    %s", epoch, epoch_time, values)

    def train(self, num_epochs: int, stats_interval: int = 5) -> tuple[Array, dict[str, int], float]:
        """Train, and measure before the first epoch and then every few epochs.

        Parameters
        ----------
        num_epochs : int
            Times to go through the training set.
        stats_interval : int
            Epochs from one row of statistics to the next.

        Returns
        -------
        stats : ndarray of shape (1 + num_epochs // stats_interval, n_statistics)
            Row 0 is before training, row ``i`` after ``i * stats_interval`` epochs.
        keys : dict of str to int
            The column of each statistic: ``stats[:, keys["error(train)"]]``.
        run_time : float
            Seconds that all of it took.

        Raises
        ------
        ValueError
            If ``num_epochs`` is negative or ``stats_interval`` below 1.
        """
        if num_epochs < 0 or stats_interval < 1:
            raise ValueError(
                f"num_epochs {num_epochs} must be at least 0, stats_interval {stats_interval} at least 1"
            )
        start = time.perf_counter()
        stats = self.get_epoch_stats()
        keys = {label: column for column, label in enumerate(stats)}
        rows = [list(stats.values())]
        for epoch in range(1, num_epochs + 1):
            epoch_start = time.perf_counter()
            self.do_training_epoch()
            epoch_time = time.perf_counter() - epoch_start
            if epoch % stats_interval == 0:
                stats = self.get_epoch_stats()
                self.log_stats(epoch, epoch_time, stats)
                rows.append(list(stats.values()))
        return np.array(rows), keys, time.perf_counter() - start
