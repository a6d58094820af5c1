"""Before the picture of a page has drawn, what stands below it waits below the window."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.waiting import until, wait_for_server

BELOW = ".st-key-take_away"


@pytest.mark.parametrize(
    ("link", "name"),
    [("", "player"), ("twin", "twin"), ("mnist?view=features&images=1000&epochs=1", "features")],
)
def test_what_stands_below_a_picture_waits_below_the_window(
    page: Page, app_url: str, link: str, name: str
) -> None:
    held: list[Route] = []
    page.route(f"**/static/parts/{name}.*.js", lambda route: held.append(route))
    page.goto(f"{app_url}/{link}")
    below, place = page.locator(BELOW), page.locator(f".st-key-{name}")
    below.locator(".take_away[data-drawn]").wait_for(state="attached")
    until(lambda: held, page, "the picture's script is asked for")
    wait_for_server(page)
    assert place.evaluate("place => place.getBoundingClientRect().height >= innerHeight")
    assert below.evaluate("below => below.getBoundingClientRect().top >= innerHeight")

    for route in held:
        route.continue_()
    expect(page.locator(f".{name}[data-drawn]")).to_be_visible()
    assert place.evaluate("place => getComputedStyle(place).minHeight") in ("0px", "auto")
