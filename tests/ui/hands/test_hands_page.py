"""The page "By hand", as a visitor without a browser finds it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from engine.questions import probe
from engine.questions.fixed_features import best_outputs
from tests.ui.conftest import LOOKS, Visitor
from tests.ui.settings.test_settings import settings_of
from ui.hands.settings import FIRST_LINES, VIEWS, HandsSettings
from ui.plane import runs


def open_hands(visitor: Visitor, **link: str) -> dict:  # type: ignore[type-arg]
    return visitor.open("hands", **link).block("hands")


def finished(visitor: Visitor) -> dict:  # type: ignore[type-arg]
    """The block once learning has ended: asks for more as long as the browser would."""
    for _ in range(LOOKS):
        block = visitor.block("hands")
        if block["finished"]:
            return block
        visitor.look()
    raise AssertionError("learning never ended")


@given(settings=settings_of(HandsSettings))
def test_a_link_restores_every_number(settings: HandsSettings) -> None:
    restored, notes = HandsSettings.from_url(settings.to_url())
    assert restored == settings
    assert notes == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_with_its_numbers(visitor: Visitor, view: str) -> None:
    block = open_hands(visitor, view=view)
    assert block["view"] == view
    assert {name: len(values) for name, values in block["values"].items()} == {
        "unit": 3,
        "planes": 9,
        "softmax": 12,
        "lines": 9,
    }
    assert visitor.link == ({} if view == "unit" else {"view": view})


def test_the_numbers_come_from_the_link(visitor: Visitor) -> None:
    block = open_hands(visitor, unit="2,-1.5,0.25")
    assert block["values"]["unit"] == [2, -1.5, 0.25]
    assert visitor.link == {"unit": "2,-1.5,0.25"}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"unit": "1,2"}, "Numbers of the unit: “1,2” is not 3 numbers joined by commas"),
        ({"planes": "1,2,3,4,5,6,7,8,nan"}, "is not between −100 and 100"),
        ({"hidden": "1,2,3"}, "is not 6 or 9 or 12 numbers joined by commas"),
        ({"view": "cube"}, "is none of unit, planes, softmax, lines"),
    ],
)
def test_nonsense_gets_the_default_and_a_note(visitor: Visitor, link: dict[str, str], words: str) -> None:
    block = open_hands(visitor, **link)
    assert any(words in text for text in visitor.texts)
    assert block["values"]["unit"] == list(HandsSettings().unit)
    assert visitor.link == {}


def test_data_are_asked_for_only_where_there_are_points(visitor: Visitor) -> None:
    open_hands(visitor)
    assert "Data set" not in visitor.labels
    open_hands(visitor, view="lines")
    assert {"Data set", "Lines", "Activation"} <= set(visitor.labels)


def test_the_outputs_are_the_best_ones_for_the_lines(visitor: Visitor) -> None:
    block = open_hands(visitor, view="lines", hidden="2,0,1,0,2,-1", activation="tanh")
    settings = HandsSettings(hidden=(2, 0, 1, 0, 2, -1), activation=("tanh",))
    points, architecture = runs.points_of(settings), settings.learned().architecture(2, 3)
    expected = best_outputs(
        architecture, np.array([[2, 0, 1], [0, 2, -1]]), points.training.inputs, points.training.labels
    )
    assert block["sizes"] == [2, 2, 3]
    np.testing.assert_allclose(block["arrays"]["fitted"], expected, rtol=1e-6)
    assert not block["learn"]
    assert "snapshot_params" not in block["arrays"]


def test_another_number_of_lines_keeps_those_that_there_are(visitor: Visitor) -> None:
    open_hands(visitor, view="lines", hidden="2,0,1,0,2,-1")
    visitor.app.segmented_control(key="HandsSettings.hidden").set_value(4)
    block = visitor.look().block("hands")
    assert block["values"]["lines"] == [2, 0, 1, 0, 2, -1, *FIRST_LINES[6:]]
    assert block["sizes"] == [2, 4, 3]
    visitor.app.segmented_control(key="HandsSettings.hidden").set_value(2)
    visitor.look()
    assert visitor.link == {"view": "lines", "hidden": "2,0,1,0,2,-1"}


def test_learning_is_the_run_of_the_same_architecture_on_the_same_points(visitor: Visitor) -> None:
    open_hands(visitor, view="lines", learn="1", epochs="200", data_seed="4")
    block = finished(visitor)
    learned = HandsSettings(epochs=200, data_seed=4).learned()
    run = runs.regions_run(learned).run
    assert (learned.widths, learned.activations, learned.rate) == ((3,), ("sigmoid",), 0.05)
    np.testing.assert_array_equal(block["arrays"]["snapshot_params"], run.snapshots.params.ravel())
    assert block["arrays"]["snapshot_epoch"][-1] == 200


def test_where_the_lines_are_does_not_change_what_learning_finds() -> None:
    settings = HandsSettings()
    moved = replace(settings, hidden=tuple(2 * v for v in settings.hidden), learn=True, view="lines")
    assert moved.learned().training_part() == settings.learned().training_part()
    assert replace(settings, hidden=settings.with_lines(4)).learned().widths == (4,)


def test_learning_finds_better_lines_than_the_first_ones(visitor: Visitor) -> None:
    open_hands(visitor, view="lines", learn="1")
    block = finished(visitor)
    settings = HandsSettings()
    points, architecture = runs.points_of(settings).validation, settings.learned().architecture(2, 3)
    params = np.array([block["arrays"]["fitted"], block["arrays"]["snapshot_params"][-block["n_params"] :]])
    _, (by_hand, learned) = probe.error_and_accuracy(architecture, params, points.inputs, points.labels)
    assert by_hand < 0.8
    assert learned > 0.95
