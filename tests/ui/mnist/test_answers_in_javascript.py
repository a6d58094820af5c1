"""What the browser answers to an image, against the engine; what it makes of a drawn picture, against ``datasets``."""

import numpy as np
import pytest

from datasets import mnist
from datasets.drawings import centre_as_mnist
from engine.architecture import Architecture
from engine.questions import probe
from tests.node import Node

SCORES = "ui/mnist/templates/scores.js"
CENTRE = "ui/mnist/templates/centre.js"


@pytest.mark.parametrize(("widths", "names"), [((), ()), ((9,), ("tanh",)), ((8, 7), ("relu", "sigmoid"))])
def test_scores_and_pulls_are_the_engines(
    node: Node, widths: tuple[int, ...], names: tuple[str, ...]
) -> None:
    rng = np.random.default_rng(3)
    sizes = (784, *widths, 10)
    architecture = Architecture(sizes, names)
    params = rng.normal(scale=0.1, size=architecture.n_params)
    image = mnist.load().test.inputs[7].astype(np.float64) / 255
    parts = architecture.split(params)
    layers = [
        {"weights": w, "biases": b, "inputs": w.shape[1], "outputs": w.shape[0]}
        for w, b in zip(parts[::2], parts[1::2], strict=True)
    ]

    found = node(
        SCORES,
        "(() => { const answer = respond(layers, names, image); const last = layers.length - 1;"
        "const pull = pullAt(layers[last], answer.inputs[last], 4, 9);"
        "return { scores: answer.scores, ranked: answer.ranked, pull: pull.score, sum: pull.runningSum() }; })()",
        layers=layers,
        names=list(names),
        image=image,
    )

    scores = probe.class_scores(architecture, params[np.newaxis], mnist.load().test.inputs[7:8])[0, 0]
    np.testing.assert_allclose(found["scores"], scores, rtol=1e-5, atol=1e-5)
    assert found["ranked"][0] == int(np.argmax(scores))
    assert found["pull"] == pytest.approx(scores[4] - scores[9], abs=1e-4)
    bias = parts[-1][4] - parts[-1][9]
    assert found["sum"][-1] + bias == pytest.approx(found["pull"], abs=1e-9)


def test_digits_and_blobs_are_centred_as_datasets_does_it(node: Node) -> None:
    rng = np.random.default_rng(3)
    pictures = [image.reshape(28, 28) for image in mnist.load().test.inputs[:20]]
    for _ in range(30):
        blob = np.zeros(rng.integers(1, 90, 2), np.uint8)
        rows, columns = np.sort(rng.integers(0, blob.shape[0], 2)), np.sort(rng.integers(0, blob.shape[1], 2))
        cut = blob[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1]
        cut[:] = rng.integers(1, 256, cut.shape)
        pictures.append(blob)

    for picture in [*pictures, np.full((5, 5), 9, np.uint8)]:
        found = node(
            CENTRE,
            "centreAsMnist({ levels: Int32Array.from(levels), width, height })",
            levels=picture,
            width=picture.shape[1],
            height=picture.shape[0],
        )

        np.testing.assert_array_equal(np.reshape(found, (28, 28)), centre_as_mnist(picture))


def test_a_picture_without_ink_has_no_middle(node: Node) -> None:
    values = "{ levels: new Int32Array(900), width: 30, height: 30 }"

    assert node(CENTRE, f"centreAsMnist({values})") is None
