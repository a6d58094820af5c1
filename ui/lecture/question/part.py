"""The questions of a scene: its title, what to look at, what to predict, and on demand the answers."""

from dataclasses import asdict

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.lecture.scene import Scene
from ui.palette import PALETTES

_mount = browser_part(__file__, "question")


def question(slug: str, scene: Scene, *, key: str) -> None:
    """Mount the questions of a scene.

    Parameters
    ----------
    slug : str
        The scene's name in links. A new one begins at the first question.
    scene : Scene
        What it asks, and what stands around that.
    key : str
        The same at every rerun.
    """
    said = {
        name: getattr(scene, name)
        for name in ("row", "title", "look_at", "said_of", "focus", "covers", "instead")
    }
    asked = [asdict(question) for question in scene.questions]
    _mount(key=key, data=pack({"slug": slug, **said, "questions": asked, "palette": PALETTES}, {}))
