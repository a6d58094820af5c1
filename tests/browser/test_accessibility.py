"""Every page and scene, and most views, before axe-core, the accessibility checker of Deque: no fault of any weight."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.amount import thinned
from tests.browser.waiting import until, wait_for_server
from ui.activations.settings import ACTIVATION_VIEWS
from ui.backprop.settings import BACKPROP_VIEWS
from ui.digits.settings import VIEWS as MNIST_VIEWS
from ui.lecture.scenes import SCENES

SCENE_LINKS = {slug: f"{SCENES[slug].page}?scene={slug}" for slug in SCENES}
ONE_OF_EACH_PAGE = {SCENES[slug].page: link for slug, link in SCENE_LINKS.items()}
OTHER_SCENES = [link for link in SCENE_LINKS.values() if link not in ONE_OF_EACH_PAGE.values()]
DRAWN = ["?data=own&drawn=DawAEPgRFDxRSsEiTg1pUVHf&epochs=20&look=changed&code=whole+run", "mnist?view=code"]
LINKS = [
    "",
    "lecture",
    "twin?truth=1",
    "twin?view=wall&epochs=5",
    *ONE_OF_EACH_PAGE.values(),
    "backprop?step=3&patterns=2&pattern=0",
    *DRAWN,
]

VIEWS = [
    "twin?view=seeds&epochs=5",
    "hands?view=unit",
    "?view=seeds&epochs=1&points=30",
    *(f"activations?view={view}" for view in ACTIVATION_VIEWS),
    *(f"mnist?view={view}&images=1000&epochs=1" for view in MNIST_VIEWS),
    *(f"backprop?view={view}" for view in BACKPROP_VIEWS),
]

ON_A_PHONE = [
    "?data=own",
    DRAWN[0],
    *(f"mnist?view={view}&images=1000&epochs=1" for view in ("templates", "quality")),
]
"""A phone alone had faults there: a strip and code that no key scrolled, a heading and a corner without words."""

OTHERS_ON_A_PHONE = [
    link.removeprefix("regions") for link in (*LINKS, *VIEWS, *SCENE_LINKS.values()) if link not in ON_A_PHONE
]

OF_STREAMLIT = ("stFileUploaderDropzone",)
"""What Streamlit writes and we cannot: its place for files has a role that axe wants without a name."""

BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 21, 25)"}


def of_pages(links: list[str]) -> list[str]:
    """Links as the address bar has them: the first page has no name there."""
    return [link.removeprefix("regions") for link in links]


@pytest.mark.parametrize("link", [*of_pages(LINKS), *thinned(of_pages([*VIEWS, *OTHER_SCENES]), one_in=99)])
def test_a_page_has_no_fault_in_light_and_in_dark(
    new_page: Callable[..., Page], app_url: str, link: str
) -> None:
    has_no_fault(new_page(reduced_motion="reduce"), f"{app_url}/{link}")


@pytest.mark.parametrize("links", thinned([ON_A_PHONE, *([link] for link in OTHERS_ON_A_PHONE)], one_in=99))
def test_a_page_has_no_fault_on_a_phone(
    new_page: Callable[..., Page], app_url: str, links: list[str]
) -> None:
    page = new_page(width=360, height=640, has_touch=True, is_mobile=True, reduced_motion="reduce")
    for link in links:
        has_no_fault(page, f"{app_url}/{link}")


def has_no_fault(page: Page, address: str) -> None:
    """Open a page, and look at it in light, then in dark."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    app = page.get_by_test_id("stApp")
    wait_for_server(page)
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(app).to_have_css("background-color", background)
        wait_for_server(page)
        expect(page.locator(f"[data-theme]:not([data-theme={scheme}])")).to_have_count(0)
        comes_to_have_no_fault(page, scheme)


def comes_to_have_no_fault(page: Page, scheme: str) -> None:
    """Look, and look again where there are faults: a part that draws itself anew while axe looks is half done."""
    faults: list[str] = []

    def faultless() -> bool:
        faults[:] = faults_of(page)
        return not faults

    until(faultless, page, (scheme, faults))


def faults_of(page: Page) -> list[str]:
    """What axe-core finds, a line for each place."""
    return [
        f"{fault['impact']}: {fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in Axe().run(page).response["violations"]
        for node in fault["nodes"]
        if not any(name in node["html"] for name in OF_STREAMLIT)
    ]
