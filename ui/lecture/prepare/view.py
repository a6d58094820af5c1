"""Prepare the lecture: a button, then how far it is; and what the list of scenes says of each."""

from dataclasses import dataclass

import streamlit as st

from ui.frame import session
from ui.frame.saying import hint, saying
from ui.lecture.prepare.needs import tasks_of
from ui.lecture.scene import Lecture, Scene
from ui.work.preparing import PREPARATION, State
from ui.work.progress.part import ProgressWishes, progress

WORDS = {
    State.WAITING: "waits",
    State.GOING: "is being prepared",
    State.READY: "✓ prepared",
    State.FAILED: "could not be prepared",
}
"""What is said of a scene, by how far it is."""

Ticks = tuple[bool, tuple[State, ...]]


@dataclass
class _Drawn:
    """What the list of scenes shows."""

    ticks: Ticks = (False, ())


def _ticks() -> Ticks:
    """What the list of scenes shows of the preparation: where it changes, the list is drawn anew."""
    return PREPARATION.going, tuple(task.state for task in PREPARATION.tasks)


def begin_page() -> None:
    """Note what the list of scenes is about to show."""
    session.kept("ticks", _Drawn).ticks = _ticks()


def state(name: str, scene: Scene, key: str) -> None:
    """The minutes that a scene is planned to take, and how far its preparation is.

    Parameters
    ----------
    name : str
        The scene's name in a link.
    scene : Scene
        The scene.
    key : str
        The same as a part of a key.
    """
    task = PREPARATION.task(name)
    words = f"{scene.minutes:g} min"
    if task is not None and (PREPARATION.going or task.state != State.WAITING):
        words += f" · {WORDS[task.state]}"
    with saying("lecture.state", of=key):
        st.text(words)


def prepare(of: str, lecture: Lecture, before: str = "") -> None:
    """The button that prepares a lecture, and the bar while that goes on; a part of the page that runs alone.

    Parameters
    ----------
    of : str
        The lecture's name among all.
    lecture : Lecture
        With its scenes.
    before : str
        What stands before the slugs in the scenes' names.
    """
    if not PREPARATION.possible:
        with hint(f"no_preparing_{_key(of)}"):
            st.text("Within a browser each scene is trained when it is opened.")
        return

    def begin() -> None:
        PREPARATION.begin(of, tasks_of(lecture, before))
        session.want_whole_page()

    def stop() -> None:
        if session.wishes(f"preparing-{_key(of)}", ProgressWishes).do:
            PREPARATION.stop()

    def part() -> None:
        """The bar asks for this again and again; a scene that is done is ticked off in the list."""
        is_mine = PREPARATION.of == of
        if is_mine and PREPARATION.going:
            progress(
                doing=_doing(lecture, before),
                share=PREPARATION.share,
                seconds_left=PREPARATION.seconds_left,
                stopped=False,
                key=f"preparing-{_key(of)}",
                on_do=stop,
            )
        else:
            st.button(
                "Prepare the lecture",
                key=f"prepare-{_key(of)}",
                help="Trains what every scene needs, one after the other, also when this page is left. "
                "Then no scene keeps the hall waiting.",
                disabled=PREPARATION.going,
                on_click=begin,
            )
            if is_mine:
                _ending()
        if session.kept("ticks", _Drawn).ticks != _ticks():
            session.run_whole_page()

    session.fragment(part)


def _doing(lecture: Lecture, before: str) -> str:
    """Which scene it is at."""
    going = next((task for task in PREPARATION.tasks if task.state == State.GOING), None)
    scene = lecture.scenes.get(going.name.removeprefix(before)) if going else None
    if scene is None:
        return "Looking at what each scene needs"
    return f"Preparing {scene.row} · {scene.title}"


def _ending() -> None:
    """What came of it, once it has ended or was stopped."""
    ready = [task for task in PREPARATION.tasks if task.state == State.READY]
    seconds = sum(task.seconds for task in PREPARATION.tasks)
    with saying("lecture.prepared"):
        st.text(f"{len(ready)} of {len(PREPARATION.tasks)} scenes are prepared; it took {_long(seconds)}.")


def _long(seconds: float) -> str:
    """A time in words."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _key(of: str) -> str:
    """A lecture's name as a part of a key."""
    return of.replace("/", "-").replace(".", "-")
