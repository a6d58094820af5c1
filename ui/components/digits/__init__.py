"""The digits: weights that arrive from the 784 pixels, drawn as pictures, with the curves of their training.

Weights are sent as int8, each moment on a scale of its own: the largest ``|w|`` is 127 steps, so that a weight is off
by half a step at most, ``max |w| / 254``, less than two neighbouring colours of the scale differ by.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from ui.components.blocks import pack
from ui.components.browser_part import browser_part
from ui.palette import PALETTES

MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")

_mount = browser_part(
    "digits",
    [
        "shared/blocks.js",
        "shared/colours.js",
        "shared/timeline.js",
        "shared/playback.js",
        "digits/pictures.js",
        "digits/digits.js",
    ],
)


def quantised(weights: Array) -> tuple[npt.NDArray[np.int8], Array]:
    """Weights as whole numbers of steps, each moment with a step of its own.

    Parameters
    ----------
    weights : ndarray of shape (n_moments, n_units, n_inputs)
        Finite.

    Returns
    -------
    numbers : ndarray of the same shape, int8
        From −127 to 127; ``numbers * step`` is off by half a step at most.
    steps : ndarray of shape (n_moments,), float32
        A 127th of the moment's largest ``|w|``.
    """
    steps = (np.abs(weights).max(axis=(1, 2)) / 127).astype(np.float32)
    numbers = weights / np.maximum(steps, np.finfo(np.float32).tiny)[:, np.newaxis, np.newaxis]
    return np.rint(np.clip(numbers, -127, 127)).astype(np.int8), steps


def digits_block(
    header: Mapping[str, Any], curves: Array, epochs: Array, weights: Array, measures: Array
) -> bytes:
    """Pack what a visitor sees of a run.

    Parameters
    ----------
    header : mapping
        ``id`` (changes with the run), ``headline``, ``kind`` ("digits" or "units"), ``n_hidden``, ``live`` and
        ``tick`` (whether to ask for more, and after how many seconds at the earliest), ``finished``, ``stop_kind``,
        ``stop_message``, ``n_epochs``, ``steps_per_epoch``, ``trained_epoch``, ``answered`` (the number of the
        order carried out last), ``open_at`` (where the playhead goes then), ``seconds``, ``images_per_second``,
        ``test_accuracy`` or None, ``rates``, ``projector``.
    curves : ndarray of shape (n_rows, 5)
        Epoch, training error and accuracy, validation error and accuracy.
    epochs : ndarray of shape (n_moments,)
        Moments whose weights are sent.
    weights : ndarray of shape (n_moments, n_units, 784)
        Row ``j`` is the picture of unit ``j``, from its top left pixel on, row by row.
    measures : ndarray of shape (n_moments, 4)
        As the last columns of ``curves``.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    numbers, steps = quantised(weights)
    arrays: dict[str, npt.NDArray[Any]] = {
        "moment_epoch": epochs,
        "moment_step": steps,
        "moment_weights": numbers,
        "history_epoch": curves[:, 0],
    }
    for column, name in enumerate(MEASURES):
        arrays[f"history_{name}"] = curves[:, column + 1]
        arrays[f"moment_{name}"] = measures[:, column]
    return pack({**header, "palette": PALETTES, "n_units": weights.shape[1]}, arrays)


def digits(block: bytes, *, key: str, on_do: Callable[[], None], on_more: Callable[[], None]) -> Any:
    """Mount the digits.

    Parameters
    ----------
    block : bytes
        From ``digits_block``.
    key : str
        The same at every rerun, so that the pictures are updated in place.
    on_do : callable
        Called when the visitor plays, pauses, steps or rewinds.
    on_more : callable
        Called when a live run has been drawn and the next block may come.

    Returns
    -------
    object
        With ``do``: what was asked for in this rerun, or None: ``what`` ("play", "pause", "stepBatch", "stepEpoch",
        "rewind"), ``from``, the playhead's epoch, and ``nonce``, the order's number.
    """
    return _mount(key=key, data=block, on_do_change=on_do, on_more_change=on_more)
