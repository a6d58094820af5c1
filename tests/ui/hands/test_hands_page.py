"""The page "By hand", as a visitor without a browser finds it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from engine.questions import probe
from engine.questions.fixed_features import best_outputs
from tests.node import Node
from tests.ui.conftest import LOOKS, Visitor
from tests.ui.settings.test_settings import settings_of
from ui.hands.settings import FIRST_LINES, VIEWS, HandsSettings
from ui.lecture.scenes import SCENES
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


def test_a_scene_sends_the_numbers_with_which_it_opened(visitor: Visitor) -> None:
    opening = list(SCENES["one-output"].settings.unit)  # type: ignore[attr-defined]
    changed = visitor.open("hands", scene="one-output", unit="2.4,1.6,-2").block("hands")
    assert changed["values"]["unit"] == [2.4, 1.6, -2.0]
    assert changed["opening"] == opening
    assert open_hands(visitor, view="softmax", scene="one-output")["opening"] is None
    assert open_hands(visitor, unit="2,1,0")["opening"] is None


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


def least_loss(features: np.ndarray, labels: np.ndarray) -> float:
    """The least mean cross-entropy of a softmax on features and a constant, by plain Newton steps in float64."""
    patterns = np.column_stack([features, np.ones(len(features))])
    n, size = patterns.shape
    theta = np.zeros((2, size))  # the third class is the zero: no direction is left without a slope
    for _ in range(200):
        scores = np.column_stack([patterns @ theta.T, np.zeros(n)])
        probs = np.exp(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))
        slope = ((probs - np.eye(3)[labels])[:, :2].T @ patterns / n).ravel()
        bends = np.zeros((2 * size, 2 * size))
        for a in range(2):
            for b in range(2):
                weight = probs[:, a] * ((a == b) - probs[:, b])
                bends[a * size : (a + 1) * size, b * size : (b + 1) * size] = (
                    patterns.T @ (weight[:, None] * patterns) / n
                )
        theta -= 0.5 * np.linalg.solve(bends, slope).reshape(2, size)
    assert np.abs(slope).max() < 1e-12
    return float(-np.log(probs[np.arange(n), labels]).mean())


@pytest.mark.parametrize("seed", range(6))
def test_the_outputs_reach_the_least_training_loss_where_there_is_one(visitor: Visitor, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = (
        HandsSettings().hidden if seed == 0 else tuple(np.round(rng.normal(scale=1.5, size=9), 2).tolist())
    )
    settings = HandsSettings(hidden=lines)
    block = open_hands(visitor, view="lines", hidden=",".join(map(str, lines)))
    training, rows = runs.points_of(settings).training, np.reshape(lines, (3, 3))
    inputs = training.inputs.astype(np.float64)
    features = 1 / (1 + np.exp(-(inputs @ rows[:, :2].T + rows[:, 2])))
    fitted = block["arrays"]["fitted"].astype(np.float64)
    scores = features @ fitted[9:18].reshape(3, 3).T + fitted[18:]
    log_sums = np.log(np.exp(scores).sum(axis=1))
    loss = (log_sums - scores[np.arange(len(scores)), training.labels]).mean()
    best = least_loss(features, training.labels)
    assert best - 1e-6 <= loss < best + 5e-4
    if seed == 0:
        assert f"{loss:.3f}" == f"{best:.3f}" == "0.549"


def test_the_sentence_about_the_outputs_names_the_penalty_and_only_for_the_lines_that_were_fitted(
    visitor: Visitor, node: Node
) -> None:
    block = open_hands(visitor, view="lines")
    lines = np.reshape(HandsSettings().hidden, (3, 3))
    said = {
        shift: node(
            "ui/hands/words.js",
            "wordsOf(run, lines)",
            run={**block, "arrays": {"fitted": block["arrays"]["fitted"]}},
            lines=(lines + np.array([0, 0, shift])).tolist(),
        )
        for shift in (0.0, 0.01)
    }
    assert "least training loss, with an L2 penalty of 0.000001 that keeps them finite" in said[0.0]
    assert "least training loss" not in said[0.01]
    assert "a moment ago" in said[0.01]


@pytest.mark.parametrize(
    ("mine", "theirs", "n", "words"),
    [
        (
            0.80,
            0.97,
            150,
            "Learning finds better lines: yours 80.0 %, learned 97.0 % of 150 validation points",
        ),
        (0.97, 0.80, 150, "Your lines beat the learned ones"),
        (0.84, 0.87, 150, "No clear winner"),
        (0.84, 0.84, 150, "No clear winner"),
        (0.84, 0.87, 15_000, "Learning finds better lines"),
    ],
)
def test_lines_are_called_better_only_where_so_many_points_can_tell(
    node: Node, mine: float, theirs: float, n: int, words: str
) -> None:
    points = {"set": "validation", "n": n}
    expression = "comparison(mine, theirs, points)"
    assert node("ui/hands/words.js", expression, mine=mine, theirs=theirs, points=points).startswith(words)


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
