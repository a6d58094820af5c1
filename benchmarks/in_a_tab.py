"""The static site in a browser: what a first visit fetches, when its picture stands there, and the tab's memory.

Run it as ``python -m benchmarks.in_a_tab SITE``, with a folder that ``python -m static_site`` has built; it needs
Chromium, and Linux for the memory of its processes. A visitor changes the first weights, the activation and the layers
of the first page again and again, each time when the run before has come to its end.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from static_site.serving import Host, serving
from tests.browser import chromium

BASE = "/repo/"

PATIENCE = 240_000
"""Milliseconds that a page may take on a busy machine."""

MARKS = """() => {
  const marks = (window.hiddenLayersMarks = {});
  const look = () => {
    const first = document.querySelector("#first-picture [data-part]")?.shadowRoot?.querySelector("[data-drawn]");
    if (first && !marks.picture) marks.picture = performance.now();
    if (marks.picture && !document.querySelector("#first-picture")) marks.program = performance.now();
    if (!marks.program) requestAnimationFrame(look);
  };
  look();
}"""
"""Milliseconds since the page began: its first picture is drawn, and the program's own stands in its place."""

CHANGE = """([link, number]) => new Promise((done) => {
  const rootsIn = (root) => [...root.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const player = () => rootsIn(document.querySelector("#root")).map((one) => one.querySelector(".player")?.player)
    .find((one) => one?.run);
  const before = player().run.id, started = performance.now();
  history.pushState({}, "", link);
  dispatchEvent(new PopStateEvent("popstate"));
  let drawn = 0;
  const look = () => {
    const now = player();
    const isIt = now && now.run.id !== before && new URLSearchParams(location.search).get("init_seed") === number;
    if (isIt && !drawn) drawn = performance.now() - started;
    if (isIt && now.isServed && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]"))
      done(drawn);
    else setTimeout(look, 20);
  };
  look();
})"""
"""Opens another link as Back does; milliseconds until its run is drawn first, once it has come to its end."""

IN_PYTHON = """
from ui.work.keeper import KEEPER
f"{KEEPER.n_bytes / 1e6:.1f}"
"""

LOOK = """(code) => {
  const { python, memory } = globalThis.hiddenLayersPython;
  return [memory.buffer.byteLength / 1e6, Number(python.runPython(code))];
}"""
"""In the worker: megabytes of Python's memory, which never shrinks, and of what it keeps for later."""


@contextmanager
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has nothing of the site yet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(f"({MARKS})()")
    yield context
    context.close()


def marks(page: Page, address: str) -> tuple[float, float]:
    """Seconds to the first picture, and to the program's own in its place."""
    page.goto(address)
    page.wait_for_function("window.hiddenLayersMarks?.program")
    found = page.evaluate("window.hiddenLayersMarks")
    return found["picture"] / 1e3, found["program"] / 1e3


def visits(browser: Browser, host: Host, rounds: int) -> None:
    """Print what a first visit fetches, and how long first and second visits take."""
    address, times = f"http://127.0.0.1:{host.port}{BASE}", []
    for _ in range(rounds):
        with visitor(browser) as context:
            host.sent.clear()
            page = context.new_page()
            first = marks(page, address)
            page.wait_for_timeout(2_000)
            sent = dict(host.sent)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.wait_for_timeout(3_000)
            page.goto("about:blank")
            times.append((*first, *marks(page, address)))
    groups = {"core.pack": 0, "pyodide": 0, "stlite": 0, "app.pack": 0, "first": 0, "others": 0}
    for path, size in sent.items():
        group = next((name for name in groups if f"/{name}" in path), "others")
        groups[group] += size
    print("| fetched by a first visit | MB |\n|---|--:|")
    for group, size in groups.items():
        print(f"| {group} | {size / 1e6:.2f} |")
    print(f"| all | {sum(sent.values()) / 1e6:.2f} |\n")
    print(f"| s, median of {rounds} | first visit | second visit |\n|---|--:|--:|")
    middle = [statistics.median(column) for column in zip(*times, strict=True)]
    print(f"| first picture | {middle[0]:.2f} | {middle[2]:.2f} |")
    print(f"| the program's own in its place | {middle[1]:.1f} | {middle[3]:.1f} |\n")


def resident(browser: Browser) -> float:
    """Megabytes that the processes of all pages hold together, as the system counts them."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    held = 0
    for process in processes:
        if process["type"] == "renderer":
            status = Path(f"/proc/{process['id']}/status").read_text(encoding="ascii")
            held += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return held / 1e3


def row(browser: Browser, page: Page, session: Any, n_changes: int, began: float, drawn: list[float]) -> None:
    """Print a line of the curve."""
    held = resident(browser)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    nodes = session.send("Memory.getDOMCounters")["nodes"]
    memory, kept = page.workers[0].evaluate(LOOK, IN_PYTHON)
    picture = f"{statistics.median(drawn):.0f}" if drawn else ""
    minutes = (time.monotonic() - began) / 60
    print(
        f"| {n_changes} | {minutes:.1f} | {held:.0f} | {memory:.0f} | {kept:.1f} | {heap:.1f} | {nodes} | {picture} |",
        flush=True,
    )


def curve(browser: Browser, host: Host, n_changes: int, every: int, pause: float) -> list[str]:
    """Print the tab's memory while one change follows another; what went wrong on the page."""
    wrong: list[str] = []
    with visitor(browser) as context:
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        marks(page, f"http://127.0.0.1:{host.port}{BASE}")
        page.wait_for_timeout(3_000)
        session = context.new_cdp_session(page)
        print(
            "| changes | minutes | MB resident | Python's memory | kept for later | JavaScript's heap | nodes | ms to a"
            " picture |\n|--:|--:|--:|--:|--:|--:|--:|--:|"
        )
        began, drawn = time.monotonic(), list[float]()
        row(browser, page, session, 0, began, drawn)
        for i in range(1, n_changes + 1):
            activation = ("tanh", "relu", "sigmoid")[i % 3]
            seed = 1_000 + i
            link = f"?init_seed={seed}&activation={activation}&depth={1 + i % 2}&units={5 + i % 8}"
            drawn.append(page.evaluate(CHANGE, [link, str(seed)]))
            page.wait_for_timeout(1_000 * pause)
            if i % every == 0 or i == n_changes:
                row(browser, page, session, i, began, drawn)
                drawn.clear()
    return wrong


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.in_a_tab")
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="visits that are timed; 0 for none")
    parser.add_argument(
        "--changes", type=int, default=300, help="an hour's, one in twelve seconds; 0 for none"
    )
    parser.add_argument(
        "--every", type=int, default=25, help="changes from one line of the curve to the next"
    )
    parser.add_argument("--pause", type=float, default=0.0, metavar="SECONDS", help="after each change")
    asked = parser.parse_args()
    wrong: list[str] = []
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n", flush=True)
    with sync_playwright() as playwright, serving(asked.site, BASE) as host:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("no Chromium and no Chrome found")
        browser = chromium.launch(playwright, path)
        if asked.rounds:
            visits(browser, host, asked.rounds)
        if asked.changes:
            wrong = curve(browser, host, asked.changes, asked.every, asked.pause)
        browser.close()
    print(f"\nload {os.getloadavg()[0]:.1f}")
    if wrong:
        raise SystemExit(f"errors on the page: {wrong[:5]}")


if __name__ == "__main__":
    main()
