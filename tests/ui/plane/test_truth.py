"""The true error of networks: on fresh points it is what the exact posterior says."""

import numpy as np
import pytest

from datasets.toy import DATASETS
from ui.plane import runs, truth
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import PlaneSettings


@pytest.mark.parametrize("name", DATASETS)
def test_the_best_classifier_gets_the_bayes_error_on_the_fresh_points(name: str) -> None:
    source = DATASETS[name].truth()
    points = truth.fresh_points(source).take(slice(0, 20_000 if name == "spirals" else 50_000))
    error = float((source.posterior(points.inputs).argmax(axis=1) != points.labels).mean())
    spread = np.sqrt(max(source.bayes_error, 1e-4) / len(points))
    assert abs(error - source.bayes_error) < 4 * spread + 1e-4


def test_a_networks_true_error_is_no_less_than_the_bayes_error_and_counts_wrong_answers() -> None:
    settings = RegionSettings(data="lecture", depth=0, epochs=60)
    trained = runs.regions_run(settings)
    trained.run.advance(10_000)
    source = runs.truth_of(settings)
    assert source is not None
    judged = truth.true_error(source, trained, 60.0)
    points = truth.fresh_points(source)
    weights, biases = trained.architecture.split(trained.run.params)
    answers = (points.inputs @ weights.T + biases).argmax(axis=1)
    assert judged.error == pytest.approx((answers != points.labels).mean(), abs=2e-5)
    assert judged.error > source.bayes_error - 3 * judged.standard_error
    assert judged.standard_error == pytest.approx(np.sqrt(judged.error * (1 - judged.error) / 200_000))


def test_a_moment_between_two_snapshots_is_judged_too() -> None:
    settings = RegionSettings(data="lecture", depth=0, epochs=5, batch=20)
    trained = runs.regions_run(settings)
    trained.run.advance(10_000)
    source = runs.truth_of(settings)
    assert source is not None
    errors = [truth.true_error(source, trained, epoch).error for epoch in (1.0, 1.4, 2.0)]
    assert len(set(errors)) == 3


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_truth_and_drawn_points_have_none(name: str) -> None:
    assert runs.truth_of(PlaneSettings(data=name)) is not None
    assert runs.truth_of(PlaneSettings(data="own")) is None


def test_a_hundred_points_are_overfitted() -> None:
    settings = RegionSettings(data="lecture", data_seed=14, init_seed=2, depth=1, units=(20,), epochs=1000)
    trained = runs.regions_run(settings)
    trained.run.advance(100_000)
    source = runs.truth_of(settings)
    assert source is not None
    assert 1 - trained.run.history.training_accuracy[-1] < 0.08
    assert truth.true_error(source, trained, 1000.0).error > 0.2
