"""MNIST from the four files beside this program: checked, cut as the course cuts it, read once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from . import idx

FOLDER = Path(__file__).parent / "mnist"
N_CLASSES = 10
IMAGE_SHAPE = (28, 28)
N_TRAINING = 50_000

_CHECKSUMS = "checksums.txt"
_SHAPES: dict[str, tuple[int, ...]] = {
    "train-images-idx3-ubyte": (60_000, *IMAGE_SHAPE),
    "train-labels-idx1-ubyte": (60_000,),
    "t10k-images-idx3-ubyte": (10_000, *IMAGE_SHAPE),
    "t10k-labels-idx1-ubyte": (10_000,),
}


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
    """

    training: Images
    validation: Images
    test: Images


_loaded: dict[Path, MNIST] = {}
_lock = Lock()


def load(folder: Path = FOLDER) -> MNIST:
    """Read the set in ``folder``; if this process has read it before, return it at once.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Holds the four IDX files, gzipped or not, and ``checksums.txt``: see ``datasets/mnist/README.md``.
        Without that list only types, shapes and labels are checked.

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
        if folder not in _loaded:
            _loaded[folder] = _read(folder)
        return _loaded[folder]


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
    )


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


def _read_file(folder: Path, name: str, promised: dict[str, str] | None) -> npt.NDArray[np.uint8]:
    """Read one file; whatever is wrong with it becomes one sentence."""
    path = folder / name if (folder / name).exists() else folder / f"{name}.gz"
    shape = _SHAPES[name]
    try:
        content = idx.unpack(path, most_bytes=2 * 60_000 * 784)
        array = idx.decode(content)
    except FileNotFoundError as error:
        raise MNISTFilesError(f"{path} is missing: copy it there from the program's repository.") from error
    except (OSError, idx.IDXError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise MNISTFilesError(f"{path} cannot be read ({reason}): restore it from the repository.") from error
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
