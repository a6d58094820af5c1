"""What the page of activations says is so at the start, in the middle and at the end, and scrubbing asks no server."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.referee import activations
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for
from ui.activations.settings import ActivationSettings

DIES = "view=unit&activation=relu&rule=gradient+descent&rate=1&batch=30&epochs=60&unit=5"


@pytest.mark.parametrize(
    "link",
    [
        f"/activations?{DIES}",
        "/activations?view=signs&taken=4",
        "/activations?view=depth&on=points&epochs=40",
    ],
)
def test_every_sentence_follows_the_moment(page: Page, app_url: str, sent: list[Any], link: str) -> None:
    page.goto(f"{app_url}{link}")
    activations.settle(page)
    settings, notes = ActivationSettings.from_url(dict(parse_qsl(urlsplit(link).query)))
    assert not notes
    root = page.locator(".activations")
    last = root.evaluate("root => root.activations.playback.moments.length - 1")
    quiet = len(sent)
    headlines = set()
    for place in (0, last // 2, last):
        root.evaluate("(root, place) => root.activations.playback.goTo(place)", place)
        spoken = "root.querySelector('.spoken').textContent === p.view.sentence(p.playback.moment)"
        at_rest = f"p.playback.moment.i === {place} && {spoken}"  # what is spoken waits until the hand rests
        wait_for(root, at_rest, "const p = root.activations;")
        reading = read(page)
        scene = Scene(page, link, settings, reading)
        names = {said.name for said in reading.said}
        assert f"activations.{settings.view}.now" in names
        for said in reading.said:
            if said.name in CHECKS:
                CHECKS[said.name](said, scene)
        headlines |= {said.text for said in reading.said if ".headline." in said.name}
    assert len(headlines) == 3
    assert len(sent) == quiet
