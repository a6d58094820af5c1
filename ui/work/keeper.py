"""One keeper for all that this process holds for its visitors: weighed in bytes, let go by last use, in one budget.

Runs, jobs and what else takes long to make are kept for the next visitor who asks for the same. Together they may
weigh so many bytes, not so many entries. What nobody has used for longest goes first. What was used in the last
seconds stays, whatever it weighs: else visitors who need more than the budget would throw out each other's work before
it is done. So beyond a hard cap nothing new is begun, and a sentence says so. What can be parked is parked first: it
goes on where it was, and weighs less until then.
"""

import math
import os
import time
import weakref
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from threading import RLock
from typing import Any, TypeVar, cast

from engine import pauses
from engine.plans import layout, used_inputs
from ui.work.weights import weight

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

VARIABLE = "HIDDEN_LAYERS_MEMORY"
"""Name of the environment variable that says the budget in megabytes."""

BUDGET = 300
"""Megabytes that are kept, beside what the program itself takes, where the environment does not say."""

CAP = 2.0
"""Beyond so many budgets nothing new is begun."""

IN_USE = 10.0
"""Seconds after its last use in which a value stays, whatever it weighs."""

DEAR_SHARE = 0.5
"""Part of the budget up to which values that were asked to be let go last are so."""

LEAST = 0.4
"""Part of the budget that is kept in any case, whatever is on the way to visitors."""

FULL = (
    "So much is being computed here for others that nothing more fits into memory ({held:.0f} of {cap:.0f} MB)."
    " Please try again in half a minute, or choose a smaller network."
)

Name = tuple[str, Hashable]


LIGHT = 0.7
"""A value is parked where that leaves no more than this part of its bytes."""


LOOK_THROUGH = 0.5
"""Seconds after which somebody who asks for a value weighs all that is held anew, or only looks through it."""

GROWN = 0.003
"""Part of the budget by which it may have grown before somebody does so at once."""


@dataclass(frozen=True, eq=False)
class Parked:
    """A value at rest: its bytes, and what makes it as it was."""

    n_bytes: int
    resume: Callable[[], Any]


class FullError(ValueError):
    """Nothing new fits: one sentence for the visitor."""


@dataclass
class _Entry:
    """A value that is held, with its bytes when it was weighed last, and when it was used last."""

    value: Any
    n_bytes: int
    used: float
    share: float
    light: bool = False
    dear_until: float = 0.0


class Keeper:
    """Values by kind and key, within a budget.

    Parameters
    ----------
    budget : int
        Bytes that may be kept for later.
    clock : callable
        Gives the time in seconds.
    """

    def __init__(self, budget: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.budget = budget
        self._clock = clock
        self._entries: OrderedDict[Name, _Entry] = OrderedDict()
        self._parked: OrderedDict[Name, Parked] = OrderedDict()
        self._elsewhere: weakref.WeakValueDictionary[Name, Any] = weakref.WeakValueDictionary()
        self._counted: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
        self._lock = RLock()
        self._looked_through = self._settled = -math.inf
        self._on_the_way = 0
        self.n_let_go = 0

    @property
    def cap(self) -> int:
        """Bytes beyond which nothing new is begun."""
        return int(CAP * self.budget)

    def have(
        self, kind: str, key: Hashable, make: Callable[[], T], *, share: float = 1.0, light: bool = False
    ) -> T:
        """The value of this kind with this key; made where there is none.

        Parameters
        ----------
        kind : str
            What it is, in words.
        key : hashable
            Everything that it depends on, but not the value itself, nor what holds it.
        make : callable
            Makes it. Of two who make it at once, the second gets what the first made.
        share : float, default 1.0
            The part of the budget that all values of this kind may take.
        light : bool, default False
            Whether it is small, stays as it is, and has nothing beside it: then it is weighed once, with its key, and
            made beyond the cap, too.

        Returns
        -------
        object
            The same one for everybody, for as long as it is kept or in use.

        Raises
        ------
        FullError
            If it would have to be made, and what was used in the last seconds is over the cap already.
        """
        name = kind, key
        with self._lock:
            known = self._entries.get(name)
            if known is not None and known.light:
                known.used = self._clock()
                self._entries.move_to_end(name)
                return cast(T, known.value)
            value = self._known(name)
            if value is None and not light:
                if self._clock() - self._settled > LOOK_THROUGH:
                    self.settle()
                if self.n_bytes >= self.cap:
                    raise FullError(FULL.format(held=self.n_bytes / 1e6, cap=self.cap / 1e6))
            parked = self._parked.get(name)
        if value is None:
            made = parked.resume() if parked is not None else make()
            with self._lock:
                value = self._known(name)
                value = made if value is None else value
        with self._lock:
            self._parked.pop(name, None)
            entry = self._entries.pop(name, None)
            is_held = entry is not None
            entry = entry or _Entry(value, 0, 0.0, share, light)
            before, entry.n_bytes = entry.n_bytes, weight((key, value)) if light else _weigh(value)
            entry.used = self._clock()
            self._entries[name] = entry
            # Hundreds of values are looked through, and all others wait for the lock: not for each run of a wall.
            has_grown = entry.n_bytes - before > GROWN * self.budget
            if not is_held or has_grown or entry.used - self._looked_through > LOOK_THROUGH:
                self._let_go()
        return cast(T, value)

    def _known(self, name: Name) -> Any:
        """What is held under a name; or was let go of, and is in use somewhere still."""
        entry = self._entries.get(name)
        return entry.value if entry is not None else self._elsewhere.get(name)

    def count(self, kind: str, value: Any) -> None:
        """Let a value that a visitor holds count, for as long as they hold it: it cannot be let go of here."""
        with self._lock:
            self._counted[value] = kind

    def hold_dear(self, values: Iterable[Any], seconds: float) -> None:
        """Let these values go after all others for so long, such as the runs that a lecture was prepared with.

        Parameters
        ----------
        values : iterable
            Values that ``have`` gave; others are passed over.
        seconds : float
            How long. Beyond half of the budget, what is dear goes by last use like everything else.
        """
        with self._lock:
            numbers = {id(value) for value in values}
            for entry in self._entries.values():
                if id(entry.value) in numbers:
                    entry.dear_until = self._clock() + seconds

    def settle(self, part: float = 1.0) -> None:
        """Weigh everything anew, since runs grow while they are trained, and let go of what is too much.

        Parameters
        ----------
        part : float, default 1.0
            The part of the budget that is too much already. Where it is below 1, what is dear stays beside it.
        """
        with self._lock:
            for entry in self._entries.values():
                if not entry.light:
                    entry.n_bytes = _weigh(entry.value)
            self._settled = self._clock()
            self._let_go(part)

    def leave_room(self, n_bytes: int) -> None:
        """Keep less from now on, by what is in nobody's account, such as answers on their way to slow visitors.

        Parameters
        ----------
        n_bytes : int
            Bytes of it; 0 where the budget is there for what is held alone. ``LEAST`` of the budget stays in any case.
        """
        with self._lock:
            self._on_the_way = n_bytes

    def let_go_of_all(self) -> None:
        """Let go of everything; what is in use elsewhere stays there."""
        with self._lock:
            self._parked.clear()
            for name in list(self._entries):
                self._drop(name)

    @property
    def n_bytes(self) -> int:
        """Bytes of all that is held."""
        return sum(self.by_kind().values())

    def by_kind(self) -> Counter[str]:
        """Bytes held, by kind."""
        with self._lock:
            found = Counter[str]()
            for (kind, _), entry in self._entries.items():
                found[kind] += entry.n_bytes
            for value, kind in list(self._counted.items()):
                found[kind] += _weigh(value)
            found["parked"] += sum(parked.n_bytes for parked in self._parked.values())
            found["cuts of the images"] = used_inputs.n_bytes()
            found["orders of parameters"] = layout.n_bytes()
        return found

    def _let_go(self, part: float = 1.0) -> None:
        """Let go, the longest unused first, of what was not used just now, until the rest is within the budget."""
        held = self.by_kind()
        room = max(LEAST * self.budget, self.budget - self._on_the_way)
        over = sum(held.values()) - min(part * self.budget, room)
        now = self._looked_through = self._clock()
        dear_bytes = sum(e.n_bytes for e in self._entries.values() if e.dear_until > now)
        dear_counts = dear_bytes <= DEAR_SHARE * self.budget
        idle = [(name, e) for name, e in self._entries.items() if now - e.used > IN_USE]
        if dear_counts:
            idle.sort(key=lambda one: one[1].dear_until > now)  # stable: each part stays in the order of use
        for name, entry in idle:
            over_share = held[name[0]] - entry.share * self.budget
            stays = part < 1.0 and dear_counts and entry.dear_until > now
            if (over > 0 and not stays) or over_share > 0:
                self._drop(name)
                parked = _park(entry) if entry.share == 1.0 else None
                if parked is not None:
                    self._parked[name] = parked
                over -= entry.n_bytes - (parked.n_bytes if parked is not None else 0)
                held[name[0]] -= entry.n_bytes
        while over > 0 and self._parked:
            over -= self._parked.popitem(last=False)[1].n_bytes

    def _drop(self, name: Name) -> None:
        """Let go of one value; who still has it keeps it, and the next who asks gets that one."""
        entry = self._entries.pop(name)
        self.n_let_go += 1
        if type(entry.value).__weakrefoffset__:
            self._elsewhere[name] = entry.value


def _park(entry: _Entry) -> Parked | None:
    """The value at rest; None where it cannot be parked, or not now, or where that would not free much."""
    park = getattr(entry.value, "park", None)
    with pauses.looking(_go_on):  # whoever got the turn in a pause might wait for the keeper
        parked: Parked | None = park() if park is not None else None
    return parked if parked is not None and parked.n_bytes <= LIGHT * entry.n_bytes else None


def _go_on() -> None:
    """Do nothing in a pause."""


_beside: list["weakref.WeakKeyDictionary[Any, OrderedDict[Hashable, Any]]"] = []


def _weigh(value: Any) -> int:
    """Bytes of a value, and of the answers that are kept beside it."""
    total = weight(value)
    for subject in (
        value,
        getattr(value, "__dict__", {}).get("run"),
    ):  # a property might ask the keeper for it
        if subject is not None and type(subject).__weakrefoffset__:
            total += sum(weight(list(kept[subject].values())) for kept in _beside if subject in kept)
    return total


def beside(place: int, most: int) -> Callable[[F], F]:
    """Keep a function's latest answers about a run beside the run: they go when it goes, and do not hold it.

    Parameters
    ----------
    place : int
        Which argument the run is; it is compared by identity.
    most : int
        Answers that are kept for each run. None of them may refer to it.

    Returns
    -------
    callable
        A decorator; the function takes arguments by place, which are hashable.
    """

    def decorate(ask: F) -> F:
        kept: weakref.WeakKeyDictionary[Any, OrderedDict[Hashable, Any]] = weakref.WeakKeyDictionary()
        _beside.append(kept)

        @wraps(ask)
        def asked(*arguments: Any) -> Any:
            rest = arguments[:place] + arguments[place + 1 :]
            answers = kept.setdefault(arguments[place], OrderedDict())
            try:
                return answers[rest]
            except KeyError:
                found = answers[rest] = ask(*arguments)
            while len(answers) > most:
                answers.popitem(last=False)
            return found

        return cast(F, asked)

    return decorate


def light(kind: str, share: float) -> Callable[[F], F]:
    """Keep a function's latest answers, which are small and do not change, within a part of the budget.

    Parameters
    ----------
    kind : str
        What they are, in words.
    share : float
        The part of the budget that all of them may take.

    Returns
    -------
    callable
        A decorator; the function takes arguments by place, which are hashable.
    """

    def decorate(ask: F) -> F:
        @wraps(ask)
        def asked(*arguments: Any) -> Any:
            return KEEPER.have(kind, arguments, lambda: ask(*arguments), share=share, light=True)

        return cast(F, asked)

    return decorate


def budget_from(environment: "os._Environ[str] | dict[str, str]") -> int:
    """The budget in bytes that an environment says; ValueError where it is no number of megabytes from 50 on."""
    said = environment.get(VARIABLE, "").strip() or str(BUDGET)
    if not (said.isascii() and said.isdecimal()) or not 50 <= int(said) <= 1_000_000:
        raise ValueError(f"{VARIABLE} is {said!r}; it must be a number of megabytes, from 50")
    return int(said) * 1_000_000


KEEPER = Keeper(budget_from(os.environ))
"""The keeper of this process."""
