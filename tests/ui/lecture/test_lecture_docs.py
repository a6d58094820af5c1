"""What `docs/lecture-files.md` says of a lecture's file: every key that the reader admits, and every limit."""

import re
from pathlib import Path

import pytest

from ui.lecture import lecture_file
from ui.lecture.lecture_file import HEAD, LENGTHS, OF_SCENE, read
from ui.lecture.scene import PAGES, Scene

PAGE = (Path(__file__).parents[3] / "docs" / "lecture-files.md").read_text(encoding="utf-8")


def rows(title: str) -> dict[str, str]:
    """A table under a title: what it says of each key."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE))


def example() -> str:
    (found,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


def test_every_key_that_is_admitted_is_described_and_no_other() -> None:
    assert set(rows("The head")) == HEAD
    assert set(rows("A scene")) == OF_SCENE


def test_the_example_opens_without_a_fault_and_uses_every_key_but_the_focus() -> None:
    lecture = read(example().encode())

    assert not lecture.faults
    assert list(lecture.scenes) == ["two-moons", "one-digit"]
    assert lecture.readings
    for key in (HEAD | OF_SCENE) - {"more", "focus"}:
        assert re.search(rf"^{key} = ", example(), flags=re.MULTILINE), key
    assert "[[scene.more]]" in example()


@pytest.mark.parametrize("key", sorted((HEAD | OF_SCENE) & set(LENGTHS)))
def test_a_texts_limit_is_the_readers(key: str) -> None:
    said = (rows("The head") | rows("A scene"))[key]

    assert f"at most {LENGTHS[key]:,} characters" in said


def test_the_other_limits_are_the_readers() -> None:
    head, scene = rows("The head"), rows("A scene")

    assert (
        f"at most {lecture_file.MOST_READINGS} texts of {LENGTHS['reading']} characters" in head["readings"]
    )
    assert f"to {lecture_file.MOST_CHOICES} answers" in scene["choices"]
    assert f"each at most {LENGTHS['choice']} characters" in scene["choices"]
    assert f"at most {lecture_file.MOST_QUESTIONS} in all" in scene["more"]
    assert f"{Scene.minutes:g} where it is left out" in scene["minutes"]
    assert f"at most {lecture_file.MOST_SCENES} scenes" in PAGE


def test_a_scene_without_what_it_needs_is_left_out() -> None:
    (needed,) = re.findall(r"A scene needs (.+); the rest", PAGE)
    lines = [f'{key} = "{"hands" if key == "view" else key}"' for key in re.findall(r"`(\w+)`", needed)]

    assert not read("\n".join(["[[scene]]", *lines]).encode()).faults
    for left_out in range(len(lines)):
        rest = lines[:left_out] + lines[left_out + 1 :]
        with pytest.raises(ValueError, match="is missing"):
            read("\n".join(["[[scene]]", *rest]).encode())


def test_settings_of_a_views_link_are_some_pages() -> None:
    named = set(rows("In the view's link"))

    assert named <= {name for kind in PAGES for name in kind.choices()}
    assert {"sweep", "at", "play"} <= named
