"""How good is it: counts and images of the network at the visitor's moment, and links that bring them back."""

from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from engine.questions.assessment import Assessment
from tests.ui.conftest import LOOKS, Visitor
from ui.digits.settings import MnistSettings
from ui.mnist.quality import assessments, headline
from ui.mnist.visits import Visit
from ui.sentences import percent

SMALL = {"images": "1000", "epochs": "3", "view": "quality"}
SMALL_SET = MnistSettings(images=1_000)
DATA = {"training": 1_000, "validation": 10_000, "test": 10_000}


def opened(visitor: Visitor, **link: str) -> Visit:
    return visit_of(visitor.open("mnist", **{**SMALL, **link}))


def visit_of(visitor: Visitor) -> Visit:
    return visitor.app.session_state["visitor"].kept["visit"]


def counted(visitor: Visitor) -> dict[str, Any]:
    """The block in which all three sets are counted."""
    for _ in range(LOOKS):
        block = visitor.look().block("quality")
        if all(part["accuracy"] is not None for part in block["sets"]):
            return block
    raise AssertionError(f"not counted: {block['sets']}")


def trained(visitor: Visitor) -> None:
    visit_of(visitor).play()
    for _ in range(LOOKS):
        visitor.look()
        if not visit_of(visitor).playing:
            return
    raise AssertionError("3 epochs of 1,000 images never ended")


def images_of(name: str) -> mnist.Images:
    return getattr(mnist.load(), name)


def confusion_of(visit: Visit, name: str) -> np.ndarray[Any, Any]:
    images = images_of(name)
    count = DATA[name]
    return probe.confusion(*visit.network(), images.inputs[:count], images.labels[:count])


def test_the_curves_are_the_runs_own_up_to_the_moment(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="42")
    assert visitor.block("quality")["arrays"]["history_epoch"].tolist() == [0.0]
    trained(visitor)
    arrays, history = visitor.look().block("quality")["arrays"], visit.run.history
    assert arrays["history_epoch"][-1] == 3
    for name in ("training_error", "training_accuracy", "validation_error", "validation_accuracy"):
        np.testing.assert_allclose(arrays[f"history_{name}"], getattr(history, name), rtol=1e-6)


@pytest.mark.parametrize("name", DATA)
def test_counts_errors_and_accuracies_are_the_networks_own(visitor: Visitor, name: str) -> None:
    visit = opened(visitor, init_seed="41", set=name)
    trained(visitor)
    block = counted(visitor)
    counts = block["arrays"]["counts"].reshape(10, 10)
    np.testing.assert_array_equal(counts, confusion_of(visit, name))
    assert counts.sum() == DATA[name]
    for part in block["sets"]:
        images = images_of(part["name"])
        count = DATA[part["name"]]
        error, accuracy = probe.error_and_accuracy(
            *visit.network(), images.inputs[:count], images.labels[:count]
        )
        assert part["accuracy"] == pytest.approx(float(accuracy))
        assert part["error"] == pytest.approx(float(error), rel=1e-4)
        assert part["words"] == f"{count:,} images"


def test_a_link_restores_set_and_cell_and_shows_its_images_with_their_scores(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="42", set="validation", cell="4-9")
    trained(visitor)
    block = counted(visitor)
    arrays, images = block["arrays"], images_of("validation")
    count = confusion_of(visit, "validation")[4, 9]
    assert (block["set"], block["cell"], block["title"]) == ("validation", [4, 9], "4 taken for 9")
    assert visitor.link["cell"] == "4-9"
    assert len(block["names"]) == min(count, assessments.MOST_SHOWN) > 0
    places = [int(name.removeprefix("Validation image ")) for name in block["names"]]
    np.testing.assert_array_equal(arrays["images"].reshape(-1, 784), images.inputs[places])
    assert set(arrays["labels"]) == {4}
    assert set(arrays["answers"]) == {9}
    scores = arrays["scores"].reshape(-1, 10)
    np.testing.assert_allclose(scores, probe.class_scores(*visit.network(), images.inputs[places]), rtol=1e-5)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = powers[:, 9] / powers.sum(axis=1)
    assert (np.diff(sure) <= 1e-5).all()


def test_without_a_cell_the_most_confident_mistakes_come_first(visitor: Visitor) -> None:
    opened(visitor, init_seed="43")
    block = counted(visitor)
    wrong = round(10_000 * (1 - block["sets"][2]["accuracy"]))
    assert (block["cell"], block["title"]) == (None, "Mistakes")
    assert block["order"] == (
        f"{wrong:,} of the 10,000 test images, the most confident {assessments.MOST_SHOWN} of them shown"
    )
    assert (block["arrays"]["labels"] != block["arrays"]["answers"]).all()


def test_of_right_answers_the_least_confident_come_first(visitor: Visitor) -> None:
    opened(visitor, init_seed="44", cell="1-1")
    trained(visitor)
    block = counted(visitor)
    scores = block["arrays"]["scores"].reshape(-1, 10)
    gaps = scores[:, 1] - np.sort(scores, axis=1)[:, -2]
    assert block["title"] == "1, right"
    assert "the least confident" in block["order"]
    assert gaps[0] < gaps[-1]


def test_a_cell_without_images_says_so(visitor: Visitor) -> None:
    opened(visitor, init_seed="45", rate="0.00001")
    counts = counted(visitor)["arrays"]["counts"].reshape(10, 10)
    label, answer = np.argwhere(counts == 0)[0]
    block = counted(visitor.open("mnist", **SMALL, init_seed="45", rate="0.00001", cell=f"{label}-{answer}"))
    assert (block["names"], block["order"]) == ([], "none of the 10,000 test images")


def test_while_it_trains_the_first_images_of_the_chosen_set_are_counted(visitor: Visitor) -> None:
    visit = visit_of(visitor.open("mnist", view="quality", init_seed="46", set="training", epochs="50"))
    visit.play()
    block = visitor.look().block("quality")
    assert block["live"]
    assert block["arrays"]["counts"].sum() == assessments.MOST_AT_ONCE
    assert [part["accuracy"] is None for part in block["sets"]] == [False, True, True]
    assert block["sets"][0]["words"] == "first 10,000 of 50,000 images"
    assert block["patterns"] == "the first 10,000 of 50,000 training images"
    assert " of the first 10,000 of 50,000 training images, the most confident" in block["order"]
    assert " % of the first 10,000 of 50,000 training images are right" in block["headline"]["text"]
    steps = visit.run.n_steps
    visitor.look()
    assert visit.run.n_steps > steps


def test_a_step_to_the_past_is_the_network_that_is_counted(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="47")
    visit.step_from(0.0, 10)
    visit.step_from(0.0, 1)
    block = counted(visitor)
    past = visit.run.replay(0.1, max_batches=1).params[0]
    test = images_of("test")
    assert block["epoch"] == "0.10"
    assert block["said"] == "Looking back at epoch 0.10; this run went on to epoch 1."
    np.testing.assert_array_equal(
        block["arrays"]["counts"].reshape(10, 10),
        probe.confusion(visit.run.architecture, past, test.inputs, test.labels),
    )


def test_the_headline_names_the_most_frequent_mistake(visitor: Visitor) -> None:
    opened(visitor, init_seed="48")
    before = counted(visitor)["headline"]
    trained(visitor)
    block = counted(visitor)
    counts = block["arrays"]["counts"].reshape(10, 10).copy()
    np.fill_diagonal(counts, 0)
    label, answer = np.argwhere(counts == counts.max())[0]
    share = (
        f"{percent(round(10_000 * block['sets'][2]['accuracy']), 10_000)} of the 10,000 test images are right"
    )
    names = [f"an {digit}" if digit == 8 else f"a {digit}" for digit in (label, answer)]
    assert before["text"].startswith("Before training, ")
    assert (counts == counts.max()).sum() == 1
    assert block["headline"]["text"] == f"{share}; most often {names[0]} is taken for {names[1]}"
    assert block["said"] == "Finished: 3 epochs."


def test_where_two_mistakes_are_equally_frequent_none_is_called_the_most_frequent() -> None:
    labels = np.array([0, 0, 0, 1, 1])
    once = Assessment(labels, np.array([0, 0, 0, 1, 0]), np.zeros(5, np.float32), 0.1, 10)
    each = Assessment(labels, np.array([0, 0, 1, 1, 0]), np.zeros(5, np.float32), 0.1, 10)

    said = [headline.quality("test", found, 1.0, None, n_images=5).text for found in (once, each)]

    assert said == [
        "80.0 % of the 5 test images are right; most often a 1 is taken for a 0",
        "60.0 % of the 5 test images are right",
    ]


def test_a_cell_that_is_none_is_refused_with_a_note(visitor: Visitor) -> None:
    opened(visitor, cell="4-12", set="train")
    settings = visitor.app.session_state["visitor"].settings[MnistSettings]
    assert (settings.cell, settings.set) == (None, "test")
    assert any("2 parts of the link could not be used." in text for text in visitor.texts)


def test_counts_belong_to_the_network_not_to_who_asks(visitor: Visitor) -> None:
    opened(visitor, init_seed="49")
    counted(visitor)
    mine = visit_of(visitor)
    names = list(DATA)
    first = assessments.job(*mine.network(), names, SMALL_SET)
    assert first.finished
    assert assessments.job(*opened(Visitor(), init_seed="49").network(), names[::-1], SMALL_SET) is first


@pytest.mark.parametrize("value", [[1], [1, 10], [-1, 0], ["4", "9"], [True, 1], 4, None, {"a": 1}, [1.5, 2]])
def test_what_is_no_cell_is_told_apart(value: object) -> None:
    assert assessments.is_cell([4, 9])
    assert not assessments.is_cell(value)
