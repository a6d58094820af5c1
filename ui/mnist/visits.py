"""Visits to MNIST: each visitor stands at a moment of their own on a run that others may share.

The same settings are one run for everybody. A visitor who plays at its end trains it further, by a slice at a time.
A visitor who plays where others have been before trains nothing, and moves along at the pace of the training. Pause,
rewind and steps move the visitor's moment and leave the run alone. Only a learning rate that is changed on the way
makes a run of the visitor's own, a fork at that moment; rewinding leads back to the shared run.
"""

import hashlib
from dataclasses import replace

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.training import TrainingRun
from engine.training.stops import Stop
from ui.digits.runs import DigitRun, Loaded, digits_architecture, own_run, shared_run
from ui.digits.settings import MnistSettings
from ui.frame import session
from ui.mnist.sights import Sight, at_rest, played
from ui.work import turns

SLICE = 0.15
"""Seconds of training in a tick."""

FIRST_SLICE = 0.03
"""The same for the answer to a click on play."""


class Visit:
    """One visitor's moment on a run.

    Parameters
    ----------
    settings : MnistSettings
        Of the page when the visitor comes. A run that has been trained to its end is shown from its end, any other
        from its start.
    """

    def __init__(self, settings: MnistSettings) -> None:
        self.answered = 0  # the number of the browser's order that was carried out last
        self.playing = False
        self.loaded: Loaded | None = None
        self._looked_at: tuple[tuple[DigitRun, int] | None, Array] = (None, np.empty(0))
        self._take(settings.training_part())

    def load(self, settings: MnistSettings, loaded: Loaded) -> None:
        """Go to a network from a file: it begins a run of the visitor's own, which is trained on as the settings say.

        Parameters
        ----------
        settings : MnistSettings
            With the network's layers in them.
        loaded : Loaded
            The network.
        """
        self.loaded = loaded
        self.pause()
        self._take(settings.training_part())

    def leave(self) -> None:
        """Go back to the shared run of the settings."""
        self.loaded = None
        self._take(self.settings)

    def _take(self, settings: MnistSettings) -> None:
        """Go to the run of these settings: to the shared one, or to one that begins with the network loaded."""
        self.settings = settings
        if self.loaded is not None:
            self._begin(own_run(settings, self.loaded.params), own=True)
            return
        self._begin(shared_run(settings), own=False)
        if self.run.finished:
            self.step = self.run.n_steps

    def _begin(self, trained: DigitRun, *, own: bool, step: int = 0, seconds: float = 0.0) -> None:
        """Stand on this run at a step, after so many seconds of training."""
        self.trained, self.own = trained, own
        self.step = self._start = step
        self._seconds_before = seconds
        self.peek: int | None = None
        self._new = True

    @property
    def run(self) -> TrainingRun:
        """The run that is looked at; others may push it further."""
        return self.trained.run

    @property
    def epoch(self) -> float:
        """How far the visitor has played, in epochs."""
        return self.step / self.run.steps_per_epoch

    @property
    def at_end(self) -> bool:
        """Whether there is nothing left to play."""
        return self.run.finished and self.step >= self.run.n_steps

    @property
    def loaded_name(self) -> str | None:
        """Name of the file that the run begins with; None where it begins as the settings say."""
        return self.loaded.name if self.loaded else None

    @property
    def identity(self) -> str:
        """Name of the run that is looked at: another one for other settings, rates on the way, or another file."""
        changes = [(c.epoch, c.learning_rate) for c in self.run.rate_changes] if self.own else None
        brought = self.loaded.params.tobytes() if self.loaded else b""
        return hashlib.sha256(repr((self.settings, changes)).encode() + brought).hexdigest()[:16]

    @property
    def stop(self) -> Stop | None:
        """Why there is nothing left to play; None while there is."""
        return self.run.stop if self.at_end else None

    @property
    def shown_step(self) -> int:
        """The step whose network is looked at: the one reached, or one before it that was stepped to."""
        return self.step if self.peek is None else self.peek

    @property
    def shown_epoch(self) -> float:
        """The same in epochs."""
        return self.shown_step / self.run.steps_per_epoch

    def network(self) -> tuple[Architecture, Array]:
        """Shape of the network that is looked at, and its parameters, shape (n_params,)."""
        with turns.turn():
            self.step = min(self.step, self.run.n_steps)
            wanted = self.trained, self.shown_step
            if self._looked_at[0] != wanted:
                self._looked_at = wanted, self._params_at(self.shown_step)
        return self.run.architecture, self._looked_at[1]

    def _params_at(self, step: int) -> Array:
        """The network of the run at a step; the caller holds the training turn."""
        if step == self.run.n_steps:
            return self.run.params
        replay = self.run.replay(step / self.run.steps_per_epoch, max_batches=1)
        return np.array(replay.params[0])

    @property
    def seconds(self) -> float:
        """Time that training as far as this took."""
        return self._seconds_before + self.run.seconds_trained * self._share

    @property
    def _share(self) -> float:
        """Part of the run, since it began or was forked, that the visitor has played."""
        return min(1.0, (self.step - self._start) / max(1, self.run.n_steps - self._start))

    @property
    def images_per_second(self) -> float:
        """Speed of training so far; 0 before it."""
        return self.run.n_patterns_seen / self.run.seconds_trained if self.run.seconds_trained else 0.0

    @property
    def test_accuracy(self) -> float | None:
        """Share of right test images, once the run has been played to an end that is not a failure."""
        stop = self.run.stop
        if not self.at_end or stop is None or stop.kind == "diverged":
            return None
        return self.trained.test_accuracy()

    def follow(self, settings: MnistSettings, *, from_link: bool) -> None:
        """Take over new settings: a changed rate forks the run where it is, anything else starts another.

        Parameters
        ----------
        settings : MnistSettings
            Of the page, now.
        from_link : bool
            Whether they came with a link, which never forks, and waits for play.
        """
        part = settings.training_part()
        if part == self.settings:
            return
        if from_link or digits_architecture(part) != self.run.architecture:
            self.loaded = None
        only_rate = replace(part, rate=self.settings.rate) == self.settings
        if only_rate and not from_link and self.step > 0 and not self.at_end:
            self._change_rate(part)
            return
        self._take(part)
        self.playing = not (from_link or self.at_end)

    def _change_rate(self, settings: MnistSettings) -> None:
        """Go on with another learning rate, in a run of the visitor's own."""
        if self.own and self.step == self.run.n_steps:
            self.run.learning_rate = settings.rate
        else:
            seconds = self.seconds
            with turns.turn():
                branch = self.run.fork(self.epoch, learning_rate=settings.rate)
            self._begin(DigitRun(branch), own=True, step=self.step, seconds=seconds)
        self.settings = settings

    def play(self) -> None:
        """Play on from the moment reached."""
        self.peek = None
        self.playing, self._new = not self.at_end, True

    def pause(self) -> None:
        """Stay at the moment reached."""
        self.playing = False

    def rewind(self) -> None:
        """Go back to the initial weights, of the shared run again, or of the network that was loaded."""
        self.pause()
        self._take(self.settings)
        self.step = 0

    def step_from(self, epoch: float, n_steps: int) -> None:
        """Show the network so many steps after a moment that was played; train only beyond the moment reached.

        Parameters
        ----------
        epoch : float
            Where the playhead stands.
        n_steps : int
            A batch is 1; steps never go beyond the next full epoch, which ``steps_per_epoch`` therefore reaches.
        """
        self.pause()
        length = self.run.steps_per_epoch
        start = min(max(0, round(epoch * length)), self.step)
        target = start + min(n_steps, length - start % length)
        while self.run.n_steps < target and not self.run.finished:
            with turns.turn():
                self.run.advance(max(0, min(100, target - self.run.n_steps)))
        self.peek = min(target, self.run.n_steps)
        self.step = max(min(self.step, self.run.n_steps), self.peek)

    def begin(self) -> None:
        """Take a short first slice after play was pressed or the settings changed, so that the answer comes at once."""
        if self._new:
            self._play_on(FIRST_SLICE)

    def tick(self) -> None:
        """Play on a little: train a slice, or move along where the run has been trained before."""
        self._play_on(SLICE)

    def _play_on(self, seconds: float) -> None:
        """Play on by so many seconds of training."""
        self._new = False
        if not self.playing:
            return
        if self.step < self.run.n_steps:
            self.step = self._moved_along(seconds)
        else:
            turns.advance(self.run, seconds)
            self.step = self.run.n_steps
        if self.at_end:
            self.playing = False

    def _moved_along(self, seconds: float) -> int:
        """The record that training would have come to in so long, the next one at least."""
        pace = self.run.n_steps / self.run.seconds_trained if self.run.seconds_trained else np.inf
        with turns.turn():
            records = np.rint(self.run.history.epoch * self.run.steps_per_epoch)
        ahead = records[records > self.step]
        if not len(ahead):
            return self.run.n_steps
        return int(ahead[ahead <= max(ahead[0], self.step + pace * seconds)][-1])

    def sight(self, most: int) -> Sight:
        """What there is to see now: one moment while the run is played, many when it rests.

        Parameters
        ----------
        most : int
            Bound for their number.

        Returns
        -------
        Sight
            Measured at the moment itself when the run rests, else as at its last record.
        """
        with turns.turn():
            self.step = min(self.step, self.run.n_steps)
            if self.playing:
                return played(self.run, self.step)
            return at_rest(self.run, self.step, self.peek, most)


def visit_of() -> Visit:
    """The present visitor's moment on a run; it begins with the settings that were published last."""
    return session.kept("visit", lambda: Visit(session.stored(MnistSettings)))
