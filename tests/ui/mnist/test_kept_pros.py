"""The kept evidence for and against a single layer: it opens at once and whole, and is what training comes to."""

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from engine.questions.shapes import nearest
from tests.ui.conftest import Visitor
from tests.ui.mnist.test_variability_page import blocks
from ui.digits.runs import digits_architecture
from ui.digits.settings import MnistSettings
from ui.lecture.scenes import SCENES
from ui.mnist import needs
from ui.mnist.pros import evidence, kept, questions
from ui.work.machine import machine

TOLERANCE = 0.01
"""Share of right images, and nats, that another kind of machine may differ by."""


def test_the_scene_opens_with_all_its_evidence_at_once(visitor: Visitor) -> None:
    visitor.open("mnist", **SCENES["pros-and-cons"].settings.to_url())

    (shown,) = blocks(visitor, "pros")
    assert all(question["ready"] for question in shown["questions"])
    assert shown["arrays"]["templates"].any()
    assert shown["note"].startswith("Each network was trained on the first 10,000 training images")
    assert kept.load().machine in shown["note"]
    assert not blocks(visitor, "progress")
    assert not list(needs.needs(SCENES["pros-and-cons"].settings))


def test_other_seeds_are_trained_here(visitor: Visitor) -> None:
    visitor.open("mnist", view="pros", init_seed="7")

    (shown,) = blocks(visitor, "pros")
    assert shown["note"].endswith("from two starts, seeds 7 and 8.")
    assert not all(question["ready"] for question in shown["questions"])
    assert kept.evidence_from(7) is None
    assert len(list(needs.needs(MnistSettings(view="pros", init_seed=7)))) == 1


def test_a_button_takes_other_seeds(visitor: Visitor) -> None:
    visitor.open("mnist", view="pros")
    visitor.app.button(key="pros_again").click()
    visitor.look()

    assert visitor.link == {"view": "pros", "init_seed": "3"}
    assert blocks(visitor, "pros")[-1]["note"].endswith("from two starts, seeds 3 and 4.")


def test_the_single_layer_trained_anew_is_the_one_that_is_kept() -> None:
    """Its loss at both ends of the way, how often it is right, and what it gets wrong of each way to write a digit."""
    made, images = kept.load(), mnist.load()
    then = made.found.courses["single"][0]
    *_, (_, both) = evidence._trained("single", made.seed)
    architecture, way = digits_architecture(evidence.SINGLE), evidence._way(both, "single")

    assert both[0].accuracy[-1] == pytest.approx(then.accuracy[-1], abs=TOLERANCE)
    np.testing.assert_allclose(way, made.found.ways["single"], atol=TOLERANCE)
    weights = [architecture.split(one.params)[0] for one in (both[0], then)]
    np.testing.assert_allclose(weights[1], weights[0], atol=0.05)
    if machine() == made.machine:
        np.testing.assert_allclose(way, made.found.ways["single"], rtol=1e-5)
        assert both[0].accuracy[-1] == pytest.approx(then.accuracy[-1], abs=1e-6)
        np.testing.assert_allclose(weights[1], weights[0], atol=np.abs(weights[0]).max() / 250)
        seven = images.test.inputs[images.test.labels == 7]
        answers = probe.class_scores(architecture, both[0].params, seven).argmax(axis=-1)
        groups = nearest(made.found.shapes[7].means, seven)
        wrong = np.bincount(groups[answers != 7], minlength=evidence.N_SHAPES)
        assert np.abs(wrong - made.found.shapes[7].wrong).max() <= 1  # mean images have 256 levels


def test_what_is_kept_answers_as_the_slide_does() -> None:
    asked = {one["name"]: one for one in questions.questions(kept.load().found, 7)}
    assert asked["convex"]["right"] == 1
    assert "no rise between them" in asked["convex"]["words"]
    assert asked["shapes"]["right"] == 2


def test_the_file_is_small_and_says_what_was_read_of_it() -> None:
    text = kept.FILE.read_text("utf-8")
    assert kept.written(kept.load()) == text
    assert len(text) < 120_000
