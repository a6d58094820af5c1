"""The running app and a real browser to look at it: for the browser tests and for the README's pictures.

Run as a module, it says whether there is a browser: ``python -m tests.browser.running_app``.
"""

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)

# No sandbox, as tests often run as root; no word to anybody outside.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SECONDS_TO_START = 60


def find_chromium(playwright: Playwright) -> Path | None:
    """The system's Chromium or Chrome, else the one that Playwright has downloaded, else None."""
    installed = [found for name in NAMES if (found := shutil.which(name))]
    for place in (*installed, *PLACES, playwright.chromium.executable_path):
        if Path(place).is_file():
            return Path(place)
    return None


def launch(playwright: Playwright, chromium: Path) -> Browser:
    """A browser without a window."""
    return playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(port: int) -> bool:
    """Whether the app answers on this port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def served(log: Path) -> Iterator[str]:
    """Serve the app in a process of its own, and end that process afterwards.

    Parameters
    ----------
    log : Path
        A file for what the app prints.

    Yields
    ------
    str
        The address of the first page, without a slash at its end.

    Raises
    ------
    RuntimeError
        If the app ends, or does not answer within a minute; with what it printed.
    """
    port = free_port()
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        app = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while not healthy(port):
                if app.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the app did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            try:
                app.wait(10)
            except subprocess.TimeoutExpired:
                app.kill()
                app.wait()


if __name__ == "__main__":
    with sync_playwright() as driver:
        found = find_chromium(driver)
    print(found or "No Chromium and no Chrome found.")
    sys.exit(found is None)
