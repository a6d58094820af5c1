"""The stage, measured: each scene's picture fills the screen, nothing is cut, and all text can be read from afar."""

import re
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.amount import RUN
from tests.browser.waiting import PATIENCE, until, wait_for_keys, wait_for_server
from ui.frame.sidebar import RATES
from ui.lecture.scenes import SCENES

SIZES = ((1024, 768), (1280, 720), (1440, 900), (1920, 1080))
TRIED: dict[Literal["light", "dark"], Sequence[tuple[int, int]]] = {
    "light": SIZES if RUN == "full" else (SIZES[0], SIZES[-1]),
    "dark": SIZES if RUN == "full" else SIZES[:1],
}

LEAST_HEIGHT, LEAST_WIDTH, LEAST_TEXT, LEAST_QUESTION = 0.78, 0.92, 0.022, 0.032
"""Shares of the screen: a picture reaches one of the first two; text, and a question, are at least so high."""

RECORD_TEXT = """
const drawing = CanvasRenderingContext2D.prototype, { fillText, setTransform } = drawing;
drawing.fillText = function (words, ...rest) {
  const size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
  (this.canvas.texts ??= []).push([words, (size * this.getTransform().a) / this.canvas.width]);
  return fillText.call(this, words, ...rest);
};
drawing.setTransform = function (...numbers) {
  this.canvas.texts = [];  // every picture begins with it
  return setTransform.apply(this, numbers);
};
"""
"""Keeps what canvases write, and how large it is, as a share of the canvas."""

MEASURE = """() => {
  const roots = [document], all = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const focus = document.documentElement.dataset.focus;
  const pictures = all.filter((one) => {
    const wanted = one.dataset?.picture;
    return wanted !== undefined && (!wanted || wanted === focus) && shown(one);
  }).map((one) => one.getBoundingClientRect());
  const box = {
    width: Math.max(...pictures.map((p) => p.right)) - Math.min(...pictures.map((p) => p.left)),
    height: Math.max(...pictures.map((p) => p.bottom)) - Math.min(...pictures.map((p) => p.top)),
  };
  const small = [], cut = [], least = %LEAST% * innerHeight - 0.1;
  for (const one of all) {
    if (one.closest(".spoken") || !shown(one) || ["STYLE", "SCRIPT", "OPTION"].includes(one.tagName)) continue;
    for (const [words, share] of one.texts ?? []) {
      const size = share * one.getBoundingClientRect().width;
      if (size && size < least) small.push(`${words} (${size.toFixed(1)} on a canvas)`);
    }
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = one;
    if (one.matches("textarea") && (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1))
      cut.push(`lines of ${one.className} (by its field)`);
    const texts = [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
    if (!texts.length) continue;
    if (one.closest(".unseen")) continue; // for screen readers alone
    const range = document.createRange();
    range.selectNodeContents(texts[0]);
    const rect = range.getBoundingClientRect(), words = texts[0].textContent.trim().slice(0, 40);
    if (rect.width < 2 || one.getRootNode() === document) continue;
    const { fontSize } = getComputedStyle(one);
    if (!one.closest("sub, sup, .scripts, .ix, .name") && parseFloat(fontSize) < least)
      small.push(`${words} (${fontSize}, ${one.className})`);
    const outside = (r) =>
      rect.left < r.left - 2 || rect.right > r.right + 2 || rect.top < r.top - 3 || rect.bottom > r.bottom + 3;
    if (outside({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })) {
      cut.push(`${words} (by the screen)`);
      continue;
    }
    for (let up = one; up; up = up.parentElement ?? up.getRootNode().host) {
      if (up.classList?.contains("part") || getComputedStyle(up).position === "fixed") break;
      if (getComputedStyle(up).overflow === "visible" || !outside(up.getBoundingClientRect())) continue;
      cut.push(`${words} (by ${up.className})`);
      break;
    }
  }
  const question = all.find((one) => one.matches(".question .ask") && shown(one));
  const style = question && getComputedStyle(question), page = document.scrollingElement;
  return {
    width: box.width / innerWidth, height: box.height / innerHeight, small, cut,
    question: question ? parseFloat(style.fontSize) / innerHeight : null,
    lines: question ? Math.round(question.getBoundingClientRect().height / parseFloat(style.lineHeight)) : 0,
    scrolls: page.scrollHeight > innerHeight || page.scrollWidth > innerWidth,
  };
}""".replace("%LEAST%", str(LEAST_TEXT))


def open_on_stage(page: Page, app_url: str, slug: str) -> None:
    """Open a scene on the stage, and wait until its view lies over the page."""
    page.goto(f"{app_url}/?scene={slug}&stage=1")
    page.locator("[data-stage] [data-picture]").first.wait_for(state="attached")
    wait_for_keys(page)


def faults(page: Page) -> list[str]:
    """What is wrong with the stage as it stands: a sentence for each fault."""
    found: dict[str, Any] = page.evaluate(MEASURE)
    fills = found["height"] >= LEAST_HEIGHT or found["width"] >= LEAST_WIDTH
    said = (
        []
        if fills
        else [f"the picture has {found['width']:.3f} of the width, {found['height']:.3f} of the height"]
    )
    if found["question"] < LEAST_QUESTION or found["lines"] != 1:
        said.append(f"the question is {found['question']:.3f} high, in {found['lines']} lines")
    said += [f"small: {words}" for words in found["small"]] + [f"cut: {words}" for words in found["cut"]]
    return [*said, "the page scrolls"] if found["scrolls"] else said


def last_faults(page: Page, seconds: float = PATIENCE) -> list[str]:
    """Faults that stay: after a change of size, the picture and its text follow a moment later."""
    end = time.monotonic() + seconds
    while (said := faults(page)) and time.monotonic() < end:
        page.wait_for_timeout(100)
    return said


COVERS = """() => {
  const roots = [document], all = [], found = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  for (const one of all) {
    const after = getComputedStyle(one, "::after"), { display, position } = getComputedStyle(one);
    if (after.content !== '"?"' || after.visibility !== "visible" || !one.checkVisibility()) continue;
    const part = one.closest(".part"), name = `${part.className} .${one.className}`;
    if (display === "contents" || position === "static") found.push(`${name} has no box`);
    if (getComputedStyle(part).position !== "fixed") found.push(`${name} is not on the stage`);
  }
  return found;
}"""
"""Covers that have no box of their own on the stage: each lies over what it covers."""

COVERED = ("depth", "saturation", "same-sign", "features", "lab")
"""Scenes, of different pages, whose covers are looked at."""


@pytest.mark.parametrize("slug", SCENES)
def test_the_picture_of_a_scene_fills_the_stage_and_covers_lie_over_what_they_cover(
    slug: str, new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(scripts=(RECORD_TEXT,))
    open_on_stage(page, app_url, slug)
    for state in ("open", "answered"):
        if state == "answered":
            page.keyboard.press("a")
        expect(page.locator("html")).to_have_attribute("data-asks", state)
        if slug in COVERED and state == "open":
            assert page.evaluate(COVERS) == []
        for scheme, sizes in TRIED.items():
            page.emulate_media(color_scheme=scheme)
            for width, height in sizes:
                page.set_viewport_size({"width": width, "height": height})
                assert last_faults(page) == [], (state, width, height, scheme)
    page.emulate_media(color_scheme="light")


IN_THE_WAY = """() => {
  const roots = [document], all = [];
  while (roots.length) for (const one of roots.pop().querySelectorAll("*")) {
    all.push(one);
    if (one.shadowRoot) roots.push(one.shadowRoot);
  }
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const find = (selector) => all.filter((one) => one.matches(selector) && shown(one));
  const overlap = (a, b) => {
    const [p, q] = [a, b].map((one) => one.getBoundingClientRect());
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    return wide > 1 && high > 1;
  };
  const found = [], words = (one) => `${one.className || one.tagName} ${one.textContent.trim().slice(0, 20)}`;
  const things = ".part :is(button, input, canvas, .ask, .answer, .head > *, figcaption)";
  const bars = find(".progress"), nexts = find(".question .following"), answers = find(".question .answer");
  const others = find(things).filter((one) => !one.closest(".progress") && one.getRootNode() !== document);
  for (const bar of bars) for (const one of others) if (overlap(bar, one)) found.push(`work on ${words(one)}`);
  for (const one of [...nexts, ...answers]) for (const other of others)
    if (one !== other && overlap(one, other)) found.push(`${words(one)} on ${words(other)}`);
  for (const one of find(".progress .doing")) if (one.scrollWidth > one.clientWidth) found.push("work is cut");
  return found;
}"""


def last_in_the_way(page: Page, seconds: float = PATIENCE) -> list[str]:
    """What stays in another thing's way: after a change of size, the picture follows a moment later."""
    end = time.monotonic() + seconds
    said: list[str] = page.evaluate(IN_THE_WAY)
    while said and time.monotonic() < end:
        page.wait_for_timeout(100)
        said = page.evaluate(IN_THE_WAY)
    return said


@pytest.mark.parametrize("slug", ["features", "saturation", "credit"])
def test_work_answer_and_next_question_lie_over_nothing(
    slug: str, new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page()
    page.goto(f"{app_url}/?scene={slug}&stage=1")
    page.locator("[data-stage] [data-picture]").first.wait_for(state="attached")
    for state in ("open", "answered"):
        if state == "answered":
            page.keyboard.press("a")
        expect(page.locator("html")).to_have_attribute("data-asks", state)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert last_in_the_way(page) == [], (state, width, height)


def test_nothing_fades_while_the_server_works(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.goto(f"{app_url}/?depth=1")
    page.locator(".player .headline:not(:empty)").wait_for()
    as_streamlit_does = ".stElementContainer { opacity: 0.33; transition: opacity 1s; }"
    page.add_style_tag(content=as_streamlit_does)
    for element in page.locator(".stElementContainer:has(.stBidiComponent)").all():
        expect(element).to_have_css("opacity", "1")
        expect(element).to_have_css("transition-duration", "0s")


def test_f_opens_the_stage_and_escape_leaves_it(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.goto(f"{app_url}/?depth=1")
    page.locator(".player .headline:not(:empty)").wait_for()
    wait_for_keys(page)
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-stage", "")
    until(lambda: "stage=1" in page.url, page, "stage=1 in the link")
    wait_for_keys(page)
    page.keyboard.press("Escape")
    until(lambda: "stage" not in page.url, page, "no stage in the link")
    expect(page.locator("html")).not_to_have_attribute("data-stage", re.compile(""))


def test_old_links_with_projector_open_the_stage(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.goto(f"{app_url}/?projector=1")
    expect(page.locator("html")).to_have_attribute("data-stage", "")


def test_the_strip_sets_what_it_offers(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.goto(f"{app_url}/?stage=1")
    page.locator(".strip [data-name=depth] [data-value='1']").click()
    until(lambda: "depth=1" in page.url and "stage=1" in page.url, page, "depth=1 in the link")
    expect(page.locator(".strip [data-name=depth] [data-value='1']")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_page_down_goes_to_the_next_scene_on_the_stage(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(scripts=(RECORD_TEXT,))
    open_on_stage(page, app_url, "three-outputs")
    page.keyboard.press("PageDown")  # the answer
    page.keyboard.press("PageDown")
    expect(page.locator(".question .title")).to_have_text(SCENES["example-data"].title)
    page.locator(".player[data-stage] .headline:not(:empty)").wait_for(state="attached")
    wait_for_server(page)
    assert "stage=1" in page.url
    expect(page.locator("html")).to_have_attribute("data-stage", "")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")


@pytest.mark.parametrize(
    ("link", "text"), [("mnist?stage=1&images=1000&epochs=1", "0.05"), ("backprop?stage=1", "0.05")]
)
def test_the_strip_offers_depth_activation_and_rate_beside_the_views_own_controls(
    link: str, text: str, new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(width=1024, height=768)
    page.goto(f"{app_url}/{link}")
    slider = page.locator(".strip [data-name=rate] input")
    slider.wait_for()
    names = page.locator(".strip-control").evaluate_all("all => all.map(one => one.dataset.name)")
    assert names == ["depth", "activation", "rate"]
    strip = page.locator(".strip .controls").bounding_box()
    own = page.locator(".part[data-stage] :is(.transport .play, .stepper button)").first.bounding_box()
    assert strip
    assert own
    assert strip["x"] + strip["width"] <= own["x"]
    slider.fill(str(RATES.index(float(text))))
    expect(page.locator(".strip [data-name=rate] output")).to_have_text(text)
    until(lambda: f"rate={text}" in page.url, page, "the rate in the link")


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1920, 1080)])
def test_quality_offers_depth_and_activation_beside_the_sets_of_images(
    width: int, height: int, new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(width=width, height=height)
    page.goto(f"{app_url}/mnist?view=quality&stage=1&images=1000&epochs=1")
    page.locator(".quality .set").nth(2).wait_for()
    names = page.locator(".strip-control").evaluate_all("all => all.map(one => one.dataset.name)")
    assert names == ["depth", "activation"]

    def boxes() -> list[dict[str, float]]:
        """From left to right: the strip, the player's button and epoch, the sets."""
        row = [".strip .controls", ".quality .play", ".quality .moment .readout", ".quality .sets"]
        return [page.locator(one).bounding_box() or {} for one in row]

    def in_a_row() -> bool:
        ends = [(box["x"], box["x"] + box["width"]) for box in boxes()]
        return all(end <= start for (_, end), (start, _) in pairwise(ends)) and ends[-1][1] <= width

    until(in_a_row, page, boxes)
    fits = (
        "all => all.every(one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)"
    )
    assert page.locator(".quality .set").evaluate_all(fits)
    page.locator(".strip [data-name=depth] [data-value='1']").click()
    until(lambda: "depth=1" in page.url and "stage=1" in page.url, page, "depth=1 in the link")
    expect(page.locator(".strip [data-name=activation] button").first).to_be_enabled()
