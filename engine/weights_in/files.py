"""The arrays in a stranger's file, by name: ``.npz`` and safetensors; every other kind is named, with what converts it.

Names, sizes and types are checked before anything is unpacked. A header may promise a terabyte, a small archive may
unpack to gigabytes, and an array of objects is a pickle, which is a program: none of them is opened.
"""

import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[np.generic]

MOST_BYTES = 20_000_000
"""The most bytes of a file, packed and unpacked."""

MOST_ARRAYS = 1_000

MOST_HEADER = 1_000
"""Bytes of an array's own header: its type and shape take about a hundred."""

MOST_JSON = 1_000_000
"""Bytes of the header of a safetensors file."""

LAST_LETTER = sys.maxunicode
"""Unicode's last number: an array of text may hold larger ones, on which NumPy fails."""

KERAS = ('model = keras.models.load_model("model.keras")', 'np.savez("weights.npz", *model.get_weights())')
TORCH = (
    'state = torch.load("model.pt", weights_only=True)',
    'np.savez("weights.npz", **{name: t.cpu().numpy() for name, t in state.items()})',
)
MATLAB = ('d = scipy.io.loadmat("weights.mat")', 'np.savez("weights.npz", W1=d["W1"], b1=d["b1"])')
ONNX = (
    'model = onnx.load("model.onnx")',
    'np.savez("weights.npz", **{t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer})',
)
SKLEARN = (
    'net = joblib.load("model.joblib")',
    'np.savez("weights.npz", *net.coefs_, *net.intercepts_)',
)
TEXT = ('np.savez("weights.npz", W1=np.loadtxt("W1.csv", delimiter=","), b1=np.loadtxt("b1.csv"))',)
PLAIN = ('np.savez("weights.npz", W1=W1, b1=b1, W2=W2, b2=b2, activations=["relu"])',)
FROM_JSON = (
    'd = json.load(open("network.json"))',
    'np.savez("weights.npz", *map(np.array, d["weights"]), *map(np.array, d["biases"]))',
)
FLOATS = (
    'np.savez("weights.npz", **{name: step * a if a.dtype.kind in "iu" else a '
    'for name, a in np.load("old.npz").items()})',
)
FINITE = ('np.savez("weights.npz", **{name: np.nan_to_num(a) for name, a in np.load("old.npz").items()})',)

SAFE_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""Types of numbers in a safetensors file that weights may have."""

OTHER_TYPES = {"I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1}
"""The other types that are read, where they are single numbers; with their bytes."""


class NoNetworkError(ValueError):
    """The file is not a network that the page can show.

    Parameters
    ----------
    sentence : str
        Why not, with the place.
    lines : sequence of str, default ()
        Lines of Python that make a file which can be read.
    """

    def __init__(self, sentence: str, lines: tuple[str, ...] = ()) -> None:
        self.sentence, self.lines = sentence, lines
        way = f": {'; '.join(lines)}." if lines else "."
        super().__init__(sentence.removesuffix(".") + way)


def brief(name: str) -> str:
    """A stranger's name in quotes, shortened, without what cannot be printed."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return f"“{plain}”" if len(plain) <= 40 else f"“{plain[:40]}…”"


def arrays_in(data: bytes) -> dict[str, AnyArray]:
    """The arrays in a file.

    Parameters
    ----------
    data : bytes
        The bytes of a stranger's file.

    Returns
    -------
    dict of str to ndarray
        In the order of the file; of floating-point numbers or text, or single numbers of any kind.

    Raises
    ------
    NoNetworkError
        If the file is of another kind or at fault; the message names the fault in a sentence.
    """
    if len(data) > MOST_BYTES:
        raise NoNetworkError(f"The file weighs {megabytes(len(data))}; {megabytes(MOST_BYTES)} is the most.")
    if not data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[:4]:
        _refuse_other_kinds(data)
    if _looks_like_safetensors(data):
        return _safetensors(data)
    return _npz(data)


_KINDS: tuple[tuple[re.Pattern[bytes], str, tuple[str, ...]], ...] = (
    (
        re.compile(rb"\x89HDF\r\n\x1a\n"),
        "a file of Keras (HDF5), which takes h5py to read; save its arrays",
        KERAS,
    ),
    (
        re.compile(rb"\x93NUMPY"),
        "a single array; not a whole .npz archive of all weights and biases; save all",
        PLAIN,
    ),
    (
        re.compile(rb"\x80[\x02-\x05]"),
        "a pickle, which is never opened; not a whole .npz archive; save plain arrays",
        TORCH,
    ),
    (re.compile(rb"\x1f\x8b"), "gzipped; not a whole .npz archive; unpack it first", ()),
    (
        re.compile(rb"x[\x01\x5e\x9c\xda]"),
        "packed by zlib, as joblib packs a pickle, which is never opened; save plain arrays",
        SKLEARN,
    ),
    (
        re.compile(rb"MATLAB 7\.3"),
        "a file of MATLAB in HDF5; save it anew in MATLAB with -v7, then its arrays",
        MATLAB,
    ),
    (
        re.compile(rb"\x08[\x01-\x0f]\x12.{0,80}?(pytorch|tf2onnx|skl2onnx|onnx)", re.DOTALL),
        "a model in ONNX; save its arrays",
        ONNX,
    ),
    (re.compile(rb"GGUF"), "a language model in GGUF; this page has no such networks", ()),
    (
        re.compile(rb"\s*\{.{0,400}\"weight_map\"", re.DOTALL),
        "only the index of a model in pieces; load the piece that is a .safetensors",
        (),
    ),
    (
        re.compile(rb"\s*[-+\d.][-+\d.eE,;\t ]*[\r\n][-+\d.eE,;\t \r\n]*\Z"),
        "a table of numbers as text; save all weights and biases in one file",
        TEXT,
    ),
    (
        re.compile(rb"MATLAB 5"),
        "a file of MATLAB; save its arrays",
        MATLAB,
    ),
    (
        re.compile(rb"....TFL3", re.DOTALL),
        "a model of TensorFlow Lite; save the Keras model that it was made from",
        KERAS,
    ),
    (
        re.compile(rb"\s*\{.{0,400}\"(sizes|weights)\"", re.DOTALL),
        "JSON; save its lists as arrays",
        FROM_JSON,
    ),
    (re.compile(rb"\s*<(!doctype|html|\?xml)", re.IGNORECASE), "a web page, which a server gave instead", ()),
)
"""How files begin that are brought for weights, what they are, and the lines that convert them."""


def _refuse_other_kinds(data: bytes) -> None:
    """Refuse files of kinds that are known by how they begin."""
    start = data[:2_000]
    for begins, words, lines in _KINDS:
        if begins.match(start):
            raise NoNetworkError(f"The file is {words}.", lines)


def _npz(data: bytes) -> dict[str, AnyArray]:
    """The arrays in an ``.npz`` archive; sizes and headers are checked before they are unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                m for m in archive.infolist() if not (m.is_dir() or m.filename.startswith("__MACOSX/"))
            ]
            _check_members(members)
            names = [member.filename.removesuffix(".npy") for member in members]
            wanted = [m for m in members if _is_wanted(m.filename, archive.open(m), names)]
            arrays = {}
            for member in wanted:
                with archive.open(member) as file:
                    arrays[member.filename.removesuffix(".npy")] = np.lib.format.read_array(
                        file, allow_pickle=False, max_header_size=MOST_HEADER
                    )
            return arrays
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


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would unpack to too much, or that holds anything but arrays, each once."""
    names = [member.filename for member in members]
    last = {name.rsplit("/", 1)[-1] for name in names}
    if "data.pkl" in last:
        raise NoNetworkError(
            "The file is PyTorch’s (.pt), whatever its name: a pickle, which is never opened; save plain arrays.",
            TORCH,
        )
    if last & {"model.weights.h5", "saved_model.pb"} or {"metadata.json", "config.json"} <= last:
        raise NoNetworkError("The file is a model of Keras (.keras); save its arrays.", KERAS)
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise NoNetworkError(f"The file unpacks to {megabytes(total)}; {megabytes(MOST_BYTES)} is the most.")
    strange = [name for name in names if not name.endswith(".npy")]
    packed = [name for name in strange if name.lower().endswith((".npz", ".safetensors"))]
    if packed:
        raise NoNetworkError(f"The file is an archive that holds {brief(packed[0])}: unpack it first.")
    if strange:
        raise NoNetworkError(f"The file holds {brief(strange[0])}, which is no array (.npy).")
    if len(set(names)) < len(names):
        raise NoNetworkError("The file holds two arrays of the same name.")
    if len(names) > MOST_ARRAYS:
        raise NoNetworkError(f"The file holds {len(names):,} arrays; {MOST_ARRAYS:,} are the most.")


def _is_wanted(name: str, file: IO[bytes], names: list[str]) -> bool:
    """Whether an array is to be read; refuse one that is of objects, or whose size in bytes belies its shape and type.

    NumPy makes room for what a header promises before it reads: a file of 100 bytes could ask for a terabyte.
    """
    name = name.removesuffix(".npy")
    label = brief(name)
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
            raise NoNetworkError(
                f"{label} holds Python objects, which are a pickle and never unpacked; save plain numbers.",
                _unlisting(names),
            )
        n_bytes = math.prod(shape) * dtype.itemsize
        if n_bytes > MOST_BYTES or n_bytes != len(file.read(MOST_BYTES + 1)):
            raise NoNetworkError(f"{label} says that it has shape {shape}, which is not what the file holds.")
    return is_readable(name, dtype, math.prod(shape))


def _unlisting(names: list[str]) -> tuple[str, ...]:
    """The line that saves the arrays of two lists one by one: it opens the pickle where its owner trusts it."""
    lists = [other for other in names if re.match(r"weight|bias|coef|intercept", other, re.IGNORECASE)]
    known = [other for other in sorted(lists, key=_is_of_biases) if other.isidentifier()] or [
        "weights",
        "biases",
    ]
    starred = ", ".join(f'*d["{other}"]' for other in known[:4])
    return (f'd = np.load("old.npz", allow_pickle=True); np.savez("weights.npz", {starred})',)


def _is_of_biases(name: str) -> bool:
    return name.lower().startswith(("bias", "intercept"))


def is_readable(name: str, dtype: np.dtype[Any], size: int) -> bool:
    """Whether an array can belong to a network, or says something of it; refuse one that only resembles weights."""
    if dtype.kind in "fUS":
        return True
    if size <= 1 and not dtype.names:
        return dtype.kind in "iub"
    if dtype.kind in "iu" and not _is_weight_by_name(name):
        return False
    if dtype.kind in "iu":
        raise NoNetworkError(
            f"{brief(name)} holds {dtype}; weights are floating-point numbers, and where whole ones stand for steps, "
            "each is to be multiplied by its step.",
            FLOATS,
        )
    raise NoNetworkError(f"{brief(name)} holds {dtype}; weights are floating-point numbers.")


def _is_weight_by_name(name: str) -> bool:
    """Whether an array's name is that of weights or biases, or says nothing."""
    return not re.search(
        r"size|shape|class|label|index|seed|epoch|step|count|num_|n_|train|test|val|target",
        name,
        re.IGNORECASE,
    )


def _looks_like_safetensors(data: bytes) -> bool:
    """Whether a file begins with the length of a header, and the header with a brace."""
    return len(data) > 8 and data[8:9] == b"{" and int.from_bytes(data[:8], "little") < 2**40


def _safetensors(data: bytes) -> dict[str, AnyArray]:
    """The arrays in a safetensors file: the length of a header, the header as JSON, the bytes (Hugging Face, 2022)."""
    length = int.from_bytes(data[:8], "little")
    if length > min(MOST_JSON, len(data) - 8):
        raise NoNetworkError(
            f"The safetensors header says that it has {length:,} bytes; the file holds {len(data) - 8:,}, and "
            f"{MOST_JSON:,} are the most."
        )
    header, body = _header_of(data[8 : 8 + length]), memoryview(data)[8 + length :]
    told = header.pop("__metadata__", None)
    if len(header) > MOST_ARRAYS:
        raise NoNetworkError(f"The file holds {len(header):,} arrays; {MOST_ARRAYS:,} are the most.")
    arrays = dict[str, AnyArray]()
    for name, entry in header.items():
        array = _tensor(name, entry, body)
        if array is not None:
            arrays[name] = array
    if isinstance(told, Mapping):
        for name, text in told.items():
            if isinstance(text, str) and name not in arrays:
                arrays[name] = np.array(text[:MOST_HEADER])
    return arrays


def _header_of(text: bytes) -> dict[str, Any]:
    """The header of a safetensors file as a record."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise NoNetworkError("The safetensors header has the same name twice.")
        return dict(pairs)

    try:
        header = json.loads(text, object_pairs_hook=once)
    except NoNetworkError:
        raise
    except (ValueError, RecursionError):
        raise NoNetworkError("The safetensors header is not JSON that can be read.") from None
    if not isinstance(header, dict):
        raise NoNetworkError("The safetensors header is no record of arrays.")
    return header


def _tensor(name: str, entry: Any, body: memoryview) -> AnyArray | None:
    """One array of a safetensors file; None for one that says nothing of a network."""
    label = brief(name)
    try:
        kind, shape, (start, stop) = entry["dtype"], tuple(entry["shape"]), entry["data_offsets"]
    except (TypeError, KeyError, ValueError):
        raise NoNetworkError(
            f"{label} has no dtype, shape and data_offsets in the safetensors header."
        ) from None
    if not isinstance(kind, str) or not all(
        type(n) is int and 0 <= n <= MOST_BYTES for n in (*shape, start, stop)
    ):
        raise NoNetworkError(f"{label} has a size in the safetensors header that is no number of bytes.")
    each = np.dtype(SAFE_TYPES[kind]).itemsize if kind in SAFE_TYPES else OTHER_TYPES.get(kind)
    if each is None:
        raise NoNetworkError(f"{label} holds {brief(kind)}; weights are {', '.join(SAFE_TYPES)}.")
    n_bytes = math.prod(shape) * each
    if not start <= stop <= len(body) or stop - start != n_bytes or len(shape) > 8:
        raise NoNetworkError(
            f"{label} says that it has shape {shape} of {kind} in bytes {start:,} to {stop:,}; the file has "
            f"{len(body):,} behind its header."
        )
    if kind not in SAFE_TYPES:
        stands_for = np.dtype(f"{'u' if kind[0] in 'UB' else 'i'}{each}")
        readable = is_readable(name, stands_for, math.prod(shape))
        return np.frombuffer(body[start:stop], stands_for).reshape(shape) if readable else None
    numbers = np.frombuffer(body[start:stop], SAFE_TYPES[kind]).reshape(shape)
    if kind == "BF16":  # the upper half of a float32
        return (numbers.astype(np.uint32) << 16).view(np.float32)
    return numbers


def megabytes(n_bytes: int) -> str:
    """A size in words."""
    return f"{n_bytes / 1e6:,.1f} MB".replace(".0 MB", " MB")
