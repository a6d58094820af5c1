"""Predict, really: until its answer is revealed, nothing that can be read or heard in a scene gives it away.

What answers a scene's question stands in ``ANSWERS``, in the words and numbers of its page. The reader takes all text
that is visible, labels and titles, what screen readers are told, and what visible canvases write.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import A_WHILE, REMEMBER_CANVASES, standing, until, wait_for_keys, wait_for_server
from ui.lecture.scenes import LECTURES, SCENES

ANSWERS: dict[str, tuple[str, ...]] = {
    "softmax": (r"with or without the shift", r"differences of scores", r"the same here"),
    "one-output": (r"steepness", r"twice as steep", r"line stays"),
    "three-outputs": (r"meet at \(", r"All three meet", r"where the planes meet", r"x₁ [+−] .* = 0"),
    "example-data": (
        r"15\.4 %",
        r"Bayes error \d",
        r"True error \d",
        r"% of the 100 validation points",
        r"\d\d\.\d %",
    ),
    "regions-single": (r"straight", r"cannot follow", r"1,000 epochs"),
    "mnist-single": (
        r"\b9[0-3]\.\d",
        r"% right",
        r"test images are right",
        r"mistakes",
        r"of the 10,000 test images, the",
    ),
    "templates": (r"in all below zero", r"Template of the digit 0 at", r"Heat map of W0 at", r"Running sum"),
    "hinton": (r"pulls? (down|up)", r"ahead of", r"W\s*− W|W3 − W|[zb]3 − ", r"for 5", r"tug-of-war"),
    "pros-and-cons": (r"One template must serve", r"one linear template", r"ways of writing"),
    "variability": (
        r"\b(79|7[6-9]|9[5-7])\.\d %",
        r"single layer \d\d\.\d %",
        r"100 hidden units \d\d\.\d %",
    ),
    "features": (r"88\.9", r"92\.8", r"test images are right"),
    "layered": (r"can do is cut", r"Boundaries are straight", r"drawn on"),
    "by-hand": (r"Learning: \d", r"\bstart\b", r"learned lines[^.]*\d\d\.\d %", r"Learning beats"),
    "multi-layer": (r"\brow of W", r"\bcolumn of W", r"weighs its answer", r"row 1"),
    "nielsen": (r"Weights of unit \d", r"W\(2\) at epoch", r"pulls down"),
    "credit": (r"\bblame", r"The gate lets", r"−0\.767", r"−0\.352", r"Σ"),
    "output-weights": (
        r"strongest row",
        r"−0\.4315",
        r"−0\.431",
        r"−0\.600",
        r"times g\b",
        r"the image itself",
    ),
    "error-gradient": (
        r"y\s*−\s*t\b",
        r"all that is left",
        r"CrossEntropySoftmaxError",
        r"product of the chain",
        r"0\.191\d? − 1",
        r"−0\.809",
        r"from −1 to 1",
    ),
    "error-signal": (
        r"0\.186",
        r"0\.014",
        r"W\(\d\)ᵀ",
        r"AffineLayer\.bprop",
        r"largest error signal",
        r"Σ",
    ),
    "hidden-weights": (r"saturated", r"is itself", r"exercise", r"−0\.024", r"−2\.397", r"0\.424"),
    "biases": (r"is itself", r"always 1", r"its own g", r" · 1"),
    "five-steps": (r"needs? the targets?", r"second and the third", r"y, t →", r"softmax\("),
    "depth": (r"1 : \d", r"times smaller", r"10⁻⁶", r"first to last layer"),
    "sigmoid": (r"a quarter", r"slope 0\.25", r"x = 0", r"1/4", r"0\.2500"),
    "sigmoid-readings": (r"probability", r"firing rate", r"squashed"),
    "saturation": (r"is saturated on", r"mean slope", r"mean f′", r"0\.0\d\d+", r"f′ is below"),
    "tanh": (r"tanh\(x/2\)", r"W/2", r"same function", r"tanh of x/2", r"halved", r"stretched and moved"),
    "same-sign": (r"all of one sign", r"\d positive", r"100\.0 %", r"the same way"),
    "relu": (
        r"ReLU 0\.000, slope",
        r"slope is 1 or 0",
        r"0\.0000",
        r"does not saturate",
        r"nothing (comes|gets) (back|through)",
    ),
    "dying-relu": (r"\d dead", r"are dead", r"% right, ", r"rate \d[^.]*: \d", r"where units die"),
    "lab": (r"AffineLayer\(100, 100\)", r"100 → 100", r"ReluLayer.*ReluLayer", r"[Tt]wo more"),
    "summary": (
        r"[Ss]traight lines",
        r"cannot follow",
        r"linear in the inputs",
        r"boundaries are straight",
        r"\b(5[0-9]|9[0-9])\.\d %",
    ),
    "buys-unit": (r"straight", r"whatever the weights"),
    "buys-fence": (r"triangle", r"[Tt]hree lines", r"\b3 (lines|\w+ units)", r"way out"),
    "buys-price": (r"\b99\b(?!\.)", r"16·3", r"\d\d weights"),
    "buys-random": (r"\b(9[05]|89|96)\.\d", r"% right", r"of the 300 validation points", r"fresh points"),
    "buys-squares": (r"ellipse", r"\b(100|9\d)\.\d %", r"% right", r"fresh points"),
    "buys-both": (r"\b[Bb]en[dt]", r"[Ss]traight", r"cannot follow"),
}
"""For each scene, what gives its answer away, as regular expressions."""

DRAWN = (
    "regions",
    "regions-first",
    "regions-second",
    "regions-apart",
    "difference",
    "lower-layers",
    "spoken",
)
"""What is no element of a view's own to lie over: left out by whoever draws it, or the live region."""

UNCOVERED = (
    "softmax",
    "example-data",
    "pros-and-cons",
    "hinton",
    "error-gradient",
    "error-signal",
    "hidden-weights",
    "sigmoid",
    "saturation",
    "same-sign",
)
"""Scenes, of different pages, in which the reader finds the answer as soon as the covers are taken off."""

READ = """() => {
  const roots = [document], all = [], read = [document.title];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  const asked = ".question :is(.choices, .words), .question :is(.choices, .words) *";
  const shown = new Set(all.filter((one) => !one.matches(`style, script, noscript, title, ${asked}`)
    && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })));
  const inline = new Set([...shown].filter((one) => getComputedStyle(one).display.startsWith("inline")));
  const wordsOf = (node) => node.nodeType === Node.TEXT_NODE ? node.textContent
    : inline.has(node) ? textOf(node) : "";
  const textOf = (one) => [...one.childNodes].map(wordsOf).join("");
  for (const one of shown) {
    for (const name of ["aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder"])
      read.push(one.getAttribute(name) ?? "");
    read.push(...(one.wrote ?? []), textOf(one), one.matches("output") ? one.value : "");
  }
  return [...new Set(read.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean))];
}"""
"""All that is visible or spoken, but for the question and its answers; a sentence goes through its inline elements."""

BOXES = """() => {
  const roots = [document], boxes = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    if (one.shadowRoot) roots.push(one.shadowRoot);
    if (one.dataset?.picture === undefined || !one.checkVisibility()) continue;
    const { x, y, width, height } = one.getBoundingClientRect();
    if (width) boxes.push([x, y + scrollY, width, height].map(Math.round));
  }
  return boxes;
}"""
"""Where the pictures stand."""


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page that remembers what its canvases write."""
    return new_page(scripts=(REMEMBER_CANVASES,))


def open_scene(page: Page, app_url: str, slug: str) -> Locator:
    """Open a scene, and wait until its view has been drawn."""
    page.goto(f"{app_url}/?scene={slug}")
    expect(page.locator(".question .title")).to_have_text(SCENES[slug].title)
    page.locator(".part .headline:not(:empty)").first.wait_for(state="attached")
    wait_for_keys(page)
    page.wait_for_timeout(600)  # what is spoken waits until a hand rests
    return page.locator(".question")


def given_away(page: Page, slug: str) -> list[str]:
    """What can be read that answers the scene's question."""
    read: list[str] = page.evaluate(READ)
    assert len(read) > 5, read
    return [f"{answer}: {text}" for answer in ANSWERS[slug] for text in read if re.search(answer, text)]


@pytest.mark.parametrize("slug", ANSWERS)
def test_nothing_on_screen_answers_before_the_reveal(slug: str, page: Page, app_url: str) -> None:
    open_scene(page, app_url, slug)
    for name in SCENES[slug].covers:  # each lies over something
        assert name in DRAWN or page.locator(f".part :is(.{name}, [data-plot={name}])").count(), name
    assert not given_away(page, slug)
    for key in "fd":  # on the stage; with all that the view has
        page.keyboard.press(key)
        page.wait_for_timeout(A_WHILE)
        assert not given_away(page, slug), key


INK_IN_FRAME = """canvas => {
  const frame = canvas.parentElement.style.getPropertyValue("--frame"),
    [top, right, bottom, left] = frame.split(" ").map(parseFloat),
    ratio = canvas.width / canvas.clientWidth, at = (place) => Math.round(ratio * place),
    pixels = canvas.getContext("2d").getImageData(at(left) + 1, at(top) + 1,
      at(canvas.clientWidth - left - right) - 2, at(canvas.clientHeight - top - bottom) - 2).data;
  return pixels.some((value, i) => i % 4 === 3 && value > 0);
}"""


def test_of_a_covered_plot_the_axes_are_there_and_the_data_are_not(page: Page, app_url: str) -> None:
    question = open_scene(page, app_url, "sigmoid")
    canvas = page.locator("[data-view=curves] [data-plot=slopes] canvas")
    expect(canvas).to_be_visible()
    expect(page.locator(".slopes .axis-name")).to_be_visible()
    assert {"−8", "0", "8", "0.25"} <= set(canvas.evaluate("canvas => [...canvas.wrote]"))
    assert not canvas.evaluate(INK_IN_FRAME)
    page.keyboard.press("a")
    expect(question).to_have_attribute("data-revealed", "")
    until(lambda: canvas.evaluate(INK_IN_FRAME), page, "the curve")


def test_every_scene_of_the_lecture_has_what_answers_it() -> None:
    assert set(LECTURES["deep-neural-networks-1"].scenes) <= set(ANSWERS) <= set(SCENES)


@pytest.mark.parametrize("slug", UNCOVERED)
def test_the_reader_finds_the_answer_when_a_cover_is_taken_off(slug: str, page: Page, app_url: str) -> None:
    open_scene(page, app_url, slug)
    page.evaluate("delete document.documentElement.dataset.covers")
    until(lambda: given_away(page, slug), page, f"what answers {slug}")


def test_the_scenes_in_which_covers_are_taken_off_are_of_different_pages() -> None:
    assert len({SCENES[slug].page for slug in UNCOVERED}) >= 5
    assert all(SCENES[slug].covers for slug in UNCOVERED)


@pytest.mark.parametrize(
    "slug", ["softmax", "regions-single", "hinton", "error-gradient", "depth", "summary"]
)
def test_revealing_moves_nothing(slug: str, page: Page, app_url: str) -> None:
    question = open_scene(page, app_url, slug)
    for stage in (False, True):
        if stage:
            page.keyboard.press("a")
            page.keyboard.press("f")
            expect(page.locator("html")).to_have_attribute("data-stage", "")
            expect(question.first).not_to_have_attribute("data-revealed", "")
            until(lambda: "stage=1" in page.url, page, "the stage in the link")
            wait_for_server(page)
        before = standing(page, BOXES)
        page.keyboard.press("a")
        expect(question.first).to_have_attribute("data-revealed", "")
        page.wait_for_timeout(A_WHILE)
        assert before
        assert standing(page, BOXES) == before


def test_going_back_does_not_forget_what_was_chosen(page: Page, app_url: str) -> None:
    first, second = "softmax", "one-output"
    question = open_scene(page, app_url, first)
    page.keyboard.press("1")
    page.keyboard.press("a")
    chosen = f"You chose “{SCENES[first].questions[0].choices[0]}”."
    expect(question.locator(".chosen")).to_have_text(chosen)
    for key, slug in (("PageDown", second), ("PageUp", first)):
        expect(page.locator(".link .on")).to_be_enabled()
        page.keyboard.press(key)
        expect(question.locator(".title")).to_have_text(SCENES[slug].title)
    expect(question).to_have_attribute("data-revealed", "")
    expect(question.locator(".chosen")).to_have_text(chosen)
    expect(page.locator("html")).not_to_have_attribute("data-covers", re.compile("."))
    page.reload()
    expect(question.locator(".chosen")).to_have_text(chosen)
