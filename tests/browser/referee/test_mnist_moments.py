"""What MNIST's templates say is so at the start, in the middle and at the end of a run that has been played."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.referee import mnist, mnist_templates
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from ui.digits.settings import MnistSettings

LATER = {
    f"{mnist_templates.NAME}.{name}" for name in ("spoken", "large", "products", "running", "key", "rows")
}
"""What is said, at least to those who do not see the pictures, once the hand that scrubs rests."""


LINKS = (
    "/mnist?images=1000&epochs=4",
    "/mnist?images=20000&epochs=2&depth=1&units=9&activation=tanh",  # at epoch 1 exactly 10.55 % are wrong
    "/mnist?images=1000&epochs=2&depth=1&units=6&activation=sigmoid&unit=2",
)


@pytest.mark.parametrize("link", LINKS)
def test_every_sentence_follows_the_moment(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], link: str
) -> None:
    page.goto(f"{app_url}{link}")
    root = part(page, "templates")
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")
    settings, _ = MnistSettings.from_url(dict(pair.split("=") for pair in urlsplit(link).query.split("&")))
    n_moments = root.evaluate("root => root.templates.moments.list.length")
    for place in (0, n_moments // 2, n_moments - 1):
        root.evaluate("(root, place) => root.templates.playback.goTo(place)", place)
        reading = read(page)
        scene = Scene(page, link, settings, reading)
        mine = [said for said in reading.said if said.name.startswith(f"{mnist_templates.NAME}.")]
        names = {said.name.removeprefix(f"{mnist_templates.NAME}.") for said in mine}
        assert {"state", "spoken", "sum", "readout.training_wrong"} <= names
        for said in mine:
            if said.name not in LATER:
                CHECKS[said.name](said, scene)
        epoch = mnist_templates.epoch_words(mnist_templates.shown_in(scene).epoch)
        expect(root.locator(".spoken")).to_contain_text(f"Epoch {epoch} of")
        scene = Scene(page, link, settings, read(page))
        for said in scene.reading.said:
            if said.name in LATER:
                CHECKS[said.name](said, scene)


@pytest.mark.parametrize("link", ["/mnist?view=quality&images=1000&epochs=3&cell=4-9"])
def test_every_count_is_that_of_the_run_at_its_end(page: Page, app_url: str, link: str) -> None:
    page.goto(f"{app_url}{link}")
    page.locator(".quality .play").click()
    expect(page.locator(".quality .status")).to_have_text("Finished: 3 epochs.")
    mnist.settle(page)
    settings, _ = MnistSettings.from_url(dict(pair.split("=") for pair in urlsplit(link).query.split("&")))
    reading = read(page)
    mine = [said for said in reading.said if said.name.startswith("mnist.quality.")]
    assert "mnist.quality.headline.right" in {said.name for said in mine}
    for said in mine:
        CHECKS[said.name](said, Scene(page, link, settings, reading))
