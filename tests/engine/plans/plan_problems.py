"""What the tests of plans share: plans, small networks with patterns, and what the teaching classes make of them."""

import copy

import numpy as np

from engine.architecture import Architecture
from engine.errors import CrossEntropySoftmaxError
from engine.initialisers import UniformInit
from engine.learning_rules import AdamLearningRule, GradientDescentLearningRule, MomentumLearningRule
from engine.models import make_model
from engine.plans.course import CoursePlan
from engine.plans.narrow import NarrowPlan
from engine.plans.wide import WidePlan

ERROR = CrossEntropySoftmaxError()
FAST_RULES = [
    lambda rate: GradientDescentLearningRule(rate),
    lambda rate: MomentumLearningRule(rate / 3, 0.7),
    lambda rate: AdamLearningRule(rate / 20, epsilon=1e-3),
]
FAST_PLANS = [NarrowPlan, WidePlan]


def params(plan):
    return plan.params_of(plan.state)


def teach(model, rule, inputs, labels, rows):
    """What the teaching classes make of these batches in float64; the parameters after the last."""
    model, rule = copy.deepcopy(model), copy.deepcopy(rule)
    model.params = [param.astype(np.float64) for param in model.params]
    rule.initialise(model.params)
    targets = np.eye(model.params[-1].size)[labels]
    for row in rows:
        activations = model.fprop(inputs[row])
        rule.update_params(model.grads_wrt_params(activations, ERROR.grad(activations[-1], targets[row])))
    return np.concatenate([param.ravel() for param in model.params])


def problem(rng, sizes=(2, 6, 5, 3), activations=("tanh", "relu"), n_patterns=40, weights=None, **options):
    """A network and patterns for it."""
    start = weights or UniformInit(-0.7, 0.7, rng)
    model = make_model(
        Architecture(sizes, activations), weights_initialiser=start, biases_initialiser=start, **options
    )
    return model, rng.normal(size=(n_patterns, sizes[0])), rng.integers(sizes[-1], size=n_patterns)


PLANS = {
    "narrow": lambda model, rule, size: NarrowPlan(model, rule, batch_size=size),
    "wide": lambda model, rule, size: WidePlan(model, rule, batch_size=size),
    "course": lambda model, rule, size: CoursePlan(model, ERROR, rule, batch_size=size),
}
