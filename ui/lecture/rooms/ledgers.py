"""Where rooms and votes are written, in two forms: a file of SQLite, or a Valkey. The rules are in ``store.py``."""

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from ui.store.files import File
from ui.store.valkey import PREFIX, Valkey

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

DAY = 86_400.0
"""Seconds that a room lives."""

LETTERS = "BCDFGHJKMNPRSTWXZ"
"""Letters of a room's name: none looks like another one or like a digit, and without vowels they spell no words."""

LENGTH = 4

MOST_CLOSED = 5_000
"""The most closed rooms whose letters are kept; of more, those go whose day is over first."""

PATIENCE = 20.0
"""Seconds that a writer waits for the others."""

TRIES = 50
"""How often a change is tried while the host changes the question."""

TABLES = """
CREATE TABLE IF NOT EXISTS rooms (
    room TEXT PRIMARY KEY, key_hash TEXT NOT NULL, since REAL NOT NULL,
    question TEXT NOT NULL DEFAULT '', n_choices INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS votes (
    room TEXT NOT NULL, question TEXT NOT NULL, phone TEXT NOT NULL, choice INTEGER,
    PRIMARY KEY (room, question, phone)
) WITHOUT ROWID;
"""


class RoomError(ValueError):
    """A sentence for whoever asked for what a room does not give."""


class ClosedError(RoomError):
    """The sentence about a room that its host has closed."""


class Row(NamedTuple):
    """A room: the hash of its host's key, and what it asks."""

    key_hash: str
    question: str
    n_choices: int
    is_open: bool


class Hand(Protocol):
    """One room, for as long as one change or one look takes."""

    def row(self) -> Row:
        """The room."""

    def ask(self, question: str, n_choices: int, is_open: bool) -> None:
        """Write what it asks."""

    def chosen(self, question: str, phone: str) -> float | None:
        """What a phone has chosen; None where it has not."""

    def has(self, question: str, phone: str) -> bool:
        """Whether a phone is written down for a question; for "", whether it has arrived."""

    def many(self, question: str) -> int:
        """Phones that have voted on a question; for "", those that have arrived."""

    def choices(self, question: str) -> list[float]:
        """Everything that phones have chosen."""

    def add(self, question: str, phone: str, choice: float | None) -> None:
        """Write a phone down, with what it has chosen, unless it is there."""

    def close(self) -> None:
        """Forget the room with all its votes; that its letters were a room's is known until its day is over."""


class Ledger(Protocol):
    """All rooms. Each of these raises ``GoneError`` where the ledger cannot be read."""

    def open(self, key_hash: str, now: float, most: int) -> str:
        """Write down a room of a new name, unless there are ``most``: then ""."""

    def change(self, room: str, now: float, act: Callable[[Hand], T]) -> T:
        """Do something with a room, whole or not at all; it may be called again where the room changed meanwhile."""

    def look(self, room: str, now: float, ask: Callable[[Hand], T]) -> T:
        """Ask something of a room."""


def no_room(room: str) -> RoomError:
    """What is said where a room does not exist, or does no longer."""
    return RoomError(f"There is no room {room[:12]}. A room closes after a day; ask for the new letters.")


def closed_room(room: str) -> ClosedError:
    """What is said of a room that its host has closed."""
    return ClosedError(
        f"Whoever opened room {room[:12]} has closed it, and its votes are deleted. A new room has other letters."
    )


def _new_name() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class FileLedger:
    """Rooms in a file that all workers of a machine share.

    Parameters
    ----------
    file : File
        It is made when the first room is opened.
    """

    def __init__(self, file: File) -> None:
        self.file = file

    def open(self, key_hash: str, now: float, most: int) -> str:
        """Write down a room, and forget those whose day is over."""
        self.file.make()
        with self.file.writing() as db:
            for (room,) in db.execute("SELECT room FROM rooms WHERE since <= ?", (now - DAY,)).fetchall():
                db.execute("DELETE FROM votes WHERE room = ?", (room,))
                db.execute("DELETE FROM rooms WHERE room = ?", (room,))
            (many,) = db.execute("SELECT count(*) FROM rooms WHERE key_hash <> ''").fetchone()
            name = ""
            if many < most:
                while not name or db.execute("SELECT 1 FROM rooms WHERE room = ?", (name,)).fetchone():
                    name = _new_name()
                row = (name, key_hash, now)
                db.execute("INSERT INTO rooms (room, key_hash, since) VALUES (?, ?, ?)", row)
        return name

    def change(self, room: str, now: float, act: Callable[[Hand], T]) -> T:
        """Do something with a room while nobody else writes."""
        if not self.file.is_there:
            raise no_room(room)
        with self.file.writing() as db:
            return act(_found(db, room, now))

    def look(self, room: str, now: float, ask: Callable[[Hand], T]) -> T:
        """Ask something of one moment of a room."""
        if not self.file.is_there:
            raise no_room(room)
        with self.file.reading() as db:
            return ask(_found(db, room, now))


def _found(db: "sqlite3.Connection", room: str, now: float) -> "_FileHand":
    asked = "SELECT key_hash FROM rooms WHERE room = ? AND since > ?"
    row = db.execute(asked, (room, now - DAY)).fetchone()
    if row is None:
        raise no_room(room)
    if not row[0]:
        raise closed_room(room)
    return _FileHand(db, room)


@dataclass(frozen=True)
class _FileHand:
    """A room within a transaction."""

    db: "sqlite3.Connection"
    room: str

    def row(self) -> Row:
        asked = "SELECT key_hash, question, n_choices, open FROM rooms WHERE room = ?"
        key_hash, question, n_choices, is_open = self.db.execute(asked, (self.room,)).fetchone()
        return Row(key_hash, question, n_choices, bool(is_open))

    def ask(self, question: str, n_choices: int, is_open: bool) -> None:
        row = (question, n_choices, is_open, self.room)
        self.db.execute("UPDATE rooms SET question = ?, n_choices = ?, open = ? WHERE room = ?", row)

    def _vote(self, question: str, phone: str) -> Any:
        """A row of one value, or None."""
        asked = "SELECT choice FROM votes WHERE room = ? AND question = ? AND phone = ?"
        return self.db.execute(asked, (self.room, question, phone)).fetchone()

    def chosen(self, question: str, phone: str) -> float | None:
        row = self._vote(question, phone)
        return row[0] if row else None

    def has(self, question: str, phone: str) -> bool:
        return self._vote(question, phone) is not None

    def many(self, question: str) -> int:
        asked = "SELECT count(*) FROM votes WHERE room = ? AND question = ?"
        return int(self.db.execute(asked, (self.room, question)).fetchone()[0])

    def choices(self, question: str) -> list[float]:
        asked = "SELECT choice FROM votes WHERE room = ? AND question = ?"
        return [choice for (choice,) in self.db.execute(asked, (self.room, question)).fetchall()]

    def add(self, question: str, phone: str, choice: float | None) -> None:
        self.db.execute(
            "INSERT OR IGNORE INTO votes VALUES (?, ?, ?, ?)", (self.room, question, phone, choice)
        )

    def close(self) -> None:
        """A row without a key stays: with it nobody is the host, and no other room gets these letters."""
        self.db.execute("DELETE FROM votes WHERE room = ?", (self.room,))
        bare = "UPDATE rooms SET key_hash = '', question = '', n_choices = 0, open = 0 WHERE room = ?"
        self.db.execute(bare, (self.room,))
        latest = "SELECT room FROM rooms WHERE key_hash = '' ORDER BY since DESC LIMIT ?"
        self.db.execute(f"DELETE FROM rooms WHERE key_hash = '' AND room NOT IN ({latest})", (MOST_CLOSED,))


CLOSED = f"{PREFIX}:closed"
"""In a Valkey, the letters of closed rooms."""


class ValkeyLedger:
    """Rooms in a Valkey or Redis that workers of several machines share.

    Parameters
    ----------
    store : Valkey
        The store. A room is a hash; for each question, the choices by phone are another. Letters of closed rooms are
        one sorted set, by when the room was opened.
    """

    def __init__(self, store: Valkey) -> None:
        self._store = store

    def open(self, key_hash: str, now: float, most: int) -> str:
        """Write down a room; the store itself forgets those whose day is over."""
        rooms = f"{PREFIX}:rooms"
        with self._store.asking() as client:
            client.zremrangebyscore(rooms, "-inf", now - DAY)
            if client.zcard(rooms) >= most:
                return ""
            name = _new_room(client, key_hash, now)
            with client.pipeline() as whole:
                row = {"since": repr(now), "question": "", "n_choices": 0, "open": 0}
                whole.hset(_key(name), mapping=row).expire(_key(name), int(DAY))
                whole.zadd(rooms, {name: now}).expire(rooms, int(DAY)).execute()
        return name

    def change(self, room: str, now: float, act: Callable[[Hand], T]) -> T:
        """Do something with a room; once more, where its host changed it meanwhile."""
        with self._store.asking() as client:
            for _ in range(TRIES):
                with client.pipeline() as pipe:
                    pipe.watch(_key(room))
                    hand = _ValkeyHand(pipe, room, now)
                    found = act(hand)
                    pipe.multi()
                    for write in hand.writes:
                        write()
                    with suppress(self._store.changed):
                        pipe.execute()
                        return found
        raise RoomError(f"Room {room} changes too fast just now; try again.")

    def look(self, room: str, now: float, ask: Callable[[Hand], T]) -> T:
        """Ask something of a room."""
        with self._store.asking() as client:
            return ask(_ValkeyHand(client, room, now))


def _key(room: str) -> str:
    return f"{PREFIX}:room:{{{room}}}"  # within braces: one place for all of a room, where there are several


def _new_room(client: Any, key_hash: str, now: float) -> str:
    """A name that no room has, nor had within its day; the host's key has it from now on."""
    while True:
        name = _new_name()
        if not client.hsetnx(_key(name), "key_hash", key_hash):
            continue
        if not _was_closed(client, name, now):
            return name
        client.delete(_key(name))


def _was_closed(client: Any, room: str, now: float) -> bool:
    """Whether a host has closed a room whose day is not over."""
    since = client.zscore(CLOSED, room)
    return since is not None and since > now - DAY


class _ValkeyHand:
    """A room as it is read now; what is to be written waits in ``writes``."""

    def __init__(self, client: Any, room: str, now: float) -> None:
        self._client, self._room = client, room
        self._asked = f"{_key(room)}#asked"  # the questions that somebody has voted on
        self._found = {name.decode(): value.decode() for name, value in client.hgetall(_key(room)).items()}
        self._since, self._now = float(self._found.get("since", "-inf")), now
        if self._since <= now - DAY:
            raise closed_room(room) if _was_closed(client, room, now) else no_room(room)
        self._rest = max(1, int(DAY - (now - self._since)))
        self.writes: list[Callable[[], Any]] = []

    def _votes(self, question: str) -> str:
        return f"{_key(self._room)}:{question}"

    def row(self) -> Row:
        found = self._found
        return Row(found["key_hash"], found["question"], int(found["n_choices"]), found["open"] == "1")

    def ask(self, question: str, n_choices: int, is_open: bool) -> None:
        asked = {"question": question, "n_choices": n_choices, "open": int(is_open)}
        self.writes.append(lambda: self._client.hset(_key(self._room), mapping=asked))

    def chosen(self, question: str, phone: str) -> float | None:
        said = self._client.hget(self._votes(question), phone)
        choice: float | None = None if said is None else json.loads(said)
        return choice

    def has(self, question: str, phone: str) -> bool:
        return bool(self._client.hexists(self._votes(question), phone))

    def many(self, question: str) -> int:
        return int(self._client.hlen(self._votes(question)))

    def choices(self, question: str) -> list[float]:
        return [json.loads(said) for said in self._client.hvals(self._votes(question))]

    def add(self, question: str, phone: str, choice: float | None) -> None:
        def write() -> None:
            self._client.hsetnx(self._votes(question), phone, json.dumps(choice))
            self._client.expire(self._votes(question), self._rest)
            self._client.sadd(self._asked, question)
            self._client.expire(self._asked, self._rest)

        self.writes.append(write)

    def close(self) -> None:
        asked = [one.decode() for one in self._client.smembers(self._asked)]
        keys = [_key(self._room), self._asked, *map(self._votes, asked)]

        def write() -> None:
            self._client.delete(*keys).zrem(f"{PREFIX}:rooms", self._room)
            self._client.zadd(CLOSED, {self._room: self._since}).expire(CLOSED, int(DAY))
            self._client.zremrangebyscore(CLOSED, "-inf", self._now - DAY)
            self._client.zremrangebyrank(CLOSED, 0, -1 - MOST_CLOSED)

        self.writes.append(write)
