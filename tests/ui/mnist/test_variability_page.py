"""Variability without a browser: what the lessons claim, on a thousand images, and what the page is sent."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from datasets import mnist, transforms
from datasets.transforms import Transform, Variability
from engine.questions import probe
from tests.ui.conftest import LOOKS, Visitor, unpack
from ui.digits.settings import MnistSettings
from ui.mnist import lessons as digit_lessons
from ui.mnist.lessons import CHANGES, CLEAN, NETWORKS, Change, Lesson
from ui.mnist.variability import progress as variability
from ui.sentences import percent

pytestmark = pytest.mark.xdist_group("variability")  # what is trained here is trained once

SHIFTS = Variability(shift_x=2, shift_y=2)
SMALL = {"view": "variability", "vary_images": "1000"}


@pytest.fixture(autouse=True)
def few_amounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test at two amounts of two changes only: all of them take seconds."""
    few = {"shift_x": (-2, 0), "rotation": (0, 30)}
    for kind, change in CHANGES.items():
        amounts = few.get(kind, (0,))
        monkeypatch.setitem(CHANGES, kind, Change(change.words, change.unit, amounts, amounts))


def done(job: Any) -> Any:
    """A job's result at its end."""
    while not job.finished:
        job.advance(seconds=1.0)
    return job.result


@pytest.fixture(scope="module")
def lessons() -> dict[str, Any]:
    """Both networks after a thousand digits as they are, and after a thousand shifted ones; with their tests."""
    found = {}
    for name, amounts in {"clean": CLEAN, "varied": SHIFTS}.items():
        lesson = Lesson(1_000, amounts)
        courses = done(digit_lessons.training(lesson))
        found[name] = (lesson, courses, done(digit_lessons.exam(lesson, SHIFTS, courses)))
    return found


def test_hidden_units_take_in_shifts_that_one_template_a_class_cannot(lessons: dict[str, Any]) -> None:
    after_clean, after_shifts = lessons["clean"][2], lessons["varied"][2]

    assert after_clean["clean"]["multi"] - after_clean["clean"]["single"] < 0.05
    assert after_shifts["varied"]["multi"] - after_shifts["varied"]["single"] > 0.1
    for name in NETWORKS:
        assert after_shifts["varied"][name] > after_clean["varied"][name] + 0.1


def test_the_job_trains_the_run_of_its_lesson(lessons: dict[str, Any]) -> None:
    lesson, courses, _ = lessons["varied"]
    run = digit_lessons.run_of(NETWORKS["single"], lesson)
    run.advance(10**6)

    np.testing.assert_array_equal(courses["single"].params, run.params)
    np.testing.assert_array_equal(courses["single"].accuracy, run.history.validation_accuracy)


def test_tests_and_curves_are_accuracies_on_the_test_images(lessons: dict[str, Any]) -> None:
    lesson, courses, found = lessons["clean"]
    test, curves = mnist.load().test, done(digit_lessons.curves(lesson, courses))
    changed = {
        ("shift_x", -2.0): transforms.transform(test.inputs, Transform(shift_x=-2)),
        ("rotation", 30.0): transforms.transform(test.inputs, Transform(rotation=30)),
        ("rotation", 0.0): test.inputs,
    }

    for (kind, amount), inputs in changed.items():
        for name, course in courses.items():
            _, expected = probe.error_and_accuracy(NETWORKS[name], course.params, inputs, test.labels)
            assert curves[kind][amount][name] == pytest.approx(float(expected))
    assert curves["shift_x"][0.0]["multi"] == pytest.approx(found["clean"]["multi"])


@pytest.mark.parametrize(
    ("amounts", "turns"), [(SHIFTS, 1), (Variability(shift_x=1, rotation=15), 16), (Variability(skew=5), 16)]
)
def test_shifts_are_drawn_anew_each_epoch_and_what_is_interpolated_in_turns(
    amounts: Variability, turns: int
) -> None:
    redraw, n_turns = digit_lessons.redraw_of(amounts)
    images = mnist.load().training.inputs[:20]

    assert n_turns == turns
    assert redraw is not None
    np.testing.assert_array_equal(
        redraw(images, np.random.default_rng(3)), transforms.vary(images, amounts, np.random.default_rng(3))
    )
    assert digit_lessons.redraw_of(CLEAN) == (None, 1)


def test_settings_name_the_lesson_and_amounts_are_said_in_words() -> None:
    settings = MnistSettings(trained="varied", vary_shift=3, vary_rotation=15.0, vary_images=2_000)

    lesson = variability.lesson_of(settings)

    assert lesson == Lesson(2_000, Variability(shift_x=3, shift_y=3, rotation=15))
    assert variability.words_of_digits(lesson) == "digits varied by shifts of ±3 px, rotation of ±15°"
    assert variability.lesson_of(settings.changed(trained="clean")) == Lesson(2_000, CLEAN)
    assert settings.training_part() == MnistSettings().training_part()


def blocks(visitor: Visitor, name: str) -> list[dict[str, Any]]:
    """All components of a kind, as they were sent last."""
    sent = [part.proto for part in visitor.app.get("bidi_component")]
    mine = [proto.bytes for proto in sent if proto.component_name.endswith(f"hidden_layers_{name}")]
    return [unpack(block, visitor.held) for block in mine]


def looks(visitor: Visitor) -> Iterator[Visitor]:
    """The page again and again, as the browser asks for it."""
    for _ in range(LOOKS):
        yield visitor.look()
    raise AssertionError("the page's work never ended")


def at_rest(visitor: Visitor) -> Visitor:
    """The page when there is nothing left to do."""
    return next(seen for seen in looks(visitor) if not blocks(seen, "progress"))


def test_the_page_says_the_numbers_that_its_lessons_come_to(
    visitor: Visitor, lessons: dict[str, Any]
) -> None:
    at_rest(visitor.open("mnist", **SMALL, trained="varied"))

    found, clean = lessons["varied"][2], lessons["clean"][2]["clean"]
    (shown,), (courses, costs) = blocks(visitor, "variability"), blocks(visitor, "lines")
    pair = pair_of(found["varied"])
    assert shown["headline"]["text"] == f"Digits varied by shifts of ±2 px: {pair}"
    values = [row["values"] for row in courses["numbers"]["rows"]]
    assert values == [[found[kind][name] for kind in ("varied", "clean")] for name in NETWORKS]
    gap = pair_of(clean)
    assert courses["sentence"] == f"Trained and tested on digits as they are: {gap}."
    assert [len(curve["x"]) for panel in costs["panels"] for curve in panel["series"]] == [
        2,
        2,
        1,
        1,
        2,
        2,
        1,
        1,
        1,
        1,
    ]


def test_the_lab_gets_the_networks_that_were_trained_and_the_image_of_the_link(
    visitor: Visitor, lessons: dict[str, Any]
) -> None:
    link = {"shift_x": "2.5", "rotation": "-20", "image": "validation-77"}
    at_rest(visitor.open("mnist", **SMALL, **link))

    (shown,) = blocks(visitor, "variability")
    assert shown["ready"]
    for name, course in lessons["clean"][1].items():
        np.testing.assert_array_equal(shown["arrays"][name], course.params)
    assert shown["values"] == {"shift_x": 2.5, "shift_y": 0.0, "rotation": -20.0, "scale": 0.0, "skew": 0.0}
    assert shown["names"][shown["chosen"]] == "validation-77"
    validation, place = mnist.load().validation, shown["chosen"]
    np.testing.assert_array_equal(shown["arrays"]["pixels"].reshape(-1, 784)[place], validation.inputs[77])
    assert shown["labels"][place] == validation.labels[77]
    assert visitor.link == {**SMALL, **link}


def pair_of(shares: dict[str, float]) -> str:
    """Both networks' accuracies in words."""
    single, multi = (percent(round(10_000 * shares[name]), 10_000) for name in NETWORKS)
    return f"{single} of the 10,000 test images are right, with hidden units {multi}"


def test_the_lab_waits_without_numbers_until_both_are_trained(visitor: Visitor) -> None:
    visitor.open("mnist", **{**SMALL, "vary_images": "1001", "trained": "varied"})

    (shown,), (progress,) = blocks(visitor, "variability"), blocks(visitor, "progress")
    assert not shown["ready"]
    assert shown["headline"]["text"] == "How much may a digit vary?"
    assert progress["doing"] == "Training both networks on digits varied by shifts of ±2 px"


def test_a_preset_sets_all_amounts_and_trains_with_them(visitor: Visitor, lessons: dict[str, Any]) -> None:
    at_rest(visitor.open("mnist", **SMALL))

    visitor.app.selectbox(key="MnistSettings.variability").set_value("Rotation of ±30°")
    visitor.look()

    assert visitor.link == {**SMALL, "trained": "varied", "vary_shift": "0", "vary_rotation": "30"}
    (progress,) = blocks(visitor, "progress")
    assert progress["doing"] == "Training both networks on digits varied by rotation of ±30°"


def test_nonsense_in_the_link_gets_the_default_and_a_note(visitor: Visitor, lessons: dict[str, Any]) -> None:
    visitor.open("mnist", **SMALL, rotation="200", vary_shift="2.5", image="test-10000", trained="never")

    (note,) = [text for text in visitor.texts if "could not be used" in text]
    assert note.startswith("4 parts of the link could not be used. Rotation: “200” is not between −90 and 90")
    assert blocks(visitor, "variability")[0]["values"]["rotation"] == 0.0
