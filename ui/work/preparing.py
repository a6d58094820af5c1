"""Preparing: one thread trains what a list of pages needs, one after the other, whoever is looking.

All other work rests when nobody looks. A lecturer who prepares walks away, so this one does not. It takes turns like a
visitor, and rests after each slice, so that visitors go first. There is one preparation at a time in this process, and
none where the page runs within a browser, in which no thread starts.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ui.work import turns
from ui.work.keeper import KEEPER
from ui.work.needs import Need, Needs

SLICE = 0.1
"""Seconds of work in one turn."""

LOOKS = 3
"""Slices of work on each task before the first is taken to its end: from then on the time that all take is known."""

REST = 0.02
"""Seconds after each slice in which another may take the turn."""


DEAR = 4 * 3600.0
"""Seconds for which what was prepared is let go of after everything else."""


class State(StrEnum):
    """How far a task is."""

    WAITING = "waiting"
    GOING = "going"
    READY = "ready"
    FAILED = "failed"


@dataclass(eq=False)
class Task:
    """What one page needs.

    Parameters
    ----------
    name : str
        Of the task among all.
    needs : callable
        Gives what is needed, piece by piece.
    """

    name: str
    needs: Callable[[], Needs]
    state: State = field(default=State.WAITING, init=False)
    seconds: float = field(default=0.0, init=False)
    _rest: Needs | None = field(default=None, init=False)
    _need: Need | None = field(default=None, init=False)
    _n_done: int = field(default=0, init=False)
    _began: float | None = field(default=None, init=False)
    _spent: float = field(default=0.0, init=False)

    def take(self) -> Need | None:
        """The piece of work that is next; None where everything is done."""
        if self._rest is None:
            self._rest = self.needs()
            self._next()
        while self._need is not None and self._need.work.finished:
            self._n_done += 1
            self._next()
        return self._need

    def _next(self) -> None:
        """Ask for the next piece; nothing is held of the one before."""
        self._need = next(self._rest, None) if self._rest is not None else None
        self._spent, self._began = 0.0, None

    def push(self, need: Need, seconds: float) -> None:
        """Push a piece of work on by a slice, in its turn."""
        began = time.perf_counter()
        turns.advance(need.work, seconds, need.busy, account=turns.NOBODY)
        KEEPER.hold_dear([need.kept], DEAR)
        passed = time.perf_counter() - began + REST
        self.seconds += passed
        if self._began is None:  # the first slice set the work up, and says nothing on its pace
            self._began = need.share()
        else:
            self._spent += passed

    def let_go(self) -> None:
        """Hold nothing of what it needs any more."""
        self._rest = self._need = None

    @property
    def is_looked_at(self) -> bool:
        """Whether it is known what it needs first."""
        return self._rest is not None

    @property
    def work(self) -> object | None:
        """What is to be done now, to know it again: tasks may need the same."""
        return self._need.work if self._need else None

    @property
    def seconds_left(self) -> float | None:
        """Time that the rest will take at the pace so far; None where nothing is known yet."""
        need = self._need
        if need is None:
            return None if self._rest is None else 0.0
        done = need.share() - (need.share() if self._began is None else self._began)
        if done <= 0:
            return None
        whole = self._spent / done
        return whole * (1 - need.share()) + whole * max(0, need.of - self._n_done - 1)


@dataclass(eq=False)
class Preparation:
    """At most one thread that works through tasks."""

    of: str = ""
    tasks: Sequence[Task] = ()
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _starting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def possible(self) -> bool:
        """Whether a thread can start here."""
        return sys.platform != "emscripten"

    @property
    def going(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, of: str, tasks: Sequence[Task]) -> bool:
        """Work through tasks from now on.

        Parameters
        ----------
        of : str
            What is prepared.
        tasks : sequence of Task
            In their order.

        Returns
        -------
        bool
            False where another preparation is going on, or none is possible: nothing has changed then.
        """
        with self._starting:
            if self.going or not self.possible:
                return False
            self.of, self.tasks = of, tasks
            self._stop.clear()
            self._thread = threading.Thread(target=self._work, name="preparation", daemon=True)
            self._thread.start()
        return True

    def stop(self) -> None:
        """End after the present slice; what is trained stays trained."""
        self._stop.set()

    def wait(self) -> None:
        """Come back when it has ended."""
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        """Look at each task, so that the time is known; then take each to its end. Nothing is held after that."""
        for to_the_end in (False, True):
            for task in self.tasks:
                if task.state != State.FAILED and not self._stop.is_set():
                    self._work_on(task, to_the_end=to_the_end)
        for task in self.tasks:
            task.let_go()

    def _work_on(self, task: Task, *, to_the_end: bool) -> None:
        """Push a task on: for a first look, or to its end. What goes wrong in it leaves the others be."""
        try:
            n_slices = 0
            while (need := task.take()) is not None and not self._stop.is_set():
                if not to_the_end and n_slices == LOOKS:
                    return
                task.state = State.GOING if to_the_end else State.WAITING
                task.push(need, SLICE)
                self._stop.wait(REST)
                n_slices += 1
            task.state = State.WAITING if need is not None else State.READY
        except Exception:
            logging.getLogger(__name__).exception("preparing %s failed", task.name)
            task.state = State.FAILED

    def task(self, name: str) -> Task | None:
        """The task of a name; None where it is none of those that are prepared."""
        return next((task for task in self.tasks if task.name == name), None)

    @property
    def share(self) -> float:
        """Share of the tasks that are done."""
        done = sum(task.state in (State.READY, State.FAILED) for task in self.tasks)
        return done / len(self.tasks) if self.tasks else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time that the rest will take, by what was measured so far; None before every task has been looked at.

        Work that several tasks need counts once. A task of which nothing is known yet counts as much as the others do
        on average.
        """
        rest = [task for task in self.tasks if task.state not in (State.READY, State.FAILED)]
        if not all(task.is_looked_at for task in rest):
            return None
        of_works: dict[int, float | None] = {}
        for task in rest:
            if of_works.get(id(task.work)) is None:
                of_works[id(task.work)] = task.seconds_left
        known = [seconds for seconds in of_works.values() if seconds is not None]
        return sum(known) * len(of_works) / len(known) if known else None


PREPARATION = Preparation()
"""The one of this process."""
