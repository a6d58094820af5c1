"""The lecture: every slide that has a scene, in the lecture's order, each a link."""

import streamlit as st

from ui.frame import session
from ui.frame.saying import hint, saying
from ui.lecture.scenes import SCENES

COLUMNS = 2


def page() -> None:
    """The page, from top to bottom."""
    with hint("how_to_walk"):
        st.title("The lecture, slide by slide", anchor=False)
        st.text(
            "Each scene opens with its settings, one thing to look at and a question to predict. "
            "Page Down and Page Up, or a presenter's clicker, walk from scene to scene."
        )
    slugs = list(SCENES)
    half = -(-len(slugs) // COLUMNS)
    for column, start in zip(st.columns(COLUMNS), range(0, len(slugs), half), strict=True):
        with column:
            for slug in slugs[start : start + half]:
                _entry(slug)


def _entry(slug: str) -> None:
    """One scene: its slide, its title, what there is to look at."""
    scene = SCENES[slug]
    with st.container(gap=None, key=f"entry-{slug}"):
        words = f"{scene.row} · {scene.title}"
        if scene.settings is None:
            st.text(f"{words} (its view comes later)")
        else:
            st.button(words, key=f"open-{slug}", type="tertiary", on_click=session.walk_to, args=(slug,))
        with saying("lecture.look", of=slug):
            st.text(scene.look_at)
