"""The hand-check in a real browser: a sheet is filled in, marked and helped with, and printed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect


def test_a_sheet_is_filled_in_marked_and_helped_with(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/backprop?view=check&student=9&cells=3&blanks=weights,biases")
    root = part(page, "check")
    answers = root.evaluate(
        "({ check: { run, passage } }) => run.blanks.map(name => [name, passage.value(name)])"
    )
    assert len(answers) == 3
    for count, (name, value) in enumerate(answers[:2], 1):
        field = root.locator(f"[data-cell={name}]")
        field.fill(f"{value:.3f}")
        field.press("Enter")
        expect(field).to_have_class(re.compile("right"))
        expect(root.locator(".headline")).to_have_text(f"{count} of 3 numbers are right")
    name, value = answers[2]
    field = root.locator(f"[data-cell={name}]")
    field.fill(f"{-value:.3f}")
    field.press("Enter")
    expect(root.locator(".mark")).to_contain_text("the sign is not")
    expect(field).to_be_focused()
    for depth in (1, 2, 3):
        root.locator(".hint").click()
        expect(root.locator(".hints p")).to_have_count(depth)
    assert f"{abs(value):.4f}" not in root.locator(".hints").inner_text()
    field.fill("a third")
    field.press("Enter")
    expect(root.locator(".mark")).to_contain_text("“a third” is not a number.")
    field.fill(f"{value:.4f}")
    field.press("Enter")
    expect(root.locator(".headline")).to_have_text("All 3 numbers are right")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_the_sheet_or_the_answers_in_black(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator], scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{app_url}/backprop?view=check&student=9")
    root = part(page, "check")
    page.emulate_media(media="print")
    expect(root.locator("input.blank").first).to_be_visible()
    for gone in (".net", ".hint", ".answers"):
        expect(root.locator(gone)).to_be_hidden()
    expect(page.locator(".stSidebar")).to_be_hidden()
    page.emulate_media(media="screen")
    page.goto(f"{app_url}/backprop?view=check&answers=1&students=3")
    root = part(page, "check")
    page.emulate_media(media="print")
    expect(root.locator(".answers tr")).to_have_count(3)
    expect(root.locator(".headline")).to_be_hidden()
    expect(root.locator("input.blank").first).to_be_hidden()
    ink = root.locator(".answers td").first.evaluate("cell => getComputedStyle(cell).color")
    assert ink == "rgb(0, 0, 0)"
