"""Around every page: the scene that it plays, the way to the next one, and the link to what is shown."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from ui.frame import session
from ui.lecture.controls import keep_view
from ui.lecture.lecture_file import KINDS
from ui.lecture.link.network import Network, network
from ui.lecture.link.part import LinkWishes, link
from ui.lecture.question.part import QuestionWishes, question
from ui.lecture.rooms import view as rooms
from ui.lecture.scene import Scene
from ui.lecture.scenes import LECTURES, lecture_of, names_beside, neighbours, scene_of
from ui.settings.base import Settings

PROGRAM = "Hidden Layers"

NO_SCENE = "no scene of the lecture"
_ROOM = "<style>:root { --above: 5.25rem; }</style>"
"""The height that a page which fits the window leaves to the question."""

CARRIED = ("stage", "hide")
"""Settings that belong to the hall, not to a scene: they go along from one scene to the next."""


def enter(pages: Mapping[str, Any], opened: Any) -> None:
    """Go where the visitor or the link wants to, and draw what stands around the page.

    Parameters
    ----------
    pages : mapping of str to st.Page
        By their names in ``ui.lecture.scene.PAGES``.
    opened : st.Page
        The page that the address names.
    """
    asked = session.walk()
    slug = asked or session.scene()
    scene = scene_of(slug)
    here = next((name for name, page in pages.items() if page is opened), "")
    if scene is not None and (asked or scene.page != here):
        known = st.query_params.to_dict()
        rest = {name: known[name] for name in CARRIED if name in known} if asked else known
        st.switch_page(pages[scene.page], query_params={**rest, **session.scene_link(slug)})
    beside = partial(_beside, slug if scene is not None else "", here)
    session.around(beside, where=st.sidebar, of_every_page=True)
    session.around(partial(_above, slug, scene), of_every_page=True)


def _beside(slug: str, here: str) -> None:
    """Draw what stands above the page's controls."""
    _choose(slug, here)
    kind = KINDS.get(here)
    if kind is not None:
        keep_view(kind)


def _above(slug: str, scene: Scene | None) -> None:
    """Draw a scene's question above the page, and the host's room."""
    if scene is not None:
        st.html(_ROOM)
        beside = neighbours(slug)
        question(
            slug,
            scene,
            beside=beside,
            ends=None if beside[1] else lecture_of(slug),
            network=_network(),
            key="question",
            on_then=lambda: _show_by(scene),
        )
    rooms.hall(slug if scene is not None else "")


def title_of(pages: Mapping[str, Any], opened: Any) -> str:
    """Give the title of the browser's window: the scene that is played, or else the page and its view."""
    scene = scene_of(session.scene())
    if scene is not None:
        return f"{scene.title} · {PROGRAM}"
    page = str(opened.title)
    kind = KINDS.get(next((name for name, each in pages.items() if each is opened), ""))
    views = getattr(kind.choices().get("view"), "options", {}) if kind else {}
    if kind is None or not views:
        return f"{page} · {PROGRAM}"
    page = page.removesuffix(
        f" {next(iter(views.values())).lower()}"
    )  # it may be called by the view it opens with
    view = str(views[vars(session.stored(kind))["view"]])
    return f"{view} · {page} · {PROGRAM}" if " " in view else f"{page} {view.lower()} · {PROGRAM}"


def _show_by(scene: Scene) -> None:
    """Change what the answers are shown by, or take that back; nothing where the visitor has left the scene."""
    answered = session.wishes("question", QuestionWishes).then
    names = scene.changed_by_answers
    if answered is not None and names and scene_of(session.scene()) is scene:
        after = scene.after(answered.count)
        session.change(type(after), **{name: getattr(after, name) for name in names})


def _choose(slug: str, here: str) -> None:
    """Draw the choice of scenes, the buttons to the neighbours of the present one, and the link."""
    key = session.follower_key(Settings, "scene", slug or NO_SCENE)
    names = names_beside(slug) or list(next(iter(LECTURES.values())).scenes)
    st.selectbox(
        "Scene",
        [NO_SCENE, *names],
        format_func=_words,
        key=key,
        label_visibility="collapsed",
        on_change=session.with_value(key, lambda name: session.walk_to(name if scene_of(name) else "")),
    )
    previous, following = neighbours(slug)

    def walk() -> None:
        name = session.wishes("link", LinkWishes).walk
        if name and scene_of(name):
            session.walk_to(name)

    kind = KINDS.get(here)
    has_moment = kind is not None and "at" in kind.choices()
    link(
        slug=slug,
        previous=previous,
        following=following,
        scenes={name: scene for name in names if (scene := scene_of(name)) is not None},
        has_moment=has_moment,
        room=rooms.host().room,
        left_out=session.left_out(kind) if kind else "",
        network=_network(),
        key="link",
        on_walk=walk,
        on_room=rooms.take_room,
    )


def _network() -> Network:
    """How phones can reach this server."""
    return network(st.get_option("server.address"), st.get_option("server.port"))


def _words(name: str) -> str:
    """A scene in the list of scenes."""
    scene = scene_of(name)
    return f"{scene.row} · {scene.title}" if scene else name
