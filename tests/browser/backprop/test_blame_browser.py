"""Blame in a real browser: its parts add up, and a nudge shows what the forward pass gave."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.written_numbers import number


def test_the_second_question_leaves_the_stack_and_asks_for_the_product(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?scene=credit&stage=1")
    root = page.locator(".blame.part")
    stack, product = root.locator(".row.final > b"), root.locator(".product p").last
    expect(stack).to_have_text("≈ −0.352")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(stack).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(stack).to_be_visible()
    expect(product).to_be_hidden()
    expect(page.locator(".question .following")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator("html")).to_have_attribute("data-asked", "2")
    expect(stack).to_be_visible()
    expect(product).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(product).to_have_text("(−0.352) · 0.80 = −0.282")
    expect(root.locator(".labels .lit")).to_have_text("∂E/∂w = −0.282")
    expect(root.locator(".unit.lit")).to_have_count(2)
    expect(page.locator(".question .following")).to_be_hidden()


def test_blame_adds_up_and_a_nudge_shows_what_the_forward_pass_gave(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/backprop?view=blame")
    root = part(page, "blame")
    root.evaluate("root => { root.marked = true; }")
    root.locator(".units button", has_text="3").click()
    expect(root.locator(".stack h2")).to_have_text("What hidden unit 3 is blamed for")
    shown = [number(text) for text in root.locator(".row > b").all_inner_texts()]
    *parts, total, slope, left = shown
    assert sum(parts) == pytest.approx(total, abs=0.002)
    assert total * slope == pytest.approx(left, abs=0.002)
    passage = "root.blame.passage.value"
    assert left == pytest.approx(root.evaluate(f"root => {passage}('g1_1_3')"), abs=0.00051)
    edge = root.locator(".edges line[data-edge='2_1_2']")
    edge.dispatch_event("click")
    expect(root.locator(".nudge h2")).to_contain_text("−1.44")
    root.locator(".scale").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**nudge=2**")
    nudge = root.evaluate("root => root.blame.run.nudge")
    before, after, change, predicted = [
        number(text.lstrip("+"))
        for text in root.locator(".changes tbody tr").first.locator("td").all_inner_texts()[1:]
    ]
    assert after - before == pytest.approx(change, abs=2e-4)
    assert change == pytest.approx(nudge["errors"][-1] - nudge["errors"][11], abs=5e-5)
    assert predicted == pytest.approx(2 * nudge["gradient"], abs=5e-5)
    assert root.evaluate("root => root.marked && root.isConnected")
