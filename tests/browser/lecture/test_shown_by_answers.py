"""What an answer changes is seen as it is revealed, stands in the link, and is taken back with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import REMEMBER_CANVASES, until, wait_for, wait_for_keys
from ui.lecture.scenes import SCENES


@pytest.fixture
def softmax(page: Page, app_url: str) -> Page:
    page.goto(f"{app_url}/hands?scene=softmax&stage=1")
    wait_for_keys(page)
    expect(page.locator(".hands .constant input").first).to_have_value("0")
    return page


def test_five_is_added_to_every_score_as_the_answer_is_revealed(softmax: Page) -> None:
    scores, probabilities = softmax.locator(".hands .z b"), softmax.locator(".hands .y b")
    before_it = softmax.locator(".hands .bar-cell small")
    expect(before_it).to_have_text([""] * 6)
    expect(scores).to_have_text(["1.50", "−0.25", "0.00"])
    before = probabilities.all_text_contents()
    softmax.keyboard.press("PageDown")
    expect(scores).to_have_text(["6.50", "4.75", "5.00"])
    expect(softmax.locator(".hands .constant input").first).to_have_value("5")
    assert probabilities.all_text_contents() == before
    kept = [text for pair in zip(["1.50", "−0.25", "0.00"], before, strict=True) for text in pair]
    expect(before_it).to_have_text([f"before {text}" for text in kept])
    expect(softmax).to_have_url(re.compile(r"softmax=.*,5&build=1$"))

    softmax.reload()
    expect(scores).to_have_text(["6.50", "4.75", "5.00"])
    expect(before_it.first).to_have_text("before 1.50")
    wait_for_keys(softmax)
    softmax.keyboard.press("PageUp")
    expect(scores).to_have_text(["1.50", "−0.25", "0.00"])
    expect(softmax).not_to_have_url(re.compile("softmax=1"))


def test_what_the_visitor_set_meanwhile_stays_unless_the_answer_changes_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single&stage=1&rate=0.1")
    wait_for_keys(page)
    page.locator(".player canvas").first.wait_for()
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(r"epochs=1000.*rate=0.1|rate=0.1.*epochs=1000"))
    answer = page.locator(".question .right")
    expect(answer).to_have_text(f"As the scene opens: {SCENES['regions-single'].questions[0].answer}")
    page.keyboard.press("a")
    expect(page).not_to_have_url(re.compile("epochs="))
    expect(page).to_have_url(re.compile("rate=0.1"))


def test_a_reload_stands_where_the_answers_run_has_ended(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?scene=regions-single&stage=1")
    wait_for_keys(page)
    player = page.locator(".player")
    wait_for(player, "p.playback.moment.epoch === 100 && !p.playback.playing")
    page.keyboard.press("a")
    ended = "p.run.n_epochs === 1000 && p.playback.moment.epoch === 1000 && !p.playback.playing"
    wait_for(player, ended)
    expect(page).to_have_url(re.compile(r"at=1000"))
    page.reload()
    wait_for_keys(page)
    wait_for(player, ended)


def words_in(page: Page, part: str) -> set[str]:
    """What the visible canvases of a part write."""
    canvases = f".{part} canvas"
    found: list[list[str]] = page.locator(canvases).evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => [...(one.wrote ?? [])])"
    )
    return {words for several in found for words in several}


DRAWN = {
    "one-output": {
        "same line",
        "w before",
        "before: slope 0.36 at the line",
        "now: slope 0.72 at the line",
    },
    "three-outputs": {"z₁ = z₂", "z₁ = z₃", "z₂ = z₃", "class 1", "class 2", "class 3"},
    "depth": {"10,000 times smaller", "tanh", "ReLU"},
    "saturation": {"saturated", "σ′ almost 0"},
    "dying-relu": {"95 %", "10 %", "92 %"},
}
"""For each scene, what its picture says as soon as the answer is revealed, and not before."""


@pytest.mark.parametrize("slug", DRAWN)
def test_the_picture_says_what_the_answer_does(
    slug: str, new_page: Callable[..., Page], app_url: str
) -> None:
    page, part = new_page(scripts=(REMEMBER_CANVASES,)), SCENES[slug].page
    page.goto(f"{app_url}/{part}?scene={slug}&stage=1")
    wait_for_keys(page)
    page.locator(".question .choices button").first.wait_for()
    assert not DRAWN[slug] & words_in(page, part)
    page.keyboard.press("a")
    until(lambda: DRAWN[slug] <= words_in(page, part), page, "the answer in the picture")
    page.keyboard.press("a")
    until(lambda: not DRAWN[slug] & words_in(page, part), page, "the picture without the answer")


def test_a_unit_written_with_tanh_has_the_same_output_at_every_input(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/activations?scene=tanh&stage=1")
    wait_for_keys(page)
    twice, slopes = page.locator(".activations .twice"), page.locator(".activations .slopes")
    ways = [twice.locator(f"[data-of='{name} y']") for name in ("sigmoid", "tanh")]
    expect(ways[0]).to_be_visible()
    expect(ways[1]).to_be_hidden()
    expect(slopes).to_be_hidden()
    page.keyboard.press("a")
    expect(ways[1]).to_be_visible()
    for x in ("-3", "-0.5", "0.5"):
        page.locator(".activations .cursor").fill(x)
        outputs = [way.inner_text() for way in ways]
        assert outputs[0] == outputs[1]
        inner = [twice.locator(f"[data-of='{name} h']").inner_text() for name in ("sigmoid", "tanh")]
        assert inner[0] != inner[1]


def test_an_untrained_network_needs_no_work_and_its_layers_can_be_changed(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/activations?scene=depth&stage=1&build=1")
    wait_for_keys(page)
    expect(page.locator(".activations .panel")).to_be_hidden()
    expect(page.locator(".progress")).to_have_count(0)
    page.locator(".strip [data-name=depth] [data-value='1']").click()
    expect(page).to_have_url(re.compile("depth=1"))
    expect(page.locator(".question .right")).to_have_text(re.compile("^As the scene opens: "))


HAS_INK = """canvas => new Set(new Uint32Array(
  canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size > 2"""


@pytest.mark.parametrize(
    ("slug", "images"),
    [("mnist-single", ".quality .wall canvas"), ("templates", ".templates .meant canvas")],
)
def test_the_hall_has_images_to_look_at_until_the_answer_comes(
    slug: str, images: str, page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/mnist?scene={slug}&stage=1&images=1000&epochs=1")
    wait_for_keys(page)
    seen = page.locator(images)
    expect(seen).to_be_visible()
    until(lambda: seen.evaluate(HAS_INK), page, "the ink of an image")
    page.keyboard.press("a")
    expect(seen).to_be_hidden()


def test_the_answer_holds_the_digit_where_only_the_hidden_units_are_right(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/mnist?scene=variability&stage=1")
    wait_for_keys(page)
    page.keyboard.press("a")
    expect(page.locator(".variability .verdict")).to_contain_text(
        re.compile(r"single layer says \d, wrong; 100 hidden units say \d, right")
    )
    expect(page.locator(".variability .play")).to_be_hidden()
    expect(page).to_have_url(re.compile("shift_x=2"))
