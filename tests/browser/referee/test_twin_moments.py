"""What the twin and the wall say is so at the start, in the middle, within an epoch and at the end of their runs."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.referee import twin
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import Reading, read
from tests.browser.referee.twin_moment import epoch_words
from tests.browser.waiting import wait_for, wait_for_server
from ui.twin.settings import TwinSettings


def check_all(page: Page, link: str, settings: TwinSettings, but: str = "") -> Reading:
    """Check every sentence of the runs that is shown now."""
    reading = read(page)
    scene = Scene(page, link, settings, reading)
    for said in reading.said:
        if said.name.startswith((f"{settings.view}.", "plane.headline")) and said.name != but:
            CHECKS[said.name](said, scene)
    return reading


@pytest.mark.parametrize(
    "link",
    [
        "/twin?epochs=40&at=40&patience=5&points=60",
        "/twin?a_depth=2&a_rule=gradient+descent&a_rate=100&a_activation=relu&a_start=large+(±4)&epochs=40&at=40",
        "/twin?view=wall&rule=gradient+descent&rate=100&start=large+(±4)&kinds=tanh,relu&depths=0,1,2&epochs=40&at=40",
        "/twin?view=wall&data=moons&depths=1,2&kinds=tanh&patience=4&epochs=80&at=80&points=60",
    ],
)
def test_every_sentence_follows_the_moment(page: Page, app_url: str, link: str) -> None:
    page.goto(f"{app_url}{link}")
    wait_for_server(page)
    twin.settle(page)
    settings, notes = TwinSettings.from_url(dict(parse_qsl(urlsplit(link).query)))
    assert not notes
    name = settings.view
    root = page.locator(f".{name}.part")
    n_moments = root.evaluate("(root, name) => root[name].playback.moments.length", name)
    headlines = set()
    for place in (n_moments - 1, 0, 1, n_moments // 2, n_moments - 1):
        root.evaluate("(root, [name, place]) => root[name].playback.goTo(place)", [name, place])
        if name == "twin":  # the wall draws some of its cells when the hand rests
            check_all(page, link, settings, but="twin.spoken")
        epoch = root.evaluate("(root, name) => root[name].playback.moment.epoch", name)
        expect(root.locator(".spoken")).to_contain_text(
            f"Epoch {epoch_words(epoch)} of"
        )  # once the hand rests
        reading = check_all(page, link, settings)
        headlines |= {said.text for said in reading.said if "headline" in said.name}
    assert len(headlines) > 2


def test_a_batch_within_an_epoch_has_its_own_sentences(page: Page, app_url: str) -> None:
    link = "/twin?epochs=10&at=3&batch=50"
    page.goto(f"{app_url}{link}")
    wait_for_server(page)
    twin.settle(page)
    settings, _ = TwinSettings.from_url(dict(parse_qsl(urlsplit(link).query)))
    page.keyboard.press("Shift+ArrowRight")
    wait_for(page.locator(".twin.part"), "t.playback.moment.epoch % 1 > 0", "const t = root.twin;")
    expect(page.locator(".twin .spoken")).to_contain_text(re.compile(r"Epoch \d+\.\d\d of"))
    reading = check_all(page, link, settings)
    assert any(said.name == "twin.headline.both" for said in reading.said)
