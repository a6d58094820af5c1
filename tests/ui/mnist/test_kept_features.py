"""The kept ladder of features: it opens at once and whole, and what is trained anew ends where the file says."""

import numpy as np
import pytest

from tests.ui.conftest import Visitor
from tests.ui.mnist.test_variability_page import blocks, done
from ui.digits.settings import MnistSettings
from ui.lecture.scenes import SCENES
from ui.mnist.features import families, kept
from ui.mnist.variability import progress
from ui.work.machine import machine

TOLERANCE = 0.01
"""Share of right test images that another kind of machine may differ by."""


def test_the_scene_opens_with_pictures_and_both_curves_at_once(visitor: Visitor) -> None:
    visitor.open("mnist", **SCENES["features"].settings.to_url())

    (shown,), (curves,) = blocks(visitor, "features"), blocks(visitor, "lines")
    assert shown["arrays"]["templates"].size == 40 * 784
    assert shown["arrays"]["features"].size == 39 * 784
    assert [len(curve["x"]) for curve in curves["panels"][0]["series"]] == [8, 8]
    assert curves["sentence"].startswith("These 16 networks were trained once, from seed ")
    assert kept.load().machine in curves["sentence"]
    assert not blocks(visitor, "progress")


@pytest.mark.parametrize(
    "change", [{"trained": "clean"}, {"vary_shift": "3"}, {"vary_rotation": "5"}, {"vary_images": "3000"}]
)
def test_other_settings_are_trained(change: dict[str, str]) -> None:
    lesson = progress.lesson_of(MnistSettings.from_url({**kept.LINK, **change})[0])

    assert not families.is_kept(lesson)
    assert families.kept_words(lesson) == ""
    assert len(families.order_of(4, lesson)) == 8


def test_a_pair_that_is_trained_anew_ends_as_it_is_kept() -> None:
    """The smallest pair, which has no pictures in the file, and takes seconds."""
    made, lesson = kept.load(), progress.lesson_of(kept.settings())
    assert families.is_kept(lesson)

    for name, bank in done(families.training(1, lesson)).items():
        assert bank.accuracy == pytest.approx(made.accuracies[name][1], abs=TOLERANCE)
        if machine() == made.machine:
            assert bank.accuracy == made.accuracies[name][1]


def test_the_file_says_what_its_pictures_are() -> None:
    made, text = kept.load(), kept.FILE.read_text("utf-8")

    assert kept.written(made) == text
    assert len(text) < 300_000
    shares = made.pictures["templates"].weights.reshape(4, 10)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0, rtol=1e-6)
    features = made.pictures["features"]
    assert (np.diff(features.weights) <= 0).all()
    assert features.leaving.shape == (39, 10)
    np.testing.assert_allclose(np.abs(features.leaving).sum(axis=1), features.weights, rtol=1e-5)
