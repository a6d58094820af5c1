"""Runs from settings: the model that a visitor asks for is the model that is trained."""

import threading

import numpy as np
import pytest

from engine.initialisers import INITIALISERS
from ui.plane import runs
from ui.plane.run_settings import RegionSettings


@pytest.mark.parametrize("start", INITIALISERS)
def test_biases_begin_at_zero_but_for_the_course(start: str) -> None:
    trained = runs.regions_run(RegionSettings(start=start, epochs=1, depth=1, init_seed=3))
    weights, biases, *_ = trained.architecture.split(trained.run.snapshots.params[0])
    assert np.any(weights != 0) == (start != "zero")
    if start == "course (±0.1)":
        assert 0 < np.abs(biases).max() <= 0.1
        assert 0 < np.abs(weights).max() <= 0.1
    else:
        np.testing.assert_array_equal(biases, 0)


def test_the_seed_of_the_weights_changes_the_weights_and_nothing_else() -> None:
    one = runs.regions_run(RegionSettings(init_seed=1, epochs=1))
    two = runs.regions_run(RegionSettings(init_seed=2, epochs=1))
    assert np.any(one.run.snapshots.params[0] != two.run.snapshots.params[0])
    np.testing.assert_array_equal(one.points.training.inputs, two.points.training.inputs)


def test_the_seed_of_the_data_changes_the_points_and_not_the_weights() -> None:
    one = runs.regions_run(RegionSettings(data_seed=1, epochs=1))
    two = runs.regions_run(RegionSettings(data_seed=2, epochs=1))
    assert np.any(one.points.training.inputs != two.points.training.inputs)
    np.testing.assert_array_equal(one.run.snapshots.params[0], two.run.snapshots.params[0])


def test_the_seed_of_the_batches_changes_the_course_and_not_the_start() -> None:
    one = runs.regions_run(RegionSettings(order_seed=1, batch=20, epochs=2))
    two = runs.regions_run(RegionSettings(order_seed=2, batch=20, epochs=2))
    np.testing.assert_array_equal(one.run.snapshots.params[0], two.run.snapshots.params[0])
    for trained in (one, two):
        trained.run.advance(10_000)
    assert np.any(one.run.params != two.run.params)


def test_a_batch_that_is_larger_than_the_data_means_all_points() -> None:
    trained = runs.regions_run(RegionSettings(batch=500, epochs=1))
    assert trained.run.steps_per_epoch == 1


def test_who_asks_for_a_run_does_not_wait_until_anothers_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    make, may_go_on, is_making, made = runs.make_run, threading.Event(), threading.Event(), []

    def slowly(settings: RegionSettings, *given: object, **more: object) -> object:
        if settings.init_seed == 61:
            is_making.set()
            assert may_go_on.wait(60)
        made.append(settings.init_seed)
        return make(settings, *given, **more)

    monkeypatch.setattr(runs, "make_run", slowly)
    slow, got = RegionSettings(init_seed=61, epochs=1), []
    waiting = [threading.Thread(target=lambda: got.append(runs.regions_run(slow))) for _ in range(2)]
    for thread in waiting:
        thread.start()
    assert is_making.wait(60)
    runs.regions_run(RegionSettings(init_seed=62, epochs=1))
    may_go_on.set()
    for thread in waiting:
        thread.join(60)
    assert made == [62, 61], "each is made once"
    assert got[0] is got[1]
