"""How good a network is: counts of its answers to each digit, and the images behind a count with their scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt

from engine.arrays import Array, IntArray
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Wishes, Within
from ui.palette import PALETTES

Digit = Annotated[int, Within(0, 9)]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a button or a key asks for."""

    what: Literal["play", "pause", "rewind", "replay"]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A set of images, or an image as in a link, or else a cell: a digit and its answer; None for all mistakes."""

    set: str | None = None
    image: str | None = None
    cell: tuple[Digit, Digit] | None = None
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class QualityWishes(Wishes):
    """The wishes of the counts, and a new picture while the run is played."""

    do: Order | None = None
    pick: Pick | None = None
    more: Number | None = None


_mount = browser_part(__file__, "quality", QualityWishes)

CURVES = ("epoch", "training_error", "training_accuracy", "validation_error", "validation_accuracy")
"""The columns of a run's curves, by their names in the block."""


def quality_block(
    header: Mapping[str, Any],
    counts: IntArray | None,
    images: npt.NDArray[np.uint8],
    scores: Array,
    labels: IntArray,
    answers: IntArray,
    curves: Array,
    samples: npt.NDArray[np.uint8],
) -> bytes:
    """Pack the counts and the images of a network, and how it came to be so good.

    Parameters
    ----------
    header : mapping
        ``headline``, ``epoch`` and ``said`` in words, ``n_epochs``, ``sample``, the training images on which the curves
        are measured, or "" for all; ``live``, ``finished``, ``stop_kind``; ``sets``,
        of each ``name``, ``title``, ``words``, ``accuracy`` and ``error`` or None; ``set`` (the name of the set that
        is counted), ``patterns``, the images that are, in words; ``cell`` ([label, answer] or None); ``title`` and
        ``order`` of the images, their ``names``, and their ``codes`` in a link.
    counts : ndarray of shape (10, 10), or None
        A row for each true digit, a column for each answer; None while they are counted.
    images : ndarray of shape (n_images, 784), uint8
        Grey levels of the images of the cell.
    scores : ndarray of shape (n_images, 10)
        z of each class.
    labels, answers : ndarray of shape (n_images,)
        The digit that each image shows, and the network's answer.
    curves : ndarray of shape (n_rows, 5)
        Epoch, training error and accuracy, validation error and accuracy, up to this moment.
    samples : ndarray of shape (n_samples, 784), uint8
        Grey levels of images to look at while a scene's question is open.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    arrays: dict[str, npt.NDArray[Any]] = {
        "images": images,
        "samples": samples,
        "scores": scores,
        "labels": labels.astype(np.uint8),
        "answers": answers.astype(np.uint8),
    }
    for column, name in enumerate(CURVES):
        arrays[f"history_{name}"] = curves[:, column].astype(np.float32)
    if counts is not None:
        arrays["counts"] = counts.astype(np.float32)
    return pack({**header, "palette": PALETTES}, arrays)


def quality(block: bytes, *, key: str, on_do: Callable[[], None], on_pick: Callable[[], None]) -> Any:
    """Mount the counts and the images.

    Parameters
    ----------
    block : bytes
        From ``quality_block``.
    key : str
        The same at every rerun, so that everything is updated in place.
    on_do : callable
        Called when the visitor plays, pauses or rewinds.
    on_pick : callable
        Called when the visitor picks a set, a cell or an image.

    Returns
    -------
    object
        With the wishes of this rerun. ``do`` has ``what`` ("play", "pause", "rewind", "replay"). ``pick`` has ``set``,
        the name of a set, or ``cell``, [label, answer] or None, or ``image``, a code. ``more`` asks for the next block.
    """
    _mount(key=key, data=block, on_do=on_do, on_pick=on_pick)
