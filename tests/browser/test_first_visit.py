"""The first visit: three steps, each told until it is done, and once; help comes by hover, focus and tap alike."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for, wait_for_server


def test_a_newcomer_is_told_three_steps_and_never_again(page: Page, app_url: str, part: Any) -> None:
    page.goto(f"{app_url}/")
    player = part(page, "player")
    line = player.locator(".first-steps")
    depths = page.get_by_test_id("stSidebar").locator("[class*=RegionSettings-depth]")
    expect(line).to_have_text("First: choose 0 hidden layers. Boundaries stay straight.")
    for depth, told in (("0", "choose 1 hidden layer, then 2"), ("1", "then 2"), ("2", "pick a unit")):
        depths.get_by_role("radio", name=depth, exact=True).click()
        wait_for(player, f"p.run.sizes.length === {int(depth) + 2}")
        expect(line).to_contain_text(told)
    player.locator(".hidden .unit").first.click()
    expect(line).to_be_hidden()
    links = page.get_by_test_id("stTopNavLink")
    expect(links.first).to_have_text("Lecture")
    expect(links.filter(has_text="MNIST")).to_have_text("MNIST templates")
    page.goto(f"{app_url}/")
    wait_for(part(page, "player"), "p.pictures > 0")
    expect(page.locator(".first-steps")).to_be_hidden()


def test_help_comes_by_hover_focus_and_tap(new_page: Callable[..., Page], app_url: str, part: Any) -> None:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(f"{app_url}/?at=250")
    player = part(page, "player")
    wait_for_server(page)
    bubble, word = player.locator(".help-bubble"), player.locator(".look [data-help]:not(button)")
    word.scroll_into_view_if_needed()
    word.tap()
    expect(bubble).to_contain_text("weighted sum is 0")
    box: Any = bubble.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    word.tap()
    expect(bubble).to_be_hidden()
    player.locator(".look [data-value=changed]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(bubble).to_contain_text("answer has changed")
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    player.locator(".fork").hover()
    expect(bubble).to_contain_text("A fork goes on from this epoch")
