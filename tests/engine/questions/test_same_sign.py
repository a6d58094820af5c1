"""Claims about signs: what arrives at a unit is g·h, and steps after a sigmoid go up or down together."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.models import make_model
from engine.questions.activation_curves import curve
from engine.questions.equivalence import rewritten
from engine.questions.same_sign import descent, hidden_answers, into_output

ARCHITECTURE = Architecture((2, 6, 3), ("sigmoid",))
GOAL = np.array([1.5, -1.5])


@pytest.fixture
def params(rng):
    return rng.normal(size=ARCHITECTURE.n_params)


def test_what_arrives_is_signal_times_input_and_what_central_differences_give(params):
    pattern, label, unit, step = np.array([0.4, -1.2]), 2, 1, 1e-6
    arrived = into_output(ARCHITECTURE, params, pattern, label, unit)
    np.testing.assert_allclose(arrived.gradients, arrived.signal * arrived.inputs, rtol=1e-12)

    def error(at):
        model = make_model(ARCHITECTURE, weights_initialiser=np.zeros)
        model.params = ARCHITECTURE.split(at)
        return CrossEntropySoftmaxError()(model.fprop(pattern[np.newaxis])[-1], np.eye(3)[[label]])

    for i, gradient in enumerate(arrived.gradients):
        nudge = np.zeros(ARCHITECTURE.n_params)
        ARCHITECTURE.split(nudge)[2][unit, i] = step
        assert gradient == pytest.approx(
            (error(params + nudge) - error(params - nudge)) / (2 * step), abs=1e-8
        )


def test_after_sigmoids_all_have_one_sign_and_after_tanh_they_mix_though_the_function_is_the_same(
    params, rng
):
    other = rewritten(ARCHITECTURE, params, into="tanh")
    mixed = 0
    for pattern in rng.normal(size=(20, 2)):
        of_sigmoids = into_output(ARCHITECTURE, params, pattern, 0, 1)
        of_tanh = into_output(*other, pattern, 0, 1)
        assert of_tanh.signal == pytest.approx(of_sigmoids.signal, abs=1e-12)
        assert len(set(np.sign(of_sigmoids.gradients))) == 1
        mixed += len(set(np.sign(of_tanh.gradients))) == 2
    assert mixed > 10


def test_one_pattern_at_a_time_every_step_after_sigmoids_goes_up_or_down_in_both_weights(rng):
    inputs = hidden_answers("sigmoid", 40, rng)
    path = descent(inputs, GOAL, learning_rate=1.0, batch_size=1, n_steps=60)
    assert path.together.all()
    moves = np.diff(path.places, axis=0)
    assert ((moves > 0).all(axis=1) | (moves < 0).all(axis=1)).all()
    assert {True, False} == set((moves[:, 0] > 0).tolist())  # up and down in turn: a zig-zag


def test_after_tanh_steps_go_any_way_and_a_batch_may_mix_after_sigmoids_too(rng):
    seed = int(rng.integers(1000))
    answers = {name: hidden_answers(name, 40, np.random.default_rng(seed)) for name in ("sigmoid", "tanh")}
    np.testing.assert_allclose(
        answers["tanh"], 2 * curve("sigmoid", 2 * np.arctanh(answers["tanh"]).ravel())[0].reshape(40, 2) - 1
    )
    tanh = descent(answers["tanh"], GOAL, learning_rate=1.0, batch_size=1, n_steps=60)
    assert 0.2 < tanh.together.mean() < 0.8
    batch = descent(answers["sigmoid"], GOAL, learning_rate=1.0, batch_size=40, n_steps=60)
    assert not batch.together.all()


def test_a_path_goes_against_the_gradients_towards_the_goal(rng):
    path = descent(hidden_answers("tanh", 40, rng), GOAL, learning_rate=0.5, batch_size=10, n_steps=200)
    np.testing.assert_allclose(np.diff(path.places, axis=0), -0.5 * path.gradients, atol=1e-12)
    np.testing.assert_allclose(path.places[-1], GOAL, atol=1e-3)


@pytest.mark.parametrize("batch_size", [0, 41])
def test_a_batch_has_one_to_all_patterns(batch_size, rng):
    with pytest.raises(ValueError, match="not between 1 and 40"):
        descent(hidden_answers("tanh", 40, rng), GOAL, learning_rate=1.0, batch_size=batch_size, n_steps=1)
