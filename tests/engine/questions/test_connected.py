"""Connected pieces, against a fill from cell to cell."""

import numpy as np
import numpy.typing as npt
import pytest

from engine.questions.connected import pieces_of


def filled(image: npt.NDArray[np.integer], corners: bool) -> list[list[tuple[int, int]]]:
    """The cells of each piece, the pieces in the order of their first cells."""
    steps = [(1, 0), (-1, 0), (0, 1), (0, -1)] + corners * [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    seen: set[tuple[int, int]] = set()
    pieces = []
    for first in np.ndindex(*image.shape):
        if first in seen:
            continue
        front, piece = [first], [first]
        seen.add(first)
        while front:
            row, column = front.pop()
            for down, right in steps:
                cell = row + down, column + right
                inside = 0 <= cell[0] < image.shape[0] and 0 <= cell[1] < image.shape[1]
                if inside and cell not in seen and image[cell] == image[first]:
                    seen.add(cell)
                    front.append(cell)
                    piece.append(cell)
        pieces.append(piece)
    return pieces


@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize("n_labels", [1, 2, 4])
def test_pieces_are_those_of_a_fill(n_labels: int, corners: bool) -> None:
    labels = np.random.default_rng(n_labels).integers(0, n_labels, (4, 19, 13))
    found = pieces_of(labels, corners=corners)
    at = 0
    for i, image in enumerate(labels):
        for piece in filled(image, corners):
            assert {int(found.number[(i, *cell)]) for cell in piece} == {at}
            assert (found.image[at], found.label[at], found.size[at]) == (i, image[piece[0]], len(piece))
            at += 1
    assert at == len(found.size)


def test_an_arm_that_winds_is_one_piece() -> None:
    image = np.zeros((1, 21, 21), int)
    for ring in range(0, 10, 2):
        image[0, ring, ring : 21 - ring] = image[0, 20 - ring, ring : 21 - ring] = 1
        image[0, ring : 21 - ring, 20 - ring] = 1
        image[0, ring + 2 : 21 - ring, ring] = 1
        image[0, ring + 2, ring : ring + 3] = 1
    found = pieces_of(image)
    assert np.count_nonzero(found.label == 1) == 1


def test_labels_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"labels \(3, 3\)"):
        pieces_of(np.zeros((3, 3), int))
