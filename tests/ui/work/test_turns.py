"""Turns: who goes first, by a clock that the test sets; and what is worked on is nobody else's meanwhile."""

import sys
from collections import Counter
from threading import Lock, Thread
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import pauses
from ui import threads
from ui.work import turns
from ui.work.line import AT_WORK, BITE, LESS, SOON, WINDOW, Account, Line, Place


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Hall:
    """Visitors in one line, each with a name; whoever has the turn holds it for as long as the test says."""

    def __init__(self, *, hosts: str = "", last: str = "") -> None:
        self.clock = Clock()
        self.line = Line(self.clock)
        self.accounts: dict[str, Account] = {}
        self.places: dict[str, Place] = {}
        self.hosts, self.last = hosts, last

    def account(self, name: str) -> Account:
        if name not in self.accounts:
            self.accounts[name] = Account(is_last=name in self.last)
            self.accounts[name].is_host = name in self.hosts
        return self.accounts[name]

    def had(self, name: str, seconds: float) -> None:
        """A turn of the past."""
        self.account(name).add(seconds, self.clock())

    def join(self, names: str) -> None:
        for name in names:
            place = self.line.join(self.account(name))
            if place is not None:
                self.places[name] = place

    def next(self, seconds: float) -> str:
        """The holder has had the turn for so long, and passes it on: to whom."""
        self.clock.time += seconds
        self.line.pass_on()
        (name,) = [name for name, place in self.places.items() if not place.gate.locked()]
        del self.places[name]
        return name


def test_whoever_has_had_the_least_goes_first_and_of_equal_ones_who_came_first() -> None:
    hall = Hall()
    hall.had("b", 2.0)
    hall.had("c", 1.0)
    hall.join("abcde")
    assert [hall.next(0.04) for _ in "bcde"] == ["d", "e", "c", "b"]


def test_who_comes_anew_goes_first_and_need_not_catch_up_with_all_that_others_had() -> None:
    hall = Hall()
    hall.had("a", 3.0)
    hall.had("b", 4.0)
    hall.join("ab")
    hall.join("c")
    assert hall.account("c").lately(hall.clock()) == pytest.approx(3.0 - LESS)
    assert hall.account("c").total == 0.0
    assert hall.next(0.1) == "c"
    hall.join("a")
    assert hall.next(0.2) == "a", "not before c has had 3.1 s"


def test_who_comes_back_soon_is_not_anew_and_those_who_left_long_ago_do_not_count() -> None:
    hall = Hall()
    hall.join("a")
    hall.clock.time += 0.04
    hall.line.pass_on()
    hall.had("b", 5.0)
    hall.join("b")
    hall.join("a")
    assert hall.account("a").lately(hall.clock()) == pytest.approx(0.04)
    assert hall.next(0.04) == "a"
    hall.clock.time += AT_WORK + 1
    hall.line.pass_on()
    hall.clock.time += AT_WORK + 1
    hall.join("c")
    assert hall.account("c").lately(hall.clock()) == 0.0


def test_what_somebody_had_longer_ago_than_the_window_does_not_count() -> None:
    hall = Hall()
    hall.had("b", 5.0)
    hall.clock.time += WINDOW - 1
    hall.had("c", 1.0)
    hall.join("abc")
    hall.clock.time += 0.5
    assert hall.account("b").lately(hall.clock()) == 5.0
    assert hall.next(0.6) == "b"
    assert hall.account("b").lately(hall.clock()) == 0.0
    assert hall.account("b").total == 5.0


def test_a_host_has_every_other_turn_however_much_they_have_had_and_however_many_phones_wait() -> None:
    phones = "abcdefgh"
    hall = Hall(hosts="H")
    hall.had("H", 9.0)
    hall.join("a" + phones[1:] + "H")
    order = ""
    for _ in range(8):
        name = hall.next(0.04)
        order += name
        hall.join("H" if name == "H" else "")
    assert order == "HbHcHdHe"


def test_two_hosts_share_what_hosts_have() -> None:
    hall = Hall(hosts="GH")
    hall.join("abcdGH")
    order = ""
    for _ in range(6):
        name = hall.next(0.04)
        order += name
        hall.join(name if name in "GH" else "")
    assert order == "GbHcGd"


def test_what_is_done_for_nobody_comes_behind_every_visitor() -> None:
    hall = Hall(last="p")
    hall.had("b", 9.0)
    hall.join("apb")
    assert [hall.next(0.04), hall.next(0.04)] == ["b", "p"]


def test_whoever_waits_no_longer_is_passed_over_unless_the_turn_has_come() -> None:
    hall = Hall()
    hall.join("abc")
    assert hall.line.leave(hall.places.pop("b"))
    place = hall.places["c"]
    assert hall.next(0.04) == "c"
    assert not hall.line.leave(place)


@given(
    needs=st.lists(st.integers(1, 30), min_size=2, max_size=12),
    bites=st.lists(st.floats(0.01, 0.05), min_size=1),
)
def test_nobody_who_waits_all_the_time_falls_behind_another_by_more_than_two_bites(
    needs: list[int], bites: list[float]
) -> None:
    hall = Hall()
    names = [chr(ord("A") + i) for i in range(len(needs))]
    left = Counter(dict(zip(names, needs, strict=True)))
    hall.join("*" + "".join(names))
    holder = hall.next(0.0)
    for number in range(sum(needs)):
        seconds = bites[number % len(bites)]
        left[holder] -= 1
        hall.clock.time += seconds
        hall.line._settle()
        if left[holder]:
            hall.join(holder)
        waiting = [hall.account(name).lately(hall.clock()) for name in names if left[name]]
        if not waiting:
            break
        if hall.clock() < 100 + WINDOW:
            assert max(waiting) - min(waiting) <= 2 * 0.05 + 1e-9
        holder = hall.next(0.0)


def test_a_long_computation_gives_way_after_a_bite_to_whoever_has_had_less_and_comes_back() -> None:
    clock, story = Clock(), []
    line, mine, theirs = Line(clock), Account(), Account()
    theirs.add(BITE - LESS, clock())
    assert line.take(mine)
    line.give_way()  # nobody waits
    place = line.join(theirs)
    assert place is not None

    def other() -> None:
        place.gate.acquire()
        story.append("theirs")
        clock.time += 0.01
        line.pass_on()

    thread = Thread(target=other)
    thread.start()
    clock.time += BITE / 2
    line.give_way()  # too soon
    assert not story
    clock.time += BITE
    line.give_way()
    story.append("mine")
    line.pass_on()
    thread.join()
    assert story == ["theirs", "mine"]
    assert (mine.total, theirs.total) == (pytest.approx(1.5 * BITE), pytest.approx(BITE - LESS + 0.01))


@pytest.mark.parametrize(
    ("had", "is_last", "gives_way"), [(0.0, False, False), (9.0, False, True), (0.0, True, True)]
)
def test_who_has_had_much_more_or_works_for_nobody_does_not_wait_for_the_bites_end(
    had: float, is_last: bool, gives_way: bool
) -> None:
    clock, story = Clock(), []
    line, mine, theirs = Line(clock), Account(is_last=is_last), Account()
    mine.add(had, clock())
    theirs.add(0.01, clock())
    line.take(mine)
    place = line.join(theirs)
    assert place is not None

    def other() -> None:
        place.gate.acquire()
        story.append("theirs")
        line.pass_on()

    thread = Thread(target=other)
    thread.start()
    clock.time += SOON / 2
    line.give_way()
    assert not story, "that soon nobody has to"
    clock.time += SOON
    line.give_way()
    story.append("mine")
    line.pass_on()
    thread.join()
    assert story == (["theirs", "mine"] if gives_way else ["mine", "theirs"])


def test_whoever_waits_may_think_better_of_it_and_leaves_the_line() -> None:
    line, first, second = Line(), Account(), Account()
    line.take(first)
    asked: list[int] = []

    def not_for_long() -> bool:
        asked.append(1)
        return len(asked) < 3

    def clicked() -> bool:
        raise KeyboardInterrupt

    assert not line.take(second, 60.0, not_for_long)
    assert len(asked) == 3
    with pytest.raises(KeyboardInterrupt):
        line.take(second, -1.0, clicked)
    line.pass_on()
    assert line.take(second, 0.0, not_for_long), "nobody stands in the line any more"


def test_who_is_called_while_they_think_better_of_it_passes_the_turn_on() -> None:
    line, first, second = Line(), Account(), Account()
    line.take(first)

    def clicked() -> bool:
        line.pass_on()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        line.take(second, -1.0, clicked)
    assert line.take(first, 0.0)


def test_a_visitor_waits_no_longer_where_another_has_brought_news(monkeypatch: pytest.MonkeyPatch) -> None:
    line, work, seen = Line(), SimpleNamespace(n_steps=3, finished=False), []
    monkeypatch.setattr(turns, "_line", line)
    monkeypatch.setattr(turns, "NEWS", 0.0)
    monkeypatch.setattr(turns, "mine", Account)
    monkeypatch.setattr(turns.session, "visitor", lambda: seen.append(work.n_steps))
    line.take(Account())

    goes_on = turns._wanted([work])
    assert goes_on()
    work.n_steps = 4
    assert not goes_on()
    assert seen == [3, 4], "Streamlit is asked each time"


def test_a_computation_keeps_the_turn_where_all_who_wait_have_had_more() -> None:
    clock = Clock()
    line, mine, theirs = Line(clock), Account(), Account()
    theirs.add(5.0, clock())
    line.take(mine)
    place = line.join(theirs)
    clock.time += 2 * BITE
    line.give_way()
    assert place is not None
    assert place.gate.locked()


def test_nobody_has_the_turn_while_they_wait_for_somebody_elses_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_line", Line())
    reading, free = Lock(), Lock()
    reading.acquire()
    assert not turns._begin(reading, Account(), 0.0)
    assert turns._begin(free, Account(), 0.0)
    assert free.locked()


def test_two_who_push_on_what_takes_long_both_get_on_and_none_sees_it_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(turns, "_line", Line(clock))

    class Work:
        """Each step pauses in its middle, while the numbers do not fit together."""

        def __init__(self) -> None:
            self.n_steps = self.n_begun = 0
            self.busy = Lock()

        @property
        def finished(self) -> bool:
            return self.n_steps >= 20

        def advance(self, *, seconds: float) -> None:
            assert self.n_begun == self.n_steps
            self.n_begun += 1
            clock.time += 2 * BITE
            pauses.look()
            self.n_steps += 1

    shared, own = Work(), Work()

    def push(work: Work) -> None:
        account = Account()
        while not work.finished:
            turns.advance(work, BITE, work.busy, account=account)

    threads = [Thread(target=push, args=(work,)) for work in (shared, shared, own)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (shared.n_steps, own.n_steps) == (20, 20)


def test_several_are_pushed_on_in_one_turn_and_one_that_is_read_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "_line", Line(Clock()))
    pushed: list[str] = []

    class Cell:
        n_steps = 0

        def __init__(self, name: str, *, finished: bool = False) -> None:
            self.name, self.finished = name, finished

        def advance(self, *, seconds: float) -> None:
            pushed.append(f"{self.name} {seconds:g}")

    read = Lock()
    read.acquire()
    cells = [(Cell("a"), Lock()), (Cell("b"), read), (Cell("c", finished=True), Lock()), (Cell("d"), Lock())]
    turns.advance_all(cells, 0.12, 2.0, Account())
    assert pushed == ["a 0.04", "d 0.04"]
    assert turns._line.take(Account(), 0.0), "the turn was passed on"


def test_a_slice_has_its_length_however_much_others_have_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    line = Line(clock)
    monkeypatch.setattr(turns, "_line", line)
    lengths: list[float] = []
    own, theirs = Account(), Account()

    class Run:
        finished = False
        n_steps = 0

        def advance(self, *, seconds: float) -> None:
            lengths.append(seconds)
            self.n_steps += 1
            clock.time += seconds

    def others() -> None:
        """Somebody has the turn at every bite, for a long while."""
        clock.time += 7.0
        theirs.add(7.0, clock())
        line._since += 7.0

    monkeypatch.setattr(line, "give_way", others)
    turns.advance(Run(), 2.5 * LESS, Lock(), account=own)
    assert lengths == pytest.approx([LESS, LESS, LESS / 2])
    assert own.total == pytest.approx(2.5 * LESS)


def test_a_slice_that_is_over_before_it_has_begun_still_takes_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, lengths = Clock(), []
    monkeypatch.setattr(turns, "_line", Line(clock))

    class Run:
        finished = False

        @property
        def n_steps(self) -> int:
            clock.time += 0.2  # the machine has something else to do
            return 7

        def advance(self, *, seconds: float) -> None:
            lengths.append(seconds)

    turns.advance(Run(), 0.04, Lock(), account=Account())
    assert lengths == [0.0]


def test_the_interpreter_goes_from_one_visitor_to_another_sooner_than_python_would_have_it() -> None:
    assert sys.getswitchinterval() == pytest.approx(threads.SWITCH)
    assert threads.SWITCH < 0.005
