"""The title of the browser's window names the page and its view, or the scene."""

import pytest
from playwright.sync_api import Page, expect

from ui.lecture.scenes import SCENES


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("", "One run · Decision regions"),
        ("?view=seeds&epochs=1&points=30", "20 seeds · Decision regions"),
        ("twin", "Two networks · Single and multi-layer"),
        ("twin?view=wall&epochs=5", "Single and multi-layer wall"),
        ("mnist?images=1000&epochs=1", "MNIST templates"),
        ("mnist?view=code", "MNIST code"),
        ("lecture", "Lecture"),
        ("?scene=regions-single", SCENES["regions-single"].title),
    ],
)
def test_the_window_is_named_after_what_it_shows(page: Page, app_url: str, link: str, title: str) -> None:
    page.goto(f"{app_url}/{link}")
    expect(page).to_have_title(f"{title} · Hidden Layers")
