"""Claims about the curves of activations: calculus says what they are, a clock what they cost."""

import numpy as np
import pytest

from engine.layers import ACTIVATIONS
from engine.questions import activation_curves

X = np.linspace(-8, 8, 1601)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_are_central_differences_of_the_values(name):
    inputs, step = X[X != 0], 1e-6
    ahead, behind = (activation_curves.curve(name, inputs + sign * step)[0] for sign in (1, -1))
    outputs, slopes = activation_curves.curve(name, inputs)
    np.testing.assert_allclose(slopes, (ahead - behind) / (2 * step), atol=1e-8)
    assert outputs.shape == slopes.shape == inputs.shape


def test_the_slope_of_a_sigmoid_is_a_quarter_at_most_and_that_of_tanh_and_relu_is_one():
    steepest = {name: activation_curves.curve(name, X)[1].max() for name in ("sigmoid", "tanh", "relu")}
    assert steepest == {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}


def test_a_rescaled_tanh_is_the_sigmoid():
    sigmoid = activation_curves.curve("sigmoid", X)[0]
    np.testing.assert_allclose(activation_curves.rescaled_tanh(X), sigmoid, rtol=0, atol=1e-15)


def test_a_cost_is_a_median_of_as_many_calls_as_it_says(monkeypatch):
    ticks = iter(np.cumsum([0, 300, 500, 0, 100, 200, 0, 1000, 9000]).tolist())
    monkeypatch.setattr(activation_curves.time, "perf_counter_ns", lambda: next(ticks))
    cost = activation_curves.measure_cost("relu", repetitions=3, n_numbers=100)
    assert (cost.forward, cost.backward, cost.repetitions) == (3.0, 5.0, 3)


def test_the_step_of_the_clock_is_the_least_between_two_of_its_readings(monkeypatch):
    ticks = iter([0, 0, 0, 300, 300, 300, 500])
    monkeypatch.setattr(activation_curves.time, "perf_counter_ns", lambda: next(ticks))
    assert activation_curves.clock_step(2) == 200


def test_a_clock_of_this_machine_is_fine_enough_to_measure_by():
    assert 0 < activation_curves.clock_step() <= activation_curves.FINE


@pytest.mark.parametrize("counts", [{"repetitions": 0}, {"n_numbers": 0}])
def test_nothing_is_not_measured(counts):
    with pytest.raises(ValueError, match="0"):
        activation_curves.measure_cost("tanh", **counts)
