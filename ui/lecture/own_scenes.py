"""Scenes of a visitor's own: views that were kept, in an order, to be had as a lecture's file. No Streamlit."""

import re
from dataclasses import dataclass, field, replace

from ui.lecture import lecture_file
from ui.lecture.lecture_file import MOST_SCENES
from ui.lecture.scene import Lecture, Question, Scene
from ui.settings.base import Settings

NO_LETTERS = re.compile("[^a-z0-9]+")
FAULT = re.compile(r"line \d+: (.*); the scene is left out\.")


@dataclass
class OwnScenes:
    """The scenes that a visitor has kept, by their slugs, in the order in which they will be shown."""

    scenes: dict[str, Scene] = field(default_factory=dict)

    def keep(self, settings: Settings, title: str, question: str, answer: str, choices: str) -> None:
        """Add a view as the last scene.

        Parameters
        ----------
        settings : Settings
            The view; the stage is left out of it.
        title, question, answer : str
            As in a lecture's file.
        choices : str
            Answers to choose from, one a line, with a * before the right one; "" for none.

        Raises
        ------
        ValueError
            If a lecture's file could not hold the scene: a sentence about why.
        """
        if len(self.scenes) >= MOST_SCENES:
            raise ValueError(f"A lecture has at most {MOST_SCENES} scenes.")
        lines = [line.strip() for line in choices.splitlines() if line.strip()]
        starred = [place for place, line in enumerate(lines) if line.startswith("*")]
        if lines and len(starred) != 1:
            raise ValueError("Choices: one of them, the right one, begins with a *.")
        texts = tuple(line.removeprefix("*").strip() for line in lines)
        asked = Question(question, answer, texts, starred[0] if starred else 0)
        view, slug = replace(settings, stage=False), self._slug(title)
        wanted = Lecture("", {slug: Scene(len(self.scenes) + 1, title, "", view, (asked,))})
        try:
            read = lecture_file.read(lecture_file.written(wanted).encode())
        except ValueError as error:
            found = FAULT.search(str(error))
            words = found[1] if found else str(error)
            raise ValueError(f"{words[:1].upper()}{words[1:]}.") from None
        if read.faults or read.scenes[slug].settings != view:
            raise ValueError("This view has more points drawn than a link holds; it cannot be kept.")
        self.scenes |= read.scenes

    def _slug(self, title: str) -> str:
        """A slug that no other scene has."""
        words = NO_LETTERS.sub("-", title.lower())[:30].strip("-") or "scene"
        number = next(n for n in range(1, MOST_SCENES + 2) if f"{words}-{n}" not in self.scenes)
        return f"{words}-{number}"

    def remove(self, slug: str) -> None:
        """Take a scene out."""
        self.scenes.pop(slug, None)

    def earlier(self, slug: str) -> None:
        """Let a scene change places with the one before it."""
        slugs = list(self.scenes)
        at = slugs.index(slug) if slug in slugs else 0
        if at:
            slugs[at - 1 : at + 1] = [slug, slugs[at - 1]]
            self.scenes = {one: self.scenes[one] for one in slugs}

    def file(self, title: str) -> bytes:
        """The scenes as a lecture's file, numbered in their order."""
        scenes = {
            slug: replace(scene, row=row) for row, (slug, scene) in enumerate(self.scenes.items(), start=1)
        }
        return lecture_file.written(Lecture(" ".join(title.split())[:60] or "A lecture", scenes)).encode()
