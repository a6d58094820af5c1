"""A wish is granted once, however often a browser repeats it, and the part's block says that it was heard."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.node import Node
from tests.ui.conftest import Visitor
from tests.ui.frame.test_gate import control, say
from ui.browser import blocks
from ui.frame import session

FORKED = {"past": "12:0.05:tanh", "epochs": "40"}


def ask(visitor: Visitor, numbers: dict[str, float] | None, **wishes: Any) -> None:
    """Send what a browser sends where a part asks: wishes, and the number of each."""
    said = [{"event": name, "value": value} for name, value in wishes.items()]
    if numbers is not None:
        said.append({"event": "numbers", "value": numbers})
    say(visitor, WidgetState(id=control(visitor, "player__events"), json_trigger_value=json.dumps(said)))


def heard(visitor: Visitor) -> float:
    """The number that the player was told."""
    return float(struct.unpack("<d", visitor.sent("player")[-8:])[0])


def test_a_click_that_was_lost_is_granted_with_the_request_that_takes_it_along(visitor: Visitor) -> None:
    visitor.open(**FORKED).finished("player")
    assert heard(visitor) == 0
    ask(visitor, {"leave": 5, "more": 6}, leave={"nonce": 1}, more=2)
    assert "past" not in visitor.link
    assert heard(visitor) == 6


def test_a_click_that_was_granted_is_not_granted_again(visitor: Visitor) -> None:
    visitor.open(epochs="40").finished("player")
    ask(visitor, {"fork": 5}, fork={"epoch": 30.0, "nonce": 1})
    assert visitor.link["past"].count(":") == 2
    ask(visitor, {"fork": 5, "more": 6}, fork={"epoch": 30.0, "nonce": 1}, more=2)
    assert visitor.link["past"].count(":") == 2
    assert heard(visitor) == 6
    ask(visitor, {"fork": 7}, fork={"epoch": 35.0, "nonce": 3})
    assert visitor.link["past"].count(":") == 4


def test_what_a_block_has_to_answer_is_asked_for_until_one_was_sent(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open(epochs="40", truth="1").finished("player")

    def judged() -> list[float]:
        return [row[0] for row in visitor.block("player")["truth"]["judged"]]

    assert 12.0 not in judged()
    said = {"judge": {"epoch": 12.0, "nonce": 1}}
    with monkeypatch.context() as patch:  # the page hears it, and is overtaken before its block is sent
        patch.setattr(session, "answered", lambda key, acts: None)
        ask(visitor, {"judge": 5}, **said)
    ask(visitor, {"judge": 5, "more": 6}, **said, more=2)
    assert 12.0 in judged()
    assert heard(visitor) == 6
    ask(visitor, {"judge": 5, "more": 7}, **said, more=3)
    assert 12.0 not in judged(), "it was answered"


@pytest.mark.parametrize("numbers", [None, {}, {"__class__": 3, "numbers": 1, "nothing": 2}])
def test_wishes_without_a_number_are_granted_as_they_come(
    visitor: Visitor, numbers: dict[str, float] | None
) -> None:
    visitor.open(epochs="40").finished("player")
    ask(visitor, {"more": 9}, more=1)
    for epoch in (30.0, 35.0):
        ask(visitor, numbers, fork={"epoch": epoch, "nonce": epoch})
    assert visitor.link["past"].count(":") == 4


@pytest.mark.parametrize("arrays", [{}, {"a": np.arange(5, dtype=np.float32)}])
def test_the_browser_reads_what_stands_behind_a_block(node: Node, arrays: dict[str, Any]) -> None:
    block = blocks.pack({"id": "one", "long": "x" * blocks.LEAST}, arrays)
    told = blocks.told(block, 1_764_000_000_123.0)
    read = "[unpack(plain).heard ?? null, unpack(told).heard, unpack(told).id]"
    found = node(
        "ui/browser/blocks.js",
        read,
        plain=np.frombuffer(block, np.uint8),
        told=np.frombuffer(told, np.uint8),
    )
    assert found == [None, 1_764_000_000_123, "one"]
