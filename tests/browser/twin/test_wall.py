"""A wall of networks in a real browser: twelve maps on one clock, each with its own network; a click opens one."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.architecture import Architecture
from engine.questions import probe
from tests.browser import waiting
from tests.browser.sidebar import next_weights
from tests.browser.waiting import wait_for_server
from ui.plane import runs, truth
from ui.twin.settings import TwinSettings

Part = Callable[[Page, str], Locator]

END = "w.run.finished && w.playback.atEnd && !w.playback.playing && w.cells.length === 12"


@pytest.fixture
def opened(page: Page, app_url: str, part: Part) -> Callable[[str], Locator]:
    """Open the wall with a query and give it."""

    def open_page(query: str = "") -> Locator:
        page.goto(f"{app_url}/twin?view=wall&{query}")
        return part(page, "wall")

    return open_page


def wait_for(wall: Locator, condition: str) -> None:
    """Wait until a condition in ``w``, the wall, holds."""
    waiting.wait_for(wall, condition, "const w = root.wall;")


def test_twelve_maps_play_on_one_clock_and_each_shows_its_own_network(opened: Any) -> None:
    wall = opened("epochs=30&at=30")
    wait_for(wall, END)
    found = wall.evaluate(
        """root => {
          const w = root.wall, { nets } = w.playback.moment;
          return {
            epochs: nets.map((net) => net.epoch),
            said: w.cells.map(({ value }) => value.textContent),
            right: nets.map((net) => net.validation_accuracy),
            nets: w.run.nets,
            params: nets.map((net) => Array.from(net.params)),
            values: w.cells.map(({ map }, i) => map.valuesAt(nets[i].params, 1.25, -2).probabilities),
          };
        }"""
    )
    assert found["epochs"] == [30] * 12
    assert found["said"] == [f"{100 * share:.1f} %" for share in found["right"]]
    for i in range(12):
        architecture = Architecture(tuple(found["nets"][i]["sizes"]), tuple(found["nets"][i]["activations"]))
        place = np.array([[1.25, -2.0]], np.float32)
        expected = probe.class_probabilities(architecture, np.array(found["params"][i], np.float32), place)
        np.testing.assert_allclose(found["values"][i], expected[0], atol=1e-5)
    best = wall.evaluate("root => root.wall.run.best")
    assert 1 <= len(best) < 12
    framed = wall.evaluate("root => root.wall.cells.map(({ button }) => button.classList.contains('best'))")
    assert [i for i in range(12) if framed[i]] == best


def test_a_cell_opens_beside_the_single_layer(opened: Any, page: Page, part: Part) -> None:
    wall = opened("epochs=10&at=10")
    wait_for(wall, END)
    wall.get_by_role("button", name=re.compile("^3 hidden layers, ReLU")).click()
    twin = part(page, "twin")
    waiting.wait_for(twin, "root.twin.run.nets[1].sizes.length === 5")
    assert twin.evaluate("root => root.twin.run.nets.map((net) => net.activations)") == [[], ["relu"] * 3]
    expect(page).to_have_url(re.compile("depth=3.*activation=relu|activation=relu.*depth=3"))
    expect(page).not_to_have_url(re.compile("view=wall"))
    page.go_back()
    part(page, "wall")


def test_the_walls_canvases_survive_changes(opened: Any, page: Page) -> None:
    wall = opened("epochs=10&at=10")
    wait_for(wall, END)
    wall.evaluate("root => root.querySelectorAll('canvas').forEach((node) => { node.mine = root; })")
    up = next_weights(page)
    for _ in range(5):
        before = wall.evaluate("root => root.wall.run.id")
        up.click()
        wait_for(wall, f"w.run.id !== '{before}'")
        wait_for_server(page)
    kept = wall.evaluate(
        "root => [...root.querySelectorAll('canvas')].filter((node) => node.mine === root).length"
    )
    assert kept == 14


def test_a_page_at_work_is_not_asked_for_more_however_long_it_takes(opened: Any) -> None:
    wall = opened("epochs=10&at=10")
    wait_for(wall, END)
    asked = wall.evaluate(
        """root => {
          const app = document.querySelector("[data-testid=stApp]"), { asking } = root.wall, asked = [];
          Object.assign(asking, { wanted: () => true, ask: () => asked.push(app.dataset.testScriptState) });
          for (const state of ["running", "rerunRequested", "notRunning"]) {
            app.dataset.testScriptState = state;
            asking.send(performance.now() - 10000, 100);
          }
          asking.wanted = () => false;
          return asked;
        }"""
    )
    assert asked == ["notRunning"]


def test_the_wall_fits_a_phones_width(new_page: Callable[..., Page], app_url: str, part: Part) -> None:
    page = new_page(width=390, height=844, has_touch=True)
    page.goto(f"{app_url}/twin?view=wall&epochs=10&at=10")
    wall = part(page, "wall")
    wait_for(wall, END)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_with_the_truth_each_cell_says_what_it_gets_wrong_of_fresh_points(
    opened: Any,
) -> None:
    settings = TwinSettings(view="wall", data="lecture", depths=("1", "3"), kinds=("tanh",), epochs=20)
    trained = [runs.regions_run(one, 61) for one in settings.wall()]
    source = runs.truth_of(settings)
    assert source is not None
    wall = opened("data=lecture&depths=1,3&kinds=tanh&epochs=20&at=20&truth=1")
    for i, one in enumerate(trained):
        one.run.advance(10_000)
        shares = [
            1 - one.run.history.training_accuracy[-1],
            1 - one.run.history.validation_accuracy[-1],
            truth.true_error(source, one, 20.0).error,
        ]
        names = ("training", "validation", "true")
        words = "".join(f"{100 * share:.1f} %{name}" for share, name in zip(shares, names, strict=True))
        expect(wall.locator(".cell .wrong").nth(i)).to_have_text(f"wrong{words}")
    expect(wall.locator(".status")).to_contain_text("on 200,000 fresh points")


def test_the_walls_regions_are_hatched_at_a_click_and_by_link(opened: Any, page: Page) -> None:
    wall = opened("epochs=10&at=10&depths=1&kinds=tanh")
    wall.get_by_role("button", name="hatched").click()
    expect(page).to_have_url(re.compile("look=hatched"))
    expect(wall.locator(".legend")).to_contain_text("2 plain")
    page.reload()
    expect(page.locator(".wall").get_by_role("button", name="hatched")).to_have_attribute(
        "aria-pressed", "true"
    )
