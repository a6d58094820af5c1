"""Pages while the store that keeps votes is gone: they go on, a sentence says so, and the count is as it was last."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import Store, a_store
from tests.ui.conftest import Visitor
from ui.lecture.rooms import view
from ui.lecture.rooms.store import UNCOUNTED, Rooms
from ui.lecture.rooms.view import Host
from ui.store.place import STORE, WORKERS

ASKED = "regions-single/0"
ME = "0123456789abcdef" * 2


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A Valkey or Redis of a test's own, which this process uses."""
    monkeypatch.setattr("ui.store.valkey.REST", 0.1)
    with a_store(tmp_path) as store:
        monkeypatch.setenv(STORE, store.address)
        monkeypatch.setenv(WORKERS, "2")
        yield store


def test_a_phone_keeps_its_page_and_comes_back(server: Store, visitor: Visitor) -> None:
    rooms = Rooms()
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    shown = visitor.open("", room=room).block("phone")
    assert (shown["question"], shown["gone"], shown["fault"]) == (ASKED, "", "")
    server.stop()
    shown = visitor.look().block("phone")
    assert (shown["gone"], shown["fault"], shown["told"]) == (UNCOUNTED, "", "")
    server.start()
    time.sleep(0.2)
    shown = visitor.look().block("phone")
    assert (shown["question"], shown["gone"]) == (ASKED, "")


def test_the_stage_shows_the_count_as_it_was_last(server: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = Rooms()
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    rooms.vote(room, ASKED, ME, 1)
    rooms.ask(room, key, ASKED, 3, is_open=False)
    me = Host(room, key)
    before = view._counted(rooms, me, "regions-single")
    server.stop()
    gone = view._counted(rooms, me, "hands-line")
    assert before["counts"] == [0, 1, 0]
    assert gone == {**before, "slug": "hands-line", "fault": UNCOUNTED}
    server.start()
    time.sleep(0.2)
    assert view._counted(rooms, me, "regions-single") == before


def test_a_page_trains_and_answers_without_its_store(server: Store, visitor: Visitor) -> None:
    server.stop()
    assert visitor.open("", epochs="20", init_seed="815").finished("player")["trained_epochs"] == 20
    visitor.open("mnist", images="1000", epochs="1", init_seed="815")
    assert "templates" in visitor.parts
