"""The film of a gradient on MNIST: pictures of ∂E/∂W⁽¹⁾ and of the weights, moment by moment.

Pictures are sent as int8, each moment on a scale of its own, as MNIST's templates are.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.digits.quantised import quantised
from ui.frame.browser_part import NO_ROOM, browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "film", room=NO_ROOM)


def film_block(
    header: Mapping[str, Any],
    updates: Array,
    gradients: Array,
    weights: Array,
    signals: Array,
    errors: Array,
    image: Array,
) -> bytes:
    """Pack a film as far as it has been made.

    Parameters
    ----------
    header : mapping
        ``id`` (changes with the network), ``headline``, ``words``, ``hidden`` (whether the pictures belong to hidden
        units), ``label`` (class of the image), ``n_images``.
    updates : ndarray of shape (n_moments,)
        Updates taken.
    gradients, weights : ndarray of shape (n_moments, n_units, 784)
        Gradients and weights of the first layer.
    signals : ndarray of shape (n_moments, n_units)
        g of each unit for the one image.
    errors : ndarray of shape (n_moments,)
        The mean error.
    image : ndarray of shape (784,)
        Grey levels from 0 to 1.

    Returns
    -------
    bytes
        See ``blocks.pack``.
    """
    arrays: dict[str, Any] = {"updates": updates, "errors": errors, "signals": signals}
    arrays["image"] = np.rint(255 * image).astype(np.uint8)
    for name, pictures in {"gradient": gradients, "weights": weights}.items():
        arrays[name], arrays[f"{name}_step"] = quantised(pictures)
    return pack({**header, "palette": PALETTES, "n_units": gradients.shape[1]}, arrays)


def film(block: bytes, *, key: str) -> Any:
    """Mount the film.

    Parameters
    ----------
    block : bytes
        From ``film_block``.
    key : str
        The same at every rerun, so that the pictures are updated in place.

    Returns
    -------
    object
        Nothing of use: this part sends no wishes.
    """
    return _mount(key=key, data=block)
