"""One block of bytes for a browser part: a JSON header, then arrays at the offsets that the header names.

A component takes bytes as they are, with no copy through JSON or Arrow. ``blocks.js`` reads what this writes.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.browser import over_time

ARRAY_TYPES = {"float32": "f4", "uint8": "u1", "int8": "i1", "int16": "i2"}


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
        if name in smooth:
            order, fewer = over_time.packed(sent)
            if len(fewer) < len(raw):
                place["smooth"] = {"n_bytes": len(fewer), "n_rows": len(sent), "order": order}
                raw = fewer
        directory.append(place)
        padding = -len(raw) % 8
        parts.append(raw + b"\0" * padding)
        offset += len(raw) + padding
    head = json.dumps({**header, "arrays": directory}, allow_nan=False).encode()
    return b"".join([len(head).to_bytes(4, "little"), head, b"\0" * (-(4 + len(head)) % 8), *parts])


def unpack(block: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The header and the arrays of a block, each flat as it was sent."""
    length = int.from_bytes(block[:4], "little")
    header = json.loads(block[4 : 4 + length])
    body = block[-(-(4 + length) // 8) * 8 :]
    return header, {place["name"]: _array(body, place) for place in header.pop("arrays")}


def _array(body: bytes, place: Mapping[str, Any]) -> npt.NDArray[Any]:
    """One array from its place in a block's directory."""
    start, length = place["offset"], place["length"]
    if smooth := place.get("smooth"):
        n_rows = smooth["n_rows"]
        octets = body[start : start + smooth["n_bytes"]]
        return over_time.unpacked(octets, n_rows, length // n_rows, smooth["order"]).ravel()
    (kind,) = (name for name, short in ARRAY_TYPES.items() if short == place["type"])
    return np.frombuffer(body, kind, length, start)
