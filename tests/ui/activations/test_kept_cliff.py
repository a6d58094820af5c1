"""The kept sweep: all its runs are there, and a sample that is trained anew ends where the file says."""

import pytest

from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from engine.questions import sweep
from ui.activations.cliff import kept, sweeps
from ui.activations.runs import architecture_of, patterns_of
from ui.activations.settings import ActivationSettings
from ui.lecture.scenes import SCENES
from ui.work import new_runs
from ui.work.machine import machine

TOLERANCE = 0.02
"""Share of right images that another kind of machine may differ by, away from the cliff's edge."""


def test_the_scene_opens_with_every_run_at_once():
    job = sweeps.cliff(SCENES["dying-relu"].settings)
    job.advance(seconds=0.0)

    assert set(job.result) == {
        (name, start, rate)
        for name in ACTIVATIONS
        for start in sweeps.STARTS
        for rate in sweeps.RATES["mnist"]
    }


def test_other_settings_are_trained():
    assert sweeps.is_kept(ActivationSettings.from_url({**kept.LINK, "rate": "3", "activation": "tanh"})[0])
    for change in ({"init_seed": "6"}, {"epochs": "4"}, {"units": "99"}, {"on": "points"}):
        assert not sweeps.is_kept(ActivationSettings.from_url({**kept.LINK, **change})[0])


@pytest.mark.parametrize(
    ("activation", "start", "rate"),
    [("relu", "Glorot uniform", 0.1), ("relu", "He normal", 10.0), ("sigmoid", "He normal", 1.0)],
)
def test_a_run_that_is_trained_anew_ends_as_it_is_kept(activation, start, rate):
    made = kept.load()
    then = made.outcomes[activation, start, rate]
    settings = ActivationSettings.from_url(
        {**kept.LINK, "activation": activation, "start": start, "rate": str(rate)}
    )[0]
    training, validation = patterns_of(settings)
    timetable = sweep.Timetable(len(training[1]), settings.batch, settings.epochs, settings.order_seed)
    model = new_runs.initial_network(settings, architecture_of(settings))
    rule = LEARNING_RULES[settings.rule](learning_rate=rate)
    *_, (_, now) = sweep.train_to_end(model, rule, training, validation, timetable)

    assert now.diverged == then.diverged
    assert now.accuracy == pytest.approx(then.accuracy, abs=TOLERANCE)
    assert sum(now.dead) == pytest.approx(sum(then.dead), abs=20)
    if machine() == made.machine:
        assert now.accuracy == then.accuracy
        assert now.dead == then.dead
