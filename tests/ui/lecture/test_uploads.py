"""A lecture that a visitor brings: kept for a day within bounds, opened by its link, and shown as text."""

from typing import Any

import pytest

from tests.ui.conftest import Visitor
from tests.ui.lecture.test_lecture_file import GOOD
from ui.frame.session import GONE
from ui.lecture import uploads
from ui.lecture.rooms import view as rooms
from ui.lecture.scenes import UPLOADED, names_beside, neighbours, scene_of
from ui.lecture.uploads import DAY, Shelf

DATA = GOOD.encode()


def numbered(number: int) -> bytes:
    """A lecture of its own for each number."""
    return DATA + f"# {number}\n".encode()


def test_the_same_file_has_the_same_name_and_is_kept_for_a_day() -> None:
    now = [0.0]
    shelf = Shelf(lambda: now[0])
    name = shelf.put(DATA)

    assert shelf.put(DATA) == name
    assert shelf.put(numbered(1)) != name
    now[0] = DAY
    assert shelf.get(name) is not None
    now[0] = DAY + 1
    assert shelf.get(name) is None


def test_a_file_that_is_brought_again_is_kept_for_another_day() -> None:
    now = [0.0]
    shelf = Shelf(lambda: now[0])
    name, other = shelf.put(DATA), shelf.put(numbered(1))
    now[0] = DAY - 1
    shelf.put(DATA)
    now[0] = DAY + 1

    assert shelf.get(name) is not None
    assert shelf.get(other) is None


@pytest.mark.parametrize("bound", ["MOST_LECTURES", "MOST_BYTES"])
def test_beyond_the_bounds_the_first_goes_first(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, bound, 3 if bound == "MOST_LECTURES" else 3 * len(numbered(1)))
    shelf = Shelf()
    names = [shelf.put(numbered(number)) for number in range(5)]

    assert [shelf.get(name) is not None for name in names] == [False, False, True, True, True]


def test_scenes_of_an_uploaded_lecture_are_named_by_both() -> None:
    name = UPLOADED.put(DATA)

    assert names_beside(f"{name}/first") == [f"{name}/first", f"{name}/second"]
    assert neighbours(f"{name}/first") == ("", f"{name}/second")
    assert scene_of(f"{name}/third") is None
    assert scene_of("first") is None
    assert scene_of(f"{name}/softmax") is None


def bring(visitor: Visitor, data: bytes) -> None:
    """Upload a file on the Lecture page."""
    visitor.open("lecture")
    uploader: Any = visitor.app.get("file_uploader")[0]
    uploader.set_value(("mine.toml", data, "application/toml"))
    visitor.look()


def test_a_file_opens_and_its_scenes_walk_with_its_link(visitor: Visitor) -> None:
    bring(visitor, DATA)
    name = visitor.link["lecture"]

    assert not any("could not be used" in text for text in visitor.texts)
    visitor.app.button(key=f"open-{name}-first").click()
    visitor.look()
    assert visitor.link == {"scene": "first", "lecture": name}
    assert visitor.block("question")["title"] == "One line"
    assert visitor.block("link")["next"] == f"{name}/second"


def test_a_phone_opens_the_link_and_keeps_what_differs(visitor: Visitor) -> None:
    name = UPLOADED.put(DATA)
    visitor.open("", scene="second", lecture=name, rate="0.05")

    assert visitor.link == {"scene": "second", "lecture": name, "rate": "0.05"}
    assert visitor.block("question")["title"] == "Two layers"
    visitor.app.selectbox(key="Settings.scene").set_value("no scene of the lecture")
    visitor.look()
    assert visitor.link == {"data": "moons", "rate": "0.05"}


def test_faults_are_said_and_the_rest_opens(visitor: Visitor) -> None:
    bring(visitor, GOOD.replace("right = 2", "right = 3").encode())

    assert "One place in the file could not be used; the rest opens." in visitor.texts
    assert any(text.startswith("Scene 1, line 9: right is 3") for text in visitor.texts)
    assert any(button.label.startswith("2 · Two layers") for button in visitor.app.button)


def test_a_file_that_does_not_open_is_said_and_nothing_changes(visitor: Visitor) -> None:
    bring(visitor, b"hello")

    assert "lecture" not in visitor.link
    assert any("no scene that can be used" in text for text in visitor.texts)


def test_a_lecture_that_is_not_known_any_more_is_said(visitor: Visitor) -> None:
    visitor.open("lecture", lecture="0123456789abcdef")
    assert f"The lecture “0123456789abcdef” is not here. {GONE}" in visitor.texts

    visitor.open("", scene="first", lecture="0123456789abcdef", depth="1")
    assert any("“first” is not a scene of this page." in text and GONE in text for text in visitor.texts)
    assert visitor.link == {"depth": "1"}


def test_what_a_visitor_writes_is_text(visitor: Visitor) -> None:
    name = UPLOADED.put(GOOD.replace("One line", "![x](http://a.b/c) **bold**").encode())
    visitor.open("lecture", lecture=name)
    (label,) = [button.label for button in visitor.app.button if button.key == f"open-{name}-first"]

    assert label == "1 · \\!\\[x\\]\\(http\\:\u2060//a\\.b/c\\) \\*\\*bold\\*\\*"


def test_a_room_knows_questions_of_an_uploaded_lecture() -> None:
    found = rooms.question_of(f"{UPLOADED.put(DATA)}/second/1")

    assert found is not None
    assert found[1].words == "And now?"
    assert rooms.question_of("0123456789abcdef/second/1") is None
    assert rooms.question_of("softmax/0") is not None
