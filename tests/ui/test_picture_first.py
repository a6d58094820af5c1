"""The picture of a change goes out before the controls beside it, and with what the controls hold."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from tests.ui.conftest import Visitor
from ui.frame import session
from ui.frame.strip import part as strip_part
from ui.lecture import walk
from ui.mnist import page as mnist
from ui.mnist.templates import view as templates
from ui.regions import page as regions
from ui.twin import page as twin

CHANGES: dict[str, Any] = {
    "data": "rings",
    "points": 60,
    "noise": 0.3,
    "data_seed": 4,
    "truth": True,
    "depth": 1,
    "inputs": ["x1", "x1x1"],
    "start": "He normal",
    "l2": 0.01,
    "rate": 0.1,
    "rule": "momentum",
    "batch": 50,
    "epochs": 10,
    "init_seed": 7,
    "order_seed": 7,
}


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the page has done since the list was cleared, in order."""
    done: list[str] = []

    def noted(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def noting(*given: Any, **more: Any) -> Any:
            done.append(name)
            return act(*given, **more)

        return noting

    for module, name in (
        (regions, "player"),
        (regions, "controls"),
        (twin, "twin"),
        (twin, "controls"),
        (templates, "templates"),
        (mnist, "controls"),
        (walk, "link"),
        (walk, "question"),
        (strip_part, "_mount"),
    ):
        monkeypatch.setattr(module, name, noted(name, getattr(module, name)))
    return done


def names_of_parts(visitor: Visitor) -> list[str]:
    """What Streamlit calls the parts of the page: a part of another name is mounted anew."""
    return [part.proto.id for part in visitor.app.get("bidi_component")]


@pytest.mark.parametrize("name", list(CHANGES))
def test_the_picture_of_a_change_waits_for_no_control_and_is_drawn_once(
    visitor: Visitor, order: list[str], name: str
) -> None:
    visitor.open(epochs="10" if name != "epochs" else "25", points="30")
    order.clear()
    key = f"RegionSettings.{name}"
    controls: list[Any] = list(visitor.app.sidebar)
    next(one for one in controls if getattr(one, "key", None) == key).set_value(CHANGES[name])
    visitor.look()
    assert order == ["player", "_mount", "controls", "link"]
    assert name in visitor.link


def test_what_a_control_holds_without_a_word_is_shown_by_a_page_that_runs_once_more(
    visitor: Visitor, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "SETTLES", 0.0)
    visitor.open(epochs="10", points="30")
    order.clear()
    visitor.app.session_state["RegionSettings.init_seed"] = 9
    visitor.look()
    assert order == ["player", "_mount", "controls", "link"] * 2
    assert visitor.link["init_seed"] == "9"


@pytest.mark.parametrize(
    ("path", "link", "key", "picture"),
    [
        ("", {"epochs": "10", "points": "30"}, "RegionSettings.init_seed", "player"),
        ("twin", {"epochs": "10", "points": "30"}, "TwinSettings.init_seed", "twin"),
        ("mnist", {"epochs": "1", "images": "1000"}, "MnistSettings.init_seed", "templates"),
    ],
)
def test_a_page_draws_what_stands_around_its_picture_first_where_it_is_new_and_else_behind_it(
    visitor: Visitor, order: list[str], path: str, link: dict[str, str], key: str, picture: str
) -> None:
    visitor.open(path, **link)
    assert order == ["link", "_mount", picture, "controls"]
    standing, names = visitor.parts, names_of_parts(visitor)
    order.clear()
    visitor.app.number_input(key=key).set_value(7)
    visitor.look()
    assert order == [picture, "_mount", "controls", "link"]
    assert visitor.parts == standing, "what stands around the picture has another place than before"
    assert names_of_parts(visitor) == names, (
        "Streamlit takes what stands around the picture for something else"
    )


def test_another_scene_brings_its_question_before_its_picture(visitor: Visitor, order: list[str]) -> None:
    visitor.open(scene="regions-single")
    assert order.index("question") < order.index("player")
    order.clear()
    visitor.open(scene="example-data")
    assert order.index("question") < order.index("player")


def test_a_page_that_fails_behind_its_controls_leaves_no_rerun_to_the_next(
    visitor: Visitor, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "SETTLES", 0.0)
    visitor.open(epochs="10", points="30")
    with (
        monkeypatch.context() as patch
    ):  # the controls hold something else, and the page ends before it is whole
        patch.setattr(session, "stands", lambda: None)
        visitor.app.session_state["RegionSettings.init_seed"] = 9
        visitor.look()
    order.clear()
    visitor.look()
    assert order.count("player") == 1


@pytest.mark.parametrize(
    ("path", "link", "other"),
    [
        ("", {"epochs": "10", "points": "30"}, {"epochs": "25", "points": "60", "depth": "1"}),
        ("twin", {"epochs": "10", "points": "30"}, {"epochs": "25", "points": "60"}),
        ("mnist", {"epochs": "1", "images": "1000"}, {"epochs": "2", "images": "1000", "init_seed": "7"}),
    ],
)
def test_a_link_stands_though_its_rerun_is_overtaken_before_the_controls_took_its_values(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, path: str, link: dict[str, str], other: dict[str, str]
) -> None:
    visitor.open(path, **link)
    overtaking = iter([st.rerun])
    head_start = session.head_start
    monkeypatch.setattr(session, "head_start", lambda: next(overtaking, head_start)())

    visitor.open(path, **other)

    assert next(overtaking, None) is None
    assert visitor.link == other
    control = "epochs" if path != "mnist" else "init_seed"
    kind = {"": "Region", "twin": "Twin", "mnist": "Mnist"}[path]
    assert str(visitor.app.session_state[f"{kind}Settings.{control}"]) == other[control]


def test_for_a_while_each_rerun_sends_the_values_of_a_link_again_for_what_was_not_sent_is_dropped(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def are_sent() -> bool:
        return bool(visitor.app.number_input(key="RegionSettings.init_seed").proto.set_value)

    visitor.open(epochs="10", points="30", init_seed="7")
    visitor.look()
    assert are_sent()
    monkeypatch.setattr(session, "SETTLES", 0.0)
    visitor.look()
    assert not are_sent()
