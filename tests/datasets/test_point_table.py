"""Claims about own points as text: both ways lead back, and nonsense is refused with its line."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import point_table
from datasets.own_points import SIDE, OwnPoints, Units, units_of
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


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@st.composite
def own_points(draw):
    """Own points in any units, with names or without."""
    rows = draw(st.lists(st.tuples(STEPS, STEPS, st.integers(0, 2)), min_size=1, max_size=30))
    classes = tuple(draw(st.lists(NAMES, min_size=3, max_size=3, unique=True))) if draw(st.booleans()) else ()
    axes = tuple(draw(st.lists(NAMES, min_size=2, max_size=2, unique=True)))
    size = 10.0 ** draw(st.integers(-12, 12))
    inputs = np.array([row[:2] for row in rows]) / 199.0 * size + draw(st.integers(-50, 50)) * size
    return OwnPoints(Points(inputs, np.array([row[2] for row in rows])), units_of(inputs, classes, axes))


def assert_same_own(first, second):
    assert_same(first.points, second.points)
    assert first.units == second.units


@given(own_points())
@quick
def test_own_points_come_back_from_their_text_and_their_table_with_names_and_units(own):
    assert_same_own(point_table.read(point_table.written(own)), own)
    table = point_table.to_csv(own)
    assert_same_own(point_table.from_csv(table), own)
    assert_same_own(point_table.from_csv(table.encode()), own)
    assert_same_own(point_table.from_csv(b"\xef\xbb\xbf" + table.replace("\n", "\r\n").encode()), own)


@given(own_points())
@quick
def test_a_link_rounds_to_half_a_step_of_the_grid_and_keeps_the_rest(own):
    text = point_table.link_text(own)
    back = point_table.read(text)
    assert re.fullmatch(r"\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", text)
    assert len(text) <= 4 * len(own.points) + 1_400
    assert back.units == own.units
    np.testing.assert_array_equal(back.points.labels, own.points.labels)
    assert np.abs(back.on_plane.inputs - own.on_plane.inputs).max() <= 0.5 / point_table.PER_UNIT + 1e-6
    assert point_table.link_text(back) == text


@given(ANYWHERE)
@quick
def test_points_from_anywhere_lie_on_the_map_or_are_refused_in_a_sentence(rows):
    points = points_of(rows)
    units, words = attempt(units_of, points.inputs)
    if units is None:
        assert "too far or too close together" in words
        return
    own = OwnPoints(points, units)
    assert np.abs(own.on_plane.inputs).max() <= SIDE
    assert_same_own(point_table.read(point_table.written(own)), own)


def test_numbers_that_fit_stay_and_others_get_round_origins_and_scales():
    def of(*places):
        return units_of(np.array(places, dtype=float))

    assert of((-1.5, 2.0), (1.0, 4.0)).is_plain
    assert of((0.0, 0.0), (0.0, 0.0)).is_plain
    assert of((0, 0), (1, 1), (1, 0)) == Units(origin=(0.5, 0.5), scale=(0.12, 0.12))
    assert of((0, 0), (1000, 1000)) == Units(origin=(500.0, 500.0), scale=(120.0, 120.0))
    far = of((150.0, 20_000.0), (190.0, 90_000.0))
    assert far.scale == (4.5, 7_800.0)
    assert far.origin == (170.0, 55_000.0)


def test_two_classes_have_two_outputs_and_older_texts_three():
    two = Points(np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([0, 1]))
    assert point_table.read(point_table.to_text(two)).n_classes == 3
    assert point_table.read(point_table.to_text(two)).empty_classes == (2,)
    assert point_table.read(point_table.written(OwnPoints(two))).n_classes == 2
    assert point_table.read(point_table.link_text(point_table.read(point_table.to_text(two)))).n_classes == 3
    assert OwnPoints(Points(two.inputs, np.array([0, 2]))).empty_classes == (1,)
    assert point_table.read("").n_classes == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".abc", "is not names and points parted by a point"),
        ("..AAA", "is not four letters"),
        ("~.AAAA", "is not 24 letters"),
        (".AAAA.AAAA", "has names and units that cannot be read"),
        (".W1tdLFtdLFtdLFtdXQ.AAAA", "has names and units that cannot be read"),
        ("~." + "A" * 21 + "___", "has a point of no class"),
        ("~." + "AAB_8AAAAAAAAAAAAAAAAAAA", "has a number that is not finite"),
        ("~." + "AABAWQAAAAAAAAAAAAAAAAAA", "has 1 points beyond the map"),
        ("." + "A" * 1_401 + ".AAAA", "has names and units that cannot be read"),
    ],
)
def test_a_text_with_names_is_read_or_refused_in_words_that_end_a_sentence(text, words):
    if words.startswith("has a point"):
        text = "~." + "_" * 24
    with pytest.raises(ValueError, match=re.escape(words)):
        point_table.read(text)


@given(st.text("ABCDwxyz0189_-.~", min_size=1))
@quick
def test_a_text_with_marks_is_points_or_refused(text):
    own, words = attempt(point_table.read, text)
    assert (
        re.match("is not|has", words)
        if own is None
        else point_table.read(point_table.written(own)).units == own.units
    )


def test_names_that_a_spreadsheet_would_compute_are_guarded_and_come_back():
    own = OwnPoints(points_of([(1, 2, 0), (3, 4, 1)]), Units(("=1+1", "-1"), ("@x", "y")))

    table = point_table.to_csv(own)

    assert [line.split(",") for line in table.splitlines()[1:]] == [
        ["'@x", "y", "class"],
        ["1.0", "2.0", "'=1+1"],
        ["3.0", "4.0", "-1"],
    ]
    assert point_table.from_csv(table).units == own.units


def test_a_table_that_was_downloaded_and_changed_is_read_as_any_other():
    own = point_table.from_csv("a,b,class\n1.5,2.5,x\n-1,0.5,y\n4,4,x\n")
    changed = point_table.to_csv(own).replace(",y\n", ",z\n")
    assert point_table.from_csv(changed).units.classes == ("x", "z")
    one_class = OwnPoints(Points(np.array([[1.0, 2.0]]), np.array([1])))
    assert_same_own(point_table.from_csv(point_table.to_csv(one_class)), one_class)


def test_five_thousand_points_are_read_and_written():
    rng = np.random.default_rng(0)
    points = Points(point_table.on_grid(rng.uniform(-5, 5, (5000, 2))), rng.integers(0, 3, 5000))
    assert_same(point_table.from_csv(point_table.to_csv(OwnPoints(points))).points, points)
    assert_same(point_table.from_text(point_table.to_text(points)), points)


def test_points_beyond_the_square_or_too_many_have_no_text():
    with pytest.raises(ValueError, match="beyond 5"):
        point_table.to_text(Points(np.array([[5.1, 0.0]]), np.array([0])))
    with pytest.raises(ValueError, match="5001 points are too many"):
        point_table.to_text(Points(np.zeros((5001, 2)), np.zeros(5001, dtype=int)))
