"""Bytes that one worker puts and another gets: within bounds, by last use, for a time; nothing where it is gone."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stores import Store, a_store
from ui.store import blobs
from ui.store.blobs import Bounds, FileShelf, Shared, Shelf, ValkeyShelf
from ui.store.files import File
from ui.store.place import STORE, WORKERS, GoneError
from ui.store.valkey import Valkey

BOUNDS = Bounds(n_bytes=1000, seconds=3600.0, most=5, is_used_by_get=True)

Make = Callable[..., Shelf]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A Valkey or Redis of this module's own."""
    with a_store(tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture
def now() -> list[float]:
    return [time.time()]


@pytest.fixture(params=["file", "Valkey"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, now: list[float]) -> Make:
    """A shelf as each worker has its own, in either form."""
    if request.param == "Valkey":
        server: Store = request.getfixturevalue("server")
        server.empty()

    def make(bounds: Bounds = BOUNDS, kind: str = "runs") -> Shelf:
        if request.param == "file":
            file = File(tmp_path / "of all" / blobs.FILE, blobs._TABLES, 1.0)
            return FileShelf(file, kind, bounds, lambda: now[0])
        return ValkeyShelf(Valkey(server.address), kind, bounds, lambda: now[0])

    return make


def test_what_one_worker_puts_another_gets(shelf: Make) -> None:
    data = bytes(range(256))
    assert shelf().get("a") is None
    shelf().put("a", data)
    assert shelf().get("a") == data
    shelf().put("a", b"new")
    assert shelf().get("a") == b"new"
    assert shelf(kind="lectures").get("a") is None


def test_beyond_the_bytes_what_was_used_longest_ago_goes(shelf: Make, now: list[float]) -> None:
    for name in "abcd":
        shelf().put(name, name.encode() * 250)
        now[0] += 1
    assert shelf().get("a") is not None  # used now: b is the oldest
    now[0] += 1
    shelf().put("e", b"e" * 250)
    assert [name for name in "abcde" if shelf().get(name)] == ["a", "c", "d", "e"]


def test_where_getting_is_no_use_the_first_goes_first(shelf: Make, now: list[float]) -> None:
    bounds = Bounds(n_bytes=1000, seconds=3600.0, most=2, is_used_by_get=False)
    for name in "ab":
        shelf(bounds).put(name, b"x")
        now[0] += 1
    assert shelf(bounds).get("a")
    now[0] += 1
    shelf(bounds).put("c", b"x")
    assert [name for name in "abc" if shelf(bounds).get(name)] == ["b", "c"]


def test_a_thing_is_kept_for_its_time_after_its_last_use(shelf: Make, now: list[float]) -> None:
    shelf().put("a", b"x")
    shelf().put("b", b"x")
    now[0] += 3000
    assert shelf().get("a")
    now[0] += 3000
    assert [name for name in "ab" if shelf().get(name)] == ["a"]


def test_what_is_larger_than_all_may_be_is_not_kept_and_throws_nothing_out(shelf: Make) -> None:
    shelf().put("a", b"x")
    shelf().put("b", b"x" * 1001)
    assert (shelf().get("a"), shelf().get("b")) == (b"x", None)


def test_what_goes_leaves_the_disk(tmp_path: Path) -> None:
    file = File(tmp_path / "of all" / blobs.FILE, blobs._TABLES, 1.0)
    shelf = FileShelf(file, "runs", Bounds(n_bytes=500_000, seconds=60.0, most=100, is_used_by_get=True))
    for number in range(40):
        shelf.put(str(number), bytes(100_000))
    with file.connected() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert file.path.stat().st_size < 800_000
    assert file.path.parent.stat().st_mode & 0o077 == 0


def test_a_file_that_is_locked_or_damaged_is_gone_and_no_more(tmp_path: Path) -> None:
    file = File(tmp_path / "of all" / blobs.FILE, blobs._TABLES, 0.05)
    shelf = FileShelf(file, "runs", BOUNDS)
    shelf.put("a", b"x")
    with file.writing():
        assert shelf.get("a") == b"x"
        with pytest.raises(GoneError, match="locked"):
            shelf.put("b", b"x")
    for one in file.path.parent.iterdir():
        one.unlink()
    file.path.write_bytes(b"no database" * 1000)
    with pytest.raises(GoneError):
        shelf.get("a")


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Two workers, with a store of their own."""
    monkeypatch.setenv(WORKERS, "2")
    monkeypatch.setenv(STORE, str(tmp_path / "shared"))
    return monkeypatch


def test_one_worker_alone_writes_nothing(several: pytest.MonkeyPatch, tmp_path: Path) -> None:
    several.setenv(WORKERS, "1")
    shared = Shared("runs", BOUNDS)
    assert not shared.put("a", b"x")
    assert shared.get("a") is None
    assert not (tmp_path / "shared").exists()


def test_several_find_it_where_the_environment_says(several: pytest.MonkeyPatch, server: Store) -> None:
    server.empty()
    shared = Shared("runs", BOUNDS)
    assert shared.put("a", b"x")
    assert Shared("runs", BOUNDS).get("a") == b"x"
    several.setenv(STORE, server.address)
    assert shared.get("a") is None
    assert shared.put("a", b"y")
    assert Shared("runs", BOUNDS).get("a") == b"y"


def test_where_the_store_is_gone_nothing_is_found_and_the_log_has_two_lines_for_it(
    several: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    several.setattr("ui.store.valkey.REST", 0.1)
    caplog.set_level(logging.WARNING, "ui.store.valkey")
    with a_store(tmp_path) as server:
        several.setenv(STORE, server.address)
        shared = Shared("runs", BOUNDS)
        assert shared.put("a", b"x")
        server.stop()
        for _ in range(3):
            assert shared.get("a") is None
            assert not shared.put("b", b"x")
            time.sleep(0.12)
        server.start()
        time.sleep(0.12)
        assert shared.get("a") == b"x"
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert said[0].startswith("The store does not answer (ConnectionError)")
    assert said[1] == "The store answers again"
