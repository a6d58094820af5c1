"""A lecture of one's own: what the field of its title says when a button is pressed stands in the file, at once."""

import tomllib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_server


def test_the_file_has_the_title_that_was_typed_last_at_the_first_press(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?epochs=20&points=60")
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_text("Keep this view as a scene").click()
    for label, words in (
        ("Title of the scene", "Rings"),
        ("Question to predict", "How many?"),
        ("Answer", "3."),
    ):
        sidebar.get_by_label(label, exact=True).fill(words)
    sidebar.get_by_role("button", name="Keep", exact=True).click()
    expect(sidebar.get_by_text("Kept: it stands on the page")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Lecture").click()
    title = page.get_by_label("Title of the lecture")
    press = page.get_by_role("button", name="Download the file (TOML)")

    for words in ("Spirals and rings", "Rings alone"):
        expect(press).to_be_visible()
        wait_for_server(page)
        title.fill(words)  # the field still has the focus, and has told the server nothing
        with page.expect_download() as coming:
            press.click()
        assert coming.value.suggested_filename == "lecture.toml"
        assert tomllib.loads(Path(coming.value.path()).read_text())["title"] == words

    title.fill("Opened at once")
    page.get_by_role("button", name="Open it, with a link to walk").click()
    expect(page.get_by_role("heading", name="Opened at once")).to_be_visible()
