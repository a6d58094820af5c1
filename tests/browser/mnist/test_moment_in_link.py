"""A picture's moment is in its link on MNIST: a step writes it, opening brings it back."""

import re

from playwright.sync_api import Page

from tests.browser.waiting import wait_for_server

SMALL = "/mnist?images=1000&epochs=4"
MOMENT = "() => window.hiddenLayersMoment?.()"


def stands_at(page: Page, epoch: float) -> None:
    page.wait_for_function(f"({MOMENT})() === {epoch}")


def says(page: Page, moment: str) -> None:
    page.wait_for_url(re.compile(rf"[?&]at={re.escape(moment)}(&|$)"))


def test_a_link_opens_mnist_at_its_moment_and_steps_write_theirs(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}{SMALL}&init_seed=61&at=2")
    stands_at(page, 2)
    wait_for_server(page)
    page.keyboard.press("ArrowLeft")
    says(page, "1")
    page.reload()
    stands_at(page, 1)


def test_counts_are_those_of_the_moment_in_the_link(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}{SMALL}&init_seed=62&view=quality&at=3")
    stands_at(page, 3)
    assert page.locator(".epoch").first.text_content() == "3"
