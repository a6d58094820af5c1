"""On every page and view of a phone a target has 44 px, a field letters of 16 px, and nothing scrolls sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sidebar import OPEN
from tests.browser.waiting import until, wait_for_server
from ui.activations.settings import ACTIVATION_VIEWS
from ui.backprop.settings import BACKPROP_VIEWS
from ui.digits.settings import VIEWS as MNIST_VIEWS
from ui.hands.settings import VIEWS as HANDS_VIEWS
from ui.twin.settings import VIEWS as TWIN_VIEWS

OWN = "?data=own&drawn=DawAEPgRFDxRSsEiTg1pUVHf&epochs=20&look=changed&code=whole+run"
LATE = [
    *("?view=seeds&epochs=20&points=60", "?view=landscape&epochs=20&points=60"),
    *(
        "?epochs=20&beside=worth&off=1-2&frozen=hidden",
        "?epochs=20&inputs=x1,x1x2&depth=1&by_hand=1-1-1:2&at=20",
    ),
]
"""Views, tables and settings of the first page that came after its first ones."""

LINKS = {
    "regions": ["?depth=2", "?data=own", "?depth=1&beside=formula&epochs=20", OWN, "?scene=regions-single"],
    "regions: more": LATE,
    "twin": [f"twin?epochs=5&view={view}" for view in TWIN_VIEWS],
    "hands": [f"hands?view={view}" for view in HANDS_VIEWS],
    "mnist": [f"mnist?images=1000&epochs=1&view={view}" for view in MNIST_VIEWS],
    "backprop": [f"backprop?view={view}" for view in BACKPROP_VIEWS],
    "activations": [f"activations?view={view}" for view in ACTIVATION_VIEWS],
    "lecture": ["lecture"],
}
"""Every page with its views, and the first page with all that it can have."""

LEAST = 43.5
"""CSS pixels that a finger hits."""

OFFENDERS = """(isSheet) => {
  const LEAST = 43.5, LETTERS = 16;
  const TARGETS = "button, a[href], input, select, textarea, summary, [role=slider], [role=switch], [tabindex='0']";
  const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea";
  const all = [];
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    all.push(one);
    if (one.shadowRoot) walk(one.shadowRoot);
  });
  walk(document);
  const sheet = document.querySelector("[data-testid=stSidebar]");
  const hostOf = (one) => one.getRootNode().host ?? one;
  const hit = (x, y) => {
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot?.elementFromPoint(x, y)) found = found.shadowRoot.elementFromPoint(x, y);
    return found;
  };
  const TRACK = ".stSlider [data-rac] > [data-orientation]";
  const faceOf = (one) => (one.matches("input") && one.closest(`label, ${TRACK}`)) || one;
  const isBig = (one) => {
    const box = faceOf(one).getBoundingClientRect();
    return box.width >= LEAST && box.height >= LEAST;
  };
  // What the style sheet adds around a target takes the finger too.
  const takesFinger = (one) => {
    const face = faceOf(one);
    face.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = face.getBoundingClientRect();
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const reach = (right, down) => {
      let far = 0;
      while (far < LEAST && face.contains(hit(x + right * far, y + down * far))) far += 0.5;
      return far;
    };
    return reach(-1, 0) + reach(1, 0) >= LEAST && reach(0, -1) + reach(0, 1) >= LEAST;
  };
  const isSeen = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  // A word within a line of text is as high as its line.
  const INLINE = "canvas, [data-testid=stMain], pre, p > a, p [data-help]";
  const isOne = (one) => one.matches(TARGETS) && !one.matches(INLINE);
  const targets = all.filter((one) => isOne(one) && isSeen(one) && sheet.contains(hostOf(one)) === isSheet);
  const big = targets.filter(isBig);
  const hasAnother = (one) => {
    const also = one.closest("[data-also]"), root = one.getRootNode();
    if (also) {
      const others = [...root.querySelectorAll(also.dataset.also)];
      return others.length > 0 && others.every((other) => big.includes(other));
    }
    return one.dataset.cell && big.some((other) => other !== one && other.dataset.cell === one.dataset.cell);
  };
  const name = (one) => {
    const { width, height } = one.getBoundingClientRect(), size = `${width.toFixed()} by ${height.toFixed()}`;
    const words = one.getAttribute("aria-label") || one.textContent || one.title || one.type || "";
    return `${one.localName}.${one.className} “${words.trim().slice(0, 40)}” ${size}`;
  };
  const small = targets.filter((one) => !big.includes(one) && !hasAnother(one) && !takesFinger(one));
  const fine = targets.filter((one) => one.matches(TYPED) && parseFloat(getComputedStyle(one).fontSize) < LETTERS);
  return [...small.map(name), ...fine.map((one) => `${name(one)}: small letters`)];
}"""

OF_A_MOUSE = """() => {
  const found = new Set(), A_MOUSES = /\\b(click(?!er)|hover)/i;
  const read = (words) => words && A_MOUSES.test(words) && found.add(words.trim().slice(0, 120));
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    if (!one.matches("script, style, pre, pre *"))
      for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) read(node.data);
    for (const name of ["title", "aria-label", "data-help", "placeholder"]) read(one.getAttribute(name));
    if (one.shadowRoot) walk(one.shadowRoot);
  });
  walk(document.body);
  return [...found];
}"""
"""Words, titles and names that tell a finger to click or to hover."""

SIDEWAYS = """() => {
  const main = document.querySelector("[data-testid=stMain]"), most = innerWidth + 0.5;
  const widths = [document.scrollingElement, main].map((box) => box.scrollWidth);
  return widths.some((width) => width > most) ? widths : [];
}"""


def none_is_left(page: Page, link: str, script: str, argument: object = None) -> None:
    """Look, and look again where there are offenders: a page may still be drawn."""
    found: list[Any] = []

    def none() -> bool:
        found[:] = page.evaluate(script, argument)
        return not found

    until(none, page, (link, found))


@pytest.mark.parametrize("name", LINKS)
def test_a_finger_hits_every_target_and_nothing_scrolls_sideways(
    new_page: Callable[..., Page], app_url: str, name: str
) -> None:
    page = new_page(width=360, height=640, has_touch=True, is_mobile=True, reduced_motion="reduce")
    for link in LINKS[name]:
        page.set_viewport_size({"width": 360, "height": 640})
        page.goto(f"{app_url}/{link}")
        page.locator(".part.bar").wait_for()
        wait_for_server(page)
        none_is_left(page, link, OFFENDERS, False)
        none_is_left(page, link, SIDEWAYS)
        none_is_left(page, link, OF_A_MOUSE)
        for width, height in ((320, 640), (820, 1180)):
            page.set_viewport_size({"width": width, "height": height})
            none_is_left(page, link, SIDEWAYS)
    if page.get_by_test_id("stSidebarUserContent").count() == 0:
        return
    page.set_viewport_size({"width": 360, "height": 640})  # a tablet has no such button
    page.get_by_role("button", name="Settings", exact=True).tap()
    sheet = page.get_by_test_id("stSidebar")
    expect(page.locator(OPEN)).to_have_count(1)
    folded = sheet.locator("details:not([open]) summary").all()
    for one in reversed(folded):  # what is opened moves those below
        one.tap()
    none_is_left(page, f"{name}: its sheet", OFFENDERS, True)


def test_a_finger_hits_every_moment_of_a_runs_story(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(width=360, height=640, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto(f"{app_url}/?at=250")
    page.locator(".player .story-open").tap()
    buttons = page.locator(".player .story button")
    expect(buttons.first).to_be_visible()
    for one in buttons.all():
        box = one.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= LEAST
        assert box["x"] + box["width"] <= 360
