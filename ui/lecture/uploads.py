"""Lectures that visitors brought: each by the hash of its file, for a day, within bounds. No Streamlit.

The files are kept. Read, a lecture takes five times as much: that goes by last use, like all that can be made again.
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from ui.lecture import lecture_file
from ui.lecture.scene import Lecture
from ui.store.blobs import Bounds, Shared
from ui.work.keeper import KEEPER

DAY = 24 * 3600.0
"""Seconds."""

MOST_LECTURES = 200
MOST_BYTES = 10_000_000

SHARE = 0.05
"""Part of the memory that lectures may take which have been read."""

SHARED = Shared("lectures", Bounds(n_bytes=MOST_BYTES, seconds=DAY, most=MOST_LECTURES, is_used_by_get=False))
"""Where other workers find them, if there are any."""


_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(eq=False)
class Shelf:
    """Where uploaded lectures stand. Beyond its bounds the one that was brought first goes first.

    Parameters
    ----------
    clock : callable
        Gives the time in seconds.
    """

    clock: Callable[[], float] = time.time
    _kept: dict[str, tuple[float, bytes]] = field(default_factory=dict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def put(self, data: bytes) -> str:
        """Keep a lecture for a day from now.

        Parameters
        ----------
        data : bytes
            The file, UTF-8.

        Returns
        -------
        str
            The name under which it stands: the same file has the same name.

        Raises
        ------
        ValueError
            If no scene of the file can be used: a sentence with the first faults.
        """
        name = _name(data)
        _lecture(name, data)
        with self._lock:
            self._kept.pop(name, None)
            self._kept[name] = (self.clock(), data)
            self._let_go()
        SHARED.put(name, data)
        return name

    def get(self, name: str) -> Lecture | None:
        """The lecture under a name; None where there is none, or none any more."""
        with self._lock:
            self._let_go()
            kept = self._kept.get(name)
        return _lecture(name, kept[1]) if kept else _from_another(name)

    @property
    def n_bytes(self) -> int:
        """Bytes of the files."""
        return sum(len(data) for _, data in list(self._kept.values()))

    def _let_go(self) -> None:
        """Forget what is older than a day or beyond the bounds; the oldest stand first."""
        n_bytes, now = self.n_bytes, self.clock()
        for name, (since, data) in list(self._kept.items()):
            too_many = len(self._kept) > MOST_LECTURES or n_bytes > MOST_BYTES
            if not too_many and now - since <= DAY:
                break
            del self._kept[name]
            n_bytes -= len(data)


def _from_another(name: str) -> Lecture | None:
    """The lecture that somebody brought to another worker; None where nobody did, or its file is not what it was."""
    data = SHARED.get(name) if _NAME.fullmatch(name) else None
    if data is None or _name(data) != name:
        return None
    try:
        return _lecture(name, data)
    except ValueError:
        return None


def _name(data: bytes) -> str:
    """The name of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


def _lecture(name: str, data: bytes) -> Lecture:
    """The lecture in a file of that name."""
    return KEEPER.have("lectures brought", name, partial(lecture_file.read, data), share=SHARE, light=True)
