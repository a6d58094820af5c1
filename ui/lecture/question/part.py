"""The questions of a scene: its title, what to look at, what to predict, and on demand the answers."""

from collections.abc import Mapping
from typing import Any

from ui.browser.blocks import pack
from ui.browser.browser_part import browser_part
from ui.palette import PALETTES

_mount = browser_part(__file__, "question")


def question(scene: Mapping[str, Any], *, key: str) -> None:
    """Mount the question.

    Parameters
    ----------
    scene : mapping
        ``slug``, ``row``, ``title``, ``look_at``, ``questions`` (pairs of question and answer), ``instead`` (the
        page's headline until the answer is revealed, or ""), ``focus``. A new slug begins at the first question.
    key : str
        The same at every rerun.
    """
    _mount(key=key, data=pack({**scene, "palette": PALETTES}, {}))
