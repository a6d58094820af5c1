"""The story of a run: every sentence is borne out by a computation of its own, over runs of all kinds."""

import random
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets import toy
from datasets.derived_inputs import COORDINATES
from engine.layers import ACTIVATIONS
from engine.questions import probe
from tests.browser.referee.story import KINDS, Kept, bear_out
from ui.plane import runs
from ui.plane.run_settings import RegionSettings
from ui.plane.runs import Trained
from ui.plane.story.found import MOST_OF_A_KIND, found, together, told
from ui.plane.story.record import Mark, Record
from ui.plane.story.regions import FINE, _surely
from ui.plane.story.thresholds import THRESHOLDS
from ui.plane.story.told import record_of as kept_by

EACH = 200
"""Runs whose sentences are tried."""

AT_ONCE = 10
"""Runs that one test tries."""

RATES = {"Adam": (0.003, 0.02, 0.1), "gradient descent": (0.03, 0.3, 3.0), "momentum": (0.01, 0.1)}


def drawn(seed: int) -> RegionSettings:
    """Settings of a small run, by lot."""
    lot = random.Random(seed)
    data = lot.choice(list(toy.DATASETS))
    rule = lot.choice(list(RATES))
    return RegionSettings(
        data=data,
        points=lot.choice((30, 60, 150)),
        noise=lot.choice((None, toy.DATASETS[data].noise_bounds[1] / 2)),
        depth=lot.choice((0, 1, 1, 2, 2, 3)),
        units=(lot.choice((2, 4, 8, 12)),),
        activation=(lot.choice(list(ACTIVATIONS)),),
        rule=rule,
        rate=lot.choice(RATES[rule]),
        batch=lot.choice((0, 0, 10)),
        epochs=lot.choice((40, 80, 160)),
        patience=lot.choice((0, 0, 20)),
        data_seed=lot.randrange(100),
        init_seed=lot.randrange(100),
        inputs=lot.choice((COORDINATES, COORDINATES, ("x1x1", "x2x2"), ("x1", "x2", "x1x2", "sinx1", "abs"))),
    )


def run_of(settings: RegionSettings) -> Trained:
    trained = runs.begun(settings, 120)
    trained.run.advance(10**6)
    assert trained.run.finished
    return trained


def record_of(trained: Trained, settings: RegionSettings) -> Record:
    assert trained.settings.inputs == settings.inputs
    return kept_by(trained)


def story_of(record: Record) -> tuple[Mark, ...]:
    *_, (share, marks) = found(record)
    assert share == 1.0
    return marks


def kept_of(record: Record, inputs: tuple[str, ...] = COORDINATES) -> Kept:
    architecture = record.architecture
    return Kept(
        [float(epoch) for epoch in record.epochs],
        [params.astype(np.float64) for params in record.params],
        list(architecture.sizes),
        list(architecture.activations),
        record.points,
        record.extent,
        [record.name_of(label) for label in range(architecture.sizes[-1])],
        inputs,
    )


@pytest.mark.parametrize(
    "first",
    [pytest.param(first, marks=[] if first < 30 else pytest.mark.full) for first in range(0, EACH, AT_ONCE)],
)
def test_no_sentence_of_any_run_is_false(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        settings = drawn(seed)
        record = record_of(run_of(settings), settings)
        marks, kept = story_of(record), kept_of(record, settings.inputs)
        epochs = [mark.epoch for mark in marks]
        assert epochs == sorted(set(epochs))
        assert len(marks) <= THRESHOLDS["marks"].value
        assert set(epochs) <= set(kept.epochs)
        for mark in marks:
            try:
                bear_out(mark.kind, mark.text, mark.epoch, kept)
            except AssertionError as error:
                raise AssertionError(f"{settings}\nepoch {mark.epoch}: {mark.text}") from error


RARE = [
    ({"data": "rings", "rule": "Adam", "rate": 3.0, "depth": 1}, {"plateau"}),
    ({"data": "xor", "rule": "gradient descent", "rate": 3.0, "depth": 1}, {"enters"}),
    ({"data": "xor", "rule": "Adam", "rate": 1.0, "depth": 2}, {"saturates"}),
]


@pytest.mark.parametrize(("chosen", "kinds"), RARE)
def test_what_seldom_happens_is_found_and_is_so(chosen: dict[str, Any], kinds: set[str]) -> None:
    settings = replace(RegionSettings(points=90, epochs=600, units=(6,), activation=("sigmoid",)), **chosen)
    record = record_of(run_of(settings), settings)
    marks, kept = story_of(record), kept_of(record)
    assert kinds <= {mark.kind for mark in marks}
    for mark in marks:
        bear_out(mark.kind, mark.text, mark.epoch, kept)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_run_that_does_not_learn_has_no_story(activation: str) -> None:
    still = RegionSettings(points=60, epochs=40, activation=(activation,), frozen=("hidden", "out"))
    assert story_of(record_of(run_of(still), still)) == ()
    settings = RegionSettings(points=60, epochs=40, activation=(activation,))
    trained = runs.begun(settings, 120)
    trained.run.learning_rate = 0.0
    trained.run.advance(10**6)
    record = record_of(trained, settings)
    assert record.n_moments == 41
    assert story_of(record) == ()


def test_a_false_sentence_is_found_out() -> None:
    settings = RegionSettings(points=60, epochs=120)
    record = record_of(run_of(settings), settings)
    marks, kept = story_of(record), kept_of(record)
    assert len({mark.kind for mark in marks}) >= 4
    for mark in marks:
        bear_out(mark.kind, mark.text, mark.epoch, kept)
        false = re.sub(r"\d+(\.\d+)?(?=\D*$)", lambda found: f"{float(found[0]) * 1.5 + 7:g}", mark.text)
        assert false != mark.text
        with pytest.raises((AssertionError, ValueError, IndexError)):
            bear_out(mark.kind, false, mark.epoch, kept)


def test_the_story_is_the_same_each_time_and_that_of_a_fork_knows_what_came_before() -> None:
    settings = RegionSettings(points=60, epochs=80)
    trained = run_of(settings)
    before = story_of(record_of(trained, settings))
    assert before == story_of(record_of(trained, settings)) == story_of(record_of(run_of(settings), settings))
    forked = trained.run.fork(40, learning_rate=0.0)
    forked.advance(10**6)
    after = story_of(record_of(replace(trained, run=forked), settings))
    assert after
    assert all(mark.epoch <= 40 for mark in after)


@pytest.mark.parametrize("n_epochs", [1, 2, 7, 8, 9])
def test_short_runs_have_a_short_story_or_none(n_epochs: int) -> None:
    settings = RegionSettings(points=30, epochs=n_epochs, rate=0.1)
    marks = story_of(record_of(run_of(settings), settings))
    assert len(marks) <= n_epochs


def test_a_diverged_run_has_a_story_up_to_there() -> None:
    settings = RegionSettings(
        points=60, epochs=60, rule="gradient descent", rate=100.0, activation=("relu",), start="large (±4)"
    )
    trained = run_of(settings)
    record = record_of(trained, settings)
    kept = kept_of(record)
    for mark in story_of(record):
        bear_out(mark.kind, mark.text, mark.epoch, kept)


def test_every_kind_has_its_place_its_check_and_a_name() -> None:
    assert set(MOST_OF_A_KIND) == set(KINDS)
    many = [Mark(float(i), kind, kind) for i in range(40) for kind in [list(KINDS)[i % len(KINDS)]]]
    chosen = told(many)
    assert len(chosen) == 12
    assert {mark.kind for mark in chosen} == set(list(MOST_OF_A_KIND)[:12])


def test_of_two_marks_at_one_moment_the_one_that_says_more_stands() -> None:
    marks = [Mark(3.0, "moves", "a"), Mark(3.0, "overfit", "b"), Mark(1.0, "moves", "c")]
    assert told(marks) == (Mark(3.0, "overfit", "b"),)


def test_two_runs_on_one_clock_take_turns() -> None:
    first = told([Mark(float(i), kind, kind) for i, kind in enumerate(MOST_OF_A_KIND)])
    second = told([Mark(i + 0.5, kind, kind) for i, kind in enumerate(MOST_OF_A_KIND)] + [first[0]])
    marks = together([("One", first), ("Other", second)])
    names = [mark.text.partition(": ")[0] for mark in marks]
    assert len(marks) == 12
    assert (names.count("One"), names.count("Other")) == (6, 6)
    assert len({mark.epoch for mark in marks}) == 12


class Drawn:
    """Two discs of class 0, and a bridge of a width in places between them, on the fine grid."""

    def __init__(self, width: float) -> None:
        left, right, bottom, top = -1.0, 1.0, -1.0, 1.0
        x, y = probe.grid((left, right, bottom, top), FINE).T.reshape(2, FINE, FINE)
        place = (top - bottom) / FINE
        discs = [0.3 - np.hypot(x - centre, y) for centre in (-0.5, 0.5)]
        half = min(0.5 * width * place, 0.3)
        bridge = np.minimum(half - np.abs(y - 0.5 * place), 0.5 - np.abs(x))  # between two rows of places
        self.lead = np.maximum(np.maximum(*discs), bridge if width else -np.inf)

    def fine(self, i: int) -> Any:
        return (self.lead <= 0).astype(np.uint8)

    def leads(self, i: int, label: int) -> Any:
        return self.lead


@pytest.mark.parametrize(("width", "sure"), [(0, {2}), (0.4, set()), (0.9, set()), (3.0, set()), (8.0, {1})])
def test_a_bridge_that_is_thinner_than_the_grid_is_not_overlooked(width: float, sure: set[int]) -> None:
    square: Any = Drawn(width)
    assert (square.fine(0) == 0)[:, FINE // 2].any() == (width >= 1)  # whether a place of the grid lies on it
    assert {n for n in range(5) if _surely(square, 0, 0, n)} == sure


def test_each_threshold_has_a_unit_and_words() -> None:
    assert all(one.value > 0 and one.unit and one.words for one in THRESHOLDS.values())
