"""Claims about the sets in the plane: what is drawn, what is known of it, and that the two agree."""

from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import toy
from tests.amount import many

NAMES = st.sampled_from(list(toy.DATASETS))
SIZES = st.integers(0, 400)
SEEDS = st.integers(0, 2**63)
SHARES = st.floats(0, 1)
EVERY = pytest.mark.parametrize("name", list(toy.DATASETS))
quick = settings(deadline=None, max_examples=many(50))


def make(name, size, noise, seed):
    return toy.DATASETS[name].make(size, noise, np.random.default_rng(seed))


@given(NAMES, SIZES, SHARES, SEEDS)
@quick
def test_points_are_finite_of_three_classes_and_read_only(name, size, noise, seed):
    points = make(name, size, noise, seed)
    assert points.inputs.shape == (size, 2)
    assert points.inputs.dtype == np.float64
    assert points.labels.shape == (size,)
    assert points.labels.dtype == np.int64
    assert np.isfinite(points.inputs).all()
    assert set(points.labels.tolist()) <= {0, 1, 2}
    for array in (points.inputs, points.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@given(NAMES, SIZES, SHARES, SEEDS)
@quick
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name, size, noise, seed):
    first, second, other = (make(name, size, noise, s) for s in (seed, seed, seed + 1))
    np.testing.assert_array_equal(first.inputs, second.inputs)
    np.testing.assert_array_equal(first.labels, second.labels)
    if size and (noise > 1e-9 or name not in ("lecture", "blobs")):
        assert not np.array_equal(first.inputs, other.inputs)


@given(NAMES, SIZES, st.integers(0, 50), SHARES, SEEDS)
@quick
def test_more_points_keep_the_earlier_ones(name, size, n_more, noise, seed):
    few, many = make(name, size, noise, seed), make(name, size + n_more, noise, seed)
    np.testing.assert_array_equal(many.inputs[:size], few.inputs)
    np.testing.assert_array_equal(many.labels[:size], few.labels)


@given(st.sampled_from(["lecture", "spirals", "rings", "moons", "blobs"]), SIZES, SHARES, SEEDS)
@quick
def test_noise_moves_the_same_points_along_straight_lines(name, size, noise, seed):
    still, moved, twice = (make(name, size, n, seed).inputs for n in (0, noise, 2 * noise))
    np.testing.assert_allclose(twice - still, 2 * (moved - still), atol=1e-12)


@given(st.sampled_from(["checkerboard", "xor"]), SIZES, SHARES, SEEDS)
@quick
def test_noise_relabels_points_and_leaves_them_where_they_are(name, size, noise, seed):
    clean, some, all_ = (make(name, size, n, seed) for n in (0, noise, 1))
    np.testing.assert_array_equal(clean.inputs, some.inputs)
    relabelled = some.labels != clean.labels
    np.testing.assert_array_equal(some.labels[relabelled], all_.labels[relabelled])


@given(NAMES, st.integers(0, 2000))
@quick
def test_classes_are_in_proportion_to_the_priors(name, size):
    dataset = toy.DATASETS[name]
    counts = np.bincount(make(name, size, 0, 0).labels, minlength=3)
    assert np.abs(counts - size * dataset.truth(0).priors).max() <= 1


def test_a_hundred_points_of_the_lecture_are_forty_thirty_thirty():
    assert np.bincount(toy.draw("lecture", size=100).training.labels).tolist() == [40, 30, 30]


@EVERY
def test_the_axes_hold_nearly_all_points_and_the_bounds_hold_the_noise(name):
    dataset = toy.DATASETS[name]
    points = toy.draw(name, size=5000).training.inputs
    x_min, x_max, y_min, y_max = dataset.extent
    inside = (points > [x_min, y_min]).all(axis=1) & (points < [x_max, y_max]).all(axis=1)
    assert inside.mean() > 0.995
    assert dataset.noise_bounds[0] == 0 <= dataset.noise <= dataset.noise_bounds[1]


def test_the_lecture_has_the_lectures_means_and_variances():
    points = toy.DATASETS["lecture"].make(30_000, 1.0, np.random.default_rng(0))
    for label, (centre, variance) in enumerate([((2, 2), 0.5), ((0, 0), 1.0), ((1, -1), 0.6)]):
        own = points.inputs[points.labels == label]
        np.testing.assert_allclose(own.mean(axis=0), centre, atol=0.03)
        np.testing.assert_allclose(np.cov(own.T), variance * np.eye(2), atol=0.03)


def test_the_lectures_bayes_error_is_that_of_the_slides():
    assert toy.DATASETS["lecture"].truth().bayes_error == pytest.approx(0.154, abs=0.001)


@EVERY
@pytest.mark.parametrize("relative_noise", [0.5, 1.0, 2.0])
def test_the_bayes_error_is_what_the_posterior_gets_wrong_on_fresh_points(name, relative_noise):
    dataset = toy.DATASETS[name]
    truth = dataset.truth(relative_noise * (dataset.noise or 0.2))
    points = truth.draw(20_000, np.random.default_rng(3))
    posterior = truth.posterior(points.inputs)
    # 1 - max p has the Bayes error as its mean, with less spread than the count of mistakes.
    assert 1 - posterior.max(axis=1).mean() == pytest.approx(truth.bayes_error, abs=0.005)
    assert (posterior.argmax(axis=1) != points.labels).mean() == pytest.approx(truth.bayes_error, abs=0.012)


@pytest.mark.parametrize("name", ["lecture", "spirals", "rings", "moons", "blobs"])
def test_the_posterior_is_the_one_that_plain_sums_along_the_curves_give(name):
    dataset = toy.DATASETS[name]
    truth = dataset.truth(2 * dataset.noise)
    inputs = truth.draw(600, np.random.default_rng(4)).inputs
    expected = [posterior_of_many_nodes(truth, block) for block in np.array_split(inputs, 6)]
    np.testing.assert_allclose(truth.posterior(inputs), np.concatenate(expected), atol=2e-5)


def posterior_of_many_nodes(truth, inputs):
    """The posterior from 4,000 points on each curve that all count alike, without logarithms."""
    places = (np.arange(4000) + 0.5) / 4000
    joint = []
    for curve, spread, prior in zip(truth._curves, truth.spreads, truth.priors, strict=True):
        variance = (truth.noise * spread) ** 2
        distances = ((inputs[:, np.newaxis] - curve(places)) ** 2).sum(axis=2)
        joint.append(prior * np.exp(-distances / (2 * variance)).mean(axis=1) / variance)
    return np.stack(joint, axis=1) / np.sum(joint, axis=0)[:, np.newaxis]


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0])
def test_two_far_gaussians_and_a_remote_third_have_the_textbook_error(noise):
    truth = toy.gaussians([(-1, 0), (1, 0), (0, 200)], (1, 1, 1), noise=noise)
    between_two = erfc(1 / noise / sqrt(2)) / 2
    assert truth.bayes_error == pytest.approx(2 / 3 * between_two, abs=1e-4)


def test_gaussians_on_top_of_each_other_leave_only_guessing():
    truth = toy.gaussians([(1, 1)] * 3, (1, 1, 1), (0.5, 0.3, 0.2))
    assert truth.bayes_error == pytest.approx(0.5, abs=1e-9)
    np.testing.assert_allclose(truth.posterior([[1, 1], [9, -9]]), [[0.5, 0.3, 0.2]] * 2)


@given(NAMES, SHARES, st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=5))
@quick
def test_the_posterior_is_a_distribution_even_far_away(name, noise, places):
    posterior = toy.DATASETS[name].truth(noise).posterior(np.reshape(places, (-1, 2)))
    assert posterior.shape == (len(places), 3)
    assert (posterior >= 0).all()
    np.testing.assert_allclose(posterior.sum(axis=1), 1)


@EVERY
def test_without_noise_the_posterior_knows_every_point(name):
    truth = toy.DATASETS[name].truth(0)
    points = truth.draw(500, np.random.default_rng(5))
    np.testing.assert_allclose(truth.posterior(points.inputs), np.eye(3)[points.labels])
    assert truth.bayes_error == 0


def test_a_single_layer_cannot_follow_the_opposite_sectors_because_they_mirror():
    truth = toy.DATASETS["xor"].truth(0)
    places = truth.draw(300, np.random.default_rng(6)).inputs
    np.testing.assert_array_equal(truth.posterior(places), truth.posterior(-places))


@given(NAMES, st.integers(1, 100), st.integers(0, 100), st.integers(0, 2**32))
@quick
def test_the_number_of_validation_points_changes_no_training_point_and_the_reverse(name, size, n_other, seed):
    one = toy.draw(name, size=size, seed=seed, validation_size=n_other)
    other = toy.draw(name, size=size, seed=seed)
    np.testing.assert_array_equal(one.training.inputs, other.training.inputs)
    n_both = min(size, n_other)
    np.testing.assert_array_equal(one.validation.inputs[:n_both], other.validation.inputs[:n_both])
    assert (len(one.validation), len(other.validation)) == (n_other, size)
    assert not np.array_equal(other.training.inputs, other.validation.inputs) or not np.ptp(
        other.training.inputs
    )


@given(st.lists(st.integers(0, 2), min_size=1), st.floats(0, 1, exclude_max=True), SEEDS)
@quick
def test_a_split_parts_each_class_alike_and_keeps_training_points(labels, share, seed):
    points = toy.Points(np.arange(2 * len(labels)).reshape(-1, 2), labels)
    split = toy.split(points, share, np.random.default_rng(seed))
    both = np.concatenate([split.training.inputs, split.validation.inputs])
    np.testing.assert_array_equal(both[np.argsort(both[:, 0])], points.inputs)
    for label in set(labels):
        n_all, n_held_out = labels.count(label), (split.validation.labels == label).sum()
        assert n_held_out == min(round(share * n_all), n_all - 1)
    for part in (split.training, split.validation):
        np.testing.assert_array_equal(part.labels, np.array(labels)[(part.inputs[:, 0] / 2).astype(int)])


@pytest.mark.parametrize(
    ("inputs", "labels", "message"),
    [
        ([[1.0, 2.0]], [0, 1], r"\(1, 2\) and labels \(2,\)"),
        ([[1.0, 2.0, 3.0]], [0], r"\(1, 3\)"),
        ([[1.0, np.nan]], [0], "1 coordinates of 2"),
        ([[1.0, np.inf]], [0], "1 coordinates of 2"),
        ([[1.0, 2.0]], [3], "label 3"),
        ([[1.0, 2.0]], [-1], "label -1"),
        ([[1.0, 2.0]], [0.5], "label 0.5"),
    ],
)
def test_what_is_not_labelled_points_is_refused(inputs, labels, message):
    with pytest.raises(ValueError, match=message):
        toy.Points(inputs, labels)


def test_points_do_not_change_with_the_arrays_they_were_made_from():
    inputs, labels = np.zeros((1, 2)), np.array([0])
    points = toy.Points(inputs, labels)
    inputs[:], labels[:] = 7, 2
    assert points.inputs.tolist() == [[0, 0]]
    assert points.labels.tolist() == [0]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: toy.draw("spiral", size=10), "'spiral'.*spirals"),
        (lambda: toy.draw("spirals", size=0), "0 training points"),
        (lambda: toy.draw("spirals", size=-1), "size -1"),
        (lambda: toy.draw("spirals", size=10, validation_size=-2), "size -2"),
        (lambda: toy.draw("spirals", size=10, noise=-0.1), "noise -0.1"),
        (lambda: toy.draw("spirals", size=10, noise=np.nan), "noise nan"),
        (lambda: toy.draw("xor", size=10, noise=1.5), "noise 1.5"),
        (lambda: toy.draw("xor", size=10, noise=np.nan), "noise nan"),
        (lambda: toy.gaussians([(0, 0), (1, 1)], (1, 1, 1)), "centres"),
        (lambda: toy.gaussians([(0, 0), (1, 1), (2, np.inf)], (1, 1, 1)), "centres"),
        (lambda: toy.gaussians([(0, 0)] * 3, (1, 1, 0)), "variances"),
        (lambda: toy.gaussians([(0, 0)] * 3, (1, 1)), "spreads"),
        (lambda: toy.gaussians([(0, 0)] * 3, (1, 1, 1), (0.5, 0.5, 0.5)), "priors"),
        (lambda: toy.DATASETS["lecture"].truth().posterior(np.zeros(2)), r"inputs \(2,\)"),
        (lambda: toy.DATASETS["xor"].truth().posterior(np.full((1, 2), np.nan)), "finite"),
        (lambda: toy.split(make("xor", 9, 0, 0), 1.0, np.random.default_rng(0)), "validation_share 1.0"),
        (lambda: toy.split(make("xor", 0, 0, 0), 0.5, np.random.default_rng(0)), "0 training points"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_the_number(act, message):
    with pytest.raises(ValueError, match=message):
        act()


def test_moved_centres_move_the_points_and_the_truth_with_them():
    lecture, shift = toy.DATASETS["lecture"], np.array([[1.0, 0.5], [0.0, -1.0], [-2.0, 1.0]])
    centres = tuple(map(tuple, (np.array(lecture.centres) + shift).tolist()))
    before = toy.draw("lecture", size=60, seed=3).training
    after = toy.draw("lecture", size=60, seed=3, centres=centres).training
    np.testing.assert_array_equal(after.labels, before.labels)
    np.testing.assert_allclose(after.inputs, before.inputs + shift[before.labels], atol=1e-12)
    truth = lecture.truth(centres=centres)
    fresh = truth.draw(20_000, np.random.default_rng(5))
    wrong = (truth.posterior(fresh.inputs).argmax(axis=1) != fresh.labels).mean()
    assert wrong == pytest.approx(truth.bayes_error, abs=0.012)
    assert truth.bayes_error < lecture.truth().bayes_error - 0.02
    assert lecture.truth(centres=lecture.centres) is lecture.truth()


def test_only_a_data_set_with_centres_has_them_moved():
    with pytest.raises(ValueError, match="has no centres"):
        toy.draw("spirals", size=10, centres=((0.0, 0.0),) * 3)
