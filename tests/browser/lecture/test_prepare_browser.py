"""Preparing a lecture, as a lecturer does it: press the button, leave, and come back to a list that is ticked off."""

from playwright.sync_api import Page

from tests.browser.referee import lecture  # noqa: F401  its checks are declared there
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for_server

FILE = """title = "Two scenes"
[[scene]]
slug = "a-run"
title = "A run"
view = "regions?data=moons&depth=1&units=2&epochs=40&init_seed=77"
question = "What?"
answer = "This."
[[scene]]
slug = "nothing"
title = "Nothing to train"
view = "backprop?view=outer"
question = "What?"
answer = "That."
minutes = 3
"""


def test_a_lecture_is_prepared_while_the_lecturer_is_away(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_text("A lecture of your own").click()
    data = {"name": "mine.toml", "mimeType": "text/plain", "buffer": FILE.encode()}
    page.locator("input[type=file]").set_input_files(data)
    page.get_by_text("Two scenes").wait_for()
    page.wait_for_url("**lecture=*")
    brought = page.url
    wait_for_server(page)

    page.get_by_role("button", name="Prepare the lecture").first.click()
    wait_for_server(page)
    page.goto(f"{app_url}/hands")
    page.locator(".headline:not(:empty)").first.wait_for()
    page.goto(brought)
    page.get_by_text("2 of 2 scenes are prepared").wait_for()
    wait_for_server(page)

    reading = read(page)
    assert not reading.unnamed
    states = [said for said in reading.said if said.name == "lecture.state"]
    assert [said.text for said in states[:2]] == ["2 min · ✓ prepared", "3 min · ✓ prepared"]
    for said in reading.said:
        if said.name in ("lecture.state", "lecture.prepared"):
            CHECKS[said.name](said, Scene(page, brought, None, reading))
