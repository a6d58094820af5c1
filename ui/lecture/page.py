"""The lectures: every scene in its order, each a link; and lectures that visitors bring."""

from typing import Any

import streamlit as st

from ui.frame import session
from ui.frame.saying import as_written, hint, name, saying
from ui.lecture.controls import list_own, own_scenes
from ui.lecture.lecture_file import MOST_BYTES
from ui.lecture.pictures import SIZE, html_of
from ui.lecture.prepare.view import begin_page, prepare, state
from ui.lecture.scene import Lecture, Scene
from ui.lecture.scenes import LECTURES, UPLOADED

COLUMNS = 2
MOST_FAULTS = 20
"""Sentences about a file that are shown."""

UPLOAD = "lecture.upload"


def page() -> None:
    """The page, from top to bottom."""
    begin_page()
    with hint("how_to_walk"):
        st.title("The lecture, slide by slide", anchor=False)
        st.text(
            "Each scene opens with its settings, one thing to look at and a question to predict. "
            "Page Down and Page Up, a presenter's clicker, or on a phone the arrows beside a title "
            "walk from scene to scene."
        )
    with st.expander("A lecture of your own", expanded=bool(own_scenes().scenes)):
        _upload()
        list_own(_take)
    _trouble()
    brought = st.query_params.get("lecture", "")
    if brought:
        _brought(brought)
    for number, (file_name, lecture) in enumerate(LECTURES.items()):
        if number:
            with name(file_name):
                st.header(lecture.title, anchor=False)
        prepare(file_name, lecture)
        _entries(lecture)


def _memory() -> dict[str, Any]:
    """Under ``trouble``, the sentence about a file that could not be opened."""
    return session.kept("lecture brought", dict)


def _upload() -> None:
    """Take a lecture's file."""
    st.file_uploader(
        f"A lecture’s file (TOML, at most {MOST_BYTES // 1000} kB), kept for a day for all who have its link",
        key=UPLOAD,
        max_upload_size=1,
        on_change=session.with_value(UPLOAD, lambda file: _take(file.getvalue()) if file else None),
    )


def _take(data: bytes) -> None:
    """Open a lecture's file, or say what is wrong with it."""
    memory = _memory()
    memory["trouble"] = ""
    try:
        st.query_params["lecture"] = UPLOADED.put(data)
    except ValueError as error:
        memory["trouble"] = str(error)


def _trouble() -> None:
    """Say why the file that was brought last did not open, until another one does."""
    trouble = _memory().get("trouble", "")
    if trouble:
        with saying("lecture.trouble"):
            st.text(trouble)


def _brought(brought: str) -> None:
    """The lecture that the page's link names: what is wrong in its file, then its scenes."""
    lecture = UPLOADED.get(brought)
    if lecture is None:
        with saying("lecture.gone"):
            st.text(f"The lecture “{brought[:40]}” is not here. {session.GONE}")
        return
    with name("brought"):
        st.header(as_written(lecture.title), anchor=False)
    if lecture.faults:
        count, shown = len(lecture.faults), lecture.faults[:MOST_FAULTS]
        places = "One place" if count == 1 else f"{count} places"
        with saying("lecture.faults"):
            st.text(f"{places} in the file could not be used; the rest opens.")
        for number, fault in enumerate(shown):
            with saying("lecture.fault", of=str(number)):
                st.text(fault)
    prepare(brought, lecture, f"{brought}/")
    _entries(lecture, f"{brought}/")
    st.divider()


def _entries(lecture: Lecture, before: str = "") -> None:
    """The scenes of a lecture, in columns.

    Parameters
    ----------
    lecture : Lecture
        With its scenes.
    before : str
        What stands before the slugs in the scenes' names.
    """
    scenes = list(lecture.scenes.items())
    half = -(-len(scenes) // COLUMNS)
    for column, start in zip(st.columns(COLUMNS), range(0, COLUMNS * half, half), strict=True):
        with column:
            for slug, scene in scenes[start : start + half]:
                _entry(before + slug, scene)


def _entry(scene_name: str, scene: Scene) -> None:
    """One scene: its picture, its slide, its title, what there is to look at, how long it takes, its preparation."""
    key = scene_name.replace("/", "-")
    with st.container(horizontal=True, key=f"entry-{key}"):
        st.html(html_of(scene_name, scene), width=SIZE[0])
        with st.container(gap=None, key=f"words-{key}"):
            words = f"{scene.row} · {as_written(scene.title)}"
            st.button(words, key=f"open-{key}", type="tertiary", on_click=session.walk_to, args=(scene_name,))
            with saying("lecture.look", of=key):
                st.text(scene.look_at)
            state(scene_name, scene, key)
