"""What a visitor looks at on the MNIST page: the image, the exact network behind its scores, and galleries."""

from typing import Any

import numpy as np
import pytest

from datasets import mnist
from engine.questions import probe
from tests.ui.conftest import Visitor
from tests.ui.mnist.test_mnist_page import opened, settings_of, visit_of
from ui.digits.runs import digits_architecture
from ui.digits.settings import SETS, MnistSettings
from ui.mnist.templates import images as mnist_images
from ui.mnist.templates import view as templates
from ui.mnist.templates.part import RESTS_A_STEP, network_arrays


def test_a_wish_that_the_browser_repeats_does_not_undo_a_step_back(visitor: Visitor, asking: Any) -> None:
    visitor.open("mnist", image="test-8", images="1000", epochs="4")
    wish = {"view": {"digit": "7"}, "step": 1, "nonce": 41}
    assert asking(**wish)["looked"] == 41
    there = visitor.link
    assert there["digit"] == "7"
    assert there["image"] != "test-8"
    visitor.open("mnist", image="test-8", images="1000", epochs="4")
    assert asking(**wish)["looked"] == 41
    assert "digit" not in visitor.link
    assert visitor.link["image"] == "test-8"
    asking(**wish | {"nonce": 42})
    assert visitor.link == there


def test_the_image_of_a_link_is_sent_with_its_digit(visitor: Visitor) -> None:
    block = visitor.open("mnist", image="validation-17", images="1000", epochs="4").block("templates")
    images = mnist.load().validation
    assert block["image"] == {"name": "validation-17", "label": int(images.labels[17])}
    np.testing.assert_array_equal(block["arrays"]["image"], images.inputs[17])
    assert visitor.link["image"] == "validation-17"


@pytest.mark.parametrize(
    "name", ["test-10000", "test", "test--1", "train-3", "test-٣", "test-1e3", "-", "test-3-4"]
)
def test_a_name_of_no_image_is_refused_in_words(visitor: Visitor, name: str) -> None:
    visitor.open("mnist", image=name, images="1000", epochs="4")
    assert any("Image: " in text and "the default is used." in text for text in visitor.texts)
    assert settings_of(visitor).image == MnistSettings().image


def test_the_sets_of_a_link_are_the_sets_of_the_files() -> None:
    images = mnist.load()
    assert {name: len(getattr(images, name)) for name in SETS} == SETS


def test_looking_elsewhere_makes_no_other_run() -> None:
    looked = MnistSettings(
        image="test-3", digit=2, rival=7, pair=True, unit=3, matrix=2, row="hinton", full="power"
    )
    assert looked.training_part() == MnistSettings()
    assert MnistSettings.from_url(looked.to_url()) == (looked, [])


def test_the_network_where_the_run_rests_is_exact_and_elsewhere_the_error_is_measured(
    visitor: Visitor,
) -> None:
    visit = opened(visitor, init_seed="41", depth="2", units="20-8")
    visit.step_from(0.0, 10)
    visit.step_from(1.0, 3)
    block = visitor.look().block("templates")
    arrays, run = block["arrays"], visit.run
    assert block["open_at"] == 1.3
    samples = mnist.load().test.inputs[: templates.N_SAMPLES]
    restored = []
    start_weight, start_bias = 0, 0
    weights, biases = arrays["moment_weights"].reshape(3, -1), arrays["moment_biases"].reshape(3, -1)
    rests = arrays["exact_rests"] / RESTS_A_STEP
    for layer, (rows, columns) in enumerate(run.architecture.weight_shapes):
        steps = arrays["moment_steps"].reshape(3, -1)[:, layer, np.newaxis]
        here = slice(start_weight, start_weight + rows * columns)
        restored += [weights[:, here] * steps, biases[:, start_bias : start_bias + rows]]
        exactly = (weights[-1, here] + rests[here]) * float(steps[-1, 0])
        truly = run.architecture.split(run.params)[2 * layer].ravel()
        np.testing.assert_allclose(exactly, truly, rtol=0, atol=np.abs(truly).max() * 2.0**-23)
        start_weight, start_bias = start_weight + rows * columns, start_bias + rows
    off = probe.class_scores(run.architecture, np.hstack(restored), samples)
    truth = [run.replay(epoch, max_batches=1).params[0] for epoch in arrays["moment_epoch"].astype(float)]
    off -= probe.class_scores(run.architecture, np.stack(truth), samples)
    np.testing.assert_allclose(
        arrays["moment_score_error"], np.abs(off).max(axis=(1, 2)), rtol=0.01, atol=1e-6
    )
    assert (arrays["moment_score_error"] > 0).all()
    assert (arrays["moment_score_error"] < 0.2).all()


def test_scores_beyond_float32_leave_an_error_without_bound() -> None:
    architecture = digits_architecture(MnistSettings())
    params = np.full((2, architecture.n_params), [[1e37], [0.1]], np.float32)
    off = network_arrays(architecture, params, mnist.load().test.inputs[:5])["moment_score_error"]
    assert off[0] == np.inf
    assert np.isfinite(off[1])


def test_while_it_plays_no_exact_network_is_sent(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="42", epochs="400")
    visit.play()
    visitor.look()
    assert "exact_rests" not in visitor.look().block("templates")["arrays"]
    visit.pause()
    assert "exact_rests" in visitor.look().block("templates")["arrays"]


def test_the_next_image_is_the_next_of_its_digit_and_the_last_is_followed_by_the_first() -> None:
    labels = mnist.load().test.labels
    threes = np.flatnonzero(labels == 3)
    assert mnist_images.neighbour(f"test-{threes[5]}", 1) == f"test-{threes[6]}"
    assert mnist_images.neighbour(f"test-{threes[5]}", -1) == f"test-{threes[4]}"
    assert mnist_images.neighbour(f"test-{threes[-1]}", 1) == f"test-{threes[0]}"
    assert mnist_images.neighbour(f"test-{threes[0]}", -1) == f"test-{threes[-1]}"


def test_the_gallery_of_mistakes_shows_what_the_network_gets_wrong_the_surest_first(visitor: Visitor) -> None:
    visit = opened(visitor, init_seed="43")
    visit.step_from(0.0, 10)
    test, run = mnist.load().test, visit.run
    probabilities = probe.class_probabilities(run.architecture, run.params, test.inputs)
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != test.labels)
    page = mnist_images.gallery(visit.trained, visit.step, visit.settings, "mistakes", None, 0)
    assert page.count == len(wrong) > 100
    assert set(page.numbers) <= set(wrong)
    assert page.confidences.tolist() == sorted(page.confidences.tolist(), reverse=True)
    assert page.confidences[0] == probabilities[wrong].max()
    np.testing.assert_array_equal(page.answers, probabilities[page.numbers].argmax(axis=1))
    np.testing.assert_array_equal(page.pixels, test.inputs[page.numbers])
    sevens = mnist_images.gallery(visit.trained, visit.step, visit.settings, "mistakes", 7, 99)
    assert set(sevens.labels) == {7}
    assert sevens.page == sevens.n_pages - 1
    everything = mnist_images.gallery(visit.trained, visit.step, visit.settings, "images", 4, 0)
    assert everything.numbers.tolist() == np.flatnonzero(test.labels == 4)[: mnist_images.A_PAGE].tolist()


def test_a_glance_brings_the_image_and_no_weights(visitor: Visitor, asking: Any) -> None:
    opened(visitor, init_seed="44")
    first = visitor.block("templates")
    block = asking(view={"image": "test-7", "digit": "3", "pair": "1"}, have=first["networks"], nonce=5)
    assert (block["glance"], block["looked"], block["networks"]) == (True, 5, first["networks"])
    assert set(block["arrays"]) == {"image"}
    assert visitor.link["image"] == "test-7"
    assert (settings_of(visitor).digit, settings_of(visitor).pair) == (3, True)
    stepped = asking(step=1, have=first["networks"])
    labels = mnist.load().test.labels
    assert stepped["image"]["name"] == f"test-{7 + 1 + np.flatnonzero(labels[8:] == labels[7])[0]}"
    assert "moment_weights" in asking(have="another")["arrays"]


def test_at_the_end_a_browser_that_has_the_networks_is_told_what_happened(
    visitor: Visitor, asking: Any
) -> None:
    visit = opened(visitor, epochs="16", rate="0.02", init_seed="7")
    visit.play()
    while visit.playing:
        visitor.look()
    first = visitor.look().block("templates")
    assert (first["story"], first["story_owed"]) == ([], True)
    block = first
    for nonce in range(1, 200):
        block = asking(have=first["networks"], nonce=nonce)
        assert block["glance"]
        if not block["story_owed"]:
            break
    assert block["story"]
    moments = np.round(first["arrays"]["moment_epoch"].astype(float), 4).tolist()
    assert {epoch for epoch, _, _ in block["story"]} <= set(moments)
    visit.rewind()
    rewound = visitor.look().block("templates")
    assert (rewound["story"], rewound["story_owed"]) == ([], False)


def test_wishes_that_no_page_would_send_change_nothing(visitor: Visitor, asking: Any) -> None:
    opened(visitor, init_seed="45")
    before = settings_of(visitor)
    for view in ({"digit": "11", "image": "../etc", "depth": "3", "unit": "x"}, "nonsense", [1], None):
        block = asking(view=view, step=7, gallery={"kind": "passwd"}, have=None)
        assert settings_of(visitor) == before
        assert block["gallery"] is None
    assert asking(gallery={"kind": "images", "digit": "three", "page": "last"})["gallery"] is None
    block = asking(gallery={"kind": "images"})
    assert (block["gallery"]["digit"], block["gallery"]["page"]) == (None, 0)
    assert len(block["arrays"]["gallery"]) == mnist_images.A_PAGE * 784
    assert visit_of(visitor).step == 0
