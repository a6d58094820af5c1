"""Visits to MNIST: each visitor stands at a moment of their own on a run that others may share.

Equal settings are one run for all visitors. A visitor at the end of the run trains it further when they play, a slice
at a time. A visitor at an earlier moment trains nothing when they play, and moves along at the pace of the training.
Pause, rewind and steps move the visitor's moment; only a step beyond the run's end trains it. Two things give a visitor
a run of their own: a learning rate changed on the way, which forks the run, and a network from a file. Rewinding leads
from a fork back to the shared run.

A server that has begun anew knows no visits. Where a browser brings one, it is taken up: what led to its moment is
trained again, the same to the last bit, and meanwhile the browser shows what it has.

A visit holds no shared run, or those who left would hold it: it asks for the run again. Where the run was let go of in
the meantime, it is trained again, the same to the last bit, and the visitor goes on at its end.
"""

import hashlib
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.training import TrainingRun
from engine.training.stops import Stop
from ui.digits.runs import DigitRun, Loaded, digits_architecture, own_run, shared_run
from ui.digits.settings import MnistSettings
from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.mnist import standing
from ui.mnist.sights import Sight, at_rest, played
from ui.mnist.standing import Standing
from ui.work import turns
from ui.work.jobs import Job
from ui.work.keeper import KEEPER

SLICE = 0.15
"""Seconds of training in a tick."""

FIRST_SLICE = 0.03
"""Seconds of training in the answer to a click on play."""

OPENING_SLICE = 0.8
"""Seconds of training before the first picture of a link that names a later moment: weights are no noise then."""

NOISE_ENDS = 0.25
"""Epochs after which weights are seen to be templates. On a slow machine the first picture waits for them."""

MOST_OPENING_SLICES = 4

ASKED_EVERY = 1.0
"""Seconds after which a visit asks for its shared run again, which says that somebody looks at it."""

AT_ONCE = 10_000_000_000
"""Multiplications with addition that the answer to a step may take: about 0.3 s. More goes on behind a bar."""

EACH_STEP = 1_000_000
"""The same for what a step takes beside its multiplications."""

BETWEEN = 0.04
"""Seconds of training between two shares of a step that takes longer."""


class Visit:
    """One visitor's moment on a run.

    Parameters
    ----------
    settings : MnistSettings
        The page's settings when the visitor comes. Where they name no moment, a run that is finished is shown at its
        end, any other at its start.
    """

    def __init__(self, settings: MnistSettings) -> None:
        self.asked = self.answered = (
            0  # numbers of the browser's orders: of the last, and of the last carried out
        )
        self.playing = False
        self.looked = 0.0  # the number of the wish that was heard last of what to look at
        self.stepping: Job[None] | None = None  # steps that were asked for and are not all taken
        self.loaded: Loaded | None = None
        self.left = ""  # the file whose network the last settings have left
        self.peek: int | None = None
        self.goal: int | None = None  # the step at which playing ends, before the run's end
        self.returning: Standing | None = None  # where a visit that is taken up leads, until it is there
        self._changes: list[tuple[int, float]] = []  # steps at which the learning rate is still to be changed
        self.begins = 0  # the number of this opening, if the browser shall play from the beginning by itself
        self._n_openings = 0
        self._is_new = True  # until the page's first settings, with which it was made
        self._looked_at: tuple[tuple[weakref.ref[DigitRun], int] | None, Array] = (None, np.empty(0))
        KEEPER.count("networks that visitors look at", self)
        self._open(settings)

    def load(self, settings: MnistSettings, loaded: Loaded) -> None:
        """Go to a network from a file, which begins a run of the visitor's own; the settings say how it is trained.

        Parameters
        ----------
        settings : MnistSettings
            The page's settings; their layers are those of the network.
        loaded : Loaded
            The network.
        """
        self.loaded = loaded
        self.pause()
        self._take(settings.training_part())

    def take_up(self, stood: Standing, loaded: Loaded | None = None) -> None:
        """Take up a visit that another server knew: go to its moment, and train again what led there.

        Parameters
        ----------
        stood : Standing
            Where the visitor stood.
        loaded : Loaded or None
            The network that they had loaded; it has the layers of the settings.
        """
        part, self.loaded = self.settings, loaded
        if loaded is not None or len(stood.rates) > 1:
            first = replace(part, rate=stood.rates[0][1]) if stood.rates else part
            self._begin(own_run(first, loaded.params if loaded else None), own=True)
        else:
            self._begin(shared_run(part), own=False)
        run, length = self.run, self.run.steps_per_epoch
        self._changes = [(round(epoch * length), rate) for epoch, rate in stood.rates[1:]]
        goal = min(round(stood.to * length), run.n_epochs * length)
        self.step = min(goal, run.n_steps)
        if run.finished or self.step == goal:
            self._arrive_back(stood)
        else:
            self.goal, self.playing, self.returning = goal, True, stood

    def _arrive_back(self, stood: Standing) -> None:
        """Stand where the visitor stood: at an earlier moment than the run has come to, or playing on."""
        self.returning = None
        moment = round(stood.at * self.run.steps_per_epoch)
        self.peek = moment if moment < self.step else None
        self.playing = stood.plays and not self.at_end

    def _open(self, settings: MnistSettings) -> None:
        """Go to the moment that a link names; what of it has not been trained yet is played, and ends there."""
        part = settings.training_part()
        self._opened = part, settings.at
        self.playing = False
        self._take(part)
        if settings.at is None:
            self._n_openings += 1
            self.begins = self._n_openings if settings.play else 0
            if self.begins and self.at_end:
                self.peek = 0
            return
        run = self.run
        wanted = min(round(settings.at * run.steps_per_epoch), run.n_epochs * run.steps_per_epoch)
        if run.finished:
            self.peek = wanted if wanted < run.n_steps else None
            return
        self.step = min(wanted, run.n_steps)
        if wanted > run.n_steps:
            self.goal, self.playing = wanted, True

    def leave(self) -> None:
        """Go back to the shared run of the settings."""
        self.loaded = None
        self._take(self.settings)

    def _take(self, settings: MnistSettings) -> None:
        """Go to the run of these settings: the shared one, or the visitor's own if a network is loaded."""
        self.settings = settings
        if self.loaded is not None:
            self._begin(own_run(settings, self.loaded.params), own=True)
            return
        self._begin(shared_run(settings), own=False)
        if self.run.finished:
            self.step = self.run.n_steps

    def _begin(self, trained: DigitRun, *, own: bool, step: int = 0, seconds: float = 0.0) -> None:
        """Stand on this run at a step, which ``seconds`` of training led to."""
        self.own = own
        self._mine, self._shared = trained if own else None, weakref.ref(trained)
        self._asked = time.monotonic()
        if own:
            KEEPER.count("runs of visitors' own", trained)
        self.step = self._start = step
        self._seconds_before = seconds
        self.peek = self.goal = self.stepping = self.returning = None
        self._changes = []
        self.begins, self._target = 0, step
        self._new = True

    @property
    def n_bytes(self) -> int:
        """Bytes of the network on view, and of one that was loaded; a run of the visitor's own counts by itself."""
        return self._looked_at[1].nbytes + (self.loaded.params.nbytes if self.loaded else 0)

    @property
    def trained(self) -> DigitRun:
        """The run on view, with what is known of it."""
        if self._mine is not None:
            return self._mine
        shared, now = self._shared(), time.monotonic()
        if shared is None or now > self._asked + ASKED_EVERY:
            shared = shared_run(self.settings)
            self._shared, self._asked = weakref.ref(shared), now
        return shared

    @property
    def run(self) -> TrainingRun:
        """The run on view; other visitors may train it further."""
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
        """Name of the file that the run begins with; None if it begins as the settings say."""
        return self.loaded.name if self.loaded else None

    @property
    def identity(self) -> str:
        """Name of the run on view; it changes with the settings, with rates on the way, and with the file loaded."""
        changes = [(c.epoch, c.learning_rate) for c in self.run.rate_changes] if self.own else None
        brought = self.loaded.params.tobytes() if self.loaded else b""
        return hashlib.sha256(repr((self.settings, changes)).encode() + brought).hexdigest()[:16]

    @property
    def stop(self) -> Stop | None:
        """Why the run stopped; None while there is something left to play."""
        return self.run.stop if self.at_end else None

    @property
    def shown_step(self) -> int:
        """The step of the network on view: the step reached, or an earlier one that the visitor stepped to."""
        return self.step if self.peek is None else self.peek

    @property
    def target_epoch(self) -> float:
        """Where the steps that were asked for lead, in epochs."""
        return self._target / self.run.steps_per_epoch

    @property
    def shown_epoch(self) -> float:
        """The step of the network on view, in epochs."""
        return self.shown_step / self.run.steps_per_epoch

    def network(self) -> tuple[Architecture, Array]:
        """Architecture of the network on view, and its parameters, shape (n_params,)."""
        with turns.turn(self.trained.busy):
            self.step = min(self.step, self.run.n_steps)
            wanted = weakref.ref(self.trained), self.shown_step
            if self._looked_at[0] != wanted:
                self._looked_at = wanted, self._params_at(self.shown_step)
        return self.run.architecture, self._looked_at[1]

    def _params_at(self, step: int) -> Array:
        """The network of the run at a step; the caller holds the training turn."""
        if step == self.run.n_steps:
            return self.run.params
        return np.array(self.run.retrace(step, step)[0])

    @property
    def seconds(self) -> float:
        """Seconds of training up to the step reached."""
        return self._seconds_before + self.run.seconds_trained * self._share

    @property
    def _share(self) -> float:
        """Share of the run, since it began or was forked, that the visitor has played."""
        return min(1.0, (self.step - self._start) / max(1, self.run.n_steps - self._start))

    @property
    def images_per_second(self) -> float:
        """Speed of training so far; 0 before training."""
        return self.run.n_patterns_seen / self.run.seconds_trained if self.run.seconds_trained else 0.0

    @property
    def test_accuracy(self) -> float | None:
        """Share of right test images, once the visitor has played to the end; None before, or if training diverged."""
        stop = self.run.stop
        if not self.at_end or stop is None or stop.kind == "diverged":
            return None
        return self.trained.test_accuracy()

    def follow(self, settings: MnistSettings, *, from_link: bool) -> None:
        """Take over new settings: a changed rate forks the run at this moment, any other change goes to another run.

        Parameters
        ----------
        settings : MnistSettings
            The page's present settings.
        from_link : bool
            Whether they came with a link: a link never forks, and waits for play.
        """
        part, is_new = settings.training_part(), self._is_new
        self._is_new, had = False, self.loaded
        self.left = ""
        self._follow(settings, part, from_link=from_link, is_new=is_new)
        if had is not None and self.loaded is None:
            self.left = had.name

    def _follow(self, settings: MnistSettings, part: MnistSettings, *, from_link: bool, is_new: bool) -> None:
        """Go where the settings lead; a loaded network is left where these have other layers, or came with a link."""
        if from_link and not is_new and self._is_news(settings):
            self.loaded = None
            self._open(settings)
            return
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

    def _is_news(self, settings: MnistSettings) -> bool:
        """Whether a link leads to another moment than the one that was opened last, or is to be played anew."""
        part = settings.training_part()
        if self.own and part == self.settings:
            return False
        if settings.at is None:
            return settings.play
        return (part, settings.at) != self._opened

    def _change_rate(self, settings: MnistSettings) -> None:
        """Go on with another learning rate, in a run of the visitor's own."""
        self.returning, self.goal, self._changes = None, None, []
        if self.own and self.step == self.run.n_steps:
            self.run.learning_rate = settings.rate
        else:
            seconds = self.seconds
            with turns.turn(self.trained.busy):
                branch = self.run.fork(self.epoch, learning_rate=settings.rate)
            self._begin(
                DigitRun(branch, images=self.trained.images), own=True, step=self.step, seconds=seconds
            )
        self.settings = settings

    def play(self) -> None:
        """Play on from the moment reached."""
        if self.returning:
            self.returning = replace(self.returning, plays=True, at=self.returning.to)
            return
        self.peek = self.goal = self.stepping = None
        self.begins = 0
        self.playing, self._new = not self.at_end, True

    def pause(self) -> None:
        """Stay at the moment reached; on the way back to a moment, stay there."""
        if self.returning:
            self.returning = replace(self.returning, plays=False)
            return
        self.playing, self.goal, self.begins, self.stepping = False, None, 0, None

    def rewind(self) -> None:
        """Go back to the initial weights: those of the shared run, or of the network loaded."""
        self.pause()
        self._take(self.settings)
        self.step = 0

    def step_from(self, epoch: float, n_steps: int) -> None:
        """Show the network ``n_steps`` steps after a moment, and train only where the run has not been trained.

        Where the steps take longer than an answer may, ``stepping`` is the job that takes the rest of them: once it is
        finished, ``arrive`` goes to the moment.

        Parameters
        ----------
        epoch : float
            The moment of the playhead.
        n_steps : int
            1 for a batch. Steps end at the next full epoch at the latest, so ``steps_per_epoch`` leads there.
        """
        self.pause()
        if self.returning:
            return
        length = self.run.steps_per_epoch
        start = min(max(0, round(epoch * length)), self.step)
        target = start + min(n_steps, length - start % length)
        self._target, run = target, self.run
        self.stepping = Job(lambda: _steps_to(run, target), self.trained.busy)
        n_images = self.settings.images / run.steps_per_epoch
        each = 3 * n_images * run.architecture.n_multiply_adds + EACH_STEP
        if (target - run.n_steps) * each <= AT_ONCE:
            while not self.stepping.finished:
                turns.advance(self.stepping, 1.0, self.stepping.busy)
            self.arrive()

    def arrive(self) -> None:
        """Go to the moment that was stepped to, or as far towards it as the run has come."""
        self.stepping = None
        self.peek = min(self._target, self.run.n_steps)
        self.step = max(min(self.step, self.run.n_steps), self.peek)

    def begin(self) -> None:
        """Take a short first slice after play was pressed or the settings changed, so that the answer comes at once."""
        if not self._new:
            return
        if self.goal is None or self.run.n_steps:
            self._play_on(FIRST_SLICE)
            return
        for _ in range(MOST_OPENING_SLICES):
            self._play_on(OPENING_SLICE)
            if self.epoch >= NOISE_ENDS:
                return

    def tick(self) -> None:
        """Play on a little: train a slice, or move along where the run has been trained before."""
        self._play_on(SLICE)

    def _play_on(self, seconds: float) -> None:
        """Play on by as much as ``seconds`` of training."""
        self._new = False
        if not self.playing:
            return
        if self.step < self.run.n_steps:
            self.step = self._moved_along(seconds)
        else:
            self._train(seconds)
            self.step = self.run.n_steps
        if self.goal is not None and self.step >= self.goal:
            self.step, self.goal, self.playing = self.goal, None, False
        if self.at_end:
            self.playing, self.goal = False, None
        if self.returning and not self.playing:
            self._arrive_back(self.returning)

    def _train(self, seconds: float) -> None:
        """Train the run, up to the next change of the learning rate at most where one is still to come."""
        if not self._changes:
            turns.advance(self.run, seconds, self.trained.busy)
            return
        step, rate = self._changes[0]
        turns.advance(_UpTo(self.run, step), seconds, self.trained.busy)
        if self.run.n_steps >= step:
            self.run.learning_rate = rate
            del self._changes[0]

    def _moved_along(self, seconds: float) -> int:
        """The step of the record that ``seconds`` of training would reach, or of the next record if that is none."""
        pace = self.run.n_steps / self.run.seconds_trained if self.run.seconds_trained else np.inf
        with turns.turn(self.trained.busy):
            records = np.rint(self.run.history.epoch * self.run.steps_per_epoch)
        ahead = records[records > self.step]
        if not len(ahead):
            return self.run.n_steps
        return int(ahead[ahead <= max(ahead[0], self.step + pace * seconds)][-1])

    def sight(self, most: int) -> Sight:
        """Curves and networks to show now: one moment while the run is played, many when it rests.

        Parameters
        ----------
        most : int
            The most moments.

        Returns
        -------
        Sight
            Measured at the present moment when the run rests, else at its last record.
        """
        with turns.turn(self.trained.busy):
            self.step = min(self.step, self.run.n_steps)
            if self.playing:
                return played(self.run, self.step)
            return at_rest(self.run, self.step, self.peek, most)


@dataclass(frozen=True)
class _UpTo:
    """A run that ends at a step, for ``turns.advance``."""

    run: TrainingRun
    step: int

    @property
    def n_steps(self) -> int:
        """Steps that it has taken."""
        return self.run.n_steps

    @property
    def finished(self) -> bool:
        """Whether it is there."""
        return self.run.finished or self.run.n_steps >= self.step

    def advance(self, *, seconds: float) -> None:
        """Go on for some seconds, to the step at most."""
        self.run.advance(self.step - self.run.n_steps, seconds=seconds)


def _steps_to(run: TrainingRun, target: int) -> Iterator[tuple[float, None]]:
    """Take the steps of a run up to one of them, which others may take meanwhile."""
    first = run.n_steps
    while run.n_steps < target and not run.finished:
        run.advance(target - run.n_steps, seconds=BETWEEN)
        yield min(1.0, (run.n_steps - first) / (target - first)), None


@dataclass
class _Brought:
    """What a browser has brought of a visit before this server's: where it stood, and the network, with its layers."""

    stood: Standing | None = None
    layers: dict[str, Any] = field(default_factory=dict)
    loaded: Loaded | None = None


def _brought() -> _Brought:
    return session.kept("visit brought", _Brought)


def visit_of() -> Visit:
    """The present visitor's visit; it begins with the settings that were published last, or where they stood before."""
    return session.kept("visit", lambda: _visit(session.stored(MnistSettings)))


def _visit(settings: MnistSettings) -> Visit:
    """A new visit, which takes up the one that the browser has brought."""
    visit, brought = Visit(settings), _brought()
    has_layers = all(getattr(settings, name) == value for name, value in brought.layers.items())
    if brought.loaded is not None and has_layers:
        visit.take_up(brought.stood or Standing(), brought.loaded)
    elif brought.stood is not None:
        visit.take_up(brought.stood)
    brought.stood = brought.loaded = None
    return visit


def _bring_standing(text: str) -> None:
    _brought().stood = standing.read(text)


def _bring_network(text: str) -> None:
    _brought().layers, _brought().loaded = standing.network_read(text)
    session.forget("visit")  # after a reload the page has begun one without the network


def _here() -> Visit | None:
    """The visitor's visit, where they have been to MNIST."""
    visit: Visit | None = session.known("visit")
    return visit


def _network_sign() -> str:
    visit = _here()
    return visit.loaded.sign if visit and visit.loaded else ""


def _give_network() -> str:
    visit = _here()
    return standing.network_written(visit.settings, visit.loaded) if visit and visit.loaded else ""


KEEPSAKES["visit"] = Keepsake(give=lambda: "", take=_bring_standing)
KEEPSAKES["network"] = Keepsake(give=_give_network, take=_bring_network, mark=_network_sign)
