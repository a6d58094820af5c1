"""Claims about the probe: each answer is what the teaching classes say in float64, or what counting gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.layers import SoftmaxLayer
from engine.questions import probe
from tests.amount import many
from tests.engine.questions.course_networks import activations_of


def test_scores_and_probabilities_are_those_of_the_course(architecture, networks, points):
    scores = [activations_of(architecture, network, points)[-1] for network in networks]
    np.testing.assert_allclose(probe.class_scores(architecture, networks, points), scores, atol=1e-5)
    np.testing.assert_allclose(
        probe.class_probabilities(architecture, networks, points),
        SoftmaxLayer().fprop(np.array(scores)),
        atol=1e-5,
    )


def test_unit_responses_are_the_outputs_of_the_hidden_layers(architecture, networks, points):
    responses = probe.unit_responses(architecture, networks, points)
    assert len(responses) == architecture.n_hidden
    for depth, layer in enumerate(responses):
        expected = [activations_of(architecture, network, points)[2 * depth + 2] for network in networks]
        np.testing.assert_allclose(layer, expected, atol=1e-5)


def test_one_network_is_answered_without_a_leading_axis(architecture, networks, points, labels):
    def answers(params):
        return [
            probe.class_scores(architecture, params, points),
            probe.class_probabilities(architecture, params, points),
            *probe.unit_responses(architecture, params, points),
            *probe.error_and_accuracy(architecture, params, points, labels),
            probe.confusion(architecture, params, points, labels),
        ]

    for several, one in zip(answers(networks), answers(networks[1]), strict=True):
        assert one.shape == several.shape[1:]
        np.testing.assert_array_equal(one, several[1])


def test_many_points_are_answered_like_few(rng):
    architecture = Architecture((3, 5, 4, 10), ("tanh", "relu"))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    points = rng.normal(size=(9001, 3)).astype(np.float32)
    expected = activations_of(architecture, params, points)[-1]
    np.testing.assert_allclose(probe.class_scores(architecture, params, points), expected, atol=2e-5)


@settings(max_examples=many(50), deadline=None)
@given(
    scale=st.sampled_from([1e4, 1e10, 1e30, 1e38]),
    signs=st.lists(st.sampled_from([-1, 0, 1]), min_size=3, max_size=3),
)
def test_probabilities_hold_for_any_scores(scale, signs):
    architecture = Architecture((2, 3))
    params = np.zeros(architecture.n_params, np.float32)
    params[-3:] = scale * np.array(signs)
    point = np.zeros((1, 2), np.float32)
    probs = probe.class_probabilities(architecture, params, point)[0]
    winners = np.array(signs) == max(signs)
    np.testing.assert_allclose(probs, winners / winners.sum(), atol=1e-6)
    errors = [probe.error_and_accuracy(architecture, params, point, np.array([k]))[0] for k in range(3)]
    expected = np.log(winners.sum()) + scale * (max(signs) - np.array(signs, dtype=float))
    np.testing.assert_allclose(errors, expected, rtol=1e-5, atol=1e-6)


def test_a_score_beyond_float32_is_an_infinite_error_and_no_exception():
    architecture = Architecture((2, 3))
    params = np.zeros(architecture.n_params, np.float32)
    params[:2] = 3e38
    error, _ = probe.error_and_accuracy(architecture, params, np.full((1, 2), 9, np.float32), np.array([1]))
    assert error == np.inf


def test_grey_levels_are_read_as_shares_of_255(rng):
    architecture = Architecture((12, 4, 3), ("relu",))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    greys, labels = rng.integers(256, size=(30, 12), dtype=np.uint8), rng.integers(3, size=30)
    floats = (greys / 255).astype(np.float32)
    for ask in (probe.class_scores, probe.class_probabilities):
        np.testing.assert_allclose(
            ask(architecture, params, greys), ask(architecture, params, floats), atol=1e-5
        )
    for ask in (probe.error_and_accuracy, probe.confusion):
        np.testing.assert_allclose(
            ask(architecture, params, greys, labels), ask(architecture, params, floats, labels), atol=1e-5
        )


def test_error_and_accuracy_are_those_of_the_course(architecture, networks, points, labels):
    errors, accuracies = probe.error_and_accuracy(architecture, networks, points, labels)
    targets = np.eye(architecture.sizes[-1])[labels]
    for network, error, accuracy in zip(networks, errors, accuracies, strict=True):
        scores = activations_of(architecture, network, points)[-1]
        assert error == pytest.approx(CrossEntropySoftmaxError()(scores, targets), abs=1e-5)
        assert accuracy == pytest.approx((scores.argmax(axis=1) == labels).mean())


def test_among_equal_scores_the_first_class_wins():
    architecture = Architecture((2, 3))
    params = np.zeros(architecture.n_params, np.float32)
    points, labels = np.zeros((4, 2), np.float32), np.array([0, 0, 1, 2])
    assert probe.error_and_accuracy(architecture, params, points, labels)[1] == 0.5
    params[-2:] = 1.0
    assert probe.error_and_accuracy(architecture, params, points, labels)[1] == 0.25


def test_confusion_counts_each_true_class_in_a_row(architecture, networks, points, labels):
    counts = probe.confusion(architecture, networks, points, labels)
    for network, count in zip(networks, counts, strict=True):
        answers = activations_of(architecture, network, points)[-1].argmax(axis=1)
        expected = np.zeros_like(count)
        for truth, answer in zip(labels, answers, strict=True):
            expected[truth, answer] += 1
        np.testing.assert_array_equal(count, expected)


def test_confusion_takes_labels_in_bytes(rng):
    architecture = Architecture((2, 20))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    points, labels = rng.normal(size=(50, 2)), rng.integers(20, size=50)
    np.testing.assert_array_equal(
        probe.confusion(architecture, params, points, labels.astype(np.uint8)),
        probe.confusion(architecture, params, points, labels),
    )


def test_a_grid_begins_at_the_bottom_left_and_runs_to_the_right():
    points = probe.grid((-1.0, 3.0, 10.0, 20.0), 3)
    assert points.dtype == np.float32
    assert points[0].tolist() == [-1, 10]
    assert points[1].tolist() == [1, 10]
    assert points[2].tolist() == [3, 10]
    assert points[3].tolist() == [-1, 15]
    assert points[-1].tolist() == [3, 20]
    image = points.reshape(3, 3, 2)
    assert (image[0, :, 1] == 10).all()
    assert (image[:, 0, 0] == -1).all()


@pytest.mark.parametrize(
    ("extent", "n", "numbers"),
    [
        ((0, 1, 0, 1), 1, "1 points a side"),
        ((1, 1, 0, 1), 5, "1 to 1"),
        ((0, 1, 2, 1), 5, "2 to 1"),
        ((0, np.inf, 0, 1), 5, "inf"),
    ],
)
def test_a_grid_without_an_area_is_refused(extent, n, numbers):
    with pytest.raises(ValueError, match=numbers):
        probe.grid(extent, n)


def test_what_does_not_fit_is_refused(networks, points, labels, architecture):
    n_inputs = architecture.sizes[0]
    with pytest.raises(ValueError, match=str(architecture.n_params)):
        probe.class_scores(architecture, networks[:, :-1], points)
    with pytest.raises(ValueError, match=str(n_inputs)):
        probe.class_probabilities(architecture, networks, points[:, 1:])
    for ask in (probe.error_and_accuracy, probe.confusion):
        with pytest.raises(ValueError, match=str(architecture.sizes[-1])):
            ask(architecture, networks, points, labels + architecture.sizes[-1])


def test_networks_together_get_the_same_bits_as_one_by_one(architecture, networks, points, labels):
    together = np.array(probe.error_and_accuracy(architecture, networks, points, labels))
    one_by_one = [probe.error_and_accuracy(architecture, network, points, labels) for network in networks]
    assert together.T.tobytes() == np.array(one_by_one).tobytes()
