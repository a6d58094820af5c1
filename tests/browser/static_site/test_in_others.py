"""The static site in Firefox and WebKitGTK: a picture before Python, the program after it, and a change of settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from static_site.serving import Host, serving
from tests.browser.engines.engine import HEAR_FAULTS
from tests.browser.engines.started import ENGINES, Start, start

__all__ = ["start"]

pytestmark = [pytest.mark.static, pytest.mark.xdist_group("static site")]

BASE = "/repo/"
BOOTS = 4
"""So many times as long as a page of the server's may take, Python may: it starts in the browser."""


@pytest.fixture(scope="module")
def host(built_site: Path) -> Iterator[Host]:
    with serving(built_site, BASE) as serves:
        yield serves


@ENGINES
def test_a_picture_comes_before_python_and_hands_over_and_a_change_is_trained(
    start: Start, host: Host, name: str
) -> None:
    engine = start(name)
    engine.open(f"http://127.0.0.1:{host.port}{BASE}?at=40")
    engine.run(HEAR_FAULTS)
    engine.until(
        "document.querySelector('#first-picture') && part('player').player.playback.moment.epoch === 40"
    )
    assert engine.evaluate("document.querySelectorAll('#root .player').length") == 0

    engine.until(
        "!document.querySelector('#first-picture') && part('player').matches('[data-drawn]')", times=BOOTS
    )
    engine.until(
        "part('player').player.playback.moment.epoch === 40", times=BOOTS
    )  # at once, or when it has trained
    engine.press("[class*=RegionSettings-depth] [data-testid=stButtonGroup] button:nth-of-type(2)")
    engine.until(
        "part('player').player.run.sizes.length === 3 && part('player').player.run.trained_epochs > 20"
    )
    engine.until("location.search.includes('depth=1')")
    assert engine.faults() == []
