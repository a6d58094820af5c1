"""An answer that names an epoch moves the run that is there already, and is taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until, wait_for_keys

FILE = """[[scene]]
slug = "mine-1"
title = "Mine 1"
view = "{view}"
question = "When?"
answer = "Early."
then = "at=40"
further = ["at=7"]
"""


@pytest.mark.parametrize("view", ["regions?", "twin?", "regions?view=landscape&"])
def test_an_answer_that_names_an_epoch_moves_the_run_there_and_back(
    page: Page, app_url: str, view: str
) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_text("A lecture of your own").click()
    data = {
        "name": "mine.toml",
        "mimeType": "text/plain",
        "buffer": FILE.format(view=f"{view}epochs=80&at=60").encode(),
    }
    page.locator("input[type=file]").set_input_files(data)
    page.get_by_role("button", name="Mine 1").click()
    expect(page.locator(".question .title")).to_have_text("Mine 1")
    wait_for_keys(page)

    def stands_at(epoch: int) -> None:
        until(lambda: page.evaluate("() => window.hiddenLayersMoment?.()") == epoch, page, f"epoch {epoch}")

    stands_at(60)
    for key, epoch in (("PageDown", 40), ("PageDown", 7), ("PageUp", 40), ("PageUp", 60)):
        page.keyboard.press(key)
        stands_at(epoch)
