"""Preparing a lecture: pages say what their scenes need, and the Lecture page ticks off what is there."""

import pytest

from tests.ui.conftest import LOOKS, Visitor
from ui.activations.settings import ActivationSettings
from ui.backprop.settings import BackpropSettings
from ui.digits.runs import shared_run
from ui.digits.settings import VIEWS, MnistSettings
from ui.hands.settings import HandsSettings
from ui.lecture.lecture_file import read
from ui.lecture.prepare.needs import needs, tasks_of
from ui.lecture.scenes import LECTURES, SCENES, UPLOADED
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.settings.base import Settings
from ui.twin.settings import TwinSettings
from ui.work.keeper import KEEPER
from ui.work.preparing import PREPARATION, State

SMALL = b"""
title = "Two scenes"
[[scene]]
slug = "small"
title = "A small run"
view = "regions?data=moons&depth=1&units=2&epochs=3&init_seed=4321"
question = "What?"
answer = "This."
minutes = 3
[[scene]]
slug = "still"
title = "Nothing to train"
view = "backprop?view=outer"
question = "What?"
answer = "That."
"""


def pieces(settings: Settings) -> int:
    """How many pieces of work settings need; each is worked through."""
    count = 0
    for need in needs(settings):
        while not need.work.finished:
            need.work.advance(seconds=10.0)
        assert need.share() == 1.0
        count += 1
    return count


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        (RegionSettings(depth=1, units=(2,), epochs=3), 1),
        (RegionSettings(depth=1, units=(2,), epochs=4).forked(2.0).changed(rate=0.5), 2),
        (RegionSettings(data="own"), 0),
        (TwinSettings(depth=1, units=(2,), epochs=3), 2),
        (TwinSettings(view="wall", epochs=2, depths=("1", "2"), kinds=("tanh",)), 2),
        (HandsSettings(), 0),
        (BackpropSettings(), 0),
        (MnistSettings(images=1_000, epochs=1), 1),
        (MnistSettings(images=1_000, epochs=1, view="quality"), 2),
        (ActivationSettings(view="signs"), 0),
        (SCENES["dying-relu"].settings, 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Settings) else str(value),
)
def test_a_page_says_what_its_picture_needs(settings: Settings, count: int) -> None:
    assert pieces(settings) == count


def test_what_a_page_says_it_needs_is_what_it_shows() -> None:
    plane, digits = (
        RegionSettings(depth=1, units=(3,), epochs=2),
        MnistSettings(images=1_000, epochs=1, init_seed=8),
    )
    assert pieces(plane) == pieces(digits) == 1
    assert runs.regions_run(plane).run.finished
    assert shared_run(digits).run.finished


def test_every_view_of_mnist_needs_something_or_is_kept() -> None:
    assert next(needs(MnistSettings(view="lab")), None) is None
    for view in set(VIEWS) - {"lab"}:
        assert (
            next(needs(MnistSettings(view=view, images=1_000, vary_images=1_000, init_seed=8)), None)
            is not None
        ), view


def test_every_lecture_has_a_task_for_each_scene() -> None:
    for lecture in LECTURES.values():
        assert [task.name for task in tasks_of(lecture)] == list(lecture.scenes)
    assert [task.name for task in tasks_of(read(SMALL), "abc/")] == ["abc/small", "abc/still"]


def test_what_is_prepared_is_let_go_of_last(monkeypatch: pytest.MonkeyPatch) -> None:
    dear: list[object] = []
    monkeypatch.setattr(KEEPER, "hold_dear", lambda values, seconds: dear.extend(values))
    lecture = read(SMALL)
    settings = lecture.scenes["small"].settings
    assert isinstance(settings, RegionSettings)
    PREPARATION.begin("two scenes", tasks_of(lecture))
    PREPARATION.wait()
    prepared = runs.regions_run(settings)
    assert prepared.run.finished
    assert any(one is prepared for one in dear)


def test_the_button_prepares_a_lecture_and_the_list_ticks_its_scenes_off(visitor: Visitor) -> None:
    visitor.open("lecture")
    assert "4 min" in visitor.texts
    name = UPLOADED.put(SMALL)
    visitor.open("lecture", lecture=name)
    assert "3 min" in visitor.texts
    visitor.app.button(key=f"prepare-{name}").click()
    visitor.look()
    for _ in range(LOOKS):
        if not PREPARATION.going:
            break
        visitor.look()
    visitor.look()
    assert [task.state for task in PREPARATION.tasks] == [State.READY, State.READY]
    assert "3 min · ✓ prepared" in visitor.texts
    assert any(text.startswith("2 of 2 scenes are prepared; it took ") for text in visitor.texts)


def test_while_one_lecture_is_prepared_no_other_can_be(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(PREPARATION), "going", property(lambda self: True))
    visitor.open("lecture")
    buttons = [button for button in visitor.app.button if button.label == "Prepare the lecture"]
    assert len(buttons) == len(LECTURES)
    assert all(button.disabled for button in buttons)


def test_within_a_browser_there_is_no_button(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(PREPARATION), "possible", property(lambda self: False))
    visitor.open("lecture")
    assert not [button for button in visitor.app.button if button.label == "Prepare the lecture"]
    assert "Within a browser each scene is trained when it is opened." in visitor.texts
