"""Firefox and WebKitGTK for tests: each is started once in a module."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.browser.engines import firefox, webkit
from tests.browser.engines.engine import Engine

Start = Callable[[str], Engine]

ENGINES = pytest.mark.parametrize("name", ["firefox", "webkit"])


def _begin(name: str) -> Engine:
    """An engine by its name; without one the test is skipped, but fails under CI=true."""
    module = webkit if name.startswith("webkit") else firefox
    path = module.find()
    if path is None:
        reason = f"no {name} found: apt-get install firefox-esr webkit2gtk-driver xvfb"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    if name.startswith("firefox"):
        return firefox.Firefox(path, preferences=firefox.PRIVATE if name == "firefox-private" else "")
    return webkit.WebKit(path, (360, 640) if name == "webkit-phone" else None)


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Give an engine by its name; each is started once."""
    started: dict[str, Engine] = {}
    with ExitStack() as stack:

        def give(name: str) -> Engine:
            if name not in started:
                started[name] = stack.enter_context(closing(_begin(name)))
            return started[name]

        yield give
