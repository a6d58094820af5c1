"""Bytes by name, for a time and within bounds, which one worker puts and another gets. Nothing here reads the bytes.

A page never depends on it: where the store is gone, nothing is found, and what is put is lost.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from ui.store.files import File
from ui.store.place import GoneError, here
from ui.store.valkey import PREFIX, Valkey, valkey

FILE = "shared.sqlite"

PATIENCE = 1.0
"""Seconds that a page waits for a file that others write to."""

_TABLES = """
CREATE TABLE IF NOT EXISTS blobs (
    kind TEXT NOT NULL, name TEXT NOT NULL, used REAL NOT NULL, n_bytes INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (kind, name)
);
"""


@dataclass(frozen=True)
class Bounds:
    """What may be kept of a kind; beyond it, what was used longest ago goes first.

    Parameters
    ----------
    n_bytes : int
        Bytes of all of it.
    seconds : float
        How long a thing is kept after its last use.
    most : int
        Things.
    is_used_by_get : bool
        Whether a thing that is got has been used; else only one that is put.
    """

    n_bytes: int
    seconds: float
    most: int
    is_used_by_get: bool


class Shelf(Protocol):
    """Where things of one kind are kept."""

    def get(self, name: str) -> bytes | None:
        """The bytes of a name; None where there are none. GoneError where the store does not answer."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name. GoneError where the store does not answer."""


class FileShelf:
    """A kind of things in a file that the workers of one machine share.

    Parameters
    ----------
    file : File
        With the table.
    kind : str
        What the things are.
    bounds : Bounds
        How many.
    now : callable
        Seconds since some fixed moment, the same one for all workers.
    """

    def __init__(self, file: File, kind: str, bounds: Bounds, now: Callable[[], float] = time.time) -> None:
        self._file, self._kind, self._bounds, self._now = file, kind, bounds, now

    def get(self, name: str) -> bytes | None:
        """The bytes of a name."""
        if not self._file.is_there:
            return None
        oldest, one = self._now() - self._bounds.seconds, (self._kind, name)
        with self._file.connected() as db:
            row = db.execute(
                "SELECT data FROM blobs WHERE kind = ? AND name = ? AND used >= ?", (*one, oldest)
            ).fetchone()
        if row and self._bounds.is_used_by_get:
            with (
                suppress(GoneError),
                self._file.connected() as db,
            ):  # what was read counts, if another writes or not
                db.execute("UPDATE blobs SET used = ? WHERE kind = ? AND name = ?", (self._now(), *one))
        return bytes(row[0]) if row else None

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, and let go of what is too much."""
        if len(data) > self._bounds.n_bytes:
            return
        if not self._file.is_there:
            self._file.make()
        now = self._now()
        with self._file.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO blobs VALUES (?, ?, ?, ?, ?)",
                (self._kind, name, now, len(data), data),
            )
            rows = db.execute(
                "SELECT name, n_bytes, used FROM blobs WHERE kind = ? ORDER BY used DESC, name = ? DESC",
                (self._kind, name),
            ).fetchall()
            for one in _too_much(rows, self._bounds, now):
                db.execute("DELETE FROM blobs WHERE kind = ? AND name = ?", (self._kind, one))


class ValkeyShelf:
    """A kind of things in a Valkey or Redis that workers of several machines share.

    Parameters
    ----------
    store : Valkey
        The store.
    kind : str
        What the things are.
    bounds : Bounds
        How many.
    now : callable
        Seconds since some fixed moment, the same one for all workers.
    """

    def __init__(
        self, store: Valkey, kind: str, bounds: Bounds, now: Callable[[], float] = time.time
    ) -> None:
        self._store, self._bounds, self._now = store, bounds, now
        self._key = f"{PREFIX}:{{{kind}}}"  # within braces: one place for all, where there are several

    def get(self, name: str) -> bytes | None:
        """The bytes of a name."""
        with self._store.asking() as client:
            used = client.zscore(f"{self._key}:used", name)
            if used is None or used < self._now() - self._bounds.seconds:
                return None
            data: bytes | None = client.get(f"{self._key}:{name}")
            if data is not None and self._bounds.is_used_by_get:
                with client.pipeline() as both:
                    both.zadd(f"{self._key}:used", {name: self._now()}, xx=True)
                    both.expire(f"{self._key}:{name}", int(self._bounds.seconds))
                    both.execute()
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, and let go of what is too much."""
        if len(data) > self._bounds.n_bytes:
            return
        now, seconds = self._now(), int(self._bounds.seconds)
        with self._store.asking() as client:
            with client.pipeline() as all_of_it:
                all_of_it.set(f"{self._key}:{name}", data, ex=seconds)
                all_of_it.zadd(f"{self._key}:used", {name: now})
                all_of_it.hset(f"{self._key}:sizes", name, len(data))
                for index in ("used", "sizes"):
                    all_of_it.expire(f"{self._key}:{index}", seconds)
                all_of_it.execute()
            found = client.zrange(f"{self._key}:used", 0, -1, desc=True, withscores=True)
            sizes = client.hgetall(f"{self._key}:sizes")
            rows = [(one.decode(), int(sizes.get(one, 0)), used) for one, used in found]
            rows.sort(key=lambda row: (-row[2], row[0] != name))
            for one in _too_much(rows, self._bounds, now):
                with client.pipeline() as all_of_it:
                    all_of_it.delete(f"{self._key}:{one}")
                    all_of_it.zrem(f"{self._key}:used", one)
                    all_of_it.hdel(f"{self._key}:sizes", one)
                    all_of_it.execute()


def _too_much(rows: list[Any], bounds: Bounds, now: float) -> list[str]:
    """Names of what goes, of rows of name, bytes and last use, from the latest use on."""
    goes, n_bytes, n_kept = [], 0, 0
    for name, size, used in rows:
        if n_bytes + size > bounds.n_bytes or n_kept >= bounds.most or used < now - bounds.seconds:
            goes.append(name)
        else:
            n_bytes, n_kept = n_bytes + size, n_kept + 1
    return goes


class Shared:
    """A kind of things where this process's store is, for who can do without.

    Parameters
    ----------
    kind : str
        What the things are.
    bounds : Bounds
        How many.
    """

    def __init__(self, kind: str, bounds: Bounds) -> None:
        self._kind, self._bounds = kind, bounds

    @property
    def is_wanted(self) -> bool:
        """Whether another worker may ask for what this one puts."""
        return here().has_others

    def get(self, name: str) -> bytes | None:
        """The bytes that any worker has put; None where there are none, no others, or no store just now."""
        try:
            return self._shelf().get(name) if self.is_wanted else None
        except GoneError:
            return None

    def put(self, name: str, data: bytes) -> bool:
        """Put bytes for the other workers; returns whether they can get them now."""
        try:
            if self.is_wanted:
                self._shelf().put(name, data)
        except GoneError:
            return False
        return self.is_wanted

    def _shelf(self) -> Shelf:
        """Where the things are."""
        place = here()
        if place.address:
            return ValkeyShelf(valkey(place.address), self._kind, self._bounds)
        return FileShelf(File(place.folder / FILE, _TABLES, PATIENCE), self._kind, self._bounds)
