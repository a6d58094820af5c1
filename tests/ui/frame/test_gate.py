"""What a browser says of controls, forged: the page goes on, and the log says what was dropped."""

import json
import logging
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from benchmarks.forged import AT_ONCE, PAGES, forged
from tests.amount import many
from tests.ui.conftest import Visitor
from ui.frame import gate
from ui.plane.settings import DATA_TITLES


@pytest.fixture(autouse=True)
def _rooms_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms that a forged wish opens stand in a folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def session_state(visitor: Visitor) -> Any:
    """Streamlit's own state of a visitor's session."""
    app = visitor.app
    return getattr(
        app, "_session_state", app.session_state
    )._state  # Streamlit 1.62 has no name of its own for it


def say(visitor: Visitor, *states: WidgetState) -> None:
    """Send the values of some controls, and run the page: it must go on."""
    visitor.app._run(WidgetStates(widgets=states))
    assert not visitor.app.exception, visitor.app.exception[0].stack_trace
    failed = [text.value for text in visitor.app.get("error") if "failed" in text.value]
    assert not failed


MESSAGES = 30


@pytest.mark.parametrize(("page", "link"), PAGES)
def test_forged_values_of_controls_and_parts_leave_a_page_that_goes_on(
    page: str, link: dict[str, str]
) -> None:
    draw, visitor = random.Random(1), Visitor().open(page, **link)
    for _ in range(many(MESSAGES)):
        known = list(session_state(visitor)._new_widget_state.widget_metadata.values())
        some = draw.sample(known, min(len(known), draw.choice((1, AT_ONCE))))
        say(visitor, *(forged(draw, one.id, one.value_type, one.callbacks) for one in some))


def control(visitor: Visitor, end: str) -> str:
    """The id of the control whose key ends so."""
    return next(
        name for name in session_state(visitor)._new_widget_state.widget_metadata if name.endswith(end)
    )


def test_a_value_of_another_kind_leaves_a_control_as_it_is_and_is_logged(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.open()
    before = visitor.link
    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=control(visitor, "RegionSettings.depth"), double_value=3.0))
    assert visitor.link == before
    assert "double_value instead of string_array_value" in caplog.text
    depth = WidgetState(id=control(visitor, "RegionSettings.depth"))
    depth.string_array_value.data.append("3")
    say(visitor, depth)
    assert visitor.link["depth"] in ("3", ["3"]), "and the next value is taken"


@pytest.mark.parametrize("name", ["", "x", "$$", "visitor", "RegionSettings.depth"])
def test_a_value_under_a_name_that_no_control_can_have_is_dropped_and_the_page_goes_on(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    visitor.open()
    before = visitor.link
    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=name, trigger_value=True))
    assert "no name of a control" in caplog.text
    assert visitor.link == before
    say(visitor)


def test_an_empty_choice_is_no_choice(visitor: Visitor) -> None:
    visitor.open("twin")
    empty = WidgetState(id=control(visitor, "TwinSettings.activation"))
    empty.string_array_value.SetInParent()
    say(visitor, empty)
    assert "activation" not in visitor.link


@pytest.mark.parametrize("text", ["[" * 100_000, "7", '[{"event": "view"', '[{"value": 1}]'])
def test_what_is_no_list_of_wishes_is_dropped(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    visitor.open()
    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=control(visitor, "player__events"), json_trigger_value=text))
    assert "no list of wishes" in caplog.text


def test_a_wish_of_another_type_is_dropped_with_a_line(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.open("mnist", view="quality")
    wishes = json.dumps([{"event": "do", "value": 7}])
    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=control(visitor, "quality__events"), json_trigger_value=wishes))
    lines = [record.getMessage() for record in caplog.records if record.name == "ui.frame.gate"]
    assert lines == ["Dropped a wish of quality: do is 7, not Order by names"]


def test_a_text_of_megabytes_is_dropped(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    visitor.open().unfold("keep.open")
    with caplog.at_level(logging.WARNING):
        say(visitor, WidgetState(id=control(visitor, "keep.title"), string_value="x" * 4_000_000))
    assert "4,000," in caplog.text


def test_a_callback_that_fails_leaves_the_page_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise KeyError("gone")

    with caplog.at_level(logging.WARNING):
        gate.safe(fail)()
    assert "A callback failed" in caplog.text


def test_a_callback_passes_over_the_value_of_a_control_that_stood_there_before(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.open(data="rings", epochs="10")
    before = WidgetState(id=control(visitor, "RegionSettings.noise"))
    before.double_array_value.data.append(0.2)
    for data in ("lecture", "blobs", "own"):  # each has a slider of its own, or none, under the same key
        visitor.open(data=data, epochs="10")
    moons = WidgetState(id=control(visitor, "RegionSettings.data"), string_value=DATA_TITLES["moons"])
    with caplog.at_level(logging.WARNING):
        say(visitor, moons, before)
    assert "A callback failed" not in caplog.text
    assert visitor.link["data"] in ("moons", ["moons"])


def test_a_host_whose_room_is_open_can_use_every_control(visitor: Visitor) -> None:
    visitor.open()
    opened = json.dumps([{"event": "room", "value": {}}])
    say(visitor, WidgetState(id=control(visitor, "link__events"), json_trigger_value=opened))
    depth = WidgetState(id=control(visitor, "RegionSettings.depth"))
    depth.string_array_value.data.append("3")
    say(visitor, depth)
    assert visitor.link["depth"] in ("3", ["3"])
