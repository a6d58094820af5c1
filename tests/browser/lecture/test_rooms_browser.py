"""A hall that votes: phones in a room, and the stage that asks them."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.referee import rooms as referee  # noqa: F401  its checks are declared when it is imported
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.test_stage import MEASURE
from tests.browser.waiting import until, wait_for_keys
from ui.lecture.rooms.store import A_NUMBER, Rooms, default_path
from ui.lecture.scenes import SCENES

LONGEST = ("error-signal", "one-output")
"""Scenes with long answers, which need the most room beside the room's corner."""

ASKED = "regions-single/0"
CHOICES = SCENES["regions-single"].questions[0].choices

NUMBER = "buys-price/0"
"""A question that asks for a number."""


@pytest.fixture
def rooms() -> Rooms:
    """The rooms of this machine: the running app has the same file."""
    return Rooms()


@pytest.fixture
def room(rooms: Rooms) -> Iterator[tuple[str, str]]:
    """A room that asks a question, and its key."""
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, len(CHOICES))
    yield room, key
    rooms.close(room, key)


def phone_in(new_page: Callable[..., Page], app_url: str, room: str) -> Page:
    page = new_page(width=360, height=640)
    page.goto(f"{app_url}/?room={room}&scene=regions-single")
    page.locator(".phone .said:not(:empty)").wait_for()
    return page


def wait_until_whole(page: Page, where: object) -> None:
    """Wait until the stage has no fault: a part is drawn anew when its observer has seen the size."""
    found: dict[str, Any] = {}

    def is_whole() -> bool:
        found.update(page.evaluate(MEASURE))
        return not (found["small"] or found["cut"] or found["scrolls"])

    until(is_whole, page, (where, found))


def hold(page: Page, room: str) -> None:
    """All that a phone says is named, and so."""
    link = f"/?room={room}"
    reading = read(page)
    assert not reading.unnamed
    for said in reading.said:
        CHECKS[said.name](said, Scene(page, link, None, reading))


def test_a_phone_shows_the_open_question_alone_votes_once_and_follows(
    new_page: Callable[..., Page], app_url: str, rooms: Rooms, room: tuple[str, str]
) -> None:
    page = phone_in(new_page, app_url, room[0])
    answers, said = page.locator(".phone .answers button"), page.locator(".phone .said")
    expect(answers).to_have_count(len(CHOICES))
    assert page.locator("canvas, .player, .question, .strip").count() == 0
    until(lambda: rooms.asked(room[0]).arrived == 1, page, "the phone is counted")
    hold(page, room[0])
    places = [answers.nth(at).bounding_box() for at in range(len(CHOICES))]
    last = page.locator(".phone .more").bounding_box()
    assert last
    assert last["y"] + last["height"] <= 640

    answers.nth(1).click()

    expect(said).to_have_text(f"You chose 2: {CHOICES[1]}.")
    assert rooms.counts(room[0], ASKED, 3) == [0, 1, 0]
    assert [answers.nth(at).bounding_box() for at in range(len(CHOICES))] == places
    expect(answers.nth(0)).to_be_disabled()
    hold(page, room[0])
    page.reload()
    expect(said).to_have_text(f"You chose 2: {CHOICES[1]}.")
    rooms.ask(*room, "templates/0", 3)
    expect(page.locator(".phone .words")).to_have_text(SCENES["templates"].questions[0].words)
    expect(said).to_have_text("One answer each.")
    expect(answers.nth(0)).to_be_enabled()


def test_a_phone_guesses_a_number_once(
    new_page: Callable[..., Page], app_url: str, rooms: Rooms, room: tuple[str, str]
) -> None:
    rooms.ask(*room, NUMBER, A_NUMBER)
    page = phone_in(new_page, app_url, room[0])
    field, send, said = (page.locator(f".phone .{name}") for name in ("guess input", "send", "said"))
    expect(said).to_have_text("One guess each.")
    hold(page, room[0])
    for target in (field, send):
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 360
    assert field.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 16
    asked = SCENES[NUMBER.partition("/")[0]].questions[0]
    state = str(page.locator(".phone").evaluate("root => JSON.stringify(root.phone.state)"))
    assert '"number"' not in state
    assert asked.answer not in state

    field.fill("many")
    expect(send).to_be_disabled()
    field.fill("92,5")
    expect(send).to_have_text("Guess 92.5")
    field.press("Enter")

    expect(said).to_have_text("You guessed 92.5.")
    expect(field).to_be_disabled()
    assert rooms.guesses(room[0], NUMBER) == [92.5]
    hold(page, room[0])
    page.reload()
    expect(said).to_have_text("You guessed 92.5.")
    vote = {"question": NUMBER, "choice": 3, "phone": page.evaluate("localStorage['hidden-layers.phone']")}
    page.locator(".phone").evaluate("(root, vote) => root.phone.ask('vote', vote)", vote)
    expect(said).to_contain_text("You have already guessed 92.5; each phone has one guess.")
    for forged in ("Infinity", 2e12, "7; DROP TABLE votes", True, None):
        vote = {"question": NUMBER, "choice": forged, "phone": secrets.token_hex(16)}
        page.locator(".phone").evaluate("(root, vote) => root.phone.ask('vote', vote)", vote)
        expect(said).to_contain_text("This is not a number to guess")
    assert rooms.guesses(room[0], NUMBER) == [92.5]


def test_the_stage_shows_the_guesses_with_the_right_one_marked(
    page: Page, app_url: str, rooms: Rooms
) -> None:
    slug = NUMBER.partition("/")[0]
    link = f"/?scene={slug}"
    page.goto(f"{app_url}{link}")
    page.locator(".link .room").click()
    page.locator(".hall .name:not(:empty)").first.wait_for(state="attached")
    room = str(page.locator(".hall .name").first.text_content())
    key = str(page.locator(".hall").evaluate("root => root.hall.state.key"))
    page.goto(f"{app_url}{link}&stage=1")
    until(lambda: rooms.asked(room).is_open, page, "the room asks what stands on the page")
    for guess in (40, 66, 70, 75, 75.5, 90, 92, 93, 1e12):
        rooms.vote(room, NUMBER, secrets.token_hex(16), guess)
    hall = page.locator(".hall")
    expect(hall.locator(".answered")).to_have_text("9")
    expect(hall.locator(".guesses")).to_have_count(0)
    state = str(hall.evaluate("root => JSON.stringify(root.hall.state)"))
    assert 'guesses":[]' in state
    assert 'number":null' in state

    page.keyboard.press("a")

    asked = SCENES[slug].questions[0]
    expect(hall.locator(".mark")).to_have_text(f"{asked.number:g} ✓")
    expect(hall.locator(".middle")).to_have_text("median 75.5")
    reading = read(page)
    assert {"hall.number", "hall.median", "hall.histogram"} <= {said.name for said in reading.said}
    for said in reading.said:
        if said.name.startswith("hall."):
            CHECKS[said.name](said, Scene(page, link, None, reading))
    for width, height in ((1024, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        wait_until_whole(page, (slug, width, height))
        mark, columns = hall.locator(".mark span").bounding_box(), hall.locator(".columns").bounding_box()
        assert mark
        assert columns
        assert columns["x"] <= mark["x"]
        assert mark["x"] + mark["width"] <= columns["x"] + columns["width"]
    rooms.close(room, key)


def test_what_phones_are_sent_has_neither_key_nor_answer(
    new_page: Callable[..., Page], app_url: str, room: tuple[str, str]
) -> None:
    page = phone_in(new_page, app_url, room[0])
    state = page.locator(".phone").evaluate("root => JSON.stringify(root.phone.state)")

    assert room[0] in state
    assert room[1] not in state
    assert "right" not in state
    assert SCENES["regions-single"].questions[0].answer not in state


def test_a_forged_vote_a_closed_question_and_a_strange_room_are_sentences(
    new_page: Callable[..., Page], app_url: str, rooms: Rooms, room: tuple[str, str]
) -> None:
    page = phone_in(new_page, app_url, room[0])
    said, root = page.locator(".phone .said"), page.locator(".phone")

    def forge(question: str, choice: object) -> None:
        vote = {"question": question, "choice": choice, "phone": secrets.token_hex(16)}
        root.evaluate("(root, vote) => root.phone.ask('vote', vote)", vote)

    forge(ASKED, 17)
    expect(said).to_have_text(f"There is no such answer: this question has {len(CHOICES)}.")
    rooms.ask(*room, ASKED, len(CHOICES), is_open=False)
    expect(page.locator(".phone .answers")).to_have_attribute("data-closed", "")
    forge(ASKED, 0)
    expect(said).to_have_text("This question is not open any more; your vote was not counted.")
    assert rooms.counts(room[0], ASKED, 3) == [0, 0, 0]
    page.goto(f"{app_url}/?room=OIL0&scene=regions-single")
    expect(said).to_have_text(re.compile("“OIL0” is no room"))
    page.goto(f"{app_url}/?room=BBBB&scene=regions-single")
    expect(said).to_have_text(re.compile("There is no room BBBB"))
    page.locator(".phone .away a").click()
    expect(page.locator(".question .title")).to_have_text(SCENES["regions-single"].title)


def test_the_stage_opens_a_room_counts_and_shows_the_bars_only_on_reveal(
    page: Page, app_url: str, rooms: Rooms
) -> None:
    link = "/?scene=regions-single"
    page.goto(f"{app_url}{link}")
    page.locator(".link .room").click()
    page.locator(".hall .name:not(:empty)").first.wait_for(state="attached")
    room = str(page.locator(".hall .name").first.text_content())
    key = str(page.locator(".hall").evaluate("root => root.hall.state.key"))
    until(lambda: rooms.asked(room).is_open, page, "the room asks what stands on the page")
    assert rooms.asked(room).question == ASKED
    for choice in (0, 1, 1, 2, 1):
        rooms.vote(room, ASKED, secrets.token_hex(16), choice)

    page.goto(f"{app_url}{link}&stage=1")  # a clicker's F5: the browser has kept the room

    hall = page.locator(".hall")
    expect(hall.locator(".answered")).to_have_text("5")
    expect(hall.locator(".vote")).to_have_count(0)
    assert 'counts":[]' in str(hall.evaluate("root => JSON.stringify(root.hall.state)"))
    assert key not in page.url
    assert key not in str(hall.locator(".address").text_content())
    corner, choices = hall.bounding_box(), page.locator(".question .choices").bounding_box()
    assert corner
    assert choices
    assert choices["x"] + choices["width"] <= corner["x"]
    page.keyboard.press("3")
    page.keyboard.press("a")
    expect(hall.locator(".vote .many")).to_have_text(["1", "3 ✓", "1"])
    expect(hall.locator(".vote[data-right] .words")).to_have_text(CHOICES[1])
    expect(page.locator(".question .chosen")).to_have_text(f"You chose “{CHOICES[2]}”.")
    until(lambda: not rooms.asked(room).is_open, page, "nobody can vote after the reveal")
    reading = read(page)
    for said in reading.said:
        if said.name.startswith("hall."):
            CHECKS[said.name](said, Scene(page, link, None, reading))
    page.keyboard.press("PageDown")
    until(lambda: rooms.asked(room).question.startswith("mnist-single/"), page, "the room follows")
    until(lambda: rooms.asked(room).is_open, page, "the next question is open")
    rooms.close(room, key)


def test_on_the_stage_o_opens_a_room_then_shows_its_code_and_the_phones_that_arrive(
    new_page: Callable[..., Page], app_url: str, rooms: Rooms
) -> None:
    page = new_page(width=1024, height=768)
    page.goto(f"{app_url}/?scene=regions-single&stage=1")
    wait_for_keys(page)
    page.keyboard.press("o")
    hall = page.locator(".hall")
    expect(hall.locator(".code svg")).to_be_visible()
    room = str(hall.locator(".name").first.text_content())
    until(lambda: rooms.asked(room).is_open, page, "the room asks what stands on the page")
    phone_in(new_page, app_url, room)
    expect(hall.locator(".arrived")).to_have_text("of 1 who came")
    page.keyboard.press("o")
    expect(hall.locator(".picture svg")).to_be_visible()
    expect(hall.locator(".letters")).to_have_text(f"Room {room}")
    dialog, close = hall.locator("dialog").bounding_box(), hall.locator(".away").bounding_box()
    assert dialog
    assert close
    assert close["y"] + close["height"] <= dialog["y"] + dialog["height"] <= 768
    reading = read(page)
    names = {said.name for said in reading.said}
    assert {"hall.address", "hall.arrived", "link.network"} <= names
    for said in reading.said:
        if said.name.startswith(("hall.", "link.")):
            CHECKS[said.name](said, Scene(page, page.url, None, reading))
    page.keyboard.press("Escape")
    expect(hall.locator(".picture svg")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-stage", "")
    rooms.close(room, str(hall.evaluate("root => root.hall.state.key")))
    expect(hall.locator(".fault")).to_contain_text(f"Whoever opened room {room} has closed it")
    hall.locator(".fault").click()
    expect(hall.locator(".fault")).to_be_hidden()


def test_a_phone_whose_room_is_closed_is_told_so(
    new_page: Callable[..., Page], app_url: str, rooms: Rooms
) -> None:
    room, key = rooms.open()
    rooms.ask(room, key, ASKED, len(CHOICES))
    page = phone_in(new_page, app_url, room)
    expect(page.locator(".phone .answers button")).to_have_count(len(CHOICES))

    rooms.close(room, key)

    for _ in ("the phone that was there", "one that comes too late"):
        expect(page.locator(".phone .words")).to_have_text("This room was closed")
        expect(page.locator(".phone .said")).to_contain_text(f"Whoever opened room {room} has closed it")
        expect(page.locator(".phone .answers button")).to_have_count(0)
        expect(page.locator(".phone .away a")).to_be_visible()
        hold(page, room)
        page.goto(f"{app_url}/?room={room}&scene=regions-single")
    page.goto(f"{app_url}/?room=BBBB&scene=regions-single")
    expect(page.locator(".phone .words")).to_have_text("No such room")


def test_without_a_room_nothing_is_written(page: Page, app_url: str) -> None:
    was = sorted(default_path().parent.glob("*")) if default_path().parent.exists() else []
    page.goto(f"{app_url}/?scene=regions-single")
    page.locator(".question .reveal").click()
    expect(page.locator(".link .room")).to_be_visible()
    assert page.locator(".hall").count() == 0
    now = sorted(default_path().parent.glob("*")) if default_path().parent.exists() else []
    assert now == was


def test_corner_and_bars_leave_the_stage_whole(page: Page, app_url: str, rooms: Rooms) -> None:
    page.goto(f"{app_url}/?scene=regions-single")
    page.locator(".link .room").click()
    page.locator(".hall .name:not(:empty)").first.wait_for(state="attached")
    room = str(page.locator(".hall .name").first.text_content())
    key = str(page.locator(".hall").evaluate("root => root.hall.state.key"))
    for slug in LONGEST:
        page.goto(f"{app_url}/?scene={slug}&stage=1")
        until(lambda slug=slug: rooms.asked(room).question == f"{slug}/0", page, f"the room asks {slug}")
        for state in ("open", "answered"):
            if state == "answered":
                page.keyboard.press("a")
                page.locator(".hall .vote").first.wait_for()
            for width, height in ((1024, 768), (1920, 1080)):
                page.set_viewport_size({"width": width, "height": height})
                wait_until_whole(page, (slug, state, width, height))
    rooms.close(room, key)
