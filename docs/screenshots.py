"""The README's pictures, from the running app: ``.venv/bin/python -m docs.screenshots``.

Take them anew after a change of looks; each is one link, one colour scheme, and what must have happened before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import serving
from tests.browser import chromium

HERE = Path(__file__).parent

PATIENCE = 120_000
"""Milliseconds that a picture may take to be ready."""

REST = 600
"""Milliseconds after which the fine picture of a moment has been drawn."""


def shown(page: Page) -> None:
    """Wait until the page has its headline."""
    page.locator(".headline:not(:empty)").wait_for()


def trained(page: Page) -> None:
    """Play the run, and wait until it has ended."""
    shown(page)
    page.locator("button.play").click()
    page.locator("button.play[data-state=replay]").wait_for()


@dataclass(frozen=True)
class Picture:
    """One file in this folder.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    link : str
        What follows the app's address.
    scheme : str
        "light" or "dark".
    ready : callable
        Waits, or does what a visitor would do, until the page is worth a picture.
    """

    name: str
    link: str
    scheme: Literal["light", "dark"] = "light"
    ready: Callable[[Page], None] = shown


PICTURES = (
    Picture("regions-light", "/?at=250"),
    Picture("regions-dark", "/?at=250", "dark"),
    Picture("mnist", "/mnist", ready=trained),
)


def take(browser: Browser, url: str, picture: Picture) -> Path:
    """Photograph one page, 1440 × 900.

    Parameters
    ----------
    browser : Browser
        A running browser.
    url : str
        The app's address.
    picture : Picture
        What to show, and when.

    Returns
    -------
    Path
        The file that was written.
    """
    path = HERE / f"{picture.name}.png"
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=picture.scheme)
    page.set_default_timeout(PATIENCE)
    page.goto(url + picture.link)
    picture.ready(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(REST)
    page.screenshot(path=path)
    page.close()
    return path


def main() -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit("No Chromium and no Chrome found.")
        browser = chromium.launch(playwright, path)
        with serving() as server:
            for picture in PICTURES:
                print(take(browser, f"http://127.0.0.1:{server.port}", picture))
        browser.close()


if __name__ == "__main__":
    main()
