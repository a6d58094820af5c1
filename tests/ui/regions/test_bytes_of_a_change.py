"""What a change of the first page carries, in bytes: they hardly differ from machine to machine."""

import json

import pytest

from tests.ui.conftest import Visitor

PLAIN_WEIGHTS = 251 * 371 * 4
"""Bytes of the weights of all snapshots of the run that the page opens with, as they stand in memory."""


def carried(visitor: Visitor) -> tuple[int, int]:
    """Bytes of all elements of the page, and of the parts' scripts, markup and style among them."""
    messages = [element.proto for element in visitor.app.get("bidi_component")]
    files = sum(
        len(text.encode())
        for part in messages
        for text in (part.js_content, part.html_content, part.css_content)
    )
    return sum(part.ByteSize() for part in messages), files


def test_the_parts_of_the_first_page_carry_a_run_in_200_kb(visitor: Visitor) -> None:
    block = visitor.open(epochs="250").finished("player")
    assert block["arrays"]["snapshot_params"].nbytes == PLAIN_WEIGHTS
    everything, files = carried(visitor)
    assert files < 15_000, "the browser has the parts' files by their addresses"
    assert len(visitor.sent("player")) < 180_000 < PLAIN_WEIGHTS / 2
    assert everything < 200_000


@pytest.mark.parametrize(("link", "most"), [({"batch": "10"}, 260_000), ({"activation": "relu"}, 250_000)])
def test_other_runs_take_less_than_their_weights(link: dict[str, str], most: int, visitor: Visitor) -> None:
    visitor.open(**link).finished("player")
    assert len(visitor.sent("player")) < most < PLAIN_WEIGHTS


def test_the_story_of_a_run_comes_with_its_end_in_2_kb(visitor: Visitor) -> None:
    block = visitor.open(epochs="250").finished("player")
    while block["story_owed"]:  # the machine was busy: the browser asks once more
        block = visitor.look().block("player")
    assert block["story"]
    assert 0 < len(json.dumps(block["story"])) < 2_000
    assert [epoch for epoch, _, _ in block["story"]] == sorted({epoch for epoch, _, _ in block["story"]})
