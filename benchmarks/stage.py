"""From Page Down to the next scene on the stage, and pictures a second while a map fills the stage, in a real browser.

``python -m benchmarks.stage`` starts the app on a free port and needs Chromium and Playwright (requirements-dev.txt).
The lecture is walked twice. The first walk is the preparation; the second is measured. A time runs inside the page,
from the key to the end of the frame in which the next scene's question stands there, its picture has its place, and the
server has nothing left to do for the page. It is an upper bound: the picture may stand there before that. A scene that
does not come within ``PATIENCE`` is said to be missing, with what it lacks, and the walk goes on behind it.
"""

import argparse
import os
import statistics
from itertools import pairwise
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

from benchmarks.first_picture import FIND_PLAYER, PLAY
from benchmarks.serving import serving
from tests.browser import chromium
from ui.lecture.scene import Scene
from ui.lecture.scenes import LECTURES

GOAL_MS = 1000

PATIENCE = 60
"""Seconds that a scene, or one of its builds, may take."""

WALKED = "deep-neural-networks-1"
"""The lecture: Page Down behind its last scene shows the end, and no other lecture's first scene."""

FIND_ALL = """const all = (root, wanted) => [...root.querySelectorAll("*")].flatMap((element) => [
    ...(element.matches(wanted) ? [element] : []), ...(element.shadowRoot ? all(element.shadowRoot, wanted) : []),
  ]);"""

GO_ON = """(seconds) => new Promise((done) => {
  FIND_ALL
  const title = () => all(document, ".question .title")[0]?.textContent;
  const high = (element) => element.getBoundingClientRect().height > 0.3 * innerHeight;
  const before = title(), start = performance.now();
  const lacking = () => {
    if (!title() || title() === before) return "its question";
    if (!all(document, "[data-picture]").some(high)) return "a picture in its place";
    const app = document.querySelector("[data-testid=stApp]");
    return app.dataset.testScriptState === "notRunning" ? "" : "the end of the server's work";
  };
  const look = () => {
    const lacks = lacking(), ms = performance.now() - start;
    if (lacks && ms < 1000 * seconds) requestAnimationFrame(look);
    else requestAnimationFrame(() => done({ ms: performance.now() - start, lacks }));
  };
  look();
  const how = { key: "PageDown", code: "PageDown", bubbles: true, cancelable: true, composed: true };
  document.dispatchEvent(new KeyboardEvent("keydown", how));
})""".replace("FIND_ALL", FIND_ALL)

HEARS = """(slug) => {
  FIND_ALL
  const [link] = all(document, ".part.link"), [question] = all(document, ".part.question");
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && !(window.hiddenLayersWalk?.until > performance.now())
    && link?.link?.state?.slug === slug && question?.question?.scene?.slug === slug;
}""".replace("FIND_ALL", FIND_ALL)
"""Whether keys are heard as a scene's: the page is at rest, on the way to no other, and its parts agree."""


class Came(NamedTuple):
    """How a scene came: after how many milliseconds, and what it lacked when patience ended ("" where nothing)."""

    ms: float
    lacks: str


def n_builds(scene: Scene) -> int:
    """How often Page Down is pressed within a scene: it plays to its point, answers, asks again, builds further."""
    return int(scene.pause is not None) + 2 * len(scene.questions) - 1 + len(scene.further)


def open_scene(page: Page, address: str, slug: str) -> None:
    """Open a scene on the stage by its link, and wait until it hears keys."""
    page.goto(f"{address}/?scene={slug}&stage=1")
    page.wait_for_function(HEARS, arg=slug, timeout=1000 * PATIENCE)


def go_on(page: Page, slug: str, scene: Scene) -> Came:
    """Do all builds of a scene, then go on to the next one."""
    try:
        for _ in range(n_builds(scene)):
            page.wait_for_function(HEARS, arg=slug, timeout=1000 * PATIENCE)
            page.keyboard.press("PageDown")
            page.wait_for_timeout(100)
        page.wait_for_function(HEARS, arg=slug, timeout=1000 * PATIENCE)
    except TookTooLong:
        return Came(1000 * PATIENCE, f"an end of the work in {slug}")
    found = page.evaluate(GO_ON, PATIENCE)
    return Came(found["ms"], found["lacks"])


def walk(page: Page, address: str) -> dict[str, Came]:
    """How each scene but the first came after Page Down, by slug, with all builds of the scene before done."""
    scenes = LECTURES[WALKED].scenes
    open_scene(page, address, next(iter(scenes)))
    came = {}
    for slug, following in pairwise(scenes):
        came[following] = one = go_on(page, slug, scenes[slug])
        if one.lacks:
            print(f"    {following:20} not within {PATIENCE} s: {one.lacks} is missing", flush=True)
            open_scene(page, address, following)
        else:
            print(f"    {following:20} {one.ms:6.0f} ms", flush=True)
        page.wait_for_timeout(1000)
    return came


def report(name: str, came: dict[str, Came]) -> None:
    """Median, 95th percentile, the scenes that take longer than the goal, and how many never came."""
    ordered = sorted(one.ms for one in came.values() if not one.lacks)
    missing, slow = len(came) - len(ordered), sum(ms > GOAL_MS for ms in ordered)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"{name}: scene on the stage after Page Down: p50 {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms,"
        f" {len(ordered)} scenes, {slow} over {GOAL_MS} ms, {missing} missing (goal p50 ≤ {GOAL_MS} ms);"
        f" load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    given = parser.parse_args()
    with serving(60.0) as server, sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        address = f"http://127.0.0.1:{server.port}"
        for name in ("cold", "prepared"):
            # A page of its own: one that has walked here before remembers which answers it has seen.
            page = browser.new_page(viewport={"width": given.width, "height": given.height})
            print(f"{name} walk at {given.width}×{given.height}", flush=True)
            report(name, walk(page, address))
        for query in ("epochs=1000", "epochs=1000&depth=6&units=32"):
            page.goto(f"{address}/?{query}&stage=1")
            page.wait_for_function(FIND_PLAYER)
            page.wait_for_function("window.hl.run.finished", timeout=1000 * PATIENCE)
            played = page.evaluate(PLAY, 3)
            print(f"playing, {query}: {played:.0f} pictures a second (goal 60)", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
