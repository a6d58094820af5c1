"""Every scene, and further links of every page: each sentence that is shown has a check, and holds."""

from importlib import import_module
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.amount import thinned
from tests.browser.referee import lab_code, lecture, progress  # noqa: F401  what several pages say: checks are declared
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import wait_for_keys, wait_for_server
from ui.lecture.scene import PAGES
from ui.lecture.scenes import SCENES

KINDS = {page: kind for kind, page in PAGES.items()}

REFEREES = {page: import_module(f"tests.browser.referee.{page}") for page in KINDS}
"""For each page: its ``LINKS`` beside the scenes, ``settle``, which waits until the page shows what it will, and the
checks of its sentences."""

ON_STAGE = (
    *("one-output", "three-outputs", "softmax", "example-data", "regions-single", "variability", "layered"),
    *("nielsen", "credit", "error-signal", "hidden-weights", "saturation", "depth", "summary"),
)
"""Scenes that are read on the stage too, of every page."""

LINKS = [
    *(f"/{scene.page}?scene={slug}" for slug, scene in SCENES.items()),
    *(f"/{SCENES[slug].page}?scene={slug}&stage=1" for slug in ON_STAGE),
    *thinned((link for referee in REFEREES.values() for link in referee.LINKS), one_in=5),
]


@pytest.mark.parametrize("link", LINKS)
def test_every_sentence_is_so(page: Page, app_url: str, link: str) -> None:
    path, query = urlsplit(link).path.strip("/") or "regions", urlsplit(link).query
    page.goto(f"{app_url}/{'' if path == 'regions' else path}?{query}")
    wait_for_server(page)
    REFEREES[path].settle(page)
    params = dict(parse_qsl(query, keep_blank_values=True))
    slug = params.pop("scene", "")
    reveal = page.locator(".question .reveal")
    if reveal.count():
        wait_for_keys(page)
        page.keyboard.press("a")
        expect(reveal).to_have_attribute("aria-expanded", "true")
        for name, text in SCENES[slug].questions[0].then:
            page.wait_for_url(lambda url, said=(name, text): said in parse_qsl(urlsplit(url).query))
        wait_for_server(page)
        REFEREES[path].settle(page)
    reading = read(page)
    settings, notes = KINDS[path].from_url(params, SCENES[slug].after(1) if slug else None)
    assert not notes
    scene = Scene(page, link, settings, reading)
    unchecked = sorted({said.name for said in reading.said} - set(CHECKS))
    assert not unchecked, f"names without a check: {unchecked}"
    assert not reading.unnamed, f"no name stands on: {reading.unnamed}"
    for said in reading.said:
        if said.name in CHECKS:
            CHECKS[said.name](said, scene)
