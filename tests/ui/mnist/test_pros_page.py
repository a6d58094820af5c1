"""Pros and cons: every answer that is called right follows from evidence that was trained and counted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.architecture import Architecture
from engine.questions import probe
from tests.ui.conftest import Visitor
from ui.digits.settings import ANSWERS, MnistSettings
from ui.mnist.pros import evidence as single_layer_evidence
from ui.mnist.pros import questions
from ui.mnist.pros.evidence import Course, Evidence, Shapes

pytestmark = pytest.mark.xdist_group("pros")  # what is trained here is trained once

SINGLE = Architecture((784, 10))


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Networks that train in a moment."""
    with pytest.MonkeyPatch.context() as patch:
        small = {
            "single": replace(single_layer_evidence.SINGLE, images=1000, epochs=3),
            "deep": replace(single_layer_evidence.DEEP, images=1000, epochs=3, units=(8,)),
        }
        patch.setattr(single_layer_evidence, "NETWORKS", small)
        patch.setattr(single_layer_evidence, "SHAPED", 300)
        yield


@pytest.fixture(scope="module")
def evidence(quick: None) -> Evidence:
    job = single_layer_evidence.job()
    while not job.finished:
        job.advance(seconds=1.0)
    assert job.result
    return job.result


def question(found: Evidence, name: str, digit: int = 7) -> dict[str, Any]:
    (one,) = [q for q in questions.questions(found, digit) if q["name"] == name]
    return one


def course(error: float) -> Course:
    return Course(np.array([0.0]), np.array([error]), np.array([0.9]), np.zeros(7850, np.float32))


def test_evidence_comes_piece_by_piece_and_is_never_taken_back() -> None:
    seen = list(single_layer_evidence.work(1))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert not seen[0][1].ways
    assert [len(found.shapes) for _, found in seen] == sorted(len(found.shapes) for _, found in seen)
    last = seen[-1][1]
    assert (list(last.courses), list(last.ways), len(last.shapes)) == (
        ["single", "deep"],
        ["single", "deep"],
        10,
    )


def test_on_the_way_between_two_single_layers_the_loss_never_rises_above_the_chord(
    evidence: Evidence,
) -> None:
    way = evidence.ways["single"]
    chord = np.linspace(way[0], way[-1], len(way))
    assert (way <= chord + 1e-5).all()


def test_the_way_ends_at_both_networks(evidence: Evidence) -> None:
    images = mnist.load().training
    for name, way in evidence.ways.items():
        architecture = SINGLE if name == "single" else Architecture((784, 8, 10), ("relu",))
        for end, one in zip((0, -1), evidence.courses[name], strict=True):
            error, _ = probe.error_and_accuracy(
                architecture, one.params, images.inputs[:1000], images.labels[:1000]
            )
            assert way[end] == pytest.approx(float(error), rel=1e-4)


def test_the_losses_in_words_are_those_at_the_ends_of_the_curves(evidence: Evidence) -> None:
    words = question(evidence, "convex")["words"]
    for way in evidence.ways.values():
        assert f"{way[0]:.3f} and {way[-1]:.3f}" in words


def test_shapes_count_every_test_image_of_their_digit_once(evidence: Evidence) -> None:
    test = mnist.load().test
    params = evidence.courses["single"][0].params
    counts = probe.confusion(SINGLE, params, test.inputs, test.labels)
    for digit, here in enumerate(evidence.shapes):
        assert here.counts.sum() == counts[digit].sum()
        assert here.wrong.sum() == counts[digit].sum() - counts[digit, digit]
        assert (here.wrong <= here.counts).all()


def test_parameters_are_counted(evidence: Evidence) -> None:
    asked = question(evidence, "parameters")
    assert asked["options"][asked["right"]] == "7,850"
    assert [size["n"] for size in asked["evidence"]["sizes"]] == [7_850, 79_510]


@pytest.mark.parametrize(
    ("single", "deep", "right"),
    [
        ([0.3, 0.3, 0.3], [0.1, 0.5, 0.1], 1),
        ([0.3, 0.3, 0.3], [0.1, 0.11, 0.1], 2),
        ([0.3, 0.4, 0.3], [0.1, 0.5, 0.1], 0),
    ],
)
def test_whether_the_loss_rises_is_read_off_the_way(
    single: list[float], deep: list[float], right: int
) -> None:
    courses = {name: [course(0.3), course(0.3)] for name in ("single", "deep")}
    found = Evidence(courses, [], {"single": np.array(single), "deep": np.array(deep)})
    asked = question(found, "convex")
    assert asked["right"] == right
    assert asked["words"].count("a hill") == (max(single) > 0.35) + (max(deep) > 0.2)


@pytest.mark.parametrize(
    ("wrong", "right"), [([10, 15], 0), ([10, 90], 1), ([2, 90], 2), ([0, 5], 2), ([0, 0], 0), ([10, 20], 1)]
)
def test_how_much_more_often_the_worst_shape_is_wrong_is_counted(wrong: list[int], right: int) -> None:
    here = Shapes(np.zeros((3, 784)), np.array([100, 100, 0]), np.array([*wrong, 0]))
    found = Evidence({"single": [course(0.3)], "deep": [course(0.3)]}, [here])
    asked = question(found, "shapes", digit=0)
    assert asked["right"] == right
    assert (
        f"From {min(wrong):.1f} to {max(wrong):.1f} % of the test images of a way are wrong."
        in asked["words"]
    )


def test_without_evidence_nothing_but_the_parameters_is_answered() -> None:
    ready = {q["name"]: q["ready"] for q in questions.questions(Evidence(), 7)}
    assert ready == {"parameters": True, "convex": False, "interpretable": False, "shapes": False}


def test_a_link_reveals_answers_and_chooses_the_digit(visitor: Visitor, evidence: Evidence) -> None:
    block = visitor.open("mnist", view="pros", revealed="shapes,convex", digit="4").block("pros")
    assert block["revealed"] == ["convex", "shapes"]
    assert block["headline"] == "Pros and cons of a single layer: predict, then reveal"
    shapes = question(evidence, "shapes", digit=4)
    assert block["questions"][3] == shapes
    levels = block["arrays"]["shape_levels"].reshape(-1, 784)
    np.testing.assert_array_equal(levels, np.rint(255 * evidence.shapes[4].means).astype(np.uint8))
    template = SINGLE.split(evidence.courses["single"][0].params)[0]
    np.testing.assert_allclose(block["arrays"]["templates"].reshape(10, 784), template, rtol=1e-6)
    assert visitor.link == {"view": "pros", "revealed": "convex,shapes", "digit": "4"}
    assert not {"Preset", "Hidden layers", "Learning rate"} & set(visitor.labels)


def test_with_every_answer_revealed_the_headline_says_what_was_found(
    visitor: Visitor, evidence: Evidence
) -> None:
    block = visitor.open("mnist", view="pros", revealed=",".join(ANSWERS)).block("pros")
    assert block["headline"] == "Few parameters, one valley, readable; but one template for each digit"


def test_settings_know_the_questions_by_name() -> None:
    assert tuple(q["name"] for q in questions.questions(Evidence(), 7)) == ANSWERS
    assert MnistSettings.from_url({"revealed": "all"})[1]
