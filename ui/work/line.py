"""The line of those who wait for the process's one turn, and the rule by which it is given.

The turn goes to whoever has had the least of the last ten seconds. Who comes anew counts as having had a little less
than the least of those at work: they go first, and others need not wait until they have caught up. Whoever hosts a
room has every other turn that they wait for, however much they have had: a hall of phones does not hold up the stage,
nor the stage the phones. Work for nobody in particular comes last.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW = 10.0
"""Seconds for which it counts what somebody has had."""

BITE = 0.12
"""Seconds after which whoever has the turn gives way to whoever has had less: an answer of many is then one bite."""

LESS = 0.04
"""Seconds by which somebody must have had less to go first before the bite is over."""

SOON = 0.005
"""Seconds after which a bite may end for them, and between two looks at that."""

LOOK_UP = 0.2
"""Seconds between two looks of somebody who waits at whether they still want the turn."""

AT_WORK = 1.0
"""Seconds after their last turn for which somebody counts as being at work."""


class Account:
    """What one visitor has had of the process's time.

    Parameters
    ----------
    is_last : bool, default False
        Whether it is nobody's: it waits behind all visitors.

    Attributes
    ----------
    is_host : bool
        Whether the visitor's browser holds the key of a room.
    total : float
        Seconds that the visitor has had the turn in all.
    """

    def __init__(self, *, is_last: bool = False) -> None:
        self.is_last, self.is_host, self.total = is_last, False, 0.0
        self._stretches: deque[tuple[float, float]] = deque()
        self._lately = 0.0

    def add(self, seconds: float, now: float) -> None:
        """Count a stretch that ends now."""
        self.total += seconds
        self._lately += seconds
        self._stretches.append((now, seconds))

    def begin_at(self, seconds: float, now: float) -> None:
        """Count as having had so many seconds lately, if it was less."""
        missing = seconds - self.lately(now)
        if missing > 0:
            self._lately += missing
            self._stretches.append((now, missing))

    def lately(self, now: float) -> float:
        """Seconds that count: those of stretches that ended within the window."""
        while self._stretches and self._stretches[0][0] <= now - WINDOW:
            self._lately -= self._stretches.popleft()[1]
        if not self._stretches:
            self._lately = 0.0
        return self._lately


class Place:
    """A place in the line; its gate opens when the turn comes."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.gate = Lock()
        self.gate.acquire()


class Line:
    """One turn, and the line of those who wait for it.

    Parameters
    ----------
    now : callable, optional
        A clock in seconds; ``time.perf_counter`` by default.
    """

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now or (lambda: time.perf_counter())
        self._mutex = Lock()
        self._waiting: list[Place] = []
        self._holder: Account | None = None
        self._since = self._looked = 0.0
        self._was_host = False
        self._latest: dict[Account, float] = {}
        """When those who are at work had their last turn."""

    def join(self, account: Account) -> Place | None:
        """Take the turn where it is free, which gives None; else a place in the line."""
        with self._mutex:
            self._welcome(account)
            if self._holder is None:
                self._begin(account)
                return None
            place = Place(account)
            self._waiting.append(place)
            return place

    def leave(self, place: Place) -> bool:
        """Wait no longer; False where the turn has come meanwhile: it then must be passed on."""
        with self._mutex:
            if place not in self._waiting:
                return False
            self._waiting.remove(place)
            return True

    def take(
        self, account: Account, patience: float = -1.0, goes_on: Callable[[], bool] | None = None
    ) -> bool:
        """Wait for the turn.

        Parameters
        ----------
        account : Account
            Of whoever waits.
        patience : float, default -1
            Seconds to wait; for ever where negative.
        goes_on : callable, optional
            Asked now and then whether to wait on. What it raises ends the wait.

        Returns
        -------
        bool
            Whether the turn has come.
        """
        place = self.join(account)
        if place is None:
            return True
        if goes_on is None:
            return place.gate.acquire(timeout=patience) or not self.leave(place)
        until = time.perf_counter() + patience if patience >= 0 else math.inf
        while not place.gate.acquire(timeout=max(0.0, min(until - time.perf_counter(), LOOK_UP))):
            try:
                waits_on = time.perf_counter() < until and goes_on()
            except BaseException:
                if not self.leave(place):
                    self.pass_on()
                raise
            if not waits_on:
                return not self.leave(place)
        return True

    def spent(self) -> float:
        """Seconds that whoever has the turn has had it in all, this turn included."""
        holder = self._holder
        return holder.total + self._now() - self._since if holder is not None else 0.0

    def pass_on(self) -> None:
        """End the turn: it goes to whoever comes first by the rule."""
        with self._mutex:
            self._settle()
            self._holder = None
            if self._waiting:
                self._open(self._first())

    def give_way(self) -> None:
        """Let those go first who have had less, once the turn has lasted a bite; come back when they had theirs.

        A visitor who has had less by some, such as one who only clicks now and then, need not wait for the bite's end.
        """
        now = self._now()
        if not self._waiting or now - max(self._since, self._looked) < SOON:
            return
        if now - self._since < BITE and not self._is_outranked(now):
            return
        with self._mutex:
            self._settle()
            if self._holder is None:
                raise RuntimeError("nobody has the turn that was to be given away")
            mine = Place(self._holder)
            self._waiting.append(mine)
            self._open(self._first())
        mine.gate.acquire()

    def _is_outranked(self, now: float) -> bool:
        """Whether a visitor waits who has had less than whoever has the turn, and not only by a little."""
        with self._mutex:
            self._looked, holder = now, self._holder
            if holder is None:
                return False
            had = holder.lately(now) + now - self._since
            visitors = [place.account for place in self._waiting if not place.account.is_last]
            return any(holder.is_last or account.lately(now) + LESS < had for account in visitors)

    def _welcome(self, account: Account) -> None:
        """Let who comes anew begin a little below the least of those who are at work."""
        now = self._now()
        self._latest = {one: at for one, at in self._latest.items() if now - at < AT_WORK}
        at_work = {*self._latest, *(place.account for place in self._waiting)}
        if self._holder is not None:
            at_work.add(self._holder)
        if account not in at_work:
            account.begin_at(min((o.lately(now) for o in at_work if not o.is_last), default=0.0) - LESS, now)

    def _begin(self, account: Account) -> None:
        self._holder, self._since = account, self._now()

    def _settle(self) -> None:
        """Count what the holder has had."""
        now = self._now()
        if self._holder is not None:
            self._holder.add(now - self._since, now)
            self._since, self._was_host = now, self._holder.is_host
            self._latest[self._holder] = now

    def _first(self) -> Place:
        """The place whose turn it is; of equal ones that which came first."""
        now, is_hosts = self._now(), not self._was_host

        def rank(place: Place) -> tuple[bool, bool, float]:
            account = place.account
            return account.is_last, not (account.is_host and is_hosts), account.lately(now)

        return min(self._waiting, key=rank)

    def _open(self, place: Place) -> None:
        """Give the turn to a place of the line."""
        self._waiting.remove(place)
        self._begin(place.account)
        place.gate.release()
