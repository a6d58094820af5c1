"""The presenter's window: a lecture's scenes with answers, notes and minutes, and the votes of the host's room.

It opens no page and trains nothing: the stage's window tells the browser, and not the server, where the walk is.
"""

from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from ui.frame import session
from ui.lecture.presenter.part import KEY, PresenterWishes, presenter
from ui.lecture.rooms.ledgers import RoomError
from ui.lecture.rooms.store import Rooms, room_name
from ui.lecture.rooms.view import question_of
from ui.lecture.scene import Scene
from ui.lecture.scenes import LECTURES, lecture_of, names_beside, scene_of

_ALONE = """<style>
.stAppHeader, .stSidebar, .stLogo { display: none; }
.stMainBlockContainer { padding: 0 !important; max-width: none !important; }
</style>"""
"""The window shows nothing else of the program."""


@dataclass
class Window:
    """A presenter's window, as its session remembers it.

    Parameters
    ----------
    follows : str
        The scene of another lecture than the link's, to which the stage has gone; "" for none.
    room, key, question : str
        Whose votes the window wants to know, "" where no room is open.
    """

    follows: str = ""
    room: str = ""
    key: str = ""
    question: str = ""


def asked_for() -> bool:
    """Whether the link asks for the presenter's window."""
    return "presenter" in st.query_params


def presenter_page() -> None:
    """The whole page."""
    st.html(_ALONE)
    session.fragment(_presenter)


def _presenter() -> None:
    """The page; the browser asks for it again to count votes, and where the stage goes to another lecture."""
    window = session.kept("presenter.window", Window)

    def follow() -> None:
        window.follows = session.wishes(KEY, PresenterWishes).follow or window.follows

    def count() -> None:
        wanted = session.wishes(KEY, PresenterWishes).count
        if wanted is not None:
            window.room, window.key, window.question = wanted.room, wanted.key, wanted.question

    name, fault = _scene(window)
    lecture = lecture_of(name)
    header = {
        "title": lecture.title if lecture else "",
        "name": name,
        "scenes": [{"name": one, **_said(scene)} for one in names_beside(name) if (scene := scene_of(one))],
        "fault": fault,
        "votes": _votes(window),
    }
    presenter(header, on_follow=follow, on_count=count)


def _scene(window: Window) -> tuple[str, str]:
    """Name of the scene at which the window opens, and a sentence where it is not the one that was asked for."""
    name = window.follows or session.scene()
    if scene_of(name) is not None:
        return name, ""
    asked = name or st.query_params.get("scene", "")
    gone = f" {session.GONE}" if "/" in name or "lecture" in st.query_params else ""
    first = next(iter(next(iter(LECTURES.values())).scenes))
    return first, f"“{asked[:40]}” is not a scene of this program.{gone}" if asked else ""


def _said(scene: Scene) -> dict[str, Any]:
    """What the window shows of a scene."""
    names = ("row", "title", "look_at", "said_of", "minutes", "notes", "pause", "further")
    return {
        **{name: getattr(scene, name) for name in names},
        "questions": [asdict(one) for one in scene.questions],
    }


def _votes(window: Window) -> dict[str, Any]:
    """The votes of the room, for its host alone: also before the answer is revealed."""
    shown: dict[str, Any] = {
        "room": "",
        "question": "",
        "counts": [],
        "answered": 0,
        "arrived": 0,
        "fault": "",
    }
    if not window.room:
        return shown
    rooms = Rooms()
    try:
        room = room_name(window.room)
        if not rooms.is_host(room, window.key):
            raise RoomError(f"Room {room} is closed, or another window’s.")
        found = question_of(window.question)
        n_choices = len(found[1].choices) if found else 0
        counts = rooms.counts(room, window.question, n_choices)
        answered = sum(counts) if n_choices else len(rooms.guesses(room, window.question))
        shown |= {"room": room, "question": window.question, "counts": counts, "answered": answered}
        return shown | {"arrived": rooms.asked(room).arrived}
    except RoomError as error:
        return shown | {"fault": str(error)}
