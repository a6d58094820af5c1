"""What happened in a run on MNIST, in a real browser: keys from mark to mark, the sentence, the list and its copy."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.referee import mnist
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for
from ui.digits.settings import MnistSettings

Part = Callable[[Page, str], Locator]

STORY = "root => root.templates.story.run.story ?? []"
AT = "root => root.templates.playback.moment.epoch"


def test_keys_go_from_mark_to_mark_once_the_run_is_over_and_each_sentence_is_so(
    page: Page, app_url: str, part: Part
) -> None:
    settings = MnistSettings(images=1_000, epochs=30, rate=0.02)
    page.goto(f"{app_url}/mnist?images=1000&epochs=30&rate=0.02")
    templates = part(page, "templates")
    mnist.settle(page)
    assert templates.evaluate(STORY) == []
    expect(templates.get_by_role("button", name="What happened")).to_be_hidden()
    templates.locator(".play").click()
    expect(templates.get_by_role("button", name="What happened")).to_be_visible()
    story = templates.evaluate(STORY)
    assert {"half", "apart"} <= {kind for _, kind, _ in story}
    expect(templates.locator("[data-chart=loss] .marks i")).to_have_count(len(story))

    templates.evaluate("root => root.templates.playback.goTo(0)")
    for epoch, kind, text in story:
        page.keyboard.press("]")
        expect(templates.locator(".headline")).to_have_text(text)
        assert templates.locator(".headline").get_attribute("data-says") == f"mnist.story.{kind}"
        assert abs(templates.evaluate(AT) - epoch) < 1e-6
    page.keyboard.press("[")
    expect(templates.locator(".headline")).to_have_text(story[-2][2])

    templates.get_by_role("button", name="What happened").click()
    dialog = templates.get_by_role("group", name="What happened")
    expect(dialog.locator("[aria-current=true]")).to_contain_text(story[-2][2])
    reading = read(page)
    assert not reading.unnamed
    told = [said for said in reading.said if said.name.startswith("mnist.story.")]
    assert [said.name for said in told].count("mnist.story.when") == len(story)
    for said in told:
        CHECKS[said.name](said, Scene(page, page.url, settings, reading))
    dialog.get_by_role("button", name=story[0][2]).click()
    wait_for(
        templates, f"Math.abs(p.playback.moment.epoch - {story[0][0]}) < 1e-6", "const p = root.templates;"
    )
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    dialog.get_by_role("button", name="Copy the list").click()
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("window.copied").splitlines()
    assert copied[0] == "MNIST: what happened in 30 epochs"
    assert len(copied) == len(story) + 1
