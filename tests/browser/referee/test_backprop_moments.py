"""What Backprop says once a visitor has typed, taken a step or moved a weight is refereed again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.referee import backprop
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import until, wait_for_server
from ui.backprop.settings import BackpropSettings
from ui.lecture.scenes import SCENES

TOLD = "r => r.querySelector('.spoken').textContent.endsWith(r.querySelector('.nudge-words').textContent)"
"""Words for screen readers follow with the next block from Python."""


def referee(page: Page, settings: BackpropSettings) -> None:
    """Read the page as it stands, and check every sentence."""
    reading = read(page)
    assert not reading.unnamed
    scene = Scene(page, page.url, settings, reading)
    for said in reading.said:
        CHECKS[said.name](said, scene)


def opened(page: Page, app_url: str, query: str) -> BackpropSettings:
    page.goto(f"{app_url}/backprop?{query}")
    wait_for_server(page)
    backprop.settle(page)
    settings, notes = BackpropSettings.from_url(dict(pair.split("=", 1) for pair in query.split("&")))
    assert not notes
    return settings


def test_a_hand_check_is_marked_fairly(page: Page, app_url: str) -> None:
    settings = opened(page, app_url, "view=check&student=0&blanks=sums&cells=20&edits=w1_1_1_20~x1_1_4")
    root = page.locator(".check.part")
    said = []
    for typed in ("80.910", "80,91", "81", "-80.910", "161.82", "83", "1_0"):
        field = root.locator("input[data-cell=z1_1_1]")
        field.fill(typed)
        field.press("Enter")
        until(
            lambda typed=typed: root.evaluate("(r, t) => r.check.run.typed.z1_1_1 === t", typed), page, typed
        )
        field.focus()
        referee(page, settings)
        said.append(root.locator(".mark").inner_text())
    assert said[0] == said[1] == "✓ Right."
    assert "rounding" in said[2]
    assert "sign" in said[3]
    assert said[4] == "✗ Not yet."
    assert "Close" in said[5]
    assert "is not a number" in said[6]
    for _ in range(3):
        root.locator("button.hint").click()
        referee(page, settings)
    expect(root.locator(".hints p")).to_have_count(3)


def test_the_step_that_is_taken_is_the_one_that_was_announced(page: Page, app_url: str) -> None:
    settings = opened(page, app_url, "patterns=3&pattern=1&step=6")
    root = page.locator(".steps.part")
    announced = root.locator(".headline").inner_text().rpartition(" to ")[2]
    new = root.evaluate(
        "r => [...r.querySelectorAll('.stage:not([hidden]) [data-cell^=nW]')].map((e) => e.textContent)"
    )
    root.locator(".take").click()
    expect(root.locator(".error-words")).to_contain_text("after 1 update")
    referee(page, replace(settings, updates=1))
    assert f"from {announced} to" in root.locator(".headline").inner_text()
    now = root.evaluate(
        "r => [...r.querySelectorAll('.stage:not([hidden]) [data-cell^=W]')].map((e) => e.value)"
    )
    assert [f"{float(text.replace('−', '-')):.3f}" for text in now] == [
        f"{float(text.replace('−', '-')):.3f}" for text in new
    ]


@pytest.mark.parametrize(
    "query",
    ["step=3&patterns=3&pattern=0", "step=3&patterns=2&pattern=2&numbers=full", "step=3&depth=0&pick=c_1_1"],
)
def test_the_chain_through_the_softmax_comes_to_what_is_left_of_it(
    page: Page, app_url: str, query: str
) -> None:
    settings = opened(page, app_url, query)
    expect(page.locator(".steps .chain .factors tr")).to_have_count(3)
    expect(page.locator(".steps .chain-sums tr")).to_have_count(3)
    referee(page, settings)


def test_every_nudge_says_what_a_forward_pass_gives(page: Page, app_url: str) -> None:
    settings = opened(page, app_url, "view=blame")
    root = page.locator(".blame.part")
    for place in (0, 8, 11, 14, 22):
        root.locator(".scale").fill(str(place))
        epsilon = root.evaluate("r => r.blame.run.nudge.scale[r.blame.nudge.at]")
        until(lambda: root.evaluate(TOLD), page, "screen readers are told")
        referee(page, replace(settings, nudge=epsilon))


def weights_refereed(page: Page, settings: BackpropSettings) -> int:
    """Check every sentence about a single weight, and count them; the formula stands for what is pointed at."""
    reading = read(page)
    said = [said for said in reading.said if said.name == "backprop.weight"]
    for one in said:
        CHECKS[one.name](one, Scene(page, page.url, settings, reading))
    return len(said)


LINE = """(root, name) => {
  const line = root.querySelector(`line[data-edge="${name}"]`), net = root.querySelector(".net");
  const box = net.getBoundingClientRect();
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((one) => Number(line.getAttribute(one)));
  return [box.left + 0.75 * x2 + 0.25 * x1, box.top + 0.75 * y2 + 0.25 * y1];
}"""


def test_weights_of_the_microscope_are_read_by_pointer_and_finger(
    page: Page, app_url: str, new_page: Callable[..., Page]
) -> None:
    settings = opened(page, app_url, "step=6&edits=w1_2_1_0.625~b1_2_0.3")
    bubble, root = page.locator(".net .weights-read"), page.locator(".steps.part")
    for name, words in (("1_2_1", "0.625 is the weight from x1 to unit 2 of layer 1."), ("2_3_2", "")):
        page.mouse.move(*root.evaluate(LINE, name))
        expect(bubble).to_contain_text(words or " is the weight from unit 2 of layer 1 to output 3.")
        expect(root.locator(f'line[data-edge="{name}"]')).to_have_css("opacity", "1")
        assert weights_refereed(page, settings) == 1
    page.mouse.move(1, 1)
    expect(bubble).to_be_hidden()

    phone = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    opened(phone, app_url, "step=6&edits=w1_2_1_0.625~b1_2_0.3")
    rows = phone.locator(".net .weights-read p")
    phone.locator('.net [data-unit="1_2"]').tap()
    expect(rows.first).to_have_text("0.30 is the bias of unit 2 of layer 1.")
    expect(rows).to_have_count(1 + 2 + 3)
    assert weights_refereed(phone, settings) == 6
    phone.locator('.net [data-unit="1_2"]').tap()
    expect(phone.locator(".net .weights-read")).to_be_hidden()


def test_until_the_error_goes_back_the_weights_on_its_way_stand_in_numbers(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/backprop?scene=error-signal&stage=1")
    met = page.locator(".steps .met")
    expect(met.locator("td")).to_have_count(18)
    wait_for_server(page)
    expect(met).to_be_visible()
    reading = read(page)
    (said,) = [said for said in reading.said if said.name == "backprop.steps.met"]
    CHECKS[said.name](said, Scene(page, page.url, SCENES["error-signal"].settings, reading))
    page.keyboard.press("a")
    expect(met).to_be_hidden()
    expect(page.locator(".steps .reason")).to_be_visible()


def test_a_network_of_which_something_stays_as_drawn_is_refereed_at_every_step(
    page: Page, app_url: str
) -> None:
    settings = opened(page, app_url, "frozen=1,2b&depth=2&patterns=2&step=3")
    root = page.locator(".steps.part")
    picked = ["g3_1_1", "g1_1_1", "dW1_1_1", "nW1_1_1"]
    for step, name in zip(range(3, 7), picked, strict=True):
        root.locator(f".stepper [data-step='{step}']").click()
        root.locator(f".tables .stage:not([hidden]) [data-cell='{name}']").click()
        referee(page, settings)
        expect(root.locator(".staying-words")).to_be_visible(visible=step > 3)
    for view, words in (
        ("view=blame&unit=h1_1&weight=w1_2_1", "Not used by a step"),
        ("view=outer&pick=W1", "stay as drawn"),
    ):
        settings = opened(page, app_url, f"frozen=1,2b&depth=2&{view}")
        referee(page, settings)
        expect(page.locator(".blame.part, .outer.part")).to_contain_text(words)
