"""Kinds of template: four single layers, each with the accuracy that it has on the test images."""

from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.architecture import Architecture
from engine.questions import probe, templates
from tests.ui.conftest import LOOKS, Visitor
from ui.digits.settings import MnistSettings
from ui.mnist.kinds import training
from ui.mnist.kinds.training import Kinds
from ui.sentences import percent

pytestmark = pytest.mark.xdist_group("kinds")  # what is trained here is trained once

SINGLE = Architecture((784, 10))
NAMES = ["inner product", "nearest mean", "without bias", "with bias"]


def worked(settings: MnistSettings) -> Kinds:
    job = training.job(settings)
    while not job.finished:
        job.advance(seconds=1.0)
    assert job.result
    return job.result


def finished(visitor: Visitor) -> dict[str, Any]:
    for _ in range(LOOKS):
        block = visitor.block("kinds")
        if block["finished"]:
            return block
        visitor.look()
    raise AssertionError(f"not finished: {block['rows']}")


@pytest.fixture(scope="module")
def quick() -> Kinds:
    """Four kinds from 1,000 images and two epochs."""
    return worked(MnistSettings(images=1000, epochs=2))


def test_every_kind_is_a_single_layer_with_its_own_accuracy(quick: Kinds) -> None:
    test = mnist.load().test
    assert list(quick.kinds) == NAMES
    for kind in quick.kinds.values():
        _, accuracy = probe.error_and_accuracy(SINGLE, kind.params, test.inputs, test.labels)
        assert kind.accuracy == pytest.approx(float(accuracy))
        counts = np.bincount(test.labels, minlength=10)
        assert (kind.class_accuracies * counts).sum() == pytest.approx(10_000 * kind.accuracy)


def test_means_are_those_of_the_training_images(quick: Kinds) -> None:
    images = mnist.load().training
    means = templates.class_means(images.inputs[:1000], images.labels[:1000], 10)
    np.testing.assert_array_equal(quick.kinds["inner product"].params, templates.inner_product(means))
    np.testing.assert_array_equal(quick.kinds["nearest mean"].params, templates.nearest_mean(means))


def test_biases_are_zero_where_none_is_learned_and_only_there(quick: Kinds) -> None:
    biases = {name: SINGLE.split(kind.params)[1] for name, kind in quick.kinds.items()}
    assert [name for name in NAMES if not biases[name].any()] == ["inner product", "without bias"]
    learned = {name: SINGLE.split(quick.kinds[name].params)[0] for name in training.LEARNED}
    assert not np.array_equal(*learned.values())


def test_biases_dropped_after_training_are_another_network(quick: Kinds) -> None:
    weights, biases = SINGLE.split(quick.kinds["with bias"].params)
    test = mnist.load().test
    params = np.concatenate([weights.ravel(), np.zeros_like(biases)])
    _, accuracy = probe.error_and_accuracy(SINGLE, params, test.inputs, test.labels)
    assert quick.bias_dropped == pytest.approx(float(accuracy))


def test_with_ten_thousand_images_means_are_behind_what_is_learned() -> None:
    found = worked(MnistSettings(images=10_000, epochs=2))
    shares = [found.kinds[name].accuracy for name in NAMES]
    assert shares[:2] == pytest.approx([0.639, 0.812], abs=0.01)
    assert 0.88 < shares[2] < 0.92
    assert 0.88 < shares[3] < 0.92


def test_hidden_layers_change_nothing_but_the_way_of_training_does(quick: Kinds) -> None:
    same = MnistSettings(images=1000, epochs=2, depth=2, units=(7,), view="kinds")
    assert training.job(same).result is quick
    assert training.job(same.changed(rate=0.1)).result is None


def test_the_page_shows_templates_side_by_side_and_what_was_done(visitor: Visitor, quick: Kinds) -> None:
    block = finished(visitor.open("mnist", view="kinds", images="1000", epochs="2"))
    arrays = block["arrays"]
    weights = arrays["weights"].reshape(4, 10, 784)
    for place, (name, kind) in enumerate(quick.kinds.items()):
        expected, biases = SINGLE.split(kind.params)
        np.testing.assert_allclose(weights[place], expected, rtol=1e-6)
        np.testing.assert_allclose(arrays["biases"].reshape(4, 10)[place], biases, rtol=1e-6)
        assert block["rows"][place]["accuracy"] == kind.accuracy, name
    assert [row["has_bias"] for row in block["rows"]] == [False, True, False, True]
    share = {name: percent(round(10_000 * kind.accuracy), 10_000) for name, kind in quick.kinds.items()}
    assert block["headline"]["text"] == (
        f"Learned templates: {share['with bias']} of the 10,000 test images are right; "
        f"mean images: {share['inner product']}"
    )
    assert f"then set to 0: {percent(round(10_000 * quick.bias_dropped), 10_000)} are right." in block["note"]
    assert "lecture" not in block["note"]
    shares = [share[name] for name in NAMES]
    assert block["note"].endswith(
        "Measured here, with the first 1,000 of 50,000 training images and up to 2 epochs: "
        f"{shares[0]}, {shares[1]}, {shares[2]} and {shares[3]} of the 10,000 test images are right."
    )
    assert not {"Hidden layers", "Units in a layer"} & set(visitor.labels)
    assert {"Learning rate", "Training images"} <= set(visitor.labels)


def test_the_note_on_the_longest_mean_counts_the_answers_of_both_rules(
    visitor: Visitor, quick: Kinds
) -> None:
    """In float64: which mean image is the longest vector, and how many test images each rule takes for its digit."""
    images, test = mnist.load().training, mnist.load().test
    inputs, labels = images.inputs[:1000] / 255, images.labels[:1000]
    means = np.stack([inputs[labels == digit].mean(axis=0) for digit in range(10)])
    products, norms = test.inputs / 255 @ means.T, (means**2).sum(axis=1)
    longest = int(norms.argmax())
    counts = [int((scores.argmax(axis=1) == longest).sum()) for scores in (products, products - 0.5 * norms)]
    note = finished(visitor.open("mnist", view="kinds", images="1000", epochs="2"))["note"]
    assert note.startswith(
        f"The mean image of the {longest} is the longest vector. By the inner product {counts[0]:,} of the 10,000 "
        f"test images are taken for {'an' if longest == 8 else 'a'} {longest}, by the nearest mean {counts[1]:,}; "
        f"{(test.labels == longest).sum():,} show one. "
    )


def test_the_controls_of_the_network_come_back_with_another_view(visitor: Visitor, quick: Kinds) -> None:
    visitor.open("mnist", view="kinds", images="1000", epochs="2", depth="1", units="9", hide="data")
    assert visitor.link["hide"] == "data"
    visitor.app.segmented_control(key="MnistSettings.view").set_value("keep")
    assert "Hidden layers" in visitor.look().labels
    assert (visitor.link["depth"], visitor.link["units"]) == ("1", "9")


def test_before_it_is_trained_a_row_says_so_and_the_headline_claims_nothing(visitor: Visitor) -> None:
    block = visitor.open("mnist", view="kinds", init_seed="81").block("kinds")
    assert not block["finished"]
    assert block["rows"][0]["accuracy"] > 0.5
    assert block["headline"]["text"] == "One template for each digit, by four rules"
    assert block["rows"][3]["accuracy"] is None or block["rows"][3]["accuracy"] < 1
