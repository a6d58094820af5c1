"""A run at rest as bytes, and back: its numbers one after the other, behind a header of JSON. Nothing is unpickled.

The recipe is not among them. Whoever reads the bytes has made the run from the same settings, and takes up its past.
"""

import copy
import hashlib
import json
from typing import Any, get_args

import numpy as np

from ..arrays import Array
from .history import Past
from .pace import Pace
from .rate_log import RateLog
from .stops import Kind, Stop

FORM = b"hidden-layers run 1\n"
"""What the bytes begin with."""

MOST_HEADER = 4_000_000
"""Bytes of a header."""

N_COLUMNS = 5
"""Of a row of the history: the step, then what was measured there."""


def pack(
    n_epochs: int, rates: RateLog, past: Past, step: int, state: Array, stop: Stop | None, pace: Pace
) -> bytes:
    """The bytes of a run; arguments are fields of ``ParkedRun``."""
    header = {
        "n_epochs": n_epochs,
        "step": step,
        "choices": rates.choices,
        "stop": stop and [stop.kind, stop.epoch, stop.message],
        "pace": [pace.n_steps, pace.seconds, pace.latest, pace.processor_seconds],
        "stride": past.stride,
        "snapshots": [[at, number] for at, number, _ in past.snapshots],
        "n_rows": len(past.rows),
        "n_state": len(state),
        "type": state.dtype.str,
    }
    text = json.dumps(header).encode()
    numbers = [
        past.rows.astype("<f8").tobytes(),
        state.tobytes(),
        *(kept.tobytes() for *_, kept in past.snapshots),
    ]
    body = b"".join([len(text).to_bytes(4, "little"), text, *numbers])
    return FORM + hashlib.sha256(body).digest() + body


def unpack(
    data: bytes, n_epochs: int, rates: RateLog, state: Array
) -> tuple[RateLog, Past, int, Array, Stop | None, Pace]:
    """What ``pack`` packed.

    Parameters
    ----------
    data : bytes
        From anywhere.
    n_epochs : int
        Epochs after which the run is done that is to take it up.
    rates : RateLog
        Of that run, at its beginning.
    state : ndarray of shape (n_state,)
        Likewise.

    Returns
    -------
    rates, past, step, state, stop, pace
        Fields of ``ParkedRun``.

    Raises
    ------
    ValueError
        If the bytes are damaged, or another run's: what is wrong with them.
    """
    head, body = len(FORM) + 32, memoryview(data)[len(FORM) + 32 :]
    if data[: len(FORM)] != FORM or hashlib.sha256(body).digest() != data[len(FORM) : head]:
        raise ValueError("the bytes are no packed run, or damaged")
    length = int.from_bytes(body[:4], "little")
    if length > min(MOST_HEADER, len(body)):
        raise ValueError(f"the header has {length} bytes; there are {len(body)} in all")
    try:
        return _unpack(json.loads(bytes(body[4 : 4 + length])), body[4 + length :], n_epochs, rates, state)
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError(f"the header cannot be read: {type(error).__name__}") from None


def _unpack(
    header: dict[str, Any], body: memoryview, n_epochs: int, rates: RateLog, state: Array
) -> tuple[RateLog, Past, int, Array, Stop | None, Pace]:
    said = header["n_epochs"], header["n_state"], header["type"]
    if said != (n_epochs, len(state), state.dtype.str):
        raise ValueError(
            f"epochs, numbers and their type are {said}, not {(n_epochs, len(state), state.dtype.str)}"
        )
    places, n_rows = [(int(at), int(number)) for at, number in header["snapshots"]], int(header["n_rows"])
    row_bytes, state_bytes = 8 * N_COLUMNS * n_rows, state.nbytes
    if n_rows < 1 or len(body) != row_bytes + state_bytes * (1 + len(places)):
        raise ValueError(f"{len(body)} bytes are not {n_rows} rows and {len(places)} snapshots")
    rows = np.frombuffer(body[:row_bytes], "<f8").reshape(n_rows, N_COLUMNS).copy()
    numbers = np.frombuffer(body[row_bytes:], state.dtype).reshape(1 + len(places), -1)
    steps = [at for at, _ in places]
    if not np.isfinite(numbers).all() or rows[0, 0] != 0 or (np.diff(rows[:, 0]) <= 0).any():
        raise ValueError("numbers are not finite, or rows are not in order")
    if (
        steps != sorted(set(steps))
        or steps[:1] != [0]
        or not steps[-1] <= header["step"]
        or header["stride"] < 1
    ):
        raise ValueError("snapshots are not in order")
    if header["stop"] is not None and header["stop"][0] not in get_args(Kind):
        raise ValueError("it has stopped for a reason that there is not")
    kept = tuple(
        (at, number, values.copy()) for (at, number), values in zip(places, numbers[1:], strict=True)
    )
    stop = header["stop"] and Stop(header["stop"][0], float(header["stop"][1]), str(header["stop"][2]))
    rates = copy.copy(rates)
    rates.choices = tuple((int(step), float(rate), int(n_steps)) for step, rate, n_steps in header["choices"])
    past = Past(rows, kept, int(header["stride"]))
    return rates, past, int(header["step"]), numbers[0].copy(), stop, Pace.of(*map(float, header["pace"]))
