"""Weights set by hand: what a link says of them, and that a fork begins with exactly these."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.questions import probe
from tests.node import Node
from tests.ui.conftest import Visitor
from tests.ui.plane.test_forks import SMALL_LINK, trained
from ui.plane import by_hand, weights_named
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.regions.kept.runs import differences

MODULE = "ui/regions/by_hand/set_weights.js"
DEEP = Architecture((2, 4, 3, 3), ("tanh", "tanh"))
NAMES = weights_named.all_of(DEEP)
VALUES = st.floats(-by_hand.LARGEST, by_hand.LARGEST, allow_nan=False)
SETS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=len(NAMES)).map(
    lambda found: tuple(sorted(found.items(), key=lambda one: weights_named.read(one[0])))
)


def bits(found: by_hand.ByHand) -> list[tuple[str, bytes]]:
    return [(name, np.float64(value).tobytes()) for name, value in found]


@given(SETS)
def test_a_link_gives_every_bit_back_in_the_view_and_in_a_fork(found: by_hand.ByHand) -> None:
    text = by_hand.write(found)
    assert bits(by_hand.read(text)) == bits(found)
    past = RegionSettings.choices()["past"]
    stretch = Stretch(8.25, 0.02, ("tanh", "relu"), found)
    (read,) = past.read(past.write((stretch,)))
    assert (read.epoch, read.rate, read.activation) == (8.25, 0.02, ("tanh", "relu"))
    assert bits(read.by_hand) == bits(found)
    link = RegionSettings(units=(4, 3), by_hand=text, past=(stretch,)).to_url()
    again, notes = RegionSettings.from_url(link)
    assert not notes
    assert bits(by_hand.read(again.by_hand)) == bits(again.past[0].by_hand) == bits(found)


@settings(max_examples=25, deadline=None)
@given(SETS)
def test_the_browser_writes_what_python_reads_bit_for_bit(node: Node, found: by_hand.ByHand) -> None:
    text = node(MODULE, "write(read(text))", text=by_hand.write(found))
    again = by_hand.read(text)
    assert [(name, value) for name, value in again] == [
        (name, value) for name, value in found
    ]  # -0 is 0 there
    params = np.linspace(-1, 1, DEEP.n_params, dtype=np.float32)
    changed = node(
        MODULE, "withSet(params, sizes, read(text))", params=params, sizes=list(DEEP.sizes), text=text
    )
    expected = params.copy()
    for place, value in by_hand.by_place(found, DEEP).items():
        expected[place] = value
    np.testing.assert_array_equal(np.array(changed, np.float32), expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1-1-1", "is not weights with their values"),
        ("1-1-1:1e300", "sets 1-1-1 to 1e300, which is not between −1000 and 1000"),
        ("1-1-1:nan", "sets 1-1-1 to nan, which is not between −1000 and 1000"),
        ("1-1-1:x", "sets 1-1-1 to x, which is not a number"),
        ("1-1:2", "sets '1-1', which is not a layer, a unit and an input"),
        ("1-1-1:1,1-1-1:2", "sets 1-1-1 twice"),
        (
            ",".join(f"1-{unit}-{source}:1" for unit in range(1, 301) for source in (1, 2)),
            "sets 600 weights; 50 are",
        ),
    ],
)
def test_what_cannot_be_set_is_said_and_all_else_of_the_link_holds(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        by_hand.read(text)
    found, notes = RegionSettings.from_url({"by_hand": text, "units": "4"})
    assert (found.by_hand, found.units) == ("", (4,))
    assert words in notes[0]
    assert (
        "past" not in RegionSettings.from_url({"past": f"8:0.02:tanh:{text.replace(',', ':')}"})[0].to_url()
    )


def test_weights_that_the_network_does_not_have_are_left_out_here_and_at_a_fork() -> None:
    link = {"units": "4", "by_hand": "1-4-2:0.5,1-5-2:1", "past": "8:0.02:tanh:3-3-4:1:4-1-0:1"}
    found, notes = RegionSettings.from_url(link)
    assert notes == [
        "Weights set by hand: 1-5-2 and 4-1-0 are not in a network of 2-4-4-3; they are left out."
    ]
    assert found.by_hand == "1-4-2:0.5"
    assert found.past[0].by_hand == (("3-3-4", 1.0),)


def test_a_fork_begins_with_exactly_these_weights_and_keeps_the_past() -> None:
    parent = trained()
    given = (("1-2-1", 0.1), ("1-4-0", -3.0), ("2-1-2", 0.0))
    branch = trained(past=(Stretch(8.0, 0.02, ("tanh",), given),))
    expected = parent.run.snapshots.params[8].copy()
    for place, value in by_hand.by_place(given, parent.architecture).items():
        expected[place] = value
    np.testing.assert_array_equal(branch.run.snapshots.params[:8], parent.run.snapshots.params[:8])
    np.testing.assert_array_equal(branch.run.snapshots.params[8], expected)
    assert not np.array_equal(branch.run.snapshots.params[9], parent.run.snapshots.params[9])


def test_a_fork_behind_another_activation_begins_with_them_too() -> None:
    given = (("1-2-1", 0.1),)
    branch = trained(activation=("relu",), past=(Stretch(8.0, 0.02, ("tanh",), given),))
    place = weights_named.place("1-2-1", branch.architecture)
    assert branch.run.snapshots.params[0, place] == np.float32(0.1)


def test_the_page_says_which_weights_were_set_at_the_fork(visitor: Visitor) -> None:
    link = SMALL_LINK | {"past": "8:0.02:tanh:1-2-1:0.5:2-1-0:-1"}
    block = visitor.open(**link).finished("player")
    assert visitor.link == link
    assert block["fork_words"].endswith(
        " Set by hand there: x₁ → unit 2 of layer 1 is 0.5, bias of class 1 is −1."
    )
    assert block["begin_at"] == 8


def test_kept_runs_are_told_apart_by_what_was_set() -> None:
    plain = RegionSettings(past=(Stretch(8.0, 0.02, ("tanh",)),))
    set_there = RegionSettings(past=(Stretch(8.0, 0.02, ("tanh",), (("1-2-1", 0.5), ("1-1-0", 0.0))),))
    words = differences([plain, set_there])
    assert words[0].endswith("forked at epoch 8")
    assert words[1].endswith("forked at epoch 8 with 2 weights set by hand")


@settings(max_examples=25, deadline=None)
@given(SETS)
def test_browser_and_engine_agree_on_loss_and_accuracy(node: Node, found: by_hand.ByHand) -> None:
    rng = np.random.default_rng(7)
    points = rng.normal(size=(40, 2)).astype(np.float32)
    labels = rng.integers(3, size=40)
    params = rng.normal(size=DEEP.n_params).astype(np.float32)
    text, sizes = by_hand.write(found), list(DEEP.sizes)
    handed = node(MODULE, "withSet(params, sizes, read(text))", params=params, sizes=sizes, text=text)
    measured = node(
        "ui/browser/maps/switched_off.js",
        "(() => { const w = new UnitWorth({ sizes, activations }, points, labels, 40); w.take(params, false);"
        " return w.whole; })()",
        sizes=sizes,
        activations=list(DEEP.activations),
        points=np.ascontiguousarray(points.T).ravel(),
        labels=labels.tolist(),
        params=np.array(handed, np.float32),
    )
    expected = params.copy()
    for place, value in by_hand.by_place(found, DEEP).items():
        expected[place] = value
    loss, right = probe.error_and_accuracy(DEEP, expected, points, labels)
    assert measured["error"] == pytest.approx(float(loss), rel=1e-5, abs=1e-5)
    two = np.sort(probe.class_scores(DEEP, expected, points), axis=1)[:, -2:]
    near = (two[:, 1] - two[:, 0] <= 1e-4 * (1 + np.abs(two[:, 1]))).sum()  # rounding may decide there
    assert abs(measured["accuracy"] - float(right)) * len(points) <= near + 1e-6
