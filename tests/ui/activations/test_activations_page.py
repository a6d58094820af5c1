"""The page of activations as a visitor sees it: what each view is sent, what links say, what headlines claim."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import curve
from engine.questions.gradient_flow import gradient_sizes, unit_statistics
from engine.questions.unit_biography import biographies
from ui.activations import runs as activation_runs
from ui.activations.settings import ACTIVATION_PRESETS, ACTIVATION_VIEWS, ActivationSettings
from ui.plane import runs
from ui.plane.run_settings import RegionSettings

QUICK = {"epochs": "20", "units": "6", "points": "60"}


@pytest.mark.parametrize("view", ACTIVATION_VIEWS)
def test_every_view_opens_by_its_link_and_says_something(visitor, view):
    on = {"on": "points"} if view == "depth" else {}
    visitor.open("activations", view=view, **on, **({} if view == "signs" else QUICK))
    block = visitor.worked_out("activations")
    assert block["view"] == view
    assert visitor.link == {"view": view, **on, **({} if view == "signs" else QUICK)} or view == "curves"
    assert visitor.texts == []


@pytest.mark.parametrize("view", ACTIVATION_VIEWS)
def test_a_link_says_only_what_is_particular_about_a_view(view):
    for on in ({}, {"on": "mnist"}, {"on": "points"}):
        settings, notes = ActivationSettings.from_url({"view": view, **on})
        assert notes == []
        assert ActivationSettings.from_url(settings.to_url())[0] == settings
        assert set(settings.to_url()) <= {"view", "on"}


@pytest.mark.parametrize(
    ("view", "name"), [(view, name) for view in ACTIVATION_VIEWS for name in ACTIVATION_PRESETS[view]]
)
def test_presets_have_links_that_bring_them_back(view, name):
    settings = ActivationSettings(view=view).preset(name)
    again, notes = ActivationSettings.from_url(settings.to_url())
    assert (again, notes) == (settings, [])
    assert again.preset_name == name


def test_nonsense_in_a_link_is_named_and_replaced(visitor):
    visitor.open("activations", view="unit", unit="900", layer="2", rate="fast", **QUICK)
    assert "2 parts of the link could not be used." in visitor.texts[0]
    assert visitor.worked_out("activations")["unit"] == 1


def test_a_unit_that_the_network_does_not_have_is_replaced_by_its_last():
    settings, _ = ActivationSettings.from_url(
        {"view": "unit", "depth": "1", "units": "6", "layer": "3", "unit": "9"}
    )
    assert (settings.layer, settings.unit) == (1, 6)


def test_the_curves_are_the_engines_to_single_precision(visitor):
    block = visitor.open("activations").block("activations")
    x = block["arrays"]["inputs"]
    np.testing.assert_allclose(x, np.linspace(-8, 8, 1601), atol=1e-6)
    for name in ACTIVATIONS:
        outputs, slopes = curve(name, np.linspace(-8, 8, 1601))
        np.testing.assert_allclose(block["arrays"][f"f_{name}"], outputs, atol=1e-6)
        np.testing.assert_allclose(block["arrays"][f"d_{name}"], slopes, atol=1e-6)
    np.testing.assert_allclose(block["arrays"]["rescaled"], block["arrays"]["f_sigmoid"], atol=1e-6)
    assert block["steepest"] == {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}


def test_times_are_said_with_their_repetitions_and_never_as_a_benchmark(visitor):
    block = visitor.open("activations").block("activations")
    assert "medians of 101 calls on 10,000 numbers" in block["cost_words"]
    assert "this machine at this moment" in block["cost_words"]
    assert all(0 < time < 1e6 for pair in block["costs"].values() for time in pair)


def test_a_coarse_clock_measures_nothing_and_the_page_says_so(visitor, monkeypatch):
    monkeypatch.setattr("ui.activations.curves.view.clock_step", lambda: 100_000)
    block = visitor.open("activations").block("activations")
    assert block["costs"] == {}
    assert "cannot be measured here" in block["cost_words"]
    assert "goes forward by 0.1 ms at a time" in block["cost_words"]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_network_written_again_is_shown_with_its_weights_and_its_largest_difference(visitor, depth):
    visitor.open("activations", depth=str(depth), epochs="40")
    job = activation_runs.rewriting(ActivationSettings(depth=depth, epochs=40))
    while not job.finished:
        job.advance(seconds=1.0)
    rewriting = job.result
    assert rewriting.difference < 1e-12
    table = visitor.worked_out("activations")["rewritten"]
    digits = f"{rewriting.difference:.0e}".split("e-")
    assert (
        f"differ by {digits[0]}·10⁻{str(int(digits[1])).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
        in table["words"]
    )
    before, after = (shape.split(params) for shape, params in (rewriting.sigmoid, rewriting.tanh))
    for layer, (_, left, rule, right) in enumerate(table["rows"]):
        for cell, arrays in ((left, before), (right, after)):
            weight, bias = (float(part.replace("−", "-")) for part in cell.split(" … "))
            assert weight == pytest.approx(arrays[2 * layer][0, 0], abs=6e-4)
            assert bias == pytest.approx(arrays[2 * layer + 1][0], abs=6e-4)
        by = {"W/2": 2, "W/4": 4}[rule.split(",")[0]]
        np.testing.assert_allclose(after[2 * layer], before[2 * layer] / by)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_biography_is_that_of_the_run_itself(visitor, activation):
    visitor.open("activations", view="unit", activation=activation, **QUICK)
    block = visitor.worked_out("activations")
    settings = RegionSettings(epochs=20, units=(6,), points=60, activation=(activation,))
    trained = runs.regions_run(settings)
    trained.run.advance(1000)
    snapshots, points = trained.run.snapshots, trained.points.training.inputs
    np.testing.assert_allclose(block["arrays"]["snapshot_epoch"], snapshots.epochs)
    edges = [np.linspace(-layer["half_width"], layer["half_width"], 49) for layer in block["layers"]]
    lives = biographies(trained.architecture, snapshots.params, points, edges)
    statistics = unit_statistics(trained.architecture, snapshots.params, points)
    shape = (len(snapshots.epochs), 12)
    for name, values in (
        ("mean_output", [life.mean_output for life in lives]),
        ("passed", [life.passed for life in lives]),
        ("saturated", statistics.unit_saturation),
    ):
        sent = block["arrays"][name].reshape(shape)
        scale = len(points) if name == "saturated" else 1
        np.testing.assert_allclose(sent, scale * np.concatenate(values, axis=1), atol=1e-6)
    counts = block["arrays"]["counts"].reshape(*shape, 48)
    np.testing.assert_array_equal(counts.sum(axis=-1), 60)
    np.testing.assert_allclose(counts / 60, np.concatenate([life.shares for life in lives], axis=1))
    reached = block["arrays"]["reached"].reshape(shape)
    np.testing.assert_allclose(reached / 60, np.concatenate([life.reached for life in lives], axis=1))
    assert block["reached_at_end"] == reached[-1].tolist()
    assert (block["seen"]["n"], block["seen"]["of"]) == (60, 60)


def test_what_arrives_after_sigmoids_has_one_sign_and_after_tanh_is_mixed(visitor):
    block = visitor.open("activations", view="signs").block("activations")
    arrays, n, width = block["arrays"], block["n_examples"], block["width"]
    signal = arrays["signal"].reshape(n, 3)
    signs = {}
    for name in ("sigmoid", "tanh"):
        answers, gradients = arrays[f"h_{name}"].reshape(n, width), arrays[f"g_{name}"].reshape(n, 3, width)
        np.testing.assert_allclose(gradients, signal[:, :, np.newaxis] * answers[:, np.newaxis], atol=1e-6)
        signs[name] = [len(set(np.sign(row))) for pattern in gradients for row in pattern]
    assert set(signs["sigmoid"]) == {1}
    assert np.mean(np.array(signs["tanh"]) == 2) > 0.9
    assert arrays["together_sigmoid_1"].all()
    assert not arrays["together_tanh_1"].all()


@pytest.mark.parametrize("seed", ["1", "2", "3", "4", "5", "6", "7", "8"])
def test_centred_and_doubled_sigmoids_reach_the_goal_whatever_the_signs_of_their_steps(visitor, seed):
    arrays = visitor.open("activations", view="signs", init_seed=seed).block("activations")["arrays"]
    for taken in ("1", "4", "40"):
        left = {
            name: arrays[f"distance_{name}_{taken}"][-1] for name in ("sigmoid", "centred", "both", "tanh")
        }
        assert left["both"] < 0.01
        assert left["tanh"] < 0.01
        assert min(left["sigmoid"], left["centred"]) > 0.01
    assert arrays["together_sigmoid_1"].all()
    assert arrays["together_sigmoid_40"].mean() < 0.02


def test_each_way_learns_from_the_same_weighted_sums_and_its_steps_are_those_of_numpy(visitor):
    block = visitor.open("activations", view="signs").block("activations")
    sums = np.random.default_rng(ActivationSettings(view="signs").init_seed).normal(size=80).reshape(40, 2)
    sigmoid = 1 / (1 + np.exp(-sums))
    made = {
        "sigmoid": sigmoid,
        "centred": sigmoid - 0.5,
        "doubled": 2 * sigmoid,
        "both": np.tanh(sums / 2),
        "tanh": np.tanh(sums),
    }
    assert [way["name"] for way in block["ways"]] == list(made)
    for way in block["ways"]:
        inputs, goal = made[way["name"]], np.array([1.5, -1.5])
        assert way["mean"] == pytest.approx(inputs.mean())
        assert way["spread"] == pytest.approx(inputs.std())
        for taken in (1, 4, 40):
            weights, steps, distances = np.zeros(2), [], [np.linalg.norm(goal)]
            for step in range(80):
                rows = np.arange(step * taken, (step + 1) * taken) % 40
                move = inputs[rows].T @ (inputs[rows] @ (goal - weights)) / taken
                weights = weights + move
                steps.append(move[0] * move[1] > 0)
                distances.append(np.linalg.norm(weights - goal))
            sent = block["arrays"][f"distance_{way['name']}_{taken}"]
            np.testing.assert_allclose(sent[:20], distances[:20], rtol=1e-3)
            np.testing.assert_array_equal(block["arrays"][f"together_{way['name']}_{taken}"][:20], steps[:20])


def test_five_affine_layers_at_the_courses_start_shrink_gradients_as_the_lecture_says():
    settings = ActivationSettings(view="depth").preset("Course initialisation, five affine layers")
    job = activation_runs.flow(settings)
    job.advance(seconds=0.0)
    start = {name: sizes.mean_weights[0] for name, sizes in job.result.sizes.items()}
    ratios = {name: row[-1] / row[0] for name, row in start.items()}
    assert settings.architecture(784, 10).sizes == (784, 100, 100, 100, 100, 10)
    assert 13_000 / 2 < ratios["sigmoid"] < 13_000 * 2
    assert 14 / 1.5 < ratios["tanh"] < 14 * 1.5
    assert 9 / 1.5 < ratios["relu"] < 9 * 1.5


def test_gradient_sizes_are_followed_for_each_activation_to_the_end_of_its_run(visitor):
    visitor.open("activations", view="depth", on="points", depth="5", **QUICK)
    block = visitor.worked_out("activations")
    for name in ACTIVATIONS:
        settings = RegionSettings(epochs=20, units=(6,), points=60, depth=5, activation=(name,))
        trained = runs.regions_run(settings)
        trained.run.advance(1000)
        training = trained.points.training
        sizes = gradient_sizes(
            trained.architecture, trained.run.snapshots.params, training.inputs, training.labels
        )
        for key, values in (
            ("signal", sizes.signals),
            ("matrix", sizes.weights),
            ("weight", sizes.mean_weights),
        ):
            np.testing.assert_allclose(block["arrays"][f"{key}_{name}"].reshape(-1, 6), values, rtol=1e-4)
        accuracy = block["arrays"][f"accuracy_{name}"]
        assert accuracy[-1] == pytest.approx(trained.run.history.validation_accuracy[-1])


def test_untrained_networks_are_measured_and_no_step_is_taken(visitor):
    visitor.open("activations", view="depth", on="points", untrained="1", **QUICK)
    block = visitor.worked_out("activations")
    assert block["n_epochs"] == 0
    assert block["arrays"]["snapshot_epoch"].tolist() == [0.0]
    before = {name: block["arrays"][f"weight_{name}"] for name in ACTIVATIONS}
    assert [one["name"] for one in visitor.block("strip")["controls"]] == ["depth"]
    visitor.open("activations", view="depth", on="points", **QUICK)
    whole = visitor.worked_out("activations")
    assert whole["n_epochs"] == 20
    for name, sizes in before.items():
        np.testing.assert_array_equal(whole["arrays"][f"weight_{name}"][: len(sizes)], sizes)


def test_a_run_that_diverges_leaves_a_gap_and_the_others_go_on(visitor):
    visitor.open(
        "activations", view="depth", on="points", rule="gradient descent", rate="100", l2="1", **QUICK
    )
    block = visitor.worked_out("activations")
    missing = {
        name: np.isnan(block["arrays"][f"weight_{name}"].reshape(-1, block["n_layers"])).any(axis=1)
        for name in ACTIVATIONS
    }
    assert missing["relu"].sum() > 10
    assert not missing["relu"][0]
    assert not missing["sigmoid"].any()
    assert "the network of ReLUs diverged: its loss is no longer finite." in block["status"]


def test_another_view_opens_with_what_shows_it_best(visitor):
    visitor.open("activations", rate="5")
    visitor.app.segmented_control(key="ActivationSettings.view").set_value("signs")
    visitor.look()
    assert visitor.link == {"view": "signs"}
    assert visitor.block("activations")["width"] == 8


def test_images_come_with_a_network_that_suits_them(visitor):
    visitor.open("activations", view="unit", **QUICK)
    visitor.app.segmented_control(key="ActivationSettings.on").set_value("mnist")
    visitor.look()
    assert visitor.link == {"view": "unit", "on": "mnist"}
    assert visitor.block("activations")["layers"][0]["width"] == 100


@pytest.mark.parametrize("units", ["100", "1"])
def test_same_sign_takes_a_width_that_its_slider_does_not_offer(visitor, units):
    visitor.open("activations", view="signs", units=units)
    slider = visitor.app.slider(key="ActivationSettings.units")
    assert slider.value == int(units)
    slider.set_value(5)
    assert visitor.look().link["units"] == "5"
    assert not [text for text in visitor.texts if "failed" in text]
