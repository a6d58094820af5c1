"""What MNIST's pictures and counts say beside them: scales, singular forms, and curves that leave their axis."""

import numpy as np
import pytest

from tests.node import Node
from ui.mnist.keep import figure

MOMENTS = "ui/mnist/templates/moments.js"
TIMELINE = "ui/browser/playing/timeline.js"


@pytest.mark.parametrize("seed", range(5))
def test_all_but_half_a_per_cent_of_the_weights_lie_within_the_colours(node: Node, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.standard_t(3, size=7840)
    step = np.abs(weights).max() / 127
    numbers = np.rint(weights / step).astype(np.int8)
    span = node(MOMENTS, "spanOf(numbers)", numbers=numbers) * step
    assert (np.abs(weights) <= span).mean() >= 0.995
    assert span < np.abs(weights).max()


def test_the_legend_says_where_the_colours_end_and_what_a_full_square_is(node: Node) -> None:
    def legend(diagram: str, **scale: object) -> str:
        return node(
            "ui/mnist/templates/stage.js",
            "legendOf({ subject: { scale }, view: { diagram } })",
            diagram=diagram,
            scale={"limit": 1.09, "span": 0.62, "twice": False, **scale},
        )

    assert legend("heat") == "full colour: ±0.62 and beyond"
    assert legend("heat", limit=0.5, span=0.5) == "full colour: ±0.50"
    largest = legend("hinton", of="the largest weight")
    assert largest == "area = |<i>w</i>|; full square: ±1.09, the largest weight of the moments here"
    assert legend("hinton", twice=True, of="the largest weight") == largest  # one scale, also of a difference
    assert legend("heat", span=2.0, twice=True) == "full colour: ±2.00 and beyond"
    assert legend("heat", span=2.5, twice=True) == "full colour: ±2.50"
    assert legend("hinton", limit=2) == "area = |<i>w</i>|; full square: ±2.00"


def test_a_full_square_is_a_bias_only_where_that_is_the_largest(node: Node) -> None:
    def of(bias: float) -> list[object]:
        return node(
            MOMENTS,
            "(() => { const arrays = { moment_epoch: [0], moment_weights: numbers, moment_steps: [0.01],"
            "moment_biases: Float32Array.from([bias]), moment_training_error: [1], moment_training_accuracy: [0],"
            "moment_validation_error: [1], moment_validation_accuracy: [0] };"
            "const run = { arrays, sizes: [4, 1], activations: [], live: false };"
            "const { limit, of } = new Moments(run, null).scaleOf(0, 'largest'); return [limit, of]; })()",
            numbers=np.array([127, -3, 0, 9], np.int8),
            bias=bias,
        )

    assert of(1.0) == [pytest.approx(1.27), "the largest weight"]
    assert of(8.0) == [2, "a quarter of the largest bias"]


def test_a_kept_figure_says_that_weights_lie_beyond_its_colours() -> None:
    weights = np.zeros((1, 28, 28))
    weights[0, 0, :8] = [1, 1, 1, 1, 1, 1, 1, 5]
    bar = figure.templates(weights, ["0"], "light").data[0].colorbar
    assert list(bar.ticktext) == ["≤ −1", "0", "≥ +1"]
    weights[0, 0, 7] = 1
    bar = figure.templates(weights, ["0"], "light").data[0].colorbar
    assert list(bar.ticktext) == ["−1", "0", "+1"]


def test_one_image_is_and_several_are(node: Node) -> None:
    cells = node(
        "ui/mnist/quality/matrix.js", "[[1, [8, 3]], [0, [8, 3]], [1200, [4, 4]]].map((c) => cellWords(...c))"
    )
    assert cells == [
        "1 image of 8 is taken for 3",
        "0 images of 8 are taken for 3",
        "1,200 images of 4 are right",
    ]
    said = node(
        "ui/mnist/templates/sources.js",
        "[1, 2, 0].map((count) => galleryWords({ kind: 'mistakes', digit: 8, count, epoch: 2 }))",
    )
    assert said == [
        "1 test image of an 8 is wrong at epoch 2: what it is → what the network says",
        "2 test images of an 8 are wrong at epoch 2, the surest first: what it is → what the network says",
        "None of the test images of an 8 is wrong.",
    ]
    said = node(
        "ui/mnist/templates/sources.js",
        "[1, 812, 0].map((count) => galleryWords({ kind: 'mistakes', digit: null, count, epoch: 2 }))",
    )
    assert said == [
        "1 of the 10,000 test images is wrong at epoch 2: what it is → what the network says",
        "812 of the 10,000 test images are wrong at epoch 2, the surest first: what it is → what the network says",
        "None of the 10,000 test images is wrong.",
    ]


def test_a_digit_has_its_article(node: Node) -> None:
    said = node("ui/mnist/digit_words.js", "[...Array(10).keys()].map((digit) => aDigit(digit))")
    assert said == [f"an {digit}" if digit == 8 else f"a {digit}" for digit in range(10)]


def test_a_curve_that_leaves_its_axis_is_marked_with_how_high_it_goes(node: Node) -> None:
    lines = [{"epoch": [0, 1, 2], "values": [0.4, 9.5, 0.2]}, {"epoch": [0, 1, 2], "values": [0.5, 2.0, 0.3]}]
    assert node(TIMELINE, "peakBeyond(lines, 1)", lines=lines) == {"epoch": 1, "value": 9.5}
    assert node(TIMELINE, "peakBeyond(lines, 9.5)", lines=lines) is None
    words = node(TIMELINE, "[9.5, 3e7, Infinity].map((v) => peakWords(v, (value) => value.toFixed(1)))")
    assert words == ["↑ 9.5", "↑ 3·10⁷", "↑ ∞"]


def test_the_error_of_scores_is_never_said_smaller_than_it_was_measured(node: Node) -> None:
    errors = 10 ** np.random.default_rng(8).uniform(-5, 2, 200)
    said = node("ui/mnist/templates/tug.js", "Array.from(errors, exactWords)", errors=errors)
    for error, words in zip(errors, said, strict=True):
        most = float(words.removesuffix(".").rpartition("±")[2])
        assert error * (1 - 1e-6) <= most <= max(0.001, 2 * error), words
        assert "on 50 test images" in words
