"""Checks of what the page ``activations`` says; each view's are in a module of their own."""

from playwright.sync_api import Page, expect

from tests.browser import waiting
from tests.browser.referee import (  # noqa: F401  their checks are declared when they are imported
    activations_cliff,
    activations_curves,
    activations_depth,
    activations_signs,
    activations_unit,
)

LINKS: tuple[str, ...] = (
    "/activations?view=unit&on=mnist&activation=relu&rate=1&start=He+normal&images=2000&epochs=2&layer=1&unit=52",
    "/activations?view=unit&activation=relu&rule=gradient+descent&rate=1&batch=30&epochs=100&unit=5&at=40",
    "/activations?view=unit&data=moons&points=40&epochs=60&layer=2&unit=3&at=0",
    "/activations?view=signs&taken=40",
    "/activations?view=signs&taken=4&init_seed=6&at=20&example=3&output=2",
    "/activations?view=depth&on=points&depth=6&epochs=60&at=30&measure=matrix",
    "/activations?view=depth&on=points&depth=3&epochs=60&untrained=1",
    "/activations?view=cliff&rate=3&start=He+normal&layer=2&unit=1&examine=1",
    "/activations?view=cliff&activation=sigmoid&rate=10&epochs=20&units=6&shown=dead",
    "/activations?x=-1&depth=3&epochs=60",
    "/activations?curve=relu&x=2&epochs=60",
    "/activations?curve=tanh&epochs=60",
    "/activations?curve=sigmoid&readings=1&x=-1&layer=2&unit=3&epochs=60",
)


def settle(page: Page) -> None:
    """Wait until the page shows what it will; the cliff on images is read while it trains, which takes minutes."""
    root = page.locator(".activations")
    root.locator(".headline:not(:empty)").first.wait_for(state="attached")
    if "MNIST" in root.locator("[data-view=cliff] .network-words").inner_text():
        return
    expect(page.locator(".progress")).to_have_count(0)
    waiting.wait_for_server(page)
    waiting.wait_for(
        root,
        "!p.playback.playing && p.state.finished !== false && p.state.rewritten !== null",
        "const p = root.activations;",
    )
    root.evaluate("root => { root.activations.view.sweep?.take(); root.activations.redraw(); }")
    expect(root.locator(".spoken")).not_to_be_empty()
