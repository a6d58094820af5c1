"""Twenty seeds in a real browser: maps at every moment, dots that are one stop, and the run that a dot opens."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from playwright.sync_api import Locator, Page, expect

from engine.questions import agreement
from tests.browser.waiting import wait_for, wait_for_server
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import repeats
from ui.plane.seeds.choice import VARY

Part = Callable[[Page, str], Locator]

LINK = {"view": "seeds", "epochs": "20", "points": "60", "init_seed": "5"}


def test_maps_follow_the_moment_and_a_dot_opens_its_run(page: Page, app_url: str, part: Part) -> None:
    page.goto(f"{app_url}/?{'&'.join(f'{name}={value}' for name, value in LINK.items())}")
    seeds = part(page, "seeds")
    wait_for(seeds, "p.state.n_done === 20", "const p = root.seeds;")
    job = repeats.repeats([RegionSettings.from_url(LINK)[0]], tuple(VARY))
    while not job.finished:
        job.advance(seconds=1)
    assert job.result is not None
    found, slider = job.result, seeds.locator(".moments")
    for moment in (0, 5, 11):
        slider.fill(str(moment))
        alike = agreement.unanimous(found.sides[0].votes[moment], 20)
        expect(seeds.locator(".alike")).to_contain_text(f"{100 * alike:.1f} %")
        expect(seeds.locator(".moment")).to_contain_text(f"epoch {found.epochs[moment]:g} of 20")
    slider.fill("5")
    assert dict(parse_qsl(urlsplit(page.url).query))["at"] == f"{found.epochs[5]:g}"
    dots = seeds.get_by_role("slider", name="Run", exact=True)
    dots.focus()
    page.keyboard.press("End")
    expect(dots).to_have_attribute("aria-valuenow", "20")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(dots).to_have_attribute("aria-valuenow", "2")
    wrong = found.sides[0].ended[1].n_wrong / found.n_judged
    expect(seeds.locator(".which")).to_contain_text("weights 6")
    assert (
        abs(float(seeds.locator(".which").inner_text().split(": ")[-1].split(" %")[0]) - 100 * wrong) < 0.051
    )
    x, y = seeds.evaluate("root => { const p = root.seeds.places[9]; return [p.x, p.y]; }")
    dots.click(position={"x": x, "y": y})
    expect(dots).to_have_attribute("aria-valuenow", "10")
    page.keyboard.press("Enter")
    player = part(page, "player")
    wait_for(player, "p.run.finished", "const p = root.player;")
    wait_for_server(page)
    assert dict(parse_qsl(urlsplit(page.url).query))["init_seed"] == "14"
    n_params = len(found.sides[0].ended[9].params)
    sent = player.evaluate("root => Array.from(root.player.run.arrays.snapshot_params)")
    np.testing.assert_array_equal(np.array(sent[-n_params:], np.float32), found.sides[0].ended[9].params)
