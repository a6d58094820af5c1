"""On paper: light colours whatever the screen has, the whole page, and two sheets at most."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_server

LINKS = ("?at=250", "hands", "mnist?images=1000&epochs=1", "backprop", "lecture")

INKS = """() => [...document.querySelectorAll("[data-testid=stMain] *")]
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && each.getClientRects().length && !each.closest("svg, style"))
  .map((each) => getComputedStyle(each).color.match(/[\\d.]+/g).slice(0, 3).map(Number))
  .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)"""


def opened(new_page: Callable[..., Page], address: str) -> Page:
    page = new_page(color_scheme="dark", reduced_motion="reduce")
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    expect(page.locator("[data-theme=dark]").first).to_be_attached()
    page.locator(".link .copy").wait_for()
    wait_for_server(page)
    return page


@pytest.mark.parametrize("link", LINKS)
def test_a_dark_page_prints_light_and_on_two_sheets_at_most(
    new_page: Callable[..., Page], app_url: str, link: str
) -> None:
    page = opened(new_page, f"{app_url}/{link}")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("[data-theme]:not([data-theme=light])")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert max(page.evaluate(INKS), default=0) < 128
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("[data-theme]:not([data-theme=dark])")).to_have_count(0)
