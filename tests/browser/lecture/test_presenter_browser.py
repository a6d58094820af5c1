"""The presenter's window beside the stage: two windows of one browser; each goes on when the other is closed."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.referee import presenter as referee  # noqa: F401  its checks are declared when it is imported
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.test_accessibility import comes_to_have_no_fault
from tests.browser.waiting import until, wait_for_keys
from ui.lecture.rooms.store import Rooms
from ui.lecture.scenes import SCENES

ASKED = "regions-single/0"
FIRST, SECOND = SCENES["regions-single"], SCENES["mnist-single"]

SMALL = """root => [...root.querySelectorAll("*")]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 14).map((one) => one.outerHTML)"""
"""Elements with text of less than 14 px."""

CUT = """root => {
  const boxes = [...root.querySelectorAll("header *, footer *, h1, h2, .ask, .choice, .answer")];
  return boxes.filter((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return one.checkVisibility() && (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight);
  }).map((one) => one.outerHTML);
}"""
"""What does not stand within the window."""


@pytest.fixture
def stage(page: Page, app_url: str) -> Page:
    """A scene on the stage."""
    page.goto(f"{app_url}/?scene=regions-single&stage=1")
    wait_for_keys(page)
    return page


def presenter_of(stage: Page) -> Page:
    """The window that S opens, once it has heard the stage."""
    with stage.expect_popup() as opened:
        stage.keyboard.press("s")
    window = opened.value
    window.set_viewport_size({"width": 1280, "height": 720})
    expect(window.locator(".presenter .stage b")).to_have_text("The stage follows")
    return window


def shows(window: Page, title: str, *, revealed: bool) -> None:
    """Wait until the presenter's window shows a scene."""
    expect(window.locator(".presenter .scene .title")).to_have_text(title)
    words = "Hide the answer" if revealed else "Reveal the answer"
    expect(window.locator(".presenter footer .reveal span")).to_have_text(words)


def hold(window: Page) -> None:
    """All that the window says is named, and so."""
    reading = read(window)
    assert not reading.unnamed
    for said in reading.said:
        CHECKS[said.name](said, Scene(window, window.url, None, reading))


def test_what_one_window_does_the_other_shows(stage: Page) -> None:
    window = presenter_of(stage)
    asks = stage.locator("html")
    shows(window, FIRST.title, revealed=False)
    expect(window.locator(".presenter .right")).to_have_text(FIRST.questions[0].answer)
    expect(window.locator(".presenter .choice[data-right] .text")).to_have_text(FIRST.questions[0].choices[1])
    hold(window)
    assert window.locator(".presenter .due").count() == 1

    window.locator("footer .reveal").click()
    expect(asks).to_have_attribute("data-asks", "answered")
    shows(window, FIRST.title, revealed=True)
    expect(window.locator(".presenter .due")).to_have_class(re.compile("next"))
    window.keyboard.press("a")
    expect(asks).to_have_attribute("data-asks", "open")
    stage.keyboard.press("PageDown")
    shows(window, FIRST.title, revealed=True)
    window.locator("footer .dark").click()
    expect(stage.locator(".black")).to_be_visible()
    expect(window.locator("footer .dark")).to_have_attribute("aria-pressed", "true")
    stage.keyboard.press("b")
    expect(window.locator("footer .dark")).to_have_attribute("aria-pressed", "false")

    wait_for_keys(stage)
    window.keyboard.press("PageDown")
    expect(stage.locator(".question .title")).to_have_text(SECOND.title)
    shows(window, SECOND.title, revealed=False)
    expect(window).to_have_url(re.compile("scene=mnist-single"))
    expect(stage).to_have_url(re.compile("stage=1"))
    hold(window)
    wait_for_keys(stage)
    stage.keyboard.press("PageUp")
    shows(window, FIRST.title, revealed=True)
    window.locator("footer .back").click()
    expect(asks).to_have_attribute("data-asks", "open")
    shows(window, FIRST.title, revealed=False)


def test_either_window_is_whole_without_the_other(stage: Page, app_url: str) -> None:
    window = presenter_of(stage)
    with window.expect_event("close"):
        window.evaluate("() => void setTimeout(() => close())")
    stage.keyboard.press("a")
    expect(stage.locator("html")).to_have_attribute("data-asks", "answered")
    window = presenter_of(stage)
    shows(window, FIRST.title, revealed=True)

    stage.goto("about:blank")

    line = window.locator(".presenter .stage b")
    expect(line).to_have_text("No stage follows")
    hold(window)
    window.keyboard.press("PageDown")
    shows(window, SECOND.title, revealed=False)
    window.keyboard.press("PageDown")
    shows(window, SECOND.title, revealed=True)
    window.reload()
    shows(window, SECOND.title, revealed=True)
    window.locator(".presenter .open").wait_for()
    with window.expect_popup() as opened:
        window.locator(".presenter .open").click()
    again = opened.value
    expect(again.locator(".question .title")).to_have_text(SECOND.title)
    expect(again.locator("html")).to_have_attribute("data-asks", "answered")
    expect(line).to_have_text("The stage follows")
    assert again.url.startswith(app_url)
    window.keyboard.press("PageUp")
    expect(again.locator("html")).to_have_attribute("data-asks", "open")


def test_a_reload_of_one_window_finds_the_other(stage: Page, app_url: str) -> None:
    window = presenter_of(stage)
    window.keyboard.press("a")
    shows(window, FIRST.title, revealed=True)
    window.reload()
    shows(window, FIRST.title, revealed=True)
    expect(window.locator(".presenter .stage b")).to_have_text("The stage follows")
    assert window.url.startswith(app_url)

    stage.reload()
    expect(stage.locator("html")).to_have_attribute("data-asks", "answered")
    expect(window.locator(".presenter .stage b")).to_have_text("The stage follows")
    window.keyboard.press("a")
    expect(stage.locator("html")).to_have_attribute("data-asks", "open")
    shows(window, FIRST.title, revealed=False)


def test_each_scene_keeps_its_time_and_the_clock_starts_anew(stage: Page) -> None:
    window = presenter_of(stage)
    times = window.locator(".presenter .times li")
    until(lambda: window.locator(".scene-time").text_content() not in ("0:00", ""), window, "the clock goes")
    window.keyboard.press("a")
    shows(window, FIRST.title, revealed=True)
    window.keyboard.press("PageDown")
    shows(window, SECOND.title, revealed=False)
    first = times.filter(has_text=FIRST.title).locator(".many")
    expect(first).to_have_text(re.compile(r"\d:\d\d"))
    spent = first.text_content()
    expect(times.filter(has_text=SECOND.title)).to_have_attribute("aria-current", "")
    window.reload()
    expect(first).to_have_text(str(spent))
    window.locator(".presenter .anew").click()
    expect(first).to_have_text("")
    expect(stage.locator(".question .title")).to_have_text(SECOND.title)
    wait_for_keys(stage)
    stage.keyboard.press("PageUp")
    shows(window, FIRST.title, revealed=True)


def test_votes_are_counted_before_they_are_revealed(stage: Page) -> None:
    rooms = Rooms()
    stage.locator(".link .room").evaluate("button => button.click()")
    stage.locator(".hall .name:not(:empty)").first.wait_for(state="attached")
    room = str(stage.locator(".hall .name").first.text_content())
    key = str(stage.locator(".hall").evaluate("root => root.hall.state.key"))
    until(lambda: rooms.asked(room).is_open, stage, "the room asks what stands on the page")
    window = presenter_of(stage)
    for choice in (0, 1, 1):
        rooms.vote(room, ASKED, secrets.token_hex(16), choice)

    expect(window.locator(".choice .many")).to_have_text(["1", "2", "0"])
    expect(window.locator(".answered")).to_have_text(re.compile("^3 of 3 phones have answered"))
    expect(window.locator(".presenter .hall")).to_contain_text(f"Room {room}")
    expect(stage.locator(".hall .vote")).to_have_count(0)
    assert key not in window.url
    hold(window)
    window.keyboard.press("a")
    expect(stage.locator(".hall .vote")).to_have_count(3)
    rooms.close(room, key)


def test_an_uploaded_lecture_has_the_window(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lecture")
    page.get_by_text("A lecture of your own").click()
    scenes = "".join(
        f'[[scene]]\nslug = "mine-{n}"\ntitle = "Mine {n}"\nview = "hands"\nquestion = "How many?"\n'
        f'answer = "{n}."\nnotes = "Say <b>{n}</b>."\nminutes = {n}\n'
        for n in (1, 2)
    )
    file = {"name": "mine.toml", "mimeType": "text/plain", "buffer": scenes.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Mine 1").click()
    expect(page.locator(".question .title")).to_have_text("Mine 1")
    wait_for_keys(page)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    window = opened.value
    shows(window, "Mine 1", revealed=False)
    expect(window.locator(".notes")).to_have_text("Say <b>1</b>.")
    expect(window.locator(".lecture-plan")).to_have_text("of 3:00")
    window.keyboard.press("PageDown")
    window.keyboard.press("PageDown")
    expect(page.locator(".question .title")).to_have_text("Mine 2")
    shows(window, "Mine 2", revealed=False)


@pytest.mark.parametrize(
    ("lack", "link", "words"),
    [
        ("window.open = () => null", "/?scene=regions-single", "The browser has blocked"),
        ("delete window.BroadcastChannel", "/?scene=regions-single", "This browser has no BroadcastChannel"),
        ("", "/", "open one first"),
    ],
)
def test_a_window_that_does_not_open_is_a_sentence(
    new_page: Callable[..., Page], app_url: str, lack: str, link: str, words: str
) -> None:
    page = new_page()
    page.goto(f"{app_url}{link}")
    page.evaluate(lack)
    wait_for_keys(page)
    page.keyboard.press("s")
    box = page.locator(".unopened")
    expect(box).to_contain_text(words)
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_without_a_channel_the_window_walks_by_itself(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(scripts=("delete window.BroadcastChannel",))
    page.goto(f"{app_url}/?presenter=alone&scene=regions-single")
    expect(page.locator(".presenter .stage small")).to_have_text(re.compile("has no BroadcastChannel"))
    page.keyboard.press("a")
    shows(page, FIRST.title, revealed=True)
    page.locator("footer .next").click()
    shows(page, SECOND.title, revealed=False)
    assert page.locator("canvas, .player, .question, .strip").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", ["regions-single", "summary", "error-signal"])
def test_everything_is_in_view_and_none_of_it_small(
    new_page: Callable[..., Page], app_url: str, slug: str, scheme: str
) -> None:
    page = new_page(width=1280, height=720, color_scheme=scheme)
    page.goto(f"{app_url}/?presenter=sizes&scene={slug}")
    root = page.locator(".presenter")
    expect(root.locator(".scene .title")).to_have_text(SCENES[slug].title)
    expect(root.locator(".stage b")).to_have_text("No stage follows")
    assert root.evaluate(SMALL) == []
    assert root.evaluate(CUT) == []
    main = page.get_by_test_id("stMain")
    assert main.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
    here = root.locator(".times [aria-current]")
    expect(here).to_be_in_viewport()
    comes_to_have_no_fault(page, scheme)
