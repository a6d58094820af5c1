"""Own points as text: what the browser writes, Python reads, and the other way round."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import point_table
from datasets.own_points import OwnPoints, Units
from datasets.points import Points, hold_out_every
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


CLASSES, AXES = ("setosa", "größer"), ("petal length", "x2")


@pytest.mark.parametrize(
    "units",
    [Units(), Units(CLASSES, AXES), Units(CLASSES, AXES, (500.0, -0.02), (120.0, 0.001))],
    ids=range(3),
)
@pytest.mark.parametrize("rounded", [True, False])
def test_names_units_and_all_digits_survive_the_browser(node: Node, units: Units, rounded: bool) -> None:
    rng = np.random.default_rng(3)
    inputs = units.to_own(rng.uniform(-4.9, 4.9, (20, 2)))
    own = OwnPoints(Points(inputs, rng.integers(0, 2, 20)), units)
    text = point_table.link_text(own) if rounded else point_table.written(own)

    opened = node(DRAWING, "openText(text)", text=text)
    back = node(DRAWING, "(({ form, points }) => writeText(form, points))(openText(text))", text=text)
    more = node(
        DRAWING,
        "(({ form, points }) => writeText(form, [...points, { x: 1, y: -2, k: 1 }]))(openText(text))",
        text=text,
    )

    assert back == text
    read = point_table.read(text)
    np.testing.assert_allclose([(p["x"], p["y"]) for p in opened["points"]], read.on_plane.inputs, atol=1e-9)
    added = point_table.read(more)
    np.testing.assert_array_equal(added.points.inputs[:-1], read.points.inputs)
    np.testing.assert_allclose(added.on_plane.inputs[-1], [1, -2], atol=1e-6)
    assert added.units == units


def test_a_drawing_begun_anew_is_marked_and_an_older_one_stays_as_it_is(node: Node) -> None:
    write = "(({ form }) => writeText(form, [{ x: 0, y: 0, k: 0 }]))(openText(text))"
    assert node(DRAWING, write, text="").startswith("..")
    assert node(DRAWING, write, text="AAAA")[0] not in ".~"
    assert node(DRAWING, "writeText(openText(text).form, [])", text="..AAAA") == ""


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
