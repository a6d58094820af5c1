"""The landscape in a real browser: the plane follows the playhead, a second run, and the surface by keyboard."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until, wait_for, wait_for_server
from ui.plane.run_settings import RegionSettings
from ui.regions.landscape import scenery, view

Part = Callable[[Page, str], Locator]

LINK = {"view": "landscape", "epochs": "20", "points": "60", "init_seed": "5", "at": "20"}
STANDS = "p.run.plane && Math.abs(p.run.plane.epoch - p.playback.moment.nets[0].epoch) < 1e-3"


def test_the_plane_follows_the_playhead_and_directions_are_chosen_by_keyboard(
    page: Page, app_url: str, part: Part
) -> None:
    page.goto(f"{app_url}/?{'&'.join(f'{name}={value}' for name, value in LINK.items())}")
    landscape = part(page, "landscape")
    this = "const p = root.landscape;"
    wait_for(landscape, STANDS, this)
    settings = RegionSettings.from_url(LINK)[0]
    several = view.trained(settings)
    while not several[0].run.finished:
        several[0].run.advance(seconds=1)
    for epoch in (20, 6):
        landscape.evaluate("(root, epoch) => root.landscape.playback.scrubTo(epoch)", epoch)
        wait_for(landscape, f"{STANDS} && p.run.plane.epoch === {epoch}", this)
        found = scenery.of(settings, several, epoch)
        shown = landscape.evaluate("root => Array.from(root.landscape.run.arrays.losses)")
        side = len(found.losses)
        np.testing.assert_allclose(np.reshape(shown, (side, side))[::-1], found.losses, rtol=1e-6)
        has = found.ways[0].errors[epoch]
        expect(landscape.locator(".reads")).to_have_text(
            f"Epoch {epoch}: the plane reads what the run has, {has:.3f}."
        )
    wait_for_server(page)
    assert dict(parse_qsl(urlsplit(page.url).query))["at"] == "6"
    # Away from its moment the plane reads another loss, and says so.
    landscape.evaluate(
        "root => { const p = root.landscape; p.ask = () => {}; p.playback.goTo(p.playback.moments.length - 1); }"
    )
    reading = found.ways[0].readings[-1]
    assert abs(reading - found.ways[0].errors[-1]) > 0.002
    expect(landscape.locator(".reads")).to_have_text(
        f"Epoch 20: the plane reads {reading:.3f}, the run has {found.ways[0].errors[-1]:.3f}: a shadow."
    )
    surface = landscape.locator(".surface")
    surface.focus()
    before = landscape.evaluate("root => root.landscape.surface.turntable.yaw")
    page.keyboard.press("ArrowRight")
    assert landscape.evaluate("root => root.landscape.surface.turntable.yaw") != pytest.approx(before)
    # The pickers are controls of the sidebar: reached and set by keyboard alone.
    wait_for_server(page)

    def opens() -> bool:
        """A list that opens as the page is drawn anew closes again: whoever sees that presses once more."""
        page.get_by_role("combobox", name="Directions").focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(500)
        return page.get_by_role("option").count() > 0

    until(opens, page, "the list of directions")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Weight across")).to_be_visible()
    wait_for(landscape, "p.run.headline_name === 'regions.landscape.headline.weights'", this)
    wait_for_server(page)
    assert dict(parse_qsl(urlsplit(page.url).query))["directions"] == "weights"
