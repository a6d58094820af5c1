"""The kept lessons in variability: they open at once and whole, and what is computed anew is what the file says."""

import numpy as np
import pytest

from datasets import mnist, transforms
from datasets.transforms import Transform
from tests.ui.conftest import Visitor
from tests.ui.mnist.test_variability_page import blocks
from ui.digits.settings import MnistSettings
from ui.lecture.scenes import SCENES
from ui.mnist import lessons
from ui.mnist.lessons import CLEAN, NETWORKS
from ui.mnist.variability import kept, progress
from ui.work.machine import machine

TOLERANCE = 0.01
"""Share of right images that another kind of machine may differ by."""


def test_the_scene_opens_with_networks_proof_and_curves_at_once(visitor: Visitor) -> None:
    visitor.open("mnist", **SCENES["variability"].settings.to_url())

    (bench,), (courses, costs) = blocks(visitor, "variability"), blocks(visitor, "lines")
    made = kept.load().lessons["shifted"]
    assert bench["ready"]
    assert bench["proof"]["single"] == f"{100 * made.accuracies['varied']['single']:.1f} %"
    np.testing.assert_array_equal(bench["arrays"]["multi"], made.courses["multi"].params)
    assert [len(curve["x"]) for panel in costs["panels"] for curve in panel["series"]] == 4 * [9] + 6 * [7]
    assert None not in [value for row in courses["numbers"]["rows"] for value in row["values"]]
    assert "Both networks were trained once, from seed " in costs["sentence"]
    assert not blocks(visitor, "progress")


@pytest.mark.parametrize("change", [{"vary_shift": "3"}, {"vary_skew": "5"}, {"vary_images": "3000"}])
def test_other_settings_are_trained(change: dict[str, str]) -> None:
    lesson = progress.lesson_of(MnistSettings.from_url({"trained": "varied", **change})[0])

    assert not progress.networks_after(lesson)
    assert kept.taught(lesson) is None
    assert progress.kept_words(lesson) == ""
    assert next(progress.tasks(lesson, lesson.variability))[1] is lessons.training(lesson)


@pytest.mark.parametrize("name", ["clean", "shifted"])
def test_the_kept_networks_are_right_as_often_as_the_file_says(name: str) -> None:
    taught, test = kept.load().lessons[name], mnist.load().test
    cases = {
        "clean": (test.inputs, taught.accuracies["clean"]),
        "varied": (lessons.varied("test", kept.SHIFTED)[0], taught.accuracies["varied"]),
        "turned": (transforms.transform(test.inputs, Transform(rotation=45)), taught.curves["rotation"][45]),
    }
    for inputs, shares in cases.values():
        for network, course in taught.courses.items():
            share = lessons.accuracy(network, course, inputs, test.labels)
            assert share == pytest.approx(
                shares[network], abs=3e-4
            )  # sums are rounded elsewhere in other ways


def test_the_single_layer_trained_anew_is_the_one_that_is_kept() -> None:
    made = kept.load()
    then = made.lessons["clean"].courses["single"]
    run = lessons.run_of(NETWORKS["single"], kept.LESSONS["clean"])
    run.advance(run.n_epochs * run.steps_per_epoch)
    now = kept.rounded({"single": lessons.course(run)})["single"]

    assert kept.LESSONS["clean"].variability == CLEAN
    assert now.accuracy[-1] == pytest.approx(then.accuracy[-1], abs=TOLERANCE)
    np.testing.assert_allclose(now.params, then.params, atol=0.05)
    if machine() == made.machine:
        np.testing.assert_array_equal(now.params, then.params)
        np.testing.assert_array_equal(now.accuracy, then.accuracy)


def test_the_file_is_small() -> None:
    assert kept.FILE.stat().st_size < 300_000
