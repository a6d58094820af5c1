"""A lecture's file: what it says comes back, and what is wrong in it is said with its place."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amount import many
from ui.lecture.lecture_file import LENGTHS, MOST_BYTES, MOST_SCENES, read, written
from ui.lecture.scene import Lecture, Question, Scene
from ui.lecture.scenes import FOLDER, LECTURES
from ui.plane.run_settings import RegionSettings

GOOD = """title = "A tutorial"

[[scene]]
slug = "first"
title = "One line"
view = "hands"
question = "Where?"
choices = ["here", "there"]
right = 2
answer = "There."

[[scene]]
slug = "second"
title = "Two layers"
view = "/regions?depth=2&data=moons"
question = "How many?"
number = 3
unit = "units"
answer = "Three."

[[scene.more]]
question = "And now?"
choices = ["yes", "no"]
right = 1
answer = "Yes."
"""


def changed(old: str, new: str) -> Lecture:
    """The good file with another text in it."""
    assert old in GOOD
    return read(GOOD.replace(old, new, 1).encode())


def test_a_good_file_opens_whole() -> None:
    lecture = read(GOOD.encode())

    assert lecture.faults == []
    assert lecture.title == "A tutorial"
    assert list(lecture.scenes) == ["first", "second"]
    first, second = lecture.scenes.values()
    assert (first.row, first.page, first.questions) == (
        1,
        "hands",
        (Question("Where?", "There.", ("here", "there"), 1),),
    )
    assert second.settings == RegionSettings(depth=2, data="moons")
    assert second.questions[0].number == 3
    assert second.questions[1].right == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('view = "hands"', 'view = "handy"', 6, "view is “handy”; it begins with a page’s name"),
        ('view = "hands"', "view = 3", 6, "view is 3; it is a text in quotes"),
        ("right = 2", "right = 3", 9, "right is 3; it is a whole number from 1 to 2"),
        ("right = 2", "right = true", 9, "right is True; it is a whole number"),
        ("right = 2\n", "", 3, "right is missing"),
        ('["here", "there"]', '["here"]', 8, "there are 1 choices; a question has two to 4"),
        ('["here", "there"]', "[1, 2]", 8, "choices is a list of texts"),
        ('title = "One line"', f'title = "{"x" * 61}"', 5, "title has 61 characters, at most 60 fit"),
        ('answer = "There."', 'answer = " "', 10, "answer is empty"),
        ('answer = "There."', 'answer = "There.', 10, "this is no TOML"),
        ('slug = "first"', 'slug = "First one"', 4, "slug is “First one”"),
    ],
)
def test_a_scene_that_is_wrong_is_left_out_and_its_place_is_said(
    old: str, new: str, line: int, words: str
) -> None:
    lecture = changed(old, new)

    assert list(lecture.scenes) == ["second"]
    assert len(lecture.faults) == 1
    assert lecture.faults[0].startswith(f"Scene 1, line {line}: {words}")
    assert lecture.faults[0].endswith("; the scene is left out.")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("right = 1\n", "right = 9\n", "Scene 2, line 24: right is 9"),
        ("number = 3", "number = nan", "Scene 2, line 17: number is nan; it is a number"),
        (
            'slug = "second"',
            'slug = "first"',
            "Scene 2, line 13: “first” is already the slug of a scene above",
        ),
    ],
)
def test_a_fault_of_a_later_question_or_scene_has_its_own_line(old: str, new: str, fault: str) -> None:
    lecture = changed(old, new)

    assert list(lecture.scenes) == ["first"]
    assert lecture.faults[0].startswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("depth=2", "depth=99", "Scene 2 (second), line 15: Hidden layers: “99”"),
        ("depth=2", "deep=2", "Scene 2 (second), line 15: “deep” is not a setting of this page."),
        ('unit = "units"', 'unti = "units"', "Scene 2 (second), line 18: “unti” is not read here."),
        ('title = "A tutorial"', 'titel = "A tutorial"', "The lecture, line 1: “titel” is not read here."),
        (
            'title = "A tutorial"',
            'title = "A"\nreadings = "Nielsen"',
            "The lecture, line 2: readings is a list of",
        ),
        (
            'title = "A tutorial"',
            f'title = "A"\nreadings = ["{"x" * 81}"]',
            "The lecture, line 2: the reading “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 81 characters",
        ),
        (
            'title = "A tutorial"',
            f"title = 'A'\nreadings = {['x'] * 9}",
            "The lecture, line 2: there are 9 readings, at most 8 fit",
        ),
        (
            'title = "Two layers"',
            'title = "Two layers"\npause = 9000',
            "Scene 2 (second), line 15: pause is 9000; its run ends at epoch 250.",
        ),
    ],
)
def test_what_is_wrong_in_a_scene_that_can_be_shown_is_said_and_the_scene_opens(
    old: str, new: str, fault: str
) -> None:
    lecture = changed(old, new)

    assert list(lecture.scenes) == ["first", "second"]
    assert len(lecture.faults) == 1
    assert lecture.faults[0].startswith(fault)


def test_a_line_that_begins_a_scene_may_stand_within_a_text() -> None:
    lecture = changed('answer = "There."', 'answer = "There."\nnotes = """as in\n[[scene]]\nof a file"""')

    assert lecture.faults == []
    assert lecture.scenes["first"].notes == "as in\n[[scene]]\nof a file"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no scene"),
        (b"title = 3\n", "no scene"),
        (b"\xff\xfe[", "not UTF-8: its byte 1"),
        (b" " * (MOST_BYTES + 1), f"at most {MOST_BYTES:,}"),
        (b"[[scene]]\n" * 3, "slug is missing"),
    ],
)
def test_a_file_without_a_scene_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        read(data)


def test_scenes_beyond_the_most_are_said() -> None:
    scene = GOOD[GOOD.index("[[scene]]") : GOOD.rindex("[[scene]]")]
    text = "".join(scene.replace("first", f"number-{i}") for i in range(MOST_SCENES + 2))
    lecture = read(text.encode())

    assert len(lecture.scenes) == MOST_SCENES
    assert lecture.faults == [f"The file has {MOST_SCENES + 2} scenes; the first {MOST_SCENES} are used."]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    words = draw(WORDS.filter(lambda text: 0 < len(text) <= LENGTHS["question"]))
    choices = tuple(
        draw(st.lists(WORDS.filter(lambda text: 0 < len(text) <= LENGTHS["choice"]), min_size=2, max_size=4))
    )
    then = draw(st.sampled_from([(), (("rate", "0.2"),), (("epochs", "400"), ("data", "moons"))]))
    return Question(words, words, choices, draw(st.integers(0, len(choices) - 1)), then=then)


COVERS = st.none() | st.lists(st.sampled_from(["regions", "stack"]), unique=True).map(tuple)


@given(
    first=questions(),
    more=st.lists(
        st.builds(lambda one, covers: replace(one, covers=covers), questions(), COVERS), max_size=3
    ),
    depth=st.integers(0, 6),
)
@settings(max_examples=many(60))
def test_a_lecture_comes_back_from_its_file(first: Question, more: list[Question], depth: int) -> None:
    scene = Scene(7, first.words[:60].strip() or "x", "", RegionSettings(depth=depth), (first, *more))
    lecture = Lecture(
        "T", {"one": scene, "two": replace(scene, pause=60.0)}, (first.words[:80].strip() or "x",)
    )

    assert read(written(lecture).encode()) == lecture


def test_answers_change_settings_one_after_the_other() -> None:
    first = changed('view = "hands"', 'view = "regions"').scenes["first"]
    text = GOOD.replace('answer = "Three."', 'answer = "Three."\nthen = "depth=1&rate=0.2"')
    text = text.replace('answer = "Yes."', 'answer = "Yes."\nthen = "depth=0"')
    lecture = read(text.encode())
    second = lecture.scenes["second"]

    assert lecture.faults == []
    assert first.shown == [RegionSettings()]
    assert second.changed_by_answers == {"depth", "rate"}
    assert second.shown == [
        RegionSettings(depth=2, data="moons"),
        RegionSettings(depth=1, data="moons", rate=0.2),
        RegionSettings(depth=0, data="moons", rate=0.2),
    ]


def test_further_builds_change_settings_after_the_last_answer() -> None:
    text = GOOD.replace('answer = "Yes."', 'answer = "Yes."\nthen = "depth=1"')
    text = text.replace(
        'slug = "second"', 'slug = "second"\nfurther = ["depth=0", "rate=0.2&depth=3", "depht=1"]'
    )
    lecture = read(text.encode())
    second = lecture.scenes["second"]

    assert [one.partition(": ")[2] for one in lecture.faults] == ["“depht” is not a setting of this page."]
    assert len(second.further) == 2
    assert [shown.depth for shown in second.shown] == [2, 1, 0, 3]
    assert read(written(replace(lecture, faults=[])).encode()).scenes["second"] == second


@pytest.mark.parametrize(
    "further", ['"depth=1"', "[1]", '["depth=1", ""]', repr(["depth=1"] * 9).replace("'", '"')]
)
def test_further_builds_that_cannot_be_read_leave_the_scene_out(further: str) -> None:
    lecture = changed('slug = "second"', f'slug = "second"\nfurther = {further}')

    assert "second" not in lecture.scenes
    assert "further" in lecture.faults[0]


@pytest.mark.parametrize(
    ("then", "fault"),
    [
        ("depht=1", "“depht” is not a setting of this page."),
        ("depth=9", "Hidden layers: “9” is not between 0 and 6; the scene’s own is used."),
        ("more of it", "“more of it” is not a setting of this page."),
    ],
)
def test_what_an_answer_cannot_change_is_said(then: str, fault: str) -> None:
    lecture = changed('answer = "Yes."', f'answer = "Yes."\nthen = "{then}"')

    assert lecture.scenes["second"].questions[1].then == ()
    assert [one.partition(": ")[2] for one in lecture.faults] == [fault]


def is_utf8(data: bytes) -> bool:
    """Whether bytes are text."""
    return data.decode("utf-8", "replace").encode() == data


@given(at=st.integers(0, 5_000), count=st.integers(0, 40), noise=st.binary(max_size=20))
@settings(max_examples=many(150))
def test_a_broken_file_ends_in_sentences(at: int, count: int, noise: bytes) -> None:
    data = (FOLDER / "deep-neural-networks-1.toml").read_bytes()
    broken = data[:at] + noise + data[at + count :]
    if not is_utf8(broken):
        with pytest.raises(ValueError, match="not UTF-8"):
            read(broken)
    else:  # what is broken in one place costs the scenes there, not those elsewhere
        assert len(read(broken).scenes) >= len(LECTURES["deep-neural-networks-1"].scenes) - 3


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_lists_in_lists_without_end_are_a_sentence(opening: str) -> None:
    with pytest.raises(ValueError, match=r"line \d+: "):
        read(f"x = {opening * 20_000}\n{GOOD.replace('title', 'other')}".encode()[:MOST_BYTES])
