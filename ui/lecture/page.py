"""The lectures: every scene in its order, each a link."""

import streamlit as st

from ui.frame import session
from ui.frame.saying import hint, name, saying
from ui.lecture.scene import Lecture, Scene
from ui.lecture.scenes import LECTURES

COLUMNS = 2


def page() -> None:
    """The page, from top to bottom."""
    (_, first), *others = LECTURES.items()
    with hint("how_to_walk"):
        st.title("The lecture, slide by slide", anchor=False)
        st.text(
            "Each scene opens with its settings, one thing to look at and a question to predict. "
            "Page Down and Page Up, or a presenter's clicker, walk from scene to scene."
        )
    _entries(first)
    for file_name, lecture in others:
        with name(file_name):
            st.header(lecture.title, anchor=False)
        _entries(lecture)


def _entries(lecture: Lecture) -> None:
    """The scenes of a lecture, in columns."""
    scenes = list(lecture.scenes.items())
    half = -(-len(scenes) // COLUMNS)
    for column, start in zip(st.columns(COLUMNS), range(0, COLUMNS * half, half), strict=True):
        with column:
            for slug, scene in scenes[start : start + half]:
                _entry(slug, scene)


def _entry(slug: str, scene: Scene) -> None:
    """One scene: its slide, its title, what there is to look at."""
    with st.container(gap=None, key=f"entry-{slug}"):
        words = f"{scene.row} · {scene.title}"
        st.button(words, key=f"open-{slug}", type="tertiary", on_click=session.walk_to, args=(slug,))
        with saying("lecture.look", of=slug):
            st.text(scene.look_at)
