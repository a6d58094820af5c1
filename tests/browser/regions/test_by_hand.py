"""A weight by hand: typed, dragged, by keyboard and by finger; the picture follows, and the link has every digit."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from engine.architecture import Architecture
from engine.questions import probe
from tests.browser.referee import regions
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import until, wait_for
from ui.plane import by_hand, runs
from ui.plane.run_settings import RegionSettings

SETTINGS = RegionSettings(depth=1, units=(3,), epochs=60)
LINK = "/?depth=1&units=3&epochs=60&at=30"

MOMENT = """root => { const { shown, playback } = root.player;
  return { params: [...shown.params], trained: [...playback.moment.params], loss: shown.training_error,
    right: shown.validation_accuracy, loss_words: root.querySelector("[data-name=training_error] b").textContent }; }"""


def set_in(url: str) -> dict[str, float]:
    """What an address says is set."""
    (text,) = parse_qs(urlsplit(url).query).get("by_hand", [""])
    return dict(by_hand.read(text))


def engine_says(params: Any) -> tuple[float, float]:
    """Loss on the training points and accuracy on the validation points, by the engine."""
    points = runs.points_of(SETTINGS)
    architecture: Architecture = SETTINGS.architecture(2, SETTINGS.n_classes)
    params = np.array(params, np.float32)
    loss, _ = probe.error_and_accuracy(architecture, params, points.training.inputs, points.training.labels)
    _, right = probe.error_and_accuracy(
        architecture, params, points.validation.inputs, points.validation.labels
    )
    return float(loss), float(right)


def refereed(page: Page, *, has_kept_runs: bool = False) -> dict[str, str]:
    reading = read(page)
    assert has_kept_runs or not reading.unnamed  # their table and figure are read by no referee
    settings, _ = RegionSettings.from_url({k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()})
    for said in reading.said:
        CHECKS[said.name](said, Scene(page, page.url, settings, reading))
    return {said.name: said.text for said in reading.said}


def test_a_weight_is_typed_dragged_taken_back_and_trained_on(
    page: Page, app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}{LINK}")
    root = part(page, "player")
    regions.settle(page)
    editor, value = root.locator(".hand-editor"), root.locator(".hand-value")

    # An edge is clicked, and its weight typed: map, loss and accuracy are those of the engine.
    box = root.locator(".diagram").bounding_box()
    assert box
    x, y = root.evaluate(
        """root => { const { units } = root.player.beside.diagram,
          at = (layer, unit) => units.find((u) => u.layer === layer && u.unit === unit),
          [from, to] = [at(0, 0), at(1, 0)];
          return [(from.right + to.left) / 2, (from.middle + to.middle) / 2]; }"""
    )
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(editor).to_be_visible()
    expect(value).to_be_focused()
    expect(editor.locator(".hand-unit")).to_have_text("Unit 1 of layer 1")
    assert editor.locator(".hand-which").evaluate("e => e.selectedOptions[0].textContent") == "from x1"
    page.keyboard.type("0,123456789012345678")
    page.keyboard.press("Enter")
    until(lambda: set_in(page.url) == {"1-1-1": 0.12345678901234568}, page, "the link")
    moment = root.evaluate(MOMENT)
    assert moment["params"][0] == np.float32(0.12345678901234568)
    assert moment["params"][1:] == moment["trained"][1:]
    loss, right = engine_says(moment["params"])
    assert moment["loss"] == pytest.approx(loss, abs=1e-5)
    assert moment["right"] == pytest.approx(right, abs=1e-9)
    said = refereed(page)
    assert said["plane.headline.by_hand"].startswith("With a weight set by hand: ")

    # What cannot be is said, and nothing is lost.
    for text, words in (("1e300", "is not between −1000 and 1000"), ("NaN", "is not a number")):
        value.fill(text)
        value.press("Enter")
        expect(editor.locator(".hand-words")).to_contain_text(words)
        assert set_in(page.url) == {"1-1-1": 0.12345678901234568}

    # The bias, dragged by key: the picture follows before the link does.
    editor.locator(".hand-which").select_option(label="bias")
    before = root.evaluate(MOMENT)["loss_words"]
    slide = editor.locator(".hand-slide")
    slide.evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input')); }")
    dragged = root.evaluate(MOMENT)
    assert dragged["loss_words"] != before
    assert "1-1-0" not in set_in(page.url)
    assert dragged["loss"] == pytest.approx(engine_says(dragged["params"])[0], abs=1e-5)
    slide.press("ArrowLeft")
    most, step = (float(slide.get_attribute(name) or 0) for name in ("max", "step"))
    until(lambda: set_in(page.url).get("1-1-0") == pytest.approx(most - step), page, "the link")
    editor.locator(".hand-zero").click()
    until(lambda: set_in(page.url).get("1-1-0") == 0, page, "the link")
    refereed(page)
    editor.locator(".hand-undo").click()
    until(lambda: set_in(page.url).get("1-1-0") == pytest.approx(most - step), page, "the link")
    editor.locator(".hand-back").click()
    until(lambda: set_in(page.url) == {"1-1-1": 0.12345678901234568}, page, "the link")

    # A wire is cut: the run begins anew without it, and what was set stays.
    editor.locator(".hand-which").select_option(label="from x2")
    editor.locator(".hand-cut").click()
    page.wait_for_url(re.compile("cut=1-1-2"))
    expect(root.locator(".cut-words")).to_have_text("Cut, and 0 throughout: x₂ → unit 1 of layer 1.")
    expect(editor.locator(".hand-value")).to_be_disabled()
    wait_for(root, "p.run.finished && p.playback.moments.every(({ params }) => params[1] === 0)")
    editor.locator(".hand-cut").click()
    page.wait_for_url(lambda url: "cut=" not in url)
    wait_for(root, "p.run.finished && p.playback.moments.some(({ params }) => params[1] !== 0)")
    assert set_in(page.url) == {"1-1-1": 0.12345678901234568}
    root.evaluate("root => { root.player.playback.stop(); root.player.playback.scrubTo(30); }")
    moment = root.evaluate(MOMENT)

    # Train on from here: the fork says what was set, and begins with it.
    editor.locator(".hand-train").click()
    page.wait_for_url(re.compile("past="))
    expect(editor).to_be_hidden()
    expect(root.locator(".fork-words")).to_contain_text(
        "Set by hand there: x₁ → unit 1 of layer 1 is 0.12345678901234568."
    )
    regions.settle(page)
    assert parse_qs(urlsplit(page.url).query)["past"] == ["30:0.02:tanh:1-1-1:0.12345678901234568"]
    assert set_in(page.url) == {}
    at_fork = root.evaluate(
        "root => [...root.player.playback.moments[root.player.playback.nearest(30)].params]"
    )
    assert at_fork == moment["params"]
    refereed(page, has_kept_runs=True)


def test_by_keyboard_alone_and_by_finger(
    page: Page, new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page.goto(f"{app_url}{LINK}")
    root = part(page, "player")
    regions.settle(page)
    root.locator(".beside [data-value=worth]").focus()
    page.keyboard.press("Tab")  # who has come by Tab leads the focus by arrows; else they are the player's
    root.get_by_role("button", name=re.compile(r"Class|Probability of class 2")).focus()
    page.keyboard.press("Enter")
    expect(root.locator(".hand-unit")).to_have_text("Class 2")
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    until(lambda: set_in(page.url) == {"2-2-0": -2.0}, page, "the link")
    page.keyboard.press("Escape")
    expect(root.locator(".hand-editor")).to_be_hidden()
    expect(root.locator(".classes .unit:focus")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    button = root.get_by_role("button", name="Set weights")
    button.focus()
    page.keyboard.press("Enter")
    expect(root.locator(".hand-unit")).to_contain_text("of layer 1")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    root.get_by_role("button", name="Undo what is set").click()
    until(lambda: set_in(page.url) == {}, page, "the link")

    phone = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    phone.goto(f"{app_url}{LINK}")
    root = part(phone, "player")
    regions.settle(phone)
    root.get_by_role("button", name=re.compile(r"Unit 2 of layer 1\b")).tap()
    root.locator(".weights-read p").nth(2).tap()
    expect(root.locator(".hand-editor")).to_be_in_viewport(ratio=1)
    assert root.locator(".hand-which").evaluate("e => e.selectedOptions[0].textContent") == "from x2"
    root.locator(".hand-zero").tap()
    until(lambda: set_in(phone.url) == {"1-2-2": 0.0}, phone, "the link")
    above = root.locator(".map").bounding_box()
    window = root.locator(".hand-editor").bounding_box()
    assert above
    assert window
    assert window["y"] >= above["y"] + 0.9 * above["height"]
