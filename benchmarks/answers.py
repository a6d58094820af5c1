"""What a visitor waits for on the pages after the first one, in a real browser: answers in ms, pictures a second.

``python -m benchmarks.answers`` starts the app on a free port and needs Chromium and Playwright (requirements-dev.txt).
Times run inside the page, from the event to the end of the frame that shows the answer.
"""

import statistics
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import serving
from tests.browser import chromium

FIND = """(name) => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.classList.contains("part") && element.classList.contains(name)) return element;
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  window.root = find(document);
  return Boolean(window.root);
}"""

AFTER = """async ([act, done]) => {
  const run = new Function("root", act), seen = new Function("root", `return ${done}`);
  const start = performance.now();
  run(window.root);
  while (!seen(window.root) && performance.now() - start < 20000) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
"""Milliseconds from an action in the page to the frame in which its effect can be seen."""

SCRUB = """(seconds) => new Promise((done) => {
  const { templates } = window.root, { playback } = templates, start = performance.now(), before = templates.painted;
  let at = 0;
  const step = () => {
    playback.goTo(at++ % playback.moments.length);
    if (performance.now() - start < 1000 * seconds) requestAnimationFrame(step);
    else done((1000 * (templates.painted - before)) / (performance.now() - start));
  };
  step();
})"""

PLAY = """(seconds) => new Promise((done) => {
  const part = window.root.twin, start = performance.now(), before = part.pictures;
  part.playback.goTo(0);
  part.playback.speed = 0.25;
  part.playback.play();
  setTimeout(() => done((1000 * (part.pictures - before)) / (performance.now() - start)), 1000 * seconds);
})"""


def opened(page: Page, url: str, link: str, name: str) -> None:
    """Open a link and wait until a component of the page stands."""
    page.goto(f"{url}/{link}")
    page.wait_for_function(FIND, arg=name, timeout=30_000)
    page.wait_for_timeout(1500)


def report(name: str, times: list[float], goal: float) -> None:
    """One row: median and worst."""
    print(
        f"{name:58} p50 {statistics.median(times):5.0f} ms  worst {max(times):5.0f} ms  (goal p50 ≤ {goal:g} ms)"
    )


def twin(page: Page, url: str) -> None:
    """Two networks: a change of the seed, and playing."""
    opened(page, url, "twin", "twin")
    page.get_by_text("Rule, batch, epochs, seeds").click()
    page.wait_for_timeout(1500)
    box = page.locator("[data-testid=stNumberInput]", has_text="Seed of the weights")
    page.evaluate("b => { window.up = b; }", box.get_by_role("button").last.element_handle())
    times = []
    for _ in range(15):
        page.evaluate("() => { window.before = window.root.twin.run.id; }")
        times.append(page.evaluate(AFTER, ["window.up.click()", "root.twin.run.id !== window.before"]))
        page.wait_for_timeout(400)
    report("twin: first picture of two new networks", times, 300)
    rate = page.evaluate(PLAY, 3)
    print(f"{'twin: playing':58} {rate:.0f} pictures a second (goal 60, the screen's rate)")


def templates(page: Page, url: str) -> None:
    """Templates: Hinton diagrams, and scrubbing through a run."""
    for link, words in (
        ("mnist?images=10000&epochs=10", "single layer"),
        ("mnist?images=10000&epochs=6&depth=1&units=15", "784–15–10"),
    ):
        opened(page, url, link, "templates")
        page.locator(".templates .play").click()
        page.wait_for_function(
            "() => window.root.templates.run.finished && !window.root.templates.live", timeout=120_000
        )
        page.wait_for_timeout(1000)
        times = []
        for i in range(12):
            kind = ("hinton", "heat")[i % 2]
            act = f"root.querySelector('[data-name=row] [data-value={kind}]').click()"
            done = f"root.querySelector('[data-name=row] [data-value={kind}]').getAttribute('aria-pressed') === 'true'"
            if kind == "hinton":
                times.append(page.evaluate(AFTER, [act, done]))
            else:
                page.evaluate(AFTER, [act, done])
            page.wait_for_timeout(400)
        report(f"MNIST, {words}: all Hinton diagrams after a click", times, 100)
        print(f"{f'MNIST, {words}: scrubbing':58} {page.evaluate(SCRUB, 3):.0f} pictures a second (goal 30)")


def steps(page: Page, url: str) -> None:
    """Back-propagation: from a key in a weight's field to new numbers everywhere."""
    for link in ("backprop", "backprop?depth=3&units=5&patterns=4&activation=tanh"):
        opened(page, url, link, "steps")
        page.evaluate(
            """() => { window.field = window.root.querySelector('input[data-cell="W1_2_1"]'); window.field.focus(); }"""
        )
        times = []
        for _ in range(12):
            page.evaluate("() => { window.before = window.root.steps.passage.numbers.E[0]; }")
            options = "{ key: 'ArrowUp', bubbles: true, cancelable: true }"
            key = f"window.field.dispatchEvent(new KeyboardEvent('keydown', {options}))"
            times.append(page.evaluate(AFTER, [key, "root.steps.passage.numbers.E[0] !== window.before"]))
            page.wait_for_timeout(250)
        report(f"{link[:40]}: a weight edited", times, 200)


def sweeps(page: Page, url: str) -> None:
    """The cliff in the plane, and how soon long work stops."""
    page.goto(f"{url}/activations?view=cliff&init_seed=77")
    page.locator(".progress .doing").wait_for(timeout=30_000)
    page.wait_for_function(FIND, arg="progress", timeout=30_000)
    waited = page.evaluate(AFTER, ["", "!root.isConnected"])
    print(f"{'cliff in the plane: 63 runs, from the first sign of the bar':58} {waited:5.0f} ms (goal 2000)")
    page.goto(f"{url}/mnist?view=kinds&images=10000&init_seed=77")
    page.locator(".progress .do").wait_for(timeout=30_000)
    page.wait_for_function(FIND, arg="progress", timeout=30_000)
    times = []
    for _ in range(4):
        for words, wanted in (("Stop", True), ("Go on", False)):
            act = "root.querySelector('.do').click()"
            done = f"!root.isConnected || root.querySelector('.do').textContent !== '{words}'"
            waited = page.evaluate(AFTER, [act, done])
            times += [waited] if wanted else []
            page.wait_for_timeout(300)
    report("long work: stopped", times, 300)


def main() -> None:
    """Measure and print."""
    parts: list[Callable[[Page, str], Any]] = [twin, templates, steps, sweeps]
    with serving() as server, sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        for part in parts:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            part(page, f"http://127.0.0.1:{server.port}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
