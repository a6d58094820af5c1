"""The scenes of a lecture as files of HTML, made without a server: what the pages mount is kept.

Streamlit's own tester runs the program. All that a picture waits for is trained to its end before.
"""

import html
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from ui.browser.alone.written import Build, Mounted, written
from ui.browser.blocks import pack, unpack
from ui.frame import gathering, session
from ui.frame.browser_part import FILES
from ui.lecture.prepare.needs import needs
from ui.lecture.scene import PAGES, Lecture, Scene
from ui.settings.base import Settings

APP = Path(__file__).parents[1] / "app.py"
HERE = Path(__file__).parent
PATIENCE = 600
"""Seconds that a page may take on a busy machine."""

MOST_SECONDS = 900.0
"""Seconds of work after which a picture that still waits for more is given up."""


class SceneError(ValueError):
    """Why a scene cannot be a file, in a sentence."""


@dataclass(frozen=True)
class SceneFile:
    """One scene's file.

    Parameters
    ----------
    name : str
        Of the file.
    scene : Scene
        What is in it.
    content : bytes
        HTML.
    """

    name: str
    scene: Scene
    content: bytes


def files(lecture: Lecture, app: str = "", only: Iterable[str] = ()) -> Iterable[SceneFile]:
    """A file for each scene of a lecture, in their order.

    Parameters
    ----------
    lecture : Lecture
        One of ``lectures/``.
    app : str, default ""
        The program's address, with a slash at its end, for the link in each file.
    only : iterable of str, optional
        Slugs of the scenes that are wanted; all where there are none.

    Yields
    ------
    SceneFile
        As soon as it is made.

    Raises
    ------
    SceneError
        If a picture waits for something that does not come.
    """
    wanted = set(only) or set(lecture.scenes)
    for slug, scene in lecture.scenes.items():
        if slug in wanted:
            yield SceneFile(f"{slug}.html", scene, scene_file(slug, scene, app))


def scene_file(slug: str, scene: Scene, app: str = "") -> bytes:
    """One scene with all that its answers show.

    Parameters
    ----------
    slug : str
        Its name in a link.
    scene : Scene
        What it opens with, and what it asks.
    app : str, default ""
        As in ``files``.
    """
    builds = []
    for count in range(len(scene.thens) + 1):
        if count and not scene.thens[count - 1]:
            continue
        after = scene.after(count)
        said = {name: text for then in scene.thens[:count] for name, text in then}
        link = {"scene": slug} | after.to_url(scene.settings)
        builds.append(Build(shown(after, link), count, said))
    source = f"{app}{_path(scene.settings)}?{urlencode({'scene': slug})}" if app else ""
    return written(scene.title, builds, FILES, source)


def shown(settings: Settings, link: dict[str, str]) -> list[Mounted]:
    """The parts of a page at rest.

    Parameters
    ----------
    settings : Settings
        What the link opens.
    link : dict of str to str
        Parameters of the page's link.

    Raises
    ------
    SceneError
        If the page fails, or is never at rest.
    """
    end = time.monotonic() + MOST_SECONDS
    for need in needs(settings):
        while not need.work.finished:
            need.work.advance(seconds=1.0)
            _until(end, link)
    visit = AppTest.from_file(APP, default_timeout=PATIENCE)
    visit._page_hash = calc_hash(_path(settings))
    visit.session_state["visitor"] = session.Visitor()
    visit.query_params = dict(link)
    parts = _gathered(visit, link)
    while any(part.name == "progress" or unpack(part.data)[0].get("story_owed") for part in parts):
        _until(end, link)
        parts = _gathered(visit, link)
    return gathering.of_picture([_judged(part, visit, link) for part in parts], FILES)


def _gathered(visit: AppTest, link: dict[str, str]) -> list[Mounted]:
    """What stands on the page after one run of it."""
    visitor: session.Visitor = visit.session_state["visitor"]
    visitor.kept[gathering.KEY] = gathered = gathering.Gathering(draws=False)
    visit.run()
    if visit.exception or visit.error:
        raise SceneError(f"{link}: {[each.value for each in (*visit.exception, *visit.error)]}")
    return list(gathered.parts.values())


def _judged(part: Mounted, visit: AppTest, link: dict[str, str]) -> Mounted:
    """A part that shows the truth, with the errors of all its moments on fresh points: the file cannot ask for one."""
    header, arrays = unpack(part.data)
    if not header.get("truth"):
        return part
    rows = []
    for nonce, epoch in enumerate(arrays["snapshot_epoch"].tolist()):
        visit.session_state[part.name] = {"judge": {"epoch": epoch, "nonce": nonce}}
        (again,) = [each for each in _gathered(visit, link) if each.name == part.name]
        rows += unpack(again.data)[0]["truth"]["judged"]
    del visit.session_state[part.name]
    header["truth"]["judged"] = rows
    return Mounted(part.name, pack(header, arrays))


def index(title: str, made: Iterable[SceneFile], readings: Iterable[str] = ()) -> bytes:
    """The page that leads to all files of a lecture.

    Parameters
    ----------
    title : str
        Of the lecture.
    made : iterable of SceneFile
        In their order.
    readings : iterable of str
        What to read.
    """
    rows = "".join(
        f'<li value="{each.scene.row}"><a href="{html.escape(each.name)}">{html.escape(each.scene.title)}</a> '
        f"<span>{html.escape(each.scene.questions[0].words)}</span></li>\n"
        for each in made
    )
    read = "".join(f"<li>{html.escape(one)}</li>\n" for one in readings)
    return (
        Template((HERE / "lecture.html").read_text(encoding="utf-8"))
        .substitute(
            title=html.escape(title),
            rows=rows,
            readings=f"<h2>To read</h2>\n<ul>\n{read}</ul>" if read else "",
        )
        .encode()
    )


def _path(settings: Settings) -> str:
    """The path of a page below the program's address: the first page has none."""
    page = PAGES[type(settings)]
    return "" if page == next(iter(PAGES.values())) else page


def _until(end: float, link: dict[str, str]) -> None:
    """Stop where a picture takes too long."""
    if time.monotonic() > end:
        raise SceneError(f"{link} was not at rest after {MOST_SECONDS:g} s.")
