"""Own points as text: what the browser writes, Python reads, and the other way round."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from datasets import point_table
from datasets.points import hold_out_every
from tests.node import Node

DRAWING = "ui/regions/drawing/drawing.js"

PLACES = st.integers(-1000, 1000).map(lambda steps: steps / 200)
POINTS = st.lists(st.tuples(PLACES, PLACES, st.integers(0, 2)), min_size=1, max_size=40)


def as_objects(points: list[tuple[float, float, int]]) -> list[dict[str, float]]:
    """Points as the browser has them."""
    return [{"x": x, "y": y, "k": k} for x, y, k in points]


@given(points=POINTS)
def test_python_reads_what_the_browser_writes(node: Node, points: list[tuple[float, float, int]]) -> None:
    text = node(DRAWING, "encodePoints(points)", points=as_objects(points))

    read = point_table.from_text(text)

    np.testing.assert_allclose(read.inputs, [(x, y) for x, y, _ in points], atol=1e-6)
    assert read.labels.tolist() == [k for *_, k in points]


@given(points=POINTS)
def test_the_browser_reads_its_own_text(node: Node, points: list[tuple[float, float, int]]) -> None:
    back = node(DRAWING, "decodePoints(encodePoints(points))", points=as_objects(points))

    np.testing.assert_allclose([(p["x"], p["y"]) for p in back], [(x, y) for x, y, _ in points], atol=1e-9)
    assert [p["k"] for p in back] == [k for *_, k in points]


@given(points=POINTS, nth=st.sampled_from([0, 4]))
def test_both_sides_hold_out_the_same_points(
    node: Node, points: list[tuple[float, float, int]], nth: int
) -> None:
    text = node(DRAWING, "encodePoints(points)", points=as_objects(points))
    both = hold_out_every(point_table.from_text(text), nth)

    found = node(DRAWING, "splitPoints(points, nth)", points=as_objects(points), nth=nth)

    for name, part in (("training", both.training), ("validation", both.validation)):
        np.testing.assert_allclose(found[f"{name}_inputs"], part.inputs.ravel(), atol=1e-6)
        assert found[f"{name}_labels"] == part.labels.tolist()


def test_undo_goes_back_and_forth_and_forgets_what_was_undone(node: Node) -> None:
    texts = node(
        DRAWING,
        "(() => { const undo = new Undo(); ['', 'a', 'ab'].forEach((t) => undo.add(t)); const seen = [];"
        "undo.go(-1); seen.push(undo.text); undo.go(1); seen.push(undo.text); undo.go(-1); undo.add('ac');"
        "seen.push(undo.text, undo.go(1), undo.go(-1), undo.text); return seen; })()",
    )

    assert texts == ["a", "ab", "ac", False, True, "a"]
