"""What the browser tests share: the running app, a browser, and pages whose own errors fail the test.

Playwright keeps an event loop in the test's thread from its first use to its end, in which others cannot
start one: browser tests therefore run last.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect, sync_playwright

from benchmarks.serving import serving
from tests.browser import chromium

HERE = Path(__file__).parent

HARMLESS = re.compile(r"404 \(Not Found\) \(http://[^/]+/\w+/_stcore/(health|host-config)\)")
"""Errors in the console that say nothing about the app: Streamlit first seeks its server below a page's path."""

SECONDS_TO_START = 60.0

PATIENCE = 15_000
"""Milliseconds that a page, or what a test expects of it, may take on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and move them behind all others."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: HERE in item.path.parents)


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
    """One browser for all tests; each page has a context, and so a visitor's session, of its own."""
    expect.set_options(timeout=PATIENCE)
    window = chromium.launch(playwright, chromium_path)
    yield window
    window.close()


@pytest.fixture(scope="session")
def app_url(chromium_path: Path) -> Iterator[str]:
    """The address of the running app, without a slash at its end; started only where there is a browser."""
    with serving(SECONDS_TO_START) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Make pages: ``new_page(width=390, height=844, color_scheme="dark", **more)``.

    What Playwright's ``new_context`` takes may follow. After the test, an uncaught error or an error in the
    console of any of the pages fails it.
    """
    contexts, errors = [], []

    def heard(message: ConsoleMessage) -> None:
        words = f"{message.text} ({message.location.get('url')})"
        if message.type == "error" and not HARMLESS.search(words):
            errors.append(f"console: {words}")

    def make(*, width: int = 1440, height: int = 900, color_scheme: Any = "light", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=color_scheme, **more
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", heard)
        context.on("weberror", lambda error: errors.append(f"uncaught: {error.error}"))
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1440 × 900 in light colours."""
    return new_page()


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
