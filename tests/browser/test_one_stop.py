"""Many controls are one stop of the Tab key, and arrow keys lead on inside: unit maps, terms, matrices, products."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_for_keys, wait_for_rest, wait_for_server


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_units_and_terms_are_a_stop_each_with_arrow_keys_inside(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/?depth=2&units=3&beside=formula&epochs=1&at=0")
    player = part(page, "player")
    unit, term = player.locator(".unit:focus"), player.locator(".term:focus")
    expect(player.get_by_role("button", name="Input 1", exact=True)).to_be_enabled()
    wait_for_keys(page)
    wait_for_rest(player.locator(".unit").last)
    player.locator(".beside [data-value=worth]").focus()
    press(page, "Tab")
    expect(term).to_have_attribute("data-does", "out")
    press(page, "ArrowRight")
    expect(term).to_have_attribute("data-does", "f")
    press(page, "Tab")
    expect(unit).to_have_attribute("aria-label", "Input 1")
    press(page, "ArrowRight", "ArrowRight", "ArrowDown")
    picked = (unit.get_attribute("aria-label") or "").split(":")[0]  # what it answers is said at rest alone
    assert picked in ("Unit 2 of layer 2", "Unit 3 of layer 2")
    assert player.evaluate("root => root.player.playback.moment.epoch") == 0
    press(page, "Enter")
    expect(unit).to_have_attribute("aria-pressed", "true")
    press(page, "Tab")
    expect(unit).to_have_count(0)
    press(page, "Shift+Tab")
    expect(unit).to_have_attribute("aria-label", re.compile(f"^{picked}"))


def test_a_matrix_is_one_stop_and_arrows_lead_from_cell_to_cell(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop")
    focused = page.locator(".steps .cell:focus")
    first = page.locator(".steps .stage:not([hidden]) [data-cell=W1_1_1]")
    expect(first).not_to_have_value("")
    wait_for_keys(page)
    first.focus()
    for key, cell in (
        ("ArrowRight", "W1_1_2"),
        ("ArrowRight", "W1_2_1"),
        ("ArrowLeft", "W1_1_2"),
        ("Tab", "b1_1"),
        ("Shift+Tab", "W1_1_2"),
    ):
        press(page, key)
        expect(focused).to_have_attribute("data-cell", cell)


def test_the_cliffs_runs_are_one_stop_at_the_picked_one(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}/activations?view=cliff")
    cells = part(page, "activations").locator(".tables button")
    stop, focused = cells.and_(page.locator("[tabindex='0']")), cells.and_(page.locator(":focus"))
    expect(stop).to_have_count(1)
    expect(stop).to_have_attribute("aria-pressed", "true")
    names = [(cell.get_attribute("aria-label") or "").split(":")[0] for cell in cells.all()]
    assert len(names) > 60
    wait_for_server(page)
    stop.focus()
    place = names.index((focused.get_attribute("aria-label") or "").split(":")[0])
    before = re.compile(f"^{re.escape(names[place - 1])}:")
    press(page, "ArrowLeft")
    expect(focused).to_have_attribute("aria-label", before)
    press(page, "Enter")
    expect(focused).to_have_attribute("aria-pressed", "true")
    press(page, "Tab")
    expect(focused).to_have_count(0)
    press(page, "Shift+Tab")
    expect(focused).to_have_attribute("aria-label", before)
