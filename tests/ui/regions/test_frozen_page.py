"""Freezing layers, as a visitor without a browser finds it, on the page of one run and on that of two networks."""

from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import Visitor
from ui.plane import runs
from ui.plane.run_settings import RegionSettings


def choose(visitor: Visitor, layer: str, how: str) -> dict[str, Any]:
    visitor.app.selectbox(key=f"RegionSettings.frozen.{layer}").set_value(how)
    return visitor.look().finished("player")


def test_each_layer_is_frozen_by_its_own_control(visitor: Visitor) -> None:
    visitor.open(epochs="12", depth="1").finished("player")
    block = choose(visitor, "1", "stays as drawn")
    assert visitor.link == {"epochs": "12", "depth": "1", "frozen": "1"}
    assert block["frozen"] == [[True, True], [False, False]]
    assert block["frozen_words"] == "Layer 1 stays as drawn: 51 of 99 parameters learn."
    assert block["headline"].startswith("Output weights only: ")
    run = runs.regions_run(RegionSettings(epochs=12, depth=1, frozen=("1",))).run
    np.testing.assert_array_equal(block["arrays"]["snapshot_params"].reshape(13, -1), run.snapshots.params)
    block = choose(visitor, "out", "weights stay as drawn")
    assert visitor.link["frozen"] == "1,outw"
    assert block["frozen"] == [[True, True], [True, False]]
    block = choose(visitor, "1", "learns")
    assert visitor.link["frozen"] == "outw"


def test_a_network_in_which_nothing_learns_stands_still_and_says_so(visitor: Visitor) -> None:
    block = visitor.open(epochs="12", depth="1", frozen="1,out").finished("player")
    assert block["headline"].startswith("Nothing learns: as drawn, ")
    assert block["frozen_words"].startswith("Nothing learns: all weights and biases stay as drawn")
    assert len(block["arrays"]["history_training_error"]) == 13
    assert len(set(block["arrays"]["history_training_error"])) == 1


def test_a_layer_that_is_taken_away_is_no_longer_frozen(visitor: Visitor) -> None:
    visitor.open(epochs="12", depth="2", frozen="2,out").finished("player")
    visitor.app.segmented_control(key="RegionSettings.depth").set_value(1)
    visitor.look().finished("player")
    assert visitor.link == {"epochs": "12", "depth": "1", "frozen": "out"}
    assert visitor.app.selectbox(key="RegionSettings.frozen.out").value == "stays as drawn"
    visitor.app.segmented_control(key="RegionSettings.depth").set_value(2)
    assert visitor.look().finished("player")["frozen"] == [[False, False], [False, False], [True, True]]


def test_a_bad_name_in_a_link_is_said_on_the_page(visitor: Visitor) -> None:
    visitor.open(epochs="12", frozen="9")
    assert any("“9” has 9 in it; layers are 1 to 6, hidden and out" in text for text in visitor.texts)
    assert visitor.link == {"epochs": "12"}


@pytest.mark.parametrize(("name", "prefix", "side"), [("frozen", "", 1), ("a_frozen", "a_", 0)])
def test_output_weights_only_is_one_click_on_the_page_of_two_networks(
    visitor: Visitor, name: str, prefix: str, side: int
) -> None:
    visitor.open("twin", epochs="12", a_depth="1", depth="1").finished("twin")
    click = visitor.app.segmented_control(key=f"TwinSettings.{name}")
    assert click.value == ()
    click.set_value(("hidden",))
    block = visitor.look().finished("twin")
    assert visitor.link == {"epochs": "12", "a_depth": "1", "depth": "1", name: "hidden"}
    names = [net["name"] for net in block["nets"]]
    assert names[side] == "Output weights only"
    assert names[1 - side] == "Multi-layer"
    assert block["frozen_words"] == "Output weights only: Layer 1 stays as drawn: 51 of 99 parameters learn."
    letter = "ab"[side]
    sent = block["arrays"][f"{letter}_snapshot_params"].reshape(13, -1)
    assert np.array_equal(sent[0, :48], sent[-1, :48])
    assert not np.isclose(sent[0, 48:], sent[-1, 48:]).any()


def test_the_code_of_a_frozen_run_is_on_the_page(visitor: Visitor) -> None:
    visitor.open(epochs="12", depth="1", frozen="hidden", code="course loop").finished("player")
    (shown,) = visitor.app.code
    assert "AffineLayer(2, 16, weights, learn_weights=False, learn_biases=False)," in shown.value
