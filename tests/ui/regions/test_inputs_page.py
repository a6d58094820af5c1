"""Derived inputs, as a visitor without a browser finds them, on the page of one run and on that of two networks."""

import io

import numpy as np

from tests.ui.conftest import Visitor
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions.weights import loaded

LINK = {"epochs": "12", "depth": "0", "data": "rings", "inputs": "x1x1,x2x2"}


def test_a_link_brings_inputs_and_the_page_says_why_lines_are_curved(visitor: Visitor) -> None:
    block = visitor.open(**LINK).finished("player")
    assert block["inputs"] == [{"name": "x1x1", "title": "x₁²"}, {"name": "x2x2", "title": "x₂²"}]
    assert block["input_words"].startswith(
        "The boundary between two classes lies where two weighted sums of x₁² and x₂² are equal: a conic"
    )
    assert block["headline"].startswith("Single layer on x₁², x₂²: ")
    run = runs.regions_run(RegionSettings(epochs=12, depth=0, data="rings", inputs=("x1x1", "x2x2"))).run
    np.testing.assert_array_equal(block["arrays"]["snapshot_params"].reshape(13, -1), run.snapshots.params)
    assert block["arrays"]["training_inputs"].min() < 0, "the points stay coordinates"


def test_a_block_on_coordinates_says_nothing_of_inputs(visitor: Visitor) -> None:
    block = visitor.open(epochs="12", depth="0").finished("player")
    assert not {"inputs", "input_words"} & block.keys()


def test_inputs_are_chosen_and_one_is_kept(visitor: Visitor) -> None:
    visitor.open(epochs="12", depth="0").finished("player")
    control = visitor.app.button_group(key="RegionSettings.inputs")
    control.set_value(["x1", "x2", "x1x2"])
    assert len(visitor.look().finished("player")["inputs"]) == 3
    assert visitor.link == {"epochs": "12", "depth": "0", "inputs": "x1,x2,x1x2"}
    visitor.app.button_group(key="RegionSettings.inputs").set_value([])
    assert len(visitor.look().finished("player")["inputs"]) == 3
    assert any("Choose from 1 to 8." in text for text in visitor.texts)


def test_a_bad_link_is_a_note(visitor: Visitor) -> None:
    block = visitor.open(epochs="12", depth="0", inputs="x1,x9").finished("player")
    assert any("“x1,x9” has x9 in it" in text for text in visitor.texts)
    assert "inputs" not in block


def test_each_of_two_networks_has_its_own_inputs(visitor: Visitor) -> None:
    block = visitor.open("twin", epochs="12", depth="1", a_inputs="x1x1,x2x2").finished("twin")
    assert [net.get("inputs") is not None for net in block["nets"]] == [True, False]
    assert block["nets"][0]["name"] == "Single layer on x₁², x₂²"
    assert block["nets"][0]["shape"] == "2-3 on x₁², x₂²"
    assert block["input_words"].startswith(
        "Single layer on x₁², x₂²: The boundary between two classes lies where"
    )


def test_the_wall_and_the_landscape_know_the_inputs(visitor: Visitor) -> None:
    wall = visitor.open("twin", view="wall", epochs="6", points="30", depths="0,1", inputs="x1x2").finished(
        "wall"
    )
    assert wall["inputs"] == [{"name": "x1x2", "title": "x₁x₂"}]
    assert [net["sizes"] for net in wall["nets"][:2]] == [[1, 3], [1, 16, 3]]
    link = LINK | {"view": "landscape", "directions": "weights", "across": "1-1-1", "upwards": "1-1-2"}
    landscape = visitor.open(**link).finished("landscape")
    assert landscape["nets"][0]["inputs"][0]["title"] == "x₁²"
    assert landscape["headline"] == "Loss over x₁² → class 1 and x₂² → class 1"


def test_weights_from_a_file_are_taken_for_the_chosen_inputs() -> None:
    weights = np.array([[-1.0, -1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    file = io.BytesIO()
    np.savez(file, W1=weights, b1=np.array([2.0, 2.5, -9.0]))
    settings = RegionSettings(depth=0, data="rings", inputs=("x1x1", "x2x2", "x1x2"))
    brought = loaded.brought_in("three.npz", file.getvalue(), settings.inputs)
    assert brought.belongs_to(settings)
    assert not brought.belongs_to(RegionSettings(depth=0, data="rings"))
    shown = loaded.at_rest(settings, brought)
    z = np.square(shown.points.validation.inputs).sum(axis=1)[:, None] * [-1.0, 0.0, 1.0] + [2.0, 2.5, -9.0]
    expected = (z.argmax(axis=1) == shown.points.validation.labels).mean()
    assert loaded.right(shown).right == float(expected)
    again = loaded.from_text(loaded.as_text(brought))
    assert again.belongs_to(settings)
    other = settings.changed(inputs=("x1", "x2", "abs"))
    assert not brought.belongs_to(other)
    assert brought.belongs_to(other.changed(**brought.layers())), "“Draw it again” brings its inputs back"


def test_twenty_networks_are_named_by_their_inputs(visitor: Visitor) -> None:
    visitor.open(view="seeds", epochs="4", points="30", depth="0", inputs="x1x1,x2x2")
    block = visitor.worked_out("seeds")
    assert block["sides"][0]["name"] == "20 networks on x₁², x₂²"
