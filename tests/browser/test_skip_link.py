"""By keyboard: the first stop of each page is a link past the menus, and play is near; page links show the focus."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_server

FOCUSED = """() => { let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return { play: at.matches(".play"),
    control: at.matches("button, summary, input, select, textarea, a, [tabindex='0']"),
    main: Boolean(document.activeElement.closest("[data-testid=stMain]")), test: at.dataset.testid ?? "" }; }"""

PLAYS = ("", "twin", "twin?view=wall&epochs=5", "mnist?images=1000&epochs=1", "activations?view=unit")
RESTS = ("hands", "backprop", "activations", "mnist?view=code", "lecture")


def skip(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("heading", level=1).first.wait_for()
    wait_for_server(page)
    controls = "[data-testid=stMain] :is(button, summary, input, a, [tabindex='0']):visible"
    page.locator(controls).first.wait_for()  # Streamlit fetches some kinds when they are needed
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["test"] == "stSkipToContent"
    page.keyboard.press("Enter")


@pytest.mark.parametrize("link", PLAYS)
def test_play_is_within_four_tabs_of_the_skip_link(page: Page, app_url: str, link: str) -> None:
    skip(page, f"{app_url}/{link}")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)["play"]:
            return
    raise AssertionError("no play")


@pytest.mark.parametrize("link", RESTS)
def test_where_nothing_plays_the_skip_link_leads_to_the_first_control(
    page: Page, app_url: str, link: str
) -> None:
    skip(page, f"{app_url}/{link}")
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    assert focused["main"]
    assert focused["control"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_link_shows_that_it_has_the_focus(page: Page, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{app_url}/lecture")
    link = page.get_by_test_id("stTopNavLink").first
    link.wait_for()
    wait_for_server(page)
    for _ in range(20):  # past the skip link and what stands in the sidebar
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)["test"] == "stTopNavLink":
            break
    expect(page.locator("[data-testid=stTopNavLink]:focus")).to_have_css("outline-style", "solid")
    expect(page.locator("[data-testid=stTopNavLink]:focus")).to_have_css("outline-width", "3px")
