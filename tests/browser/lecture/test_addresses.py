"""The host in links and codes: phones can open it, or it is said that they cannot."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import serving
from tests.browser.conftest import SECONDS_TO_START
from tests.browser.referee import lecture, rooms  # noqa: F401  their checks are declared when they are imported
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.lecture import addresses
from tests.browser.referee.reading import read


@pytest.fixture(scope="module")
def open_url(chromium_path: object) -> Iterator[str]:
    """A server that listens to all, opened as a lecturer does."""
    with serving(SECONDS_TO_START, address="0.0.0.0") as server:
        yield f"http://localhost:{server.port}"


def hold(page: Page) -> None:
    """All that links say is named, and so."""
    reading = read(page)
    names = [said.name for said in reading.said]
    assert "link.network" in names
    for said in reading.said:
        if said.name.startswith("link.") or said.name == "hall.address":
            CHECKS[said.name](said, Scene(page, page.url, None, reading))


def test_a_server_that_listens_to_one_machine_says_so(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/lecture")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".link .said")).to_contain_text("listens to this machine alone")
    page.get_by_role("button", name="QR code").click()
    expect(page.locator(".link .qr .address")).to_have_text(f"{app_url}/lecture")
    expect(page.locator(".link .hosts")).to_be_hidden()
    hold(page)


def test_from_localhost_link_code_and_room_take_an_address_of_the_machine(
    new_page: Callable[..., Page], open_url: str
) -> None:
    if not addresses():
        pytest.skip("this machine is on no network")
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{open_url}/?scene=regions-single")
    port = open_url.rpartition(":")[2]
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".link .said")).to_contain_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.partition("&at=")[0] in [f"http://{one}:{port}/?scene=regions-single" for one in addresses()]
    page.get_by_role("button", name="QR code").click()
    expect(page.locator(".link .qr .address")).to_contain_text(link.partition("&at=")[0])
    hold(page)
    page.locator(".link .hosts select").select_option("localhost")
    expect(page.locator(".link .qr .address")).to_contain_text(f"{open_url}/?scene=regions-single")
    hold(page)
    page.locator(".link .hosts select").select_option(addresses()[0])
    page.keyboard.press("Escape")

    page.locator(".link .room").click()
    page.locator(".hall .code svg").wait_for()
    page.locator(".hall .code").click()
    expect(page.locator(".hall .address")).to_contain_text(f"http://{addresses()[0]}:{port}/?room=")
    hold(page)
    phone = new_page(width=360, height=640)
    phone.goto(str(page.locator(".hall .address").text_content()))
    phone.locator(".phone .said:not(:empty)").wait_for()
    expect(page.locator(".hall .arrived")).to_have_text("of 1 who came")
    page.keyboard.press("Escape")
    page.locator(".hall .shut").click()
    expect(page.locator(".hall")).to_have_count(0)
