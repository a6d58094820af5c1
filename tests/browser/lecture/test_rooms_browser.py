"""A hall that votes: phones in a room, and the stage that asks them."""

import re
import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.referee import rooms as referee  # noqa: F401  its checks are declared when it is imported
from tests.browser.referee.checks import CHECKS, Scene
from tests.browser.referee.reading import read
from tests.browser.waiting import until
from ui.lecture.rooms.store import Rooms
from ui.lecture.scenes import SCENES

ASKED = "regions-single/0"
CHOICES = SCENES["regions-single"].questions[0].choices


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
