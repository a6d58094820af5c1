"""What the browser tests share: the running app, a browser, and pages whose own errors fail the test.

From its first use to its end Playwright keeps an event loop in the tests' thread, where other tests then cannot start
one of their own. Browser tests therefore run last.
"""

import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, WebSocket, expect, sync_playwright

from benchmarks.serving import Server, serving
from tests.amount import RUN, left_to_the_full_run
from tests.browser import chromium
from tests.browser.kept_pages import KeptPage, KeptPages
from tests.browser.waiting import PATIENCE

HERE = Path(__file__).parent

HARMLESS = re.compile(r"404 \(Not Found\) \(http://[^/]+/\w+/_stcore/(health|host-config)\)")
"""Errors in the console that say nothing about the app: Streamlit first seeks its server below a page's path."""

SECONDS_TO_START = PATIENCE
"""A server that does not start at all says so at once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, leave to the full run what a push does not try, move them behind all others."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    for item in left_to_the_full_run(ours) if RUN == "push" else ():
        item.add_marker(pytest.mark.full)
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture
def own_run(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give a link's run initial weights that no other test's has: on the server that they share it begins anew."""
    seed = zlib.crc32(request.node.nodeid.encode()) % 10_000

    def own(link: str) -> str:
        return link if "init_seed=" in link else f"{link}{'&' if '?' in link else '?'}init_seed={seed}"

    return own


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium_path(playwright: Playwright) -> Path:
    """Where Chromium or Chrome stands; without one browser tests are skipped, but fail under CI=true."""
    found = chromium.find(playwright)
    if found:
        return found
    reason = "no Chromium and no Chrome found: install one, or run `playwright install chromium`"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: Path) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    expect.set_options(timeout=1000 * PATIENCE)
    window = chromium.launch(playwright, chromium_path)
    yield window
    window.close()


@pytest.fixture(scope="session")
def app(chromium_path: Path) -> Iterator[Server]:
    """The running app; started only where there is a browser."""
    with serving(SECONDS_TO_START) as server:
        yield server


@pytest.fixture(scope="session")
def app_url(app: Server) -> str:
    """The address of the running app, without a slash at its end."""
    return f"http://127.0.0.1:{app.port}"


@pytest.fixture(scope="session")
def kept_pages(browser: Browser) -> KeptPages:
    """Pages that one test hands on to the next."""
    return KeptPages(browser, 1000 * PATIENCE)


@pytest.fixture
def new_page(kept_pages: KeptPages, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Make pages: ``new_page(width=390, height=844, color_scheme="dark", **more)``.

    ``more`` are further options of Playwright's ``new_context``, and ``scripts``, a tuple of what runs in each document
    first. An uncaught error, or one in the console, on any of the pages fails the test at its end. Of a test that
    failed the report says what the pages show, and what the server does; its pages are not used again.
    """
    taken: list[KeptPage] = []
    failed_before = request.session.testsfailed

    def make(
        *,
        width: int = 1440,
        height: int = 900,
        color_scheme: Any = "light",
        reduced_motion: Any = "no-preference",
        **more: Any,
    ) -> Page:
        look = {"color_scheme": color_scheme, "reduced_motion": reduced_motion}
        taken.append(kept_pages.take(width=width, height=height, **look, **more))
        return taken[-1].page

    yield make
    errors = [error for one in taken for error in one.errors if not HARMLESS.search(error)]
    failed = request.session.testsfailed > failed_before
    for one in taken:
        if failed:
            print(one.standing())
        if errors or failed:
            one.context.close()
        else:
            kept_pages.give_back(one)
    if failed and "app" in request.fixturenames:
        server: Server = request.getfixturevalue("app")
        print(f"the server has {server.megabytes:.0f} MB; its threads:", *server.threads(), sep="\n")
    assert not errors, "\n".join(errors)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1440 × 900 in light colours."""
    return new_page()


@pytest.fixture
def sent(page: Page) -> Iterator[list[Any]]:
    """What the page says to the server; ``sent.clear()`` forgets it."""
    frames: list[Any] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))

    page.on("websocket", listen)
    yield frames
    page.remove_listener("websocket", listen)


@pytest.fixture
def part() -> Callable[[Page, str], Locator]:
    """Find a component's outermost element, once it has a headline: ``part(page, "player")``.

    ``.evaluate("root => root.player…")`` on it then reaches what the component's script keeps there.
    A component stands in an open shadow root, which Playwright's selectors look into:
    ``page.locator(".scrub")`` finds what ``document.querySelector`` would not.
    """

    def find(page: Page, name: str) -> Locator:
        root = page.locator(f".{name}")
        root.locator(".headline:not(:empty)").wait_for()
        return root

    return find
