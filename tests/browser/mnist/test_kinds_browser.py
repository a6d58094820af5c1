"""Kinds of template in a real browser: pictures upright on a signed scale, rows that stay while they are trained."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

PIXELS = """([root, row, digit]) => {
  const canvas = root.querySelectorAll(".kind")[row].querySelectorAll("canvas")[digit];
  const { width, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), fine = width / 28;
  const isLine = (x, y) => (x + y) % 6 === 0;  // of the hatch: the pixel beside it is the ground
  return Array.from({ length: 784 }, (_, i) => [fine * (i % 28), fine * Math.floor(i / 28)])
    .map(([x, y]) => 4 * (y * width + x + (isLine(x, y) ? 1 : 0)))
    .flatMap((from) => [...data.slice(from, from + 4)]); }"""

WEIGHTS = "(root, start) => [...root.kinds.state.arrays.weights.slice(start, start + 784)]"


def test_pictures_show_what_was_sent_upright_and_the_rows_stay(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/mnist?view=kinds&images=1000&epochs=5&init_seed=91")
    root = part(page, "kinds")
    root.locator(".kind").nth(3).wait_for()
    expect(root.locator(".spoken")).not_to_be_empty()
    root.evaluate("root => { root.marked = [...root.querySelectorAll('canvas')]; }")
    expect(root.locator(".note")).to_contain_text("then set to 0")
    assert root.evaluate("root => root.marked.every(canvas => canvas.isConnected)")
    expect(root.locator(".spoken")).to_contain_text(f"{root.locator('.headline').inner_text()}. Mean image")
    for row, digit in [(0, 7), (3, 2)]:
        pixels = page.evaluate(PIXELS, [root.element_handle(), row, digit])
        sent = root.evaluate(WEIGHTS, 784 * (10 * row + digit))
        limit = root.evaluate("(root, row) => root.kinds.state.rows[row].limit", row)
        scale = root.evaluate("root => [...root.kinds.theme.signed]")
        for place, weight in enumerate(sent):
            share = max(-1.0, min(1.0, weight / limit))
            near = [scale[min(255, max(0, int(127.5 * (1 + share)) + shift))] for shift in (0, 1)]
            red, green, blue = pixels[4 * place : 4 * place + 3]
            assert red | green << 8 | blue << 16 in [colour & 0xFFFFFF for colour in near], (row, place)
    mean_of_seven = root.evaluate(WEIGHTS, 784 * 7)
    rows = [sum(mean_of_seven[28 * i : 28 * i + 28]) for i in range(28)]
    assert max(range(28), key=rows.__getitem__) < 12  # the bar of a 7 is above its middle


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_scrolls_sideways(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator], width: int
) -> None:
    page = new_page(width=width, height=844)
    page.goto(f"{app_url}/mnist?view=kinds&images=1000&epochs=2")
    root = part(page, "kinds")
    expect(root.locator(".note")).to_contain_text("then set to 0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
