"""An image of 28 × 28 pixels that a visitor drew, as text for a link: 4 bits a pixel.

``pad-…`` is a drawing; ``brush-…`` is what a brush has made of the image that the link names. Behind it stand 392 bytes
as 523 characters (RFC 4648, "base64url"), two pixels a byte, the left one in its high bits. ``drawn.js`` writes them.
"""

import base64
import re

import numpy as np
import numpy.typing as npt

SIDE = 28

_TEXT = re.compile(r"(?:pad|brush)-([A-Za-z0-9_-]{523})")


def levels(text: str) -> npt.NDArray[np.uint8]:
    """The pixels' levels of grey.

    Parameters
    ----------
    text : str
        From a link; "" for none.

    Returns
    -------
    ndarray of shape (784,), uint8
        From 0 to 15; row by row.

    Raises
    ------
    ValueError
        If the text is no image: the end of a sentence that says so.
    """
    if not text:
        return np.zeros(SIDE * SIDE, np.uint8)
    found = _TEXT.fullmatch(text)
    if not found:
        raise ValueError("is not “pad-” or “brush-” and 523 letters, digits, dashes and underscores")
    pairs = np.frombuffer(base64.urlsafe_b64decode(found[1] + "="), np.uint8)
    return np.stack([pairs >> 4, pairs & 15], axis=1).ravel()
