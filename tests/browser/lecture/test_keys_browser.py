"""The keys of a walk in a real browser: what each does, and that neither Streamlit nor a field is disturbed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import A_WHILE, until, wait_for_server
from ui.lecture.scenes import SCENES

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture
def scene(page: Page, app_url: str) -> Callable[[str], Page]:
    """Open a scene by its link's end, and wait until its keys are heard."""

    def opened(link: str) -> Page:
        page.goto(f"{app_url}/{link}")
        expect(page.locator(".link .on")).to_be_attached()
        wait_for_server(page)
        return page

    return opened


def test_a_question_mark_lists_the_keys(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&stage=1")
    page.keyboard.press("?")
    listed = page.locator(".help")
    expect(listed).to_be_visible()
    expect(listed).to_contain_text("The next thing of the scene")
    page.keyboard.press("a")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-stage", "")


def test_black_hides_the_page_until_a_clicker_goes_on(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single")
    black = page.locator(".black")
    for key in ("b", ".", "PageDown", "Escape"):
        page.keyboard.press("b")
        expect(black).to_be_visible()
        assert black.bounding_box() == {"x": 0, "y": 0, "width": 1440, "height": 900}
        page.keyboard.press(key)
        expect(black).to_be_hidden()
    expect(page.locator(".question .title")).to_have_text(SCENES["regions-single"].title)


def test_r_begins_the_scene_anew(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&points=150")
    page.keyboard.press("2")
    page.keyboard.press("a")
    expect(page.locator(".question .chosen")).to_have_text("You chose it.")
    page.keyboard.press("r")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(page.locator(".question .choices [aria-pressed=true]")).to_have_count(0)
    until(lambda: "points" not in page.url, page, "the scene's own settings in the link")


def test_streamlit_does_not_hear_its_own_letters(scene: Callable[[str], Page]) -> None:
    page = scene("lecture")
    for key in ("c", "r"):
        page.keyboard.press(key)
        page.wait_for_timeout(A_WHILE)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_keys_are_silent_in_fields(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single")
    page.get_by_role("combobox", name="Scene").click()
    page.keyboard.type("bfal?")
    page.wait_for_timeout(A_WHILE)
    for name in (".black", ".spot", ".help"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    assert page.evaluate("document.documentElement.dataset.stage") is None


def test_keys_scroll_a_page_that_is_longer_than_the_window(scene: Callable[[str], Page]) -> None:
    page = scene("lecture")
    page.keyboard.press("ArrowDown")
    until(lambda: page.evaluate(SCROLLED) > 0, page, "an arrow scrolls")
    before = page.evaluate(SCROLLED)
    page.keyboard.press(" ")
    until(lambda: page.evaluate(SCROLLED) > before + 300, page, "space scrolls")
    page.keyboard.press("End")
    end = "box => box.scrollHeight - box.clientHeight - box.scrollTop"
    main = page.get_by_test_id("stMain")
    until(lambda: main.evaluate(end) < 2, page, "End scrolls to the end")


def test_no_ring_of_focus_stands_around_the_page(scene: Callable[[str], Page]) -> None:
    page = scene("lecture")
    page.get_by_test_id("stMain").focus()
    page.keyboard.press("ArrowDown")
    look = "box => [getComputedStyle(box).outlineStyle, getComputedStyle(box).boxShadow]"
    assert page.get_by_test_id("stMain").evaluate(look) == ["none", "none"]


def test_z_makes_what_is_under_the_pointer_fill_the_window(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single")
    picture = page.locator(".player canvas.regions")
    before = picture.bounding_box()
    assert before is not None
    page.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    page.keyboard.press("z")
    large = picture.bounding_box()
    assert large is not None
    assert large["height"] > 0.9 * 900 or large["width"] > 0.9 * 1440
    page.keyboard.press("Escape")
    assert picture.bounding_box() == before


def test_l_lays_a_spot_that_follows_the_pointer(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&stage=1")
    page.keyboard.press("l")
    spot = page.locator(".spot")
    expect(spot).to_be_visible()
    page.mouse.move(300, 200)
    assert spot.evaluate("one => one.style.getPropertyValue('--spot-x')") == "300px"
    page.keyboard.press("l")
    expect(spot).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-stage", "")
