"""IDX, the format of the MNIST files: a header with type and shape, then the numbers.

Two zero bytes, a byte for the type, a byte for the number of axes, each axis's length as a big-endian 32-bit
number, then the numbers row by row, big-endian (LeCun, Cortes and Burges, "The MNIST database", 1998).
"""

import math
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]

_DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MOST_AXES = 64  # as many as NumPy can have
_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say: with gzip's header and its check of the bytes


_GZIPPED = b"\x1f\x8b"

_OTHERS = (
    (
        re.compile(rb"\s*<(!doctype|!--|\?xml|html|head|body)", re.IGNORECASE),
        "a web page, which a server gave instead",
    ),
    (re.compile(rb"version https://git-lfs"), "a pointer of Git LFS, not what it points at"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive, which must be unpacked first"),
    (re.compile(rb"\x93NUMPY"), "an array of NumPy"),
)
"""How files begin that are often saved under the name of an IDX file, and what they are."""


class IDXError(ValueError):
    """The bytes are not those of an IDX file."""


def decode(content: bytes) -> AnyArray:
    """Read the array in an IDX file's unpacked bytes.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    ndarray
        Of the shape and type that the header says, in this machine's byte order, read-only.

    Raises
    ------
    IDXError
        If the header is not one of an IDX file, or a byte is missing or left over.
    """
    dtype, shape, start = _header(content)
    expected = math.prod(shape) * dtype.itemsize
    if len(content) - start != expected:
        raise IDXError(f"{len(content) - start} bytes after the header, where shape {shape} needs {expected}")
    try:
        array: AnyArray = np.ndarray(shape, dtype, content, offset=start)
    except ValueError as error:  # empty, and yet too long for NumPy along other axes
        raise IDXError(f"shape {shape} is more than an array can have") from error
    array = array.astype(dtype.newbyteorder("="), copy=False)
    array.flags.writeable = False
    return array


def encode(array: AnyArray) -> bytes:
    """Write an array as an IDX file's unpacked bytes.

    Parameters
    ----------
    array : ndarray
        Of type uint8, int8, int16, int32, float32 or float64.

    Returns
    -------
    bytes
        What ``decode`` reads.

    Raises
    ------
    IDXError
        If IDX has no such type, or an axis is too long for it.
    """
    big_endian = array.dtype.newbyteorder(">")
    codes = [code for code, name in _DTYPES.items() if np.dtype(name) == big_endian]
    if not codes or any(length >= 2**32 for length in array.shape):
        raise IDXError(f"IDX cannot hold an array of type {array.dtype} and shape {array.shape}")
    header = struct.pack(f">HBB{array.ndim}I", 0, codes[0], array.ndim, *array.shape)
    return header + array.astype(big_endian).tobytes()


def unpack(path: Path, most_bytes: int = 2**30) -> bytes:
    """Read an IDX file's bytes, unpacked where they are gzipped: the bytes say so, whatever the name says.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    most_bytes : int, default 2**30
        A file that unpacks to more is refused before there is any memory for it.

    Returns
    -------
    bytes
        As ``decode`` takes them.

    Raises
    ------
    IDXError
        If the file is of another kind, the gzipped bytes are damaged, cut off or followed by others, or there are too
        many.
    OSError
        If the file cannot be read.
    """
    size = path.stat().st_size
    if size > 2 * most_bytes + 1024:  # not even gzip makes a file that much longer
        raise IDXError(f"{size} bytes, where at most {most_bytes} are allowed")
    content = path.read_bytes()
    if not content.startswith(_GZIPPED):
        _header(content)
        return content
    try:
        return _gunzip(content, most_bytes)
    except zlib.error as error:
        raise IDXError(f"the gzipped bytes are damaged: {error}") from error


def _gunzip(packed: bytes, most_bytes: int) -> bytes:
    """Unpack the header, which says how many bytes to expect, then all of them and at most one more."""
    dtype, shape, start = _header(zlib.decompressobj(_GZIP).decompress(packed, 4 + 4 * _MOST_AXES))
    expected = start + math.prod(shape) * dtype.itemsize
    if expected > most_bytes:
        raise IDXError(f"shape {shape} needs {expected} bytes, where at most {most_bytes} are allowed")
    stream = zlib.decompressobj(_GZIP)
    content = stream.decompress(packed, expected + 1)
    if len(content) <= expected and not stream.eof:
        raise IDXError(f"cut off after {len(content)} bytes of {expected} and their check")
    if stream.unused_data:
        raise IDXError(f"{len(stream.unused_data)} bytes follow the end of the gzipped bytes")
    return content


def _header(content: bytes) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Type, shape, and where the numbers begin."""
    if len(content) < 4:
        raise IDXError(f"{len(content)} bytes are too few for an IDX header")
    zeros, code, n_axes = struct.unpack_from(">HBB", content)
    if zeros or code not in _DTYPES or n_axes > _MOST_AXES:
        start = content[:200].removeprefix(b"\xef\xbb\xbf")
        found = next((words for begins, words in _OTHERS if begins.match(start)), None)
        if found:
            raise IDXError(f"the file is {found}")
        raise IDXError(f"the file begins {content[:4].hex(' ')}, which is no IDX header")
    start = 4 + 4 * n_axes
    if len(content) < start:
        raise IDXError(f"{len(content)} bytes are too few for a header of {n_axes} axes")
    return np.dtype(_DTYPES[code]), struct.unpack_from(f">{n_axes}I", content, 4), start
