"""Counts and images in a real browser: picked by hand and by key, kept in the link, updated in place in training."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import A_WHILE

SMALL = "mnist?view=quality&images=1000&epochs=3"

LARGE = """root => [...root.querySelector(".large").getContext("2d").getImageData(0, 0, 28, 28).data]"""


@pytest.fixture
def open_quality(page: Page, app_url: str, part: Callable[[Page, str], Locator]) -> Callable[[str], Locator]:
    """Open a link of the view and give the component's root."""

    def go(link: str) -> Locator:
        page.goto(f"{app_url}/{link}")
        return part(page, "quality")

    return go


def train(root: Locator) -> None:
    root.locator(".play").click()
    expect(root.locator(".status")).to_have_text("Finished: 3 epochs.")


def counts_of(root: Locator) -> list[str]:
    return root.locator(".cell").all_text_contents()


def test_a_click_on_a_cell_shows_its_images_and_the_link_keeps_it(
    page: Page, open_quality: Callable[[str], Locator]
) -> None:
    root = open_quality(f"{SMALL}&init_seed=51")
    train(root)
    expect(root.locator(".title")).to_have_text("Mistakes")
    count = int(counts_of(root)[49])
    root.locator(".cell").nth(49).click()
    expect(root.locator(".title")).to_have_text("4 taken for 9")
    expect(root.locator(".thumb:visible")).to_have_count(min(count, 120))
    expect(root.locator(".cell[aria-selected=true]")).to_have_attribute(
        "title", f"{count} images of 4 are taken for 9"
    )
    page.wait_for_url("**cell=4-9*")
    root.locator(".back").click()
    expect(root.locator(".title")).to_have_text("Mistakes")
    assert "cell" not in page.url


def test_keys_lead_through_matrix_sets_and_images(page: Page, open_quality: Callable[[str], Locator]) -> None:
    root = open_quality(f"{SMALL}&init_seed=52&cell=7-7")
    root.locator(".cell[tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(root.locator(".title")).to_have_text("5 taken for 6")
    root.locator(".set[aria-checked=true]").focus()
    page.keyboard.press("ArrowLeft")
    expect(root.locator(".set").nth(1)).to_have_attribute("aria-checked", "true")
    page.wait_for_url("**set=validation*")
    root.locator(".cell").nth(55).click()
    expect(root.locator(".title")).to_have_text("5, right")
    root.locator(".thumb[aria-selected=true]").focus()
    before = root.locator(".caption").inner_text()
    page.keyboard.press("ArrowRight")
    expect(root.locator(".thumb").nth(1)).to_have_attribute("aria-selected", "true")
    assert root.locator(".caption").inner_text() != before


def test_the_large_image_is_the_one_that_was_sent_upright_in_ink(
    open_quality: Callable[[str], Locator],
) -> None:
    root = open_quality(f"{SMALL}&init_seed=53&cell=2-2")
    root.locator(".thumb:visible").first.wait_for()
    pixels = root.evaluate(LARGE)
    levels = root.evaluate("root => [...root.quality.gallery.images[0].levels]")
    assert sum(levels) > 0
    page_colour, ink = (255, 255, 255), (29, 32, 38)
    for place, level in enumerate(levels):
        seen = tuple(pixels[4 * place : 4 * place + 3])
        if level in (0, 255):
            expected = ink if level else page_colour
            assert max(abs(a - b) for a, b in zip(seen, expected, strict=True)) <= 2, (place, level, seen)


def test_scores_are_those_of_the_network_and_probabilities_add_up(
    open_quality: Callable[[str], Locator],
) -> None:
    root = open_quality(f"{SMALL}&init_seed=54")
    root.locator(".thumb:visible").first.wait_for()
    z = root.locator(".scores .z").all_text_contents()
    sent = root.evaluate("root => root.quality.gallery.images[0].scores")
    assert [float(text.replace("−", "-")) for text in z] == pytest.approx(sent, abs=0.051)
    widths = root.locator(".scores .bar i").evaluate_all(
        "bars => bars.map(bar => parseFloat(bar.style.width))"
    )
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_while_it_trains_counts_change_and_every_element_stays(
    open_quality: Callable[[str], Locator],
) -> None:
    root = open_quality("mnist?view=quality&images=1000&epochs=400&init_seed=55")
    expect(root.locator(".set small").first).to_contain_text("% right")
    root.evaluate("root => { root.marked = [...root.querySelectorAll('.cell, canvas')]; }")
    before = counts_of(root)
    root.locator(".play").click()
    expect(root.locator(".status")).to_contain_text("Training")
    root.page.wait_for_function(
        "([root, before]) => [...root.querySelectorAll('.cell')].some((cell, i) => cell.textContent !== before[i])",
        arg=[root.element_handle(), before],
    )
    root.locator(".play").click()
    expect(root.locator(".status")).to_contain_text("Paused at epoch")
    assert root.evaluate("root => root.marked.every(element => element.isConnected)")
    at_pause = counts_of(root)
    assert sum(map(int, at_pause)) == 10_000
    root.page.wait_for_timeout(A_WHILE)
    assert counts_of(root) == at_pause


def test_the_phone_shows_everything_without_scrolling_sideways(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page = new_page(width=390, height=844, color_scheme="dark")
    page.goto(f"{app_url}/{SMALL}")
    root = part(page, "quality")
    root.locator(".thumb:visible").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    too_wide = root.locator(".cell").evaluate_all(
        "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
    )
    assert too_wide == 0
    expect(root.locator(".rights")).to_contain_text("9: ")


def test_an_image_leads_to_its_tug_of_war_and_back_to_where_it_was(
    page: Page, open_quality: Callable[[str], Locator]
) -> None:
    root = open_quality(f"{SMALL}&init_seed=56&cell=3-3")
    root.locator(".thumb:visible").nth(2).click()
    name = root.locator(".caption").inner_text().split(":")[0]
    place = name.removeprefix("Test image ")
    root.locator(".tug-of-war").click()
    page.wait_for_url(f"**image=test-{place}*")
    expect(page.locator(".templates .headline")).not_to_be_empty()
    page.go_back()
    expect(page.locator(".quality .title")).to_have_text("3, right")


def test_one_press_on_back_undoes_a_choice_while_the_run_is_played(
    page: Page, open_quality: Callable[[str], Locator]
) -> None:
    root = open_quality("mnist?view=quality&epochs=500&init_seed=57&cell=3-5")
    root.locator(".play").click()
    expect(root.locator(".status")).to_contain_text("Training")
    root.locator(".cell").nth(49).click()
    page.wait_for_url("**cell=4-9*")
    page.go_back()
    expect(root.locator(".title")).to_have_text("3 taken for 5")
    epoch = float(root.locator(".epoch").inner_text())
    page.wait_for_function(
        "([root, epoch]) => Number(root.quality.state.epoch) > epoch + 1", arg=[root.element_handle(), epoch]
    )
    expect(root.locator(".title")).to_have_text("3 taken for 5")
    assert "cell=3-5" in page.url
    root.locator(".play").click()
    expect(root.locator(".status")).to_contain_text("Paused")
