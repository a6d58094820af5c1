"""What a browser brings back of a session: each thing to whom it belongs, and nothing else."""

import json

import numpy as np
import pytest

from datasets import point_table
from datasets.points import Points
from ui.frame import session
from ui.frame.reconnect import keepsakes
from ui.frame.reconnect.keepsakes import KEEPSAKES, Keepsake
from ui.lecture.controls import own_scenes
from ui.plane import (
    own_points,  # noqa: F401  keeps own points
    runs,
)
from ui.plane.run_settings import RegionSettings
from ui.regions.kept import view as kept

POINTS = point_table.to_text(Points(np.array([[0.5, -1.0], [2.0, 3.0]]), np.array([0, 2])))


@pytest.fixture(autouse=True)
def _new_session() -> None:
    """Outside a server all tests have one session."""
    session.visitor().kept.clear()


def dropped(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines about what was dropped."""
    return [line for line in caplog.messages if line.startswith("Dropped")]


def test_own_points_come_back_and_nothing_else_is_taken_for_points(caplog: pytest.LogCaptureFixture) -> None:
    keepsakes.take({"own points": POINTS})
    assert KEEPSAKES["own points"].give() == POINTS
    keepsakes.take({"own points": "no points"})
    assert KEEPSAKES["own points"].give() == POINTS
    assert len(dropped(caplog)) == 1


def test_kept_runs_come_back_before_those_of_the_new_session() -> None:
    for seed in (1, 2):
        settings = RegionSettings(epochs=5, init_seed=seed).training_part()
        runs.regions_run(settings).run.advance(5)
        session.visitor().settings[RegionSettings] = settings
        kept.keep(settings)
    text, sign = KEEPSAKES["kept runs"].give(), KEEPSAKES["kept runs"].sign()
    session.visitor().kept.clear()
    assert KEEPSAKES["kept runs"].sign() == KEEPSAKES["kept runs"].give() == ""
    kept.keep(RegionSettings(epochs=5, init_seed=2).training_part())
    keepsakes.take({"kept runs": text})
    assert KEEPSAKES["kept runs"].sign() == sign
    assert KEEPSAKES["kept runs"].give() == text


def test_a_note_on_a_kept_run_comes_back_and_what_is_none_is_dropped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = RegionSettings(epochs=5).training_part()
    runs.regions_run(settings).run.advance(5)
    kept.keep(settings)
    before = KEEPSAKES["kept runs"].sign()
    kept._kept()[:] = [one.noted("too\nslow \u202e") for one in kept._kept()]
    text = KEEPSAKES["kept runs"].give()
    assert KEEPSAKES["kept runs"].sign() != before
    session.visitor().kept.clear()
    kept.keep(settings)  # in the new session, before the browser brings the old one

    keepsakes.take({"kept runs": text})

    assert [one.note for one in kept._kept()] == ["too slow"]
    session.visitor().kept.clear()
    (run,) = json.loads(text)
    for note in (3, ["x"], "x" * 201):
        keepsakes.take({"kept runs": json.dumps([run | {"note": note}])})
    assert kept._kept() == []
    assert len(dropped(caplog)) == 3
    del run["note"]  # as an older build wrote it
    keepsakes.take({"kept runs": json.dumps([run])})
    assert [one.note for one in kept._kept()] == [""]


def test_own_scenes_come_back_in_their_order() -> None:
    for title in ("One", "Two"):
        own_scenes().keep(RegionSettings(epochs=20), title, "?", "!", "")
    text, before = KEEPSAKES["own scenes"].give(), own_scenes().scenes
    session.visitor().kept.clear()
    keepsakes.take({"own scenes": text})
    assert own_scenes().scenes == before


def test_what_nobody_keeps_is_dropped_with_a_line(caplog: pytest.LogCaptureFixture) -> None:
    keepsakes.take({"![x](http://elsewhere.invalid)\n": "x"})
    (line,) = dropped(caplog)
    assert "\n" not in line


def test_every_keepsake_refuses_nonsense_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    nonsense = ("\ud800", "[" * 100_000, "�" * 1000, "{}", "= =")
    for name in KEEPSAKES:
        for text in nonsense:
            keepsakes.take({name: text})
    assert len(dropped(caplog)) >= (len(KEEPSAKES) - 1) * len(nonsense)  # {} is a moment: the beginning


def test_the_sign_changes_with_the_text_and_is_none_where_there_is_none() -> None:
    texts = iter(("", "a", "b", "a"))
    signs = [Keepsake(give=lambda: next(texts), take=lambda text: None).sign() for _ in range(4)]
    assert signs[0] == ""
    assert signs[1] == signs[3] != signs[2]
