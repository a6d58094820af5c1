"""One block of bytes for a browser part: a JSON header, then arrays at the offsets that the header names.

A component takes bytes as they are, with no copy through JSON or Arrow. ``blocks.js`` reads what this writes.
Whatever of it is not small has a key, made of its bytes: what a browser has already goes as its key alone.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.browser import over_time

ARRAY_TYPES = {"float32": "f4", "uint8": "u1", "int8": "i1", "int16": "i2"}

LEAST = 400
"""Bytes from which on an array, or a piece of one, has a key."""


def pack(
    header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]], smooth: Collection[str] = ()
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

    Returns
    -------
    bytes
        The header's length as a little-endian uint32, the header, and the arrays, each on a multiple of 8 bytes.

    Raises
    ------
    ValueError
        If an array is neither floating, uint8, int8 nor int16.
    """
    directory, parts, offset = [], [], 0
    for name, array in arrays.items():
        sent = (
            np.ascontiguousarray(array, dtype=np.float32)
            if array.dtype.kind == "f"
            else np.ascontiguousarray(array)
        )
        if sent.dtype.name not in ARRAY_TYPES:
            raise ValueError(f"array {name!r} is {array.dtype}; float, uint8, int8 or int16 can be sent")
        raw = sent.tobytes()
        place: dict[str, Any] = {"name": name, "type": ARRAY_TYPES[sent.dtype.name]}
        place |= {"offset": offset, "length": sent.size}
        pieces = over_time.packed(sent) if name in smooth and sent.size else []
        if pieces and sum(len(piece.octets) for piece in pieces) < len(raw):
            raw = b"".join(piece.octets for piece in pieces)
            place["smooth"] = [
                {"n_rows": piece.n_rows, "order": piece.order, "n_bytes": len(piece.octets)}
                | _key_of(piece.octets)
                for piece in pieces
            ]
        else:
            place |= {"n_bytes": len(raw)} | _key_of(raw)
        directory.append(place)
        padding = -len(raw) % 8
        parts.append(raw + b"\0" * padding)
        offset += len(raw) + padding
    return _written({**header, "arrays": directory}, parts)


def _written(header: Mapping[str, Any], parts: Collection[bytes]) -> bytes:
    """A block of a header with its directory, and the bytes of arrays, each on a multiple of 8."""
    head = json.dumps(header, allow_nan=False).encode()
    return b"".join([len(head).to_bytes(4, "little"), head, b"\0" * (-(4 + len(head)) % 8), *parts])


def _read(block: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a block with its directory, and what follows it."""
    length = int.from_bytes(block[:4], "little")
    return json.loads(block[4 : 4 + length]), block[-(-(4 + length) // 8) * 8 :]


def _key_of(octets: bytes) -> dict[str, str]:
    """The key of some bytes under its name in a directory; none where they are few."""
    return {"key": hashlib.blake2b(octets, digest_size=8).hexdigest()} if len(octets) >= LEAST else {}


def _pieces(place: dict[str, Any]) -> list[dict[str, Any]]:
    """What of an array goes or stays away as a whole: its pieces, or the array itself."""
    pieces: list[dict[str, Any]] = place.get("smooth", [place])
    return pieces


def thinned(block: bytes, has: Callable[[str], bool]) -> tuple[bytes, dict[str, int]]:
    """A block for a browser that has some of it.

    Parameters
    ----------
    block : bytes
        From ``pack``.
    has : callable
        Whether the browser has what has this key.

    Returns
    -------
    block : bytes
        Without what the browser has: the directory says ``held`` of it.
    keys : dict of str to int
        Of all that has one in ``block``; with the number of bytes.
    """
    header, body = _read(block)
    keys = {
        piece["key"]: piece["n_bytes"]
        for place in header["arrays"]
        for piece in _pieces(place)
        if "key" in piece
    }
    if not any(has(key) for key in keys):
        return block, keys
    parts, offset = [], 0
    for place in header["arrays"]:
        raw = b"".join(_kept(body, place, has))
        place["offset"] = offset
        padding = -len(raw) % 8
        parts.append(raw + b"\0" * padding)
        offset += len(raw) + padding
    return _written(header, parts), keys


def _kept(body: bytes, place: dict[str, Any], has: Callable[[str], bool]) -> Iterator[bytes]:
    """The pieces of an array that the browser does not have; of the others the directory says so."""
    start = place["offset"]
    for piece in _pieces(place):
        if "key" in piece and has(piece["key"]):
            piece["held"] = True
        else:
            yield body[start : start + piece["n_bytes"]]
        start += piece["n_bytes"]


def unpack(block: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The header and the arrays of a whole block, each flat as it was sent."""
    header, body = _read(block)
    return header, {place["name"]: _array(body, place) for place in header.pop("arrays")}


def _array(body: bytes, place: Mapping[str, Any]) -> npt.NDArray[Any]:
    """One array from its place in a block's directory."""
    start, length = place["offset"], place["length"]
    if "smooth" in place:
        pieces = []
        for each in place["smooth"]:
            octets = body[start : start + each["n_bytes"]]
            pieces.append(over_time.Piece(each["n_rows"], each["order"], octets))
            start += each["n_bytes"]
        return over_time.unpacked(pieces, length // sum(piece.n_rows for piece in pieces)).ravel()
    (kind,) = (name for name, short in ARRAY_TYPES.items() if short == place["type"])
    return np.frombuffer(body, kind, length, start)
