"""The lectures that lie in ``lectures``, and the way from a slug in a link to its scene. No Streamlit.

Adding a scene is one entry in a lecture's file; adding a lecture is one file. Numbers in the answers are what the
scene's own run comes to; a test plays them.
"""

from pathlib import Path

from ui.lecture import lecture_file
from ui.lecture.scene import Lecture, Scene
from ui.settings.base import Settings

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
"""Every scene of every lecture, by the slug that stands in links."""


def settings_of(slug: str) -> Settings | None:
    """The settings that a scene opens with; None where there is no such scene."""
    return SCENES[slug].settings if slug in SCENES else None


def lecture_of(slug: str) -> Lecture | None:
    """The lecture that a scene belongs to; None where there is no such scene."""
    return next((lecture for lecture in LECTURES.values() if slug in lecture.scenes), None)


def neighbours(slug: str) -> tuple[str, str]:
    """The scenes of the same lecture before and after one, "" where there is none."""
    lecture = lecture_of(slug)
    slugs = list(lecture.scenes) if lecture else []
    if slug not in slugs:
        return "", ""
    at = slugs.index(slug)
    return (slugs[at - 1] if at else ""), (slugs[at + 1] if at + 1 < len(slugs) else "")
