"""Views that a visitor keeps as scenes: in their order, as a file that opens again."""

import pytest

from tests.ui.conftest import Visitor
from ui.lecture.lecture_file import read
from ui.lecture.own_scenes import OwnScenes
from ui.lecture.scenes import UPLOADED
from ui.plane.run_settings import RegionSettings

VIEW = RegionSettings(depth=1, data="moons", stage=True)


def kept(*titles: str) -> OwnScenes:
    """Scenes with these titles."""
    own = OwnScenes()
    for title in titles:
        own.keep(VIEW, title, "Which?", "This one.", "this\n*that")
    return own


def test_what_is_kept_comes_back_from_its_file() -> None:
    lecture = read(kept("One", "One", "“Zwei” \\ ![x](y)").file("Mine"))

    assert lecture.faults == []
    assert lecture.title == "Mine"
    assert [scene.title for scene in lecture.scenes.values()] == ["One", "One", "“Zwei” \\ ![x](y)"]
    assert [scene.row for scene in lecture.scenes.values()] == [1, 2, 3]
    first = next(iter(lecture.scenes.values()))
    assert first.settings == RegionSettings(depth=1, data="moons")
    assert (first.questions[0].choices, first.questions[0].right) == (("this", "that"), 1)


def test_scenes_change_places_and_go() -> None:
    own = kept("A", "B", "C")
    own.earlier("c-1")
    own.earlier("a-1")
    assert list(own.scenes) == ["a-1", "c-1", "b-1"]

    own.remove("a-1")
    own.remove("a-1")
    own.earlier("a-1")
    assert list(own.scenes) == ["c-1", "b-1"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("", "Q?", "A.", ""), "Title is empty."),
        (("T", "Q" * 81, "A.", ""), "Question has 81 characters, at most 80 fit"),
        (("T", "Q?", " ", ""), "Answer is empty."),
        (("T", "Q?", "A.", "one\ntwo"), "Choices: one of them, the right one, begins with a *."),
        (("T", "Q?", "A.", "*one"), "There are 1 choices; a question has two to 4."),
    ],
)
def test_what_a_file_could_not_hold_is_said(texts: tuple[str, str, str, str], words: str) -> None:
    own = OwnScenes()
    with pytest.raises(ValueError, match="^" + words.replace("*", r"\*").replace("?", r"\?")):
        own.keep(VIEW, *texts)

    assert not own.scenes


def test_more_points_than_a_link_holds_are_not_kept() -> None:
    with pytest.raises(ValueError, match="more points drawn than a link holds"):
        OwnScenes().keep(RegionSettings(data="own", drawn="aaaa" * 501), "T", "Q?", "A.", "")


def test_a_visitor_keeps_a_view_and_walks_through_it(visitor: Visitor) -> None:
    visitor.open("", depth="1", data="rings").unfold("keep.open")
    visitor.app.text_input(key="keep.title").set_value("*Rings*")
    visitor.app.text_input(key="keep.question").set_value("How many?")
    visitor.app.text_input(key="keep.answer").set_value("Three.")
    visitor.app.button(key="keep.submit").click()
    visitor.look()
    assert any(text.startswith("Kept") for text in visitor.texts)

    visitor.open("lecture")
    assert "*Rings*" in visitor.texts
    visitor.app.button(key="own.open").click()
    visitor.look()
    lecture = UPLOADED.get(visitor.link["lecture"])
    assert lecture is not None
    assert [scene.title for scene in lecture.scenes.values()] == ["*Rings*"]
    visitor.app.button(key=f"open-{visitor.link['lecture']}-rings-1").click()
    visitor.look()
    assert visitor.link["scene"] == "rings-1"
    assert visitor.block("question")["title"] == "*Rings*"
