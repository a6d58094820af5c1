"""Rooms and their votes: the rules. They are written where all workers read them, see ``ledgers.py``. No Streamlit.

Of a phone nothing is written but the room, the question's name, a random id and the choice, or the number that it
guesses. A room dies after a day, or when its host closes it; of a closed one the letters stay until its day is over.
Nothing is written before somebody opens the first one.
"""

import hashlib
import hmac
import re
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ui.lecture.rooms.ledgers import (
    LENGTH,
    LETTERS,
    PATIENCE,
    TABLES,
    FileLedger,
    Hand,
    Ledger,
    RoomError,
    ValkeyLedger,
    no_room,
)
from ui.store import files
from ui.store.place import GoneError, here
from ui.store.valkey import valkey

MOST_ROOMS = 500
MOST_PHONES = 2_000
"""The most rooms at a time, and the most phones in one: a program that pretends to be phones cannot fill the disk."""

A_NUMBER = -1
"""In place of how many answers there are to choose from: the question asks for a number to guess."""

LARGEST_GUESS = 1e12
"""As large as a number in a lecture's file."""

WITHOUT_SERVER = "There are no rooms here: this copy runs without a server that phones could reach."

_ID = re.compile(r"[0-9a-f]{32}")
_QUESTION = re.compile(r"(?:[0-9a-f]{16}/)?[a-z0-9-]{1,40}/[0-9]")


UNCOUNTED = "Votes cannot be counted just now: their store does not answer. This page asks again by itself."
"""Said on phones and on the stage."""

T = TypeVar("T")


class UncountedError(RoomError):
    """The sentence where the ledger cannot be read or written just now; the same may succeed in a moment."""


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
    return WITHOUT_SERVER if not files.is_possible() or sys.platform == "emscripten" else ""


def default_path() -> Path:
    """The file of rooms, where this process keeps what it shares with other workers of the machine."""
    return here().folder / "rooms.sqlite"


def ledger() -> Ledger:
    """Where this process writes rooms."""
    address = here().address
    return ValkeyLedger(valkey(address)) if address else FileLedger(ledger_file(default_path()))


def ledger_file(path: Path) -> files.File:
    """A file of rooms."""
    return files.File(path, TABLES, PATIENCE)


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
    """All rooms of a server.

    Parameters
    ----------
    written : Ledger, optional
        Where they are written; by default, where this process's place is.
    now : callable
        Seconds since some fixed moment, the same one for all workers.
    """

    def __init__(self, written: Ledger | None = None, now: Callable[[], float] = time.time) -> None:
        self._ledger = written
        self.now = now

    @property
    def ledger(self) -> Ledger:
        """Where they are written."""
        if self._ledger is None:
            self._ledger = ledger()
        return self._ledger

    def open(self) -> tuple[str, str]:
        """Open a room.

        Returns
        -------
        room : str
            Four letters.
        key : str
            The host's: whoever has it asks and reveals. The ledger holds its hash alone.

        Raises
        ------
        RoomError
            If there can be none.
        """
        if why_not():
            raise RoomError(why_not())
        key = secrets.token_hex(16)
        with _counted():
            room = self.ledger.open(_hash(key), self.now(), MOST_ROOMS)
        if not room:
            raise RoomError(f"{MOST_ROOMS} rooms are open on this server; a room closes after a day.")
        return room, key

    def close(self, room: str, key: str) -> None:
        """Let a room die, with all its votes. Until its day is over, its letters are those of a closed room."""
        self._host(room, key, lambda hand: hand.close())

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
        self._host(room, key, lambda hand: hand.ask(question, n_choices, is_open and bool(question)))

    def is_host(self, room: str, key: str) -> bool:
        """Whether a key is the room's.

        Raises
        ------
        UncountedError
            If that cannot be known just now.
        """
        try:
            return self._look(room, lambda hand: _is_key(hand, key))
        except UncountedError:
            raise
        except RoomError:
            return False

    def arrive(self, room: str, phone: str) -> None:
        """Count a phone that has come into the room, once."""
        _check_phone(phone)
        self._change(room, lambda hand: _arrive(hand, room, phone))

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

        def count(hand: Hand) -> None:
            row, before = hand.row(), hand.chosen(question, phone)
            if before is not None and before == choice:
                return
            if before is not None and question == row.question:
                raise RoomError(_second(before, is_guess=row.n_choices == A_NUMBER))
            if question != row.question or not row.is_open:
                raise RoomError("This question is not open any more; your vote was not counted.")
            number = _checked(choice, row.n_choices)
            _arrive(hand, room, phone)
            hand.add(question, phone, number)

        self._change(room, count)

    def asked(self, room: str, phone: str = "") -> Asked:
        """What a room asks now, as a phone or the stage sees it."""

        def seen(hand: Hand) -> Asked:
            row = hand.row()
            return Asked(
                question=row.question,
                is_open=row.is_open,
                answered=hand.many(row.question) if row.question else 0,
                arrived=hand.many(""),
                chosen=hand.chosen(row.question, phone) if row.question else None,
            )

        return self._look(room, seen)

    def counts(self, room: str, question: str, n_choices: int) -> list[int]:
        """Votes for each answer of a question."""
        found = Counter(self._look(room, lambda hand: hand.choices(question)))
        return [found[choice] for choice in range(n_choices)]

    def guesses(self, room: str, question: str) -> list[float]:
        """The numbers that phones have guessed, from the least to the largest."""
        return sorted(float(guess) for guess in self._look(room, lambda hand: hand.choices(question)))

    def _change(self, room: str, act: Callable[[Hand], None]) -> None:
        """Do something with a room that is open."""
        if why_not():
            raise no_room(room)
        with _counted():
            self.ledger.change(room, self.now(), act)

    def _look(self, room: str, ask: Callable[[Hand], T]) -> T:
        """Ask something of a room that is open."""
        if why_not():
            raise no_room(room)
        with _counted():
            return self.ledger.look(room, self.now(), ask)

    def _host(self, room: str, key: str, act: Callable[[Hand], None]) -> None:
        """Do something that only the room's host does."""

        def check_and_act(hand: Hand) -> None:
            if not _is_key(hand, key):
                raise RoomError(f"Only who opened room {room} can do this.")
            act(hand)

        self._change(room, check_and_act)


@contextmanager
def _counted() -> Iterator[None]:
    """A ledger that is gone becomes a sentence."""
    try:
        yield
    except GoneError as error:
        raise UncountedError(UNCOUNTED) from error


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _is_key(hand: Hand, key: str) -> bool:
    return hmac.compare_digest(hand.row().key_hash, _hash(key))


def _check_phone(phone: object) -> None:
    if not isinstance(phone, str) or not _ID.fullmatch(phone):
        raise RoomError("This phone’s number is not one that this page gives; reload the page.")


def _checked(choice: Any, n_choices: int) -> float:
    """The choice or the guess; what is no answer to the question is refused."""
    if n_choices != A_NUMBER:
        if type(choice) is not int or not 0 <= choice < n_choices:
            raise RoomError(f"There is no such answer: this question has {n_choices}.")
    elif type(choice) not in (int, float) or not abs(choice) <= LARGEST_GUESS:  # no comparison holds for NaN
        raise RoomError("This is not a number to guess: it lies between −10¹² and 10¹².")
    number: float = choice
    return number


def _second(before: float, *, is_guess: bool) -> str:
    """What a phone hears that has voted already, and votes for something else."""
    if is_guess:
        return f"You have already guessed {f'{before:.12g}'.replace('-', '−')}; each phone has one guess."
    return f"You have already chosen {before + 1:g}; each phone has one vote."


def _arrive(hand: Hand, room: str, phone: str) -> None:
    """Write a phone down without a question, unless it is there."""
    if hand.has("", phone):
        return
    if hand.many("") >= MOST_PHONES:
        raise RoomError(f"Room {room} is full: {MOST_PHONES:,} phones are in it.")
    hand.add("", phone, None)
