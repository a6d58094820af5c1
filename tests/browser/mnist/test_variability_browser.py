"""Variability: the browser changes digits as NumPy does, judges as the engine does, and follows the hand."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from datasets import mnist, transforms
from datasets.transforms import Transform
from engine.questions import probe
from tests.browser.waiting import A_WHILE, until
from ui.mnist import lessons
from ui.mnist.lessons import CLEAN, NETWORKS, Lesson
from ui.palette import PALETTES

LINK = "mnist?view=variability&vary_images=1000"

CHANGES = [
    {},
    {"shift_x": 3.0, "shift_y": -2.0},
    {"shift_x": 0.5, "shift_y": 8.0},
    {"rotation": 90.0},
    {"rotation": -33.0, "shift_x": -1.5},
    {"scale": 60.0},
    {"scale": -45.0, "skew": 20.0},
    {"shift_x": 2.5, "shift_y": 1.0, "rotation": 17.0, "scale": -20.0, "skew": -45.0},
]

SHOWN = """(root, change) => {
  const { variability } = root;
  variability.values = { shift_x: 0, shift_y: 0, rotation: 0, scale: 0, skew: 0, ...change };
  variability.show();
  const { pixels, found: { single, multi } } = variability;
  return { pixels: [...pixels], found: { single: [...single], multi: [...multi] } };
}"""

PIXELS_OF = """(canvas, colour) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) count += colour.every((value, k) => Math.abs(data[i + k] - value) <= 2);
  return count;
}"""
"""How many pixels of a canvas have a colour, given as red, green, blue and alpha."""


@pytest.fixture(scope="module")
def networks() -> dict[str, Any]:
    """Both networks as the page trains them."""
    job = lessons.training(Lesson(1_000, CLEAN))
    while not job.finished:
        job.advance(seconds=1.0)
    assert job.result is not None
    return {name: course.params for name, course in job.result.items()}


@pytest.fixture
def open_variability(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> Callable[[str], Locator]:
    """Open a link and give the root of the part, once it has its networks."""

    def go(link: str = LINK) -> Locator:
        page.goto(f"{app_url}/{link}")
        root = part(page, "variability")
        page.wait_for_function("root => root.variability.networks", arg=root.element_handle())
        return root

    return go


def test_the_browser_changes_digits_as_numpy_does_and_judges_them_as_the_engine_does(
    open_variability: Callable[..., Locator], networks: dict[str, Any]
) -> None:
    root, image = open_variability(f"{LINK}&image=test-61"), mnist.load().test.inputs[61:62]

    for change in CHANGES:
        shown = root.evaluate(SHOWN, change)
        expected = transforms.transform(image, Transform(**change))
        difference = np.abs(np.array(shown["pixels"]) - expected[0])
        assert difference.max() <= 1, change
        assert (difference > 0).mean() < 0.005, change
        for name, architecture in NETWORKS.items():
            inputs = np.array([shown["pixels"]], np.uint8)
            probabilities = probe.class_probabilities(architecture, networks[name], inputs)[0]
            np.testing.assert_allclose(shown["found"][name], probabilities, rtol=0, atol=1e-5)


def test_scores_follow_the_hand_and_the_link_follows_when_it_lets_go(
    open_variability: Callable[..., Locator],
) -> None:
    root = open_variability(f"{LINK}&image=test-61")
    page = root.page
    root.evaluate("root => { root.marked = [...root.querySelectorAll('canvas, tr, input')]; }")
    before = root.locator("tbody").inner_text()
    slider = root.locator("input[name=rotation]")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")

    expect(root.locator("label:has(input[name=rotation]) output")).to_have_text("+30")
    assert root.locator("tbody").inner_text() != before
    page.wait_for_url("**rotation=30**")
    assert root.evaluate("root => root.variability.values.rotation") == 30
    same = (
        "root => root.marked.every((node, i) => node === [...root.querySelectorAll('canvas, tr, input')][i])"
    )
    assert root.evaluate(same)
    root.locator(".as-it-is").click()
    page.wait_for_url(lambda url: "rotation" not in url)
    assert root.locator("tbody").inner_text() == before


SHIFT = "root => root.variability.values.shift_x"


def test_a_digit_sweeps_by_itself_until_a_hand_takes_it(open_variability: Callable[..., Locator]) -> None:
    root = open_variability(f"{LINK}&image=test-94&shift_x=-2&sweep=shift_x")
    page = root.page
    until(lambda: root.evaluate(SHIFT) > -1.5, page, "the digit has moved to the right")
    assert "shift_x=-2" in page.url
    page.keyboard.press(" ")
    expect(root.locator(".play")).to_have_attribute("data-state", "play")
    held = root.evaluate(SHIFT)
    page.wait_for_timeout(A_WHILE)
    assert root.evaluate(SHIFT) == held
    root.locator(".play").click()
    until(lambda: root.evaluate(SHIFT) != held, page, "the digit moves again")
    root.locator("input[name=shift_x]").press("ArrowRight")
    until(lambda: "sweep" not in page.url, page, "no sweep in the link")
    expect(root.locator(".play")).to_be_hidden()
    taken = root.evaluate(SHIFT)
    page.wait_for_timeout(A_WHILE)
    assert root.evaluate(SHIFT) == taken


def test_who_prefers_no_motion_sees_the_digit_at_rest(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/{LINK}&image=test-94&shift_x=-2&sweep=shift_x")
    root = part(page, "variability")
    page.wait_for_timeout(A_WHILE)
    assert root.evaluate(SHIFT) == -2
    expect(root.locator(".play")).to_have_attribute("data-state", "play")


def test_another_digit_is_chosen_by_its_name_and_kept_in_the_link(
    open_variability: Callable[..., Locator],
) -> None:
    root = open_variability()

    root.get_by_role("button", name="7", exact=True).click()

    expect(root.locator(".which")).to_contain_text("a 7")
    expect(root.locator("tr[data-true] th")).to_have_text("7")
    first = root.locator(".which").inner_text()
    root.locator(".another").click()
    expect(root.locator(".which")).not_to_have_text(first)
    expect(root.locator(".which")).to_contain_text("a 7")
    name = root.locator(".which").inner_text().split(",")[0].replace(" ", "-")
    root.page.wait_for_url(f"**image={name}**")


def test_curves_fill_in_and_say_their_numbers_under_the_pointer(
    open_variability: Callable[..., Locator],
) -> None:
    page = open_variability().page
    costs = page.locator(".lines").nth(1)
    expect(costs.locator(".one")).to_have_count(5)
    costs.evaluate("root => { root.marked = [...root.querySelectorAll('canvas')]; }")
    expect(page.locator(".progress")).to_have_count(0)

    assert costs.evaluate("root => root.marked.every((c, i) => c === root.querySelectorAll('canvas')[i])")
    both = re.compile(r": single layer [\d.]+ % at .+, 100 hidden units [\d.]+ % at ")
    for axes in costs.locator(".axes").all():
        assert both.search(axes.get_attribute("aria-label") or "")
        for tone, alpha in (("soft", 191), ("ink", 255)):  # the ink curve covers much of the soft one
            colour = list(bytes.fromhex(str(PALETTES["light"][tone])[1:]))
            assert axes.locator("canvas").evaluate(PIXELS_OF, [*colour, alpha]) > 20
    panel = costs.locator(".one").first
    panel.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    words = panel.locator("figcaption span").inner_text()
    assert words.startswith("0 px: single layer ")
    single, multi = (float(part.split()[-2]) for part in words.split(", "))
    assert 80 < single < 95
    assert 80 < multi < 95
    expect(page.locator(".lines").first.locator("td").last).to_contain_text(f"{multi:.1f}")
