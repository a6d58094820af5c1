"""The presenter's page without a browser: what it is sent, to whom votes are told, and that it trains nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Visitor
from ui.lecture.presenter import view
from ui.lecture.presenter.view import Window
from ui.lecture.rooms import store
from ui.lecture.rooms.store import Rooms
from ui.lecture.scenes import LECTURES, SCENES, UPLOADED
from ui.plane import runs

ASKED = "regions-single/0"
PHONES = [letter * 32 for letter in "abc"]

OWN = b"""title = "Mine"
[[scene]]
slug = "first"
title = "Two layers"
view = "regions?depth=2"
question = "How many?"
answer = "Two."
notes = "Ask *twice*."
minutes = 7
"""


def components(visitor: Visitor) -> list[str]:
    return [part.proto.component_name for part in visitor.app.get("bidi_component")]


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    path = tmp_path / "rooms.sqlite"
    monkeypatch.setattr(store, "default_path", lambda: path)
    return Rooms(store.FileLedger(store.ledger_file(path)))


def test_the_page_has_the_lecture_and_draws_and_trains_nothing_else(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trained(*_: Any, **__: Any) -> None:
        raise AssertionError("the presenter's page asked for a run")

    monkeypatch.setattr(runs, "regions_run", trained)
    block = visitor.open(presenter="k3f9", scene="regions-single").block("presenter")

    assert [name.rpartition("hidden_layers_")[2] for name in components(visitor)] == [
        "back",
        "presenter",
        "connection",
    ]
    assert block["name"] == "regions-single"
    assert not block["fault"]
    lecture = next(one for one in LECTURES.values() if "regions-single" in one.scenes)
    assert block["title"] == lecture.title
    assert [scene["name"] for scene in block["scenes"]] == list(lecture.scenes)
    for shown, scene in zip(block["scenes"], lecture.scenes.values(), strict=True):
        assert (shown["minutes"], shown["notes"]) == (scene.minutes, scene.notes)
        assert [one["answer"] for one in shown["questions"]] == [one.answer for one in scene.questions]


def test_an_uploaded_lecture_has_the_window_too(visitor: Visitor) -> None:
    name = UPLOADED.put(OWN)
    block = visitor.open(presenter="k3f9", scene="first", lecture=name).block("presenter")

    assert block["name"] == f"{name}/first"
    (scene,) = block["scenes"]
    assert (scene["name"], scene["notes"], scene["minutes"]) == (f"{name}/first", "Ask *twice*.", 7)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({}, ""),
        ({"scene": "nonsense"}, "“nonsense” is not a scene of this program."),
        ({"scene": "first", "lecture": "0" * 16}, "kept for a day"),
    ],
)
def test_a_link_without_its_scene_opens_at_the_first_and_says_so(
    visitor: Visitor, link: dict[str, str], words: str
) -> None:
    block = visitor.open(presenter="1", **link).block("presenter")

    assert block["name"] == next(iter(SCENES))
    assert words in block["fault"]
    assert bool(words) == bool(block["fault"])


def test_votes_before_the_reveal_are_the_hosts_alone(rooms: Rooms) -> None:
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, 3)
    for phone, choice in zip(PHONES, (1, 1, 2), strict=True):
        rooms.vote(room, ASKED, phone, choice)

    told = view._votes(Window(room=room, key=key, question=ASKED))
    refused = view._votes(Window(room=room, key="0" * 32, question=ASKED))

    assert (told["counts"], told["answered"], told["arrived"]) == ([0, 2, 1], 3, 3)
    assert not told["fault"]
    assert (refused["room"], refused["counts"], refused["arrived"]) == ("", [], 0)
    assert refused["fault"] == f"Room {room} is closed, or another window’s."


@pytest.mark.parametrize("room", ["OIL0", "BBBB"])
def test_a_room_that_is_not_there_is_a_sentence(rooms: Rooms, room: str) -> None:
    told = view._votes(Window(room=room, key="0" * 32, question=ASKED))

    assert told["fault"].startswith(("“OIL0” is no room", "Room BBBB is closed"))


def test_a_question_that_is_not_there_has_no_votes(rooms: Rooms) -> None:
    room, key = rooms.open()

    for question in ("", "nonsense/0", "regions-single/99", "regions-single/-1", "a/b/c/d"):
        assert view._votes(Window(room=room, key=key, question=question))["counts"] == []
