"""Headlines of the wall and of two networks, against the truth: fresh points of one's own, and networks in float64."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from datasets import point_table, toy
from datasets.points import Points
from tests.amount import thinned
from ui.plane import runs
from ui.plane.runs import Trained
from ui.twin import headlines
from ui.twin.settings import TwinSettings

HIDDEN = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0.0)}

SHARES = re.compile(r"([\d.]+)(?: (?:to|and) ([\d.]+))? % of (?:the )?([\d,]+) (\w+) points? right")


def walled(link: dict[str, str]) -> tuple[TwinSettings, list[Trained]]:
    settings, notes = TwinSettings.from_url({"view": "wall"} | link)
    assert not notes
    cells = [runs.regions_run(one, 61) for one in settings.wall()]
    for cell in cells:
        cell.run.advance(10**9)
    return settings, cells


def paired(link: dict[str, str]) -> tuple[TwinSettings, list[Trained]]:
    settings, notes = TwinSettings.from_url(link)
    assert not notes
    pair = [runs.regions_run(one) for one in settings.networks()]
    for one in pair:
        one.run.advance(10**9)
    return settings, pair


def right_of(trained: Trained, points: Points) -> float:
    """Share of points that a run gets right at its end, in float64."""
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


def true_right(cells: Sequence[Trained]) -> list[float]:
    """Of 100,000 fresh points, drawn with another seed than the page's."""
    source = runs.truth_of(cells[0].settings)
    assert source is not None
    points = source.draw(100_000, np.random.default_rng(77))
    return [right_of(cell, points) for cell in cells]


def shares_in(text: str) -> tuple[float, float, int, str]:
    """The least and the largest share that a headline says, of how many points, and of which."""
    found = SHARES.search(text)
    assert found, text
    low, high, n, kind = found.groups()
    return float(low) / 100, float(high or low) / 100, int(n.replace(",", "")), kind


@pytest.mark.parametrize("seed", thinned(range(50)))
def test_the_best_of_a_wall_is_the_best_on_fresh_points(seed: int) -> None:
    data = list(toy.DATASETS)
    link = {"data": data[seed % len(data)], "points": str((12, 30, 100)[seed // len(data) % 3])}
    link |= {"units": str((2, 6, 12)[seed % 3]), "epochs": str((40, 100)[seed % 2])}
    link |= {"data_seed": str(seed), "init_seed": str(seed), "depths": "0,1,2", "kinds": "tanh,relu"}
    settings, cells = walled(link)
    said, true, best = headlines.wall(settings, cells), true_right(cells), headlines.best(cells)
    low, high, n, kind = shares_in(said.text)
    assert (n, kind) == (20_000, "fresh")
    winner = int(np.argmax(true))
    if said.name == "wall.headline.best":
        assert best == [winner]
        assert said.text.startswith(f"Best: {headlines.cell_words(settings, winner)}, ")
        assert low == high == pytest.approx(true[winner], abs=0.012)
        assert max(true[:winner] + true[winner + 1 :]) < true[winner]
    else:
        assert said.name in ("wall.headline.several", "wall.headline.range")
        assert (
            max(true) - max(true[i] for i in best) < 0.002
        )  # one of those that are named is the best, or as good
        assert max(true) - min(true[i] for i in best) < 0.025  # and none of them is much worse
        assert [low, high] == pytest.approx(
            [min(true[i] for i in best), max(true[i] for i in best)], abs=0.012
        )
        counted = re.search(r"Best: (\d+) of (\d+),|All (\d+) get", said.text)
        assert counted
        assert int(counted[1] or counted[3]) == len(best)
    n_rose = sum(
        bool(one.run.history.training_error[-1] > one.run.history.training_error[0]) for one in cells
    )
    assert (f"the training loss of {n_rose} of 6 rose" in said.text) == bool(n_rose)


def test_the_first_of_several_that_are_as_good_is_not_called_the_best() -> None:
    settings, cells = walled({"data": "lecture", "points": "100"})
    held_out = [float(cell.run.history.validation_accuracy[-1]) for cell in cells]
    assert held_out.count(max(held_out)) > 1
    said = headlines.wall(settings, cells)
    assert said.name in ("wall.headline.several", "wall.headline.range")
    assert len(headlines.best(cells)) > 5


def test_one_network_three_times_is_no_tie_to_be_won() -> None:
    settings, cells = walled({"depths": "0", "epochs": "30"})
    said = headlines.wall(settings, cells)
    assert said.text.startswith("All 3 get ")
    assert {headlines.cell_words(settings, i) for i in range(3)} == {"no hidden layer"}


def test_what_diverged_is_said_and_is_not_the_best() -> None:
    link = {
        "rule": "gradient descent",
        "rate": "100",
        "start": "large (±4)",
        "kinds": "tanh,relu",
        "epochs": "100",
    }
    settings, cells = walled(link)
    gone = [i for i, cell in enumerate(cells) if cell.run.stop and cell.run.stop.kind == "diverged"]
    assert len(gone) == 3
    assert not set(gone) & set(headlines.best(cells))
    assert "; 3 of 8 diverged; the training loss of " in headlines.wall(settings, cells).text
    settings, cells = walled(link | {"kinds": "relu"})
    said = headlines.wall(settings, cells)
    assert (said.name, said.text.partition(",")[0]) == (
        "wall.headline.standing",
        "Not diverged: 3 hidden layers",
    )
    settings, cells = walled(link | {"kinds": "relu", "depths": "1,2"})
    assert headlines.wall(settings, cells).text == "Training diverged in both networks"
    settings, cells = walled(link | {"kinds": "relu", "depths": "1"})
    assert headlines.wall(settings, cells).text == "Training diverged"


def test_a_loss_that_a_penalty_lifted_is_said_to_have_risen() -> None:
    settings, cells = walled(
        {"data": "lecture", "l2": "1", "start": "He normal", "depths": "2", "epochs": "100"}
    )
    assert all(cell.run.history.training_error[-1] > cell.run.history.training_error[0] for cell in cells)
    assert headlines.wall(settings, cells).text.endswith("; the training loss of 3 of 3 rose")


def own_points(n: int) -> str:
    rng, labels = np.random.default_rng(1), np.arange(n) % 3
    centres = np.array([[-2.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    return point_table.to_text(
        Points(np.clip(rng.normal(size=(n, 2)) * 0.6 + centres[labels], -4, 4), labels)
    )


def test_of_own_points_only_those_held_out_tell_which_is_the_best() -> None:
    link = {"data": "own", "drawn": own_points(120), "epochs": "60", "kinds": "tanh"}
    settings, cells = walled(link)
    _, _, n, kind = shares_in(headlines.wall(settings, cells).text)
    assert (n, kind) == (30, "validation")
    assert headlines.best(cells) == [0, 1, 2, 3]
    settings, cells = walled(link | {"validation": "none"})
    _, _, n, kind = shares_in(headlines.wall(settings, cells).text)
    assert (n, kind) == (120, "training")
    assert headlines.best(cells) == []


@pytest.mark.parametrize("seed", thinned(range(50)))
def test_what_is_said_of_two_networks_is_so_on_fresh_points(seed: int) -> None:
    data = list(toy.DATASETS)
    link = {"data": data[seed % len(data)], "points": str((12, 30, 100)[seed // len(data) % 3])}
    link |= {"depth": str(1 + seed % 2), "units": str((3, 8)[seed % 2]), "epochs": "80"}
    link |= {"data_seed": str(seed), "init_seed": str(seed), "a_depth": str(seed % 3 // 2)}
    settings, pair = paired(link)
    said, true = headlines.twin(settings, pair), true_right(pair)
    gain = true[1] - true[0]
    if said.name == "twin.headline.nothing":
        assert -0.04 < gain < 0.01
    elif said.name == "twin.headline.alike":
        assert abs(gain) < 0.01
    elif said.name == "twin.headline.cannot":
        assert gain > 0.02
        assert true[0] < 0.91
    else:
        assert said.name == "twin.headline.both"
        held_out = pair[0].points.validation
        shares = [f"{100 * right_of(one, held_out):.1f} %" for one in pair]
        assert re.findall(r"\d+\.\d %", said.text) == list(dict.fromkeys(shares))
        assert f"of the {len(held_out)} validation points right" in said.text
        return
    if said.name != "twin.headline.cannot":
        low, high, n, kind = shares_in(said.text)
        assert (n, kind) == (20_000, "fresh")
        assert [low, high] == pytest.approx(true, abs=0.012)


def test_a_moment_that_bears_no_finding_out_has_a_sentence_to_be_filled() -> None:
    settings, cells = walled({"depths": "1,2", "kinds": "tanh", "epochs": "3"})
    assert headlines.wall_moment(settings, cells) == {
        "name": "wall.headline.range",
        "apart": "Both get {low} to {high} of the 300 validation points right",
        "alike": "Both get {low} of the 300 validation points right",
    }
    settings, pair = paired({"epochs": "3"})
    assert headlines.twin_moment(settings, pair)["apart"] == (
        "Single layer {first}, multi-layer {second} of the 300 validation points right"
    )
