"""First pictures: what a visitor can play and scrub while Python is still on its way.

Each page, each of its views and each scene has one: the parts of its picture, with the blocks that they have once all
is computed. They are gathered as for a scene's file, when the site is built. A page fetches its own alone.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from static_site import kept, packages, packing, scene_files, trees
from static_site.trees import Tree
from ui.digits.settings import MnistSettings
from ui.frame.style import sheet
from ui.lecture.scene import PAGES
from ui.lecture.scenes import SCENES
from ui.mnist.page import FEWER
from ui.settings.base import Settings

FOLDER = "first"
"""Where they lie, below the build's folder."""

CODE = ("first_pictures.py", "scene_files.py", "scene_pages.py", "lecture.html", "packing.py")
"""What of this folder makes them, beside the program."""


@dataclass(frozen=True)
class Opening:
    """A link that has a picture of its own.

    Parameters
    ----------
    page : str
        The page's name.
    link : dict of str to str
        The parameters.
    settings : Settings
        What it opens.
    """

    page: str
    link: dict[str, str]
    settings: Settings

    @property
    def key(self) -> str:
        """The link as ``first.mjs`` looks for it. A scene's does not depend on the page that it is opened on."""
        return f"{'' if 'scene' in self.link else self.page}?{urlencode(sorted(self.link.items()))}"


def openings() -> dict[str, Opening]:
    """Links with a picture: of each page, of each view of it, and of each scene, by a name for the picture's file."""
    found = {}
    for kind, page in PAGES.items():
        views = getattr(kind.choices().get("view"), "options", {})
        for view in views:
            settings = kind().changed(view=view)
            opened = kind().changed(images=FEWER) if settings == MnistSettings() else settings
            found[f"{page}.{view}"] = Opening(page, opened.to_url(), opened)
    for slug, scene in SCENES.items():
        found[f"scene.{slug}"] = Opening(scene.page, {"scene": slug}, scene.settings)
    return found


def pictures() -> Tree:
    """Files of first pictures below the build's folder.

    Of each picture ``<name>.pack`` has the blocks. ``around.css`` is the style of what stands around parts.
    """
    return kept_or_made("first", lambda: made(openings()))


def kept_or_made(group: str, make: Callable[[], Tree]) -> Tree:
    """A tree that an earlier build has made of the same program, or else is made now."""
    versions = f"{sys.version} {np.__version__} {st.__version__}".encode()
    code = [(packages.HERE / name).read_bytes() for name in CODE]
    where = kept.place(group, trees.app() | trees.later(), [versions, *code])
    tree = kept.read(where)
    if tree is None:
        tree = make()
        kept.keep(where, tree)
    return tree


def made(wanted: Mapping[str, Opening]) -> Tree:
    """The files of these pictures, made anew: all that they wait for is computed, which takes minutes for all."""
    tree: Tree = {}
    listed: dict[str, list[str]] = {}
    for name, opening in wanted.items():
        parts = scene_files.shown(opening.settings, opening.link)
        if not parts:  # a view of words and files
            continue
        tree[f"{name}.pack"] = packing.packed({f"{at:02}": part.data for at, part in enumerate(parts)})
        listed[opening.key] = [name, opening.page, *(part.name for part in parts)]
        if opening.settings == MnistSettings(
            images=FEWER
        ):  # the program adds this to a link that says nothing
            listed[f"{opening.page}?"] = listed[opening.key]
    tree["around.css"] = sheet().encode()
    tree["list.json"] = json.dumps(listed).encode()
    return {f"{FOLDER}/{path}": content for path, content in sorted(tree.items())}
