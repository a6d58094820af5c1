"""Claims about saturation, dead units and the sizes of gradients: each is what counting or calculus gives."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.layers import SoftmaxLayer
from engine.questions import gradient_flow
from tests.engine.questions.course_networks import activations_of, course_model


def test_statistics_are_what_counting_gives(architecture, networks, points):
    statistics = gradient_flow.unit_statistics(architecture, networks, points)
    assert statistics.saturation.shape == (3, architecture.n_hidden)
    slopes = {
        "sigmoid": lambda y: 4 * y * (1 - y),
        "tanh": lambda y: 1 - y**2,
        "relu": lambda y: (y > 0) * 1.0,
    }
    for i, network in enumerate(networks):
        hidden = activations_of(architecture, network, points)[2:-1:2]
        for depth, (name, outputs) in enumerate(zip(architecture.activations, hidden, strict=True)):
            flat = slopes[name](outputs) < 0.05
            np.testing.assert_allclose(statistics.unit_saturation[depth][i], flat.mean(axis=0))
            assert statistics.saturation[i, depth] == pytest.approx(flat.mean())
            assert statistics.mean_activation[i, depth] == pytest.approx(outputs.mean(), abs=1e-5)


@pytest.mark.parametrize(("activation", "bias"), [("relu", -100.0), ("sigmoid", 100.0), ("tanh", -100.0)])
def test_units_pushed_to_their_end_are_dead_and_others_are_not(activation, bias, rng):
    architecture = Architecture((2, 3, 3), (activation,))
    params = np.zeros((2, architecture.n_params), np.float32)
    architecture.split(params)[0][:] = 0.5 * rng.normal(size=(3, 2))
    architecture.split(params)[1][1, 2] = bias
    points = rng.normal(size=(200, 2))
    assert gradient_flow.unit_statistics(architecture, params, points).dead[0].tolist() == [
        [False] * 3,
        [False, False, True],
    ]


def test_a_relu_that_answers_once_is_not_dead():
    architecture = Architecture((1, 1, 2), ("relu",))
    params = np.array([1, 0, 0, 0, 0, 0], np.float32)
    points = np.array([[-1.0]] * 99 + [[0.5]])
    assert not gradient_flow.unit_statistics(architecture, params, points).dead[0][0]
    assert gradient_flow.unit_statistics(architecture, params, points[:99]).dead[0][0]


def test_gradient_sizes_answer_to_calculus(architecture, networks, points, labels):
    sizes = gradient_flow.gradient_sizes(architecture, networks, points, labels)
    targets = np.eye(architecture.sizes[-1])[labels]
    network = networks[0].astype(np.float64)
    for layer in range(architecture.n_hidden + 1):
        weights, biases = architecture.split(np.arange(architecture.n_params))[2 * layer : 2 * layer + 2]
        steps = []
        for place in weights.ravel():
            errors = []
            for step in (1e-5, -1e-5):
                nudged = network.copy()
                nudged[place] += step
                errors.append(
                    CrossEntropySoftmaxError()(activations_of(architecture, nudged, points)[-1], targets)
                )
            steps.append((errors[0] - errors[1]) / 2e-5)
        assert sizes.weights[0, layer] == pytest.approx(np.linalg.norm(steps), rel=1e-4)
        assert biases.shape == (architecture.sizes[layer + 1],)


def test_the_last_error_signal_is_outputs_minus_targets(architecture, networks, points, labels):
    sizes = gradient_flow.gradient_sizes(architecture, networks[0], points, labels)
    probs = SoftmaxLayer().fprop(activations_of(architecture, networks[0], points)[-1])
    expected = np.linalg.norm(probs - np.eye(architecture.sizes[-1])[labels]) / len(labels)
    assert sizes.signals[-1] == pytest.approx(expected, rel=1e-6)


def test_signals_of_a_linear_chain_are_carried_back_by_the_weights():
    architecture = Architecture((1, 1, 2), ("relu",))
    params = np.array([2, 0, 3, -1, 0, 0], np.float32)
    points, labels = np.array([[0.5]]), np.array([1])
    sizes = gradient_flow.gradient_sizes(architecture, params, points, labels)
    probability = 1 / (1 + np.exp(-4.0))  # scores 3 and -1
    np.testing.assert_allclose(sizes.signals, [4 * probability, np.sqrt(2) * probability], rtol=1e-6)
    np.testing.assert_allclose(sizes.weights, [2 * probability, np.sqrt(2) * probability], rtol=1e-6)


def test_one_network_is_answered_without_a_leading_axis(architecture, networks, points, labels):
    def answers(params):
        statistics = gradient_flow.unit_statistics(architecture, params, points)
        sizes = gradient_flow.gradient_sizes(architecture, params, points, labels)
        shares = [*statistics.unit_saturation, *statistics.dead]
        return [statistics.saturation, statistics.mean_activation, *shares, sizes.signals, sizes.weights]

    for several, one in zip(answers(networks), answers(networks[1]), strict=True):
        assert one.shape == several.shape[1:]
        np.testing.assert_array_equal(one, several[1])


def test_grey_levels_are_read_as_shares_of_255(rng):
    architecture = Architecture((12, 4, 3), ("relu",))
    params = rng.normal(size=architecture.n_params).astype(np.float32)
    greys, labels = rng.integers(256, size=(30, 12), dtype=np.uint8), rng.integers(3, size=30)
    for ask in (
        lambda inputs: gradient_flow.gradient_sizes(architecture, params, inputs, labels).weights,
        lambda inputs: gradient_flow.unit_statistics(architecture, params, inputs).mean_activation,
    ):
        np.testing.assert_allclose(ask(greys), ask(greys / 255), rtol=1e-5)


def test_labels_that_are_no_class_are_refused(architecture, networks, points, labels):
    with pytest.raises(ValueError, match=str(architecture.sizes[-1])):
        gradient_flow.gradient_sizes(architecture, networks, points, labels + architecture.sizes[-1])


def test_the_mean_size_of_a_weights_gradient_is_that_of_the_course_model(
    architecture, networks, points, labels
):
    sizes = gradient_flow.gradient_sizes(architecture, networks, points, labels)
    for i, network in enumerate(networks):
        model = course_model(architecture, network)
        activations = model.fprop(points.astype(np.float64))
        grads = CrossEntropySoftmaxError().grad(activations[-1], np.eye(architecture.sizes[-1])[labels])
        weights = model.grads_wrt_params(activations, grads)[::2]
        np.testing.assert_allclose(sizes.mean_weights[i], [np.abs(w).mean() for w in weights])
