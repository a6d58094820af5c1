"""Light turns dark while something is drawn: whatever a theme colours is then drawn as a dark page draws it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import box_of, until, wait_for_server
from ui.palette import PALETTES

PICTURES = """() => { const found = [];
  const isEmpty = (canvas) => {
    const { width, height } = canvas;
    return canvas.toDataURL() === Object.assign(document.createElement("canvas"), { width, height }).toDataURL(); };
  const look = (root) => { for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) look(element.shadowRoot);
    if (element.matches("canvas") && element.getClientRects().length && !isEmpty(element))
      found.push(element.toDataURL()); } };
  look(document);
  return found; }"""

LINKS = ("?epochs=60&at=60", "mnist?images=1000&epochs=1", "activations")


def pictures(page: Page) -> list[str]:
    return list(page.evaluate(PICTURES))


def at_rest(page: Page) -> list[str]:
    """The pictures, once two looks see the same."""
    wait_for_server(page)
    before: list[str] = []

    def stand_still() -> bool:
        seen, before[:] = list(before), pictures(page)
        return bool(before) and seen == before

    until(stand_still, page, "pictures at rest")
    return before


@pytest.mark.parametrize("link", LINKS)
def test_every_canvas_is_drawn_anew_in_the_other_theme(
    new_page: Callable[..., Page], app_url: str, link: str
) -> None:
    dark, turned = (new_page(color_scheme=scheme, reduced_motion="reduce") for scheme in ("dark", "light"))
    for page in (dark, turned):
        page.goto(f"{app_url}/{link}")
        page.get_by_role("heading", level=1).first.wait_for()
    wanted, light = at_rest(dark), at_rest(turned)
    assert not set(wanted) & set(light)
    turned.emulate_media(color_scheme="dark")
    until(lambda: pictures(turned) == wanted, turned, "as on a dark page")


def stroke(page: Page, pad: Locator) -> None:
    box: Any = box_of(pad)
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.8 * box["height"], steps=5)
    page.mouse.up()


def test_the_ink_of_a_drawn_digit_turns_light(page: Page, app_url: str, part: Any) -> None:
    page.goto(f"{app_url}/mnist?images=1000&epochs=1")
    templates = part(page, "templates")
    templates.locator("[data-source=draw]").click()
    stroke(page, templates.locator(".pad"))
    image = templates.evaluate("root => Array.from(root.templates.brush.image)")
    page.emulate_media(color_scheme="dark")
    ink = """({ templates: { sources: { inkPad: { context } } } }) => {
      const { data } = context.getImageData(0, 0, 280, 280), full = [];
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) full.push(data.slice(i, i + 3).join());
      return [...new Set(full)]; }"""
    light = PALETTES["dark"]["ink"]
    wanted = ",".join(str(int(light[i : i + 2], 16)) for i in (1, 3, 5))
    until(lambda: templates.evaluate(ink) == [wanted], page, f"ink {wanted}")
    assert templates.evaluate("root => Array.from(root.templates.brush.image)") == image


def test_figures_follow_the_theme(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?epochs=60&at=60&figures=1")
    ground = page.locator(".js-plotly-plot .main-svg").first
    ground.wait_for()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        colour = PALETTES[scheme]["page"]
        rgb = ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
        expect(ground).to_have_css("background-color", f"rgb({rgb})")
