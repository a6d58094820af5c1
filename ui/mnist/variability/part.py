"""One digit under sliders, and the answers of two networks while the visitor moves them, all in the browser."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Wishes, Within
from ui.palette import PALETTES


@dataclass(frozen=True, kw_only=True)
class Varied:
    """An image as in a link, and the amount of each change of it, by its name."""

    image: str
    values: dict[str, Annotated[float, Within(-1_000, 1_000)]]
    nonce: Number = 0.0


@dataclass(frozen=True, kw_only=True)
class VariabilityWishes(Wishes):
    """The wish of the sliders."""

    do: Varied | None = None


_mount = browser_part(__file__, "variability", VariabilityWishes)


def variability_block(
    header: Mapping[str, Any],
    names: Sequence[str],
    labels: Sequence[int],
    pixels: npt.NDArray[np.uint8],
    networks: Mapping[str, Array],
) -> bytes:
    """Pack the digits to choose from and both networks.

    Parameters
    ----------
    header : mapping
        ``headline`` (``Said``); ``values``, the amount of each change by its name; ``chosen``, the place of the image
        on view; ``changes``, for each slider ``name``, ``words``, ``unit``, ``low``, ``high`` and ``step``;
        ``answered``, the number of the last wish that Python has read; ``sweep``, the change that moves by itself, or
        "none"; ``trained_on``, in words; ``proof``, of all test images ``tested``, "single" and "multi" in words;
        ``waiting``, a sentence to show while there is no network.
    names : sequence of str
        Names of the images, as in a link.
    labels : sequence of int
        The digits they show.
    pixels : ndarray of shape (n_images, 784), uint8
        Their grey levels.
    networks : mapping of str to ndarray of shape (n_params,)
        Parameters of "single", 784-10, and "multi", 784-100-10 with ReLU; empty while they are trained.

    Returns
    -------
    bytes
        See ``blocks.pack``; 370 kB with networks, 40 kB without.
    """
    said = {**header, "names": list(names), "labels": [int(label) for label in labels]}
    said |= {"ready": bool(networks), "palette": PALETTES}
    return pack(said, {"pixels": pixels, **networks})


def variability(block: bytes, *, key: str, on_do: Callable[[], None]) -> Any:
    """Mount the digit, its sliders and the answers of both networks.

    Parameters
    ----------
    block : bytes
        From ``variability_block``.
    key : str
        The same at every rerun, so that the pictures are updated in place.
    on_do : callable
        Called when the visitor lets go of a slider, or chooses another digit.

    Returns
    -------
    object
        With the wish ``do`` of this rerun, or None: ``image``, a name, and ``values``, the amounts.
    """
    return _mount(key=key, data=block, on_do=on_do)
