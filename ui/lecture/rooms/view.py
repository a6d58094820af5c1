"""A room as its phones see it, and as its host does: the question that is open, and who has answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.frame import session
from ui.lecture.rooms.phone import KEY as PHONE
from ui.lecture.rooms.phone import phone
from ui.lecture.rooms.store import RoomError, Rooms, room_name, why_not
from ui.lecture.scene import Question, Scene
from ui.lecture.scenes import SCENES, lecture_of

_ALONE = """<style>
.stAppHeader, .stSidebar, .stLogo { display: none; }
.stMainBlockContainer { padding: 0 !important; max-width: 34rem !important; }
</style>"""
"""A phone shows nothing of the program but the question."""


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
        wish: dict[str, Any] = session.wish(PHONE, "look") or {}
        me.id = str(wish.get("phone"))
        if me.arrived != text:
            me.arrived, me.about = text, ""
            me.told = _sentence(lambda: rooms.arrive(room_name(text), me.id))

    def vote() -> None:
        wish: dict[str, Any] = session.wish(PHONE, "vote") or {}
        me.id, me.about = str(wish.get("phone")), str(wish.get("question"))
        me.told = _sentence(lambda: rooms.vote(room_name(text), me.about, me.id, wish.get("choice", -1)))

    header: dict[str, Any] = {"room": text[:12].upper(), "fault": "", "scene": _scene_link()}
    try:
        header |= _shown(rooms, room_name(text), me.id)
    except RoomError as error:
        header["fault"] = why_not() or str(error)
    is_news = me.about in ("", header.get("question"))
    phone({**header, "told": me.told if is_news else ""}, on_vote=vote, on_look=look)


def _sentence(act: Callable[[], None]) -> str:
    """Do something; what is refused comes back as a sentence."""
    try:
        act()
    except RoomError as error:
        return str(error)
    return ""


def _shown(rooms: Rooms, room: str, phone_id: str) -> dict[str, Any]:
    """What a phone shows of its room. Which answer is right is not part of it."""
    now = rooms.asked(room, phone_id)
    found = _question(now.question)
    shown: dict[str, Any] = {
        "room": room,
        "question": now.question if found else "",
        "is_open": now.is_open,
        "answered": now.answered,
        "chosen": now.chosen,
        "words": "",
        "choices": [],
        "place": "",
    }
    if found:
        scene, question = found
        lecture = lecture_of(now.question.partition("/")[0])
        shown |= {
            "words": question.words,
            "choices": question.choices,
            "place": f"{scene.row} of {len(lecture.scenes) if lecture else scene.row}",
        }
    return shown


def _question(name: str) -> tuple[Scene, Question] | None:
    """The scene and the question that a room's question names; None where this program has none of that name."""
    slug, _, place = name.partition("/")
    scene = SCENES.get(slug)
    if scene is None or not place.isdecimal() or int(place) >= len(scene.questions):
        return None
    return scene, scene.questions[int(place)]


def _scene_link() -> str:
    """The scene that the link names beside its room: where to go if there is no such room."""
    slug = st.query_params.get("scene", "")
    return f"?scene={slug}" if slug in SCENES else "?"
