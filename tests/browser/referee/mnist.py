"""Checks of what the page ``mnist`` says; each view's are in a module of their own."""

from playwright.sync_api import Page

from tests.browser.referee import (  # noqa: F401  their checks are declared when they are imported
    mnist_features,
    mnist_keep,
    mnist_kinds,
    mnist_lab,
    mnist_pros,
    mnist_quality,
    mnist_story,
    mnist_templates,
    mnist_variability,
)
from tests.browser.waiting import until, wait_for_server

LINKS: tuple[str, ...] = (
    "/mnist?images=1000&epochs=4",
    "/mnist?images=20000&depth=1&units=9&activation=tanh",
    "/mnist?images=1000&epochs=4&depth=1&units=60&learns=output",
    "/mnist?view=code&code=whole+run&images=12000&epochs=2&depth=2&rate=1",
    "/mnist?view=code&depth=1",
    "/mnist?view=code&code=PyTorch",
    "/mnist?view=quality&images=1000&epochs=4",
    "/mnist?view=quality&images=1000&epochs=4&set=training&cell=8-8",
    "/mnist?view=kinds&images=1000&epochs=4",
    "/mnist?view=pros&revealed=parameters,convex,interpretable,shapes",
    "/mnist?view=pros&revealed=shapes&digit=1",
    "/mnist?view=keep&images=1500",
    "/mnist?view=keep&images=1500&depth=1&units=12&activation=tanh",
    "/mnist?images=1000&epochs=4&digit=8&pair=1&row=hinton&full=power",
    "/mnist?images=1000&epochs=4&pair=1&row=hinton&stage=1",
    "/mnist?images=1000&epochs=4&depth=1&units=9&activation=tanh&unit=3&image=training-7",
    "/mnist?images=1000&epochs=4&depth=2&units=12-8&matrix=2&rival=5&diagram=heat",
    "/mnist?images=1000&epochs=2&depth=1&units=12&off=1-2,1-5&off_as=mean&beside=worth&at=2",
    "/mnist?images=1000&epochs=2&depth=2&units=9-8&activation=tanh&unit=3&off=1-3,2&at=2",
    "/mnist?view=quality&images=1000&epochs=4&depth=1&units=12&off=1-2&off_as=mean",
    "/mnist?view=keep&images=1500&depth=1&units=12&off=1",
    "/mnist?view=variability&vary_images=1000&trained=varied&image=test-61&rotation=30&shift_x=-2.5",
    "/mnist?view=features&vary_images=1000&templates=3",
    "/mnist?view=features&trained=varied&stage=1",
    "/mnist?view=variability&trained=varied&image=test-1604&shift_x=-2&sweep=shift_x&stage=1",
    "/mnist?view=lab",
    "/mnist?view=lab&stage=1",
    "/mnist?view=lab&depth=3&activation=tanh-relu-tanh&stage=1",
)

LOOKS_AT_REST = 5
"""Looks, a tenth of a second apart, that find no work under way: between two jobs there may be none for a moment."""


def settle(page: Page) -> None:
    """Wait until the page shows what it will; of eight pairs on many images until the one on view is trained."""
    page.locator(
        ".headline:not(:empty), [data-testid=stCode] code:not(:empty), .st-key-figure_curves text"
    ).first.wait_for(state="attached")
    calm = 0

    def rests() -> bool:
        nonlocal calm
        page.wait_for_timeout(100)
        calm = 0 if page.locator(".part.progress").count() else calm + 1
        if calm >= LOOKS_AT_REST:
            return True
        is_long = "vary_images" not in page.url
        return is_long and page.locator(".part.features strong:not(:empty)").count() == 2

    until(rests, page, "work is under way")
    playing = page.locator(":is(.templates, .quality) .play[data-state=pause]")
    until(lambda: not playing.count(), page, "the run plays to its moment")
    measured = page.locator(
        ".templates",
        has=page.locator(".headline:text-matches('^Without (?!.*%)'), .worth-words:text-matches('^Meas')"),
    )
    until(lambda: not measured.count(), page, "the network without some units is measured")
    moving = page.locator(".variability .play[data-state=pause]")
    if moving.count():
        moving.evaluate("button => button.click()")
    wait_for_server(page)
