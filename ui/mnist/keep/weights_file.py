"""A network as a file: weights as ``.npz``, and the course of its training as CSV.

A file comes from a stranger, so nothing in it is unpickled. Names, sizes and types are checked before it is unpacked,
then the shapes, which must make a network of the page, then the numbers. A file with a fault is refused in one sentence
that names the fault.
"""

import csv
import io
import math
import sys
import zipfile
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.training.history import History

MOST_BYTES = 20_000_000
"""The most bytes of a file, packed and unpacked."""

MOST_HEADER = 1_000
"""Bytes of an array's own header: its type and shape take about a hundred."""

LAST_LETTER = sys.maxunicode
"""Unicode's last number: an array of text may hold larger ones, on which NumPy fails."""

ACTIVATION_NAMES = "activations"


class NoNetworkError(ValueError):
    """The file is not a network that the page can show; the message says why in one sentence."""


@dataclass(frozen=True)
class Bounds:
    """Bounds of the networks that the page can show.

    Parameters
    ----------
    input_dim, n_classes : int
        Widths of the inputs and of the outputs.
    most_hidden, most_units : int
        The most hidden layers, and the most units in each.
    """

    input_dim: int
    n_classes: int
    most_hidden: int
    most_units: int


def written(architecture: Architecture, params: Array) -> bytes:
    """Bytes of an ``.npz`` file: W1, b1, W2, b2, …, and the names of the activations.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,)
        In the order of ``Architecture.split``.

    Returns
    -------
    bytes
        ``numpy.load`` opens it; ``W1`` has shape (output_dim, input_dim).
    """
    parts = architecture.split(params.astype(np.float32))
    names = [f"{letter}{layer + 1}" for layer in range(architecture.n_hidden + 1) for letter in "Wb"]
    arrays: dict[str, Any] = dict(zip(names, parts, strict=True))
    file = io.BytesIO()
    arrays[ACTIVATION_NAMES] = np.array(architecture.activations, dtype="U16")
    np.savez(file, **arrays)
    return file.getvalue()


def history_written(history: History) -> bytes:
    """Bytes of a CSV file: a row for each record, with the columns of ``History`` by their names."""
    columns = vars(history)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue().encode()


def read(data: bytes, bounds: Bounds) -> tuple[Architecture, Array]:
    """Read a network from the bytes of an ``.npz`` file.

    Parameters
    ----------
    data : bytes
        The bytes of a stranger's file.
    bounds : Bounds
        The bounds of networks that can be shown.

    Returns
    -------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_params,), float32
        In the order of ``Architecture.split``.

    Raises
    ------
    NoNetworkError
        If the file is at fault; the message names the fault in a sentence.
    """
    arrays = _unpacked(data)
    architecture = _architecture(arrays, bounds)
    parts = []
    for layer, (rows, columns) in enumerate(architecture.weight_shapes, start=1):
        for name, shape in ((f"W{layer}", (rows, columns)), (f"b{layer}", (rows,))):
            parts.append(_numbers(name, arrays[name], shape).ravel())
    return architecture, np.concatenate(parts)


def _unpacked(data: bytes) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays in a file, by name; sizes and headers are checked before they are unpacked."""
    if len(data) > MOST_BYTES:
        raise NoNetworkError(
            f"The file weighs {_megabytes(len(data))}; {_megabytes(MOST_BYTES)} is the most."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                _check_header(member.filename, archive.open(member))
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except NoNetworkError:
        raise
    except zipfile.BadZipFile:
        raise NoNetworkError(
            "The file is not a whole .npz archive: it is of another kind, or was cut short."
        ) from None
    except Exception as error:  # on bytes from a stranger zipfile, zlib and NumPy raise errors of many kinds
        raise NoNetworkError(
            "The archive cannot be unpacked: it is encrypted, damaged or packed oddly."
        ) from error


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would unpack to too much, or that holds anything but arrays, each once."""
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise NoNetworkError(
            f"The file unpacks to {_megabytes(total)}; {_megabytes(MOST_BYTES)} is the most."
        )
    names = [member.filename for member in members]
    strange = [name for name in names if not name.endswith(".npy")]
    if strange:
        raise NoNetworkError(f"The file holds {_brief(strange[0])}, which is no array (.npy).")
    if len(set(names)) < len(names):
        raise NoNetworkError("The file holds two arrays of the same name.")


def _check_header(name: str, file: IO[bytes]) -> None:
    """Refuse an array that is not of plain numbers or text, or whose size in bytes belies its shape and type.

    NumPy makes room for what a header promises before it reads: a file of 100 bytes could ask for a terabyte.
    """
    label = _brief(name.removesuffix(".npy"))
    with file:
        try:
            version = np.lib.format.read_magic(file)
            read_header = {
                (1, 0): np.lib.format.read_array_header_1_0,
                (2, 0): np.lib.format.read_array_header_2_0,
            }[version]
            shape, _, dtype = read_header(file, max_header_size=MOST_HEADER)
        except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError):
            raise NoNetworkError(f"{label} is not an array that NumPy can read.") from None
        if dtype.hasobject:
            raise NoNetworkError(f"{label} holds Python objects, which are not unpacked: save plain numbers.")
        if dtype.kind not in "fU" or dtype.names:
            raise NoNetworkError(f"{label} holds {dtype}; weights are floating-point numbers.")
        n_bytes = math.prod(shape) * dtype.itemsize
        if n_bytes > MOST_BYTES or n_bytes != len(file.read(MOST_BYTES + 1)):
            raise NoNetworkError(f"{label} says that it has shape {shape}, which is not what the file holds.")


def _architecture(arrays: dict[str, npt.NDArray[np.generic]], bounds: Bounds) -> Architecture:
    """The architecture that the arrays describe by their names, shapes and list of activations."""
    n_layers = sum(name.startswith("W") for name in arrays)
    wanted = {f"{letter}{layer}" for layer in range(1, n_layers + 1) for letter in "Wb"}
    given = set(arrays) - {ACTIVATION_NAMES}
    if not n_layers or given != wanted:
        named = ", ".join(_brief(name) for name in sorted(arrays)[:6]) or "nothing"
        raise NoNetworkError(f"The file holds {named}; a network is W1, b1, W2, b2 and so on, without a gap.")
    if n_layers > bounds.most_hidden + 1:
        raise NoNetworkError(
            f"The network has {n_layers - 1} hidden layers; {bounds.most_hidden} are the most here."
        )
    activations = _activations(arrays.get(ACTIVATION_NAMES), n_layers - 1)
    sizes = [bounds.input_dim]
    for layer in range(1, n_layers + 1):
        shape = arrays[f"W{layer}"].shape
        if len(shape) != 2 or shape[1] != sizes[-1]:
            raise NoNetworkError(f"W{layer} has shape {shape}; it must be (units, {sizes[-1]}).")
        sizes.append(shape[0])
    if sizes[-1] != bounds.n_classes:
        raise NoNetworkError(f"The last layer has {sizes[-1]} outputs; there are {bounds.n_classes} digits.")
    if n_layers > 1 and not all(1 <= size <= bounds.most_units for size in sizes[1:-1]):
        raise NoNetworkError(
            f"The hidden layers have {sizes[1:-1]} units; 1 to {bounds.most_units} can be shown."
        )
    return Architecture(tuple(sizes), activations)


def _activations(given: npt.NDArray[np.generic] | None, n_hidden: int) -> tuple[str, ...]:
    """The names of the activations, one for each hidden layer."""
    if given is None and n_hidden == 0:
        return ()
    if given is None:
        raise NoNetworkError(
            f"The file has no list “{ACTIVATION_NAMES}”: it needs a name for each of {n_hidden} layers."
        )
    if given.dtype.kind != "U" or given.shape != (n_hidden,):
        raise NoNetworkError(
            f"“{ACTIVATION_NAMES}” must be {n_hidden} names; it has shape {given.shape} of {given.dtype}."
        )
    if (given.astype(given.dtype.newbyteorder("=")).view(np.uint32) > LAST_LETTER).any():
        raise NoNetworkError(f"“{ACTIVATION_NAMES}” holds numbers that are no letters.")
    names = tuple(str(name) for name in given.tolist())
    unknown = [name for name in names if name not in ACTIVATIONS]
    if unknown:
        raise NoNetworkError(f"The activation {_brief(unknown[0])} is none of {', '.join(ACTIVATIONS)}.")
    return names


def _numbers(name: str, array: npt.NDArray[np.generic], shape: tuple[int, ...]) -> Array:
    """An array of weights as float32; refuse another shape, and numbers that are not finite."""
    if array.shape != shape or array.dtype.kind != "f":
        raise NoNetworkError(
            f"{name} is {array.dtype} of shape {array.shape}; it must be numbers of shape {shape}."
        )
    with np.errstate(over="ignore"):
        numbers = array.astype(np.float32)
    wrong = int((~np.isfinite(numbers)).sum())
    if wrong:
        raise NoNetworkError(f"{name} has {wrong:,} of {numbers.size:,} numbers that are not finite.")
    return numbers


def _megabytes(n_bytes: int) -> str:
    """A size in words."""
    return f"{n_bytes / 1e6:,.1f} MB".replace(".0 MB", " MB")


def _brief(name: str) -> str:
    """A stranger's name in quotes, shortened, without what cannot be printed."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return f"“{plain}”" if len(plain) <= 40 else f"“{plain[:40]}…”"
