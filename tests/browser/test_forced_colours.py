"""By pictures: what is chosen and each mark are there where a visitor's own colours are forced on the page."""

from collections.abc import Callable
from functools import partial

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import picture
from tests.browser.waiting import until, wait_for_server


def are_told_apart(one: Locator, other: Locator) -> bool:
    """Whether their grounds differ in lightness."""
    return bool(abs(np.median(picture(one)) - np.median(picture(other))) > 40)


def is_seen(mark: Locator) -> bool:
    """Whether something stands there on the white page."""
    return bool(picture(mark).mean() < 215)


def test_where_colours_are_forced_what_is_chosen_and_each_mark_are_there(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(forced_colors="active")
    page.goto(f"{app_url}/mnist?images=1000&epochs=1&at=0")
    shown = page.locator(".templates")
    shown.locator(".row .share i").first.wait_for()
    wait_for_server(page)
    pills = shown.locator(".segmented:visible").first.get_by_role("button")
    tabs = page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").first.get_by_role("radio")
    for group, chosen in ((pills, "aria-pressed"), (tabs, "aria-checked")):
        expect(group.first).to_have_attribute(chosen, "true")
        until(partial(are_told_apart, group.nth(0), group.nth(1)), page, chosen)
    marks = (
        shown.locator(".row[aria-checked=true] .tick"),
        shown.locator(".row .up").first,
        shown.locator(".row[aria-checked=true] .share i"),
        shown.locator(".playhead .line").first,
        page.locator(".stSlider :has(> [data-testid=stSliderThumbValue]):visible").first,
    )
    for mark in marks:
        until(partial(is_seen, mark), page, mark)
