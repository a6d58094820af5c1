"""What happened in a run, in a real browser: keys from mark to mark, the sentence, the list and its copy."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.referee import regions
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for
from ui.plane.run_settings import RegionSettings

Part = Callable[[Page, str], Locator]

STORY = "root => root.player.run.story"
AT = "root => root.player.playback.moment.epoch"


def refereed(page: Page, settings: RegionSettings) -> list[str]:
    """Check all that is said; the names of its sentences."""
    reading = read(page)
    assert not reading.unnamed
    for said in reading.said:
        CHECKS[said.name](said, Scene(page, page.url, settings, reading))
    return [said.name for said in reading.said]


def test_keys_go_from_mark_to_mark_and_the_list_is_a_table_of_contents(
    page: Page, app_url: str, part: Part
) -> None:
    page.goto(f"{app_url}/?epochs=120&points=60&at=0")
    player, settings = part(page, "player"), RegionSettings(epochs=120, points=60)
    regions.settle(page)
    wait_for(player, "p.run.story.length")
    story = player.evaluate(STORY)
    expect(player.locator("[data-chart=loss] .marks i")).to_have_count(len(story))

    for epoch, kind, text in story:
        page.keyboard.press("]")
        expect(player.locator(".headline")).to_have_text(text)
        assert player.locator(".headline").get_attribute("data-says") == f"plane.story.{kind}"
        assert player.evaluate(AT) == epoch
        expect(page).to_have_url(re.compile(rf"at={epoch:g}\b"))
    page.keyboard.press("]")
    page.keyboard.press("[")
    expect(player.locator(".headline")).to_have_text(story[-2][2])

    player.get_by_role("button", name="What happened").click()
    dialog = player.get_by_role("group", name="What happened")
    expect(dialog.locator("li")).to_have_count(len(story))
    expect(dialog.locator("[aria-current=true]")).to_contain_text(story[-2][2])
    names = refereed(page, settings)
    assert names.count("plane.story.when") == len(story)
    dialog.get_by_role("button", name=story[0][2]).click()
    wait_for(player, f"p.playback.moment.epoch === {story[0][0]}")

    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    dialog.get_by_role("button", name="Copy the list").click()
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("window.copied").splitlines()
    assert lines[0] == "Spiral, three arms: what happened in 120 epochs"
    assert lines[1:] == [f"Epoch {epoch:g}: {text}." for epoch, _, text in story]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
