"""By pictures: what is chosen and each mark are there where a visitor's own colours are forced on the page."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import picture
from tests.browser.waiting import until, wait_for_rest, wait_for_server


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


EDGES = """(net) => {
  return [...net.querySelectorAll(".edges line")].map((line) => {
    const at = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name)));
    return [line.classList.contains("negative"), Number(line.getAttribute("stroke-width")), at];
  });
}"""


def inked(seen: npt.NDArray[np.float64], ends: list[float]) -> float:
    """The share of a line, away from its ends, on which it is seen."""
    x1, y1, x2, y2 = ends
    grey = seen.mean(axis=2)
    here = [(x1 + t * (x2 - x1), y1 + t * (y2 - y1)) for t in np.linspace(0.06, 0.94, 120)]
    return float(np.mean([grey[int(y), int(x)] < 225 for x, y in here]))


def test_where_colours_are_forced_edges_tell_their_signs_and_sliders_pills_and_bars_are_there(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(forced_colors="active")
    page.goto(f"{app_url}/backprop?step=1")
    net = page.locator(".steps .net")
    net.locator(".edges line").first.wait_for(state="attached")
    wait_for_server(page)
    steps = page.locator(".steps .stepper button")
    expect(steps.first).to_have_attribute("aria-current", "step")
    until(partial(are_told_apart, steps.nth(0), steps.nth(1)), page, "the step that is shown")
    wait_for_rest(net)
    edges, seen = net.evaluate(EDGES), picture(net)
    wide = [(negative, inked(seen, ends)) for negative, width, ends in edges if width > 2]
    assert {negative for negative, _ in wide} == {True, False}
    for negative, share in wide:
        assert negative == (share < 0.75), wide  # dashed, or whole

    page.goto(f"{app_url}/backprop?view=blame")
    slider = page.locator(".blame input[type=range]").first
    wait_for_server(page)
    until(partial(is_drawn, slider), page, "a slider")
    page.goto(f"{app_url}/hands?view=softmax")
    bars = page.locator(".hands .bar-cell.y .bar")
    bars.first.wait_for()
    wait_for_server(page)
    bars_show_their_lengths(bars)


def is_drawn(control: Locator) -> bool:
    """Whether a track or a thumb stands out from the page."""
    return bool(np.ptp(picture(control).mean(axis=2)) > 80)


def bars_show_their_lengths(bars: Locator) -> None:
    """The part of each row that is filled is as long as its number says."""
    for i in range(bars.count()):
        share = float(bars.nth(i).locator("xpath=following-sibling::b").inner_text())
        row = np.median(picture(bars.nth(i)).mean(axis=2), axis=0)[3:-3]
        filled = np.abs(row - row[-1]) > 25 if share < 0.9 else np.abs(row - row[0]) < 25
        assert abs(filled.mean() - share) < 0.05, (share, filled.mean())
