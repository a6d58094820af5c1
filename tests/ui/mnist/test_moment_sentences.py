"""What MNIST's templates say of a run follows the moment that is shown, and names the images that were measured."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from tests.node import Node
from tests.ui.conftest import LOOKS, Visitor

SENTENCES = "ui/mnist/templates/sentences.js"

BEFORE = "Ten outputs, no hidden layer, before training"


def played(visitor: Visitor, **link: str) -> tuple[Any, dict[str, Any]]:
    """A run at its end: the visit, and the block that the browser has then."""
    visitor.open("mnist", **link)
    visit = visitor.app.session_state["visitor"].kept["visit"]
    visit.play()
    for _ in range(LOOKS):
        visitor.look()
        if not visit.playing:
            return visit, visitor.look().block("templates")
    raise AssertionError("the run never ended")


def moment_of(block: dict[str, Any], index: int) -> dict[str, Any]:
    """A moment as the browser has it."""
    arrays = block["arrays"]
    return {
        "index": index,
        "epoch": round(float(arrays["moment_epoch"][index]), 4),
        **{
            f"{part}_wrong": 1 - float(arrays[f"moment_{part}_accuracy"][index])
            for part in ("training", "validation")
        },
        **{
            f"{part}_error": float(arrays[f"moment_{part}_error"][index])
            for part in ("training", "validation")
        },
    }


def told(block: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name != "arrays"}


def test_scrubbed_to_the_start_after_a_run_nothing_is_said_of_its_end(node: Node, visitor: Visitor) -> None:
    _, block = played(visitor, images="1000", epochs="4", init_seed="31")
    run, still = told(block), {"plays": False, "live": False}
    n_moments = len(block["arrays"]["moment_epoch"])

    def at(index: int, state: dict[str, bool] = still) -> list[str]:
        return node(
            SENTENCES,
            "[headlineAt(run, at).text, stateAt(run, at, state), testAt(run, at), paceAt(run, at)]",
            run=run,
            at=moment_of(block, index),
            state=state,
        )

    assert at(0) == [BEFORE, "Before training; this run went on to epoch 4.", "", ""]
    headline, state, test, _ = at(2, {"plays": True, "live": False})
    assert headline == "Each output learns one template"
    assert state == "Looking back at epoch 2; this run went on to epoch 4."
    assert test == ""
    headline, state, test, pace = at(n_moments - 1)
    assert headline == "Each output learns one template"
    assert state == "Finished: 4 epochs."
    assert test.endswith(" % of the 10,000 test images are right")
    assert "images a second" in pace


@pytest.mark.parametrize("epoch", [0, 1])
def test_the_measured_sentence_is_what_float64_counts_on_the_named_images(
    node: Node, visitor: Visitor, epoch: int
) -> None:
    visit, block = played(
        visitor, images="50000", epochs="1", batch="1000", init_seed="32", depth="1", units="3"
    )
    architecture = visit.run.architecture
    index = 0 if epoch == 0 else len(block["arrays"]["moment_epoch"]) - 1
    said = node(SENTENCES, "measuredAt(run, at)", run=told(block), at=moment_of(block, index))
    params = visit.run.params if epoch else visit.run.replay(0.0, max_batches=1).params[0]
    images = mnist.load()

    def wrong(inputs: np.ndarray, labels: np.ndarray) -> str:
        answers = probe.class_scores(architecture, params.astype(np.float64), inputs).argmax(axis=-1)
        tenths = Fraction(1_000 * int((answers != labels).sum()), len(labels)) + Fraction(1, 2)
        return f"{int(tenths) / 10:.1f} %"

    first = wrong(images.training.inputs[:10_000], images.training.labels[:10_000])
    validation = wrong(images.validation.inputs, images.validation.labels)
    assert said.startswith(
        f"Epoch {epoch} of 1: {first} of the first 10,000 of 50,000 training images are wrong"
    )
    assert f"{validation} of the 10,000 validation images are wrong" in said
    assert block["sample"] == "first 10,000"
    if epoch:
        expected = f"3 hidden units: {validation} of the 10,000 validation images are wrong"
        assert (
            node(SENTENCES, "headlineAt(run, at).text", run=told(block), at=moment_of(block, index))
            == expected
        )


def test_all_training_images_are_no_sample(node: Node, visitor: Visitor) -> None:
    _, block = played(visitor, images="1000", epochs="1", init_seed="33")
    said = node(SENTENCES, "measuredAt(run, at)", run=told(block), at=moment_of(block, 0))
    assert " % of the 1,000 training images are wrong" in said
    assert block["sample"] == ""
