"""The browser's history in a real browser: a page adds no step by itself, and what the visitor does is one."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import A_WHILE, until, wait_for_server


def address(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def wait_for_address(page: Page, wanted: str) -> None:
    """Wait until a page stands there, and the link's buttons: from then on it keeps its steps."""
    until(lambda: address(page) == wanted, page, wanted)
    expect(page.locator(".link .copy")).to_be_visible()
    wait_for_server(page)


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        ("/regions?depth=1", "/?depth=1"),  # the first page under its name
        ("/hands?scene=depth", "/activations?scene=depth"),  # a scene at another page's address
        ("/regions?scene=depth", "/activations?scene=depth"),
        ("/regions?data=xor&amp;depth=1&utm_source=mail", "/?data=xor&depth=1"),  # as a mail brings it
        ("/hands?view=planes&stage=0", "/hands?view=planes"),  # a setting that is the default's
        ("/hands?view=lines", "/hands?view=lines"),
    ],
)
def test_one_press_of_back_leaves_a_link(page: Page, app_url: str, link: str, opened: str) -> None:
    page.goto(f"{app_url}/lecture")
    wait_for_address(page, "/lecture")
    page.goto(f"{app_url}{link}")
    wait_for_address(page, opened)
    page.go_back()
    wait_for_address(page, "/lecture")
    page.wait_for_timeout(A_WHILE)
    assert address(page) == "/lecture"


def test_a_tab_is_one_step_also_where_the_page_then_writes_its_settings(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?depth=1")
    wait_for_address(page, "/?depth=1")
    page.get_by_role("link", name="By hand").click()
    wait_for_address(page, "/hands")
    page.get_by_role("link", name="Decision regions").click()
    wait_for_address(page, "/?depth=1")
    page.go_back()
    wait_for_address(page, "/hands")
    page.go_back()
    wait_for_address(page, "/?depth=1")


def test_two_changes_are_two_steps(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/hands")
    wait_for_address(page, "/hands")
    for view, words in (("planes", "Three outputs: planes"), ("unit", "One unit: a line")):
        page.get_by_test_id("stSidebar").get_by_text(words).first.click()
        wait_for_address(page, "/hands" if view == "unit" else f"/hands?view={view}")
    page.go_back()
    wait_for_address(page, "/hands?view=planes")
    page.go_back()
    wait_for_address(page, "/hands")
