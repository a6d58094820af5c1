"""Checks of what the page ``backprop`` says; each view's are in modules of their own."""

from playwright.sync_api import Page

from tests.browser.referee import backprop_steps, backprop_views  # noqa: F401  their checks are declared
from tests.browser.waiting import until

LINKS: tuple[str, ...] = (
    "/backprop?patterns=3&pattern=1&step=6",
    "/backprop?patterns=2&pattern=0&step=3&pick=c_1_2",
    "/backprop?depth=2&units=4-3&activation=tanh-relu&patterns=2&pattern=2&step=4&updates=3",
    "/backprop?depth=3&step=4&activation=tanh",
    "/backprop?depth=2&step=4&patterns=3&pattern=0&activation=relu",
    "/backprop?step=1&pick=y_1&numbers=full&depth=0",
    "/backprop?step=2&patterns=3&pattern=0",
    "/backprop?step=5&pick=db1_2&depth=1&patterns=2&pattern=0",
    "/backprop?step=4&pick=f1_1_1&activation=relu",
    "/backprop?view=blame&nudge=-0.1&depth=2&units=3-2&unit=h1_2&weight=b1_1",
    "/backprop?view=blame&depth=0&numbers=full",
    "/backprop?view=blame&activation=relu&nudge=2",
    "/backprop?view=outer&patterns=2&pattern=0",
    "/backprop?view=outer&pick=W1&digits=hidden&rate=0.03",
    "/backprop?view=check&student=0&blanks=sums&cells=20&edits=w1_1_1_20~x1_1_4",
    "/backprop?view=check&answers=1&students=3&patterns=2&pattern=0",
    "/backprop?view=paste",
)

READY = """() => { const app = document.querySelector("[data-testid=stApp]");
  const find = (root) => { for (const e of root.querySelectorAll("*")) {
    if (e.matches(".part")) found.push(e); if (e.shadowRoot) find(e.shadowRoot); } };
  const found = []; find(app);
  const film = found.find((e) => e.matches(".film")), outer = found.some((e) => e.matches(".outer"));
  if (outer) return Boolean(film?.film?.run && film.film.run.arrays.updates.at(-1) === 2000);
  if (found.some((e) => e.matches(".steps") && e.steps?.clock.plays)) return false; // the wave is under way
  return found.length > 0; }"""


def settle(page: Page) -> None:
    """Wait until the page shows what it will; the film of outer products has been made."""
    page.locator(".headline:not(:empty)").first.wait_for(state="attached")
    until(lambda: page.evaluate(READY), page, "the page shows what it will")
    page.wait_for_timeout(300)
