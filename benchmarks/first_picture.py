"""From a change to the first picture of the new run, and pictures a second while it plays, in a real browser.

``python -m benchmarks.first_picture`` starts the app on a free port and needs Chromium and Playwright
(requirements-dev.txt). The run is 2-16-16-3 tanh on 300 points, for 1000 epochs. Times run inside the page, from the
click to the end of the frame in which the new run was drawn first.
"""

import argparse
import statistics
import time
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.serving import serving
from tests.browser import chromium

GOAL_MS = 200

FIND_PLAYER = """() => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.player) return element.player;
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  window.hl = find(document);
  return Boolean(window.hl);
}"""

CHANGE = """(button) => new Promise((done) => {
  const before = window.hl.run.id, start = performance.now();
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  button.click();
  const look = () => window.hl.run.id !== before && window.hl.playback.moment
    ? requestAnimationFrame(() => done(performance.now() - start))
    : requestAnimationFrame(look);
  look();
})"""

PLAY = """(seconds) => new Promise((done) => {
  const player = window.hl, start = performance.now(), before = player.pictures;
  player.playback.goTo(0);
  player.playback.speed = 0.25;
  player.playback.play();
  setTimeout(() => done(1000 * (player.pictures - before) / (performance.now() - start)), 1000 * seconds);
})"""


def changes(page: Any, label: str, count: int) -> list[float]:
    """Milliseconds from a click on a number's ``label`` button to the first picture, for each of ``count`` clicks."""
    box = page.locator("[data-testid=stNumberInput]", has_text="Seed of the weights")
    button = box.locator(f"[data-testid=stNumberInput{label}]").element_handle()
    times = []
    for _ in range(count):
        times.append(page.evaluate(CHANGE, button))
        page.wait_for_timeout(400)
    return times


def report(name: str, times: list[float]) -> None:
    """One row: median and 95th percentile."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:28} p50 {statistics.median(times):6.0f} ms   p95 {p95:6.0f} ms   (goal p50 ≤ {GOAL_MS} ms)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=25)
    count = parser.parse_args().changes
    with serving() as server, sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        opened = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.port}/?epochs=1000")
        page.wait_for_function(FIND_PLAYER)
        print(f"first picture of a new visitor {time.perf_counter() - opened:.1f} s")
        page.get_by_text("Rule, batch, epochs, seeds").click()
        page.wait_for_timeout(1500)
        changes(page, "StepUp", 3)
        report("change, not seen before", changes(page, "StepUp", count))
        report("change, seen before", changes(page, "StepDown", count))
        print(f"{'playing':28} {page.evaluate(PLAY, 3):.0f} pictures a second (goal 60, the screen's rate)")
        browser.close()


if __name__ == "__main__":
    main()
