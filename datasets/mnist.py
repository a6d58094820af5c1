"""MNIST and sets of its shape from four files in a folder beside this program: checked, cut as the course cuts it.

Each folder of ``datasets`` that holds four such files is a set, under the folder's name. Archives name the files in
many ways; ``_FILES`` says what they have in common. A set is read once.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from . import idx

ROOT = Path(__file__).parent
FOLDER = ROOT / "mnist"
N_CLASSES = 10
DIGITS = tuple(map(str, range(N_CLASSES)))
IMAGE_SHAPE = (28, 28)
N_TRAINING = 50_000

_CHECKSUMS = "checksums.txt"
_SHAPES: dict[str, tuple[int, ...]] = {
    "train-images-idx3-ubyte": (60_000, *IMAGE_SHAPE),
    "train-labels-idx1-ubyte": (60_000,),
    "t10k-images-idx3-ubyte": (10_000, *IMAGE_SHAPE),
    "t10k-labels-idx1-ubyte": (10_000,),
}
_FILES = {
    "train-images-idx3-ubyte": re.compile(r"train.*image", re.IGNORECASE),
    "train-labels-idx1-ubyte": re.compile(r"train.*label", re.IGNORECASE),
    "t10k-images-idx3-ubyte": re.compile(r"(t10k|test).*image", re.IGNORECASE),
    "t10k-labels-idx1-ubyte": re.compile(r"(t10k|test).*label", re.IGNORECASE),
}
"""What the name of each file has in it, whoever has packed it: ``train-images.idx3-ubyte``, ``emnist-test-labels``."""

_NO_FILE_OF_A_SET = re.compile(
    r"\.(txt|md|json|csv|png|jpe?g|pdf|py|npy|npz|pt|zip|part|crdownload)$", re.IGNORECASE
)
_IN_A_LINK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_CLASSES = "classes.txt"
_LONGEST_NAME = 30


class MNISTFilesError(ValueError):
    """A file of the set is missing or wrong: one sentence says which file, and what to do."""


@dataclass(frozen=True, eq=False)
class Images:
    """Images with their digits; the arrays are read-only.

    Parameters
    ----------
    inputs : ndarray of shape (n_images, 784), uint8
        Grey levels row by row from the top left, 0 (paper) to 255 (ink).
    labels : ndarray of shape (n_images,), int64
        The digit, 0 to 9.
    """

    inputs: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Count the images."""
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class MNIST:
    """The set in three parts.

    Parameters
    ----------
    training : Images
        The first 50,000 of the 60,000.
    validation : Images
        The last 10,000 of the 60,000.
    test : Images
        The 10,000 of the other two files.
    names : tuple of str
        What each class is called: the digits, where no ``classes.txt`` says more.
    """

    training: Images
    validation: Images
    test: Images
    names: tuple[str, ...] = DIGITS


_loaded: dict[tuple[Path, bool], MNIST] = {}
_lock = Lock()


def load(folder: Path = FOLDER, *, transposed: bool = False) -> MNIST:
    """Read the set in ``folder``; if this process has read it before, return it at once.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Holds the four IDX files, gzipped or not, and ``checksums.txt``: see ``datasets/mnist/README.md``.
        Without that list only types, shapes and labels are checked. ``classes.txt`` names the ten classes.
    transposed : bool, default False
        Whether rows and columns of each image are exchanged: EMNIST's images lie on their side.

    Returns
    -------
    MNIST
        55 MB of uint8.

    Raises
    ------
    MNISTFilesError
        If a file is missing, cut off, altered or of another shape.
    """
    folder = folder.resolve()
    with _lock:
        if (folder, transposed) not in _loaded:
            known = _loaded.get((folder, not transposed))
            _loaded[folder, transposed] = _transposed(known or _read(folder)) if transposed else _read(folder)
        return _loaded[folder, transposed]


def sets(root: Path | None = None) -> dict[str, str]:
    """The sets that lie in a folder's folders.

    Parameters
    ----------
    root : pathlib.Path or None, default None
        The folder; None for ``datasets``.

    Returns
    -------
    dict of str to str
        From the folder's name to what the set is called: MNIST first, then the others by name. MNIST is always among
        them: where its files are missing, whoever reads it is told so.
    """
    root = root or ROOT
    found = {FOLDER.name: "MNIST"}
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        can_be_linked = _IN_A_LINK.fullmatch(folder.name)
        if can_be_linked and folder.name not in found and all(_candidates(folder, name) for name in _SHAPES):
            found[folder.name] = _title(folder.name)
    return found


def _title(name: str) -> str:
    """What a folder's set is called: "fashion-mnist" is "Fashion-MNIST"."""
    parts = re.split(r"[-_]", name)
    return "-".join(
        part.upper() if "mnist" in part.lower() else part[:1].upper() + part[1:] for part in parts
    )


def _read(folder: Path) -> MNIST:
    """Read and check all four files."""
    promised = _promised(folder / _CHECKSUMS)
    arrays = [_read_file(folder, name, promised) for name in _SHAPES]
    images = arrays[0].reshape(len(arrays[0]), -1), arrays[2].reshape(len(arrays[2]), -1)
    labels = arrays[1].astype(np.int64), arrays[3].astype(np.int64)
    for array in labels:
        array.flags.writeable = False
    return MNIST(
        training=Images(images[0][:N_TRAINING], labels[0][:N_TRAINING]),
        validation=Images(images[0][N_TRAINING:], labels[0][N_TRAINING:]),
        test=Images(images[1], labels[1]),
        names=_class_names(folder / _CLASSES),
    )


def _transposed(given: MNIST) -> MNIST:
    """The same set with rows and columns of each image exchanged."""

    def turned(images: Images) -> Images:
        inputs = images.inputs.reshape(-1, *IMAGE_SHAPE).transpose(0, 2, 1).reshape(len(images), -1)
        inputs.flags.writeable = False
        return Images(inputs, images.labels)

    return MNIST(turned(given.training), turned(given.validation), turned(given.test), given.names)


def _class_names(path: Path) -> tuple[str, ...]:
    """Read what the classes are called, a line for each, from a file; the digits where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return DIGITS
    except (OSError, UnicodeDecodeError):
        raise MNISTFilesError(
            f"{path} cannot be read: save it as text in UTF-8, a name in each line."
        ) from None
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) == 1:
        lines = [name.strip() for name in re.split("[,;\t]", lines[0])]
    numbered = [_behind(str(k), line) for k, line in enumerate(lines)]
    names = numbered if all(numbered) else lines
    if len(names) != N_CLASSES or len(set(names)) < len(names):
        raise MNISTFilesError(
            f"{path} names {len(set(names))} classes in {len(lines)} lines: write {N_CLASSES} different names there,"
            " a line for each, class 0 first."
        )
    long = [name for name in names if len(name) > _LONGEST_NAME or not name.isprintable()]
    if long:
        raise MNISTFilesError(
            f"{path} has a name of {len(long[0])} letters: {_LONGEST_NAME} that can be printed are the most."
        )
    return tuple(names)


def _behind(number: str, line: str) -> str:
    """What follows a class's number and a sign or a blank, as in "3: dress"; "" where the line is another."""
    rest = line.removeprefix(number)
    if rest == line or not (rest[:1].isspace() or rest.lstrip()[:1] in tuple(":.,;")):
        return ""
    rest = rest.lstrip()
    return (rest[1:] if rest[:1] in tuple(":.,;") else rest).strip()


def _promised(path: Path) -> dict[str, str] | None:
    """Read the sha256 of each file from lines of ``sha256sum``; None where there is no such list."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MNISTFilesError(
            f"{path} cannot be read ({error.strerror}): make it readable or delete it."
        ) from error
    pairs = [line.split(maxsplit=1) for line in lines if line.strip()]
    promised = {pair[1].strip().lstrip("*"): pair[0].lower() for pair in pairs if len(pair) == 2}
    missing = [name for name in _SHAPES if len(promised.get(name, "")) != 64]
    if missing:
        raise MNISTFilesError(f"{path} has no sha256 for {missing[0]}: restore the list from the repository.")
    return promised


def _candidates(folder: Path, name: str) -> list[Path]:
    """Files of a folder that may be this file of the set, the best first; one in a folder of its own counts too."""
    exact = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
    if exact:
        return exact
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    inner = [
        path
        for outer in paths
        if outer.is_dir() and _FILES[name].search(outer.name)
        for path in outer.iterdir()
    ]
    fitting = [
        path
        for path in [*paths, *sorted(inner)]
        if path.is_file() and _FILES[name].search(path.name) and not _NO_FILE_OF_A_SET.search(path.name)
    ]
    return sorted(fitting, key=lambda path: path.suffix.lower() == ".gz")


def _path_of(folder: Path, name: str) -> Path:
    """The file of the set in a folder, under whatever name; where there are several, nobody can say which is meant."""
    found = _candidates(folder, name)
    if len({path.name.lower().removesuffix(".gz") for path in found}) > 1:
        raise MNISTFilesError(
            f"{folder} holds {found[0].name} and {found[1].name}, which both may be {name}: leave one of them there."
        )
    return found[0] if found else folder / f"{name}.gz"


def _read_file(folder: Path, name: str, promised: dict[str, str] | None) -> npt.NDArray[np.uint8]:
    """Read one file; whatever is wrong with it becomes one sentence."""
    path = _path_of(folder, name)
    shape = _SHAPES[name]
    try:
        content = idx.unpack(path, most_bytes=2 * 60_000 * 784)
        array = idx.decode(content)
    except FileNotFoundError as error:
        raise MNISTFilesError(f"{path} is missing: copy it there from the program's repository.") from error
    except (OSError, idx.IDXError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise MNISTFilesError(
            f"{path} cannot be read ({reason}): restore it from the repository, or download it anew."
        ) from error
    if array.dtype != np.uint8 or array.shape != shape:
        raise MNISTFilesError(
            f"{path} holds {array.dtype} of shape {array.shape} instead of uint8 of shape {shape}: put a file"
            " of that shape there."
        )
    digest = hashlib.sha256(content).hexdigest()
    if promised is not None and digest != promised[name]:
        raise MNISTFilesError(
            f"{path} was altered (sha256 {digest[:8]}…; {_CHECKSUMS} says {promised[name][:8]}…): restore"
            f" it from the repository, or, if you put another set there on purpose, delete {_CHECKSUMS}."
        )
    if "labels" in name and array.max() >= N_CLASSES:
        raise MNISTFilesError(
            f"{path} has the label {array.max()}: put a set of {N_CLASSES} classes there, numbered from 0."
        )
    return array
