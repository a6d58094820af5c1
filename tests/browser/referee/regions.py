"""Checks of what the page ``regions`` says."""

from playwright.sync_api import Page

LINKS: tuple[str, ...] = (
    "/?code=whole+run&rate=1&batch=10&epochs=30&activation=relu",
    "/?code=course+loop&epochs=20&activation=relu&past=8:0.02:tanh",
)


def settle(page: Page) -> None:
    """Wait until the page shows what it will."""
    page.locator(".headline:not(:empty)").first.wait_for()
