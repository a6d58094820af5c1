"""The kept runs of the lab's network: they open at once, and what is computed anew is what the file says."""

import itertools
import os

import pytest

from tests.ui.conftest import Visitor
from tests.ui.mnist.test_variability_page import blocks
from ui.digits.presets import PRESETS
from ui.lecture.scenes import SCENES
from ui.mnist.lab import kept
from ui.work.machine import machine

TOLERANCE = 100
"""Of 10,000 test images, right ones that another kind of machine may differ by."""

SAMPLE = 4
"""Epochs that are trained anew, of the run that is kept first for each network."""


def counts_are_near(now: list[int], then: list[int]) -> None:
    assert now == pytest.approx(then, abs=TOLERANCE)
    if machine() == kept.load().machine:
        assert now == then


def test_the_scene_opens_with_every_run_at_once_and_trains_nothing(visitor: Visitor) -> None:
    visitor.open("mnist", **SCENES["lab"].settings.to_url())

    (block,) = blocks(visitor, "lab")
    made, n_counts = kept.load(), kept.LAB.epochs + 1
    for name, depth in zip(("one", "two"), kept.DEPTHS, strict=True):
        shares = block["arrays"][name].reshape(len(kept.SEEDS), n_counts)
        assert [[round(10_000 * float(share)) for share in run] for run in shares] == made.of_depth(depth)
    assert not blocks(visitor, "progress")


def test_the_scene_shows_the_labs_network() -> None:
    settings = SCENES["lab"].settings
    assert settings.training_part() == PRESETS["Lab 3 of the course"].training_part()  # type: ignore[attr-defined]


def test_both_networks_are_kept_from_the_same_starts() -> None:
    made = kept.load()
    assert set(made.runs) == set(itertools.product(kept.DEPTHS, kept.SEEDS))
    assert {len(counts) for counts in made.runs.values()} == {kept.LAB.epochs + 1}


@pytest.mark.parametrize("depth", kept.DEPTHS)
def test_the_first_epochs_trained_anew_are_those_that_are_kept(depth: int) -> None:
    seed = kept.SEEDS[0]
    now = list(itertools.islice(kept.counted(depth, seed), SAMPLE + 1))

    counts_are_near(now[1:], kept.load().runs[depth, seed][1 : SAMPLE + 1])


@pytest.mark.skipif(os.environ.get("EVERY_ANSWER") != "true", reason="trains for a minute; EVERY_ANSWER=true")
def test_a_whole_run_trained_anew_is_the_one_that_is_kept() -> None:
    depth, seed = kept.DEPTHS[-1], kept.SEEDS[-1]

    counts_are_near(list(kept.counted(depth, seed))[1:], kept.load().runs[depth, seed][1:])


def test_the_file_is_small() -> None:
    assert kept.FILE.stat().st_size < 20_000
