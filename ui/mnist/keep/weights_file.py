"""A network as a file: weights as ``.npz``, which ``engine.weights_in`` reads; the course of its training as CSV."""

import csv
import io
from typing import Any

import numpy as np

from engine.architecture import Architecture
from engine.arrays import Array
from engine.training.history import History

ACTIVATION_NAMES = "activations"


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
