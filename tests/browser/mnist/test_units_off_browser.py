"""Units of MNIST's network switched off by hand: what is shown is what the engine finds, and stands in the link."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from datasets import mnist
from engine.questions import probe, unit_worth
from engine.training import TrainingRun
from tests.browser.waiting import wait_for_keys
from ui.digits.runs import own_run
from ui.digits.settings import MnistSettings

LINK = "mnist?images=1000&epochs=2&depth=1&units=12&unit=3&at=2"


@pytest.fixture(scope="module")
def trained() -> TrainingRun:
    """The run of the link, at its end."""
    run = own_run(
        MnistSettings.from_url(dict(pair.split("=") for pair in LINK.split("?")[1].split("&")))[0]
    ).run
    run.advance(run.n_epochs * run.steps_per_epoch)
    return run


def measures(run: TrainingRun, off: list[tuple[int, int]]) -> list[float]:
    """Training loss and accuracy, validation loss and accuracy, without some units."""
    data = mnist.load()
    params = unit_worth.switched_off(run.architecture, run.params, off)
    sets = (
        (data.training.inputs[:1_000], data.training.labels[:1_000]),
        (
            data.validation.inputs,
            data.validation.labels,
        ),
    )
    found = [probe.error_and_accuracy(run.architecture, params, *patterns) for patterns in sets]
    return [float(number) for pair in found for number in pair]


SHOWN = """root => { const m = root.templates.measured(root.templates.playback.moment);
  return [m.training_error, m.training_accuracy, m.validation_error, m.validation_accuracy]; }"""


def test_key_o_and_the_table_switch_units_off_and_every_number_is_the_engines(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], trained: TrainingRun
) -> None:
    page.goto(f"{app_url}/{LINK}")
    root = part(page, "templates")
    expect(root.locator(".said")).to_contain_text("Finished")
    whole = root.evaluate(SHOWN)
    np.testing.assert_allclose(whole, measures(trained, []), atol=1e-5)
    wait_for_keys(page)

    page.keyboard.press("o")
    error, accuracy = measures(trained, [(0, 2)])[2:]
    right = f"{100 * accuracy + 1e-6:.1f} % of the 10,000 validation images are right"
    expect(root.locator(".headline")).to_have_text(f"Without unit 3 of layer 1: {right}")
    np.testing.assert_allclose(root.evaluate(SHOWN), measures(trained, [(0, 2)]), atol=1e-5)
    expect(root.locator("[data-name=validation_error]")).to_have_text(f"{error:.3f}")
    page.wait_for_url(lambda url: "off=1-3" in url)
    expect(root.locator(".one.off")).to_have_count(1)
    expect(root.locator(".switch")).to_have_attribute("aria-pressed", "true")
    scores = root.evaluate("root => [...root.templates.scene.answer.scores]")
    image = mnist.load().test.inputs[5000:5001]
    params = unit_worth.switched_off(trained.architecture, trained.params, [(0, 2)])
    np.testing.assert_allclose(
        scores, probe.class_scores(trained.architecture, params, image)[0], atol=1e-5 * np.abs(scores).max()
    )
    n_moments = root.evaluate("root => root.templates.moments.list.length")
    page.wait_for_function(
        "([root, n]) => root.templates.panel.history.epoch.length === n",
        arg=[root.element_handle(), n_moments],
    )

    test = mnist.load().test
    answers = probe.class_scores(trained.architecture, params, test.inputs).argmax(axis=1)
    n_wrong = int((answers != test.labels).sum())
    root.locator("[data-source=mistakes]").click()
    expect(root.locator(".source-words")).to_contain_text(
        f"Without unit 3 of layer 1: {n_wrong:,} of the 10,000 test images are wrong at epoch 2"
    )
    root.locator(".close").click()

    root.locator(".open-worth").click()
    rows = root.locator(".worth tbody tr")
    expect(rows).to_have_count(12)
    expect(root.locator(".worth-words")).to_contain_text("the 10,000 validation images: loss without a unit")
    shown = root.locator(".worth tr[data-unit='1-7'] .number").first.inner_text()
    worth = measures(trained, [(0, 2), (0, 6)])[2] - error
    assert float(shown.replace("−", "-")) == pytest.approx(worth, abs=6e-5)
    page.wait_for_url(lambda url: "beside=worth" in url)

    root.locator(".worth tr[data-unit='1-7'] .toggle").click()
    page.wait_for_url(lambda url: "off=1-3%2C1-7" in url or "off=1-3,1-7" in url)
    expect(root.locator(".headline")).to_contain_text("Without 2 of 12 units: ")
    root.locator(".whole-layers button").click()
    expect(root.locator(".headline")).to_contain_text("Without layer 1: ")
    expect(root.locator(".headline")).to_contain_text("%")
    np.testing.assert_allclose(
        root.evaluate(SHOWN), measures(trained, [(0, unit) for unit in range(12)]), atol=1e-5
    )
    page.wait_for_url(lambda url: url.endswith("off=1") or "off=1&" in url)
    root.locator(".all-on").click()
    expect(root.locator(".one.off")).to_have_count(0)
    np.testing.assert_allclose(root.evaluate(SHOWN), whole, atol=1e-7)
