"""The story of a run on images: every sentence is borne out by a computation of its own, from the weights."""

import json
import random
import re
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine import pauses
from engine.training import TrainingRun
from tests.browser.referee.mnist_story import KINDS, Kept, bear_out
from ui.digits import runs
from ui.digits.settings import MnistSettings
from ui.digits.story import told as in_blocks
from ui.digits.story.found import MOST_OF_A_KIND, found
from ui.digits.story.record import Record
from ui.mnist.sights import at_rest
from ui.plane.story.record import Mark
from ui.plane.story.thresholds import THRESHOLDS, threshold
from ui.work import turns
from ui.work.line import Account

MOST = 18
"""Moments that the browser is sent of a run."""


def drawn(seed: int) -> MnistSettings:
    """Settings of a small run, by lot."""
    lot = random.Random(seed)
    rule = lot.choice(["gradient descent", "Adam", "momentum"])
    return MnistSettings(
        depth=lot.choice((0, 0, 1, 1, 2)),
        units=(lot.choice((3, 10, 20)),),
        activation=(lot.choice(("relu", "relu", "tanh", "sigmoid")),),
        rule=rule,
        rate=lot.choice((0.003, 0.03) if rule == "Adam" else (0.02, 0.3, 3.0)),
        epochs=lot.choice((9, 16, 40)),
        images=1_000,
        init_seed=lot.randrange(100),
    )


def run_of(settings: MnistSettings) -> TrainingRun:
    run = runs.own_run(settings).run
    while not run.finished:
        run.advance(1_000)
    return run


def record_of(run: TrainingRun, most: int = MOST) -> Record:
    sight, images = at_rest(run, run.n_steps, None, most), mnist.load()
    asked = int(threshold("asked"))
    sample = mnist.Images(images.validation.inputs[:asked], images.validation.labels[:asked])
    epochs, training, _, validation, _ = sight.curves.T
    return Record(
        run.architecture, sight.epochs, sight.params, epochs, training, validation, sample, images.names
    )


def story_of(record: Record) -> tuple[Mark, ...]:
    *_, (share, marks) = found(record)
    assert share == 1.0
    return marks


def kept_of(record: Record) -> Kept:
    networks = {}
    for epoch, params in zip(record.epochs.tolist(), record.params, strict=True):
        parts = [part.astype(np.float64) for part in record.architecture.split(params)]
        networks[epoch] = list(zip(parts[::2], parts[1::2], strict=True))
    curves = np.column_stack([record.measured_at, record.training_loss, record.validation_loss])
    names, activations = list(record.names), record.architecture.activations
    return Kept(list(networks), networks.__getitem__, activations, curves, record.images, names)


def holds(kind: str, text: str, epoch: float, kept: Kept) -> bool:
    try:
        bear_out(kind, text, epoch, kept)
    except (AssertionError, ValueError, IndexError):
        return False
    return True


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed < 4 else pytest.mark.full) for seed in range(24)]
)
def test_no_sentence_of_any_run_is_false(seed: int) -> None:
    settings = drawn(seed)
    record = record_of(run_of(settings))
    marks, kept = story_of(record), kept_of(record)
    epochs = [mark.epoch for mark in marks]
    assert epochs == sorted(set(epochs))
    assert set(epochs) <= set(kept.epochs)
    assert len(marks) <= THRESHOLDS["marks"].value
    for mark in marks:
        try:
            bear_out(mark.kind, mark.text, mark.epoch, kept)
        except AssertionError as error:
            raise AssertionError(f"{settings}\nepoch {mark.epoch}: {mark.text}") from error


SEEN = [
    (MnistSettings(images=1_000, epochs=30, rate=0.02), {"half", "apart"}),
    (
        MnistSettings(images=1_000, epochs=60, depth=1, units=(20,), rule="Adam", rate=0.01),
        {"best", "overfit"},
    ),
    (MnistSettings(images=1_000, epochs=16, depth=1, units=(20,), rate=2.0), {"dies"}),
]


@pytest.mark.parametrize(("settings", "kinds"), SEEN)
def test_each_kind_is_found_and_a_false_sentence_is_found_out(
    settings: MnistSettings, kinds: set[str]
) -> None:
    record = record_of(run_of(settings))
    marks, kept = story_of(record), kept_of(record)
    assert kinds <= {mark.kind for mark in marks}
    for mark in marks:
        bear_out(mark.kind, mark.text, mark.epoch, kept)
        for number in re.finditer(r"(?<![\w.,→])\d+(\.\d+)?(?! (?:validation|more))", mark.text):
            wrong = f"{mark.text[: number.start()]}{float(number[0]) * 1.5 + 7:g}{mark.text[number.end() :]}"
            assert not holds(mark.kind, wrong, mark.epoch, kept), wrong


def test_a_run_that_does_not_learn_or_diverges_has_no_story() -> None:
    settings = MnistSettings(images=1_000, epochs=12)
    still = runs.own_run(settings).run
    still.learning_rate = 0.0
    still.advance(10**6)
    assert record_of(still).n_moments >= 8
    assert story_of(record_of(still)) == ()
    diverged = record_of(run_of(replace(settings, depth=1, units=(5,), rate=100.0, start="large (±4)")))
    for mark in story_of(diverged):
        bear_out(mark.kind, mark.text, mark.epoch, kept_of(diverged))


def test_the_moments_that_are_sent_have_the_lowest_loss_and_do_not_move_when_one_is_asked_for() -> None:
    run = run_of(MnistSettings(images=1_000, epochs=60, depth=1, units=(20,), rule="Adam", rate=0.01))
    plain, asked = at_rest(run, run.n_steps, None, MOST), at_rest(run, run.n_steps, 23, MOST)
    history, kept = run.history, run.snapshots.epochs
    measured = np.isin(history.epoch, kept)
    lowest = history.epoch[measured][history.validation_error[measured].argmin()]
    assert 0 < lowest < 60
    assert lowest in plain.epochs
    assert set(plain.epochs) | {2.3} == set(asked.epochs)
    assert len(asked.epochs) <= MOST


def test_a_header_has_all_marks_in_a_kilobyte_or_owes_them() -> None:
    record = record_of(run_of(SEEN[0][0]))
    marks = story_of(record)
    header = in_blocks.header(marks, over=True)
    assert [row[1:] for row in header["story"]] == [[mark.kind, mark.text] for mark in marks]
    assert not header["story_owed"]
    assert len(json.dumps(header["story"], ensure_ascii=False).encode()) <= 1_024
    assert in_blocks.header(None, over=True) == {"story": [], "story_owed": True}
    assert in_blocks.header(None, over=False) == {"story": [], "story_owed": False}


def test_every_kind_has_a_check() -> None:
    assert set(MOST_OF_A_KIND) == set(KINDS)


def test_a_story_does_not_wait_for_a_lock_whose_holder_waits_for_the_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accounts, trained = threading.local(), runs.DigitRun(SimpleNamespace())  # type: ignore[arg-type]
    held, pushed, called = threading.Event(), threading.Event(), list[str]()
    monkeypatch.setattr(turns, "mine", lambda: vars(accounts).setdefault("mine", Account()))
    monkeypatch.setattr("ui.frame.session.visitor", lambda: None)

    def record() -> Any:
        called.append("early")

    def hold() -> None:
        with turns.turn(trained.busy):
            held.set()
            while not pushed.is_set():
                pauses.look()

    def push() -> None:
        held.wait()
        in_blocks.push("beside a lock", trained, record, 0.5)
        pushed.set()

    both = [threading.Thread(target=act, daemon=True) for act in (hold, push)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)
    assert not any(thread.is_alive() for thread in both), "they wait for each other for ever"
    assert not called
