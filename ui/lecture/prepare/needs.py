"""What each scene of a lecture needs: its page says it. No Streamlit."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from ui.activations import page as activations
from ui.activations.settings import ActivationSettings
from ui.digits.settings import MnistSettings
from ui.hands import page as hands
from ui.hands.settings import HandsSettings
from ui.lecture.scene import Lecture, Scene
from ui.mnist import needs as mnist
from ui.plane.run_settings import RegionSettings
from ui.regions import page as regions
from ui.settings.base import Settings
from ui.twin import page as twin
from ui.twin.settings import TwinSettings
from ui.work.needs import Needs
from ui.work.preparing import Task

NEEDS: dict[type[Settings], Callable[[Any], Needs]] = {
    RegionSettings: regions.needs,
    TwinSettings: twin.needs,
    HandsSettings: hands.needs,
    MnistSettings: mnist.needs,
    ActivationSettings: activations.needs,
}
"""By the kind of a page's settings; a page that is not here computes its pictures at once."""


def needs(settings: Settings) -> Needs:
    """What these settings need."""
    ask = NEEDS.get(type(settings))
    return ask(settings) if ask else iter(())


def tasks_of(lecture: Lecture, before: str = "") -> list[Task]:
    """A task for each scene of a lecture, by the scene's name.

    Parameters
    ----------
    lecture : Lecture
        With its scenes.
    before : str
        What stands before the slugs in the scenes' names.

    Returns
    -------
    list of Task
        In the scenes' order.
    """

    def asking(scene: Scene) -> Callable[[], Needs]:
        return lambda: chain.from_iterable(map(needs, scene.shown))

    return [Task(before + slug, asking(scene)) for slug, scene in lecture.scenes.items()]
