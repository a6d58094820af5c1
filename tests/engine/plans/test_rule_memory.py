"""A plan of the teaching classes keeps what a rule says that it remembers, and refuses a rule that keeps a secret."""

import numpy as np
import pytest

from engine.learning_rules import LEARNING_RULES, GradientDescentLearningRule, MomentumLearningRule
from engine.plans.course import CoursePlan
from engine.plans.rule_memory import RuleMemory
from engine.training import TrainingRun
from tests.engine.plans.plan_problems import ERROR, problem


class SignRule(GradientDescentLearningRule):
    """Remembers nothing, and therefore says nothing."""

    def update_params(self, grads_wrt_params):
        for param, grad in zip(self.params, grads_wrt_params, strict=True):
            param -= self.learning_rate * np.sign(grad)


class FadingMomentum(MomentumLearningRule):
    """Remembers of every kind: a list of arrays, one array, a fraction and a count."""

    remembers = (*MomentumLearningRule.remembers, "scale", "fade", "n_steps")

    def reset(self):
        super().reset()
        self.scale, self.fade, self.n_steps = np.ones(3), 1.0, 0

    def update_params(self, grads_wrt_params):
        self.n_steps += 1
        self.fade *= 0.99 + 1e-9 * self.n_steps
        self.scale = 0.9 * self.scale + [0.1, 0.2, 0.3 * self.fade]
        super().update_params([grad * self.fade * float(self.scale.mean()) for grad in grads_wrt_params])


class Secretive(MomentumLearningRule):
    """Says no more than momentum does, and counts."""

    def reset(self):
        super().reset()
        self.n_steps = 0

    def update_params(self, grads_wrt_params):
        self.n_steps += 1
        super().update_params([grad / self.n_steps for grad in grads_wrt_params])


class Lazy(GradientDescentLearningRule):
    """Makes its memory at the first step; nothing forgets it."""

    def update_params(self, grads_wrt_params):
        self.last = [grad.copy() for grad in grads_wrt_params]
        super().update_params(grads_wrt_params)


class Cooling(GradientDescentLearningRule):
    """Changes its own learning rate."""

    def update_params(self, grads_wrt_params):
        super().update_params(grads_wrt_params)
        self.learning_rate *= 0.9


class Nested(GradientDescentLearningRule):
    """Hides its memory within another object."""

    def reset(self):
        self.seen = {"grads": self._zeros()}

    def update_params(self, grads_wrt_params):
        self.seen["grads"][0] += grads_wrt_params[0]
        super().update_params(grads_wrt_params)


class Misnamed(MomentumLearningRule):
    remembers = ("momentum",)


class Noisy(GradientDescentLearningRule):
    remembers = ("rng",)

    def reset(self):
        self.rng = np.random.default_rng(0)


class Growing(GradientDescentLearningRule):
    remembers = ("past",)

    def reset(self):
        self.past = self._zeros()

    def update_params(self, grads_wrt_params):
        self.past = self.past + [grad.copy() for grad in grads_wrt_params]
        super().update_params(grads_wrt_params)


def plan_for(rule, seed=0, dtype=np.float32):
    """The same network and the same patterns for the same seed."""
    model, inputs, labels = problem(np.random.default_rng(seed))
    plan = CoursePlan(model, ERROR, rule, batch_size=10, dtype=dtype)
    plan.bind(inputs, labels)
    return plan


GOOD = [*LEARNING_RULES.values(), SignRule, FadingMomentum]


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_a_rule_names_resumes_and_rewinds_bit_for_bit(kind, dtype, rng):
    whole, fresh = (plan_for(kind(0.01), dtype=dtype) for _ in range(2))
    rows = rng.integers(40, size=(30, 10))
    whole.run(rows[:12])
    state = whole.state
    whole.run(rows[12:])
    end = whole.state

    fresh.restore(state)
    fresh.run(rows[12:])
    whole.restore(state)
    whole.run(rows[12:])

    np.testing.assert_array_equal(fresh.state, end)
    np.testing.assert_array_equal(whole.state, end)


@pytest.mark.parametrize("kind", GOOD)
def test_reset_brings_back_what_a_rule_names(kind):
    rule = kind(0.01)
    rule.initialise([np.ones((2, 3)), np.ones(2)])
    memory = RuleMemory(rule, np.float64)
    fresh = [array.copy() for array in memory.arrays]
    rule.update_params([np.ones((2, 3)), np.ones(2)])

    rule.reset()

    assert all(np.array_equal(a, b) for a, b in zip(fresh, memory.arrays, strict=True))


@pytest.mark.parametrize("kind", [SignRule, FadingMomentum])
def test_a_run_with_a_new_rule_is_rewound_and_forked(kind, rng):
    model, inputs, labels = problem(rng)
    run = TrainingRun(model, ERROR, kind(0.01), (inputs, labels), (inputs, labels), batch_size=10, n_epochs=6)
    while run.advance(5):
        pass
    end = run.params

    branch = run.fork(2.5)
    while branch.advance(3):
        pass
    run.rewind()
    while run.advance(100):
        pass

    np.testing.assert_array_equal(branch.params, end)
    np.testing.assert_array_equal(run.params, end)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Secretive, "Secretive changes n_steps in a step, which its `remembers` does not name"),
        (Lazy, "Lazy changes last in a step"),
        (Cooling, "Cooling changes _learning_rate in a step"),
        (Nested, "Nested changes seen in a step"),
        (Misnamed, "Misnamed remembers momentum, which is None after reset"),
        (Noisy, "Noisy remembers rng, which is Generator"),
        (Growing, "Growing remembers past, whose shape changes in a step"),
    ],
)
def test_a_rule_that_cannot_be_rewound_is_refused_by_name(kind, words):
    with pytest.raises(ValueError, match=words):
        plan_for(kind(0.01))


def test_the_trial_step_leaves_rule_and_parameters_as_they_were():
    rule = FadingMomentum(0.01)
    plan = plan_for(rule)

    np.testing.assert_array_equal(plan.state[-2:], [1.0, 0.0])
    assert not plan.state[plan.architecture.n_params : 2 * plan.architecture.n_params].any()
    assert not rule.params


def test_an_attribute_that_no_step_changes_need_not_be_named():
    rule = GradientDescentLearningRule(0.01)
    rule.schedule, rule.words, rule.rng = (lambda step: step), {"a": [1, 2]}, np.random.default_rng(0)

    plan_for(rule)
