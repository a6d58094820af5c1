"""Checks of what the page ``mnist`` says; each view's are in a module of their own."""

from playwright.sync_api import Page

from tests.browser.referee import mnist_templates  # noqa: F401  its checks are declared when it is imported

LINKS: tuple[str, ...] = (
    "/mnist?images=1000&epochs=4",
    "/mnist?images=20000&depth=1&units=9&activation=tanh",
    "/mnist?view=code&code=whole+run&images=12000&epochs=2&depth=2&rate=1",
    "/mnist?view=code&depth=1",
    "/mnist?view=code&code=PyTorch",
)


def settle(page: Page) -> None:
    """Wait until the page shows what it will."""
    page.locator(".headline:not(:empty), [data-testid=stCode] code:not(:empty)").first.wait_for()
