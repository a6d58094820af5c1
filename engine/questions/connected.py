"""Connected pieces in images of labels: which cells of one label hang together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import IntArray


@dataclass(frozen=True, eq=False)
class Pieces:
    """The connected pieces of some images, all images together.

    Parameters
    ----------
    number : ndarray of shape (n_images, n_rows, n_columns), int
        The piece that each cell belongs to, from 0.
    image, label, size : ndarray of shape (n_pieces,), int
        The image that each piece lies in, its label, and the cells in it.
    """

    number: IntArray
    image: IntArray
    label: IntArray
    size: IntArray


def pieces_of(labels: npt.NDArray[np.integer], *, corners: bool = False) -> Pieces:
    """Find the pieces: cells of one label that hang together.

    Stretches of a row are joined, not cells: there are far fewer of them.

    Parameters
    ----------
    labels : ndarray of shape (n_images, n_rows, n_columns), int
        The images.
    corners : bool, default False
        Whether cells that touch at a corner hang together, too.

    Returns
    -------
    Pieces
        Numbered in the order of their first cells.

    Raises
    ------
    ValueError
        If ``labels`` has not three axes, or is empty.
    """
    if labels.ndim != 3 or not labels.size:
        raise ValueError(f"labels {labels.shape} are not (n_images, n_rows, n_columns)")
    begins = np.ones(labels.shape, bool)
    begins[:, :, 1:] = labels[:, :, 1:] != labels[:, :, :-1]
    stretch = np.cumsum(begins.ravel()).reshape(labels.shape) - 1
    pairs = list(_pairs(labels, begins, stretch, corners))
    roots = _joined(
        int(stretch[-1, -1, -1]) + 1,
        np.concatenate([one for one, _ in pairs]),
        np.concatenate([other for _, other in pairs]),
    )
    firsts = np.flatnonzero(begins)
    own = np.flatnonzero(roots == np.arange(len(roots)))
    numbers = np.zeros(len(roots), np.intp)
    numbers[own] = np.arange(len(own))
    piece_of_stretch = numbers[roots]
    lengths = np.diff(firsts, append=labels.size)
    size = np.bincount(piece_of_stretch, lengths).astype(np.intp)
    first_cell = firsts[own]
    return Pieces(
        piece_of_stretch[stretch],
        first_cell // (labels.shape[1] * labels.shape[2]),
        labels.ravel()[first_cell].astype(np.intp),
        size,
    )


def _pairs(
    labels: npt.NDArray[np.integer], begins: npt.NDArray[np.bool_], stretch: IntArray, corners: bool
) -> list[tuple[IntArray, IntArray]]:
    """Stretches of two neighbouring rows that hang together; each pair once where it begins."""
    upper, lower = labels[:, :-1], labels[:, 1:]
    meet = (upper == lower) & (begins[:, :-1] | begins[:, 1:])
    found = [(stretch[:, :-1][meet], stretch[:, 1:][meet])]
    if corners:
        for above, below in (
            ((slice(None), slice(None, -1), slice(None, -1)), (slice(None), slice(1, None), slice(1, None))),
            ((slice(None), slice(None, -1), slice(1, None)), (slice(None), slice(1, None), slice(None, -1))),
        ):
            touch = labels[above] == labels[below]
            found.append((stretch[above][touch], stretch[below][touch]))
    return found


def _joined(n: int, one: IntArray, other: IntArray) -> IntArray:
    """The first of those that each of ``n`` things hangs together with, by pairs of them.

    In each round every root hangs itself beneath a smaller one that it meets; then all look up to their root.
    """
    roots = np.arange(n)
    while len(one):
        here, there = roots[one], roots[other]
        apart = here != there
        one, other, here, there = one[apart], other[apart], here[apart], there[apart]
        roots[np.maximum(here, there)] = np.minimum(here, there)
        while not np.array_equal(above := roots[roots], roots):
            roots = above
    return roots
