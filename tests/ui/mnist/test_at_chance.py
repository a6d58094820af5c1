"""At chance the page says why, and what it says to try is better."""

import re
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from tests.ui.conftest import Visitor
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.mnist.templates import at_chance
from ui.mnist.templates.at_chance import Moment

SMALL: dict[str, Any] = {"images": 1_000, "epochs": 8, "schedule": "constant"}


def after(settings: MnistSettings, n_updates: int) -> tuple[str, float]:
    """What is said of a run, and its share of right validation images."""
    run = runs.own_run(settings).run
    run.advance(n_updates)
    validation, history = mnist.load().validation, run.history
    _, right = probe.error_and_accuracy(run.architecture, run.params, validation.inputs, validation.labels)
    moment = Moment(
        n_updates, settings.rate, float(history.training_error[0]), float(history.training_error[-1])
    )
    return at_chance.why(settings, run.architecture, run.params, moment), float(right)


FAILING = {
    "dead": (
        {"depth": 1, "activation": ("relu",), "rate": 3.0},
        r"ReLU, rate 3: 9\d of 100 units are dead after 40 updates; try 0\.3$",
    ),
    "dead in a later layer": (
        {"depth": 2, "activation": ("relu",), "rate": 3.0},
        r"ReLU, layer 2, rate 3: \d\d of 100 units",
    ),
    "saturated": (
        {"depth": 1, "activation": ("tanh",), "rate": 30.0},
        r"Tanh, rate 30: \d+ % of responses are sat",
    ),
    "alike": ({"depth": 1, "start": "zero"}, "All hidden units are alike"),
    "slow": (
        {"depth": 3, "activation": ("sigmoid",), "rate": 0.01},
        r"Rate 0\.01: the loss fell only from 2\.3",
    ),
}


@pytest.mark.parametrize(("changes", "words"), FAILING.values(), ids=FAILING)
def test_a_run_at_chance_says_why(changes: dict[str, Any], words: str) -> None:
    said, right = after(MnistSettings(**{**SMALL, **changes}), 40)
    assert right < at_chance.AT_CHANCE
    assert re.match(words, said), said


@pytest.mark.parametrize("name", ["dead", "dead in a later layer", "saturated"])
def test_the_rate_that_is_said_to_be_tried_answers_better_than_by_chance(name: str) -> None:
    settings = MnistSettings(**{**SMALL, **FAILING[name][0]})
    said, _ = after(settings, 40)
    rate = float(said.rpartition("try ")[2])
    assert rate <= settings.rate / 10
    _, right = after(settings.changed(rate=rate), 40)
    assert right > 2 * at_chance.AT_CHANCE


def test_the_page_says_it_in_its_headline(visitor: Visitor) -> None:
    link = {"images": "1000", "epochs": "4", "schedule": "constant", "depth": "1", "rate": "3"}
    visitor.open("mnist", **link)
    visit = visitor.app.session_state["visitor"].kept["visit"]
    visit.run.advance(40)
    visit.step = visit.run.n_steps
    block = visitor.look().block("templates")
    said = block["headlines"][block["headline_of"][-1]]
    assert said["name"] == "mnist.templates.headline.at_chance"
    assert re.fullmatch(FAILING["dead"][1], said["text"])


def test_nothing_is_said_of_numbers_that_are_not_finite() -> None:
    settings = MnistSettings(**SMALL, depth=1)
    run = runs.own_run(settings).run
    broken = np.full_like(run.params, np.nan)
    assert at_chance.why(settings, run.architecture, broken, Moment(9, 0.3, 2.3, 1.0)) == ""
