"""The app with more entries in a process of its own, the same entries in this one while a test runs, and readers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.serving import serving
from engine.layers import ACTIVATIONS
from tests.browser.additions.entries import NEW_ACTIVATIONS
from tests.browser.conftest import SECONDS_TO_START
from tests.browser.waiting import wait_for_server

READ = """root => [root, ...root.querySelectorAll("*")].flatMap(element => [
    ...[...element.attributes].map(a => /^(aria-|title|placeholder)/.test(a.name) ? a.value : ""),
    ...[...element.childNodes].map(node => node.nodeType === 3 ? node.textContent.trim() : ""),
  ]).filter(Boolean).join("\\n")"""

HEAR_CANVAS = """() => {
  window.written = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
    window.written.add(text);
    return fillText.call(this, text, ...more);
  };
}"""


@pytest.fixture(scope="session")
def url_with_more(chromium_path: Path) -> Iterator[str]:
    """The address of the app with more entries."""
    with serving(SECONDS_TO_START, script=Path(__file__).parent / "app_with_more.py") as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(autouse=True)
def _known_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine in this process answers for the new activations."""
    for name, kind in NEW_ACTIVATIONS.items():
        monkeypatch.setitem(ACTIVATIONS, name, kind)


@pytest.fixture
def opened(page: Page, url_with_more: str, part: Callable[[Page, str], Locator]) -> Callable[..., Locator]:
    """Open an address of the app with more entries; give its component, or the page's main part without a name."""

    def go(address: str, name: str = "") -> Locator:
        page.goto(f"{url_with_more}/{address}")
        root = part(page, name) if name else page.get_by_test_id("stMain")
        wait_for_server(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        return root

    return go


@pytest.fixture
def read() -> Callable[[Locator], str]:
    """All that a component says, shown or not; nothing in it may be undefined or no number."""

    def everything(root: Locator) -> str:
        said: str = root.evaluate(READ)
        for word in ("undefined", "NaN", "null", "[object", "{z}", "{h}", "{("):
            assert word not in said, next(line for line in said.splitlines() if word in line)
        return said

    return everything
