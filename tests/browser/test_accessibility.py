"""Every page before axe-core, the accessibility checker of Deque: no fault that it calls serious or critical."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.waiting import until, wait_for_server
from ui.lecture.scenes import SCENES

ONE_OF_EACH_PAGE = {SCENES[slug].page: f"{SCENES[slug].page}?scene={slug}" for slug in SCENES}
BACKPROP_VIEWS = [f"backprop?view={view}" for view in ("blame", "check", "outer")]
DRAWN = ["?data=own&drawn=DawAEPgRFDxRSsEiTg1pUVHf&epochs=20&look=changed&code=whole+run", "mnist?view=code"]
LINKS = [
    "",
    "lecture",
    "twin?truth=1",
    "twin?view=wall&epochs=5",
    *ONE_OF_EACH_PAGE.values(),
    *BACKPROP_VIEWS,
    "backprop?step=3&patterns=2&pattern=0",
    *DRAWN,
]


BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 21, 25)"}


@pytest.mark.parametrize("link", [link.removeprefix("regions") for link in LINKS])
def test_a_page_has_no_serious_fault_in_light_and_in_dark(
    new_page: Callable[..., Page], app_url: str, link: str
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/{link}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    app = page.get_by_test_id("stApp")
    wait_for_server(page)
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(app).to_have_css("background-color", background)
        wait_for_server(page)
        expect(page.locator(f"[data-theme]:not([data-theme={scheme}])")).to_have_count(0)
        comes_to_have_no_serious_fault(page, scheme)


def comes_to_have_no_serious_fault(page: Page, scheme: str) -> None:
    """Look, and look again where there are faults: a part that draws itself anew while axe looks is half done."""
    faults: list[str] = []

    def faultless() -> bool:
        faults[:] = serious_faults(page)
        return not faults

    until(faultless, page, (scheme, faults))


def serious_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical, a line for each place."""
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
