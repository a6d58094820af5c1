"""What one worker has trained to its end, another has at once: the same bits, and never what a visitor drew."""

import logging
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from tests.ui.conftest import Visitor
from tests.ui.lecture.test_lecture_file import GOOD
from ui.digits import runs as digit_runs
from ui.digits.settings import MnistSettings
from ui.lecture.scenes import lecture_of
from ui.lecture.uploads import Shelf
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import OWN
from ui.store.place import STORE, WORKERS
from ui.work import finished
from ui.work.keeper import KEEPER

SETTINGS = RegionSettings(epochs=30, init_seed=4711)
DIGITS = MnistSettings(epochs=1, images=1_000, init_seed=4711)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two workers, whose store this folder is."""
    monkeypatch.setenv(WORKERS, "2")
    monkeypatch.setenv(STORE, str(tmp_path / "shared"))
    another_worker()
    return tmp_path / "shared"


def another_worker() -> None:
    """As another process has it: nothing made, and nothing offered."""
    KEEPER.let_go_of_all()
    KEEPER._elsewhere.clear()
    finished._offered.clear()


def trained(settings: RegionSettings) -> runs.Trained:
    found = runs.regions_run(settings)
    while not found.run.finished:
        found.run.advance(1_000)
    return found


def test_a_run_that_is_finished_is_whole_at_another_worker_bit_for_bit() -> None:
    first = trained(SETTINGS)
    assert finished.hand_on() == 1
    assert finished.hand_on() == 0
    another_worker()
    second = runs.regions_run(SETTINGS)
    assert second is not first
    assert second.run.finished
    assert second.run.params.tobytes() == first.run.params.tobytes()
    assert second.run.snapshots.params.tobytes() == first.run.snapshots.params.tobytes()
    np.testing.assert_array_equal(second.run.history.training_error, first.run.history.training_error)
    assert finished.hand_on() == 0, "what came from there is not put there again"


def test_a_run_on_mnist_too() -> None:
    first = digit_runs.shared_run(DIGITS)
    first.run.advance(10_000)
    assert finished.hand_on() == 1
    another_worker()
    assert digit_runs.shared_run(DIGITS).run.params.tobytes() == first.run.params.tobytes()


def test_a_run_that_goes_on_or_is_read_is_handed_on_later() -> None:
    found = runs.regions_run(SETTINGS)
    found.run.advance(5)
    assert finished.hand_on() == 0
    trained(SETTINGS)
    with found.busy:
        assert finished.hand_on() == 0
    assert finished.hand_on() == 1


def test_other_settings_another_program_or_another_machine_are_another_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trained(SETTINGS)
    finished.hand_on()
    another_worker()
    assert not runs.regions_run(SETTINGS.changed(rate=0.03)).run.finished
    monkeypatch.setattr(finished, "_code", lambda: "another")
    another_worker()
    assert not runs.regions_run(SETTINGS).run.finished


def test_what_a_visitor_drew_and_what_was_forked_stays_with_their_worker(folder: Path) -> None:
    from datasets import point_table

    points = runs.points_of(RegionSettings()).training
    drawn = RegionSettings(data=OWN, drawn=point_table.to_text(points), epochs=20)
    for settings in (drawn, SETTINGS.forked(10.0)):
        trained(settings)
    handed_on = finished.hand_on()
    with sqlite3.connect(folder / "shared.sqlite") as db:
        kinds = db.execute("SELECT kind, count(*) FROM blobs GROUP BY kind").fetchall()
    assert handed_on == 1, "the run before the fork alone"
    assert kinds == [("runs", 1)]


def test_one_worker_alone_offers_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv(WORKERS, "1")
    trained(SETTINGS)
    assert not finished._offered
    assert not folder.exists()


def test_damaged_bytes_are_not_used_and_the_run_is_trained(
    caplog: pytest.LogCaptureFixture, folder: Path
) -> None:
    trained(SETTINGS)
    finished.hand_on()
    with sqlite3.connect(folder / "shared.sqlite") as db:
        db.execute("UPDATE blobs SET data = X'80059500'")
    another_worker()
    with caplog.at_level(logging.WARNING, "ui.work.finished"):
        found = runs.regions_run(SETTINGS)
    assert found.run.epoch == 0
    assert "A run from the store is not used: the bytes are no packed run, or damaged" in caplog.text
    trained(SETTINGS)
    assert finished.hand_on() == 1


def test_a_page_goes_on_where_the_store_is_gone_and_is_whole_where_another_has_trained(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    link = {"epochs": "3000", "init_seed": "4711"}
    monkeypatch.setenv(STORE, "/proc/no/such/folder")
    visitor.open("", **link)
    run = visitor.finished("player")
    assert finished.hand_on() == 0
    monkeypatch.setenv(STORE, str(folder))
    assert finished.hand_on() >= 1
    another_worker()
    at_once = Visitor().open("", **link).block("player")
    assert at_once["finished"], "no slice of training is as long as this run"
    assert at_once["trained_epochs"] == run["trained_epochs"] == 3000
    assert at_once["arrays"].keys() == run["arrays"].keys()
    for name, values in run["arrays"].items():
        np.testing.assert_array_equal(at_once["arrays"][name], values)


def test_a_lecture_that_was_brought_to_one_worker_opens_at_another(monkeypatch: pytest.MonkeyPatch) -> None:
    name = Shelf().put(GOOD.encode())
    at_another = Shelf()
    assert at_another.get(name) is not None
    assert at_another.get("0123456789abcdef") is None
    monkeypatch.setattr("ui.lecture.scenes.UPLOADED", at_another)
    assert lecture_of(f"{name}/first") is not None
    monkeypatch.setenv(WORKERS, "1")
    assert Shelf().get(name) is None
