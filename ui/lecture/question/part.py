"""The questions of a scene: its title, what to look at, what to predict, and on demand the answers."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

from ui.browser.blocks import pack
from ui.frame.browser_part import browser_part
from ui.frame.wishes import Number, Wishes, Within
from ui.lecture.link.network import Network
from ui.lecture.scene import Lecture, Scene
from ui.palette import PALETTES


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How many answers and further builds there are so far, the first ones: they have changed what is shown."""

    count: Annotated[int, Within(0, 16)]
    nonce: Number


@dataclass(frozen=True, kw_only=True)
class QuestionWishes(Wishes):
    """What the answers change, or take back."""

    then: Answered | None = None


ROOM = "max(4.5rem, min(21rem, (600px - 100vw) * 99))"
"""What a scene's box takes at the desk; or, in a window that is less than 600 px wide, on a phone."""

_mount = browser_part(__file__, "question", QuestionWishes, room=ROOM)


def question(
    slug: str,
    scene: Scene,
    *,
    beside: tuple[str, str],
    ends: Lecture | None,
    network: Network,
    key: str,
    on_then: Callable[[], None],
) -> None:
    """Mount the questions of a scene.

    Parameters
    ----------
    slug : str
        The scene's name in links. A new one begins at the first question.
    scene : Scene
        What it asks, and what stands around that.
    beside : tuple of str
        The scenes before and after it, "" where there is none.
    ends : Lecture or None
        The lecture that ends with this scene; None where another scene follows.
    network : Network
        How phones can reach the server.
    key : str
        The same at every rerun.
    on_then : callable
        Called when an answer that changes settings is revealed, or hidden again.
    """
    said = {
        name: getattr(scene, name)
        for name in ("row", "title", "look_at", "said_of", "focus", "covers", "instead", "pause", "further")
    }
    end = ends and {
        "title": ends.title,
        "readings": ends.readings,
        "questions": [question.words for question in scene.questions],
        "network": network,
    }
    asked = [asdict(question) for question in scene.questions]
    ways = dict(zip(("previous", "next"), beside, strict=True))
    header = {"slug": slug, **said, "questions": asked, "end": end, "ways": ways, "palette": PALETTES}
    _mount(key=key, data=pack(header, {}), on_then=on_then)
