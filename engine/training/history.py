"""The history of a run: a row of errors for each record, and the states of evenly spaced snapshots.

The rows are evaluated late and many at once: while a run goes on, a record costs a copy of the state.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..bounds import check_count
from .monitor import Monitor

PENDING_BYTES = 8_000_000
"""Most bytes of states that wait for evaluation."""


@dataclass(frozen=True, eq=False)
class History:
    """The course of a run, a row for each record; the arrays are read-only.

    The error is that of the data alone, without penalties on the weights.

    Parameters
    ----------
    epoch : ndarray of shape (n_records,)
        Moment of each record in epochs; the first is 0, before training.
    training_error, validation_error : ndarray of shape (n_records,)
        Mean cross-entropy in nats; infinite where it leaves what float32 holds.
    training_accuracy, validation_accuracy : ndarray of shape (n_records,)
        Share of patterns whose highest output is the right class, from 0 to 1.
    """

    epoch: Array
    training_error: Array
    training_accuracy: Array
    validation_error: Array
    validation_accuracy: Array


@dataclass(frozen=True, eq=False)
class Snapshots:
    """The network at evenly spaced moments of a run; the arrays are read-only.

    Parameters
    ----------
    epochs : ndarray of shape (n_snapshots,)
        The moments, the first 0 and the last the present one.
    params : ndarray of shape (n_snapshots, n_params), float32
        Weights and biases in the order of ``Architecture.split``.
    """

    epochs: Array
    params: Array


@dataclass(frozen=True, eq=False)
class Replay:
    """The network after every single batch of a stretch of a run; the arrays are read-only.

    Parameters
    ----------
    epochs : ndarray of shape (n_batches + 1,)
        The moments, the first before the first batch.
    params : ndarray of shape (n_batches + 1, n_params), float32
        Weights and biases in the order of ``Architecture.split``.
    training_error, validation_error : ndarray of shape (n_batches + 1,)
        As in ``History``.
    training_accuracy, validation_accuracy : ndarray of shape (n_batches + 1,)
        As in ``History``.
    """

    epochs: Array
    params: Array
    training_error: Array
    training_accuracy: Array
    validation_error: Array
    validation_accuracy: Array


@dataclass(frozen=True, eq=False)
class Past:
    """What a recorder has recorded, without the means to record more.

    Parameters
    ----------
    rows : ndarray of shape (n_records, 5)
        As ``Recorder.rows``.
    snapshots : tuple of (step, number, state)
        The states that are kept, each with the steps before it and its place among the records.
    stride : int
        Records from one snapshot to the next.
    """

    rows: Array
    snapshots: tuple[tuple[int, int, Array], ...]
    stride: int


def read_only(values: Array) -> Array:
    """The same array, closed to writing."""
    values.setflags(write=False)
    return values


class Recorder:
    """Collects rows and snapshots while a run goes on.

    Parameters
    ----------
    params_of : callable
        From states (n_states, n_state) to parameters (n_states, n_params), as ``Plan.params_of``.
    monitor : Monitor
        Of the training patterns and the validation patterns that rows are evaluated on.
    initial_state : ndarray of shape (n_state,)
        The state before training: record and snapshot number 0.
    """

    def __init__(self, params_of: Callable[[Array], Array], monitor: Monitor, initial_state: Array) -> None:
        self._params_of = params_of
        self._monitor = monitor
        self._stride = 1
        self._pending: list[tuple[int, Array]] = []
        self._max_pending = max(1, PENDING_BYTES // initial_state.nbytes)
        self._blocks: list[Array] = []
        self._snapshots: list[tuple[int, int, Array]] = []
        self._last_step = -1
        self._seconds_each = 0.0
        self.add(0, 0, initial_state)

    def thin(self, n_records: int, max_snapshots: int) -> None:
        """Choose how many records apart snapshots are, for at most ``max_snapshots`` in ``n_records`` + 1.

        The distance is a multiple of the one before, so that what was kept stays evenly spaced. The present
        moment always counts as one of the snapshots, kept or not.

        Parameters
        ----------
        n_records : int
            Records that the whole run is planned to have after the first.
        max_snapshots : int
            Most snapshots, at least 2.

        Raises
        ------
        ValueError
            If they are fewer.
        """
        check_count("max_snapshots", max_snapshots, 2)
        needed = -(-n_records // (max_snapshots - 1))
        self._stride = needed if self._last_step == 0 else self._stride * -(-needed // self._stride)
        self._snapshots = [kept for kept in self._snapshots if kept[1] % self._stride == 0]

    def add(self, step: int, number: int | None, state: Array) -> None:
        """Record a state.

        Parameters
        ----------
        step : int
            Steps that led to it.
        number : int or None
            Its place among the run's records; None for one out of turn, which becomes no snapshot.
        state : ndarray of shape (n_state,)
            Kept, not copied.
        """
        self._last_step = step
        self._pending.append((step, state))
        if number is not None and number % self._stride == 0:
            self._snapshots.append((step, number, state))
        if len(self._pending) >= self._max_pending:
            self.evaluate()

    def amend(self, step: int, state: Array) -> None:
        """Take another state for the one of a step, the latest that may be recorded."""
        rows = self.rows
        if rows[-1, 0] == step:
            self._blocks = [rows[:-1]]
            self._pending.append((step, state))
        self._snapshots = [
            (at, number, state if at == step else kept) for at, number, kept in self._snapshots
        ]

    def evaluate(self) -> None:
        """Evaluate all records that wait."""
        if not self._pending:
            return
        began = time.perf_counter()
        params = self._params_of(np.stack([state for _, state in self._pending]))
        steps = np.array([step for step, _ in self._pending], dtype=float)
        self._blocks.append(np.column_stack([steps, self.measure(params)]))
        self._seconds_each = (time.perf_counter() - began) / len(self._pending)
        self._pending.clear()

    def measure(self, params: Array) -> Array:
        """Columns of the history for some networks.

        Parameters
        ----------
        params : ndarray of shape (n_networks, n_params)
            In the order of ``Architecture.split``.

        Returns
        -------
        ndarray of shape (n_networks, 4)
            Training error and accuracy, then validation error and accuracy.
        """
        return self._monitor(params)

    @property
    def last_step(self) -> int:
        """The step of the latest record."""
        return self._last_step

    @property
    def rows(self) -> Array:
        """Step, then the columns of ``measure``, for every record; shape (n_records, 5)."""
        self.evaluate()
        if len(self._blocks) > 1:
            self._blocks = [np.concatenate(self._blocks)]
        return self._blocks[0]

    @property
    def n_bytes(self) -> int:
        """Bytes of rows, snapshots, states that wait for evaluation, and the monitor; no state counts twice."""
        states = {id(state): state.nbytes for _, state in list(self._pending)}
        states |= {id(state): state.nbytes for _, _, state in list(self._snapshots)}
        return (
            sum(states.values()) + sum(block.nbytes for block in list(self._blocks)) + self._monitor.n_bytes
        )

    def seconds_owed(self, more: int = 0) -> float:
        """Time it will take to evaluate the records that wait and ``more``, judged by the last evaluation."""
        return (len(self._pending) + more) * self._seconds_each

    def history(self, steps_per_epoch: int) -> History:
        """All rows."""
        epochs = self.rows[:, 0] / steps_per_epoch
        return History(read_only(epochs), *(read_only(column.copy()) for column in self.rows[:, 1:].T))

    def snapshots(self, steps_per_epoch: int, step: int, state: Array) -> Snapshots:
        """All snapshots, and the present ``state`` after ``step`` steps as the last."""
        kept = [(at, then) for at, _, then in self._snapshots if at < step] + [(step, state)]
        epochs = np.array([at for at, _ in kept]) / steps_per_epoch
        return Snapshots(read_only(epochs), read_only(self._params_of(np.stack([then for _, then in kept]))))

    def n_snapshots(self, step: int) -> int:
        """How many ``snapshots`` gives of a run that has taken ``step`` steps."""
        return sum(at < step for at, _, _ in list(self._snapshots)) + 1

    def snapshot_before(self, step: int) -> tuple[int, Array]:
        """Step and state of the last snapshot that is not after ``step``."""
        return next((at, state) for at, _, state in reversed(self._snapshots) if at <= step)

    def drop_after(self, step: int) -> None:
        """Forget every record after ``step``."""
        rows = self.rows[self.rows[:, 0] <= step]
        self._blocks = [rows]
        self._snapshots = [kept for kept in self._snapshots if kept[0] <= step]
        self._last_step = int(rows[-1, 0])

    @property
    def past(self) -> Past:
        """All that was recorded; what waits is evaluated first."""
        return Past(self.rows, tuple(self._snapshots), self._stride)

    def follow(self, past: Past, step: int) -> None:
        """Take over all that another recorded up to ``step``."""
        self._pending.clear()
        self._blocks = [past.rows]
        self._snapshots = list(past.snapshots)
        self._stride = past.stride
        self.drop_after(step)
