"""A real browser without a window: for the browser tests and for the README's pictures.

Run as a module, it says whether there is one: ``python -m tests.browser.chromium``.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell without a window comes first: the same engine, at half the processor time of a browser with one."""

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)

# Tests often run as root, for whom Chromium has no sandbox. The browser itself should call nobody outside.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(playwright: Playwright) -> Path | None:
    """The system's Chromium or Chrome, else the one that Playwright has downloaded, else None."""
    installed = [found for name in NAMES if (found := shutil.which(name))]
    for place in (*installed, *PLACES, playwright.chromium.executable_path):
        if Path(place).is_file():
            return Path(place)
    return None


def launch(playwright: Playwright, path: Path) -> Browser:
    """Start the browser that stands at a path."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


if __name__ == "__main__":
    with sync_playwright() as driver:
        found = find(driver)
    print(found or "No Chromium and no Chrome found.")
    sys.exit(found is None)
