"""Runs that a visitor keeps, as text that their browser holds for a session that does not know them."""

import base64
import binascii
import hashlib
import json
import zlib
from dataclasses import fields
from typing import Any

import numpy as np

from engine.training.history import History, read_only
from ui.frame.reconnect.keepsakes import MOST_LETTERS
from ui.plane.run_settings import RegionSettings
from ui.regions.kept.runs import MOST_KEPT, MOST_NOTE, KeptRun, first_epoch

MOST_RECORDS = 20_000
"""Rows of a history that are read: four times as many as the longest run of the page has."""

STOPS = ("", "done", "patience", "diverged")

_COLUMNS = [field.name for field in fields(History)]


def written(kept: list[KeptRun]) -> str:
    """The runs as text, histories to the last bit; the oldest are left out where all are too long."""
    runs = [_written(one) for one in kept]
    while len(text := json.dumps(runs)) > MOST_LETTERS:
        del runs[0]
    return text if runs else ""


def _written(one: KeptRun) -> dict[str, Any]:
    table = np.stack([getattr(one.history, name) for name in _COLUMNS]).astype("<f8")
    return {
        "settings": one.settings.to_url(),
        "stop": one.stop_kind,
        "validated": one.validated,
        "note": one.note,
        "history": base64.b64encode(zlib.compress(table.tobytes())).decode(),
    }


def sign(kept: list[KeptRun]) -> str:
    """A short text that changes with the runs; "" where there are none."""
    known = [(one.settings, one.stop_kind, len(one.history.epoch), one.note) for one in kept]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16] if known else ""


def read(text: str) -> list[KeptRun]:
    """Read such a text, which may come from anybody.

    Raises
    ------
    ValueError
        If it is no list of runs, or one of them is not as the page could have made it.
    """
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(said, list) or len(said) > MOST_KEPT:
        raise ValueError(f"it is no list of at most {MOST_KEPT} runs")
    return [_read(one) for one in said]


def _read(one: Any) -> KeptRun:
    match one:
        case {
            "settings": dict(given),
            "stop": str(stop),
            "validated": bool(validated),
            "history": str(packed),
        }:
            pass
        case _:
            raise ValueError("a run lacks a part")
    if stop not in STOPS or not all(isinstance(value, str) for value in given.values()):
        raise ValueError("a run's stop or settings are none")
    settings, notes = RegionSettings.from_url(given)
    if notes:
        raise ValueError(notes[0])
    run = KeptRun(settings.training_part(), _history(packed), stop, validated, first_epoch(settings))
    return run.noted(_note(one.get("note", "")))  # runs kept by an older build have none


def _note(words: object) -> str:
    """A visitor's note; a ValueError where it is none."""
    if not isinstance(words, str) or len(words) > MOST_NOTE:
        raise ValueError(f"a note is no text of at most {MOST_NOTE} letters")
    return words


def _history(packed: str) -> History:
    """The history in a packed table; a ValueError where it is none."""
    row = 8 * len(_COLUMNS)
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(packed, validate=True), MOST_RECORDS * row)
    except (zlib.error, binascii.Error):
        raise ValueError("a history cannot be unpacked") from None
    if not unpacking.eof or not data or len(data) % row:
        raise ValueError("a history is no table")
    table = np.frombuffer(data, "<f8").reshape(len(_COLUMNS), -1).astype(np.float64)
    epochs = table[0]
    if (
        np.isnan(table).any()
        or not np.isfinite(epochs).all()
        or (np.diff(epochs) <= 0).any()
        or epochs[0] < 0
    ):
        raise ValueError("a history has no order")
    return History(*(read_only(column) for column in table))
