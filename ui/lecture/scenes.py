"""The lectures that lie in ``lectures`` or were uploaded, and the way from a slug in a link to its scene. No Streamlit.

Adding a scene is one entry in a lecture's file; adding a lecture is one file. Numbers in the answers are what the
scene's own run comes to; a test plays them.
"""

from pathlib import Path

from ui.lecture import lecture_file
from ui.lecture.scene import Lecture, Scene
from ui.lecture.uploads import Shelf
from ui.settings.base import Settings
from ui.work.keeper import KEEPER

FOLDER = Path(__file__).parents[2] / "lectures"


def shipped(path: Path) -> Lecture:
    """Read a lecture that comes with the program.

    Raises
    ------
    ValueError
        If anything in it is wrong: the file's name, then each fault.
    """
    try:
        lecture = lecture_file.read(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None
    if lecture.faults:
        raise ValueError(f"{path.name}: {' '.join(lecture.faults)}")
    return lecture


LECTURES: dict[str, Lecture] = {path.stem: shipped(path) for path in sorted(FOLDER.glob("*.toml"))}
"""Every lecture by its file's name."""

SCENES: dict[str, Scene] = {slug: scene for one in LECTURES.values() for slug, scene in one.scenes.items()}
"""Every scene of every lecture in ``lectures``, by the slug that stands in links."""


UPLOADED = Shelf()
"""The lectures that visitors brought."""

KEEPER.count("files of lectures brought", UPLOADED)


def lecture_of(name: str) -> Lecture | None:
    """The lecture that a scene belongs to; None where there is no such scene.

    Parameters
    ----------
    name : str
        The scene's slug; in an uploaded lecture, the lecture's name and a slash before it.
    """
    uploaded, _, slug = name.rpartition("/")
    if uploaded:
        found = UPLOADED.get(uploaded)
        return found if found and slug in found.scenes else None
    return next((lecture for lecture in LECTURES.values() if slug in lecture.scenes), None)


def scene_of(name: str) -> Scene | None:
    """The scene of a name, which is its slug, or that of an uploaded lecture before it; None where there is none."""
    lecture = lecture_of(name)
    return lecture.scenes[name.rpartition("/")[2]] if lecture else None


def settings_of(name: str) -> Settings | None:
    """The settings that a scene opens with; None where there is no such scene."""
    scene = scene_of(name)
    return scene.settings if scene else None


def names_beside(name: str) -> list[str]:
    """The names of all scenes of the lecture that a scene belongs to, in their order."""
    lecture, (uploaded, slash, _) = lecture_of(name), name.rpartition("/")
    return [f"{uploaded}{slash}{slug}" for slug in lecture.scenes] if lecture else []


def neighbours(name: str) -> tuple[str, str]:
    """The scenes of the same lecture before and after one, "" where there is none."""
    names = names_beside(name)
    if name not in names:
        return "", ""
    at = names.index(name)
    return (names[at - 1] if at else ""), (names[at + 1] if at + 1 < len(names) else "")
