"""Controls of the sidebar that several browser tests use."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import wait_for_rest

CLOSED = "[data-testid=stSidebar]:is([data-collapsed=true], [aria-expanded=false])"
OPEN = "[data-testid=stSidebar]:is([data-collapsed=false], [aria-expanded=true])"
"""The sidebar as the newest Streamlit says it, and as 1.62 does."""


def next_weights(page: Page) -> Locator:
    """Unfold the group that holds the seeds, and give the button that raises the seed of the weights.

    The group takes its time to unfold: a button that is pressed on the way moves off from under the pointer, and the
    browser then sees no click.
    """
    group = page.locator("[data-testid=stExpander]", has_text="Rule, batch, epochs, seeds")
    group.locator("summary").click()
    field = page.locator("[data-testid=stNumberInput]", has_text="Seed of the weights")
    expect(field).to_be_visible()
    wait_for_rest(group)
    return field.get_by_role("button").last
