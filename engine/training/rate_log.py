"""The learning rate of every step of a run: the rate chosen at some moment, times a schedule in stairs."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

N_STAIRS = 256
"""Stairs of a schedule: equal stretches of a run with one rate each, near enough to a slope and cheap."""


def constant(progress: float) -> float:
    """1 throughout."""
    return 1.0


def falling(progress: float) -> float:
    """A straight line from 1 at the start to 0 at the end."""
    return max(0.0, 1.0 - progress)


SCHEDULES: dict[str, Callable[[float], float]] = {"constant": constant, "falling": falling}
"""From a name to the factor on the learning rate, a function of progress: 0 at the start, 1 at the end."""


@dataclass(frozen=True)
class RateChange:
    """The moment from which a learning rate holds.

    Parameters
    ----------
    epoch : float
        When it was chosen, in epochs.
    learning_rate : float
        The rate chosen, before the schedule's factor.
    """

    epoch: float
    learning_rate: float


@dataclass(frozen=True)
class _Choice:
    """The rate that holds from ``step`` on, in a run planned to take ``n_steps`` in all."""

    step: int
    learning_rate: float
    n_steps: int


class RateLog:
    """Every choice of a learning rate in a run, from which the rate of any past step is known again.

    Parameters
    ----------
    schedule : str
        A name from ``SCHEDULES``.
    learning_rate : float
        The rate chosen at the start.
    n_steps : int
        Steps that the whole run is planned to take.

    Raises
    ------
    ValueError
        If there is no such schedule.
    """

    def __init__(self, schedule: str, learning_rate: float, n_steps: int) -> None:
        if schedule not in SCHEDULES:
            raise ValueError(f"schedule {schedule!r} is none of {', '.join(SCHEDULES)}")
        self._factor = SCHEDULES[schedule]
        self._choices = [_Choice(0, learning_rate, n_steps)]

    @property
    def chosen(self) -> float:
        """The latest rate chosen, before the schedule's factor."""
        return self._choices[-1].learning_rate

    @property
    def choices(self) -> tuple[tuple[int, float, int], ...]:
        """Every choice, for a file: its step, the rate, and the steps that the run was planned to take."""
        return tuple((choice.step, choice.learning_rate, choice.n_steps) for choice in self._choices)

    @choices.setter
    def choices(self, choices: tuple[tuple[int, float, int], ...]) -> None:
        """Take choices from a file; ValueError where they are none of a run's."""
        steps = [step for step, _, _ in choices]
        if steps[:1] != [0] or steps != sorted(set(steps)) or min(n_steps for *_, n_steps in choices) < 1:
            raise ValueError(f"{len(choices)} choices of a learning rate are not in order from step 0 on")
        self._choices = [_Choice(*choice) for choice in choices]

    def choose(self, step: int, learning_rate: float | None = None, n_steps: int | None = None) -> None:
        """Let a rate and a planned number of steps hold from a step on, instead of what was chosen for later.

        Parameters
        ----------
        step : int
            Steps taken so far.
        learning_rate : float or None
            The rate before the schedule's factor; None for the one chosen last.
        n_steps : int or None
            Steps that the whole run is now planned to take; None for the number chosen last.
        """
        latest = self._choices[-1]
        rate = latest.learning_rate if learning_rate is None else learning_rate
        self._choices = [choice for choice in self._choices if choice.step < step]
        self._choices.append(_Choice(step, rate, latest.n_steps if n_steps is None else n_steps))

    def copy(self) -> "RateLog":
        """A log with the same past that goes its own way."""
        return copy.copy(self)

    def at(self, step: int) -> tuple[float, int]:
        """The learning rate at a step, and for how long.

        Parameters
        ----------
        step : int
            Steps taken so far.

        Returns
        -------
        rate : float
            The rate of the next step, the schedule's factor included.
        until : int
            The step up to which it holds.
        """
        i = len(self._choices) - 1
        while self._choices[i].step > step:
            i -= 1
        choice = self._choices[i]
        stair_length = -(-choice.n_steps // N_STAIRS)
        stair = step // stair_length
        until = (stair + 1) * stair_length
        if i + 1 < len(self._choices):
            until = min(until, self._choices[i + 1].step)
        return choice.learning_rate * self._factor(stair * stair_length / choice.n_steps), until

    def changes(self, steps_per_epoch: int) -> tuple[RateChange, ...]:
        """The rates chosen, the one at the start first; a choice that left the rate as it was is left out."""
        changes: list[RateChange] = []
        for choice in self._choices:
            if not changes or choice.learning_rate != changes[-1].learning_rate:
                changes.append(RateChange(choice.step / steps_per_epoch, choice.learning_rate))
        return tuple(changes)
