"""Predict, then reveal in a real browser: a prediction is kept, an answer is shown and stays in the link."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect


def test_a_prediction_is_marked_when_the_answer_is_revealed(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/mnist?view=pros")
    root = part(page, "pros")
    card, spoken = root.locator("[data-name=parameters]"), root.locator(".spoken")
    expect(card.locator(".answer")).to_be_hidden()
    expect(spoken).to_have_text("Pros and cons of a single layer: predict, then reveal.")
    card.get_by_role("button", name="79,510").click()
    expect(card.get_by_role("button", name="79,510")).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="Reveal").click()
    expect(card.locator(".words")).to_contain_text("784 · 10 weights and 10 biases are 7,850")
    expect(card.locator(".mark")).to_have_text("You predicted “79,510”: it is “7,850”.")
    expect(spoken).to_contain_text("You predicted “79,510”: it is “7,850”.")
    page.wait_for_url("**revealed=parameters*")
    card.get_by_role("button", name="7,850", exact=True).focus()
    page.keyboard.press("Enter")
    expect(card.locator(".mark")).to_have_text("You predicted “7,850”: ✓ right.")
    card.get_by_role("button", name="Hide").click()
    expect(card.locator(".answer")).to_be_hidden()
    expect(spoken).to_contain_text("Pros and cons")
    expect(page).not_to_have_url(re.compile("revealed"))


def test_the_phone_shows_questions_and_answers_without_scrolling_sideways(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page = new_page(width=390, height=844, color_scheme="dark")
    page.goto(f"{app_url}/mnist?view=pros&revealed=parameters,convex,interpretable,shapes")
    root = part(page, "pros")
    expect(root.locator("[data-name=parameters] .verdict")).to_have_text("Pro: few parameters.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")


def test_a_scene_on_the_stage_turns_all_cards_at_once(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/mnist?scene=pros-and-cons&stage=1")
    topics, verdicts = (page.locator(f".pros .card .{name}:visible") for name in ("topic", "verdict"))
    page.locator(".question .choices button").first.wait_for()
    expect(topics).to_have_count(4)
    expect(verdicts).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(verdicts).to_have_count(4)
    expect(topics).to_have_count(0)
    assert [words.partition(":")[0] for words in verdicts.all_inner_texts()] == ["Pro", "Pro", "Pro", "Con"]
    page.keyboard.press("PageUp")
    expect(topics).to_have_count(4)
