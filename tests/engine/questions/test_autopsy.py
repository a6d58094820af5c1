"""Claims about autopsies: on a case that is built by hand, and on runs in which relus die by themselves."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.learning_rules import GradientDescentLearningRule
from engine.models import make_model
from engine.questions.autopsy import autopsy
from engine.questions.gradient_flow import unit_statistics
from engine.training import TrainingRun

RULE = GradientDescentLearningRule


def run_of(architecture, params, inputs, labels, *, rate, n_epochs, batch_size=None, **options):
    model = make_model(architecture, weights_initialiser=np.zeros)
    model.params = architecture.split(np.asarray(params, np.float64))
    patterns = (np.asarray(inputs, np.float32), np.asarray(labels))
    run = TrainingRun(
        model,
        CrossEntropySoftmaxError(),
        RULE(learning_rate=rate),
        patterns,
        patterns,
        batch_size=batch_size,
        n_epochs=n_epochs,
        **options,
    )
    run.advance(n_epochs * run.steps_per_epoch)
    return run


def test_the_fatal_step_of_a_constructed_case_is_what_arithmetic_gives():
    # One input, one relu, two classes; x = 1 and 2, both of class 0, which the unit speaks against: w = 1, b = 0 and
    # output weights (−1, 1). At x: h = x, z = (−x, x), y = softmax(z), g = y − t = (−s, s) with s = sigmoid(2x); the
    # signal of the unit is g·(−1, 1) = 2s. Mean over both: ∂E/∂w = Σ s x, ∂E/∂b = Σ s.
    architecture = Architecture((1, 1, 2), ("relu",))
    params = [1.0, 0.0, -1.0, 1.0, 0.0, 0.0]
    inputs, rate = np.array([[1.0], [2.0]]), 1.0
    s = 1 / (1 + np.exp(-2 * inputs[:, 0]))
    moved_weight, moved_bias = -rate * (s * inputs[:, 0]).sum(), -rate * s.sum()
    weight, bias = 1.0 + moved_weight, moved_bias

    report = autopsy(run_of(architecture, params, inputs, [0, 0], rate=rate, n_epochs=6), 0, 0, inputs)

    assert max(weight * inputs[:, 0] + bias) < 0
    assert (report.step, report.epoch) == (1, 1.0)
    assert report.moved_bias == pytest.approx(moved_bias, rel=1e-5)
    assert report.moved_weights == pytest.approx([moved_weight], rel=1e-5)
    assert report.step_size == pytest.approx(np.hypot(moved_weight, moved_bias), rel=1e-5)
    assert (report.largest_before, report.last_pattern, report.reached_before) == (2.0, 1, 1.0)
    assert report.largest_after == pytest.approx(max(weight * inputs[:, 0] + bias), rel=1e-5)


@pytest.mark.parametrize(("batch_size", "max_snapshots"), [(None, 300), (10, 300), (10, 3)])
def test_a_unit_is_reached_before_its_fatal_step_and_in_no_snapshot_after_it(batch_size, max_snapshots, rng):
    architecture = Architecture((2, 12, 12, 3), ("relu", "relu"))
    inputs, labels = rng.normal(size=(60, 2)).astype(np.float32), rng.integers(3, size=60)
    params = rng.normal(size=architecture.n_params)
    run = run_of(
        architecture,
        params,
        inputs,
        labels,
        rate=1.0,
        n_epochs=40,
        batch_size=batch_size,
        max_snapshots=max_snapshots,
    )
    networks = run.retrace(0, run.n_steps)
    model, found = make_model(architecture, weights_initialiser=np.zeros), 0
    reached = [[], []]
    for network in networks:
        model.params = architecture.split(network)
        activations = model.fprop(inputs)
        for layer in range(2):
            reached[layer].append((activations[2 * layer + 1] > 0).any(axis=0))
    kept = np.rint(run.snapshots.epochs * run.steps_per_epoch).astype(int)
    for layer in range(2):
        alive = np.array(reached[layer])
        for unit in np.flatnonzero(~alive[-1]):
            report = autopsy(run, layer, int(unit), inputs)
            if report.step > 0:
                assert alive[report.step - 1, unit]
            assert not alive[report.step, unit]
            assert not alive[kept[kept >= report.step], unit].any()
            assert layer == 1 or not alive[report.step :, unit].any()
            found += report.step > 0
    assert found > 3


def test_looking_back_leaves_the_run_where_it_was(rng):
    architecture = Architecture((1, 1, 2), ("relu",))
    run = run_of(architecture, [1, 0, -1, 1, 0, 0], [[1.0], [2.0]], [0, 0], rate=1.0, n_epochs=6)
    before = run.params, run.n_steps
    autopsy(run, 0, 0, np.array([[1.0], [2.0]]))
    np.testing.assert_array_equal(run.params, before[0])
    assert run.n_steps == before[1]


def test_a_unit_that_was_never_alive_died_at_step_0():
    run = run_of(
        Architecture((1, 1, 2), ("relu",)), [1, -9, -1, 1, 0, 0], [[1.0], [2.0]], [0, 1], rate=0.1, n_epochs=3
    )
    report = autopsy(run, 0, 0, np.array([[1.0], [2.0]]))
    assert (report.step, report.largest_before, report.step_size) == (0, -7.0, 0.0)


@pytest.mark.parametrize(
    ("activation", "layer", "unit", "reason"),
    [
        ("relu", 0, 0, "unit 1 of layer 1 is alive"),
        ("relu", 1, 0, "no unit 0 in hidden layer 1"),
        ("relu", 0, 5, "no unit 5 in hidden layer 0"),
        ("tanh", 0, 0, "a tanh unit does not die for good"),
    ],
)
def test_what_is_not_a_dead_relu_is_refused(activation, layer, unit, reason):
    run = run_of(
        Architecture((1, 1, 2), (activation,)), [1, 0, 1, -1, 0, 0], [[1.0]], [0], rate=0.01, n_epochs=2
    )
    with pytest.raises(ValueError, match=reason):
        autopsy(run, layer, unit, np.array([[1.0]]))


def test_the_dead_of_the_statistics_are_those_that_can_be_examined(rng):
    architecture = Architecture((2, 30, 3), ("relu",))
    inputs, labels = rng.normal(size=(60, 2)).astype(np.float32), rng.integers(3, size=60)
    run = run_of(
        architecture, 2 * rng.normal(size=architecture.n_params), inputs, labels, rate=2.0, n_epochs=50
    )
    dead = np.flatnonzero(unit_statistics(architecture, run.params, inputs).dead[0])
    assert len(dead)
    assert all(autopsy(run, 0, int(unit), inputs).largest_after <= 0 for unit in dead)


def test_a_large_network_is_examined_in_smaller_pieces_on_grey_levels_as_they_are(rng, monkeypatch):
    architecture = Architecture((9, 20, 3), ("relu",))
    greys, labels = rng.integers(0, 256, (60, 9)).astype(np.uint8), rng.integers(3, size=60)
    inputs = np.divide(greys, 255, dtype=np.float32)
    params = 2 * rng.normal(size=architecture.n_params)
    run = run_of(architecture, params, inputs, labels, rate=3.0, n_epochs=60, batch_size=10, max_snapshots=3)
    dead = np.flatnonzero(unit_statistics(architecture, run.params, inputs).dead[0])
    whole = [autopsy(run, 0, int(unit), inputs) for unit in dead]
    pieces, retrace = [], run.retrace
    monkeypatch.setattr(run, "retrace", lambda start, end: pieces.append(end - start) or retrace(start, end))
    monkeypatch.setattr("engine.questions.autopsy.BYTES_AT_ONCE", 4 * 12 * architecture.n_params)

    for unit, report in zip(dead, whole, strict=True):
        again = autopsy(run, 0, int(unit), greys)
        assert (again.step, again.largest_before, again.last_pattern) == (
            report.step,
            report.largest_before,
            report.last_pattern,
        )
        np.testing.assert_array_equal(again.moved_weights, report.moved_weights)
    assert max(report.step for report in whole) > 0
    assert max(pieces) == 12
