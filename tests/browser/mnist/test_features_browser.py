"""Templates and features in a browser: upright pictures in their places, and the one that is reached shown large."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

LINK = "mnist?view=features&vary_images=1000&templates=2"

ASYMMETRIC = """(root, places) => {
  const { features } = root, [bank] = features.banks, pictures = new Int8Array(20 * 784);
  for (let i = 0; i < 784; i += 28) pictures[13 * 784 + i + 1] = 60;  // of the second template of 3: column 1
  pictures[13 * 784 + 27] = 127;        // the top right pixel
  pictures[13 * 784 + 27 * 28] = -127;  // the bottom left one
  bank.set(bank.bank, pictures, 1 / 127, new Float32Array(20).fill(0.5));
  features.redraw();
  const pen = root.querySelector("[data-bank=templates] > canvas").getContext("2d");
  return places.map(([x, y]) => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3));
}"""
"""Draws it and reads the colours of these places at one go: the next pair that is trained is drawn over it."""


def opened(page: Page, app_url: str, part: Callable[[Page, str], Locator]) -> Locator:
    """The page once its first pair is trained."""
    page.goto(f"{app_url}/{LINK}")
    root = part(page, "features")
    expect(root.locator("[data-bank=features] strong")).to_contain_text("%")
    return root


def near(seen: list[int], colour: tuple[int, int, int]) -> bool:
    return max(abs(a - b) for a, b in zip(seen, colour, strict=True)) <= 4


def test_templates_stand_upright_in_the_column_of_their_digit(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    root = opened(page, app_url, part)
    left, top = 3 * 30 + 1, 1 * 30 + 1
    places = [[left + 27, top], [left, top + 27], [left + 27, top + 27], [left - 30 + 27, top]]
    seen = root.evaluate(ASYMMETRIC, places)

    gold, violet, nothing = (160, 106, 0), (91, 63, 168), (246, 245, 241)
    assert [
        near(colour, right) for colour, right in zip(seen, (gold, violet, nothing, nothing), strict=True)
    ] == [True] * 4, seen


def test_arrow_keys_reach_every_picture_and_show_it_large(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    root = opened(page, app_url, part)
    root.evaluate("root => { root.marked = [...root.querySelectorAll('canvas')]; }")
    name = root.locator(".one b").first
    root.locator("[data-bank=templates] > canvas").focus()
    expect(name).to_have_text("Template 1 for digit 0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    expect(name).to_have_text("Template 2 for digit 1")
    expect(root.locator(".one span").first).to_contain_text("% of the test images of 1")
    root.locator("[data-bank=features] > canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(name).to_have_text("Feature 2")
    large = """canvas => {
      const { width, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const fine = width / 28, isLine = (x, y) => (x + y) % 6 === 0;  // of the hatch of what is negative
      return Array.from({ length: 784 }, (_, i) => [fine * (i % 28), fine * Math.floor(i / 28)])
        .map(([x, y]) => 4 * (y * width + x + (isLine(x, y) ? 1 : 0)))
        .flatMap((from) => [...data.slice(from, from + 4)]).join();
    }"""
    small = "canvas => [...canvas.getContext('2d').getImageData(31, 1, 28, 28).data]"
    inner = root.locator("[data-bank=features] > canvas").evaluate(small)
    shown = [int(value) for value in root.locator(".one canvas").evaluate(large).split(",")]
    middle = slice(4 * 28 * 4, 4 * 28 * 24)  # the frame of the picked one covers its edge
    same = sum(a == b for a, b in zip(inner[middle], shown[middle], strict=True)) / len(shown[middle])
    assert same > 0.9
    expect(page.locator(".progress")).to_have_count(0)
    dots = "root => root.lines.panels[0].data.series.map(({ x, dots }) => dots && x.length)"
    assert page.locator(".lines").evaluate(dots) == [8, 8]
    assert root.evaluate("root => root.marked.every((c, i) => c === root.querySelectorAll('canvas')[i])")
