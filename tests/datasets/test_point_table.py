"""Claims about own points as text: both ways lead back, and nonsense is refused with its line."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import point_table
from datasets.points import Points
from tests.amount import many

quick = settings(deadline=None, max_examples=many(80))
STEPS = st.integers(-1000, 1000)
ON_GRID = st.lists(st.tuples(STEPS, STEPS, st.integers(0, 2)), max_size=60)
ANYWHERE = st.lists(
    st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2, st.integers(0, 2)), min_size=1
)


def points_of(rows, unit=1.0):
    inputs = np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2) / unit
    return Points(inputs, np.array([row[2] for row in rows], dtype=int))


def attempt(read, text):
    """What was read, or the words of the ValueError; any other error is raised."""
    try:
        return read(text), ""
    except ValueError as error:
        return None, str(error)


def assert_same(first, second):
    np.testing.assert_array_equal(first.inputs, second.inputs)
    np.testing.assert_array_equal(first.labels, second.labels)


@given(ON_GRID)
@quick
def test_points_on_the_grid_come_back_from_a_link_and_keep_their_order(rows):
    points = points_of(rows, point_table.PER_UNIT)
    text = point_table.to_text(points)
    assert len(text) == 4 * len(rows)
    assert re.fullmatch("[A-Za-z0-9_-]*", text)
    assert_same(point_table.from_text(text), points)
    assert point_table.to_text(point_table.from_text(text)) == text


@given(st.text() | st.text("ABCDwxyz0189_-", min_size=4))
@quick
def test_a_links_text_is_points_or_refused_in_words_that_end_a_sentence(text):
    points, words = attempt(point_table.from_text, text)
    assert re.match("is not|has", words) if points is None else point_table.to_text(points) == text


@given(ANYWHERE)
@quick
def test_a_table_comes_back_as_the_same_points(rows):
    points = points_of(rows)
    assert_same(point_table.from_csv(point_table.to_csv(points)), points)
    assert_same(point_table.from_csv(point_table.to_csv(points).encode()), points)


@given(ANYWHERE)
@quick
def test_points_from_anywhere_fit_into_a_link(rows):
    found = point_table.fitted(points_of(rows))
    assert np.abs(found.points.inputs).max() <= point_table.SIDE
    assert found.scaled == bool(np.abs(points_of(rows).inputs).max() > point_table.SIDE)
    assert_same(point_table.from_text(point_table.to_text(found.points)), found.points)


def test_a_table_of_other_units_is_stretched_to_fill_the_square():
    found = point_table.fitted(Points(np.array([[100.0, 7.0], [300.0, 7.0], [200.0, 7.0]]), np.arange(3)))
    np.testing.assert_allclose(found.points.inputs, [[-4.5, 0], [4.5, 0], [0, 0]])
    assert found.scaled


LINES = st.lists(
    st.sampled_from(["1,2,3", "0.5;−1;2", "a,b", "nan,1,1", "", "x1,x2,class", "1 2", "9,9,9", "1e999,0,1"])
    | st.text(max_size=12)
    | st.text("0123456789.,;-+e \t\"'", max_size=14),
    max_size=8,
).map("\n".join)


@given(LINES | st.text() | st.binary())
@settings(deadline=None, max_examples=many(200))
def test_any_text_whatever_is_points_or_a_sentence_that_names_a_line(table):
    points, words = attempt(point_table.from_csv, table)
    if points is not None:
        assert len(points) >= 1
        assert np.isfinite(points.inputs).all()
        return
    found = re.match(r"Line (\d+): .+\.$", words)
    assert found
    lines = re.split(rb"\r\n|\r|\n" if isinstance(table, bytes) else r"\r\n|\r|\n", table)
    assert 1 <= int(found[1]) <= len(lines)
    assert len(words) < 120


@pytest.mark.parametrize(
    "table",
    [
        "x1,x2,class\n1.5,-2,3\n0,0,1",
        "1.5,-2,3\r\n0,0,1\r\n",
        "\ufeffx1;x2;class\n1,5;-2;3\n0;0;1",
        "1.5 -2 3\n\n# a remark\n0\t0\t1.0",
        "1.5,−2,3\n0,0,1",
        '"x1","x2","class"\n"1.5","-2","3"\n 0 , 0 , 1 ',
        b"\xef\xbb\xbfx1,x2,class\n1.5,-2,3\n0,0,1\n",
    ],
)
def test_tables_of_every_kind_are_understood(table):
    points = point_table.from_csv(table)
    np.testing.assert_array_equal(points.inputs, [[1.5, -2], [0, 0]])
    np.testing.assert_array_equal(points.labels, [2, 0])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "Line 1: there is no point in the table."),
        ("x1,x2,class\n", "Line 2: there is no point"),
        ("1,2,3\n4,5\n", "Line 2: 2 values; x1, x2 and class are three."),
        ("x1,x2,class\n1,2,3\n\none,2,3", "Line 4: x1 is “one”, not a number."),
        ("1,1_0,2", "Line 1: x2 is “1_0”, not a number."),
        ("1,inf,2", "Line 1: x2 is “inf”, not a number."),
        ("1,1e999,2", "Line 1: x2 is “1e999”, not a number."),
        ("1,2,4", "Line 1: class is “4”; classes are 1, 2 and 3."),
        ("1,2,1.5", "Line 1: class is “1.5”"),
        ("0,0,1\n" * 5001, "Line 5001: 5,000 points are the most."),
        ("1,2,3\n" * 170_000, "Line 1: the table has 1.0 MB; 1 MB is the most."),
        (b"1,2,3\n\xff\xfe,2,3", "Line 2: this is not text in UTF-8."),
        ("1,2,3\n" + "9" * 400 + "x,2,3", "Line 2: x1 is “9999999999999999999…”"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(table, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        point_table.from_csv(table)


def test_five_thousand_points_are_read_and_written():
    rng = np.random.default_rng(0)
    points = Points(point_table.on_grid(rng.uniform(-5, 5, (5000, 2))), rng.integers(0, 3, 5000))
    assert_same(point_table.from_csv(point_table.to_csv(points)), points)
    assert_same(point_table.from_text(point_table.to_text(points)), points)


def test_points_beyond_the_square_or_too_many_have_no_text():
    with pytest.raises(ValueError, match="beyond 5"):
        point_table.to_text(Points(np.array([[5.1, 0.0]]), np.array([0])))
    with pytest.raises(ValueError, match="5001 points are too many"):
        point_table.to_text(Points(np.zeros((5001, 2)), np.zeros(5001, dtype=int)))


@pytest.mark.parametrize("table", ["\n" * 999_999, ";" * 999_999, "1" * 999_999 + "a", "1 2 3\r" * 166_000])
def test_the_largest_table_is_read_or_refused_in_little_memory(table: str) -> None:
    tracemalloc.start()
    try:
        attempt(point_table.from_csv, table)
        assert tracemalloc.get_traced_memory()[1] < 250_000_000
    finally:
        tracemalloc.stop()
