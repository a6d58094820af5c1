"""Large batches of images come in pieces: the same gradient but for rounding, in the memory of one piece."""

import tracemalloc

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.initialisers import UniformInit
from engine.learning_rules import AdaGradLearningRule, AdamLearningRule, MomentumLearningRule
from engine.models import make_model
from engine.penalties import L2Penalty
from engine.plans import make_plan, pieces
from engine.plans.course import CoursePlan
from engine.plans.wide import WidePlan
from tests.engine.plans.plan_problems import ERROR, params, problem, teach

RULES = {
    "momentum": MomentumLearningRule(0.05),
    "Adam": AdamLearningRule(0.01),
    "AdaGrad": AdaGradLearningRule(0.01),
}


@pytest.fixture
def few_rows(monkeypatch):
    """Pieces of 7 patterns."""
    whole = pieces.of_batch
    monkeypatch.setattr(pieces, "of_batch", lambda size, rows=7: whole(size, min(rows, 7)))
    monkeypatch.setattr(pieces, "ROWS", 7)


@pytest.mark.parametrize("batch_size", [14, 20, 8])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_batch_in_pieces_takes_the_steps_of_the_teaching_classes(few_rows, rule, batch_size):
    rng = np.random.default_rng(3)
    model, inputs, labels = problem(rng, (70, 6, 5, 3), weights_penalty=L2Penalty(0.1))
    rows = rng.integers(40, size=(20, batch_size))
    plan = make_plan(model, ERROR, rule, batch_size=batch_size)
    plan.bind(inputs, labels)

    assert plan.run(rows) == 20

    np.testing.assert_allclose(params(plan), teach(model, rule, inputs, labels, rows), rtol=0, atol=5e-6)


@pytest.mark.parametrize("n_templates", [1, 3])
def test_the_gradient_is_that_of_the_whole_batch(few_rows, n_templates):
    rng = np.random.default_rng(4)
    start = UniformInit(-0.5, 0.5, rng)
    model = make_model(
        Architecture((70, 4, 3), ("tanh",), n_templates), weights_initialiser=start, biases_initialiser=start
    )
    inputs, labels = rng.normal(size=(30, 70)), rng.integers(3, size=30)
    rule, rows = MomentumLearningRule(0.1), np.arange(24)
    gradients = []
    for plan in (
        WidePlan(model, rule, batch_size=24),
        CoursePlan(model, ERROR, rule, batch_size=24, dtype=np.float64),
    ):
        plan.bind(inputs, labels)
        gradients.append(plan.gradient(rows))
    np.testing.assert_allclose(*gradients, rtol=0, atol=1e-6)


def test_a_step_that_overflows_in_a_later_piece_is_undone(few_rows):
    rng = np.random.default_rng(5)
    model, inputs, labels = problem(rng, (70, 6, 3), ("relu",))
    inputs[19:21], labels[19:21] = 1e36, [0, 1]
    plan = WidePlan(model, MomentumLearningRule(1e36), batch_size=21)
    plan.bind(inputs, labels)
    before = plan.state

    assert plan.run(np.arange(21)[np.newaxis]) == 0

    np.testing.assert_array_equal(plan.state, before)


def test_pieces_are_the_whole_batch_in_its_order():
    for batch_size in (1, 999, 1000, 1001, 50_000):
        rows = np.arange(batch_size)
        np.testing.assert_array_equal(
            np.concatenate([rows[piece] for piece in pieces.of_batch(batch_size)]), rows
        )
    assert len(pieces.of_batch(1_000)) == 1, "the batches that MNIST's page offers come in one piece"


def test_a_full_batch_takes_the_memory_of_a_piece():
    model = make_model(
        Architecture((784, 100, 100, 10), ("relu", "relu")),
        weights_initialiser=UniformInit(-0.1, 0.1, np.random.default_rng(0)),
        biases_initialiser=UniformInit(-0.1, 0.1, np.random.default_rng(1)),
    )
    taken = []
    for batch_size in (pieces.ROWS, 20 * pieces.ROWS):
        tracemalloc.start()
        plan = make_plan(model, ERROR, AdamLearningRule(), batch_size=batch_size)
        plan.bind(np.zeros((2, 784), np.uint8), np.zeros(2, int))
        taken.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    assert taken[1] < 1.2 * taken[0]
