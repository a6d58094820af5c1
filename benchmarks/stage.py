"""From Page Down to the next scene on the stage, and pictures a second while a map fills the stage, in a real browser.

``python -m benchmarks.stage`` starts the app on a free port and needs Chromium and Playwright (requirements-dev.txt).
The lecture is walked twice. The first walk is the preparation; the second is measured. A time runs inside the page,
from the key to the end of the frame in which the next scene's question stands there, its picture has its place, and the
server has nothing left to do for the page. It is an upper bound: the picture may stand there before that.
"""

import argparse
import statistics
from itertools import pairwise
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.first_picture import FIND_PLAYER, PLAY
from benchmarks.serving import serving
from tests.browser import chromium
from ui.lecture.scenes import SCENES

GOAL_MS = 1000

GO_ON = """() => new Promise((done) => {
  const find = (root, wanted) => {
    for (const element of root.querySelectorAll("*")) {
      const found = element.matches(wanted) ? element : element.shadowRoot && find(element.shadowRoot, wanted);
      if (found) return found;
    }
    return null;
  };
  const title = () => find(document, ".question .title")?.textContent;
  const before = title(), start = performance.now();
  const isThere = () => {
    const box = find(document, "[data-picture]")?.getBoundingClientRect();
    const app = document.querySelector("[data-testid=stApp]");
    return title() && title() !== before && box?.height > 0.3 * innerHeight
      && app.dataset.testScriptState === "notRunning";
  };
  const look = () => isThere()
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
  look();
  const how = { key: "PageDown", code: "PageDown", bubbles: true, cancelable: true, composed: true };
  document.dispatchEvent(new KeyboardEvent("keydown", how));
})"""


def walk(page: Any, address: str) -> dict[str, float]:
    """Milliseconds from the key to each scene but the first, by slug, with all builds of the scene before done."""
    slugs = list(SCENES)
    page.goto(f"{address}/?scene={slugs[0]}&stage=1")
    page.locator(".question .ask").wait_for()
    times = {}
    for slug, following in pairwise(slugs):
        plays = SCENES[slug].pause is not None
        for _ in range(2 * len(SCENES[slug].questions) + plays - 1):
            page.keyboard.press("PageDown")
        times[following] = page.evaluate(GO_ON)
        page.wait_for_timeout(1000)
    return times


def report(times: dict[str, float]) -> None:
    """Median, 95th percentile, and the scenes that take longer than the goal."""
    ordered = sorted(times.values())
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"scene on the stage after Page Down: p50 {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms,"
        f" {len(ordered)} scenes (goal p50 ≤ {GOAL_MS} ms)"
    )
    for slug, time in times.items():
        if time > GOAL_MS:
            print(f"    {slug:32} {time:6.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    given = parser.parse_args()
    with serving(60.0) as server, sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        page = browser.new_page(viewport={"width": given.width, "height": given.height})
        address = f"http://127.0.0.1:{server.port}"
        for name in ("cold", "prepared"):
            print(f"{name} walk at {given.width}×{given.height}")
            report(walk(page, address))
        for query in ("epochs=1000", "epochs=1000&depth=6&units=32"):
            page.goto(f"{address}/?{query}&stage=1")
            page.wait_for_function(FIND_PLAYER)
            page.wait_for_function("window.hl.run.finished")
            print(f"playing, {query}: {page.evaluate(PLAY, 3):.0f} pictures a second (goal 60)")
        browser.close()


if __name__ == "__main__":
    main()
