"""The table of checks: one for each name that a sentence can have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.referee.reading import Reading, Said


@dataclass(frozen=True)
class Scene:
    """What a check may look at beside the sentence.

    Parameters
    ----------
    page : Page
        The open page. A check reads what is shown, such as the player's moment, and changes nothing.
    link : str
        The address that was opened, from its path on.
    settings : Settings
        What the link says, as the page's own settings.
    reading : Reading
        All that the page says.
    """

    page: Page
    link: str
    settings: Any
    reading: Reading


Check = Callable[[Said, Scene], None]

CHECKS: dict[str, Check] = {}
"""A check raises ``AssertionError`` where the sentence is not so. It shares no code with what made the sentence."""


def checks(*names: str) -> Callable[[Check], Check]:
    """Declare the check of sentences with these names: ``@checks("mnist.templates.before")``."""

    def declare(check: Check) -> Check:
        for name in names:
            assert name not in CHECKS, f"{name} has two checks"
            CHECKS[name] = check
        return check

    return declare
