"""Controls of the sidebar that several browser tests use."""

from playwright.sync_api import Locator, Page

STILL = """group => {
  const { height, top } = group.getBoundingClientRect(), now = performance.now();
  const seen = window.lastSeen, alike = seen && seen.height === height && seen.top === top;
  if (!alike) window.lastSeen = { height, top, since: now };
  return alike && height > 100 && now - seen.since > 300;
}"""


def next_weights(page: Page) -> Locator:
    """Unfold the group that holds the seeds, and give the button that raises the seed of the weights.

    The group takes its time to unfold: a button that is pressed on the way moves off from under the pointer, and the
    browser then sees no click.
    """
    group = page.locator("[data-testid=stExpander]", has_text="Rule, batch, epochs, seeds")
    group.locator("summary").click()
    page.wait_for_function(STILL, arg=group.element_handle())
    field = page.locator("[data-testid=stNumberInput]", has_text="Seed of the weights")
    return field.get_by_role("button").last
