"""The network beside the map: a unit is called dead or saturated where the engine says so."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from engine.architecture import Architecture
from engine.questions.gradient_flow import unit_statistics

SHOWN = """root => {
  const { map, playback, run } = root.player, { points, n } = map.pointsForward;
  return {
    params: Array.from(playback.moment.params),
    sizes: run.sizes,
    points: [...Array(map.nTraining).keys()].map((i) => [points[i], points[n + i]]),
    units: [...root.querySelectorAll(".unit")].map((u) =>
      [u.getAttribute("aria-label").split(":")[0], u.className.split(" ")]),
  };
}"""


@pytest.mark.parametrize(
    ("activation", "query", "mark"),
    [("relu", "rate=0.3&epochs=40&at=40", "dead"), ("tanh", "start=large+(±4)&epochs=1&at=1", "saturated")],
)
def test_a_unit_is_called_dead_or_saturated_by_its_answers_to_the_training_points(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], activation: str, query: str, mark: str
) -> None:
    page.goto(f"{app_url}/?units=8&activation={activation}&{query}")
    player = part(page, "player")
    page.wait_for_function(
        "root => root.player.playback.atEnd && root.player.map.size", arg=player.element_handle()
    )
    found: dict[str, Any] = player.evaluate(SHOWN)
    architecture = Architecture(tuple(found["sizes"]), (activation,) * 2)
    params, points = (np.array(found[name], np.float32) for name in ("params", "points"))
    statistics = unit_statistics(architecture, params, points)
    judged = statistics.dead if mark == "dead" else [share > 0.95 for share in statistics.unit_saturation]
    expected = [
        f"Unit {unit + 1} of layer {layer + 1}"
        for layer, units in enumerate(judged)
        for unit in np.flatnonzero(units)
    ]
    assert 0 < len(expected) < 16
    assert [name for name, marks in found["units"] if mark in marks] == expected


def test_units_have_the_formulas_letters_where_the_formula_stands(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    names = """root => [...root.querySelectorAll(".diagram .name")]
      .filter((e) => e.checkVisibility()).map((e) => e.textContent)"""
    page.goto(f"{app_url}/?depth=1&units=3&beside=formula&epochs=1")
    letters = part(page, "player").evaluate(names)
    assert letters == ["x1", "x2", "h1", "h2", "h3", "y1", "y2", "y3"]
    page.goto(f"{app_url}/?depth=1&units=3&epochs=1")
    assert part(page, "player").evaluate(names) == ["x1", "x2"]
