"""Finished runs that one worker hands to the others, so that each is trained once: only where there are several.

They go through the store as bytes: weights and measures of runs that a link names, never what a visitor drew or
brought. A run is known by its settings, the code that trains it and the machine: on another its last bits may differ.
"""

import hashlib
import logging
import weakref
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from engine.training import TrainingRun
from ui.store.blobs import Bounds, Shared
from ui.work.machine import machine

SHARED = Shared("runs", Bounds(n_bytes=200_000_000, seconds=86_400.0, most=5_000, is_used_by_get=True))
"""Where they are: 200 MB, by last use, for a day."""

AT_ONCE = 32_000_000
"""Bytes that one round hands on."""

CODE = ("engine", "datasets", "ui/work", "ui/plane", "ui/digits", "ui/settings")
"""Folders of what a run depends on."""

_log = logging.getLogger(__name__)


class _Offer(NamedTuple):
    """A run that others will be handed once it is finished: its name, and its lock."""

    name: str
    busy: Lock


_offered: "weakref.WeakKeyDictionary[TrainingRun, _Offer]" = weakref.WeakKeyDictionary()


@cache
def _code() -> str:
    """A text that changes with the program, and with the machine."""
    digest = hashlib.sha256(machine().encode())
    root = Path(__file__).parents[2]
    for path in sorted(path for folder in CODE for path in (root / folder).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def share(kind: str, key: object, run: TrainingRun, busy: Lock) -> None:
    """Let a run that has just been made be as far as another worker has trained it, or offer it once it is finished.

    Parameters
    ----------
    kind : str
        What it is, in words.
    key : object
        All that it depends on beside the code, a record whose ``repr`` says it.
    run : TrainingRun
        At epoch 0.
    busy : Lock
        Held while it is trained or read.
    """
    if not SHARED.is_wanted:
        return
    name = hashlib.sha256(f"{_code()} {kind} {key!r}".encode()).hexdigest()
    data = SHARED.get(name)
    if data is not None:
        try:
            run.take_up(data)
            return
        except ValueError as error:
            _log.warning("A run from the store is not used: %s", error)
    _offered[run] = _Offer(name, busy)


def hand_on() -> int:
    """Put the offered runs that are finished where the other workers find them; returns how many."""
    n_bytes, n_runs = 0, 0
    for reference in _offered.keyrefs():  # in one piece: other threads offer runs meanwhile
        run = reference()
        offer = _offered.get(run) if run is not None else None
        if run is None or offer is None:
            continue
        if n_bytes > AT_ONCE or not run.finished or not offer.busy.acquire(blocking=False):
            continue
        try:
            data = run.pack()
        finally:
            offer.busy.release()
        n_bytes += len(data)
        if not SHARED.put(offer.name, data):  # the store is gone: they are offered again
            break
        _offered.pop(run, None)
        n_runs += 1
    return n_runs
