"""Headlines that claim something, against the truth: fresh points of the source, and the network in float64."""

import re

import numpy as np
import pytest

from datasets import point_table, toy
from datasets.own_points import OwnPoints, units_of
from datasets.points import Points
from tests.amount import thinned
from ui.plane import runs, truth
from ui.plane.headlines import CANNOT, FOLLOWS
from ui.plane.run_settings import RegionSettings
from ui.plane.runs import Trained
from ui.regions.headline import regions
from ui.twin import headlines as comparisons
from ui.twin.settings import TwinSettings

HIDDEN = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0.0)}


def finished(link: dict[str, str]) -> Trained:
    settings, notes = RegionSettings.from_url(link)
    assert not notes
    trained = runs.regions_run(settings)
    trained.run.advance(10**9)
    assert trained.run.finished
    return trained


def true_right(trained: Trained, n_points: int = 100_000) -> float:
    """Share of fresh points that are right, drawn with another seed than the page's."""
    source = runs.truth_of(trained.settings)
    assert source is not None
    return share_right(trained, source.draw(n_points, np.random.default_rng(77)))


@pytest.mark.parametrize("seed", thinned(range(50)))
def test_a_headline_that_claims_is_borne_out_by_the_truth(seed: int) -> None:
    for data in toy.DATASETS:
        link = {"data": data, "depth": str(seed % 3), "units": str((2, 4, 16)[seed // 3 % 3])}
        link |= {"points": str((12, 30, 100)[seed % 3]), "data_seed": str(seed), "init_seed": str(seed)}
        trained = finished(link | {"epochs": str((60, 120)[seed % 2])})
        said, right = regions(trained), true_right(trained)
        assert "noise" not in said.text
        if said.name.endswith("follows"):
            assert FOLLOWS[data].partition(" ")[2] in said.text
            assert right > 0.89
        elif said.name.endswith("cannot"):
            assert CANNOT[data] == said.text
            assert trained.settings.depth == 0
            assert right < 0.91
        else:
            assert said.name.rpartition(".")[2] in ("right", "straight", "gap", "rose", "dead")


def share_right(trained: Trained, points: Points) -> float:
    """Share of points that are right, in float64."""
    outputs, at = points.inputs.astype(np.float64), 0
    params = trained.run.params.astype(np.float64)
    shapes = trained.architecture.weight_shapes
    for layer, (rows, columns) in enumerate(shapes):
        weights = params[at : at + rows * columns].reshape(rows, columns)
        biases = params[at + rows * columns : at + rows * columns + rows]
        at += rows * columns + rows
        outputs = outputs @ weights.T + biases
        if layer < len(shapes) - 1:
            outputs = HIDDEN[trained.settings.activations[layer]](outputs)
    return float((outputs.argmax(axis=1) == points.labels).mean())


@pytest.mark.parametrize("seed", thinned(range(50)))
def test_of_own_points_only_shares_are_said_and_they_are_so(seed: int) -> None:
    """Nobody knows the source of own points: not even twelve of twelve tell what the boundary follows."""
    for data in toy.DATASETS:
        points = toy.draw(data, size=(8, 16, 48, 120)[seed % 4], seed=seed).training
        drawn = point_table.written(OwnPoints(points, units_of(points.inputs)))
        link = {
            "data": "own",
            "drawn": drawn,
            "depth": str(seed % 3),
            "units": str((2, 4, 16)[seed // 3 % 3]),
        }
        link |= {"validation": ("every fourth", "none")[seed // 2 % 2], "init_seed": str(seed)}
        trained = finished(link | {"epochs": str((60, 120)[seed % 2])})
        said, sets = regions(trained), trained.points
        assert said.name.rpartition(".")[2] in ("right", "straight", "gap", "rose")
        numbers = [float(number) for number in re.findall(r"([\d.]+) %", said.text)]
        kinds = ["validation"] if len(sets.validation) else ["training"]
        kinds = [kind for kind in ("training", "validation") if f"{kind} point" in said.text] or kinds
        assert len(kinds) == {"gap": 2, "rose": 1}.get(said.name.rpartition(".")[2], 1)
        for kind, number in zip(kinds, numbers, strict=False):
            assert number == pytest.approx(100 * share_right(trained, getattr(sets, kind)), abs=0.0501)
            count = len(getattr(sets, kind))
            assert (
                f"the {count} {kind} points" in said.text
                if count > 1
                else f"the only {kind} point" in said.text
            )


def least_straight_error(data: str, noise: float, n_points: int = 1_500, n_starts: int = 24) -> float:
    """Least share of wrong points over all straight boundaries that were found, climbing the mean share of the right
    class from many beginnings; steps grow, so that shares come near to counts."""
    rng = np.random.default_rng(0)
    points = toy.DATASETS[data].truth(noise).draw(n_points, rng)
    inputs = np.column_stack([points.inputs.astype(np.float64) / 3, np.ones(n_points)])
    targets, least = np.eye(3)[points.labels], 1.0
    weights = rng.normal(0, 2, (n_starts, 3, 3))
    for step in range(200):
        scores = np.einsum("ni,ski->snk", inputs, weights)
        least = min(least, float((scores.argmax(axis=2) != points.labels).mean(axis=1).min()))
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        right = (shares * targets).sum(axis=2, keepdims=True)
        slopes = np.einsum("snk,ni->ski", right * (targets - shares), inputs) / n_points
        weights += (5 + 0.4 * step) * slopes
    return least


@pytest.mark.parametrize("data", CANNOT)
def test_no_straight_lines_can_do_what_they_are_said_to_fail_at(data: str) -> None:
    """More noise makes no lines better, so the least noise decides for all."""
    assert least_straight_error(data, 0.0) > 0.15
    assert least_straight_error("blobs", 0.0) == 0.0  # the search finds lines where there are some


def test_lines_are_not_blamed_where_the_noise_leaves_no_boundary_so_many() -> None:
    for data, noise in {"rings": "0.8", "moons": "0.6", "spirals": "0.6", "xor": "0.5"}.items():
        link = {"data": data, "noise": noise, "depth": "0", "epochs": "60"}
        assert regions(finished(link)).name == "plane.headline.straight"


def test_twelve_points_do_not_say_that_squares_are_cut_out() -> None:
    trained = finished(
        {
            "data": "checkerboard",
            "depth": "1",
            "units": "4",
            "epochs": "100",
            "points": "12",
            "data_seed": "7",
        }
    )
    assert true_right(trained) == pytest.approx(1 - 0.447, abs=0.02)
    assert "squares" not in regions(trained).text


def test_without_noise_nothing_is_said_to_follow_it() -> None:
    nearly = regions(finished({"points": "30", "noise": "0.001"}))
    assert "noise" not in nearly.text
    assert regions(finished({"points": "30", "noise": "0"})).name == nearly.name


def test_a_loss_that_the_penalty_lifted_is_not_blamed_on_the_steps() -> None:
    for link in ({}, {"rate": "0.001", "epochs": "5000"}):
        trained = finished({"data": "lecture", "l2": "1", "start": "He normal"} | link)
        assert trained.run.history.training_error[-1] > trained.run.history.training_error[0]
        assert "steps" not in regions(trained).text


def test_hidden_layers_are_said_to_gain_nothing_only_where_the_truth_says_so() -> None:
    link = {"data": "moons", "noise": "0.45", "points": "100", "data_seed": "3"}
    settings, notes = TwinSettings.from_url(link | {"depth": "1", "units": "8", "epochs": "150"})
    assert not notes
    pair = [runs.regions_run(network) for network in settings.networks()]
    for one in pair:
        one.run.advance(10**9)
    assert [1 - true_right(one) for one in pair] == pytest.approx([0.206, 0.154], abs=0.01)
    assert "nothing" not in comparisons.twin(settings, pair).text


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("data", ["moons", "lecture"])
def test_hidden_layers_that_gain_nothing_gain_nothing_on_fresh_points(data: str, seed: int) -> None:
    link = {"data": data, "points": "100", "depth": "1", "units": "4", "epochs": "100"}
    settings, notes = TwinSettings.from_url(link | {"data_seed": str(seed), "init_seed": str(seed)})
    assert not notes
    pair = [runs.regions_run(network) for network in settings.networks()]
    for one in pair:
        one.run.advance(10**9)
    said, gain = comparisons.twin(settings, pair), true_right(pair[1]) - true_right(pair[0])
    if said.name == "twin.headline.nothing":
        assert gain < 0.01  # half a point, and what 20,000 and 100,000 points may differ by
    elif said.name == "twin.headline.cannot":
        assert gain > 0.02
    if (data, seed) == ("moons", 6):
        assert gain == pytest.approx(0.0257, abs=0.005)
        assert said.name == "twin.headline.both"


def test_networks_said_to_do_as_well_are_as_good_on_fresh_points() -> None:
    n_alike = 0
    for seed in range(1, 9):
        link = {"data": "blobs", "points": "100", "a_depth": "1", "depth": "2", "epochs": "60", "units": "8"}
        settings, notes = TwinSettings.from_url(link | {"data_seed": str(seed), "init_seed": str(seed)})
        assert not notes
        pair = [runs.regions_run(network) for network in settings.networks()]
        for one in pair:
            one.run.advance(10**9)
        if comparisons.twin(settings, pair).name == "twin.headline.alike":
            n_alike += 1
            assert abs(true_right(pair[1]) - true_right(pair[0])) < 0.01
    assert n_alike


def test_own_points_have_no_truth_and_no_claim() -> None:
    settings = RegionSettings(data="own", drawn=RegionSettings().drawn)
    assert truth.right_at_end.__wrapped__(runs.Trained(settings, None, None, None)) is None  # type: ignore[arg-type]
