"""Several templates against features: as many parameters, what the pictures are, what the page says."""

from typing import Any

import numpy as np
import pytest

from datasets import mnist
from datasets.transforms import Variability
from engine.architecture import Architecture
from engine.questions import probe
from tests.ui.conftest import Visitor
from tests.ui.mnist.test_variability_page import at_rest, blocks, done
from ui.mnist import lessons
from ui.mnist.features import families
from ui.mnist.lessons import CLEAN, Lesson
from ui.sentences import percent

pytestmark = pytest.mark.xdist_group("features")  # what is trained here is trained once

LESSON = Lesson(3_000, Variability(shift_x=2, shift_y=2))
SMALL = {"view": "features", "vary_images": "3000", "trained": "varied"}


@pytest.fixture(scope="module")
def banks() -> dict[int, families.Banks]:
    """The smallest pair, and one of three templates a class."""
    return {count: done(families.training(count, LESSON)) for count in (1, 3)}


@pytest.fixture
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page with three pairs: all eight take seconds."""
    monkeypatch.setattr(families, "MOST_TEMPLATES", 3)


def test_both_families_have_as_many_parameters() -> None:
    for count in range(1, 9):
        several, features = families.pair(count).values()
        assert several.n_params == 7_850 * count
        assert features.n_params == pytest.approx(several.n_params, rel=0.02)


def test_several_templates_beat_one_and_features_beat_templates(banks: dict[int, families.Banks]) -> None:
    one, three = banks[1], banks[3]

    assert three["templates"].accuracy > one["templates"].accuracy + 0.03
    assert three["features"].accuracy > three["templates"].accuracy + 0.02


def test_accuracies_are_those_on_the_varied_test_images(banks: dict[int, families.Banks]) -> None:
    inputs, labels = lessons.varied("test", LESSON.variability)

    for bank in banks[3].values():
        scores = probe.class_scores(bank.architecture, bank.params, inputs)
        assert bank.accuracy == pytest.approx((scores.argmax(axis=1) == labels).mean())


def test_templates_stand_in_the_column_of_their_digit_the_busiest_on_top(
    banks: dict[int, families.Banks],
) -> None:
    bank = banks[3]["templates"]
    inputs, labels = lessons.varied("test", LESSON.variability)
    shares = bank.weights.reshape(3, 10)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)
    assert (np.diff(shares, axis=0) <= 0).all()

    weights, biases = bank.architecture.split(bank.params)
    common = weights.mean(axis=0)
    scores = probe.class_scores(Architecture((784, 30)), bank.params, inputs[labels == 4])[:, 12:15]
    busiest = np.bincount(scores.argmax(axis=1), minlength=3)
    np.testing.assert_allclose(bank.pictures[4], weights[12 + busiest.argmax()] - common, atol=1e-6)
    assert shares[0, 4] == pytest.approx(busiest.max() / busiest.sum())
    assert len(biases) == 30


def test_features_are_the_hidden_units_weights_the_weightiest_first(banks: dict[int, families.Banks]) -> None:
    bank = banks[3]["features"]
    first, _, second, _ = bank.architecture.split(bank.params)
    leaving = np.abs(second).sum(axis=0)

    np.testing.assert_array_equal(bank.pictures[0], first[leaving.argmax()])
    np.testing.assert_allclose(bank.weights, np.sort(leaving)[::-1])
    np.testing.assert_array_equal(bank.leaving[0], second[:, leaving.argmax()])


def test_templates_begin_as_the_nearest_mean_softened() -> None:
    test, found = mnist.load().test, []
    for count in (1, 4):
        architecture = families.pair(count)["templates"]
        start = families._start(architecture, Lesson(1_000, CLEAN))
        found.append(float(probe.error_and_accuracy(architecture, start, test.inputs, test.labels)[1]))

    assert found[0] == pytest.approx(0.765, abs=0.01)
    assert found[1] > found[0] + 0.05


def test_the_page_trains_what_is_looked_at_first_and_fills_in_the_rest(
    visitor: Visitor, few_pairs: None, banks: dict[int, families.Banks]
) -> None:
    at_rest(visitor.open("mnist", **SMALL, templates="3"))

    (shown,), (curves,) = blocks(visitor, "features"), blocks(visitor, "lines")
    several, features = banks[3]["templates"], banks[3]["features"]
    assert shown["headline"]["text"] == (
        f"3 templates a class: {percent(round(10_000 * several.accuracy), 10_000)} of the 10,000 varied test images "
        "are right; "
        f"30 features with about as many parameters: {percent(round(10_000 * features.accuracy), 10_000)}"
    )
    for name, bank in banks[3].items():
        sent = shown["arrays"][name].reshape(-1, 784) * shown["steps"][name]
        np.testing.assert_allclose(sent, bank.pictures, rtol=0, atol=0.51 * shown["steps"][name])
        assert shown["banks"][name]["accuracy"] == bank.accuracy
    (panel,) = curves["panels"]
    assert [curve["x"] for curve in panel["series"]] == [
        [7_850.0, 15_700.0, 23_550.0],
        [float(families.pair(count)["features"].n_params) for count in (1, 2, 3)],
    ]
    assert panel["series"][0]["y"][2] == several.accuracy
    assert families.order_of(2, LESSON) == [2, 1, 3]


def test_a_page_with_nothing_trained_asks(visitor: Visitor) -> None:
    visitor.open("mnist", **{**SMALL, "vary_images": "1002"})

    (shown,), (progress,) = blocks(visitor, "features"), blocks(visitor, "progress")
    assert shown["headline"]["text"] == "Several templates a class, or features?"
    assert progress["doing"] == "Training 4 × 10 templates, and 39 features"


@pytest.mark.parametrize(
    ("lowest", "low"), [(0.97, 0.9), (0.91, 0.9), (0.905, 0.85), (0.78, 0.75), (0.1, 0.05), (0.0, 0.0)]
)
def test_the_axis_begins_below_all_accuracies(lowest: float, low: float) -> None:
    axis: dict[str, Any] = families.axis({"templates": {1.0: lowest}, "features": {1.0: 0.99}})

    assert axis["low"] == pytest.approx(low)
    assert axis["ticks"][0] == axis["high"] == 1.0
    assert min(axis["ticks"]) >= low
