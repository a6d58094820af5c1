"""Weights as files, in the order of whoever reads them: NumPy's names, PyTorch's, or Keras's list.

Safetensors is a header of JSON and the bytes, as huggingface/safetensors describes it under "Format", and is written
with the standard library.
"""

import io
import json
from collections.abc import Mapping

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array


def numpy_npz(architecture: Architecture, params: Array) -> bytes:
    """Bytes of an ``.npz``: W1 of shape (units, inputs), b1, W2, …, and the names of the activations.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : ndarray of shape (n_params,)
        In the order of ``Architecture.split``.

    Returns
    -------
    bytes
        For ``numpy.load``; the page of MNIST loads it too.
    """
    parts = architecture.split(params.astype(np.float32))
    names = [f"{letter}{layer}" for layer in range(1, len(parts) // 2 + 1) for letter in "Wb"]
    activations = np.array(architecture.activations, dtype="U16")
    return _npz({**dict(zip(names, parts, strict=True)), "activations": activations})


def keras_npz(architecture: Architecture, params: Array) -> bytes:
    """Bytes of an ``.npz``: arr_0 of shape (inputs, units), arr_1 …, the list that ``model.set_weights`` takes.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : ndarray of shape (n_params,)
        In the order of ``Architecture.split``.

    Returns
    -------
    bytes
        For ``model.set_weights([file[f"arr_{i}"] for i in range(len(file.files))])``.
    """
    parts = architecture.split(params.astype(np.float32))
    return _npz({f"arr_{i}": np.ascontiguousarray(part.T) for i, part in enumerate(parts)})


def torch_safetensors(architecture: Architecture, params: Array, said: Mapping[str, str]) -> bytes:
    """Bytes of a ``.safetensors`` with PyTorch's names in a ``Sequential``: 0.weight (units, inputs), 0.bias, 2.weight.

    Parameters
    ----------
    architecture : Architecture
        The network.
    params : ndarray of shape (n_params,)
        In the order of ``Architecture.split``.
    said : mapping of str to str
        What the header says of it beside the arrays.

    Returns
    -------
    bytes
        For ``model.load_state_dict(safetensors.torch.load_file(path))``.
    """
    parts = [np.ascontiguousarray(part, dtype="<f4") for part in architecture.split(params)]
    names = [f"{2 * layer}.{kind}" for layer in range(len(parts) // 2) for kind in ("weight", "bias")]
    header: dict[str, object] = {
        "__metadata__": {"format": "pt", "activations": ",".join(architecture.activations), **said}
    }
    end = 0
    for name, part in zip(names, parts, strict=True):
        header[name] = {"dtype": "F32", "shape": list(part.shape), "data_offsets": [end, end + part.nbytes]}
        end += part.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)  # the arrays begin on a multiple of 8 bytes
    return len(text).to_bytes(8, "little") + text + b"".join(part.tobytes() for part in parts)


def _npz(arrays: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()
