"""A room as its phones see it, and as its host does: the question that is open, and who has answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from ui.frame import session
from ui.lecture.link.network import network
from ui.lecture.link.part import LinkWishes
from ui.lecture.rooms.hall import KEY as HALL
from ui.lecture.rooms.hall import HallWishes
from ui.lecture.rooms.hall import hall as hall_part
from ui.lecture.rooms.ledgers import ClosedError, RoomError
from ui.lecture.rooms.phone import KEY as PHONE
from ui.lecture.rooms.phone import PhoneWishes, phone
from ui.lecture.rooms.store import A_NUMBER, Rooms, UncountedError, room_name, why_not
from ui.lecture.scene import Question, Scene
from ui.lecture.scenes import lecture_of, scene_of
from ui.work import turns

_ALONE = """<style>
.stAppHeader, .stSidebar, .stLogo { display: none; }
.stMainBlockContainer { padding: 0 !important; max-width: 34rem !important; }
</style>"""
"""A phone shows nothing of the program but the question."""


_ABOVE = "<style>:root { --above: 10.9rem; }</style>"
"""The height that a page which fits the window leaves to the question and the room below it."""


@dataclass
class Guest:
    """A phone, as its session remembers it.

    Parameters
    ----------
    id : str
        Its random id; "" until it has asked for the first time.
    arrived : str
        The room in which it has been counted.
    told, about : str
        The last sentence it was told, and the question that it was about; "" for the room itself.
    """

    id: str = ""
    arrived: str = ""
    told: str = ""
    about: str = ""


def asked_for() -> str | None:
    """The room that the link names, as it stands there; None where it names none."""
    text: str | None = st.query_params.get("room")
    return text


def phone_page() -> None:
    """The whole page of a phone in a room."""
    st.html(_ALONE)
    session.fragment(_phone)


def _phone() -> None:
    """The question that is open now; the phone asks for this part again and again."""
    me, text = session.kept("rooms.guest", Guest), asked_for() or ""
    rooms = Rooms()

    def look() -> None:
        looked = session.wishes(PHONE, PhoneWishes).look
        if looked is None:
            return
        me.id = looked.phone
        if me.arrived != text:
            me.about = ""
            me.told, is_counted = _sentence(lambda: rooms.arrive(room_name(text), me.id))
            me.arrived = text if is_counted else ""

    def vote() -> None:
        mine = session.wishes(PHONE, PhoneWishes).vote
        if mine is None:
            return
        me.id, me.about = mine.phone, mine.question
        me.told, _ = _sentence(lambda: rooms.vote(room_name(text), me.about, me.id, mine.choice))

    header = {**_NOTHING, "room": text[:12].upper(), "scene": _scene_link()}
    try:
        header |= _shown(rooms, room_name(text), me.id)
    except UncountedError as error:
        header["gone"] = str(error)
    except RoomError as error:
        header["fault"] = why_not() or str(error)
        header["was_closed"] = isinstance(error, ClosedError)
    is_news = me.about in ("", header.get("question"))
    phone({**header, "told": me.told if is_news else ""}, on_vote=vote, on_look=look)


def _sentence(act: Callable[[], None]) -> tuple[str, bool]:
    """Do something; what is refused comes back as a sentence, and whether it was heard at all.

    Where the store is gone nothing is said: the page says so for as long as that lasts, and the browser asks again.
    """
    try:
        act()
    except UncountedError:
        return "", False
    except RoomError as error:
        return str(error), True
    return "", True


_NOTHING: dict[str, Any] = {
    "room": "",
    "fault": "",
    "was_closed": False,
    "gone": "",
    "question": "",
    "is_open": False,
    "answered": 0,
    "chosen": None,
    "words": "",
    "choices": [],
    "is_number": False,
    "unit": "",
    "place": "",
}
"""What a phone shows where nothing is known of its room."""


def _shown(rooms: Rooms, room: str, phone_id: str) -> dict[str, Any]:
    """What a phone shows of its room. Which answer is right is not part of it."""
    now = rooms.asked(room, phone_id)
    found = question_of(now.question)
    shown: dict[str, Any] = {
        "room": room,
        "question": now.question if found else "",
        "is_open": now.is_open,
        "answered": now.answered,
        "chosen": now.chosen,
    }
    if found:
        scene, question = found
        lecture = lecture_of(now.question.rpartition("/")[0])
        shown |= {
            "words": question.words,
            "choices": question.choices,
            "is_number": _n_choices(question) == A_NUMBER,
            "unit": question.unit,
            "place": f"{scene.row} of {len(lecture.scenes) if lecture else scene.row}",
        }
    return shown


def question_of(name: str) -> tuple[Scene, Question] | None:
    """The scene and the question that a room's question names; None where this program has none of that name."""
    scene_name, _, place = name.rpartition("/")
    scene = scene_of(scene_name)
    if scene is None or not place.isdecimal() or int(place) >= len(scene.questions):
        return None
    return scene, scene.questions[int(place)]


def _n_choices(question: Question) -> int:
    """How many answers a question has to choose from, as a room is told."""
    return len(question.choices) or (0 if question.number is None else A_NUMBER)


def _scene_link() -> str:
    """The scene that the link names beside its room: where to go if there is no such room."""
    return "?" + urlencode(session.scene_link(session.scene()))


@dataclass
class Host:
    """The visitor's own room: its name and its key, both "" where none is open; a sentence; the last count."""

    room: str = ""
    key: str = ""
    fault: str = ""
    counted: dict[str, Any] = field(default_factory=dict)


def host() -> Host:
    """The visitor's own room."""
    return session.kept("rooms.host", Host)


def take_room() -> None:
    """Open a room, or come back to the one whose key the browser has kept: a callback of the link."""
    me, rooms, asked = host(), Rooms(), session.wishes("link", LinkWishes).room
    if asked is None:
        return
    room, key = asked.room, asked.key
    try:
        is_mine = rooms.is_host(room or me.room, key if room else me.key) if room or me.room else False
    except UncountedError as error:
        me.fault = str(error)
        return
    if room and is_mine:
        me.room, me.key, me.fault = room, key, ""
        turns.mine().is_host = True
    elif is_mine:
        return  # asked for once more, while the answer was on its way
    elif room:
        me.fault = _why_not_mine(rooms, room)
    else:

        def open_one() -> None:
            me.room, me.key = rooms.open()
            turns.mine().is_host = True

        try:
            open_one()
            me.fault = ""
        except RoomError as error:
            me.fault = str(error)


def _why_not_mine(rooms: Rooms, room: str) -> str:
    """A sentence for a browser that has kept a key which is not that of a room that is open."""
    try:
        rooms.asked(room)
    except RoomError as error:
        return str(error)
    return f"Room {room[:12]} is open, but not with the key that this browser has kept."


def hall(slug: str) -> None:
    """The host's side of a room, where the visitor has opened one: how many have answered, then the bars."""
    me = host()
    if not me.room and not me.fault:
        return

    if slug:
        st.html(_ABOVE)

    def draw() -> None:
        _hall(slug)

    session.fragment(draw)


def _hall(slug: str) -> None:
    """Count; the browser asks for this part each second."""
    me, rooms = host(), Rooms()

    def put() -> None:
        asked = session.wishes(HALL, HallWishes).put
        if asked is None:
            return
        found = question_of(asked.question)
        name, n_choices = (asked.question, _n_choices(found[1])) if found else ("", 0)
        me.fault, _ = _sentence(lambda: rooms.ask(me.room, me.key, name, n_choices, is_open=asked.is_open))

    def close() -> None:
        _sentence(lambda: rooms.close(me.room, me.key))
        me.room, me.key, me.fault = "", "", ""
        turns.mine().is_host = False
        session.want_whole_page()

    hall_part(_counted(rooms, me, slug), on_put=put, on_close=close)


def _counted(rooms: Rooms, me: Host, slug: str) -> dict[str, Any]:
    """What the stage shows of the room. The votes for each answer are part of it once the answer is revealed."""
    shown: dict[str, Any] = {
        "room": me.room,
        "key": me.key,
        "slug": slug,
        "network": network(st.get_option("server.address"), st.get_option("server.port")),
        "fault": me.fault,
        "question": "",
        "is_open": False,
        "answered": 0,
        "arrived": 0,
        "choices": [],
        "counts": [],
        "right": -1,
        "guesses": [],
        "number": None,
        "unit": "",
    }
    if not me.room:
        return shown
    try:
        shown |= _count(rooms, me.room)
        me.counted = shown
    except UncountedError as error:
        shown |= {**me.counted, "slug": slug, "fault": str(error)}  # as it was counted last
    except RoomError as error:
        shown["fault"] = str(error)
    return shown


def _count(rooms: Rooms, room: str) -> dict[str, Any]:
    """What the room asks, and the votes."""
    now = rooms.asked(room)
    shown: dict[str, Any] = {"question": now.question, "is_open": now.is_open}
    shown |= {"answered": now.answered, "arrived": now.arrived}
    found = question_of(now.question)
    if found and not now.is_open and found[1].choices:
        choices = found[1].choices
        counts = rooms.counts(room, now.question, len(choices))
        shown |= {"choices": choices, "counts": counts, "right": found[1].right}
    elif found and not now.is_open and found[1].number is not None:
        shown |= {"number": found[1].number, "unit": found[1].unit}
        shown |= {"guesses": rooms.guesses(room, now.question)}
    return shown
