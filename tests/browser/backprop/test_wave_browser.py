"""The backward wave in a real browser: arrows that grow layer by layer, each as thick as what it carries back."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.questions import microscope
from tests.browser.waiting import until, wait_for_server
from ui.backprop import worked_example
from ui.backprop.settings import BackpropSettings

ARROWS = """root => [...root.steps.wiring.edges.values()].filter((edge) => edge.layer > 1).map((edge) => {
  const { line, label, layer, j, i } = edge, number = (name) => Number(line.getAttribute(name));
  const head = root.querySelector(`.edges path[data-edge="${layer}_${j}_${i}"]`);
  return { layer, j, i, from: number("x1"), to: number("x2"), thick: number("stroke-width"),
    dashed: getComputedStyle(line).strokeDasharray !== "none",
    hollow: getComputedStyle(head).fill !== getComputedStyle(head).stroke,
    seen: getComputedStyle(line).opacity > 0 && head.checkVisibility(),
    number: getComputedStyle(label).visibility === "visible", lit: label.matches(".lit") }; })"""

MEET = """root => { const boxes = [...root.querySelectorAll(".labels.wave span")]
    .filter((e) => getComputedStyle(e).visibility === "visible").map((e) => e.getBoundingClientRect());
  return boxes.flatMap((a, k) => boxes.slice(k + 1).filter((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)).length; }"""


WATCH = """root => {
  root.played = false;
  const look = () => { root.played ||= root.steps.clock.plays; requestAnimationFrame(look); };
  look();
}"""
"""Keeps whether the wave has ever played from now on: it may be over before a test asks."""


@pytest.fixture
def open_wave(app_url: str, part: Callable[[Page, str], Locator]) -> Callable[..., Locator]:
    """Open the fourth step, and give the microscope's root."""

    def go(page: Page, query: str) -> Locator:
        page.goto(f"{app_url}/backprop?step=4&{query}")
        root = part(page, "steps")
        wait_for_server(page)
        return root

    return go


def carried(depth: int, arrows: list[dict[str, Any]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What each arrow carries, by the engine."""
    made = worked_example.example(BackpropSettings(depth=depth))
    passage = microscope.look(made.architecture, made.params, made.inputs, made.targets)
    return np.array(
        [
            passage.signals[a["layer"] - 1][0, a["j"] - 1]
            * made.params[2 * a["layer"] - 2][a["j"] - 1, a["i"] - 1]
            for a in arrows
        ]
    )


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_arrows_point_back_and_are_as_thick_as_what_they_carry(
    depth: int, size: tuple[int, int], new_page: Callable[..., Page], open_wave: Callable[..., Locator]
) -> None:
    page = new_page(width=size[0], height=size[1])
    root = open_wave(page, f"depth={depth}&stage=1")
    arrows = root.evaluate(ARROWS)
    values = carried(depth, arrows)
    assert len(arrows) == 9 * depth
    assert all(arrow["to"] < arrow["from"] for arrow in arrows)
    assert [arrow["dashed"] for arrow in arrows] == list(values < 0)
    assert [arrow["hollow"] for arrow in arrows] == list(values < 0)
    thick, sizes = np.array([arrow["thick"] for arrow in arrows]), np.abs(values)
    slope, least = np.polyfit(sizes, thick, 1)
    np.testing.assert_allclose(thick, least + slope * sizes, atol=0.02)
    assert all(arrow["seen"] for arrow in arrows)
    lit = np.array([arrow["lit"] for arrow in arrows])
    assert lit.sum() == 3
    assert not any(arrow["number"] for arrow in arrows if not arrow["lit"])
    assert sum(arrow["number"] for arrow in arrows) >= np.count_nonzero(sizes[lit] > 0.01)
    assert root.evaluate(MEET) == 0


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)])
def test_numbers_leave_the_heads_alone_and_columns_have_names(
    size: tuple[int, int], new_page: Callable[..., Page], open_wave: Callable[..., Locator]
) -> None:
    root = open_wave(new_page(width=size[0], height=size[1]), "depth=2&stage=1")
    assert root.locator(".column-name").all_inner_texts() == ["Inputs", "Layer 1", "Layer 2", "Outputs"]
    on_its_head = root.evaluate("""root => [...root.querySelectorAll(".labels.wave span")].filter((label) => {
      if (getComputedStyle(label).visibility !== "visible") return false;
      const box = label.getBoundingClientRect(), edge = label.dataset.edge;
      const head = root.querySelector(`.edges path[data-edge="${edge}"]`).getBoundingClientRect();
      return box.left < head.right - 1 && head.left < box.right - 1 && box.top < head.bottom && head.top < box.bottom;
    }).map((label) => label.textContent)""")
    assert on_its_head == []


def test_the_wave_reaches_layer_after_layer(page: Page, open_wave: Callable[..., Locator]) -> None:
    root = open_wave(page, "depth=3")
    letters = "root => [1, 2, 3].map((k) => root.querySelector(`[data-unit='${k}_1'] .signal i`).textContent)"
    for stop, known in enumerate(("zzz", "zzg", "zgg", "ggg")):
        root.locator(f".wave-stops [data-value='{stop}']").click()
        assert "".join(root.evaluate(letters)) == known
        seen = {arrow["layer"] for arrow in root.evaluate(ARROWS) if arrow["seen"]}
        assert seen == set(range(5 - stop, 5))
    root.locator(".wave-play").click()
    until(lambda: 0 < root.evaluate("root => root.steps.clock.at") < 3, page, "the wave moves")
    page.keyboard.press(" ")
    expect(root.locator(".wave-play")).to_have_attribute("aria-label", "Play the wave")
    stands = root.evaluate("root => root.steps.clock.at")
    page.wait_for_timeout(200)
    assert root.evaluate("root => root.steps.clock.at") == stands


def test_stepping_to_the_hidden_gradients_sets_the_wave_going_unless_motion_is_reduced(
    new_page: Callable[..., Page], open_wave: Callable[..., Locator]
) -> None:
    for motion in ("no-preference", "reduce"):
        page = new_page(reduced_motion=motion)
        root = open_wave(page, "depth=2")
        page.keyboard.press("ArrowLeft")
        root.evaluate(WATCH)
        page.keyboard.press("ArrowRight")
        until(lambda root=root: root.evaluate("root => root.steps.clock.at") == 2, page, "the wave ends")
        assert root.evaluate("root => root.played") == (motion == "no-preference")


def test_the_wave_waits_for_the_answer(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/?scene=error-signal&stage=1")
    root = page.locator(".steps.part")
    root.locator(".unit").first.wait_for(state="attached")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    until(lambda: root.evaluate("root => root.steps.clock.at") == 0, page, "the wave has not begun")
    assert not any(arrow["seen"] or arrow["number"] for arrow in root.evaluate(ARROWS))
    root.evaluate(WATCH)
    page.keyboard.press("a")
    until(lambda: root.evaluate("root => root.steps.clock.at") == 2, page, "the wave ends")
    assert root.evaluate("root => root.played")
    assert all(arrow["seen"] for arrow in root.evaluate(ARROWS))
