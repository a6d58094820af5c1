"""The small picture of each scene in the list: as its stage opens, or its page's sign where no picture was taken.

The pictures lie in ``static/scenes``; ``python -m docs.scene_pictures`` takes them from the running app. No Streamlit.
"""

from html import escape
from pathlib import Path

from ui.lecture.scene import Scene

FOLDER = Path(__file__).parents[2] / "static" / "scenes"
"""One file for each shipped scene, by its slug."""

ADDRESS = "app/static"
"""Where Streamlit serves ``static``, as any page names it."""

SIZE = (120, 90)
"""Width and height in the list, in pixels; a file has twice as many each way."""

SIGNS = {
    "regions": "Decision regions",
    "twin": "Single and multi-layer",
    "hands": "By hand",
    "mnist": "MNIST",
    "backprop": "Backprop",
    "activations": "Activations",
}
"""The pages, by the names of their signs in ``static/signs``."""


def taken(slug: str) -> bool:
    """Whether there is a picture of a shipped scene."""
    return (FOLDER / f"{slug}.webp").is_file()


def html_of(scene_name: str, scene: Scene) -> str:
    """Give the picture of a scene as html, of one size whether or not it has been loaded.

    Parameters
    ----------
    scene_name : str
        The slug of a shipped scene; of an uploaded one with the lecture's name and a slash before it.
    scene : Scene
        The scene.
    """
    if "/" not in scene_name and taken(scene_name):
        return _image(f"scenes/{scene_name}.webp", f"The stage of “{scene.title}”", "background:#fff")
    return _image(f"signs/{scene.page}.svg", f"The page “{SIGNS[scene.page]}”", "")


def _image(file: str, words: str, style: str) -> str:
    """A picture with its room, which is the same before it is loaded."""
    width, height = SIZE
    return (
        f'<img src="{ADDRESS}/{file}" alt="{escape(words)}" width="{width}" height="{height}" loading="lazy" '
        f'style="display:block;object-fit:contain;border:1px solid #9998;border-radius:6px;{style}">'
    )
