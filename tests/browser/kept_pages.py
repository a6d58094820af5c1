"""Pages of one browser that are used again: to open a new one costs as much processor time as most tests do.

A page is handed out as good as new: blank, of the size and in the colours asked for, without cookies, storage, other
tabs, a pressed button, or requests that a test has held back. A visit to the app is a session of its own in any case.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

BLANK = "about:blank"
SCRIPTLESS = "/_stcore/health"
"""A page of the same server that runs no script: it shares the storage."""


STANDING = """(most) => {
  const words = [], parts = [];
  const read = (node, isShown) => {
    if (node.nodeType === 3 && isShown) words.push(node.textContent.trim());
    if (node.nodeType === 1 && node.classList.contains("part"))
      parts.push(`${node.className}${"drawn" in node.dataset ? "" : " (has drawn nothing)"}`);
    const shows = node.nodeType !== 1 || node.checkVisibility() || getComputedStyle(node).display === "contents";
    for (const each of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) read(each, shows);
  };
  read(document.body, true);
  const app = document.querySelector("[data-testid=stApp]");
  return {
    address: location.href, page: { ...document.documentElement.dataset }, app: { ...app?.dataset }, parts,
    words: words.filter(Boolean).join(" | ").slice(0, most),
  };
}"""
"""What a page says of itself: its address, what is said on its outermost element, its parts, and its text."""


@dataclass
class KeptPage:
    """A page in a context of its own, and what went wrong on it since it was handed out."""

    context: BrowserContext
    options: dict[str, Any]
    page: Page = field(init=False)
    errors: list[str] = field(default_factory=list)
    _origins: set[str] = field(default_factory=set)
    """What has been visited: each keeps a storage, also when the page has gone on to a blank one."""

    def __post_init__(self) -> None:
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        self.page = self.context.new_page()
        for each in self.options.get("scripts", ()):
            self.page.add_init_script(each)
        vars(self.page)["add_init_script"] = _refuse  # it would run for whoever has the page next
        self.page.on("framenavigated", lambda frame: self._note(frame.url))

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme.startswith("http"):
            self._origins.add(f"{address.scheme}://{address.netloc}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text} ({message.location.get('url')})")

    def standing(self) -> str:
        """Say what the page shows, for the report of a test that failed."""
        try:
            said = self.page.evaluate(STANDING, 3000)
        except Error as error:
            said = {"address": self.page.url, "words": str(error)}
        return "\n".join([f"{name}: {value}" for name, value in said.items()] + self.errors)

    def clear(self) -> None:
        """Make the page blank, and forget what was kept on it."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.context.unroute_all(behavior="ignoreErrors")
        for tab in self.context.pages:
            if tab is not self.page:
                tab.close()
        for origin in sorted(self._origins):
            self.page.goto(f"{origin}{SCRIPTLESS}")  # a page of ours would write again what it has just lost
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.goto(BLANK)
        self._origins.clear()
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.context.clear_cookies()
        self.errors.clear()


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError(
        "a kept page takes no script of one test's: new_page(scripts=(…,)) gives a page of its own"
    )


class KeptPages:
    """Hands out pages, and takes them back.

    Parameters
    ----------
    browser : Browser
        Whose pages they are.
    patience : float
        Milliseconds that anything on a page may take.
    """

    def __init__(self, browser: Browser, patience: float) -> None:
        self._browser, self._patience = browser, patience
        self._free: list[KeptPage] = []

    def take(
        self, *, width: int, height: int, color_scheme: Any, reduced_motion: Any, **options: Any
    ) -> KeptPage:
        """Hand out a blank page.

        ``options`` are what else ``new_context`` takes, and ``scripts``, a tuple of what runs in each document first.
        """
        one = next((one for one in self._free if one.options == options), None)
        if one is None:
            of_context = {name: value for name, value in options.items() if name != "scripts"}
            context = self._browser.new_context(**of_context)
            context.set_default_timeout(self._patience)
            one = KeptPage(context, options)
        else:
            self._free.remove(one)
        one.page.set_viewport_size({"width": width, "height": height})
        one.page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)
        return one

    def give_back(self, one: KeptPage) -> None:
        """Keep a page for the next test, unless it cannot be cleared."""
        try:
            one.clear()
        except Error:
            one.context.close()
        else:
            self._free.append(one)
