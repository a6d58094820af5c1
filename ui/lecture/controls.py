"""Keeping views as scenes: the form in the sidebar, and the list of what was kept on the Lecture page."""

from collections.abc import Callable

import streamlit as st

from ui.frame import session
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.frame.saying import as_written, hint, name, saying
from ui.lab_code.alone import Exported
from ui.lecture import lecture_file
from ui.lecture.own_scenes import OwnScenes
from ui.settings.base import Settings
from ui.take_away.handed.view import file_button

TITLE = "own.title"
"""The key of the field with the lecture's title."""


def own_scenes() -> OwnScenes:
    """The scenes that this visitor has kept."""
    return session.kept("own scenes", OwnScenes)


def _give() -> str:
    """The visitor's scenes as a lecture's file, "" where there are none."""
    return own_scenes().file("").decode() if own_scenes().scenes else ""


def _bring(file: str) -> None:
    """Take scenes that the visitor's browser has kept; a ValueError if it is no lecture's file."""
    own_scenes().scenes = dict(lecture_file.read(file.encode()).scenes)


KEEPSAKES["own scenes"] = Keepsake(give=_give, take=_bring)


def keep_view(kind: type[Settings]) -> None:
    """Draw the form that keeps the view of a page as a scene; nothing of it while it is folded, for it costs time."""
    box = st.expander("Keep this view as a scene", key="keep.open", on_change="rerun")
    if not box.open:
        return
    with box, st.form(key="keep", border=False):
        title = st.text_input("Title of the scene", key="keep.title")
        question = st.text_input("Question to predict", key="keep.question")
        choices = st.text_area(
            "Choices, one a line, a * before the right one", key="keep.choices", height=100
        )
        answer = st.text_input("Answer", key="keep.answer")
        if st.form_submit_button("Keep", key="keep.submit", width="stretch"):
            try:
                own_scenes().keep(session.stored(kind), title, question, answer, choices)
            except ValueError as error:
                with saying("lecture.not_kept"):
                    st.text(str(error))
            else:
                with hint("kept"):
                    st.text("Kept: it stands on the page “Lecture”.")


def list_own(take: Callable[[bytes], None]) -> None:
    """Draw the visitor's scenes, to be ordered, removed, downloaded and walked through.

    Parameters
    ----------
    take : callable
        Opens a lecture's file.
    """
    own = own_scenes()
    if not own.scenes:
        with hint("how_to_keep"):
            st.text("“Keep this view as a scene”, in the sidebar of every other page, collects scenes here.")
        return
    for slug, scene in own.scenes.items():
        words, up, out = st.columns((8, 1, 1), vertical_alignment="center")
        with words, name(f"own-{slug}"):
            st.text(scene.title)
        shown = as_written(scene.title)
        up.button("↑", key=f"up-{slug}", help=f"Move up: {shown}", on_click=own.earlier, args=(slug,))
        out.button("✕", key=f"out-{slug}", help=f"Remove: {shown}", on_click=own.remove, args=(slug,))
    title = st.text_input("Title of the lecture", "A lecture", key=TITLE, max_chars=60)
    with st.container(horizontal=True):
        st.button(
            "Open it, with a link to walk",
            key="own.open",
            on_click=session.with_value(TITLE, lambda title: take(own.file(title))),
        )
        file_button(
            "Download the file (TOML)", lambda: Exported("lecture.toml", own.file(title)), key="own.download"
        )
