"""The picture of a change goes out before the controls beside it, and with what the controls hold."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.conftest import Visitor
from ui.regions import page

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

    for name in ("player", "controls"):
        monkeypatch.setattr(page, name, noted(name, getattr(page, name)))
    return done


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
    assert order == ["player", "controls"]
    assert name in visitor.link


def test_what_a_control_holds_without_a_word_is_shown_by_a_page_that_runs_once_more(
    visitor: Visitor, order: list[str]
) -> None:
    visitor.open(epochs="10", points="30")
    order.clear()
    visitor.app.session_state["RegionSettings.init_seed"] = 9
    visitor.look()
    assert order == ["player", "controls", "player", "controls"]
    assert visitor.link["init_seed"] == "9"
