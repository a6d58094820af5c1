"""Twenty seeds: each run is the run that its link opens, and what is said of all is so of the single ones."""

from dataclasses import replace

import numpy as np
import pytest

from engine.questions import agreement, probe
from tests.ui.plane.test_own_points import text_of
from ui.plane import runs, truth
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds import choice, repeats
from ui.plane.seeds.repeats import Repeats
from ui.twin.settings import TwinSettings
from ui.work import jobs
from ui.work.jobs import Job

SMALL = RegionSettings(units=(5,), epochs=30, points=60)
ALL = tuple(choice.VARY)


def whole(*networks: RegionSettings, vary: tuple[str, ...] = ALL) -> Repeats:
    """All runs of some networks."""
    job: Job[Repeats] = repeats.repeats(networks, vary)
    while not job.finished:
        job.advance(seconds=1)
    assert job.result is not None
    return job.result


def to_the_end(settings: RegionSettings) -> runs.Trained:
    """The run that a link with these settings opens."""
    while not (trained := runs.regions_run(settings)).run.finished or trained.settings.past != settings.past:
        trained.run.advance(seconds=1)
    return trained


@pytest.mark.parametrize(
    "settings",
    [SMALL, replace(SMALL, batch=16, patience=3, rate=0.2), SMALL.forked(7).changed(rate=0.1)],
    ids=["full batch", "small batches", "a fork"],
)
def test_each_run_is_the_run_that_its_link_opens(settings: RegionSettings) -> None:
    found = whole(settings)
    places = probe.grid(settings.extent, found.side)
    votes = np.zeros_like(found.sides[0].votes)
    losses = []
    assert found.n_done == choice.N_RUNS
    for number, one in enumerate(found.sides[0].ended):
        assert one.settings == repeats.numbered(settings, ALL, number).training_part()
        run = (trained := to_the_end(RegionSettings.from_url(one.settings.to_url())[0])).run
        np.testing.assert_array_equal(one.params, run.params)
        np.testing.assert_array_equal(one.training_error, run.history.training_error.astype(np.float32))
        losses.append(run.history.validation_error)
        for m, epoch in enumerate(found.epochs):
            params = truth.params_at(trained, min(epoch, run.epoch))
            answers = probe.class_scores(trained.architecture, params, places).argmax(axis=-1)
            votes[m, answers, np.arange(len(places))] += 1
        assert one.n_wrong == round((1 - (truth.right_at_end(trained) or 0)) * truth.N_AT_END)
    np.testing.assert_array_equal(found.sides[0].votes, votes)
    band = agreement.band([one.validation_error for one in found.sides[0].ended])
    for moment in range(len(band.median)):
        values = [loss[min(moment, len(loss) - 1)] for loss in losses]
        assert band.low[moment] == np.float32(min(values))
        assert band.high[moment] == np.float32(max(values))
        assert band.median[moment] == pytest.approx(np.median(values), rel=1e-6)


def test_only_the_seeds_that_are_chosen_vary() -> None:
    base = replace(SMALL, data_seed=9_998, init_seed=3, order_seed=4)
    assert choice.seeds(base, ("data",), 3) == {"data_seed": 1, "init_seed": 3, "order_seed": 4}
    assert choice.seeds(base, ("weights", "batches"), 2) == {
        "data_seed": 9_998,
        "init_seed": 5,
        "order_seed": 6,
    }
    assert choice.seeds(base, ALL, 0) == {"data_seed": 9_998, "init_seed": 3, "order_seed": 4}


def test_both_networks_of_a_pair_have_the_same_points() -> None:
    first, second = TwinSettings(epochs=5, points=40).networks()
    for one, other in whole(first, second).rows:
        for name in choice.FIELDS.values():
            assert getattr(one.settings, name) == getattr(other.settings, name)
        np.testing.assert_array_equal(
            runs.points_of(one.settings).training.inputs, runs.points_of(other.settings).training.inputs
        )


def test_what_varies_and_changes_nothing_is_named() -> None:
    assert repeats.idle(SMALL, ("batches",)) == ["batches (each is all 60 training points)"]
    assert repeats.idle(replace(SMALL, batch=60), ("batches",)) == [
        "batches (each is all 60 training points)"
    ]
    assert repeats.idle(replace(SMALL, batch=16), ALL) == []
    assert whole(SMALL, vary=("batches",)).n_different == 1
    assert whole(replace(SMALL, batch=16), vary=("batches",)).n_different == choice.N_RUNS


def test_own_points_do_not_vary() -> None:
    places = [(x / 4, x % 3, 1 + x % 2) for x in range(16)]
    own = RegionSettings(data="own", drawn=text_of(*places), epochs=4)
    assert repeats.idle(own, ALL) == [
        "points (own points are given, not drawn)",
        "batches (each is all 12 training points)",
    ]
    found = whole(own)
    assert (found.kind, found.n_judged) == ("validation points", 4)
    for one in found.sides[0].ended:
        run = to_the_end(one.settings).run
        assert one.n_wrong == round(4 * (1 - run.history.validation_accuracy[-1]))


def test_a_run_that_diverges_counts_with_its_last_network() -> None:
    wild = replace(SMALL, rule="gradient descent", l2=1.0, rate=100.0)
    found = whole(wild)
    diverged = [one for one in found.sides[0].ended if one.diverged]
    assert diverged
    for one in diverged:
        assert np.isfinite(one.params).all()
        assert one.epoch < wild.epochs
    assert (found.sides[0].votes.sum(axis=1) == choice.N_RUNS).all()


def test_a_job_that_is_left_in_its_middle_counts_whole_seeds_only() -> None:
    first, second = TwinSettings(epochs=5, points=40).networks()
    for _, so_far in repeats.train((first.training_part(), second.training_part()), ALL):
        assert {len(side.ended) for side in so_far.sides} == {so_far.n_done}
        assert all((side.votes.sum(axis=1) == so_far.n_done).all() for side in so_far.sides)
        if so_far.n_done == 3:
            break
    else:
        pytest.fail("no result of three seeds came")


def test_the_same_settings_are_one_job_and_the_keeper_weighs_it() -> None:
    job = repeats.repeats([SMALL], ALL)
    assert job is repeats.repeats([replace(SMALL, at=3.0)], ALL)
    found = whole(SMALL)
    held = found.sides[0].votes.nbytes + sum(one.params.nbytes for one in found.sides[0].ended)
    assert repeats.repeats([SMALL], ALL).n_bytes > held
    assert isinstance(job, jobs.Job)


def test_votes_of_all_sides_stay_within_their_bytes() -> None:
    for n_classes in (2, 3):
        for n_sides in (1, 2):
            side = repeats.grid_side(n_classes, n_sides)
            assert repeats.LEAST_SIDE < side <= repeats.MOST_SIDE
            sent = n_sides * repeats.N_MOMENTS * (n_classes - 1) * side**2
            assert sent <= repeats.VOTES_BYTES
    assert list(repeats.moments(250))[:2] == [0, 23]
    assert len(repeats.moments(250)) == repeats.N_MOMENTS
    assert list(repeats.moments(1)) == [0, 1]
