"""Figures by their data: what is drawn is what was computed, the right way up, with a second sign for each class."""

from typing import Any

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.questions import probe
from ui.charts import curves as charts_curves
from ui.charts import regions
from ui.palette import PALETTES


@pytest.fixture
def drawn() -> tuple[Any, np.ndarray, np.ndarray]:
    """A figure over 2 × 2 units of the plane, its scores, its places."""
    architecture = Architecture((2, 3))
    params = np.array([4.0, 0.0, 0.0, 5.0, -3.0, 1.0, 0.1, 0.2, 0.3], dtype=np.float32)
    places = probe.grid((-1.0, 3.0, -2.0, 2.0), 9)
    scores = probe.class_scores(architecture, params, places).reshape(9, 9, 3)
    points = {
        "training": (np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([0, 2])),
        "validation": (np.array([[1.0, 1.0]]), np.array([1])),
    }
    return regions.decision_regions(places[:9, 0], places[::9, 1], scores, points), scores, places


def test_the_heat_map_shows_the_class_with_the_largest_score(drawn: Any) -> None:
    figure, scores, _ = drawn
    shown = np.asarray(figure.data[0].z)
    np.testing.assert_array_equal(np.floor(shown), scores.argmax(axis=-1))


def test_the_heat_map_is_upright(drawn: Any) -> None:
    figure, scores, _ = drawn
    heat = figure.data[0]
    assert heat.y[0] == -2.0
    assert heat.y[-1] == 2.0
    np.testing.assert_allclose(heat.customdata[-1][0][:3], scores[-1, 0], rtol=1e-6)
    assert scores[-1, 0].argmax() == 1  # x = −1, y = 2: the second class is the one that grows with y


def test_hovering_gives_scores_and_probabilities(drawn: Any) -> None:
    figure, scores, _ = drawn
    data = np.asarray(figure.data[0].customdata)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    np.testing.assert_allclose(data[..., 3:], powers / powers.sum(axis=-1, keepdims=True), atol=1e-6)


def test_each_class_has_a_symbol_and_validation_is_hollow(drawn: Any) -> None:
    figure, _, _ = drawn
    symbols = {trace.name: trace.marker.symbol for trace in figure.data if trace.type == "scatter"}
    assert symbols["1, training"] == "circle"
    assert symbols["2, validation"] == "x-open"
    assert len(set(symbols.values())) == 6


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_take_the_themes_colours(theme: str) -> None:
    epoch = np.arange(3.0)
    curves = {"training": epoch, "validation": epoch}
    figure = charts_curves.loss_and_accuracy(epoch, curves, curves, theme)
    assert figure.layout.paper_bgcolor == PALETTES[theme]["page"]


def test_validation_curves_are_dashed() -> None:
    epoch = np.arange(3.0)
    figure = charts_curves.loss_and_accuracy(
        epoch, {"training": epoch, "validation": epoch + 1}, {"training": epoch}, "light"
    )
    dashes = {(trace.name, trace.yaxis): trace.line.dash for trace in figure.data}
    assert dashes[("training", "y")] == "solid"
    assert dashes[("validation", "y")] == "dash"


def test_before_training_the_one_record_is_a_dot_in_view_filled_or_hollow() -> None:
    start, curves = np.array([0.0]), {"training": np.array([2.4]), "validation": np.array([2.3])}
    figure = charts_curves.loss_and_accuracy(start, curves, curves, "light")
    symbols = {trace.name: trace.marker.symbol for trace in figure.data}
    assert {trace.mode for trace in figure.data} == {"markers"}
    assert symbols == {"training": "circle", "validation": "circle-open"}
    assert figure.layout.xaxis.range[0] < 0 < figure.layout.xaxis.range[1]
    assert figure.layout.xaxis.range[0] > -0.1


def test_curves_end_where_the_run_has_come_to() -> None:
    epoch = np.arange(31.0)
    figure = charts_curves.loss_and_accuracy(epoch, {"training": epoch}, {"training": epoch}, "dark")
    low, high = figure.layout.xaxis2.range
    assert low <= 0 < 30 <= high < 31
    assert figure.data[0].mode == "lines"
