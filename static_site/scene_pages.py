"""Scenes as files within the site, for devices whose memory is too small for Python."""

from static_site import first_pictures, scene_files
from static_site.trees import Tree
from ui.lecture.scenes import LECTURES

FOLDER = "scenes"
"""Where they lie, below the build's folder."""

PROGRAM = "../../"
"""The site's root, as seen from a file."""


def pages() -> Tree:
    """Files of all scenes, and the page that leads to those of the lecture that the site opens with."""
    return first_pictures.kept_or_made("scenes", made)


def made() -> Tree:
    """The same, made anew."""
    tree: Tree = {}
    for lecture in reversed(LECTURES.values()):
        files = list(scene_files.files(lecture, PROGRAM))
        tree |= {f"{FOLDER}/{each.name}": each.content for each in files}
        tree[f"{FOLDER}/index.html"] = scene_files.index(lecture.title, files, lecture.readings)
    return tree
