"""Rooms without a browser: every vote counts once, only the host asks, and nothing else is written."""

import secrets
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.stores import Store, a_store
from ui.lecture.rooms import ledgers, store, view
from ui.lecture.rooms.ledgers import DAY, LETTERS, ClosedError, FileLedger, Hand, Ledger, ValkeyLedger
from ui.lecture.rooms.store import A_NUMBER, RoomError, Rooms, UncountedError, ledger_file, room_name
from ui.lecture.rooms.view import Host
from ui.store.valkey import Valkey
from ui.work.line import Account

ASKED = "regions-single/0"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A Valkey or Redis of this module's own."""
    with a_store(tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rooms" / "rooms.sqlite"


@pytest.fixture(params=["file", "Valkey"])
def other(request: pytest.FixtureRequest, path: Path) -> Callable[[], Ledger]:
    """The ledger as each worker has its own, in either form."""
    if request.param == "file":
        return lambda: FileLedger(ledger_file(path))
    server: Store = request.getfixturevalue("server")
    server.empty()
    return lambda: ValkeyLedger(Valkey(server.address))


@pytest.fixture
def rooms(other: Callable[[], Ledger], clock: Clock) -> Rooms:
    return Rooms(other(), clock)


def phone() -> str:
    return secrets.token_hex(16)


def test_three_hundred_phones_within_ten_seconds_lose_no_vote(rooms, other):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    phones = [phone() for _ in range(300)]
    workers = [other() for _ in range(4)]
    begun = time.monotonic()

    def comes_and_votes(place: int) -> None:
        mine = Rooms(workers[place % 4], rooms.now)
        mine.arrive(room, phones[place])
        mine.asked(room, phones[place])
        mine.vote(room, ASKED, phones[place], place % 3)

    with ThreadPoolExecutor(32) as hall:
        list(hall.map(comes_and_votes, range(300)))

    assert time.monotonic() - begun < 10.0
    assert rooms.counts(room, ASKED, 3) == [100, 100, 100]
    assert (rooms.asked(room).arrived, rooms.asked(room).answered) == (300, 300)


def test_a_phone_follows_from_question_to_question(rooms):
    room, key = rooms.open()
    me = phone()

    assert (rooms.asked(room, me).question, rooms.asked(room, me).is_open) == ("", False)
    rooms.ask(room, key, ASKED, 3)
    assert (rooms.asked(room, me).question, rooms.asked(room, me).is_open) == (ASKED, True)
    rooms.vote(room, ASKED, me, 2)
    assert rooms.asked(room, me).chosen == 2
    rooms.ask(room, key, ASKED, 3, is_open=False)
    assert (rooms.asked(room, me).is_open, rooms.asked(room, me).chosen) == (False, 2)
    rooms.ask(room, key, "templates/0", 2)
    assert (rooms.asked(room, me).question, rooms.asked(room, me).chosen) == ("templates/0", None)
    assert rooms.counts(room, ASKED, 3) == [0, 0, 1]


def test_a_second_vote_is_refused_and_the_first_one_stays(rooms):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    me = phone()
    rooms.vote(room, ASKED, me, 1)
    rooms.vote(room, ASKED, me, 1)  # sent again, since no answer came

    with pytest.raises(RoomError, match="already chosen 2; each phone has one vote"):
        rooms.vote(room, ASKED, me, 0)
    assert rooms.counts(room, ASKED, 3) == [0, 1, 0]


@pytest.mark.parametrize("choice", [-1, 3, 99, True, "1", 1.0, None])
def test_a_forged_choice_is_refused(rooms, choice):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)

    with pytest.raises(RoomError, match="There is no such answer: this question has 3"):
        rooms.vote(room, ASKED, phone(), choice)
    assert rooms.counts(room, ASKED, 3) == [0, 0, 0]


@pytest.mark.parametrize(
    "guess", [float("nan"), float("inf"), -float("inf"), 2e12, 10**400, True, "92", None, [92]]
)
def test_a_guess_that_is_no_number_is_refused(rooms, guess):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, A_NUMBER)

    with pytest.raises(RoomError, match="not a number to guess: it lies between"):
        rooms.vote(room, ASKED, phone(), guess)
    assert rooms.guesses(room, ASKED) == []


def test_guesses_are_counted_once_each_and_sorted(rooms):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, A_NUMBER)
    me = phone()
    for guess in (93, 12.5, -3, 1e12):
        rooms.vote(room, ASKED, phone(), guess)
    rooms.vote(room, ASKED, me, 92.5)
    rooms.vote(room, ASKED, me, 92.5)  # sent again, since no answer came

    with pytest.raises(RoomError, match=r"already guessed 92\.5; each phone has one guess"):
        rooms.vote(room, ASKED, me, 92)
    assert rooms.asked(room, me).chosen == 92.5
    assert rooms.guesses(room, ASKED) == [-3, 12.5, 92.5, 93, 1e12]
    assert rooms.asked(room).answered == 5


def test_a_late_guess_is_refused_and_the_next_question_takes_choices_again(rooms):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, A_NUMBER)
    me = phone()
    rooms.vote(room, ASKED, me, 92)
    rooms.ask(room, key, ASKED, A_NUMBER, is_open=False)

    with pytest.raises(RoomError, match="not open any more"):
        rooms.vote(room, ASKED, phone(), 92)
    rooms.ask(room, key, "templates/0", 2)
    with pytest.raises(RoomError, match="not open any more"):
        rooms.vote(room, ASKED, me, 93)
    with pytest.raises(RoomError, match="There is no such answer: this question has 2"):
        rooms.vote(room, "templates/0", me, 92)
    assert rooms.guesses(room, ASKED) == [92]


@pytest.mark.parametrize("forged", ["", "me", "'; DROP TABLE votes", "A" * 32, None, 7])
def test_a_forged_phone_is_refused(rooms, forged):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)

    with pytest.raises(RoomError, match="reload the page"):
        rooms.vote(room, ASKED, forged, 0)


def test_a_vote_for_a_question_that_is_not_open_is_refused(rooms):
    room, key = rooms.open()
    for asked, is_open in (("", True), ("templates/0", True), (ASKED, False)):
        rooms.ask(room, key, asked, 3, is_open=is_open)
        with pytest.raises(RoomError, match="not open any more; your vote was not counted"):
            rooms.vote(room, ASKED, phone(), 0)


def test_a_room_that_does_not_exist_is_a_sentence_and_writes_nothing(rooms, tmp_path):
    for act in (
        lambda: rooms.asked("KRTX"),
        lambda: rooms.vote("KRTX", ASKED, phone(), 0),
        lambda: rooms.arrive("KRTX", phone()),
    ):
        with pytest.raises(RoomError, match="There is no room KRTX"):
            act()
    assert not list(tmp_path.iterdir())
    rooms.open()
    with pytest.raises(RoomError, match="There is no room"):
        rooms.asked("....")


def test_only_the_hosts_key_asks_reveals_and_closes(rooms):
    room, key = rooms.open()
    _, other_key = rooms.open()
    rooms.ask(room, key, ASKED, 3)

    for wrong in ("", room, other_key, key[:-1]):
        assert not rooms.is_host(room, wrong)
        for act in (
            lambda wrong=wrong: rooms.ask(room, wrong, "templates/0", 2),
            lambda wrong=wrong: rooms.close(room, wrong),
        ):
            with pytest.raises(RoomError, match=f"Only who opened room {room}"):
                act()
    assert rooms.asked(room).question == ASKED
    assert rooms.is_host(room, key)
    assert not rooms.is_host("BBBB", key)


def test_a_room_dies_after_a_day_with_its_votes(rooms, clock):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    rooms.vote(room, ASKED, phone(), 0)
    clock.now += DAY - 1
    assert rooms.asked(room).answered == 1

    clock.now += 2
    with pytest.raises(RoomError, match="closes after a day"):
        rooms.asked(room)
    rooms.open()
    if isinstance(rooms.ledger, FileLedger):  # the other forgets by itself, by its own clock
        assert everything(rooms.ledger.file.path)["votes"] == []
        assert len(everything(rooms.ledger.file.path)["rooms"]) == 1


def test_a_room_that_is_closed_leaves_its_letters_alone(rooms, request):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    rooms.vote(room, ASKED, phone(), 0)

    rooms.close(room, key)

    if isinstance(rooms.ledger, FileLedger):
        bare = [(room, "", rooms.now(), "", 0, 0)]
        assert everything(rooms.ledger.file.path) == {"rooms": bare, "votes": []}
    else:
        found = request.getfixturevalue("server").everything()
        assert set(found) == {"hidden-layers:closed"}
        assert room.encode() in found["hidden-layers:closed"]


def test_of_a_closed_room_it_is_said_until_its_day_is_over(rooms, clock):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    clock.now += 60
    rooms.close(room, key)

    for act in (
        lambda: rooms.asked(room),
        lambda: rooms.vote(room, ASKED, phone(), 0),
        lambda: rooms.arrive(room, phone()),
        lambda: rooms.close(room, key),
        lambda: rooms.ask(room, "", ASKED, 3),
    ):
        with pytest.raises(ClosedError, match=f"Whoever opened room {room} has closed it"):
            act()
    assert not rooms.is_host(room, key)
    assert not rooms.is_host(room, "")

    clock.now += DAY - 60
    with pytest.raises(RoomError, match=f"There is no room {room}"):
        rooms.asked(room)


def test_no_room_gets_the_letters_of_one_that_was_closed(rooms, clock, monkeypatch):
    names = ["KRTX"]
    monkeypatch.setattr(ledgers, "_new_name", lambda: names.pop(0))
    room, key = rooms.open()
    rooms.close(room, key)

    names += ["KRTX", "KRTX", "BBBB"]
    assert rooms.open()[0] == "BBBB"
    with pytest.raises(ClosedError):
        rooms.asked("KRTX")

    clock.now += DAY
    names += ["KRTX"]
    assert rooms.open()[0] == "KRTX"
    assert rooms.asked("KRTX").arrived == 0


def test_closed_rooms_are_not_among_the_open_ones_and_are_bounded(rooms, clock, monkeypatch):
    monkeypatch.setattr(store, "MOST_ROOMS", 1)
    monkeypatch.setattr(ledgers, "MOST_CLOSED", 2)
    closed = []
    for _ in range(4):
        room, key = rooms.open()
        clock.now += 1
        rooms.close(room, key)
        closed.append(room)

    for room, kind in zip(closed, (RoomError, RoomError, ClosedError, ClosedError), strict=True):
        with pytest.raises(RoomError) as refusal:
            rooms.asked(room)
        assert type(refusal.value) is kind


def test_nothing_but_room_question_id_and_choice_is_written_and_no_key(rooms, path, request):
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    me = phone()
    rooms.vote(room, ASKED, me, 2)

    if isinstance(rooms.ledger, FileLedger):
        assert everything(path)["votes"] == [(room, "", me, None), (room, ASKED, me, 2)]
        assert key.encode() not in b"".join(one.read_bytes() for one in path.parent.iterdir())
        assert (path.parent.stat().st_mode & 0o077) == 0
        return
    found = request.getfixturevalue("server").everything()
    of_room = f"hidden-layers:room:{{{room}}}"
    votes = {of_room, f"{of_room}:", f"{of_room}:{ASKED}", f"{of_room}#asked"}
    assert set(found) == {"hidden-layers:rooms", *votes}
    assert key.encode() not in b"".join(found.values())


def test_each_form_forgets_a_room_by_itself_within_two_days(server: Store) -> None:
    server.empty()
    rooms = Rooms(ValkeyLedger(Valkey(server.address)))
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    rooms.vote(room, ASKED, phone(), 2)
    assert all(0 < server.seconds_left(name) <= DAY for name in server.everything())


def test_while_the_store_is_gone_a_sentence_says_so_and_then_all_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.store.valkey.REST", 0.1)
    with a_store(tmp_path) as server:
        rooms = Rooms(ValkeyLedger(Valkey(server.address)))
        room, key = rooms.open()
        rooms.ask(room, key, ASKED, 3)
        me = phone()
        server.stop()
        for act in (
            rooms.open,
            lambda: rooms.asked(room, me),
            lambda: rooms.vote(room, ASKED, me, 1),
            lambda: rooms.ask(room, key, ASKED, 3, is_open=False),
            lambda: rooms.is_host(room, key),
            lambda: rooms.counts(room, ASKED, 3),
        ):
            with pytest.raises(UncountedError, match="Votes cannot be counted just now"):
                act()
        server.start()
        time.sleep(0.2)
        rooms.vote(room, ASKED, me, 1)
        assert rooms.counts(room, ASKED, 3) == [0, 1, 0]


@pytest.mark.parametrize("damage", [b"no database at all" * 100, None])
def test_a_file_that_cannot_be_read_is_a_sentence(path: Path, damage: bytes | None) -> None:
    rooms = Rooms(FileLedger(ledger_file(path)))
    room, _ = rooms.open()
    for one in path.parent.iterdir():
        one.unlink()
    if damage:
        path.write_bytes(damage)
    else:
        path.mkdir()
    with pytest.raises(UncountedError if damage else RoomError):
        rooms.asked(room)
    with pytest.raises(UncountedError, match="Votes cannot be counted just now"):
        rooms.open()


def test_a_vote_that_meets_the_hosts_next_question_is_counted_for_neither(server: Store) -> None:
    server.empty()
    ledger = ValkeyLedger(Valkey(server.address))
    rooms, host = Rooms(ledger), Rooms(ValkeyLedger(Valkey(server.address)))
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    seen = []

    def late(hand: Hand) -> None:
        seen.append(hand.row().question)
        if len(seen) == 1:
            host.ask(room, key, "templates/0", 2)
        elif hand.row().question != ASKED:
            raise RoomError("not open any more")
        hand.add(ASKED, phone(), 1)

    with pytest.raises(RoomError, match="not open any more"):
        ledger.change(room, time.time(), late)
    assert seen == [ASKED, "templates/0"]
    assert rooms.counts(room, ASKED, 3) == [0, 0, 0]


def test_a_room_is_four_letters_that_cannot_be_mistaken(rooms):
    names = {rooms.open()[0] for _ in range(50)}

    assert len(names) == 50
    assert all(len(name) == 4 and set(name) <= set(LETTERS) for name in names)
    assert not set(LETTERS) & set("IOQLUV018")
    assert room_name(" krtx ") == "KRTX"
    for wrong in ("", "KRT", "KRTXX", "KR0X", "OILU"):
        with pytest.raises(RoomError, match="a room has 4 letters"):
            room_name(wrong)


def test_rooms_and_phones_are_bounded(rooms, monkeypatch):
    monkeypatch.setattr(store, "MOST_ROOMS", 2)
    monkeypatch.setattr(store, "MOST_PHONES", 3)
    room, key = rooms.open()
    rooms.open()
    rooms.ask(room, key, ASKED, 3)

    with pytest.raises(RoomError, match="2 rooms are open"):
        rooms.open()
    for _ in range(3):
        rooms.vote(room, ASKED, phone(), 0)
    with pytest.raises(RoomError, match="is full: 3 phones"):
        rooms.vote(room, ASKED, phone(), 0)
    assert rooms.counts(room, ASKED, 3) == [3, 0, 0]


@pytest.mark.parametrize(("name", "value"), [("files.sqlite3", None), ("sys.platform", "emscripten")])
def test_without_a_server_there_are_no_rooms_and_it_is_said(rooms, tmp_path, monkeypatch, name, value):
    if name == "sys.platform":
        monkeypatch.setattr(sys, "platform", value)
    else:
        monkeypatch.setattr(store.files, "sqlite3", value)

    with pytest.raises(RoomError, match="There are no rooms here"):
        rooms.open()
    with pytest.raises(RoomError, match="There is no room"):
        rooms.asked("KRTX")
    assert not list(tmp_path.iterdir())


def everything(path: Path) -> dict[str, list[tuple]]:
    """All rows of the file."""
    db = sqlite3.connect(path)
    try:
        return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in ("rooms", "votes")}
    finally:
        db.close()


def test_only_who_has_the_rooms_key_is_a_host_whose_turns_come_first(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, key = rooms.open()
    account, kept = Account(), Host()
    monkeypatch.setattr(view, "Rooms", lambda: rooms)
    monkeypatch.setattr(view, "host", lambda: kept)
    monkeypatch.setattr(view.turns, "mine", lambda: account)
    for said, is_host in (("0" * 32, False), (key, True)):
        wish = SimpleNamespace(room=SimpleNamespace(room=room, key=said))
        monkeypatch.setattr(view.session, "wishes", lambda *_, wish=wish: wish)
        view.take_room()
        assert account.is_host is is_host
        assert kept.fault.startswith("" if is_host else f"Room {room} is open, but not with the key")
    rooms.close(room, key)
    view.take_room()
    assert kept.fault.startswith(f"Whoever opened room {room} has closed it")
