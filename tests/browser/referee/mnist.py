"""Checks of what the page ``mnist`` says."""

from playwright.sync_api import Page

LINKS: tuple[str, ...] = ()


def settle(page: Page) -> None:
    """Wait until the page shows what it will."""
    page.locator(".headline:not(:empty)").first.wait_for()
