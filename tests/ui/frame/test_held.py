"""What a browser has been sent, it does not get again."""

import json

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.node import Node
from tests.ui.conftest import Visitor, unpack
from tests.ui.frame.test_gate import control, say
from ui.browser.blocks import pack, thinned
from ui.frame import held
from ui.frame.held import Held
from ui.frame.style import sheet

RUN = np.cumsum(np.random.default_rng(3).normal(size=(251, 371)) / 100, axis=0)


def block(n_rows: int = 251) -> bytes:
    """A run so far, points, and something small."""
    return pack({"n": n_rows}, {"w": RUN[:n_rows], "x": np.arange(200.0), "y": np.ones(1)}, smooth=("w",))


def test_what_the_browser_has_goes_as_its_key() -> None:
    have: dict[str, bytes] = {}
    whole, keys = thinned(block(), lambda key: False)
    first = unpack(whole, have)
    assert whole == block()
    assert have.keys() == keys.keys()

    again, keys_again = thinned(block(), have.__contains__)

    second = unpack(again, have)
    assert keys_again == keys
    assert len(again) < 2_000 < len(whole) / 50
    assert {name: array.tobytes() for name, array in second["arrays"].items()} == {
        name: array.tobytes() for name, array in first["arrays"].items()
    }


def test_a_value_of_a_header_that_is_not_small_is_sent_once_to_each_part() -> None:
    palette = {"ink": "x" * 500}
    have: dict[str, int] = {}
    sizes = []
    for part in ("bar", "player", "bar", "player"):
        sent, keys = thinned(pack({"n": 1, "palette": palette}, {}), have.__contains__, part)
        have |= keys
        sizes.append(len(sent))
    assert min(sizes[:2]) > 500 > 200 > max(sizes[2:])
    whole, _ = thinned(pack({"n": 1, "palette": palette}, {}), lambda key: False)
    held: dict[str, bytes] = {}
    assert unpack(whole, held)["palette"] == palette
    assert unpack(sent, held) == {"n": 1, "palette": palette, "arrays": {}}


def test_of_two_arrays_that_are_the_same_one_is_sent(node: Node) -> None:
    once = pack({}, {"a": np.arange(300.0)})
    twice = pack({}, {"a": np.arange(300.0), "b": np.arange(300.0), "c": np.arange(300, dtype=np.int16)})
    assert len(twice) < len(once) + 600 + 200
    told = "(({ a, b }) => { b[0] = 7; return [a[0], b[0], b[299]] })(unpack(bytes).arrays)"
    assert node("ui/browser/blocks.js", told, bytes=np.frombuffer(twice, np.uint8)) == [0, 7, 299]


@pytest.mark.parametrize("kind", ["int8", "float32"])
def test_of_an_array_to_which_rows_are_added_only_the_new_ones_go(node: Node, kind: str) -> None:
    rows = np.random.default_rng(5).integers(-120, 120, (7, 1_003)).astype(kind)
    first, keys = thinned(pack({}, {"w": rows[:3]}, by_row=("w",)), lambda key: False)
    second, _ = thinned(pack({}, {"w": rows[[0, 2, 5, 6]]}, by_row=("w",)), keys.__contains__)
    assert len(keys) == 3
    assert 2 * rows[0].nbytes < len(second) < 2 * rows[0].nbytes + 500
    told = "(() => { const held = new Map(); unpack(first, held); return Array.from(unpack(second, held).arrays.w) })()"
    found = node(
        "ui/browser/blocks.js",
        told,
        first=np.frombuffer(first, np.uint8),
        second=np.frombuffer(second, np.uint8),
    )
    assert np.array_equal(found, rows[[0, 2, 5, 6]].ravel())
    have: dict[str, bytes] = {}
    unpack(first, have)
    assert np.array_equal(unpack(second, have)["arrays"]["w"], rows[[0, 2, 5, 6]].ravel())


def test_a_step_on_mnist_sends_one_more_moment(visitor: Visitor) -> None:
    visitor.open("mnist", images="1000")
    sizes = []
    for epoch in range(3):
        order = {"what": "stepEpoch", "start": float(epoch), "nonce": 1_000 + epoch}
        wish = json.dumps([{"event": "do", "value": order}])
        say(visitor, WidgetState(id=control(visitor, "templates__events"), json_trigger_value=wish))
        sizes.append(len(visitor.sent("templates")))
        block = visitor.block("templates")
    assert len(block["arrays"]["moment_epoch"]) == 4
    assert max(sizes) - min(sizes) < 2_000
    assert max(sizes) < (1 + 2 + 1) * 7_840


def test_a_run_that_grows_sends_its_rows_once() -> None:
    have: dict[str, bytes] = {}
    carried = 0
    for n_rows in (40, 100, 170, 251):
        sent, _ = thinned(block(n_rows), have.__contains__)
        found = unpack(sent, have)
        carried += len(sent)
        assert found["arrays"]["w"].tobytes() == RUN[:n_rows].astype(np.float32).tobytes()
    assert carried < 1.25 * len(block())


@pytest.mark.parametrize("lost", [False, True])
def test_the_browser_reads_what_it_has_and_says_what_it_lacks(node: Node, lost: bool) -> None:
    whole, keys = thinned(block(), lambda key: False)
    again, _ = thinned(block(), keys.__contains__)
    told = (
        "{ const held = new Map(); "
        f"{'' if lost else 'unpack(whole, held);'} "
        "const found = unpack(again, held); "
        "return found && Array.from(found.arrays.w) }"
    )
    found = node(
        "ui/browser/blocks.js",
        f"(() => {told})()",
        whole=np.frombuffer(whole, np.uint8),
        again=np.frombuffer(again, np.uint8),
    )
    if lost:
        assert found is None
    else:
        assert np.array_equal(np.float32(found), RUN.astype(np.float32).ravel())


def test_what_was_not_used_for_longest_is_counted_on_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_BYTES", 100)
    mine = Held(first=None)
    mine.take({"a": 40, "b": 40})
    mine.take({"a": 40})
    mine.take({"c": 40})
    assert list(mine.n_bytes) == ["a", "c"]
    monkeypatch.setattr(held, "MOST_KEYS", 1)
    mine.take({"a": 40})
    assert list(mine.n_bytes) == ["a"]


def test_what_a_first_run_has_sent_counts_once_a_run_has_come_to_its_end() -> None:
    mine = Held()
    mine.begin()
    mine.take({"given way": 4})
    mine.begin()
    mine.take({"a": 4})
    assert not mine.n_bytes
    mine.end()
    assert list(mine.n_bytes) == ["a"]
    mine.begin()
    mine.take({"b": 4})
    assert list(mine.n_bytes) == ["a", "b"]


def test_the_style_of_the_page_comes_with_its_first_run_and_a_part_wears_it_from_then_on(
    visitor: Visitor,
) -> None:
    def in_page() -> int:
        return sum("stMainBlockContainer" in one.proto.body for one in visitor.app.get("html"))

    visitor.open()
    assert in_page() == 1
    assert len(visitor.sent("back")) > len(sheet())
    assert visitor.block("back")["style"] == sheet()
    visitor.look()
    assert in_page() == 0
    assert len(visitor.sent("back")) < 300
    assert visitor.block("back")["style"] == sheet()


def test_the_browser_keeps_more_than_is_counted_on(node: Node) -> None:
    kept = node(
        "ui/browser/held.js",
        "(() => { const held = new Map(); "
        "for (let i = 0; i < n; i++) keep(held, `k${i}`, new Uint8Array(size)); return [...held.keys()] })()",
        n=50,
        size=1_000_000,
    )
    assert len(kept) * 1_000_000 >= held.MOST_BYTES
    assert kept[-1] == "k49"
    many = node(
        "ui/browser/held.js",
        "(() => { const held = new Map(); "
        "for (let i = 0; i < n; i++) keep(held, `k${i}`, new Uint8Array(1)); return held.size })()",
        n=5_000,
    )
    assert held.MOST_KEYS <= many < 5_000


def test_one_more_run_of_a_page_carries_no_weights(visitor: Visitor) -> None:
    visitor.open().finished("player")
    before = visitor.look().block("player")
    assert len(visitor.sent("player")) < 8_000
    after = visitor.look().block("player")
    assert before["arrays"]["snapshot_params"].tobytes() == after["arrays"]["snapshot_params"].tobytes()


def test_the_weights_of_a_run_that_is_new_to_the_browser_come_in_150_kb(visitor: Visitor) -> None:
    weights = visitor.open(init_seed="77").finished("player")["arrays"]["snapshot_params"]
    block = pack({}, {"w": weights.reshape(251, -1)}, smooth=("w",))
    assert weights.nbytes / 4 < len(block) < 150_000 < weights.nbytes


def test_a_browser_that_lacks_something_gets_everything_anew(visitor: Visitor) -> None:
    visitor.open().finished("player")
    thin = len(visitor.look().sent("player"))
    wish = json.dumps([{"event": "anew", "value": 1.0}])
    say(visitor, WidgetState(id=control(visitor, "player__events"), json_trigger_value=wish))
    assert len(visitor.sent("player")) > 100_000 > thin
    unpack(visitor.sent("player"))
    assert len(visitor.look().sent("player")) == thin


def test_a_visitor_of_the_tests_gets_everything_anew_as_a_browser_does(visitor: Visitor) -> None:
    visitor.open()
    visitor.held.clear()
    assert visitor.look().block("player")["arrays"]["snapshot_params"].size
