"""The page of decision regions, as a visitor without a browser finds it."""

import re
from typing import Any

import numpy as np
import pytest

from datasets.toy import DATASETS
from tests.ui.conftest import Visitor
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.regions import page as regions


def control(visitor: Visitor, kind: str, name: str) -> Any:
    return getattr(visitor.app, kind)(key=f"RegionSettings.{name}")


def test_the_first_page_shows_a_solved_spiral(visitor: Visitor) -> None:
    block = visitor.open().finished("player")
    assert block["sizes"] == [2, 16, 16, 3]
    assert block["headline"] == "Two hidden layers wrap around the arms"
    assert block["finished"]
    assert block["arrays"]["history_validation_accuracy"][-1] >= 0.95
    assert visitor.link == {}


def test_no_hidden_layer_is_one_click_away_and_said_to_fail(visitor: Visitor) -> None:
    visitor.open()
    control(visitor, "segmented_control", "depth").set_value(0)
    block = visitor.look().finished("player")
    assert block["sizes"] == [2, 3]
    assert block["headline"] == "Straight lines cannot follow the arms"
    assert visitor.link == {"depth": "0"}


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_opens_with_its_own_points(visitor: Visitor, name: str) -> None:
    block = visitor.open(data=name).finished("player")
    assert len(block["arrays"]["training_labels"]) == DATASETS[name].size
    assert set(block["arrays"]["training_labels"]) == {0, 1, 2}
    assert block["extent"] == list(DATASETS[name].extent)


def test_another_data_set_brings_its_own_number_of_points_and_noise(visitor: Visitor) -> None:
    visitor.open(points="500", noise="0.4")
    control(visitor, "selectbox", "data").set_value("lecture")
    block = visitor.look().finished("player")
    assert len(block["arrays"]["training_labels"]) == DATASETS["lecture"].size
    assert visitor.link == {"data": "lecture"}
    assert control(visitor, "slider", "points").value == DATASETS["lecture"].size


def test_units_for_all_layers_and_units_of_one_layer(visitor: Visitor) -> None:
    visitor.open(depth="3")
    control(visitor, "slider", "units").set_value(8)
    assert visitor.look().finished("player")["sizes"] == [2, 8, 8, 8, 3]
    control(visitor, "slider", "units.2").set_value(5)
    assert visitor.look().finished("player")["sizes"] == [2, 8, 5, 8, 3]
    assert visitor.link == {"depth": "3", "units": "8-5-8"}
    control(visitor, "slider", "units").set_value(4)
    assert visitor.look().finished("player")["sizes"] == [2, 4, 4, 4, 3]
    assert control(visitor, "slider", "units.2").value == 4


def test_each_layer_has_its_own_activation(visitor: Visitor) -> None:
    visitor.open()
    control(visitor, "segmented_control", "activation.2").set_value("relu")
    assert visitor.look().finished("player")["activations"] == ["tanh", "relu"]
    control(visitor, "segmented_control", "activation").set_value("sigmoid")
    assert visitor.look().finished("player")["activations"] == ["sigmoid", "sigmoid"]


def test_every_control_shows_what_the_link_says(visitor: Visitor) -> None:
    visitor.open(
        rate="0.07", rule="momentum", batch="20", epochs="60", l2="0.001", init_seed="5", start="zero"
    )
    assert control(visitor, "select_slider", "rate").value == 0.07
    assert control(visitor, "selectbox", "rule").value == "momentum"
    assert control(visitor, "selectbox", "batch").value == 20
    assert control(visitor, "select_slider", "epochs").value == 60
    assert control(visitor, "select_slider", "l2").value == 0.001
    assert control(visitor, "number_input", "init_seed").value == 5
    assert control(visitor, "selectbox", "start").value == "zero"
    assert visitor.link["rate"] == "0.07"


@pytest.mark.parametrize(
    ("kind", "name", "between", "next_stop", "stops"),
    [
        ("select_slider", "rate", "0.015", 0.02, [0.01, 0.015, 0.02]),
        ("select_slider", "epochs", "300", 500, [250, 300, 500]),
        ("select_slider", "l2", "0.002", 0.003, [0.001, 0.002, 0.003]),
        ("selectbox", "batch", "30", 50, [20, 30, 50]),
    ],
)
def test_a_value_between_the_stops_of_a_scale_stays_when_a_hand_moves_on(
    visitor: Visitor, kind: str, name: str, between: str, next_stop: float, stops: list[float]
) -> None:
    def offered() -> list[str]:
        return control(visitor, kind, name).options

    visitor.open(**{name: between})
    before, shown = offered(), [f"{stop:g}" for stop in stops]
    at = before.index(shown[0])
    assert before[at : at + 3] == shown
    control(visitor, kind, name).set_value(next_stop)
    assert visitor.look().link.get(name, "") in (f"{next_stop:g}", "")  # "" for the default
    assert offered() == before
    control(visitor, kind, name).set_value(stops[1])
    assert visitor.look().link[name] == between


def test_bad_values_are_named_on_the_page_until_something_changes(visitor: Visitor) -> None:
    visitor.open(depth="9", rate="fast", walls="4")
    assert any("3 parts of the link could not be used." in text for text in visitor.texts)
    assert visitor.link == {}
    control(visitor, "segmented_control", "depth").set_value(1)
    assert not any("from the link" in text for text in visitor.look().texts)


def test_a_link_can_hide_controls(visitor: Visitor) -> None:
    shown = visitor.open().labels
    assert "Hidden layers" in shown
    assert "Learning rate" in shown
    hidden = visitor.open(hide="depth,rate").labels
    assert "Hidden layers" not in hidden
    assert "Learning rate" not in hidden
    assert "Data set" in hidden


def test_the_snapshots_are_those_of_the_run_that_the_engine_trains(visitor: Visitor) -> None:
    block = visitor.open(epochs="40", depth="1", units="4").finished("player")
    trained = runs.regions_run(RegionSettings(epochs=40, depth=1, units=(4,)))
    sent = block["arrays"]["snapshot_params"].reshape(41, -1)
    np.testing.assert_array_equal(sent, trained.run.snapshots.params)
    np.testing.assert_array_equal(block["arrays"]["snapshot_epoch"], np.arange(41))
    np.testing.assert_allclose(
        block["arrays"]["history_training_error"], trained.run.history.training_error, rtol=1e-6
    )


def test_the_same_settings_are_trained_once_for_all_visitors(visitor: Visitor) -> None:
    visitor.open(init_seed="77", epochs="30").finished("player")
    run = runs.regions_run(RegionSettings(init_seed=77, epochs=30)).run
    steps, params = run.n_steps, run.params
    Visitor().open(init_seed="77", epochs="30", look="hard")
    assert run.n_steps == steps == 30
    np.testing.assert_array_equal(run.params, params)


def test_two_visitors_never_share_their_settings(visitor: Visitor) -> None:
    other = Visitor().open(depth="3")
    visitor.open(depth="1")
    control(visitor, "segmented_control", "depth").set_value(5)
    visitor.look()
    assert other.look().finished("player")["sizes"] == [2, 16, 16, 16, 3]


def test_a_long_run_comes_in_parts_and_says_how_far_it_is(visitor: Visitor) -> None:
    block = visitor.open(epochs="5000", batch="1", points="1000", depth="6", units="32").block("player")
    assert not block["finished"]
    assert 0 < block["trained_epochs"] < 5000
    assert block["headline"] == DATASETS["spirals"].title
    again = visitor.look().block("player")
    assert again["id"] == block["id"]
    assert again["trained_epochs"] > block["trained_epochs"]


def test_divergence_says_what_to_try(visitor: Visitor) -> None:
    link = {"rule": "gradient descent", "rate": "100", "activation": "relu", "start": "large (±4)"}
    block = visitor.open(**link).finished("player")
    assert block["stop_kind"] == "diverged"
    assert "The learning rate is 100: try 10." in block["stop_message"]
    assert "too large" not in block["headline"] + block["stop_message"]  # no run at a smaller rate was tried
    assert re.fullmatch(r"From epoch [\d.]+ on the loss is no finite number", block["headline"])
    assert np.isfinite(block["arrays"]["snapshot_params"]).all()


def test_stopping_early_is_offered_and_explained(visitor: Visitor) -> None:
    block = visitor.open(data="lecture", patience="5", rate="0.05", epochs="500").finished("player")
    assert block["stop_kind"] == "patience"
    assert "no new minimum of the validation loss for 5 epochs" in block["stop_message"]


def test_figures_come_on_demand_and_show_the_points(visitor: Visitor) -> None:
    assert visitor.open().figures == []
    regions, curves = visitor.open(figures="1").figures
    assert regions["data"][0]["type"] == "heatmap"
    assert {trace["name"] for trace in curves["data"]} == {"training", "validation"}


def test_the_moment_of_a_link_is_not_carried_over_to_another_run(visitor: Visitor) -> None:
    assert visitor.open(at="10").finished("player")["open_at"] == 10
    control(visitor, "segmented_control", "depth").set_value(1)
    assert visitor.look().finished("player")["open_at"] is None
    assert visitor.link == {"depth": "1"}
    visitor.open(at="10")
    control(visitor, "slider", "units").set_value(3)
    assert visitor.look().finished("player")["open_at"] is None


def test_units_that_all_died_are_the_headline(visitor: Visitor) -> None:
    block = visitor.open(activation="relu", depth="3", rule="gradient descent", rate="3").finished("player")
    assert block["headline"].startswith("Every unit of layer")


def test_a_loss_that_rose_is_the_headline(visitor: Visitor) -> None:
    block = visitor.open(rule="gradient descent", rate="100").finished("player")
    errors = block["arrays"]["history_training_error"]
    assert errors[-1] > errors[0]
    assert block["headline"] == "The training loss has risen: it ends above its beginning"
    assert block["headline_from"] == 250


def test_points_without_noise_are_never_said_to_have_any(visitor: Visitor) -> None:
    assert "noise" not in visitor.open(data="checkerboard").finished("player")["headline"]


@pytest.mark.parametrize("epochs", ["20", "5000"])
def test_a_run_is_read_by_nobody_while_somebody_else_trains_it(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, epochs: str
) -> None:
    held, real = [], regions.player_block
    link = {"epochs": epochs, "batch": "5", "init_seed": "4321"}
    trained = runs.regions_run(RegionSettings.from_url(link)[0])

    def watched(*arguments: Any) -> bytes:
        held.append(trained.busy.locked())
        return real(*arguments)

    monkeypatch.setattr(regions, "player_block", watched)
    visitor.open(**link)
    assert held == [True]


def test_a_link_opens_the_hidden_space_along_its_axes(visitor: Visitor) -> None:
    block = visitor.open(beside="space", layer="1", axes="3-7").finished("player")
    assert block["view"] == {
        "look": "soft",
        "since": 0,
        "unit": "",
        "lines": "picked",
        "off": "",
        "off_as": "zero",
        "by_hand": "",
        "beside": "space",
        "layer": 1,
        "axes": "3-7",
    }
    assert visitor.link == {"beside": "space", "layer": "1", "axes": "3-7"}


def test_a_link_picks_a_hidden_unit_that_the_network_has(visitor: Visitor) -> None:
    assert visitor.open(depth="1", unit="1-3").finished("player")["view"]["unit"] == "1-3"
    assert visitor.link == {"depth": "1", "unit": "1-3"}


@pytest.mark.parametrize("text", ["1-17", "2-1", "0-1", "1", "1-", "a-b", "01-1", "1-2-3"])
def test_a_unit_that_is_not_there_is_not_picked(visitor: Visitor, text: str) -> None:
    assert visitor.open(depth="1", unit=text).finished("player")["view"]["unit"] == ""
    assert any("Unit picked" in text for text in visitor.texts)


def test_what_stands_beside_the_map_does_not_change_the_run() -> None:
    settings = RegionSettings(at=3.0).changed(beside="formula", layer=2, axes="pca3")
    assert settings.training_part() == RegionSettings().training_part()
    assert settings.at == 3.0


def test_the_overfitted_example_is_one_click_and_shows_the_truth(visitor: Visitor) -> None:
    visitor.open(rate="0.5", activation="relu", look="hard")
    control(visitor, "button", "overfit").click()
    block = visitor.look().finished("player")
    arrays = block["arrays"]
    assert block["sizes"] == [2, 20, 3]
    assert len(arrays["training_labels"]) == 100
    assert 0.03 < 1 - arrays["history_training_accuracy"][-1] < 0.08
    assert 1 - arrays["history_validation_accuracy"][-1] > 0.15
    assert block["truth"]["bayes_error"] == pytest.approx(0.154, abs=0.002)
    assert arrays["truth_pieces"].size > 100
    seen, held_out = (100 * arrays[f"history_{name}_accuracy"][-1] for name in ("training", "validation"))
    assert block["headline"] == (
        f"{seen:.1f} % of the 100 training points are right, {held_out:.1f} % of the 100 validation points"
    )
    assert visitor.link["truth"] == "1"
    assert visitor.link["look"] == "hard"
    assert "rate" not in visitor.link


def test_the_truth_is_sent_only_where_it_is_asked_for_and_known(visitor: Visitor) -> None:
    block = visitor.open(epochs="5", data="lecture").finished("player")
    assert (block["truth_asked"], block["truth"]) == (False, None)
    assert "truth_pieces" not in block["arrays"]
    block = visitor.open(data="own", truth="1").block("player")
    assert (block["truth_asked"], block["truth"]) == (True, None)
