"""MNIST without units that a visitor has switched off: what the page sends is what the engine finds."""

from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe, unit_worth
from tests.ui.conftest import LOOKS, Visitor
from tests.ui.mnist.test_mnist_page import settings_of, visit_of
from ui.digits.settings import MnistSettings
from ui.mnist.templates import images
from ui.mnist.visits import Visit

SMALL = {"images": "1000", "epochs": "2", "depth": "2", "units": "9-6", "activation": "tanh", "at": "2"}


def opened(visitor: Visitor, **link: str) -> Visit:
    """The page at the end of its run."""
    visitor.open("mnist", **{**SMALL, **link})
    for _ in range(LOOKS):
        if not visit_of(visitor).playing:
            return visit_of(visitor)
        visitor.look()
    raise AssertionError("2 epochs of 1,000 images never ended")


def without(visit: Visit, params: Any, off: list[tuple[int, int]], by_mean: bool) -> Any:
    seen = mnist.load().training.inputs[:1_000]
    answers = unit_worth.mean_answers(visit.run.architecture, params, seen) if by_mean else None
    return unit_worth.switched_off(visit.run.architecture, params, off, answers)


def measured(visitor: Visitor, asking: Any) -> dict[str, Any]:
    """The block once nothing is owed any more: asks as the browser does."""
    have = visitor.look().block("templates")["networks"]
    for _ in range(LOOKS):
        block: dict[str, Any] = asking(have=have, nonce=0)
        if not block["without"]["owed"]:
            return block
    raise AssertionError("the moments were never measured")


@pytest.mark.parametrize("off_as", ["zero", "mean"])
def test_every_moment_is_measured_without_the_units(visitor: Visitor, asking: Any, off_as: str) -> None:
    visit = opened(visitor, off="1-2,2-6", off_as=off_as)
    moments = visitor.look().block("templates")["arrays"]["moment_epoch"]
    block = measured(visitor, asking)
    arrays, data = block["arrays"], mnist.load()
    np.testing.assert_array_equal(arrays["off_epochs"], moments)
    sets = [(data.training.inputs[:1_000], data.training.labels[:1_000])]
    sets += [(data.validation.inputs, data.validation.labels)]
    for epoch, row in zip(moments, arrays["off_measures"].reshape(-1, 4), strict=True):
        step = round(float(epoch) * visit.run.steps_per_epoch)
        params = without(visit, visit.run.retrace(step, step)[0], [(0, 1), (1, 5)], off_as == "mean")
        for (inputs, labels), found in zip(sets, row.reshape(2, 2), strict=True):
            expected = probe.error_and_accuracy(visit.run.architecture, params, inputs, labels)
            np.testing.assert_allclose(found, expected, atol=1e-5)
    answers = arrays["off_answers"]
    assert answers.size == (len(moments) * 15 if off_as == "mean" else 0)


def test_the_table_is_what_every_unit_is_worth_at_the_epoch_that_was_asked_for(
    visitor: Visitor,
    asking: Any,
) -> None:
    visit = opened(visitor, off="1-2", off_as="mean")
    have = visitor.look().block("templates")["networks"]
    for _ in range(LOOKS):
        block = asking(have=have, worth=1.0, nonce=0)
        if "unit_worth" in block["arrays"]:
            break
    step = visit.run.steps_per_epoch
    params, validation = visit.run.retrace(step, step)[0], mnist.load().validation
    means = unit_worth.mean_answers(visit.run.architecture, params, mnist.load().training.inputs[:1_000])
    changed = without(visit, params, [(0, 1)], by_mean=True)
    patterns = validation.inputs, validation.labels
    expected = unit_worth.worth(visit.run.architecture, changed, *patterns, means)
    np.testing.assert_allclose(block["arrays"]["unit_worth"], np.concatenate(expected.worth), atol=1e-5)
    blames = unit_worth.blame(visit.run.architecture, changed, *patterns)
    np.testing.assert_allclose(block["arrays"]["unit_blame"], np.concatenate(blames), atol=1e-5)
    assert block["worth"] | {"seconds_left": 0} == {
        "epoch": 1.0,
        "off": "1-2",
        "off_as": "mean",
        "share": 1.0,
        "seconds_left": 0,
    }


def test_the_mistakes_are_those_of_the_network_that_is_left(visitor: Visitor) -> None:
    visit, test = opened(visitor), mnist.load().test
    settings = MnistSettings.from_url({**SMALL, "off": "2"})[0]
    found = images.gallery(visit.trained, visit.step, settings, "mistakes", None, 0)
    params = without(visit, visit.run.params, [(1, unit) for unit in range(6)], by_mean=False)
    answers = probe.class_scores(visit.run.architecture, params, test.inputs).argmax(axis=1)
    assert len(set(answers)) == 1  # nothing but the last biases is left
    assert found.count == (answers != test.labels).sum()


def test_counts_are_those_of_the_network_that_is_left_and_its_curves_are_not(visitor: Visitor) -> None:
    opened(visitor, off="1", view="quality")
    for _ in range(LOOKS):
        block = visitor.look().block("quality")
        if block["headline"]["text"].startswith("Without"):
            break
    assert block["headline"]["text"].startswith("Without layer 1: ")
    assert block["said"].endswith(" The curves are those of the whole network.")
    assert block["sets"][2]["accuracy"] < 0.2


@pytest.mark.parametrize("view", ["keep", "kinds"])
def test_a_view_that_shows_whole_networks_says_so_where_units_are_off(visitor: Visitor, view: str) -> None:
    words = ("on here: the file has the whole network", "No unit is switched off here")
    visitor.open("mnist", view=view, images="1000", depth="1", units="4", off="1-1")
    assert sum(any(word in text for word in words) for text in visitor.texts) == 1
    visitor.open("mnist", view=view, images="1000", depth="1", units="4", off="")
    assert not any(word in text for word in words for text in visitor.texts)


def test_units_that_the_network_does_not_have_are_a_sentence(visitor: Visitor) -> None:
    opened(visitor, off="1-99,3")
    assert settings_of(visitor).off == ""
    assert any("1-99 and 3 are not in this network; they are left out" in text for text in visitor.texts)
