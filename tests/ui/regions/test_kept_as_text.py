"""Runs that a visitor keeps go to their browser as text and come back the same; what is no such text is refused."""

import base64
import json
import zlib
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import point_table
from datasets.points import Points
from ui.frame.reconnect.keepsakes import MOST_LETTERS
from ui.plane import runs
from ui.plane.forks import Stretch
from ui.plane.run_settings import RegionSettings
from ui.regions.kept import as_text
from ui.regions.kept.runs import KeptRun, kept_run

PAST = (Stretch(8.0, 0.05, ("tanh",)),)
MANY_POINTS = Points(np.random.default_rng(3).uniform(-4, 4, (400, 2)), np.arange(400) % 3)


def kept(settings: RegionSettings, n_steps: int = 30) -> KeptRun:
    trained = runs.regions_run(settings.training_part())
    trained.run.advance(n_steps)
    return kept_run(trained.settings, trained.run, validated=bool(len(trained.points.validation)))


def parts(one: KeptRun) -> list[Any]:
    columns = [column.tobytes() for column in vars(one.history).values()]
    return [one.settings, one.stop_kind, one.validated, one.first_epoch, columns]


@pytest.mark.parametrize(
    "settings",
    [
        RegionSettings(epochs=30),
        RegionSettings(epochs=40, rate=0.2, past=PAST),
        RegionSettings(epochs=20, data="own", drawn=point_table.to_text(MANY_POINTS)),
        RegionSettings(
            epochs=80, rate=0.1 + 1e-3, depth=3, units=(4, 5, 6), activation=("relu", "tanh"), noise=0.37
        ),
    ],
)
def test_runs_come_back_to_the_last_bit(settings: RegionSettings) -> None:
    first, second = kept(settings), kept(settings.changed(init_seed=8))
    text = as_text.written([first, second])
    again = as_text.read(text)

    assert [parts(one) for one in again] == [parts(first), parts(second)]
    assert as_text.sign(again) == as_text.sign([first, second]) != as_text.sign([second, first])


def test_nothing_kept_is_no_text() -> None:
    assert as_text.written([]) == as_text.sign([]) == ""


def test_the_sign_changes_when_a_run_has_come_further() -> None:
    settings = RegionSettings(epochs=90, init_seed=77)
    before = as_text.sign([kept(settings, 10)])
    assert before != as_text.sign([kept(settings, 10)])


def test_the_oldest_are_left_out_where_all_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [kept(RegionSettings(epochs=20, init_seed=seed), 20) for seed in range(3)]
    whole = as_text.written(some)
    assert len(whole) < MOST_LETTERS
    monkeypatch.setattr(as_text, "MOST_LETTERS", len(whole) - 1)

    assert [one.settings.init_seed for one in as_text.read(as_text.written(some))] == [1, 2]


def changed(**parts: object) -> str:
    (one,) = json.loads(as_text.written([kept(RegionSettings(epochs=5), 5)]))
    return json.dumps([one | parts])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[[]]",
        "[" * 100_000,
        json.dumps([{}] * 9),
        changed(stop="soon"),
        changed(validated=1),
        changed(settings={"depth": 3}),
        changed(settings={"depth": "99"}),
        changed(settings={"name": "x"}),
        changed(history="AAAA"),
        changed(history="no base64 ä"),
        changed(history=""),
    ],
)
def test_what_is_no_kept_run_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        as_text.read(text)


@pytest.mark.parametrize(
    "rows", [np.zeros((5, 3)), np.full((5, 1), np.nan), np.zeros((4, 3)), np.zeros((5, 20_001))]
)
def test_a_history_without_order_is_refused(rows: Any) -> None:
    with pytest.raises(ValueError, match=r"history"):
        as_text.read(changed(history=base64.b64encode(zlib.compress(rows.tobytes())).decode()))


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_other_text_is_taken_for_a_run(text: str) -> None:
    with suppress(ValueError):
        assert as_text.read(text) == []
