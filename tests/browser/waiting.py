"""Waiting until what a test reads is there, never for a fixed time; only a claim that nothing happens takes a while."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE = 240.0
"""Seconds that a page, or what a test expects of it, may take on a busy machine."""

A_WHILE = 300
"""Milliseconds in which nothing may happen, where that is the claim: paused runs, what is not sent to the server."""

AT_REST = """(element, frames) => new Promise((done) => {
  let before = "", alike = 0;
  const look = () => {
    const { x, y, width, height } = element.getBoundingClientRect(), now = [x, y, width, height].join();
    alike = now === before ? alike + 1 : 0;
    before = now;
    return alike < frames ? requestAnimationFrame(look) : done();
  };
  look();
})"""


STANDING = """(find, frames) => new Promise((done) => {
  let before = "", alike = 0;
  const look = () => {
    const found = find(), now = JSON.stringify(found);
    alike = now === before ? alike + 1 : 0;
    before = now;
    return alike < frames ? requestAnimationFrame(look) : done(found);
  };
  look();
})"""

UNDER_WAY = "() => window.hiddenLayersWalk?.until > performance.now()"
"""Whether a page is on the way from one scene to another: see ``ui/browser/walk.js``."""


def until(holds: Callable[[], object], page: Page, what: object) -> None:
    """Ask again and again until something holds; ``what`` says it, or what stands in its way."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        page.wait_for_timeout(25)


def wait_for(root: Locator, condition: str, names: str = "const p = root.player;") -> None:
    """Wait until a condition holds in the page. Python asks each time, since a component may be mounted anew.

    Parameters
    ----------
    root : Locator
        The component's outermost element.
    condition : str
        In JavaScript; not yet true where it raises.
    names : str
        JavaScript before it, which makes the names in it from ``root``.
    """
    question = f"root => {{ try {{ {names} return Boolean({condition}); }} catch {{ return false; }} }}"
    until(lambda: root.evaluate(question), root.page, condition)


def wait_for_server(page: Page) -> None:
    """Wait until the page has been drawn, and the server has nothing left to do for it."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def wait_for_keys(page: Page) -> None:
    """Wait until the keys of a walk are heard: the page is at rest, on the way to no scene, and its parts agree on one.

    A key that is pressed before, after a ``goto``, a ``reload`` or a walk, is nobody's, or still the old scene's.
    """
    wait_for_server(page)
    until(lambda: _hears_keys(page), page, "the page hears keys")


def _hears_keys(page: Page) -> bool:
    link, question = page.locator(".part.link"), page.locator(".part.question")
    if page.evaluate(UNDER_WAY) or link.count() != 1:
        return False
    slug = link.evaluate("root => root.link?.state?.slug")
    if not slug:
        return slug == ""
    return question.count() == 1 and bool(question.evaluate("root => root.question?.scene?.slug") == slug)


def wait_for_rest(element: Locator) -> None:
    """Wait until an element has stood still for fifteen frames, however long each takes."""
    element.evaluate(AT_REST, 15)


def standing(page: Page, script: str) -> Any:
    """What a script finds, once it has found the same for fifteen frames, however long each takes."""
    return page.evaluate(f"({STANDING})({script}, 15)")


def box_of(element: Locator) -> Any:
    """Where an element is, for the mouse, once it stands still: ``x``, ``y``, ``width``, ``height``."""
    wait_for_rest(element)
    return element.bounding_box()


REMEMBER_CANVASES = """
const drawing = CanvasRenderingContext2D.prototype, { fillText, setTransform } = drawing;
drawing.fillText = function (words, ...rest) {
  (this.canvas.wrote ??= new Set()).add(String(words));
  return fillText.call(this, words, ...rest);
};
drawing.setTransform = function (...numbers) {
  this.canvas.wrote = new Set();  // every picture begins with it
  return setTransform.apply(this, numbers);
};
"""
"""A page's script: each canvas remembers what was written on it in its present picture, as ``wrote``."""
