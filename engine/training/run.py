"""Training as a value: a run that advances a little at each call, and stops by itself with a reason.

The same arguments give the same run, bit for bit on one machine, however it is sliced. Looking at a run never changes
it. It can go back to any past moment: see ``engine.training.timeline``.
"""

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from .. import patterns, pauses
from ..arrays import Array
from ..bounds import check_count
from ..errors import Error
from ..learning_rules import GradientDescentLearningRule
from ..models import MultipleLayerModel, architecture_of
from ..plans import held, make_plan
from . import packing, stops
from .batch_order import BatchOrder
from .by_hand import HandLog, checked
from .history import Past, Recorder
from .monitor import Monitor, Patterns
from .pace import Pace
from .rate_log import RateLog
from .redraws import Redraw, Redraws
from .timeline import Timeline

SHARE_BETWEEN_LOOKS = 0.03
"""Part of a time slice that passes between two looks at the clock."""


@dataclass(frozen=True, eq=False)
class ParkedRun:
    """A run at rest, as ``TrainingRun.park`` gives it: its past without what computes, and it cannot be trained.

    Parameters
    ----------
    recipe : callable
        Makes the run from its number of epochs, at epoch 0.
    n_epochs : int
        Epochs after which it is done.
    rates : RateLog
        Its learning rates.
    past : Past
        Its records and snapshots.
    step : int
        Steps that it has taken.
    state : ndarray of shape (n_state,)
        Its plan's state there.
    stop : Stop or None
        Why it has stopped.
    pace : Pace
        Time that it has taken.
    by_hand : HandLog
        What was set by hand.
    """

    recipe: Callable[..., "TrainingRun"]
    n_epochs: int
    rates: RateLog
    past: Past
    step: int
    state: Array
    stop: stops.Stop | None
    pace: Pace
    by_hand: HandLog

    @property
    def n_bytes(self) -> int:
        """Bytes of the snapshots, the rows, the state and the network that it began with."""
        snapshots = sum(state.nbytes for _, _, state in self.past.snapshots)
        return snapshots + self.past.rows.nbytes + 3 * self.state.nbytes

    def resume(self) -> "TrainingRun":
        """The run as it was when it was parked; each call gives another one."""
        run = self.recipe(n_epochs=self.n_epochs)
        run._take_up(self)
        return run


class TrainingRun(Timeline):
    """A model on its way through training.

    The learning rate is a control, not a part of the past: ``rewind``, ``restore`` and ``fork`` leave it as it is
    set. The run copies model and learning rule, but not the patterns. An epoch is a float, and stands for the step
    nearest to it.

    Parameters
    ----------
    model : MultipleLayerModel
        The network with its initial parameters; it is left as it is.
    error : Error
        The error to be lowered; see ``make_plan`` for what it may be.
    learning_rule : GradientDescentLearningRule
        How parameters are updated, with the initial learning rate.
    training, validation : tuple of (inputs, labels)
        Inputs (n_patterns, input_dim), floating, or uint8 grey levels read as ``value / 255``; labels
        (n_patterns,), integers from 0. A class may be missing.
    batch_size : int or None
        Patterns in a step; None for all of them (a full batch), whose order is fixed. Of many inputs, more than 1,000
        patterns come in pieces: see ``engine.plans.pieces``.
    n_epochs : int
        Epochs after which the run is done, 1 to 1,000,000; may be set later.
    order_seed : int, default 0
        Seed of the order of patterns. An epoch takes whole batches only, and leaves out what remains.
    schedule : str, default "constant"
        A name from ``engine.training.rate_log.SCHEDULES``, the factor on the learning rate through the run:
        "falling" goes to 0 at ``n_epochs``, in stairs.
    patience : int or None, default None
        Epochs without a new minimum of the validation error after which the run stops; None for no such stop.
    max_snapshots : int, default 300
        Most snapshots kept, at least 2; each holds a plan's state (twice the parameters with momentum).
    records_per_epoch : int, default 1
        Rows of the history in each epoch, evenly spaced; also the moments from which snapshots are chosen.
    monitor_size : int or None, default None
        Number of training patterns, from the first on, that the history's training columns measure; None for all.
    redraw : callable or None, default None
        ``redraw(inputs, rng)`` makes the inputs of each epoch from those given: see ``Redraws``. The history measures
        the patterns as they were given.
    redraw_turns : int, default 1
        Epochs in which every pattern is drawn anew once: with 8, each epoch brings an eighth of them anew.

    Raises
    ------
    ValueError
        If a number is out of bounds, or the patterns do not fit the model.
    """

    def __init__(
        self,
        model: MultipleLayerModel,
        error: Error,
        learning_rule: GradientDescentLearningRule,
        training: Patterns,
        validation: Patterns,
        *,
        batch_size: int | None,
        n_epochs: int,
        order_seed: int = 0,
        schedule: str = "constant",
        patience: int | None = None,
        max_snapshots: int = 300,
        records_per_epoch: int = 1,
        monitor_size: int | None = None,
        redraw: Redraw | None = None,
        redraw_turns: int = 1,
    ) -> None:
        inputs, labels = patterns.as_plans_read(training)
        patterns.refuse_unfit(architecture_of(model), inputs, labels)
        n_patterns = len(inputs)
        batch_size = n_patterns if batch_size is None else batch_size
        monitor_size = n_patterns if monitor_size is None else monitor_size
        check_count("monitor_size", monitor_size, 1, n_patterns)
        order = BatchOrder(n_patterns, batch_size, order_seed, records_per_epoch)
        self._endings = stops.Endings(order.steps_per_epoch, n_epochs, patience)
        rates = RateLog(schedule, learning_rule.learning_rate, n_epochs * order.steps_per_epoch)
        self.recipe = partial(  # makes the same run again; only ``n_epochs`` is still to be given
            TrainingRun,
            copy.deepcopy(model),
            error,
            copy.deepcopy(learning_rule),
            training,
            validation,
            batch_size=batch_size,
            order_seed=order_seed,
            schedule=schedule,
            patience=patience,
            max_snapshots=max_snapshots,
            records_per_epoch=records_per_epoch,
            monitor_size=monitor_size,
            redraw=redraw,
            redraw_turns=redraw_turns,
        )
        self._max_snapshots = max_snapshots
        plan = make_plan(model, error, learning_rule, batch_size=batch_size)
        pauses.look()
        redraws = redraw and Redraws(plan, inputs, labels, redraw, seed=order_seed, n_turns=redraw_turns)
        if redraws is None:
            plan.bind(inputs, labels)
        monitored = (inputs[:monitor_size], labels[:monitor_size])
        pauses.look()
        monitor = Monitor(plan.architecture, [monitored, patterns.as_plans_read(validation)])
        recorder = Recorder(plan.params_of, monitor, plan.state)
        recorder.thin(n_epochs * order.records_per_epoch, max_snapshots)
        super().__init__(plan, order, rates, recorder, redraws)
        self._stop: stops.Stop | None = None
        self._pace = Pace()

    def advance(self, n_steps: int | None = None, *, seconds: float | None = None) -> int:
        """Train a little; after a stop, do nothing.

        Parameters
        ----------
        n_steps : int or None
            Steps to take, fewer if the run stops. Their records are evaluated when the history is read.
        seconds : float or None
            Time to fill with steps and the evaluation of their records; with ``n_steps`` too, no more than these. At
            least one step is taken; the run leaves further steps that would not fit for the next call.

        Returns
        -------
        int
            Steps taken.

        Raises
        ------
        ValueError
            If neither of the two is given, or one is negative.
        """
        if n_steps is not None:
            check_count("n_steps", n_steps, 0)
        before = self._pace.n_steps
        if seconds is not None:
            if not 0 <= seconds < np.inf:
                raise ValueError(f"seconds is {seconds}; it must be finite and at least 0")
            self._advance_for(seconds, np.inf if n_steps is None else before + n_steps)
        elif n_steps is not None:
            while self._stop is None and self._pace.n_steps < before + n_steps:
                at_once = max(1, int(pauses.BETWEEN_LOOKS / self._pace.latest))
                self._advance_to_record(min(at_once, before + n_steps - self._pace.n_steps))
        else:
            raise ValueError("one of n_steps and seconds is needed")
        return self._pace.n_steps - before

    def advance_batch(self) -> int:
        """Take one step; returns the number of steps taken, 0 after a stop."""
        return self.advance(1)

    def advance_epoch(self) -> int:
        """Train to the beginning of the next epoch; returns the number of steps taken."""
        return self.advance(self.steps_per_epoch - self.n_steps % self.steps_per_epoch)

    def _advance_for(self, seconds: float, end_step: float) -> None:
        """Take steps and evaluate their records until the time is over, or so many steps have been taken."""
        end = time.perf_counter() + seconds
        before = self._pace.n_steps
        self._recorder.evaluate()
        while self._stop is None and self._pace.n_steps < end_step:
            n_steps = max(1, int(SHARE_BETWEEN_LOOKS * seconds / self._pace.latest))
            record, _ = self._order.next_record(self.n_steps)
            more = int(self.n_steps + n_steps >= record)
            if self._pace.n_steps > before and time.perf_counter() + self._recorder.seconds_owed(more) >= end:
                self._recorder.evaluate()
                if time.perf_counter() + self._recorder.seconds_owed(more) >= end:
                    break
            self._advance_to_record(int(min(n_steps, end_step - self._pace.n_steps)))
        self._recorder.evaluate()

    def _advance_to_record(self, n_steps: int) -> None:
        """Take at most ``n_steps`` steps, but none beyond the next record, and stop there if it is time to."""
        start = self.n_steps
        record, number = self._order.next_record(start)
        self._pace.start()
        finite = self._take(min(n_steps, record - start))
        self._pace.stop(self.n_steps - start)
        if not finite:
            self._stop_diverged()
        elif self.n_steps == record:
            self._recorder.add(record, number, self._plan.state)
            self._stop_if_due()
        pauses.look()

    def _stop_if_due(self) -> None:
        """Stop after the last epoch, or if the validation error has had no new minimum for too long."""
        self._stop = self._endings.at(self.n_steps, self._recorder)
        if self._endings.done(self.n_steps) and not np.isfinite(self._recorder.rows[-1]).all():
            self._stop_diverged()

    def _stop_diverged(self) -> None:
        """Stop, and go back to the last moment at which error and parameters were finite."""
        epoch, rate = self.epoch, self.learning_rate
        if self._recorder.last_step < self.n_steps:
            self._recorder.add(self.n_steps, None, self._plan.state)
        rows = self._recorder.rows
        self._go_back(int(rows[np.isfinite(rows).all(axis=1), 0].max(initial=0)))
        self._stop = stops.diverged(epoch, rate)

    def _go_back(self, step: int) -> None:
        """Go back, and take back a stop that came later."""
        super()._go_back(step)
        self._endings.forget(self._hand.latest)
        self._stop = self._endings.at(step, self._recorder)

    def rewind(self) -> None:
        """Go back to the initial weights; only row 0 of the history is left, and the counts begin anew."""
        self._go_back(0)
        self._pace = Pace()

    def fork(self, epoch: float, *, learning_rate: float | None = None) -> "TrainingRun":
        """A new run, independent of this one, that has the same past up to ``epoch``.

        Parameters
        ----------
        epoch : float
            From 0 to the present epoch.
        learning_rate : float or None, default None
            The new run's rate; None for the rate that is set here now.

        Returns
        -------
        TrainingRun
            With this run's history and snapshots up to ``epoch``; its counts of work begin anew.

        Raises
        ------
        ValueError
            If the moment is not in the past, or the learning rate is negative or not finite.
        """
        step = self._step_at(epoch)
        branch = self.recipe(n_epochs=self.n_epochs)
        branch._recorder.follow(self._recorder.past, step)
        branch._rates = self._rates.copy()
        branch._hand = self._hand.until(step)
        branch._step, state = branch._recorder.snapshot_before(step)
        branch._plan.restore(state)
        branch._go_back(step)
        if learning_rate is not None:
            branch.learning_rate = learning_rate
        return branch

    def set_by_hand(self, values: Mapping[int, float]) -> None:
        """Set parameters of the present moment: training goes on from exactly these.

        The past stays. What the learning rule remembers stays too, and so does what is frozen, at its new value. The
        present record is measured anew. Patience counts from here.

        Parameters
        ----------
        values : mapping of int to float
            Values by place in the order of ``Architecture.split``; they are rounded to single precision.

        Raises
        ------
        ValueError
            If there is no such parameter, a value is not finite in single precision, or a wire is cut: its weight stays
            0. Nothing has changed then.
        """
        found = checked(values, self.architecture.n_params)
        cut = held.cut(self.recipe.args[0])
        if apart := [place for place in found if cut[place] and found[place] != 0]:
            raise ValueError(f"the wires of the parameters {apart} are cut: their weights stay 0")
        if not found:
            return
        self._hand = self._hand.with_more(self._step, found)
        self._set_again()
        self._recorder.amend(self._step, self._plan.state)
        self._endings.forget(self._step)
        self._stop = self._endings.done(self._step)

    def park(self) -> "ParkedRun":
        """What it takes to go on with this run later, bit for bit: its past and its state, not what computes."""
        return ParkedRun(
            self.recipe,
            self.n_epochs,
            self._rates.copy(),
            self._recorder.past,
            self._step,
            self._plan.state,
            self._stop,
            copy.deepcopy(self._pace),
            self._hand,
        )

    def pack(self) -> bytes:
        """The run at rest as bytes, for another process that makes the same run: see ``take_up``.

        Raises
        ------
        ValueError
            If something was set by hand: the arguments of a run do not say so.
        """
        parked = self.park()
        if parked.by_hand.settings:
            raise ValueError(
                f"{len(parked.by_hand.settings)} parameters were set by hand: this is no run of its own"
            )
        return packing.pack(
            parked.n_epochs, parked.rates, parked.past, parked.step, parked.state, parked.stop, parked.pace
        )

    def take_up(self, data: bytes) -> None:
        """Go on where another run with the same arguments was when it was packed.

        Parameters
        ----------
        data : bytes
            As ``pack`` gave them.

        Raises
        ------
        ValueError
            If this is not at epoch 0, or the bytes are damaged or another run's; nothing has changed then.
        """
        if self.n_steps:
            raise ValueError(
                f"the run is at epoch {self.epoch:g}; only one at epoch 0 takes up another's past"
            )
        found = packing.unpack(data, self.n_epochs, self._rates, self._plan.state)
        self._take_up(ParkedRun(self.recipe, self.n_epochs, *found, HandLog()))

    def _take_up(self, parked: ParkedRun) -> None:
        """Be the run that was parked; this one has just been made by its recipe."""
        self._recorder.follow(parked.past, parked.step)
        self._rates = parked.rates.copy()
        self._step, self._stop = parked.step, parked.stop
        self._plan.restore(parked.state)
        self._pace = copy.deepcopy(parked.pace)
        self._hand = parked.by_hand
        self._endings.forget(self._hand.latest)

    @property
    def n_epochs(self) -> int:
        """Epochs after which the run is done; raised, a run that is done goes on, its schedule stretched."""
        return self._endings.n_epochs

    @n_epochs.setter
    def n_epochs(self, value: int) -> None:
        """Refuse an end before the present moment or beyond the bound."""
        self._endings.put_off(value, least=max(1, -(-self.n_steps // self.steps_per_epoch)))
        self._rates.choose(self.n_steps, n_steps=value * self.steps_per_epoch)
        self._recorder.thin(value * self._order.records_per_epoch, self._max_snapshots)
        if self._stop is None or self._stop.kind == "done":
            self._stop = self._endings.done(self.n_steps)

    @property
    def stop(self) -> stops.Stop | None:
        """Why the run stopped; None while it can go on."""
        return self._stop

    @property
    def finished(self) -> bool:
        """Whether the run has stopped."""
        return self._stop is not None

    @property
    def seconds_trained(self) -> float:
        """Time spent on steps since the start or the last ``rewind``, evaluation left out."""
        return self._pace.seconds

    @property
    def n_patterns_seen(self) -> int:
        """Patterns in all the steps that ``seconds_trained`` was spent on."""
        return self._pace.n_steps * self._order.batch_size

    @property
    def processor_seconds_per_epoch(self) -> float:
        """Processor time of an epoch's steps, the median; evaluation left out."""
        return self._pace.processor_seconds * self.steps_per_epoch
