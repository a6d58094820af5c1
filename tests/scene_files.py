"""All scenes of all lectures as files, made once for all tests of a process."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from static_site import scene_files
from ui.lecture.scenes import LECTURES

APP = "http://127.0.0.1:9/app/"
"""Where the program would stand: nobody answers there."""


@cache
def made() -> dict[str, scene_files.SceneFile]:
    """Each scene's file by the scene's slug."""
    return {
        each.name.removesuffix(".html"): each
        for lecture in LECTURES.values()
        for each in scene_files.files(lecture, APP)
    }


@cache
def folder() -> Path:
    """A folder that holds them."""
    out = Path(mkdtemp(prefix="scene-files-"))
    for each in made().values():
        (out / each.name).write_bytes(each.content)
    return out
