"""MNIST runs that visitors share, and how far each visitor has played his.

The same settings are the same run, bit for bit; so a run is a fact that anybody's slices push further, and a visitor is
a moment on it. Who plays where others have been before moves along at the run's own pace and trains nothing; who plays
at its end trains a slice. Pause, rewind and steps move the visitor's moment alone. Only a learning rate that is changed
on the way makes a run of one's own: a fork at that moment. Rewinding leads back to the shared run of the settings.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import streamlit as st

from datasets import mnist
from engine import probe
from engine.training import TrainingRun
from ui import runs, session
from ui.mnist_sights import Sight, at_rest, played
from ui.settings import MnistSettings

SLICE = 0.15
"""Seconds of training in a tick."""

FIRST_SLICE = 0.03
"""The same for the answer to a click on play."""

MONITORED = 10_000
"""Training images on which loss and error are measured, the first ones."""

SNAPSHOT_BYTES = 16_000_000
"""What the snapshots of a run may weigh in this process."""

KEPT_RUNS = 8
"""Runs kept for the next visitor: 10 to 25 MB each, beside the images, which they share."""

STATES = {"gradient descent": 1, "Adam": 3}
"""Numbers that a snapshot holds for each parameter; 2 for the other rules."""


@dataclass(eq=False)
class DigitRun:
    """A run on MNIST, with its accuracy on the test images once somebody has asked."""

    run: TrainingRun
    _test_accuracy: float | None = None

    def test_accuracy(self) -> float:
        """Share of the 10,000 test images that the present network gets right; asked for once, after the end."""
        if self._test_accuracy is None:
            test = mnist.load().test
            with runs.turn():
                _, accuracy = probe.error_and_accuracy(
                    self.run.architecture, self.run.params, test.inputs, test.labels
                )
            self._test_accuracy = float(accuracy)
        return self._test_accuracy


@cache
def _training_images(count: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The first training images; always the same arrays, so that all plans can share what they make of them."""
    training = mnist.load().training
    return training.inputs[:count], training.labels[:count]


@st.cache_resource(max_entries=KEPT_RUNS, show_spinner=False)
def _shared_run(settings: MnistSettings) -> DigitRun:
    """Make the run of these settings, once in this process."""
    images = mnist.load()
    n_images = min(settings.images, len(images.training))
    architecture = settings.architecture(images.training.inputs.shape[1], mnist.N_CLASSES)
    state_bytes = 4 * architecture.n_params * STATES.get(settings.rule, 2)
    run = runs.make_run(
        settings,
        architecture,
        _training_images(n_images),
        (images.validation.inputs, images.validation.labels),
        max_snapshots=int(np.clip(SNAPSHOT_BYTES // state_bytes, 4, 300)),
        records_per_epoch=2 if n_images > MONITORED else 1,
        monitor_size=min(MONITORED, n_images),
    )
    return DigitRun(run)


def shared_run(settings: MnistSettings) -> DigitRun:
    """Give the shared run of these settings, as far as anybody has trained it."""
    return _shared_run(settings.training_part())


class Visit:
    """One visitor's moment on a run.

    Parameters
    ----------
    settings : MnistSettings
        What he came with. A run that has been trained to its end is shown from its end, any other from its start.
    """

    def __init__(self, settings: MnistSettings) -> None:
        self.answered = 0  # the number of the browser's order that was carried out last
        self.playing = False
        self._take(settings.training_part())

    def _take(self, settings: MnistSettings) -> None:
        """Go to the shared run of these settings."""
        self.settings = settings
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
        only_rate = replace(part, rate=self.settings.rate) == self.settings
        if only_rate and not from_link and self.step > 0 and not self.at_end:
            self._change_rate(part)
            return
        self._take(part)
        self.playing = not (from_link or self.at_end)

    def _change_rate(self, settings: MnistSettings) -> None:
        """Go on with another learning rate, in a run of one's own."""
        if self.own and self.step == self.run.n_steps:
            self.run.learning_rate = settings.rate
        else:
            seconds = self.seconds
            with runs.turn():
                branch = self.run.fork(self.epoch, learning_rate=settings.rate)
            self._begin(DigitRun(branch), own=True, step=self.step, seconds=seconds)
        self.settings = settings

    def play(self) -> None:
        """Play on from the moment reached."""
        self.peek = None
        self.playing, self._new = not self.at_end, True

    def pause(self) -> None:
        """Stay where one is."""
        self.playing = False

    def rewind(self) -> None:
        """Go back to the initial weights, of the shared run again."""
        self.pause()
        self._begin(shared_run(self.settings), own=False)

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
            with runs.turn():
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
            runs.advance(self.run, seconds)
            self.step = self.run.n_steps
        if self.at_end:
            self.playing = False

    def _moved_along(self, seconds: float) -> int:
        """The record that training would have come to in so long, the next one at least."""
        pace = self.run.n_steps / self.run.seconds_trained if self.run.seconds_trained else np.inf
        with runs.turn():
            records = np.rint(self.run.history.epoch * self.run.steps_per_epoch)
        ahead = records[records > self.step]
        if not len(ahead):
            return self.run.n_steps
        return int(ahead[ahead <= max(ahead[0], self.step + pace * seconds)][-1])

    def sight(self, most_bytes: int) -> Sight:
        """What there is to see now: one moment while the run is played, many when it rests.

        Parameters
        ----------
        most_bytes : int
            Bound for the weights of all moments, at one byte each.

        Returns
        -------
        Sight
            Measured at the moment itself when the run rests, else as at its last record.
        """
        with runs.turn():
            self.step = min(self.step, self.run.n_steps)
            if self.playing:
                return played(self.run, self.step)
            return at_rest(self.run, self.step, self.peek, most_bytes)


def visit_of() -> Visit:
    """The present visitor's moment on a run; he begins with the settings that were published last."""
    return session.kept("visit", lambda: Visit(session.stored(MnistSettings)))
