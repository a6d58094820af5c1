"""Scenes: each opens by its link, keeps its link, and is left again."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.conftest import Visitor
from ui.frame.saying import as_written
from ui.lecture.scenes import LECTURES, SCENES, neighbours

PLAYABLE = list(SCENES)
MAIN = LECTURES["deep-neural-networks-1"].scenes


def asked(visitor: Visitor) -> dict[str, Any]:
    return visitor.block("question")


def test_the_scenes_are_the_lectures_slides_in_their_order() -> None:
    assert [scene.row for scene in MAIN.values()] == list(range(1, 33))


@pytest.mark.parametrize("slug", SCENES)
def test_a_scene_asks_and_answers_in_sentences(slug: str) -> None:
    scene = SCENES[slug]

    for question in scene.questions:
        assert question.words.endswith((".", "?"))
        assert question.answer.endswith(".")
        assert (2 <= len(question.choices) <= 4) != (question.number is not None)
        assert len(set(question.choices)) == len(question.choices)
    assert not scene.instead.endswith(".")
    assert len(scene.title) <= 60


@pytest.mark.parametrize("slug", PLAYABLE)
def test_a_scene_opens_with_its_settings_and_its_question(visitor: Visitor, slug: str) -> None:
    scene = SCENES[slug]
    visitor.open(scene.page if scene.page != "regions" else "", scene=slug)

    assert visitor.link == {"scene": slug}
    assert asked(visitor)["title"] == scene.title
    assert not [text for text in visitor.texts if "could not be used" in text]


def test_a_scene_named_at_another_page_leads_to_its_own(visitor: Visitor) -> None:
    visitor.open("", scene="hinton")

    assert visitor.block("templates")["sizes"] == [784, 10]
    assert visitor.link == {"scene": "hinton"}


def test_the_first_pages_name_leads_to_it_with_all_that_the_link_says(visitor: Visitor) -> None:
    visitor.open("regions", scene="regions-single", depth="2", stage="1")

    assert asked(visitor)["title"] == SCENES["regions-single"].title
    assert visitor.link == {"scene": "regions-single", "depth": "2", "stage": "1"}


def test_a_link_says_only_in_what_it_differs_from_its_scene(visitor: Visitor) -> None:
    visitor.open("", scene="regions-single", depth="2", rate="0.05")

    assert visitor.link == {"scene": "regions-single", "depth": "2", "rate": "0.05"}


def test_leaving_a_scene_keeps_what_it_had_set(visitor: Visitor) -> None:
    visitor.open("", scene="regions-single")
    visitor.app.selectbox(key="Settings.scene").set_value("no scene of the lecture")
    visitor.look()

    assert visitor.link == {"depth": "0", "epochs": "100", "at": "100"}


def test_choosing_a_scene_goes_there_and_keeps_the_stage(visitor: Visitor) -> None:
    visitor.open("", stage="1", depth="4")
    visitor.app.selectbox(key="Settings.scene").set_value("templates")
    visitor.look()

    assert visitor.link == {"scene": "templates", "stage": "1"}
    assert visitor.block("templates")


def test_an_unknown_scene_is_said_and_the_page_stands(visitor: Visitor) -> None:
    visitor.open("", scene="nonsense", depth="1")

    assert any("“nonsense” is not a scene" in text for text in visitor.texts)
    assert visitor.link == {"depth": "1"}


@given(slug=st.sampled_from(PLAYABLE), stage=st.booleans(), init_seed=st.integers(10, 400))
def test_settings_that_differ_from_a_scene_come_back_from_its_link(
    slug: str, stage: bool, init_seed: int
) -> None:
    scene = SCENES[slug].settings
    settings = replace(scene, stage=stage, init_seed=init_seed)
    restored, notes = type(scene).from_url(settings.to_url(scene), scene)

    assert restored == settings
    assert not notes


@pytest.mark.parametrize("lecture", LECTURES)
def test_walking_passes_every_scene_of_a_lecture_once(lecture: str) -> None:
    slugs = list(LECTURES[lecture].scenes)
    passed, at = [], slugs[0]
    while at:
        passed.append(at)
        at = neighbours(at)[1]

    assert passed == slugs
    assert neighbours(slugs[0])[0] == ""


def test_no_two_lectures_share_a_slug() -> None:
    assert len(SCENES) == sum(len(lecture.scenes) for lecture in LECTURES.values())


def test_the_lecture_page_lists_every_slide(visitor: Visitor) -> None:
    visitor.open("lecture")
    words = " ".join([*visitor.texts, *(button.label for button in visitor.app.button)])

    for scene in SCENES.values():
        assert f"{scene.row} · {as_written(scene.title)}" in words


@pytest.mark.parametrize("slug", SCENES)
def test_a_question_fits_one_line_of_the_stage(slug: str) -> None:
    for question in SCENES[slug].questions:
        assert len(question.words) <= 80, question.words
