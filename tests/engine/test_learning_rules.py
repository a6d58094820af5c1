"""Learning rules take the steps of their papers, in place, and start afresh when they are reset."""

import numpy as np
import pytest

from engine.learning_rules import (
    LEARNING_RULES,
    AdaGradLearningRule,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
    RMSPropLearningRule,
)

RULES = list(LEARNING_RULES.values())
GRADS = [0.5, -2.0, 0.25, 1e-3, 4.0]


def walk(rule, grads=GRADS):
    """Where a single parameter stands after each gradient."""
    param = np.array([1.0])
    rule.initialise([param])
    places = []
    for grad in grads:
        rule.update_params([np.array([grad])])
        places.append(param[0])
    return places


def test_gradient_descent_steps_against_the_gradient():
    assert walk(GradientDescentLearningRule(0.1), [0.5, -2.0]) == pytest.approx([0.95, 1.15])


def test_momentum_keeps_a_share_of_the_last_step():
    assert walk(MomentumLearningRule(0.1, 0.5), [1.0, 1.0, 0.0]) == pytest.approx([0.9, 0.75, 0.675])


def test_momentum_without_memory_is_gradient_descent():
    assert walk(MomentumLearningRule(0.1, 0.0)) == pytest.approx(walk(GradientDescentLearningRule(0.1)))


def test_adam_follows_algorithm_1_of_kingma_and_ba():
    place, mean, mean_square, expected = 1.0, 0.0, 0.0, []
    for t, grad in enumerate(GRADS, start=1):
        mean = 0.8 * mean + 0.2 * grad
        mean_square = 0.95 * mean_square + 0.05 * grad**2
        place -= 0.1 * (mean / (1 - 0.8**t)) / ((mean_square / (1 - 0.95**t)) ** 0.5 + 1e-2)
        expected.append(place)

    assert walk(AdamLearningRule(0.1, 0.8, 0.95, 1e-2)) == pytest.approx(expected, rel=1e-12)


def test_adagrad_divides_by_the_root_of_all_squares_so_far():
    place, total, expected = 1.0, 0.0, []
    for grad in GRADS:
        total += grad**2
        place -= 0.1 * grad / (total + 1e-2) ** 0.5
        expected.append(place)

    assert walk(AdaGradLearningRule(0.1, 1e-2)) == pytest.approx(expected, rel=1e-12)


def test_rmsprop_divides_by_the_root_of_a_running_mean_of_squares():
    place, mean_square, expected = 1.0, 0.0, []
    for grad in GRADS:
        mean_square = 0.8 * mean_square + 0.2 * grad**2
        place -= 0.1 * grad / (mean_square + 1e-2) ** 0.5
        expected.append(place)

    assert walk(RMSPropLearningRule(0.1, 0.8, 1e-2)) == pytest.approx(expected, rel=1e-12)


def test_defaults_are_the_courses():
    assert [kind().learning_rate for kind in RULES[:5]] == [1e-3, 1e-3, 1e-3, 1e-2, 1e-3]
    assert MomentumLearningRule().mom_coeff == 0.9
    adam, rmsprop = AdamLearningRule(), RMSPropLearningRule()
    assert (adam.beta_1, adam.beta_2, adam.epsilon) == (0.9, 0.999, 1e-8)
    assert (rmsprop.beta, rmsprop.epsilon, AdaGradLearningRule().epsilon) == (0.9, 1e-8, 1e-8)


def test_the_pages_names_lead_to_the_rules():
    assert list(LEARNING_RULES)[:5] == ["gradient descent", "momentum", "Adam", "AdaGrad", "RMSProp"]
    assert all(kind(learning_rate=0.25).learning_rate == 0.25 for kind in RULES)


@pytest.mark.parametrize("kind", RULES)
def test_a_reset_forgets_all_earlier_steps_and_leaves_the_parameters(kind):
    rule = kind(0.1)
    fresh = walk(rule)
    param = rule.params[0]
    place = param[0]

    rule.reset()
    assert param[0] == place
    param[0] = 1.0
    again = []
    for grad in GRADS:
        rule.update_params([np.array([grad])])
        again.append(param[0])

    assert again == fresh


@pytest.mark.parametrize("kind", RULES)
def test_a_reset_forgets_even_what_is_not_a_number(kind):
    rule = kind(0.1)
    walk(rule, [np.nan])

    rule.reset()
    rule.params[0][:] = 1.0
    rule.update_params([np.array([0.5])])

    assert np.isfinite(rule.params[0]).all()


@pytest.mark.parametrize("kind", RULES)
def test_initialise_starts_afresh_on_other_parameters(kind):
    rule = kind(0.1)

    assert walk(rule) == walk(rule)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_parameters_are_updated_in_place_and_in_their_precision(kind, precision, rng):
    params = [rng.normal(size=(3, 2)).astype(precision), rng.normal(size=3).astype(precision)]
    before = [param.copy() for param in params]
    rule = kind(learning_rate=np.float64(0.1))
    rule.initialise(params)

    grads = [rng.normal(size=param.shape).astype(precision) for param in params]
    copies = [grad.copy() for grad in grads]
    for _ in range(3):
        rule.update_params(grads)

    for param, old, grad, copy in zip(params, before, grads, copies, strict=True):
        assert param.dtype == precision
        assert (param != old).all()
        np.testing.assert_array_equal(grad, copy)
    kept = [array for held in vars(rule).values() if isinstance(held, list) for array in held]
    assert {array.dtype for array in kept} == {np.dtype(precision)}


@pytest.mark.parametrize("kind", RULES)
def test_a_rate_from_a_numpy_array_does_not_lift_the_steps_out_of_float32(kind, rng):
    grad = rng.normal(size=50).astype(np.float32)
    ends = []
    for rate in (0.1, np.float64(0.1)):
        param = np.ones(50, dtype=np.float32)
        rule = kind(rate)
        rule.initialise([param])
        for _ in range(3):
            rule.update_params([grad])
        ends.append(param)

    np.testing.assert_array_equal(*ends)


@pytest.mark.parametrize("kind", RULES)
def test_a_rate_of_0_stands_still_and_a_rate_can_be_set_between_steps(kind):
    rule = kind(learning_rate=0.0)
    assert walk(rule) == [1.0] * len(GRADS)

    rule.learning_rate = 0.5
    rule.update_params([np.array([1.0])])

    assert rule.learning_rate == 0.5
    assert rule.params[0][0] < 1


@pytest.mark.parametrize("kind", RULES)
def test_a_gradient_of_0_moves_nothing_and_divides_by_nothing(kind):
    assert walk(kind(0.1), [0.0, 0.0]) == [1.0, 1.0]


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_senseless_learning_rates_are_refused_at_every_door(kind, rate):
    with pytest.raises(ValueError, match=f"learning_rate {rate}"):
        kind(learning_rate=rate)

    rule = kind()
    with pytest.raises(ValueError, match=f"learning_rate {rate}"):
        rule.learning_rate = rate
    assert rule.learning_rate == kind().learning_rate


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: MomentumLearningRule(0.1, 1.5), "mom_coeff 1.5"),
        (lambda: MomentumLearningRule(0.1, -0.5), "mom_coeff -0.5"),
        (lambda: AdamLearningRule(beta_1=1.0), "beta_1 1.0"),
        (lambda: AdamLearningRule(beta_2=-0.1), "beta_2 -0.1"),
        (lambda: AdamLearningRule(epsilon=0.0), "epsilon 0.0"),
        (lambda: AdaGradLearningRule(epsilon=-1e-8), "epsilon -1e-08"),
        (lambda: RMSPropLearningRule(beta=np.nan), "beta nan"),
    ],
)
def test_other_senseless_settings_are_refused_with_their_numbers(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize("kind", RULES)
def test_gradients_that_do_not_fit_are_refused_before_anything_moves(kind):
    rule, params = kind(0.1), [np.ones((3, 2)), np.ones(3)]
    rule.initialise(params)

    for grads in ([np.ones((3, 2))], [np.ones((3, 2)), np.ones(2)], [np.ones((3, 2)), np.ones((3, 3))]):
        with pytest.raises(ValueError, match=r"\(3, 2\), \(3,\)"):
            rule.update_params(grads)
    assert all((param == 1).all() for param in params)


@pytest.mark.parametrize("kind", RULES)
def test_a_step_before_initialise_is_refused(kind):
    with pytest.raises(ValueError, match="initialise"):
        kind().update_params([np.ones(3)])


def test_rules_say_their_rate():
    assert repr(AdamLearningRule(0.01)) == "AdamLearningRule(learning_rate=0.01)"
