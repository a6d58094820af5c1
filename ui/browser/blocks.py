"""One block of bytes for a browser part: a JSON header, then arrays at the offsets that the header names.

A component takes bytes as they are, with no copy through JSON or Arrow. ``blocks.js`` reads what this writes.
Whatever of it is not small has a key, made of its bytes: what a browser has already goes as its key alone. So values
of the header that are not small stand behind it, as arrays do.
"""

import hashlib
import json
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.browser import over_time

ARRAY_TYPES = {"float32": "f4", "uint8": "u1", "int8": "i1", "int16": "i2"}

LEAST = 400
"""Bytes from which on an array, a piece of one, or a value of the header has a key."""

VALUE = "json"
"""The type, in the directory, of a value of the header."""


def pack(
    header: Mapping[str, Any],
    arrays: Mapping[str, npt.NDArray[Any]],
    smooth: Collection[str] = (),
    by_row: Collection[str] = (),
) -> bytes:
    """Bytes of a header and named arrays.

    Parameters
    ----------
    header : mapping
        Values that JSON can hold; the key ``arrays`` is added here.
    arrays : mapping of str to ndarray
        Float arrays are sent as float32, small integers as they are. All are sent flat, row by row.
    smooth : collection of str
        Names of float arrays whose rows change slowly: where that takes fewer bytes, they are packed ``over_time``.
    by_row : collection of str
        Names of arrays to which rows are added: rows that are not small have a key each.

    Returns
    -------
    bytes
        The header's length as a little-endian uint32, the header, and the arrays, each on a multiple of 8 bytes.

    Raises
    ------
    ValueError
        If an array is neither floating, uint8, int8 nor int16.
    """
    directory: list[dict[str, Any]] = []
    parts: list[bytes] = []
    small: dict[str, Any] = {}
    for name, value in header.items():
        told = _json(value)
        if len(told) < LEAST:
            small[name] = value
        else:
            directory.append(
                {"name": name, "type": VALUE, "length": len(told), "n_bytes": len(told)} | _key_of(told)
            )
            parts.append(told)
    twins: dict[tuple[str, bytes], str] = {}
    for name, array in arrays.items():
        sent = (
            np.ascontiguousarray(array, dtype=np.float32)
            if array.dtype.kind == "f"
            else np.ascontiguousarray(array)
        )
        if sent.dtype.name not in ARRAY_TYPES:
            raise ValueError(f"array {name!r} is {array.dtype}; float, uint8, int8 or int16 can be sent")
        place: dict[str, Any] = {"name": name, "type": ARRAY_TYPES[sent.dtype.name], "length": sent.size}
        raw = sent.tobytes()
        twin = twins.setdefault((place["type"], raw), name)
        if twin != name:
            directory.append({"name": name, "as": twin})
            continue
        pieces = over_time.packed(sent) if name in smooth and sent.size else []
        if pieces and sum(len(piece.octets) for piece in pieces) < len(raw):
            raw = b"".join(piece.octets for piece in pieces)
            place["smooth"] = [
                {"n_rows": piece.n_rows, "n_bytes": len(piece.octets)} | _key_of(piece.octets)
                for piece in pieces
            ]
        elif name in by_row and len(sent) and len(raw) // len(sent) >= LEAST:
            place["rows"] = [{"n_bytes": row.nbytes} | _key_of(row.tobytes()) for row in sent]
        else:
            place |= {"n_bytes": len(raw)} | _key_of(raw)
        directory.append(place)
        parts.append(raw)
    return _written({**small, "arrays": directory}, parts)


def _json(value: object) -> bytes:
    """A value as JSON says it, without spaces."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def _written(header: Mapping[str, Any], parts: Iterable[bytes]) -> bytes:
    """A block of a header with its directory, and what follows it, each on a multiple of 8 bytes."""
    head = _json(header)
    first = len(head).to_bytes(4, "little") + head
    return b"".join(part + b"\0" * (-len(part) % 8) for part in (first, *parts))


def _read(block: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a block with its directory, and what follows it."""
    length = int.from_bytes(block[:4], "little")
    return json.loads(block[4 : 4 + length]), block[-(-(4 + length) // 8) * 8 :]


def _key_of(octets: bytes) -> dict[str, str]:
    """The key of some bytes under its name in a directory; none where they are few."""
    return {"key": hashlib.blake2b(octets, digest_size=8).hexdigest()} if len(octets) >= LEAST else {}


def thinned(block: bytes, has: Callable[[str], bool], part: str = "") -> tuple[bytes, dict[str, int]]:
    """A block for a browser that has some of it.

    Parameters
    ----------
    block : bytes
        From ``pack``.
    has : callable
        Whether the browser has what is noted like this.
    part : str, default ""
        Whose block it is. Values of a header, the palette for one, are noted for each part alone: parts of one page
        do not come to draw in the order in which they were sent.

    Returns
    -------
    block : bytes
        Without what the browser has: the directory says ``held`` of it.
    keys : dict of str to int
        Under what to note all that has a key in ``block``, with the number of bytes.
    """
    header, body = _read(block)
    keys, parts, is_whole = {}, [], True
    for start, place in _places(header["arrays"]):
        kept, at = [], start
        for piece in _pieces(place):
            note = f"{part} {piece.get('key')}" if place["type"] == VALUE else piece.get("key")
            if note and has(note):
                piece["held"], is_whole = True, False
            else:
                kept.append(body[at : at + piece["n_bytes"]])
            if note:
                keys[note] = piece["n_bytes"]
            at += piece["n_bytes"]
        parts.append(b"".join(kept))
    return block if is_whole else _written(header, parts), keys


def told(block: bytes, heard: float) -> bytes:
    """A block with the number of the last wish behind it that has been heard of its part: ``asked_once.js``."""
    return block + struct.pack("<d", heard)


def _pieces(place: dict[str, Any]) -> list[dict[str, Any]]:
    """What of an array goes or stays away as a whole: its pieces or rows, or all of it; nothing of a twin."""
    pieces: list[dict[str, Any]] = [] if "as" in place else place.get("smooth", place.get("rows", [place]))
    return pieces


def _places(directory: Iterable[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Where each array of a whole block begins; twins of others have no place."""
    start = 0
    for place in directory:
        if "as" not in place:
            yield start, place
            n_bytes = sum(piece["n_bytes"] for piece in _pieces(place))
            start += n_bytes + -n_bytes % 8


def opened(block: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a whole block with all its values, its directory of arrays alone, and what follows it."""
    header, body = _read(block)
    directory, header["arrays"], parts = header["arrays"], [], []
    starts = {place["name"]: start for start, place in _places(directory)}
    for place in directory:
        if place.get("type") == VALUE:
            start = starts[place["name"]]
            header[place["name"]] = json.loads(body[start : start + place["n_bytes"]])
            continue
        header["arrays"].append(place)
        if "as" not in place:
            start, n_bytes = starts[place["name"]], sum(piece["n_bytes"] for piece in _pieces(place))
            parts.append(body[start : start + n_bytes + -n_bytes % 8])
    return header, b"".join(parts)


def unpack(block: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The header and the arrays of a whole block, each flat as it was sent."""
    header, body = _read(block)
    directory = header.pop("arrays")
    arrays: dict[str, npt.NDArray[Any]] = {}
    for start, place in _places(directory):
        if place["type"] == VALUE:
            header[place["name"]] = json.loads(body[start : start + place["n_bytes"]])
        else:
            arrays[place["name"]] = _array(body, start, place)
    arrays |= {place["name"]: arrays[place["as"]].copy() for place in directory if "as" in place}
    return header, arrays


def _array(body: bytes, start: int, place: Mapping[str, Any]) -> npt.NDArray[Any]:
    """One array from its place in a block's directory."""
    length = place["length"]
    if "smooth" in place:
        pieces = []
        for each in place["smooth"]:
            pieces.append(over_time.Piece(each["n_rows"], body[start : start + each["n_bytes"]]))
            start += each["n_bytes"]
        return over_time.unpacked(pieces, length // sum(piece.n_rows for piece in pieces)).ravel()
    (kind,) = (name for name, short in ARRAY_TYPES.items() if short == place["type"])
    return np.frombuffer(body, kind, length, start)
