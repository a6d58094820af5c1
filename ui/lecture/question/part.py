"""The questions of a scene: its title, what to look at, what to predict, and on demand the answers."""

from dataclasses import asdict

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.lecture.link.network import Network
from ui.lecture.scene import Lecture, Scene
from ui.palette import PALETTES

_mount = browser_part(__file__, "question")


def question(slug: str, scene: Scene, *, ends: Lecture | None, network: Network, key: str) -> None:
    """Mount the questions of a scene.

    Parameters
    ----------
    slug : str
        The scene's name in links. A new one begins at the first question.
    scene : Scene
        What it asks, and what stands around that.
    ends : Lecture or None
        The lecture that ends with this scene; None where another scene follows.
    network : Network
        How phones can reach the server.
    key : str
        The same at every rerun.
    """
    said = {
        name: getattr(scene, name)
        for name in ("row", "title", "look_at", "said_of", "focus", "covers", "instead", "pause")
    }
    end = ends and {
        "title": ends.title,
        "readings": ends.readings,
        "questions": [question.words for question in scene.questions],
        "network": network,
    }
    asked = [asdict(question) for question in scene.questions]
    header = {"slug": slug, **said, "questions": asked, "end": end, "palette": PALETTES}
    _mount(key=key, data=pack(header, {}))
