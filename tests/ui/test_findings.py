"""Headlines of the page of activations: each follows from the numbers that it is given."""

from dataclasses import replace

import numpy as np
import pytest

from engine.architecture import Architecture
from engine.questions.gradient_flow import GradientSizes
from engine.questions.sweep import Outcome
from engine.questions.unit_biography import Biography
from engine.training.stops import done
from ui import findings
from ui.activation_runs import Flow, Life
from ui.settings import ActivationSettings
from ui.sweeps import RATES, STARTS


def life(saturated, passed, stop=None):
    story = Biography(np.ones((1, 1, 2)), np.ones((1, 1)), np.array([[saturated]]), np.array([[passed]]))
    return Life(Architecture((2, 1, 3), ("relu",)), np.zeros(1), [], [story], None, 5, stop)


@pytest.mark.parametrize(
    ("activation", "saturated", "passed", "headline"),
    [
        ("relu", 1.0, 0.0, "At the end no pattern reaches this unit: it is dead"),
        ("relu", 0.75, 0.25, "At the end this unit is saturated on 75 % of the batch"),
        ("sigmoid", 1.0, 0.001, "At the end this unit is saturated on 100 % of the batch"),
        ("tanh", 0.2, 0.634, "At the end this unit passes 0.63 of a gradient, on average"),
    ],
)
def test_a_unit_is_called_dead_saturated_or_open(activation, saturated, passed, headline):
    settings = ActivationSettings(depth=1, units=(1,), activation=(activation,))
    assert findings.unit(settings, life(saturated, passed, done(5))) == headline
    assert findings.unit(settings, life(saturated, passed)).startswith("At epoch ")


def flow(**rows):
    sizes = {name: GradientSizes(*[np.array([row], float)] * 3) for name, row in rows.items()}
    return Flow(np.zeros(1), sizes, {}, {}, 3)


def test_the_depth_is_said_by_the_activation_that_shrinks_gradients_most():
    found = flow(sigmoid=[1e-6, 1e-4, 0.01284], tanh=[1e-3, 1e-3, 1e-2], relu=[1e-3, 1e-3, 1e-3])
    assert findings.depth(found) == (
        "Through sigmoids the first layer starts with 1/13,000 of the last one’s gradient"
    )
    assert findings.depth(flow(tanh=[1e-3, 1e-3, 4.2e-2])) == (
        "Through tanh the first layer starts with 1/42 of the last one’s gradient"
    )


def test_gradients_of_one_size_are_called_so_and_none_none():
    assert findings.depth(flow(sigmoid=[1, 2, 3], tanh=[1, 1, 1])) == (
        "All three layers start with gradients of much the same size"
    )
    assert findings.depth(flow(sigmoid=[0, 0, 1])) == "No gradient reaches the first layer"


def cliff_of(best):
    """Outcomes whose accuracy is highest at a rate of each activation, and at chance beyond it for relus."""
    outcome = Outcome(0.5, False, [np.zeros(3, bool)], (0.0,), np.empty(0))
    return {
        (name, start, rate): replace(
            outcome,
            accuracy=0.9 if rate == best[name] else 0.1 if name == "relu" and rate > best[name] else 0.5,
        )
        for name in best
        for start in STARTS
        for rate in RATES["mnist"]
    }


def test_the_cliff_names_the_best_rates_and_where_chance_begins():
    settings = ActivationSettings(on="mnist")
    found = cliff_of({"sigmoid": 3.0, "tanh": 0.3, "relu": 0.1})
    assert findings.cliff(found, settings, 0.1, finished=True) == (
        "ReLU is best at 0.1 and at chance from 0.3 on; sigmoid is best at 3"
    )
    found = cliff_of({"sigmoid": 1.0, "tanh": 0.3, "relu": 10.0})
    assert findings.cliff(found, settings, 0.1, finished=True) == "ReLU is best at 10; sigmoid is best at 1"
    assert "every learning rate" in findings.cliff({}, settings, 0.1, finished=False)


def test_a_curve_that_is_not_the_sigmoids_makes_no_claim_about_a_quarter():
    assert "quarter" in findings.curves({"sigmoid": 0.25}, overlay=False)
    assert "quarter" not in findings.curves({"sigmoid": 0.5}, overlay=False)
    assert findings.curves({"sigmoid": 0.25}, overlay=True) == "A sigmoid is a tanh, halved and lifted"
