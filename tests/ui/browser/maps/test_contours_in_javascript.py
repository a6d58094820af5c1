"""Zero lines and class boundaries lie where the interpolated fields say."""

import numpy as np
import pytest

from tests.node import Node

CONTOURS = "ui/browser/maps/contours.js"
G = 21


def grid() -> tuple[np.ndarray, np.ndarray]:
    """Column and row of each place of the grid, row 0 on top."""
    return np.meshgrid(np.arange(G, dtype=np.float32), np.arange(G, dtype=np.float32))


def test_the_zero_line_of_a_plane_is_one_straight_line_from_edge_to_edge(node: Node) -> None:
    columns, rows = grid()
    field = 0.7 * columns - 1.3 * rows + 4.1

    (line,) = node(CONTOURS, "zeroLines(field, G)", field=field, G=G)

    x, y = np.transpose(line)
    np.testing.assert_allclose(0.7 * x - 1.3 * y + 4.1, 0, atol=1e-5)
    assert (x.min(), x.max()) == (0, G - 1)


def test_a_circle_is_one_closed_line_of_its_length(node: Node) -> None:
    columns, rows = grid()
    field = np.hypot(columns - 10, rows - 10) - 6.3

    (line,) = node(CONTOURS, "zeroLines(field, G)", field=field, G=G)

    steps = np.diff(line, axis=0)
    assert np.hypot(*steps.T).sum() == pytest.approx(2 * np.pi * 6.3, rel=0.01)
    np.testing.assert_allclose(line[0], line[-1], atol=1e-6)


def test_pieces_are_joined_whichever_way_they_run(node: Node) -> None:
    pieces = [[[0, 0], [1, 0]], [[2, 0], [1, 0]], [[5, 5], [6, 6]], [[2, 0], [3, 1]]]

    lines = node(CONTOURS, "joinPieces(pieces)", pieces=pieces)

    assert sorted(len(line) for line in lines) == [2, 4]


def test_three_classes_meet_in_one_point_and_nowhere_does_a_third_win(node: Node) -> None:
    columns, rows = grid()
    scores = np.stack([columns - 10, -(columns - 10) / 2 + (rows - 9.4), -(columns - 10) / 2 - (rows - 9.4)])

    pieces = node(
        CONTOURS,
        "(() => { const all = []; classBoundary(scores, G, 3, (...piece) => all.push(piece)); return all; })()",
        scores=scores,
        G=G,
    )

    ends = np.reshape(pieces, (-1, 2))
    x, y = ends.T
    at = np.stack([x - 10, -(x - 10) / 2 + (y - 9.4), -(x - 10) / 2 - (y - 9.4)])
    ranked = np.sort(at, axis=0)
    assert len(pieces) > 30
    np.testing.assert_allclose(ranked[2], ranked[1], atol=1e-4)
    assert np.hypot(x - 10, y - 9.4).min() < 1e-4
