"""The page of two networks, as a visitor without a browser finds it."""

import re
from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import Visitor
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.twin.settings import TwinSettings


def control(visitor: Visitor, kind: str, name: str) -> Any:
    return getattr(visitor.app, kind)(key=f"TwinSettings.{name}")


def test_the_page_opens_with_a_single_layer_beside_two_hidden_layers(visitor: Visitor) -> None:
    block = visitor.open("twin").finished("twin")
    first, second = block["nets"]
    assert [first["name"], second["name"]] == ["Single layer", "Multi-layer"]
    assert [first["sizes"], second["sizes"]] == [[2, 3], [2, 16, 16, 3]]
    assert [first["n_params"], second["n_params"]] == [9, 371]
    assert [first["n_multiply_adds"], second["n_multiply_adds"]] == [6, 336]
    assert block["headline"] == "Straight lines cannot follow the arms"
    assert block["arrays"]["a_history_validation_accuracy"][-1] < 0.7
    assert block["arrays"]["b_history_validation_accuracy"][-1] > 0.95
    assert visitor.link == {}


def test_both_runs_are_those_of_the_page_of_decision_regions(visitor: Visitor) -> None:
    block = visitor.open("twin", epochs="30", rate="0.03").finished("twin")
    for letter, depth in (("a", 0), ("b", 2)):
        run = runs.regions_run(RegionSettings(depth=depth, epochs=30, rate=0.03)).run
        sent = block["arrays"][f"{letter}_snapshot_params"].reshape(31, -1)
        np.testing.assert_array_equal(sent, run.snapshots.params)


@pytest.mark.parametrize(
    "link", [{"epochs": "1000", "units": "32", "depth": "6"}, {"epochs": "7", "batch": "50"}]
)
def test_both_runs_have_the_same_moments(visitor: Visitor, link: dict[str, str]) -> None:
    arrays = visitor.open("twin", **link).finished("twin")["arrays"]
    np.testing.assert_array_equal(arrays["a_snapshot_epoch"], arrays["b_snapshot_epoch"])
    assert len(arrays["a_snapshot_epoch"]) > 5


def test_the_first_network_is_what_its_controls_say(visitor: Visitor) -> None:
    visitor.open("twin")
    control(visitor, "segmented_control", "a_depth").set_value(1)
    assert visitor.look().finished("twin")["nets"][0]["sizes"] == [2, 16, 3]
    control(visitor, "slider", "a_units").set_value(4)
    control(visitor, "segmented_control", "a_activation").set_value("relu")
    block = visitor.look().finished("twin")
    assert block["nets"][0]["sizes"] == [2, 4, 3]
    assert block["nets"][0]["activations"] == ["relu"]
    assert [net["name"] for net in block["nets"]] == ["2-4-3 ReLU", "2-16-16-3 tanh"]
    assert visitor.link == {"a_depth": "1", "a_units": "4", "a_activation": "relu"}
    assert block["nets"][1]["sizes"] == [2, 16, 16, 3]


def test_each_network_can_have_its_own_rule_and_rate(visitor: Visitor) -> None:
    block = visitor.open("twin", a_depth="2", a_rule="momentum", a_rate="0.1", epochs="20").finished("twin")
    expected = runs.regions_run(RegionSettings(rule="momentum", rate=0.1, epochs=20)).run
    np.testing.assert_array_equal(
        block["arrays"]["a_snapshot_params"].reshape(21, -1), expected.snapshots.params
    )
    assert [net["name"] for net in block["nets"]] == ["2-16-16-3 tanh, momentum", "2-16-16-3 tanh, Adam"]


def test_two_networks_alike_are_numbered() -> None:
    assert TwinSettings(a_depth=2).names() == ("First network", "Second network")


def test_two_networks_alike_never_wait_for_each_other(visitor: Visitor) -> None:
    block = visitor.open("twin", a_depth="2", epochs="10").finished("twin")
    assert [net["name"] for net in block["nets"]] == ["First network", "Second network"]
    arrays = block["arrays"]
    np.testing.assert_array_equal(arrays["a_snapshot_params"], arrays["b_snapshot_params"])


def test_on_the_lectures_gaussians_nobody_is_said_to_win(visitor: Visitor) -> None:
    block = visitor.open("twin", data="lecture").finished("twin")
    right = [block["arrays"][f"{letter}_history_validation_accuracy"][-1] for letter in "ab"]
    assert abs(right[0] - right[1]) < 0.03
    assert re.fullmatch(
        r"The hidden layers gain nothing here: 8\d\.\d and 8\d\.\d % of 20,000 fresh points right",
        block["headline"],
    )


def test_of_a_network_that_does_worse_no_cause_is_named(visitor: Visitor) -> None:
    link = {
        "data": "lecture",
        "data_seed": "14",
        "init_seed": "2",
        "depth": "1",
        "units": "20",
        "epochs": "1000",
    }
    block = visitor.open("twin", **link).finished("twin")
    right = [100 * block["arrays"][f"{letter}_history_validation_accuracy"][-1] for letter in "ab"]
    assert right[0] > right[1]
    assert block["headline"] == (
        f"Single layer {right[0]:.1f} %, multi-layer {right[1]:.1f} % of the 100 validation points right"
    )


def test_one_that_diverges_is_named_and_the_other_goes_on(visitor: Visitor) -> None:
    link = {
        "a_depth": "2",
        "a_rule": "gradient descent",
        "a_rate": "100",
        "a_activation": "relu",
        "a_start": "large (±4)",
    }
    block = visitor.open("twin", **link).finished("twin")
    assert [net["stop_kind"] for net in block["nets"]] == ["diverged", "done"]
    assert block["headline"] == "Training diverged (2-16-16-3 ReLU)"
    assert block["trained_epochs"] == 250


def test_a_pinned_cross_hair_and_the_moment_come_with_the_link(visitor: Visitor) -> None:
    block = visitor.open("twin", spot="1.5,-2", at="40").finished("twin")
    assert block["view"]["spot"] == [1.5, -2.0]
    assert block["open_at"] == 40
    assert visitor.link == {"spot": "1.5,-2", "at": "40"}
    control(visitor, "segmented_control", "depth").set_value(1)
    visitor.look()
    assert visitor.link == {"spot": "1.5,-2", "depth": "1"}


def test_the_truth_is_sent_only_where_it_is_asked_for(visitor: Visitor) -> None:
    assert visitor.open("twin", data="lecture", epochs="10").finished("twin")["truth"] is None
    block = visitor.open("twin", data="lecture", epochs="10", truth="1").finished("twin")
    assert block["truth"]["bayes_error"] == pytest.approx(0.154, abs=0.002)
    assert block["truth"]["n_points"] == 200_000
    assert block["arrays"]["truth_pieces"].size % 4 == 0


def test_the_truth_of_drawn_points_is_unknown(visitor: Visitor) -> None:
    block = visitor.open("twin", data="own", drawn="AAAA", truth="1", epochs="10")
    assert any("two classes" in text for text in block.texts)


def test_a_long_pair_comes_in_parts(visitor: Visitor) -> None:
    visitor.open("twin", epochs="5000", batch="1", points="1000", depth="6", units="32")
    block = visitor.block("twin")
    assert not block["finished"]
    assert block["trained_epochs"] < 5000
    again = visitor.look().block("twin")
    assert again["id"] == block["id"]
    assert again["trained_epochs"] >= block["trained_epochs"]


def test_a_link_can_hide_the_controls_of_both_networks(visitor: Visitor) -> None:
    labels = visitor.open("twin", hide="depth,units,activation,start,rule,rate,data").labels
    assert not {"Data set", "Hidden layers", "Learning rule", "Initial weights", "Learning rate"} & set(
        labels
    )


def test_the_wall_has_a_run_for_each_depth_and_activation(visitor: Visitor) -> None:
    block = visitor.open("twin", view="wall", epochs="20").finished("wall")
    assert block["rows"] == ["sigmoid", "tanh", "ReLU"]
    assert block["columns"] == ["1 hidden layer", "2 hidden layers", "3 hidden layers", "4 hidden layers"]
    shapes = [(net["sizes"], set(net["activations"])) for net in block["nets"]]
    assert shapes == [
        ([2, *[16] * depth, 3], {kind}) for kind in ("sigmoid", "tanh", "relu") for depth in (1, 2, 3, 4)
    ]
    arrays = block["arrays"]
    for i in range(12):
        np.testing.assert_array_equal(arrays[f"{i}_snapshot_epoch"], np.arange(21))


def test_a_cell_of_the_wall_is_the_run_that_the_other_pages_train(visitor: Visitor) -> None:
    arrays = visitor.open("twin", view="wall", epochs="20").finished("wall")["arrays"]
    alone = runs.regions_run(RegionSettings(depth=3, activation=("relu",), epochs=20))
    alone.run.advance(1_000)
    sent = arrays["10_snapshot_params"].reshape(21, -1)
    np.testing.assert_array_equal(sent, alone.run.snapshots.params)
    assert arrays["10_snapshot_validation_accuracy"][-1] == np.float32(
        alone.run.history.validation_accuracy[-1]
    )


def test_a_smaller_wall_is_chosen_and_goes_into_the_link(visitor: Visitor) -> None:
    visitor.open("twin", view="wall", epochs="5")
    control(visitor, "button_group", "depths").set_value(["1", "3"])
    assert len(visitor.look().block("wall")["nets"]) == 6
    assert visitor.link["depths"] == "1,3"
    control(visitor, "button_group", "depths").set_value([])
    assert len(visitor.look().block("wall")["nets"]) == 6
    assert any("Choose from 1 to 4" in text for text in visitor.texts)


def test_a_wall_of_the_largest_networks_stays_a_small_block(visitor: Visitor) -> None:
    visitor.open("twin", view="wall", depths="3,4,5,6", units="32", epochs="5000", points="1000")
    arrays = visitor.block("wall")["arrays"]
    assert sum(array.nbytes for array in arrays.values()) < 3_000_000


def test_both_runs_tell_what_happened_on_one_clock(visitor: Visitor) -> None:
    block = visitor.open("twin", epochs="80").finished("twin")
    while block["story_owed"]:  # the machine was busy: the browser asks once more
        block = visitor.look().block("twin")
    epochs, names = zip(*((epoch, text.partition(": ")[0]) for epoch, _, text in block["story"]), strict=True)
    assert list(epochs) == sorted(set(epochs))
    assert set(names) == {net["name"] for net in block["nets"]}
