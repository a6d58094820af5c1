"""What an answer changes is seen as it is revealed, stands in the link, and is taken back with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_server
from ui.lecture.scenes import SCENES


@pytest.fixture
def softmax(page: Page, app_url: str) -> Page:
    page.goto(f"{app_url}/hands?scene=softmax&stage=1")
    wait_for_server(page)
    expect(page.locator(".hands .constant input").first).to_have_value("0")
    page.locator(".question .choices button").first.wait_for()
    return page


def test_five_is_added_to_every_score_as_the_answer_is_revealed(softmax: Page) -> None:
    scores, probabilities = softmax.locator(".hands .z b"), softmax.locator(".hands .y b")
    expect(scores).to_have_text(["1.50", "−0.25", "0.00"])
    before = probabilities.all_text_contents()
    softmax.keyboard.press("PageDown")
    expect(scores).to_have_text(["6.50", "4.75", "5.00"])
    expect(softmax.locator(".hands .constant input").first).to_have_value("5")
    assert probabilities.all_text_contents() == before
    expect(softmax).to_have_url(re.compile(r"softmax=.*,5&build=1$"))

    softmax.reload()
    expect(scores).to_have_text(["6.50", "4.75", "5.00"])
    softmax.keyboard.press("PageUp")
    expect(scores).to_have_text(["1.50", "−0.25", "0.00"])
    expect(softmax).not_to_have_url(re.compile("softmax=1"))


def test_what_the_visitor_set_meanwhile_stays_unless_the_answer_changes_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single&stage=1&rate=0.1")
    wait_for_server(page)
    page.locator(".player canvas").first.wait_for()
    page.locator(".question .choices button").first.wait_for()
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(r"epochs=1000.*rate=0.1|rate=0.1.*epochs=1000"))
    answer = page.locator(".question .right")
    expect(answer).to_have_text(f"As the scene opens: {SCENES['regions-single'].questions[0].answer}")
    page.keyboard.press("a")
    expect(page).not_to_have_url(re.compile("epochs="))
    expect(page).to_have_url(re.compile("rate=0.1"))
