"""Checks of "Mean or learned?": means and networks made anew, and all test images answered in float64."""

import re
from functools import cache

import numpy as np

from datasets import mnist
from tests.browser.referee import mnist_reference
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import Floats, percent, run_of
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings

NAME = "mnist.kinds"

TITLES = ("Mean image, inner product", "Nearest mean", "Learned, without bias", "Learned, with bias")


@cache
def layers_of(settings: MnistSettings) -> list[tuple[Floats, Floats]]:
    """Weights and biases of the four rows."""
    images = mnist.load().training
    inputs, labels = images.inputs[: settings.images] / 255, images.labels[: settings.images]
    means = np.stack([inputs[labels == digit].mean(axis=0) for digit in range(10)])
    made = [(means, np.zeros(10)), (means, -0.5 * (means**2).sum(axis=1))]
    for learn_biases in (False, True):
        run = run_of(settings, learn_biases)
        run.advance(run.n_epochs * run.steps_per_epoch)
        weights, biases = run.architecture.split(run.params)
        made.append((weights.astype(np.float64), biases.astype(np.float64)))
    return made


def single(scene: Scene) -> MnistSettings:
    return scene.settings.changed(depth=0).training_part()


@cache
def answers_of(settings: MnistSettings) -> np.ndarray:
    """Answers of the four rows to the test images, and of the last one with its biases set to 0; shape (5, 10000)."""
    layers = layers_of(settings)
    layers = [*layers, (layers[3][0], np.zeros(10))]
    inputs = mnist.load().test.inputs
    return np.stack([mnist_reference.forward([layer], (), inputs).argmax(axis=1) for layer in layers])


def shares(scene: Scene) -> list[str]:
    right = (answers_of(single(scene)) == mnist.load().test.labels).sum(axis=1)
    return [percent(count, 10_000) for count in right]


def patterns(scene: Scene) -> str:
    count = scene.settings.images
    return f"the {'' if count == 50_000 else f'first {count:,} of '}50,000 training images"


def headline(scene: Scene) -> str:
    share = shares(scene)
    return f"Learned templates: {share[3]} % of the 10,000 test images are right; mean images: {share[0]} %"


@checks(f"{NAME}.headline.learned")
def _learned(said: Said, scene: Scene) -> None:
    assert said.text == headline(scene)


@checks(f"{NAME}.lead")
def _lead(said: Said, scene: Scene) -> None:
    assert said.text == (
        f"Templates from {patterns(scene)}. Per cent: right answers among the 10,000 test images, and below each "
        "template among those of its digit."
    )


@checks(f"{NAME}.note")
def _note(said: Said, scene: Scene) -> None:
    answers, labels, share = answers_of(single(scene)), mnist.load().test.labels, shares(scene)
    means = layers_of(single(scene))[0][0]
    longest = int((means**2).sum(axis=1).argmax())
    taken = [int((answers[row] == longest).sum()) for row in (0, 1)]
    epochs = scene.settings.epochs
    assert said.text == (
        f"The mean image of the {longest} is the longest vector. By the inner product {taken[0]:,} of the 10,000 test "
        f"images are taken for {'an' if longest == 8 else 'a'} {longest}, by the nearest mean {taken[1]:,}; "
        f"{(labels == longest).sum():,} show one. "
        f"Without bias: trained with every b at 0. Trained with biases that are then set to 0: {share[4]} % are "
        f"right. Measured here, with {patterns(scene)} and up to {epochs} epoch{'' if epochs == 1 else 's'}: "
        f"{share[0]} %, {share[1]} %, {share[2]} % and {share[3]} % of the 10,000 test images are right."
    )
    assert not layers_of(single(scene))[2][1].any()


@checks(f"{NAME}.share", f"{NAME}.state", f"{NAME}.right", f"{NAME}.bias", f"{NAME}.template")
def _cells(said: Said, scene: Scene) -> None:
    """All sentences of this name, in their order: of each row, or of each digit of each row."""
    same = [one for one in scene.reading.said if one.name == said.name]
    place = next(i for i, one in enumerate(same) if one is said)
    what = said.name.rpartition(".")[2]
    if what in ("share", "state"):
        row = place
    elif what == "bias":
        row = (1, 3)[place // 10]
    else:
        row = place // 10
    digit, settings = place % 10, single(scene)
    weights, biases = layers_of(settings)[row]
    labels = mnist.load().test.labels
    of_digit = labels == digit
    right = int((answers_of(settings)[row][of_digit] == digit).sum())
    bias = float(biases[digit])
    written = f"{bias:.{1 if abs(bias) < 9.95 else 0}f}".replace("-", "−")
    written = re.sub(r"^−(0(\.0)?)$", r"\1", written)
    if what == "share":
        assert said.text == f"{shares(scene)[row]} % right"
    elif what == "state":
        ends = re.search(r"colours to ±([\d.]+)$", said.text)
        assert ends
        beyond = (np.abs(weights) > float(ends[1]) * 1.06).mean()  # the end has two digits
        assert beyond < 0.0051 < (np.abs(weights) > float(ends[1]) * 0.9).mean() + 0.004
        epochs = settings.epochs
        assert said.text.startswith(f"epoch {epochs} of {epochs}, " if row > 1 else "colours")
    elif what == "right":
        assert abs(float(said.text.removesuffix(" %")) - 100 * right / of_digit.sum()) < 0.501
    elif what == "bias":
        assert said.text == f"b {written}"
    else:
        words = f"{TITLES[row]}: template of the digit {digit}, {percent(right, of_digit.sum())} % of its test images"
        assert said.attributes == [f"{words} are right" + (f", bias {written}" if row in (1, 3) else "")]


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    rows = "; ".join(f"{title}: {share} % right" for title, share in zip(TITLES, shares(scene), strict=False))
    assert said.text == f"{headline(scene)}. {rows}."
