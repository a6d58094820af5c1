"""The keys of a walk in a real browser: what each does, and that neither Streamlit nor a field is disturbed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import A_WHILE, box_of, until, wait_for_keys
from ui.lecture.scenes import LECTURES, SCENES

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture
def scene(page: Page, app_url: str) -> Callable[[str], Page]:
    """Open a scene by its link's end, and wait until its keys are heard."""

    def opened(link: str) -> Page:
        page.goto(f"{app_url}/{link}")
        wait_for_keys(page)
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


@pytest.mark.parametrize("stage", ["", "&stage=1"])
def test_z_makes_what_is_under_the_pointer_fill_the_window(scene: Callable[[str], Page], stage: str) -> None:
    page = scene(f"?scene=regions-single{stage}")
    page.keyboard.press("a")
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


PRESS_AT_ONCE = """keys => keys.forEach((key) => {
  const code = key.length === 1 ? `Key${key.toUpperCase()}` : key;
  const how = { key, code, bubbles: true, cancelable: true, composed: true };
  document.dispatchEvent(new KeyboardEvent("keydown", how));
})"""
"""Keys between which no time passes, however busy the machine is."""


def test_a_hall_that_presses_again_sees_no_answer_before_the_question(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&stage=1")
    page.keyboard.press("a")
    page.evaluate(PRESS_AT_ONCE, ["PageDown", "PageDown", "a", "PageDown"])
    expect(page.locator(".question .title")).to_have_text(SCENES["mnist-single"].title)
    wait_for_keys(page)
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    assert "build" not in page.url


def test_back_under_way_comes_back(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&stage=1")
    page.keyboard.press("a")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    page.wait_for_url("**/mnist?*")
    page.wait_for_url("**/?*scene=regions-single*")
    expect(page.locator(".question .title")).to_have_text(SCENES["regions-single"].title)
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")


def test_page_down_does_one_thing_of_a_scene_after_the_other(scene: Callable[[str], Page]) -> None:
    page = scene("twin?scene=summary&stage=1")
    asks, words = page.locator("html"), page.locator(".question .words")
    first, second, *_ = SCENES["summary"].questions
    for build, (question, state) in enumerate(
        [(first, "answered"), (second, "open"), (second, "answered")], start=1
    ):
        page.keyboard.press("PageDown")
        expect(words).to_have_text(question.words)
        expect(asks).to_have_attribute("data-asks", state)
        expect(page).to_have_url(re.compile(f"build={build}"))
    page.keyboard.press("PageUp")
    expect(asks).to_have_attribute("data-asks", "open")
    page.keyboard.press("PageUp")
    expect(words).to_have_text(first.words)
    expect(asks).to_have_attribute("data-asks", "answered")
    page.keyboard.press("PageUp")
    expect(page).not_to_have_url(re.compile("build"))
    page.keyboard.press("PageUp")
    expect(page.locator(".question .title")).to_have_text(SCENES["lab"].title)


def test_a_reload_and_a_change_keep_the_build(scene: Callable[[str], Page]) -> None:
    page = scene("twin?scene=summary&stage=1&build=3")
    words, second = page.locator(".question .words"), SCENES["summary"].questions[1].words
    expect(words).to_have_text(second)
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    page.reload()
    expect(words).to_have_text(second)
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    page.keyboard.press("f")
    until(lambda: "stage" not in page.url, page, "the change in the link")
    wait_for_keys(page)
    expect(page).to_have_url(re.compile("build=3"))
    expect(words).to_have_text(second)
    page.keyboard.press("r")
    until(lambda: "build" not in page.url, page, "the scene from its beginning")
    expect(words).to_have_text(SCENES["summary"].questions[0].words)


def test_the_way_back_leads_to_the_last_answer_of_a_scene(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single")
    page.keyboard.press("PageDown")
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    wait_for_keys(page)
    page.keyboard.press("PageDown")
    expect(page.locator(".question .title")).to_have_text(SCENES["mnist-single"].title)
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(page).not_to_have_url(re.compile("build"))
    wait_for_keys(page)
    page.keyboard.press("PageUp")
    expect(page.locator(".question .title")).to_have_text(SCENES["regions-single"].title)
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    until(lambda: page.url.endswith("build=1"), page, "the build in the link")


def test_g_and_digits_go_to_that_slide(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=regions-single&stage=1")
    overview = page.locator(".overview")
    page.keyboard.press("g")
    expect(overview.locator("li")).to_have_count(32)
    expect(overview.locator("[aria-current]")).to_contain_text(SCENES["regions-single"].title)
    page.keyboard.type("36")
    page.keyboard.press("Enter")
    expect(overview.locator(".typed")).to_have_text("The lecture has no slide 36.")
    page.keyboard.type("16")
    expect(overview).to_be_hidden()
    expect(page.locator(".question .title")).to_have_text(SCENES["credit"].title)
    expect(page.locator("html")).to_have_attribute("data-stage", "")


def test_page_down_on_the_last_scene_shows_the_end(scene: Callable[[str], Page]) -> None:
    last = len(SCENES["summary"].questions) * 2 - 1
    page = scene(f"twin?scene=summary&stage=1&build={last}")
    end = page.locator(".end")
    expect(end).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(end).to_be_visible()
    expect(end.locator("[data-end=questions] li")).to_have_text(
        [question.words for question in SCENES["summary"].questions]
    )
    expect(end.locator("[data-end=readings] li")).to_have_text(
        list(LECTURES["deep-neural-networks-1"].readings)
    )
    expect(end.locator(".end-code svg")).to_be_visible()
    expect(end.locator("figcaption")).to_contain_text("/lecture")
    until(lambda: f"build={last + 1}" in page.url, page, "the end in the link")
    for width, height in ((1024, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert end.evaluate(
            "end => end.scrollHeight <= end.clientHeight && end.scrollWidth <= end.clientWidth"
        )
    page.keyboard.press("PageDown")
    page.reload()
    expect(end).to_be_visible()
    wait_for_keys(page)
    page.keyboard.press("PageUp")
    expect(end).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    expect(page.locator(".question .words")).to_have_text(SCENES["summary"].questions[-1].words)


def test_page_down_plays_to_a_scenes_point_before_it_answers(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=layered&stage=1")
    page.set_viewport_size({"width": 1024, "height": 768})
    shown = "root => root.player.playback.moment?.epoch"
    player, point = page.locator(".player"), SCENES["layered"].pause
    layers = page.locator(".space-controls button").first
    rests = "root => root.player.playback?.complete && !root.player.playback.playing"
    until(lambda: player.evaluate(rests), page, "its run, at rest")
    before = player.evaluate(shown)
    page.keyboard.press("PageDown")
    until(lambda: player.evaluate(shown) == point, page, f"epoch {point}")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    expect(page).to_have_url(re.compile("build=1"))
    stood = box_of(layers)
    page.keyboard.press("PageDown")
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    expect(page.locator(".beyond-key")).to_be_visible()
    assert box_of(layers) == stood
    assert player.evaluate(shown) == point
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")
    until(lambda: player.evaluate(shown) == before, page, "the moment before")
    expect(page).not_to_have_url(re.compile("build"))


def test_an_answer_plays_to_its_scenes_point_and_waits_for_it(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=layered&stage=1")
    player, point = page.locator(".player"), SCENES["layered"].pause
    shown = "root => root.player.playback.moment?.epoch"
    rests = "root => root.player.playback?.complete && !root.player.playback.playing"
    until(lambda: player.evaluate(rests), page, "its run, at rest")
    assert player.evaluate(shown) == 0
    page.keyboard.press("a")
    expect(page.locator("html")).to_have_attribute("data-asks", "answered")
    expect(page.locator(".question .waits")).to_be_visible()
    expect(page.locator(".question .right")).to_be_hidden()
    expect(page.locator(".question .right")).to_be_visible(timeout=30_000)
    assert player.evaluate(shown) == point
    expect(page).to_have_url(re.compile("build=2"))


def test_a_walk_that_streamlit_does_not_hear_goes_by_the_scenes_link(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=biases&stage=1&build=1")
    following = list(SCENES)[list(SCENES).index("biases") + 1]
    link = page.locator(".part.link")
    link.evaluate("root => Object.defineProperty(root.link, 'ask', { get: () => () => {}, set() {} })")
    page.keyboard.press("PageDown")
    until(lambda: page.evaluate("window.hiddenLayersWalk?.asked >= 2"), page, "it asks once more")
    page.evaluate("window.hiddenLayersWalk.asked = 9")
    expect(page.locator(".question .title")).to_have_text(SCENES[following].title)
    wait_for_keys(page)
    expect(page.locator("html")).to_have_attribute("data-stage", "")
    expect(page.locator("html")).to_have_attribute("data-asks", "open")


def test_a_part_whose_element_has_left_the_page_hears_no_key(scene: Callable[[str], Page]) -> None:
    page = scene("?scene=biases&stage=1")
    listeners = "window.hiddenLayersKeys.length"
    before = page.evaluate(listeners)
    page.locator(".part.question").evaluate("root => root.remove()")
    until(lambda: page.evaluate(listeners) == before - 1, page, "its part has ended")
    page.keyboard.press("a")
    assert "build" not in page.url
