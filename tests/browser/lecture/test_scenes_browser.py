"""Scenes in a real browser: walking, revealing, and a link that opens the same picture elsewhere."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until, wait_for_keys
from ui.lecture.scenes import LECTURES, SCENES


def title(page: Page) -> Locator:
    return page.locator(".question .title")


def go_on(page: Page, slug: str, done: int = 0) -> None:
    """Press a clicker until a scene has been through all its builds, and the next one is on its way."""
    plays = SCENES[slug].pause is not None
    for _ in range(2 * len(SCENES[slug].questions) + plays + len(SCENES[slug].further) - done):
        wait_for_keys(page)
        page.keyboard.press("PageDown")


def test_a_clicker_walks_from_scene_to_scene_and_over_pages(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single")
    expect(title(page)).to_have_text("Decision regions of a single layer")
    go_on(page, "regions-single")
    expect(title(page)).to_have_text("Single layer on MNIST")
    expect(page.locator(".quality .headline")).not_to_be_empty()
    expect(page).to_have_url(re.compile(r"/mnist\?"))
    page.keyboard.press("PageUp")
    expect(title(page)).to_have_text("Decision regions of a single layer")
    expect(page.locator(".player .headline")).not_to_be_empty()


def test_walking_through_the_lecture_shows_every_scene(page: Page, app_url: str) -> None:
    slugs = list(LECTURES["deep-neural-networks-1"].scenes)
    page.goto(f"{app_url}/?scene={slugs[0]}")
    for i, slug in enumerate(slugs):
        expect(title(page)).to_have_text(SCENES[slug].title)
        wait_for_keys(page)
        expect(page.get_by_role("heading", level=1).first).not_to_be_empty()
        for _ in range(1 + (SCENES[slug].pause is not None)):
            page.keyboard.press("PageDown")  # to the first answer: what lay under a cover is in view
        expect(page.locator(".part :is(canvas, table, svg, .matrix):visible").first).to_be_visible()
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
        expect(page.locator(".link .on")).to_be_visible()
        if i + 1 < len(slugs):
            go_on(page, slug, done=1 + (SCENES[slug].pause is not None))


def test_the_back_button_returns_to_the_scene_on_the_page_before(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single")
    expect(title(page)).to_have_text("Decision regions of a single layer")
    expect(page.locator(".link .on")).to_be_enabled()
    page.locator(".link .on").click()
    expect(title(page)).to_have_text("Single layer on MNIST")
    expect(page.locator(".quality .headline")).not_to_be_empty()
    page.go_back()
    expect(title(page)).to_have_text("Decision regions of a single layer")
    expect(page).to_have_url(f"{app_url}/?scene=regions-single")


def test_the_answer_waits_until_it_is_asked_for(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single")
    reveal = page.locator(".question .reveal")
    expect(reveal).to_have_text("Predict, then reveal")
    expect(page.locator(".question .answer")).to_be_hidden()
    reveal.click()
    expect(page.locator(".question .answer")).to_contain_text(SCENES["regions-single"].questions[0].answer)
    wait_for_keys(page)
    page.keyboard.press("PageDown")
    expect(title(page)).not_to_have_text("Decision regions of a single layer")
    expect(page.locator(".question .answer")).to_be_hidden()


def test_an_answer_is_one_of_the_opening_scene_while_its_settings_are_others(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/?scene=example-data&centres=2,2,-3,0,3,-3")
    page.locator(".question .reveal").click()
    said = SCENES["example-data"].questions[0].answer
    answer, look = page.locator(".question .answer"), page.locator(".question .look")
    expect(answer).to_have_text(f"As the scene opens: {said}")
    expect(look).to_have_text(f"As the scene opens: {SCENES['example-data'].look_at}")
    for search, before in (("", ""), ("&noise=0.5", "As the scene opens: "), ("&epochs=250", "")):
        page.evaluate("search => history.replaceState({}, '', search)", f"?scene=example-data{search}")
        expect(answer).to_have_text(before + said)


def test_a_headline_that_is_the_answer_waits_for_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?scene=output-weights")
    headline, reveal = page.locator(".outer .headline"), page.locator(".question .reveal")
    expect(headline).to_have_text(SCENES["output-weights"].instead)
    reveal.click()
    expect(headline).to_contain_text("The strongest row is that of output")
    reveal.click()
    expect(headline).to_have_text(SCENES["output-weights"].instead)
    expect(page.locator(".link .on")).to_be_enabled()
    page.locator(".link .on").click()
    expect(title(page)).to_have_text(SCENES["error-gradient"].title)
    expect(page.locator(".steps .headline")).not_to_have_text(SCENES["output-weights"].instead)


def test_the_summary_asks_one_question_after_the_other(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/twin?scene=summary")
    questions = SCENES["summary"].questions
    for i, question in enumerate(questions):
        expect(page.locator(".question .ask")).to_have_text(f"{i + 1} of {len(questions)}{question.words}")
        expect(page.locator(".question .answer")).to_be_hidden()
        page.locator(".question .reveal").click()
        expect(page.locator(".question .answer")).to_have_text(re.compile(f"^{re.escape(question.answer)}"))
        page.locator(".question .following").click()
    expect(page.locator(".question .ask")).to_contain_text(questions[0].words)


def test_a_copied_link_opens_the_same_moment_on_a_phone(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    screen = new_page(permissions=["clipboard-read", "clipboard-write"])
    screen.goto(f"{app_url}/?depth=1&epochs=60")
    player = part(screen, "player")
    screen.wait_for_function("root => root.player.run.finished", arg=player.element_handle())
    player.evaluate("root => root.player.playback.scrubTo(37)")
    screen.get_by_role("button", name="Copy link").click()
    expect(screen.locator(".link .said")).to_contain_text("The link is copied.")
    link = screen.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"depth": ["1"], "epochs": ["60"], "at": ["37"]}
    phone = new_page(width=390, height=844)
    phone.goto(link)
    there = part(phone, "player")
    phone.wait_for_function("root => root.player.playback.moment.epoch === 37", arg=there.element_handle())
    pixels = "root => Array.from(root.player.playback.moment.params)"
    assert there.evaluate(pixels) == player.evaluate(pixels)


def test_the_code_shown_is_the_pages_link(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_role("button", name="QR code").click()
    expect(page.locator(".link .qr .address")).to_have_text(f"{app_url}/lecture")
    expect(page.locator(".link .qr svg")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".link .qr svg")).to_be_hidden()


def test_the_first_pages_name_opens_cleanly_and_back_leaves_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/twin")
    page.locator(".twin .headline:not(:empty)").first.wait_for()
    page.goto(f"{app_url}/regions?scene=regions-single")
    expect(page.locator(".question .title")).to_have_text(SCENES["regions-single"].title)
    until(lambda: page.url == f"{app_url}/?scene=regions-single", page, "the first page's own address")
    assert page.get_by_text("Page not found").count() == 0
    assert page.get_by_role("dialog").count() == 0
    expect(page.get_by_role("link", name="Decision regions")).to_have_count(1)
