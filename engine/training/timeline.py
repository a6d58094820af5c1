"""A plan on its way through training: its present moment, its past, and the way back to any moment.

The next step depends on the plan's state, the steps taken, the learning rate and the seed of batches and redraws, and
on nothing else; what was set by hand is known. Hence the steps after a snapshot can be taken again, bit for bit on one
machine.
"""

import time

import numpy as np

from .. import pauses
from ..architecture import Architecture
from ..arrays import Array
from ..plans.plan import Plan
from .batch_order import BatchOrder
from .by_hand import HandLog, Setting
from .history import History, Recorder, Replay, Snapshots, read_only
from .rate_log import RateChange, RateLog
from .redraws import Redraws


class Timeline:
    """The past and the present of a run; reading them never changes it.

    An epoch is a float, and stands for the step nearest to it.

    Parameters
    ----------
    plan : Plan
        A plan bound to its patterns, or to be bound by ``redraws``.
    order : BatchOrder
        Which patterns come at which step.
    rates : RateLog
        Which learning rate holds at which step.
    recorder : Recorder
        Holds the plan's initial state at first, then rows and snapshots too.
    redraws : Redraws or None, default None
        Binds the patterns of each epoch, where they are drawn anew.
    """

    def __init__(
        self,
        plan: Plan,
        order: BatchOrder,
        rates: RateLog,
        recorder: Recorder,
        redraws: Redraws | None = None,
    ) -> None:
        self._plan = plan
        self._order = order
        self._rates = rates
        self._recorder = recorder
        self._redraws = redraws
        self._hand = HandLog()
        self._step = 0
        self._away_from: int | None = None  # the present step, while steps of the past are taken again
        self._rate = plan.learning_rate

    def _take(self, n_steps: int) -> bool:
        """Take at most ``n_steps`` steps, of one epoch and at one learning rate; False if one was not finite."""
        rate, until = self._rates.at(self._step)
        if rate != self._rate:
            self._plan.learning_rate = self._rate = rate
        self._bring_patterns()
        until = min(until, self._hand.next_after(self._step) or until)
        rows = self._order.rows(self._step, min(n_steps, until - self._step))
        n_taken = self._plan.run(rows)
        self._step += n_taken
        if n_taken and self._hand.settings:
            self._set_again()
        return n_taken == len(rows)

    def _set_again(self) -> None:
        """Set what was set by hand at the present step: only where steps of the past are taken again."""
        state = self._hand.applied(self._step, self._plan.state)
        if state is not None:
            self._plan.restore(state)

    def _bring_patterns(self) -> None:
        """Bind the patterns of the next step, where each epoch has its own."""
        if self._redraws is not None:
            self._redraws.bring(self._step // self.steps_per_epoch)

    def _retake(self, step: int) -> None:
        """Take the steps up to ``step`` again, which all were taken once."""
        n_steps = 1
        while self._step < step:
            began = time.perf_counter()
            if not self._take(min(n_steps, step - self._step)):
                raise RuntimeError(f"step {self._step} was finite once and is not so now")
            is_short = time.perf_counter() - began < pauses.BETWEEN_LOOKS / 2
            n_steps = 2 * n_steps if is_short else max(1, n_steps // 2)
            pauses.look()

    def _go_to(self, step: int) -> None:
        """Bring the plan to a step of the past, from the snapshot before it."""
        if step != self._step:
            self._step, state = self._recorder.snapshot_before(step)
            self._plan.restore(state)
            self._retake(step)

    def _go_back(self, step: int) -> None:
        """Go to a step of the past and forget what came after it; the learning rate stays as it is set."""
        self._go_to(step)
        self._recorder.drop_after(step)
        self._rates.choose(step)
        self._hand = self._hand.until(step)

    def _step_at(self, epoch: float) -> int:
        """The step nearest to a moment of the past."""
        if not 0 <= epoch <= self.epoch:
            raise ValueError(f"epoch {epoch} is not between 0 and the present one, {self.epoch:.6g}")
        return round(epoch * self.steps_per_epoch)

    def restore(self, epoch: float) -> None:
        """Go back to a past moment and forget what came after it, so that training goes on from there.

        Parameters
        ----------
        epoch : float
            From 0 to the present epoch. Between two snapshots, the run trains again from the earlier one.

        Raises
        ------
        ValueError
            If the moment is not in the past.
        """
        self._go_back(self._step_at(epoch))

    def replay(self, epoch: float, *, max_batches: int = 300) -> Replay:
        """The network after every single batch from ``epoch`` to an epoch later, as far as the run has come.

        Parameters
        ----------
        epoch : float
            From 0 to the present epoch.
        max_batches : int, default 300
            Most batches, if the epoch has more; each costs an evaluation on all monitored patterns.

        Returns
        -------
        Replay
            Taken again from the snapshot before; the run itself stays where it is.

        Raises
        ------
        ValueError
            If the moment is not in the past, or ``max_batches`` is below 1.
        """
        if max_batches < 1:
            raise ValueError(f"max_batches is {max_batches}; it must be at least 1")
        start, present = self._step_at(epoch), self._step
        end = min(start + min(self.steps_per_epoch, max_batches), present)
        steps, params = range(start, end + 1), self.retrace(start, end)
        columns = self._recorder.measure(params).T.copy()
        epochs = np.array(steps) / self.steps_per_epoch
        return Replay(read_only(epochs), read_only(params), *(read_only(column) for column in columns))

    def retrace(self, start: int, end: int) -> Array:
        """The network before and after each step of a stretch of the past; nothing is measured.

        Parameters
        ----------
        start, end : int
            Steps taken at its two ends.

        Returns
        -------
        ndarray of shape (end − start + 1, n_params), float32
            Taken again from the snapshot before; the run itself stays where it is.

        Raises
        ------
        ValueError
            If the stretch is not in the past.
        """
        if not 0 <= start <= end <= self._step:
            raise ValueError(f"steps {start} to {end} are not among the {self._step} that were taken")
        present, state = self._step, self._plan.state
        networks = np.empty(
            (end - start + 1, self.architecture.n_params), np.float32
        )  # a state may weigh three
        self._away_from = present
        self._go_to(start)
        for row, step in enumerate(range(start, end + 1)):
            self._retake(step)
            networks[row] = self._plan.params_of(self._plan.state)
        self._plan.restore(state)
        self._step, self._away_from = present, None
        return networks

    def measure(self, params: Array) -> Array:
        """Training error and accuracy, then validation error and accuracy, of some networks, as the history has them.

        Parameters
        ----------
        params : ndarray of shape (n_networks, n_params)
            Networks of the run's shape, such as ``retrace`` gives.

        Returns
        -------
        ndarray of shape (n_networks, 4)
            A row for each network, the same bits whichever others it comes with.
        """
        return self._recorder.measure(params)

    def gradient_sizes(self) -> Array:
        """Euclidean norm of the gradient of the error, penalties included, wrt each layer's weights.

        Returns
        -------
        ndarray of shape (n_layers,)
            On the batch that comes next, the first hidden layer first.
        """
        self._bring_patterns()
        gradient = self._plan.gradient(self._order.rows(self._step, 1)[0]).astype(np.float64)
        return np.array([np.linalg.norm(weights) for weights in self.architecture.split(gradient)[::2]])

    @property
    def by_hand(self) -> tuple[Setting, ...]:
        """What was set by hand so far: step, place in the order of ``Architecture.split``, value."""
        return self._hand.settings

    @property
    def history(self) -> History:
        """A row for each record so far; what has not been evaluated yet is evaluated now."""
        return self._recorder.history(self.steps_per_epoch)

    @property
    def snapshots(self) -> Snapshots:
        """The network at evenly spaced moments, the first and the present one among them."""
        return self._recorder.snapshots(self.steps_per_epoch, self._step, self._plan.state)

    @property
    def n_snapshots(self) -> int:
        """How many ``snapshots`` are, at no cost: their states are not laid out for it."""
        return self._recorder.n_snapshots(self._step)

    @property
    def params(self) -> Array:
        """A copy of the present parameters, float32, in the order of ``Architecture.split``."""
        return self._plan.params_of(self._plan.state).copy()

    @property
    def n_bytes(self) -> int:
        """Bytes that would be free without this run, by formula; patterns that runs share do not count."""
        model = 8 * self.architecture.n_params  # the network that it began with, in float64
        patterns = self._order.n_patterns * (
            8 + 4 * self.architecture.sizes[-1]
        )  # their order, their targets
        return self._plan.n_bytes + self._recorder.n_bytes + model + patterns

    @property
    def architecture(self) -> Architecture:
        """The network's shape."""
        return self._plan.architecture

    @property
    def n_steps(self) -> int:
        """Steps that lead from the initial weights to the present ones."""
        return self._step if self._away_from is None else self._away_from

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch."""
        return self._order.steps_per_epoch

    @property
    def epoch(self) -> float:
        """The present moment in epochs."""
        return self.n_steps / self.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """The rate chosen, before the schedule's factor; set it at any time, from 0."""
        return self._rates.chosen

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        """Refuse a rate that is negative or not finite."""
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"learning_rate is {value}; it must be finite and at least 0")
        self._rates.choose(self._step, value)

    @property
    def present_rate(self) -> float:
        """The learning rate of the next step, the schedule's factor included."""
        return self._rates.at(self._step)[0]

    @property
    def rate_changes(self) -> tuple[RateChange, ...]:
        """The learning rates chosen, each with the epoch from which it holds, the first from 0."""
        return self._rates.changes(self.steps_per_epoch)

    def rates_until(self, n_steps: int) -> tuple[tuple[int, float], ...]:
        """The learning rates of the first steps, the schedule's factor included.

        Parameters
        ----------
        n_steps : int
            How many steps, from 0.

        Returns
        -------
        tuple of (int, float)
            Each rate, and before it the number of steps after which it holds.
        """
        rates: list[tuple[int, float]] = []
        step = 0
        while step < n_steps:
            rate, until = self._rates.at(step)
            if not rates or rate != rates[-1][1]:
                rates.append((step, rate))
            step = until
        return tuple(rates)
