"""Mean images as templates: what the rules say they do, and the lecture's numbers on MNIST."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import mnist
from engine import pauses
from engine.architecture import Architecture
from engine.questions import probe, templates


@pytest.fixture(scope="module")
def digits():
    """The first 10,000 training images and the test images."""
    data = mnist.load()
    return data.training.inputs[:10_000], data.training.labels[:10_000], data.test.inputs, data.test.labels


def answers(params, inputs, n_classes):
    architecture = Architecture((inputs.shape[1], n_classes))
    return probe.class_scores(architecture, params, inputs).argmax(axis=-1)


def test_the_template_of_a_class_is_the_mean_of_its_patterns():
    inputs = np.array([[1.0, 2.0], [3.0, 4.0], [10.0, 20.0]])

    np.testing.assert_array_equal(
        templates.class_means(inputs, np.array([1, 1, 0]), 2), [[10.0, 20.0], [2.0, 3.0]]
    )


def test_grey_levels_are_read_as_shares_of_255(digits):
    inputs, labels, *_ = digits

    means = templates.class_means(inputs[:500], labels[:500], 10)

    np.testing.assert_allclose(means, templates.class_means(inputs[:500] / 255, labels[:500], 10), atol=1e-12)
    assert means.dtype == np.float64


@given(seed=st.integers(0, 1000), n_classes=st.integers(1, 6), input_dim=st.integers(1, 9))
def test_the_rules_do_what_their_names_say(seed, n_classes, input_dim):
    rng = np.random.default_rng(seed)
    means, inputs = rng.normal(size=(n_classes, input_dim)), rng.normal(size=(40, input_dim))
    distances = np.linalg.norm(inputs[:, np.newaxis] - means, axis=-1)
    products = inputs @ means.T

    nearest = answers(templates.nearest_mean(means), inputs, n_classes)
    largest = answers(templates.inner_product(means), inputs, n_classes)

    rows = np.arange(40)
    np.testing.assert_allclose(distances[rows, nearest], distances.min(axis=1), atol=1e-4)
    np.testing.assert_allclose(products[rows, largest], products.max(axis=1), atol=1e-4)


def test_a_squared_distance_is_an_inner_product_with_a_bias(rng):
    means, inputs = rng.normal(size=(3, 5)), rng.normal(size=(7, 5))
    weights, biases = Architecture((5, 3)).split(templates.nearest_mean(means))

    squares = ((inputs[:, np.newaxis] - means) ** 2).sum(axis=-1)

    expected = (inputs**2).sum(axis=1, keepdims=True) - 2 * (inputs @ weights.T + biases)
    np.testing.assert_allclose(squares, expected)


def test_the_inner_product_alone_has_no_bias(rng):
    means = rng.normal(size=(3, 5))

    weights, biases = Architecture((5, 3)).split(templates.inner_product(means))

    np.testing.assert_array_equal(weights, means)
    np.testing.assert_array_equal(biases, 0.0)


def test_the_lectures_numbers_come_out_on_the_test_images(digits):
    inputs, labels, test_inputs, test_labels = digits
    means = templates.class_means(inputs, labels, 10)

    shares = templates.accuracies(means, test_inputs, test_labels)

    assert list(shares) == list(templates.RULES)
    assert shares["mean image, inner product"] == pytest.approx(0.639, abs=0.01)
    assert shares["nearest mean"] == pytest.approx(0.812, abs=0.01)


def test_accuracy_is_the_share_of_right_answers(digits):
    inputs, labels, test_inputs, test_labels = digits
    means = templates.class_means(inputs, labels, 10)

    shares = templates.accuracies(means, test_inputs[:500], test_labels[:500])

    distances = np.linalg.norm(test_inputs[:500, np.newaxis] / 255 - means, axis=-1)
    assert shares["nearest mean"] == pytest.approx((distances.argmin(axis=1) == test_labels[:500]).mean())


@pytest.mark.parametrize(
    ("inputs", "labels", "words"),
    [
        (np.zeros((3, 2)), np.array([0, 2, 2]), r"classes \[1, 3\] of 4 have no pattern among 3"),
        (np.zeros((3, 2)), np.array([0, 1]), "labels"),
        (np.zeros((3, 2)), np.array([0, 1, 4]), "labels go from 0 to 4"),
        (np.full((3, 2), np.nan), np.array([0, 1, 2]), "6 of 6 inputs"),
    ],
)
def test_means_of_what_is_not_there_are_refused(inputs, labels, words):
    with pytest.raises(ValueError, match=words):
        templates.class_means(inputs, labels, 4)


def test_one_group_for_a_class_is_its_mean(rng):
    inputs, labels = rng.normal(size=(30, 4)), np.arange(30) % 3

    means = templates.several_means(inputs, labels, 3, 1, rng)

    np.testing.assert_allclose(means[:, 0], templates.class_means(inputs, labels, 3), atol=1e-6)


def test_groups_that_lie_apart_are_found_in_each_class(rng):
    centres = np.array([[[0.0, 9.0], [9.0, 0.0]], [[-9.0, 0.0], [0.0, -9.0]]])
    labels, groups = np.repeat([0, 1], 60), np.tile([0, 1], 60)
    inputs = centres[labels, groups] + 0.1 * rng.normal(size=(120, 2))

    means = templates.several_means(inputs, labels, 2, 2, rng)

    for found, true in zip(means, centres, strict=True):
        order = np.argsort(found[:, 0])
        np.testing.assert_allclose(found[order], true[np.argsort(true[:, 0])], atol=0.1)


def test_the_best_of_nearest_means_is_the_class_of_the_nearest_group(rng):
    means, inputs = rng.normal(size=(3, 4, 5)), rng.normal(size=(50, 5))

    params = templates.nearest_mean(means.reshape(12, 5))

    answers = probe.class_scores(Architecture((5, 3), (), 4), params, inputs).argmax(axis=-1)
    distances = np.linalg.norm(inputs[:, np.newaxis, np.newaxis] - means, axis=-1).min(axis=-1)
    np.testing.assert_array_equal(answers, distances.argmin(axis=-1))


def test_more_groups_bring_the_nearest_mean_closer_to_the_digits(digits):
    inputs, labels, test_inputs, test_labels = digits
    shares = []
    for count in (1, 4):
        means = templates.several_means(inputs[:3000], labels[:3000], 10, count, np.random.default_rng(1))
        params = templates.nearest_mean(means.reshape(-1, 784))
        architecture = Architecture((784, 10), (), count)
        shares.append(float(probe.error_and_accuracy(architecture, params, test_inputs, test_labels)[1]))

    assert shares[0] == pytest.approx(0.80, abs=0.01)
    assert shares[1] > shares[0] + 0.05


@pytest.mark.parametrize("count", [0, 6])
def test_groups_that_classes_cannot_fill_are_refused(count, rng):
    with pytest.raises(ValueError, match=rf"{count} groups in each class asked for; classes have \[5, 7\]"):
        templates.several_means(rng.normal(size=(12, 2)), np.repeat([0, 1], [5, 7]), 2, count, rng)


@pytest.mark.parametrize("dtype", [np.uint8, np.float64])
def test_a_class_is_picked_in_pieces_and_its_means_have_the_same_bits(dtype, rng, monkeypatch):
    inputs, labels = rng.integers(0, 256, (700, 9)).astype(dtype), rng.integers(0, 3, 700)
    whole = (
        templates.class_means(inputs, labels, 3),
        templates.several_means(inputs, labels, 3, 4, np.random.default_rng(2)),
    )
    looks = []
    monkeypatch.setattr(templates, "PICKED_AT_ONCE", 50)

    with pauses.looking(lambda: looks.append(1)):
        means = templates.class_means(inputs, labels, 3)
        n_of_means = len(looks)
        groups = templates.several_means(inputs, labels, 3, 4, np.random.default_rng(2))

    np.testing.assert_array_equal(means, whole[0])
    np.testing.assert_array_equal(groups, whole[1])
    assert n_of_means > (14 if dtype == np.uint8 else 2)
    assert len(looks) - n_of_means > 14 + 3 * 16
    if dtype == np.uint8:
        exact = [inputs[labels == k].mean(axis=0, dtype=np.float64) / 255 for k in range(3)]
        np.testing.assert_array_equal(means, exact)
