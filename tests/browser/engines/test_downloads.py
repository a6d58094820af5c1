"""Firefox: every button of the first page that gives a file gives it at its first press."""

import json
import time

import pytest

from tests.browser.engines.engine import LOOK_EVERY, PATIENCE
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.started import Start, start

__all__ = ["start"]

FILMS = frozenset({"Film: GIF", "Film: video"})
"""Buttons that film, here for twenty seconds: `tests/browser/test_take_away.py` presses them."""

pytestmark = [pytest.mark.xdist_group("engines"), pytest.mark.every_case]


def files_in(firefox: Firefox) -> set[str]:
    """Names of the files that have been saved whole."""
    return {f.name for f in firefox.downloads.iterdir() if f.suffix != ".part" and f.stat().st_size}


def file_of(firefox: Firefox, button: str) -> str:
    """Press a button once: the name of the file that comes, "" where none does."""
    before, end = files_in(firefox), time.monotonic() + PATIENCE
    firefox.press(f".take_away [data-name={json.dumps(button, ensure_ascii=False)}]")
    while not (new := files_in(firefox) - before) and time.monotonic() < end:
        time.sleep(LOOK_EVERY)
    return new.pop() if new else ""


def test_every_file_comes_at_the_first_press(start: Start, app_url: str) -> None:
    firefox = start("firefox")
    assert isinstance(firefox, Firefox)
    firefox.visit(f"{app_url}/?epochs=20", "player")
    firefox.until("Boolean(first('.take_away summary'))")
    firefox.press(".take_away summary")
    names = firefox.until("all('.take_away button').map((button) => button.dataset.name)")
    buttons = [name for name in names if name not in FILMS]
    assert len(buttons) > 5
    came = {button: file_of(firefox, button) for button in buttons}
    said = firefox.evaluate("first('.take_away .said')?.textContent")
    assert [button for button, file in came.items() if not file] == [], said
    assert firefox.faults() == []
