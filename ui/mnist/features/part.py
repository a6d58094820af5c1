"""Two banks of pictures side by side: the templates of one network, the features of another.

Weights are sent as int8: a network's largest ``|w|`` is 127 steps, so that each is off by half a step at most.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Array
from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.palette import PALETTES
from ui.sentences import Said

_mount = browser_part(__file__, "features")


def features_block(
    headline: Said, heads: Mapping[str, Mapping[str, Any]], pictures: Mapping[str, tuple[Array, Array, Array]]
) -> bytes:
    """Pack both banks.

    Parameters
    ----------
    headline : Said
        The finding, as a sentence.
    heads : mapping of str to mapping
        For "templates" and "features": ``title``, ``words``, ``images`` that it is tested on, how they are ``varied``
        or "", ``count`` of pictures, and ``accuracy``, from 0 to 1 or None.
    pictures : mapping of str to (pictures, weights, leaving)
        For each trained network the arrays of ``families.Bank``: the weights from the pixels, shape
        (n_pictures, 784); how much each picture counts; the weights to the ten digits, which only features have.

    Returns
    -------
    bytes
        See ``blocks.pack``; 130 kB for 80 templates and 79 features.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    steps = {}
    for name, (weights, counts, leaving) in pictures.items():
        steps[name] = max(float(np.abs(weights).max()) / 127, float(np.finfo(np.float32).tiny))
        arrays[name] = np.rint(weights / steps[name]).astype(np.int8)
        arrays[f"{name}_weights"] = counts
        if leaving.size:
            arrays[f"{name}_leaving"] = leaving
    header = {"palette": PALETTES, "headline": headline, "banks": {**heads}, "steps": steps}
    return pack(header, arrays)


def features(block: bytes, *, key: str) -> Any:
    """Mount both banks.

    Parameters
    ----------
    block : bytes
        From ``features_block``.
    key : str
        The same at every rerun, so that the banks are updated in place.

    Returns
    -------
    object
        Nothing of use: this part sends no wishes.
    """
    return _mount(key=key, data=block)
