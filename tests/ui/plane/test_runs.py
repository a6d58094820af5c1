"""Runs from settings: the model that a visitor asks for is the model that is trained."""

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
