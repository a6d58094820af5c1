"""Templates: a network on MNIST at the moments of its run, and one image that it looks at.

Weights are sent as int8, each layer at each moment on a scale of its own: its largest ``|w|`` is 127 steps. A weight is
therefore off by half a step at most, ``max |w| / 254``: less than the difference of two neighbouring colours. Biases
are sent as float32. For the one moment at which the run rests an int16 follows for each weight, which divides a step
further: scores are exact there, as far as float32 is. The error of scores at other moments is measured, and sent too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt

from engine.architecture import Architecture
from engine.arrays import Array
from engine.questions import probe
from ui.browser.blocks import pack
from ui.digits.quantised import quantised
from ui.frame.browser_part import browser_part
from ui.frame.wishes import LARGEST, Number, Wishes, Within, Written
from ui.palette import PALETTES

MEASURES = ("training_error", "training_accuracy", "validation_error", "validation_accuracy")

RESTS_A_STEP = 65_534
"""Parts into which the rest of a weight divides a step: from half a step down to half a step up they fill an int16."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a button or a key asks for, the epoch on view, and the number of the order."""

    what: Literal["play", "pause", "rewind", "stepBatch", "stepEpoch"]
    start: Annotated[float, Within(0, 100_000)]
    nonce: Annotated[int, Within(0, LARGEST)] = 0


@dataclass(frozen=True, kw_only=True)
class AskedGallery:
    """A page of a gallery: its kind, the digit that its images show or None for any, and its number."""

    kind: str
    digit: Annotated[int, Within(0, 9)] | None = None
    page: Annotated[int, Within(0, 10_000)] = 0


@dataclass(frozen=True, kw_only=True)
class Look:
    """Settings of the view by name, an image so many places on, a gallery; networks that are here; to play.

    ``worth`` is the epoch at which the worth of every unit is asked for.
    """

    view: dict[str, Written] | None = None
    step: Literal[1, -1] | None = None
    gallery: AskedGallery | None = None
    have: str = ""
    worth: Annotated[float, Within(0, 100_000)] | None = None
    begin: bool = False
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class TemplatesWishes(Wishes):
    """The wishes of the templates."""

    do: Order | None = None
    look: Look | None = None


_mount = browser_part(__file__, "templates", TemplatesWishes)


def most_moments(architecture: Architecture, n_bytes: int) -> int:
    """Count the moments whose ``network_arrays`` fit into ``n_bytes``, if one of them has ``exact_rests``."""
    n_weights = sum(rows * columns for rows, columns in architecture.weight_shapes)
    n_floats = architecture.n_params - n_weights + len(architecture.weight_shapes) + len(MEASURES) + 2
    return (n_bytes - 2 * n_weights) // (n_weights + 4 * n_floats)


def network_arrays(
    architecture: Architecture,
    params: Array,
    samples: npt.NDArray[np.uint8],
    exact: int | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Arrays from which the browser restores a network at many moments.

    Parameters
    ----------
    architecture : Architecture
        The network's shape.
    params : ndarray of shape (n_moments, n_params)
        The network at each moment.
    samples : ndarray of shape (n_images, input_dim), uint8
        Images on which the error of the scores is measured.
    exact : int, optional
        Index of the moment at which the run rests.

    Returns
    -------
    dict of str to ndarray
        ``moment_weights`` (n_moments, n_weights) int8, layer by layer; ``moment_steps`` (n_moments, n_layers);
        ``moment_biases`` (n_moments, n_biases); ``moment_score_error`` (n_moments,), the largest error of a sample's
        score that is computed from the int8 weights, infinite where a score is more than float32 holds. With ``exact``
        also ``exact_rests`` (n_weights,) int16: that moment's weights minus their int8 steps, in 65,534ths of a step.
    """
    parts = architecture.split(params)
    pairs = [quantised(weights) for weights in parts[::2]]
    restored = [numbers * steps[:, np.newaxis, np.newaxis] for numbers, steps in pairs]
    flat = [
        array.reshape(len(params), -1) for pair in zip(restored, parts[1::2], strict=True) for array in pair
    ]
    both = [probe.class_scores(architecture, p, samples) for p in (params, np.concatenate(flat, axis=1))]
    with np.errstate(over="ignore", invalid="ignore"):
        off = np.abs(both[0] - both[1]).max(axis=(1, 2))
    rests = {} if exact is None else {"exact_rests": _rests([p[exact] for p in parts[::2]], pairs, exact)}
    return {
        **rests,
        "moment_weights": np.concatenate([n.reshape(len(params), -1) for n, _ in pairs], axis=1),
        "moment_steps": np.stack([steps for _, steps in pairs], axis=1),
        "moment_biases": np.concatenate(parts[1::2], axis=1),
        "moment_score_error": np.where(np.isnan(off), np.inf, off),
    }


def _rests(
    weights: list[Array], pairs: list[tuple[npt.NDArray[np.int8], Array]], moment: int
) -> npt.NDArray[np.int16]:
    """The weights of one moment minus their whole steps, in parts of a step, layer by layer, shape (n_weights,)."""
    rests = []
    for given, (numbers, steps) in zip(weights, pairs, strict=True):
        left = given / np.maximum(steps[moment], np.finfo(np.float32).tiny) - numbers[moment]
        rests.append(np.rint(np.clip(left * RESTS_A_STEP, -32767, 32767)).astype(np.int16).ravel())
    return np.concatenate(rests)


def templates_block(
    header: Mapping[str, Any],
    networks: Mapping[str, npt.NDArray[Any]],
    curves: Array,
    epochs: Array,
    measures: Array,
    pictures: Mapping[str, npt.NDArray[Any]],
) -> bytes:
    """Pack a run: networks, curves and pictures.

    Parameters
    ----------
    header : mapping
        ``id`` (changes with the run), ``title`` (names the images), ``networks`` (a name for the argument
        ``networks``), ``headlines``, each
        once, and ``headline_of``, the number of each moment's; ``samples``, the images that were measured, in words
        by "training" and "validation"; ``sample``, in short how many training images those are, "" for all;
        ``sizes`` and ``activations`` of the network, ``live`` and ``tick`` (whether to ask for more, and after how
        many seconds at the earliest), ``finished``, ``stop_kind``, ``stop_message``, ``n_epochs``,
        ``steps_per_epoch``, ``trained_epoch``, ``answered`` (the number of the order carried out last), ``open_at``
        (where the playhead goes then), ``begins`` (not 0 where it plays from there by itself, once for each number),
        ``seconds``, ``images_per_second``, ``test``, a sentence on the run's end, or None, ``rates``; and the header
        of ``glance``.
    networks : mapping of str to ndarray
        From ``network_arrays``; exact at ``open_at`` if the run rests.
    curves : ndarray of shape (n_rows, 5)
        Epoch, training error and accuracy, validation error and accuracy.
    epochs : ndarray of shape (n_moments,)
        The moments of ``networks``.
    measures : ndarray of shape (n_moments, 4)
        The last four columns of ``curves`` at each moment.
    pictures : mapping of str to ndarray
        The pictures of ``glance``.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    arrays: dict[str, npt.NDArray[Any]] = {**networks, "moment_epoch": epochs, "history_epoch": curves[:, 0]}
    for column, name in enumerate(MEASURES):
        arrays[f"history_{name}"] = curves[:, column + 1]
        arrays[f"moment_{name}"] = measures[:, column]
    return pack({**header, "palette": PALETTES}, {**arrays, **pictures}, by_row=("moment_weights",))


def glance(header: Mapping[str, Any], pictures: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Pack another image or gallery for a browser that has the networks already.

    Parameters
    ----------
    header : mapping
        ``networks`` (the name of the networks that the browser has), ``view`` (from setting to its text in a link),
        ``image`` (``name``, ``label``), ``gallery`` (None, or the fields of ``Gallery`` but for ``pixels``),
        ``answered``, what ``ui.digits.story.told.header`` gives, ``without`` (which units are off in what
        ``off_measures`` are of, and whether more are to come; None where none is off), and ``worth``, None or what
        ``worth.header`` gives.
    pictures : mapping of str to ndarray
        ``image``, shape (784,), uint8, and ``gallery``, shape (n_images, 784), uint8; with ``without`` what
        ``ui.mnist.without.arrays`` gives, and with ``worth`` what ``worth.arrays`` does.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    return pack({**header, "glance": True}, pictures)


def templates(block: bytes, *, key: str, on_do: Callable[[], None], on_look: Callable[[], None]) -> Any:
    """Mount the templates, the image and the tug-of-war.

    Parameters
    ----------
    block : bytes
        From ``templates_block`` or ``glance``.
    key : str
        The same at every rerun, so that the pictures are updated in place.
    on_do : callable
        Called when the visitor plays, pauses, steps or rewinds.
    on_look : callable
        Called when the visitor chooses something to look at, and when the browser has drawn a live run and wants more.

    Returns
    -------
    object
        With the wishes of this rerun, each None if not sent. ``do`` has ``what`` ("play", "pause", "stepBatch",
        "stepEpoch", "rewind"), ``from``, the playhead's epoch, and ``nonce``, the order's number. ``look`` has
        ``view``, from a setting to its text in a link; ``step``, 1 for the next image, −1 for the one before;
        ``gallery``, None or ``kind``, ``digit`` and ``page``; ``begin``, True where the run is to play; ``have``, the
        name of the networks that the browser has; ``worth``, the epoch of a table of the units' worth.
    """
    return _mount(key=key, data=block, on_do=on_do, on_look=on_look)
