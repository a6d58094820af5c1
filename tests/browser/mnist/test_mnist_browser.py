"""The MNIST page in a real browser: pictures upright and in place, curves that grow, scrubbing without the server."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import A_WHILE, box_of, wait_for, wait_for_server

SMALL = "mnist?images=1000&epochs=6"

PIXELS = """(root, unit) => {
  const { image } = root.templates.pictures.plates[unit];
  return image.data.join();
}"""


@pytest.fixture
def open_digits(
    page: Page, app_url: str, part: Callable[[Page, str], Locator], own_run: Callable[[str], str]
) -> Callable[[str], Locator]:
    """Open a link of the MNIST page and give the component's root."""

    def go(link: str) -> Locator:
        page.goto(f"{app_url}/{own_run(link)}")
        return part(page, "templates")

    return go


def run_of(root: Locator) -> dict[str, Any]:
    return root.evaluate("""({ templates: { run, panel: { history }, playback, painted } }) => ({
        live: run.live, finished: run.finished, painted, rows: history.epoch.length,
        epoch: playback.moment.epoch, moments: playback.moments.length })""")


def play_to_the_end(root: Locator) -> None:
    root.locator(".play").click()
    expect(root.locator(".test")).to_contain_text("of the 10,000 test images are right")


def test_canvases_survive_twenty_updates_while_curves_grow(open_digits: Callable[[str], Locator]) -> None:
    root = open_digits("mnist?images=1000&epochs=400&init_seed=31")
    root.evaluate("root => { root.marked = [...root.querySelectorAll('canvas')]; }")
    before = run_of(root)
    root.locator(".play").click()
    rows = []
    for updates in (5, 12, 20):
        root.page.wait_for_function(
            "([root, most]) => root.templates.painted >= most",
            arg=[root.element_handle(), before["painted"] + updates],
        )
        rows.append(run_of(root)["rows"])
    assert before["rows"] < rows[0] < rows[1] < rows[2]
    knob, epoch = root.evaluate(
        "root => { const { value, max } = root.querySelector('.scrub');"
        " return [400 * value / max, root.templates.playback.moment.epoch]; }"
    )
    assert 0 < knob == pytest.approx(epoch, abs=0.01)
    root.locator(".play").click()
    expect(root.locator(".said")).to_contain_text("Paused")
    assert root.evaluate("root => root.marked.every((c, i) => c === root.querySelectorAll('canvas')[i])")
    at_pause = run_of(root)
    root.page.wait_for_timeout(A_WHILE)
    assert run_of(root) == at_pause


def test_many_pauses_leave_the_component_where_it_is(open_digits: Callable[[str], Locator]) -> None:
    root = open_digits("mnist?images=1000&epochs=500&init_seed=36")
    root.evaluate("root => { root.marked = true; }")
    for _ in range(6):
        painted = root.evaluate("root => root.templates.painted")
        root.locator(".play").click()
        expect(root.locator(".said")).to_contain_text("Training: epoch")
        wait_for(root, f"root.templates.painted > {painted} + 1", "")
        root.locator(".play").click()
        expect(root.locator(".said")).to_contain_text("Paused at epoch")
        wait_for_server(root.page)
    assert root.evaluate("root => root.marked")


def test_scrubbing_changes_the_picture_without_a_word_to_the_server(
    page: Page, sent: list[Any], open_digits: Callable[[str], Locator]
) -> None:
    root = open_digits(f"{SMALL}&init_seed=32")
    play_to_the_end(root)
    wait_for(root, "p.owesStory === false", "const p = root.templates;")
    wait_for_server(page)
    sent.clear()
    last, chart = root.evaluate(PIXELS, 0), box_of(root.locator("[data-chart=loss]"))
    seen = []
    for x in (47, 140, 230):
        page.mouse.click(chart["x"] + x, chart["y"] + 40)
        seen.append((run_of(root)["epoch"], root.evaluate(PIXELS, 0)))
    assert [epoch for epoch, _ in seen] == sorted({epoch for epoch, _ in seen})
    assert seen[0][0] == 0
    assert all(pixels != last for _, pixels in seen)
    heads = root.locator(".playhead").evaluate_all(
        "heads => heads.map(head => head.querySelector('b').textContent)"
    )
    assert heads[0] == heads[1]
    page.locator(".templates .headline").click()
    page.keyboard.press("ArrowRight")
    assert run_of(root)["epoch"] == seen[-1][0] + 1
    page.keyboard.press("ArrowLeft")
    assert run_of(root)["epoch"] == seen[-1][0]
    assert sent == []


def test_keys_play_pause_step_and_rewind(page: Page, open_digits: Callable[[str], Locator]) -> None:
    root = open_digits("mnist?images=1000&epochs=300&init_seed=33")
    page.keyboard.press("Shift+ArrowRight")
    expect(root.locator(".said")).to_have_text("Paused at epoch 0.10 of 300.")
    page.keyboard.press("ArrowRight")
    expect(root.locator(".said")).to_have_text("Paused at epoch 1 of 300.")
    page.keyboard.press(" ")
    expect(root.locator(".said")).to_contain_text("Training: epoch")
    page.keyboard.press(" ")
    expect(root.locator(".said")).to_contain_text("Paused at epoch")
    page.keyboard.press("r")
    expect(root.locator(".said")).to_have_text("Before training. Press play.")
    assert run_of(root)["epoch"] == 0


def test_a_rate_changed_on_the_way_goes_on_where_it_was(
    page: Page, open_digits: Callable[[str], Locator]
) -> None:
    root = open_digits("mnist?images=1000&epochs=300&init_seed=34")
    root.locator(".play").click()
    expect(root.locator(".said")).to_contain_text(
        re.compile("Training: epoch [1-9]")
    )  # at 0 all of it has the new rate
    page.get_by_role("slider", name="Learning rate").press("ArrowLeft")
    expect(root.locator(".said")).to_contain_text("Learning rate 0.3, from epoch")
    assert run_of(root)["rows"] > 1
    assert "rate=0.2" in page.url


def test_a_pause_is_spoken_and_pictures_have_words(open_digits: Callable[[str], Locator]) -> None:
    root = open_digits(f"{SMALL}&init_seed=35")
    play_to_the_end(root)
    expect(root.locator(".spoken")).to_contain_text("Each output learns one template. Epoch 6 of 6:")
    labels = root.locator(".one").evaluate_all("all => all.map(c => c.getAttribute('aria-label'))")
    assert [label.split(" at ")[0] for label in labels] == [f"Template of the digit {k}" for k in range(10)]
    names = root.locator(".one span").evaluate_all("all => all.map(span => span.firstChild.textContent)")
    assert names == [str(k) for k in range(10)]


def test_the_phone_shows_everything_without_scrolling_sideways(
    new_page: Callable[..., Page], app_url: str, part: Callable[[Page, str], Locator]
) -> None:
    page = new_page(width=390, height=844, color_scheme="dark")
    page.goto(f"{app_url}/mnist?images=1000&epochs=2&depth=1&units=150")
    root = part(page, "templates")
    assert root.get_attribute("data-theme") == "dark"
    assert root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert root.locator(".play").bounding_box()["width"] >= 48
    assert root.locator(".pictures").evaluate("box => box.scrollHeight > box.clientHeight")


def test_a_scene_trains_its_run_to_the_end_for_who_wants_no_motion_too(
    new_page: Callable[..., Page],
    app_url: str,
    part: Callable[[Page, str], Locator],
    own_run: Callable[[str], str],
) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{app_url}/{own_run('mnist?images=1000&epochs=3&play=1')}")
    wait_for(part(page, "templates"), "!t.live && t.playback.moment.epoch === 3", "const t = root.templates;")


def test_one_press_on_back_undoes_a_choice_while_the_run_is_played(
    page: Page, open_digits: Callable[[str], Locator]
) -> None:
    root = open_digits("mnist?epochs=500&init_seed=38&digit=3")
    root.locator(".play").click()
    page.wait_for_function(
        "root => root.templates.live && root.templates.playback.moment.epoch > 1", arg=root.element_handle()
    )
    root.locator(".row").nth(7).click()
    page.wait_for_url("**digit=7*")
    page.go_back()
    page.wait_for_function("root => root.templates.view.digit === '3'", arg=root.element_handle())
    painted = root.evaluate("root => root.templates.painted")
    page.wait_for_function(
        "([root, most]) => root.templates.painted > most", arg=[root.element_handle(), painted + 4]
    )
    assert root.evaluate("root => [root.templates.live, root.templates.view.digit]") == [True, "3"]
    expect(page).to_have_url(re.compile("digit=3"))
    root.locator(".play").click()
    expect(root.locator(".said")).to_contain_text("Paused")


def test_blocks_come_on_though_one_answer_was_lost(page: Page, open_digits: Callable[[str], Locator]) -> None:
    root = open_digits("mnist?epochs=500&init_seed=39")
    root.evaluate("""({ templates }) => {
      const send = templates.sendLook.bind(templates);
      templates.lost = 0;
      templates.sendLook = () => templates.lost++ && send();
    }""")
    root.locator(".play").click()
    page.wait_for_function(
        "root => root.templates.lost > 0 && root.templates.playback.moment.epoch > 3",
        arg=root.element_handle(),
    )
    root.locator(".play").click()
    expect(root.locator(".said")).to_contain_text("Paused")


@pytest.mark.parametrize("scene", ["nielsen", "templates"])
def test_below_a_scenes_question_the_last_line_is_still_in_the_window(
    page: Page, open_digits: Callable[[str], Locator], scene: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    root = open_digits(f"?scene={scene}")
    expect(root.locator(".said")).not_to_be_empty()
    page.wait_for_function(
        "root => root.querySelector('.status').getBoundingClientRect().bottom <= innerHeight",
        arg=root.element_handle(),
    )
