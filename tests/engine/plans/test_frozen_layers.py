"""What is frozen stays as it was drawn, bit for bit, and the rest learns as if the frozen layers were its data."""

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.layers import AffineLayer
from engine.learning_rules import (
    LEARNING_RULES,
    AdamLearningRule,
    GradientDescentLearningRule,
    MomentumLearningRule,
)
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.plans import make_plan
from engine.plans.behind_frozen import BehindFrozen
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.still import StillPlan
from engine.plans.wide import WidePlan
from engine.questions.gradient_check import check_gradients
from engine.training import TrainingRun

ERROR = CrossEntropySoftmaxError()
FAST_RULES = [
    lambda: GradientDescentLearningRule(0.1),
    lambda: MomentumLearningRule(0.05, 0.7),
    lambda: AdamLearningRule(0.003, epsilon=1e-3),
]
RECIPES = {
    "the output layer learns": ([0, 0, 1], [0, 0, 1], ()),
    "the first layer is frozen": ([0, 1, 1], [0, 1, 1], ()),
    "the first weights are frozen, their biases learn": ([0, 1, 1], [1, 1, 1], ()),
    "the middle layer is frozen": ([1, 0, 1], [1, 0, 1], ()),
    "the output layer is frozen": ([1, 1, 0], [1, 1, 0], ()),
    "only biases learn": ([0, 0, 0], [1, 1, 1], ()),
    "wires are cut": ([1, 1, 1], [1, 1, 1], (0, 1)),
    "wires are cut behind a frozen layer": ([0, 1, 1], [0, 1, 0], (0, 2)),
}


@pytest.fixture
def problem(rng):
    """A maker of a network of 70 inputs, frozen by one of the recipes, with 40 patterns for it."""

    def make(name, penalty=None):
        weights, biases, masked = RECIPES[name]
        architecture, start = Architecture((70, 9, 8, 4), ("tanh", "relu")), UniformInit(-0.7, 0.7, rng)
        shapes = architecture.weight_shapes
        model = make_model(
            architecture,
            weights_initialiser=start,
            biases_initialiser=start,
            weights_penalty=penalty,
            learn_weights=[bool(learns) for learns in weights],
            learn_biases=[bool(learns) for learns in biases],
            weights_masks={index: rng.integers(2, size=shapes[index]) for index in masked},
        )
        inputs = rng.normal(size=(40, 70))
        inputs[:, [0, 5, 69]] = 0.0
        return model, inputs, rng.integers(4, size=40)

    return make


def flat(params):
    return np.concatenate([param.ravel() for param in params])


def held(model):
    return flat([part for layer in model.layers[::2] for part in layer.held])


def total_error(model, inputs, labels):
    return ERROR(model.fprop(inputs)[-1], np.eye(4)[labels]) + model.params_penalty()


def gradient_of(model, inputs, labels):
    activations = model.fprop(inputs)
    return flat(model.grads_wrt_params(activations, ERROR.grad(activations[-1], np.eye(4)[labels])))


def central_differences(model, inputs, labels, places, size=1e-6):
    """Slopes of the error, one parameter moved at a time."""
    found = []
    for place in places:
        errors = []
        for step in (size, -size):
            remaining = place
            for param in model.params:
                if remaining < param.size:
                    before = param.flat[remaining]
                    param.flat[remaining] = before + step
                    errors.append(total_error(model, inputs, labels))
                    param.flat[remaining] = before
                    break
                remaining -= param.size
        found.append((errors[0] - errors[1]) / (2 * size))
    return np.array(found)


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("penalty", [None, L2Penalty(0.3)])
def test_what_learns_has_the_slope_of_the_error_and_what_is_frozen_has_none(name, penalty, problem, rng):
    model, inputs, labels = problem(name, penalty)
    frozen = held(model)
    places = rng.permutation(np.flatnonzero(~frozen))[:60]

    gradient = gradient_of(model, inputs, labels)

    slopes = central_differences(model, inputs, labels, places)
    np.testing.assert_allclose(gradient[places], slopes, rtol=0, atol=1e-7)
    assert frozen.any()
    np.testing.assert_array_equal(gradient[frozen], 0.0)


@pytest.mark.parametrize("name", RECIPES)
def test_the_gradient_check_leaves_out_what_does_not_learn(name, problem):
    model, inputs, labels = problem(name, L2Penalty(0.1))

    check = check_gradients(model, ERROR, inputs[:5], np.eye(4)[labels[:5]])

    differences = flat([part.central_differences for part in check.parameters.values()])
    assert check.agrees
    np.testing.assert_array_equal(differences[held(model)], 0.0)
    assert differences[~held(model)].any()


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("make_rule", FAST_RULES)
@pytest.mark.parametrize("penalty", [None, L2Penalty(0.02)])
@pytest.mark.parametrize("plan_type", [NarrowPlan, WidePlan, None])
def test_each_plan_keeps_what_is_frozen_bit_for_bit_and_follows_the_teaching_classes(
    name, make_rule, penalty, plan_type, problem, rng
):
    model, inputs, labels = problem(name, penalty)
    rows, frozen = rng.integers(40, size=(50, 10)), held(model)
    plans = {None: lambda model, rule, batch_size: make_plan(model, ERROR, rule, batch_size=batch_size)}
    plan = plans.get(plan_type, plan_type)(model, make_rule(), batch_size=10)
    taught = CoursePlan(model, ERROR, make_rule(), batch_size=10, dtype=np.float64)
    for one in (plan, taught):
        one.bind(inputs, labels)
        assert one.run(rows) == 50

    after, expected = plan.params_of(plan.state), taught.state[: frozen.size]

    before = flat(model.params)
    np.testing.assert_array_equal(
        after[frozen].view(np.uint32), before[frozen].astype(np.float32).view(np.uint32)
    )
    np.testing.assert_array_equal(expected[frozen], before[frozen])
    np.testing.assert_allclose(after, expected, rtol=0, atol=5e-6)
    assert np.abs(after - before)[~frozen].max() > 0.01
    np.testing.assert_allclose(plan.gradient(rows[0]), taught.gradient(rows[0]), rtol=0, atol=5e-6)


@pytest.mark.parametrize("rule_name", LEARNING_RULES)
@pytest.mark.parametrize("name", RECIPES)
def test_no_rule_moves_what_is_frozen(rule_name, name, problem, rng):
    model, inputs, labels = problem(name, L2Penalty(0.1))
    plan = make_plan(model, ERROR, LEARNING_RULES[rule_name](0.05), batch_size=10, dtype=np.float64)
    plan.bind(inputs, labels)
    plan.run(rng.integers(40, size=(20, 10)))

    frozen = held(model)
    after = plan.state[: frozen.size]

    np.testing.assert_array_equal(after[frozen], flat(model.params)[frozen])
    assert (after[~frozen] != flat(model.params)[~frozen]).any()


def test_behind_frozen_layers_the_teaching_classes_take_the_very_same_steps(problem, rng):
    model, inputs, labels = problem("the first layer is frozen", L2Penalty(0.1))
    rows = rng.integers(40, size=(20, 10))
    kept, whole = (
        make(model, ERROR, MomentumLearningRule(0.05), batch_size=10, dtype=np.float64)
        for make in (make_plan, CoursePlan)
    )
    for plan in (kept, whole):
        plan.bind(inputs, labels)
        plan.run(rows)

    assert isinstance(kept, BehindFrozen)
    n_params = kept.architecture.n_params
    np.testing.assert_allclose(kept.state[:n_params], whole.state[:n_params], rtol=0, atol=1e-13)


def test_patterns_that_are_bound_anew_pass_the_frozen_layers_anew(problem, rng):
    model, inputs, labels = problem("the first layer is frozen")
    rows = np.arange(10)
    plan, fresh = (make_plan(model, ERROR, MomentumLearningRule(0.05), batch_size=10) for _ in range(2))
    plan.bind(inputs, labels)
    before = plan.gradient(rows)

    plan.bind(inputs[::-1], labels)
    fresh.bind(inputs[::-1].copy(), labels)

    np.testing.assert_array_equal(plan.gradient(rows), fresh.gradient(rows))
    assert (plan.gradient(rows) != before).any()


def test_a_state_of_another_network_brings_its_frozen_layers_along(problem):
    (model, inputs, labels), (other, _, _) = (problem("the first layer is frozen") for _ in range(2))
    plan, source = (
        make_plan(one, ERROR, MomentumLearningRule(0.05), batch_size=10) for one in (model, other)
    )
    for one in (plan, source):
        one.bind(inputs, labels)

    plan.restore(source.state)

    np.testing.assert_array_equal(plan.gradient(np.arange(10)), source.gradient(np.arange(10)))
    with pytest.raises(ValueError, match="states are"):
        plan.restore(source.state[1:])


@pytest.mark.parametrize("name", RECIPES)
def test_the_same_seed_gives_the_same_run_however_it_is_sliced_forked_or_parked(name, problem):
    model, inputs, labels = problem(name, L2Penalty(0.01))
    patterns = inputs, labels

    def begin():
        rule = MomentumLearningRule(0.05)
        return TrainingRun(model, ERROR, rule, patterns, patterns, batch_size=10, n_epochs=6, order_seed=3)

    whole, sliced = begin(), begin()
    whole.advance(24)
    for _ in range(24):
        sliced.advance(1)
    branch, parked = whole.fork(2.5), whole.park().resume()
    branch.advance(24)

    for run in (sliced, branch, parked):
        np.testing.assert_array_equal(run.params, whole.params)
    assert whole.history.training_error[-1] < whole.history.training_error[0]


def test_images_drawn_anew_are_trained_on_behind_frozen_layers(problem):
    model, inputs, labels = problem("the output layer learns")
    patterns = inputs, labels

    def begin(redraw):
        rule = GradientDescentLearningRule(0.1)
        return TrainingRun(model, ERROR, rule, patterns, patterns, batch_size=10, n_epochs=3, redraw=redraw)

    varied, clean = begin(lambda given, rng: given + rng.normal(size=given.shape)), begin(None)
    for run in (varied, clean):
        run.advance(12)

    frozen = held(model)
    assert (varied.params != clean.params).any()
    np.testing.assert_array_equal(varied.params[frozen], clean.params[frozen])


def test_a_frozen_number_that_is_not_finite_takes_no_step(problem):
    model, inputs, labels = problem("the first layer is frozen")
    model.layers[0].weights[0, 1] = 1e300
    plan = make_plan(model, ERROR, GradientDescentLearningRule(0.1), batch_size=10)
    plan.bind(inputs, labels)

    assert plan.run(np.arange(20).reshape(2, 10)) == 0


def test_a_penalty_costs_nothing_where_nothing_learns(rng):
    free, frozen = (
        AffineLayer(3, 2, UniformInit(-1, 1, rng), weights_penalty=L2Penalty(0.4), learn_weights=learns)
        for learns in (True, False)
    )

    assert free.params_penalty() == pytest.approx(0.2 * np.square(free.weights).sum())
    assert frozen.params_penalty() == 0.0


def test_a_cut_wire_is_zero_whatever_weights_are_given():
    mask = np.array([[1, 0, 1], [0, 1, 1]])
    layer = AffineLayer(3, 2, UniformInit(0.5, 1.0, np.random.default_rng(0)), weights_mask=mask)
    np.testing.assert_array_equal(layer.weights != 0, mask == 1)

    layer.params = [np.full((2, 3), 7.0), np.zeros(2)]

    np.testing.assert_array_equal(layer.weights, 7.0 * mask)


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (np.zeros((2, 3)), "cuts all 6 wires"),
        (np.ones((3, 2)), r"\(3, 2\) given to .* are \(2, 3\)"),
        (np.array([[1, np.nan, 1], [1, 1, 1]]), "0 and 1 only"),
        (np.full((2, 3), 0.5), "0 and 1 only"),
    ],
)
def test_a_bad_mask_is_refused_with_a_sentence(mask, sentence):
    with pytest.raises(ValueError, match=sentence):
        AffineLayer(3, 2, weights_mask=mask)


def test_a_recipe_that_does_not_fit_is_refused_with_a_sentence():
    shape = Architecture((3, 4, 2), ("tanh",))
    with pytest.raises(ValueError, match=r"layers \[2\]; there are 2"):
        make_model(shape, weights_initialiser=np.zeros, weights_masks={2: np.ones((2, 4))})
    with pytest.raises(ValueError, match="learn_weights has 3 values for 2"):
        make_model(shape, weights_initialiser=np.zeros, learn_weights=[True, True, False])


def still_model(rng):
    shape = Architecture((3, 4, 4), ("tanh",))
    return make_model(
        shape, weights_initialiser=UniformInit(-1, 1, rng=rng), learn_weights=False, learn_biases=False
    )


def test_a_network_that_is_frozen_altogether_stands_still_at_its_first_loss(rng):
    model = still_model(rng)
    inputs, labels = rng.normal(size=(20, 3)), rng.integers(0, 4, 20)
    run = TrainingRun(
        model,
        ERROR,
        AdamLearningRule(0.5),
        (inputs, labels),
        (inputs, labels),
        batch_size=5,
        n_epochs=7,
    )
    run.advance(13)
    parked = run.park()
    again = parked.resume()
    while not again.finished:
        again.advance(5)
    assert again.stop.kind == "done"
    assert again.n_steps == 28
    np.testing.assert_array_equal(again.params, flat(model.params).astype(np.float32))
    np.testing.assert_array_equal(again.history.training_error, again.history.training_error[0])
    assert again.history.training_error[0] == pytest.approx(total_error(model, inputs, labels), rel=1e-5)
    assert run.fork(2.0).n_steps == 8


def test_a_plan_in_which_nothing_learns_refuses_what_does_not_fit_and_has_no_gradient(rng):
    plan = make_plan(still_model(rng), ERROR, GradientDescentLearningRule(0.1), batch_size=5)
    assert isinstance(plan, StillPlan)
    plan.bind(rng.normal(size=(9, 3)), rng.integers(0, 4, 9))
    plan.learning_rate = 0.3
    assert plan.learning_rate == 0.3
    assert plan.n_bytes == 2 * 4 * 36
    assert not plan.gradient(np.arange(5)).any()
    with pytest.raises(ValueError, match="n_steps, 5"):
        plan.run(np.zeros((2, 4), int))
    with pytest.raises(ValueError, match="states are"):
        plan.restore(np.zeros(35, np.float32))
    plan.restore(np.full(36, np.inf, np.float32))
    assert plan.run(np.zeros((2, 5), int)) == 0
