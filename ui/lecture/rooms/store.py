"""Rooms and their votes, in an SQLite file that all workers of a machine share. No Streamlit.

Of a phone nothing is written but the room, the question's name, a random id and the choice, or the number that it
guesses. A room dies after a day; the file does not exist before somebody opens the first one.
"""

import hashlib
import hmac
import os
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import sqlite3
except ImportError:  # Pyodide comes without it
    sqlite3 = None  # type: ignore[assignment]

LETTERS = "BCDFGHJKMNPRSTWXZ"
"""Letters of a room's name: none looks like another one or like a digit, and without vowels they spell no words."""

LENGTH = 4
DAY = 86_400.0
"""Seconds that a room lives."""

MOST_ROOMS = 500
MOST_PHONES = 2_000
"""The most rooms at a time, and the most phones in one: a program that pretends to be phones cannot fill the disk."""

A_NUMBER = -1
"""In place of how many answers there are to choose from: the question asks for a number to guess."""

LARGEST_GUESS = 1e12
"""As large as a number in a lecture's file."""

PATIENCE = 20.0
"""Seconds that a writer waits for the others."""

WITHOUT_SERVER = "There are no rooms here: this copy runs without a server that phones could reach."

_ID = re.compile(r"[0-9a-f]{32}")
_QUESTION = re.compile(r"(?:[0-9a-f]{16}/)?[a-z0-9-]{1,40}/[0-9]")

_TABLES = """
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


@dataclass(frozen=True)
class Asked:
    """What a room asks now.

    Parameters
    ----------
    question : str
        Its scene and its place there, such as ``"regions-single/0"``; "" between two questions.
    is_open : bool
        Whether votes count; no longer once the host has revealed the answer.
    answered : int
        Phones that have voted on it.
    arrived : int
        Phones that have come into the room.
    chosen : int, float or None
        What the phone that looks has chosen, from 0; or its guess, where the question asks for a number.
    """

    question: str
    is_open: bool
    answered: int
    arrived: int
    chosen: float | None = None


def why_not() -> str:
    """A sentence where there can be no rooms, "" where there can."""
    return WITHOUT_SERVER if sqlite3 is None or sys.platform == "emscripten" else ""


def default_path() -> Path:
    """The file in the server's temporary folder; each account of the machine has its own."""
    account = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"hidden-layers-{account}" / "rooms.sqlite"


def room_name(text: str) -> str:
    """A room's name as it stands in a link, in capitals.

    Raises
    ------
    RoomError
        If no room can have this name.
    """
    name = text.strip().upper()
    if len(name) != LENGTH or not set(name) <= set(LETTERS):
        raise RoomError(f"“{text.strip()[:12]}” is no room: a room has {LENGTH} letters, such as KRTX.")
    return name


class Rooms:
    """All rooms of a machine.

    Parameters
    ----------
    path : Path, optional
        The file; it is made when the first room is opened.
    now : callable
        Seconds since some fixed moment, the same one for all workers.
    """

    def __init__(self, path: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self.path = path or default_path()
        self.now = now

    def open(self) -> tuple[str, str]:
        """Open a room.

        Returns
        -------
        room : str
            Four letters.
        key : str
            The host's: whoever has it asks and reveals. The file holds its hash alone.

        Raises
        ------
        RoomError
            If there can be none.
        """
        if why_not():
            raise RoomError(why_not())
        self._make()
        key = secrets.token_hex(16)
        with self._writing() as db:
            self._bury(db)
            (many,) = db.execute("SELECT count(*) FROM rooms").fetchone()
            if many >= MOST_ROOMS:
                raise RoomError(f"{MOST_ROOMS} rooms are open on this server; a room closes after a day.")
            room = ""
            while not room or db.execute("SELECT 1 FROM rooms WHERE room = ?", (room,)).fetchone():
                room = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            db.execute(
                "INSERT INTO rooms (room, key_hash, since) VALUES (?, ?, ?)", (room, _hash(key), self.now())
            )
        return room, key

    def close(self, room: str, key: str) -> None:
        """Let a room die, with all its votes."""
        with self._hosting(room, key) as db:
            _delete(db, room)

    def ask(self, room: str, key: str, question: str, n_choices: int, *, is_open: bool = True) -> None:
        """Show a question to the phones.

        Parameters
        ----------
        room, key : str
            As ``open`` gave them.
        question : str
            Its scene and its place there, such as ``"regions-single/0"``; "" for none.
        n_choices : int
            Answers to choose from; ``A_NUMBER`` where phones guess a number.
        is_open : bool
            Whether votes count; False once the answer is revealed.
        """
        if question and not _QUESTION.fullmatch(question):
            raise RoomError(f"“{question[:40]}” is no question.")
        with self._hosting(room, key) as db:
            row = (question, n_choices, is_open and bool(question), room)
            db.execute("UPDATE rooms SET question = ?, n_choices = ?, open = ? WHERE room = ?", row)

    def is_host(self, room: str, key: str) -> bool:
        """Whether a key is the room's."""
        try:
            with self._reading(room) as db:
                return _is_key(db, room, key)
        except RoomError:
            return False

    def arrive(self, room: str, phone: str) -> None:
        """Count a phone that has come into the room, once."""
        _check_phone(phone)
        with self._writing(room) as db:
            _arrive(db, room, phone)

    def vote(self, room: str, question: str, phone: str, choice: float | str | None) -> None:
        """Count a vote. The same vote again changes nothing: a phone that heard no answer sends it once more.

        Parameters
        ----------
        room, question : str
            What the phone shows.
        phone : str
            Its random id: 32 hexadecimal digits.
        choice : int, float, str or None
            From 0; or a guess, where the question asks for a number. Anything else is refused.

        Raises
        ------
        RoomError
            If the vote does not count: why, in a sentence.
        """
        _check_phone(phone)
        with self._writing(room) as db:
            asked, n_choices, is_open = db.execute(
                "SELECT question, n_choices, open FROM rooms WHERE room = ?", (room,)
            ).fetchone()
            before = _chosen(db, room, question, phone)
            if before is not None and before == choice:
                return
            if before is not None and question == asked:
                raise RoomError(_second(before, is_guess=n_choices == A_NUMBER))
            if question != asked or not is_open:
                raise RoomError("This question is not open any more; your vote was not counted.")
            _check_choice(choice, n_choices)
            _arrive(db, room, phone)
            db.execute("INSERT INTO votes VALUES (?, ?, ?, ?)", (room, question, phone, choice))

    def asked(self, room: str, phone: str = "") -> Asked:
        """What a room asks now, as a phone or the stage sees it."""
        with self._reading(room) as db:
            question, is_open = db.execute(
                "SELECT question, open FROM rooms WHERE room = ?", (room,)
            ).fetchone()
            return Asked(
                question=question,
                is_open=bool(is_open),
                answered=_many(db, room, question) if question else 0,
                arrived=_many(db, room, ""),
                chosen=_chosen(db, room, question, phone) if question else None,
            )

    def counts(self, room: str, question: str, n_choices: int) -> list[int]:
        """Votes for each answer of a question."""
        with self._reading(room) as db:
            found = dict(
                db.execute(
                    "SELECT choice, count(*) FROM votes WHERE room = ? AND question = ? GROUP BY choice",
                    (room, question),
                ).fetchall()
            )
        return [found.get(choice, 0) for choice in range(n_choices)]

    def guesses(self, room: str, question: str) -> list[float]:
        """The numbers that phones have guessed, from the least to the largest."""
        with self._reading(room) as db:
            rows = db.execute(
                "SELECT choice FROM votes WHERE room = ? AND question = ? ORDER BY choice", (room, question)
            ).fetchall()
        return [float(guess) for (guess,) in rows]

    def _make(self) -> None:
        """Make the file, in a folder that nobody else may read."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and self.path.parent.stat().st_uid != os.getuid():
            raise RoomError(f"There are no rooms: the folder {self.path.parent} is another account's.")
        with self._connected("rwc") as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_TABLES)

    @contextmanager
    def _connected(self, mode: str = "rw") -> Iterator["sqlite3.Connection"]:
        """A connection of this call alone, so that any thread and any process may ask."""
        db = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
        )
        try:
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")  # what is deleted does not stay readable in the file
            yield db
        except sqlite3.OperationalError as error:
            raise RoomError(f"The room cannot be reached just now ({error}); try again.") from None
        finally:
            db.close()

    @contextmanager
    def _writing(self, room: str | None = None) -> Iterator["sqlite3.Connection"]:
        """A transaction that writes, in a room that is open: whole, or not at all."""
        if room is not None and not self._there():
            raise _no_room(room)
        with self._connected() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                if room is not None:
                    self._check(db, room)
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _hosting(self, room: str, key: str) -> Iterator["sqlite3.Connection"]:
        """A transaction of the room's host."""
        with self._writing(room) as db:
            if not _is_key(db, room, key):
                raise RoomError(f"Only who opened room {room} can do this.")
            yield db

    @contextmanager
    def _reading(self, room: str) -> Iterator["sqlite3.Connection"]:
        """One moment of a room that is open."""
        if not self._there():
            raise _no_room(room)
        with self._connected() as db:
            db.execute("BEGIN")
            self._check(db, room)
            yield db

    def _there(self) -> bool:
        """Whether anybody has ever opened a room."""
        return not why_not() and self.path.is_file()

    def _check(self, db: "sqlite3.Connection", room: str) -> None:
        """Refuse a room that does not exist, or does no longer."""
        found = db.execute(
            "SELECT 1 FROM rooms WHERE room = ? AND since > ?", (room, self.now() - DAY)
        ).fetchone()
        if not found:
            raise _no_room(room)

    def _bury(self, db: "sqlite3.Connection") -> None:
        """Delete the rooms whose day is over, with their votes."""
        for (room,) in db.execute("SELECT room FROM rooms WHERE since <= ?", (self.now() - DAY,)).fetchall():
            _delete(db, room)


def _no_room(room: str) -> RoomError:
    return RoomError(f"There is no room {room[:12]}. A room closes after a day; ask for the new letters.")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _is_key(db: "sqlite3.Connection", room: str, key: str) -> bool:
    (known,) = db.execute("SELECT key_hash FROM rooms WHERE room = ?", (room,)).fetchone()
    return hmac.compare_digest(known, _hash(key))


def _check_phone(phone: object) -> None:
    if not isinstance(phone, str) or not _ID.fullmatch(phone):
        raise RoomError("This phone’s number is not one that this page gives; reload the page.")


def _check_choice(choice: Any, n_choices: int) -> None:
    """Refuse what is no answer to the question."""
    if n_choices != A_NUMBER:
        if type(choice) is not int or not 0 <= choice < n_choices:
            raise RoomError(f"There is no such answer: this question has {n_choices}.")
    elif type(choice) not in (int, float) or not abs(choice) <= LARGEST_GUESS:  # no comparison holds for NaN
        raise RoomError("This is not a number to guess: it lies between −10¹² and 10¹².")


def _second(before: float, *, is_guess: bool) -> str:
    """What a phone hears that has voted already, and votes for something else."""
    if is_guess:
        return f"You have already guessed {f'{before:.12g}'.replace('-', '−')}; each phone has one guess."
    return f"You have already chosen {before + 1:g}; each phone has one vote."


def _chosen(db: "sqlite3.Connection", room: str, question: str, phone: str) -> float | None:
    row = db.execute(
        "SELECT choice FROM votes WHERE room = ? AND question = ? AND phone = ?", (room, question, phone)
    ).fetchone()
    return row[0] if row else None


def _many(db: "sqlite3.Connection", room: str, question: str) -> int:
    """Phones that have voted on a question; for "", those that have arrived."""
    row = db.execute(
        "SELECT count(*) FROM votes WHERE room = ? AND question = ?", (room, question)
    ).fetchone()
    return int(row[0])


def _arrive(db: "sqlite3.Connection", room: str, phone: str) -> None:
    """Write a phone down as a row without a question, unless it is there."""
    known = db.execute(
        "SELECT 1 FROM votes WHERE room = ? AND question = '' AND phone = ?", (room, phone)
    ).fetchone()
    if known:
        return
    if _many(db, room, "") >= MOST_PHONES:
        raise RoomError(f"Room {room} is full: {MOST_PHONES:,} phones are in it.")
    db.execute("INSERT INTO votes VALUES (?, '', ?, NULL)", (room, phone))


def _delete(db: "sqlite3.Connection", room: str) -> None:
    db.execute("DELETE FROM votes WHERE room = ?", (room,))
    db.execute("DELETE FROM rooms WHERE room = ?", (room,))
