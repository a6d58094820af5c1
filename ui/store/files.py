"""A file of SQLite that all workers of a machine write to. It does not exist before somebody writes the first thing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ui.store.place import GoneError

try:
    import sqlite3
except ImportError:  # Pyodide comes without it
    sqlite3 = None  # type: ignore[assignment]


def is_possible() -> bool:
    """Whether this Python can have such a file."""
    return sqlite3 is not None


class File:
    """A file with its tables.

    Parameters
    ----------
    path : Path
        In a folder that nobody else may read.
    tables : str
        Statements that make the tables, where there are none.
    patience : float
        Seconds that a writer waits for the others.
    """

    def __init__(self, path: Path, tables: str, patience: float) -> None:
        self.path = path
        self._tables, self._patience = tables, patience

    @property
    def is_there(self) -> bool:
        """Whether anybody has ever written to it."""
        return is_possible() and self.path.is_file()

    def make(self) -> None:
        """Make the file, in a folder that nobody else may read.

        Raises
        ------
        GoneError
            If there can be none.
        """
        if not is_possible():
            raise GoneError("this Python has no SQLite")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = self.path.parent.stat().st_uid
        except OSError as error:
            raise GoneError(f"no folder for it: {error.strerror}") from None
        if hasattr(os, "getuid") and owner != os.getuid():
            raise GoneError(f"the folder {self.path.parent} is another account’s")
        with self.connected("rwc") as db:
            db.execute("PRAGMA auto_vacuum = FULL")  # what is deleted leaves the disk, too
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(self._tables)

    @contextmanager
    def connected(self, mode: str = "rw") -> Iterator["sqlite3.Connection"]:
        """A connection of this call alone, so that any thread and any process may ask."""
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        try:
            db = sqlite3.connect(uri, uri=True, timeout=self._patience, isolation_level=None)
        except sqlite3.Error as error:
            raise GoneError(str(error)) from None
        try:
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")  # what is deleted does not stay readable in the file
            yield db
        except sqlite3.Error as error:
            raise GoneError(str(error)) from None
        finally:
            db.close()

    @contextmanager
    def writing(self) -> Iterator["sqlite3.Connection"]:
        """A transaction that writes: whole, or not at all."""
        with self.connected() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                if db.in_transaction:  # a full disk has ended it already
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator["sqlite3.Connection"]:
        """One moment of the file."""
        with self.connected() as db:
            db.execute("BEGIN")
            yield db
