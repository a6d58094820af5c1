"""Checks of MNIST's templates, by the same run trained anew and a forward pass of plain NumPy in float64."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from tests.browser.referee import mnist_reference
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import (
    ACTIVATE,
    Floats,
    forward,
    instead_of,
    off_words,
    part_of,
    percent,
    run_of,
    units_off,
)
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings

NAME = "mnist.templates"

NUMBER = r"([+−]?[\d.]+)"

MOMENT = """root => { const t = root.templates, { moment } = t.playback;
  const layers = t.moments.layersAt(moment).map(({ weights, biases, inputs }) =>
    ({ weights: [...weights], biases: [...biases], inputs }));
  return { epoch: moment.epoch, reached: t.run.trained_epoch, layers, image: [...t.brush.image],
    digit: t.scene.subject.digit, rival: t.scene.subject.rival, orders: t.orders,
    epochs: t.moments.list.map(({ epoch }) => epoch),
    covers: document.documentElement.dataset.covers ?? "" }; }"""


@dataclass(frozen=True)
class Shown:
    """The moment that the browser shows, with its own weights, and the same run trained here."""

    epoch: float
    reached: float
    layers: list[tuple[Floats, Floats]]
    image: Floats
    digit: int
    rival: int
    orders: list[list[int]]
    epochs: list[float]
    covers: str
    settings: MnistSettings

    @property
    def pair(self) -> bool:
        """Whether a digit is held against its rival: not while a scene covers the difference."""
        return self.settings.pair and "difference" not in self.covers.split()

    def trained(self, epoch: float | None = None) -> list[tuple[Floats, Floats]]:
        """Weights and biases of each layer at an epoch, from a run of one's own."""
        return mnist_reference.trained(self.settings, self.epoch if epoch is None else epoch)

    def scores(self, layers: list[tuple[Floats, Floats]], inputs: npt.NDArray[Any]) -> Floats:
        """Scores of images, grey levels as they are stored, shape (n_images, 10)."""
        return forward(layers, self.activations, inputs)

    @property
    def activations(self) -> tuple[str, ...]:
        return run_of(self.settings.training_part()).architecture.activations

    def trained_scores(self, inputs: npt.NDArray[Any], also: Sequence[tuple[int, int]] = ()) -> Floats:
        """Scores of the run trained here, in which the answers of units that are off, and of more, are overwritten."""
        layers, names, off = self.trained(), self.activations, [*units_off(self.settings), *also]
        return forward(layers, names, inputs, instead_of(self.settings, layers, names, off))

    def measured(self, part: str) -> tuple[str, float]:
        """Per cent of wrong answers and mean cross-entropy on the images of a part that are measured."""
        inputs, labels = part_of(part, min(10_000, self.settings.images))
        scores = self.trained_scores(inputs)
        n_wrong = int((scores.argmax(axis=1) != labels).sum())
        return percent(n_wrong, len(labels)), float(mnist_reference.losses(scores, labels).mean())


def shown_in(scene: Scene) -> Shown:
    found = scene.page.locator(".templates").evaluate(MOMENT)
    layers = [
        (np.array(layer["weights"]).reshape(-1, layer["inputs"]), np.array(layer["biases"]))
        for layer in found.pop("layers")
    ]
    found["image"] = np.array(found["image"])
    return Shown(**found, layers=layers, settings=scene.settings)


def epoch_words(epoch: float) -> str:
    return f"{epoch:.0f}" if epoch == round(epoch) else f"{epoch:.2f}"


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def network_words(settings: MnistSettings) -> str:
    if not settings.depth:
        return "Ten outputs, no hidden layer"
    drawn = " as drawn" if settings.learns == "output" else ""
    return (
        f"{' + '.join(map(str, settings.widths))} hidden unit{'' if settings.widths == (1,) else 's'}{drawn}"
    )


@checks("mnist.learns")
def _learns(said: Said, scene: Scene) -> None:
    """How many parameters the output layer has; at the moment shown the hidden layers are those of the beginning."""
    settings, widths = scene.settings, (784, *scene.settings.widths, 10)
    n_params = sum((a + 1) * b for a, b in pairwise(widths))
    layers = "layer stays" if settings.depth == 1 else "layers stay"
    assert said.text == (
        f"{(widths[-2] + 1) * 10:,} of {n_params:,} parameters learn; the hidden {layers} as drawn, and no gradient is "
        "computed there."
    )
    run = run_of(settings.training_part())
    run.advance(20)
    first, now = run.snapshots.params[0], run.params
    n_hidden = n_params - (widths[-2] + 1) * 10
    np.testing.assert_array_equal(now[:n_hidden], first[:n_hidden])
    assert not np.array_equal(now[n_hidden:], first[n_hidden:])


@checks(f"{NAME}.headline.before")
def _before(said: Said, scene: Scene) -> None:
    assert shown_in(scene).epoch == 0
    assert said.text == f"{network_words(scene.settings)}, before training"


@checks(f"{NAME}.headline.templates")
def _templates(said: Said, scene: Scene) -> None:
    """Each output has the largest inner product with the mean of its own digit's validation images."""
    shown, images = shown_in(scene), mnist.load().validation
    assert said.text == "Each output learns one template"
    assert len(shown.layers) == 1
    assert shown.epoch > 0
    means = np.stack([images.inputs[images.labels == digit].mean(axis=0) for digit in range(10)])
    weights, _ = shown.trained()[0]
    np.testing.assert_array_equal((weights @ (means - means.mean(axis=0)).T).argmax(axis=1), range(10))


@checks(f"{NAME}.headline.wrong")
def _wrong(said: Said, scene: Scene) -> None:
    wrong, _ = shown_in(scene).measured("validation")
    network = network_words(scene.settings)
    assert said.text == f"{network}: {wrong} % of the 10,000 validation images are wrong"


@checks(f"{NAME}.headline.without")
def _without(said: Said, scene: Scene) -> None:
    """The share that is right, where those units' answers are overwritten."""
    shown = shown_in(scene)
    inputs, labels = part_of("validation", 0)
    right = percent((shown.trained_scores(inputs).argmax(axis=1) == labels).sum(), len(labels))
    words = off_words(scene.settings)
    assert said.text == f"Without {words}: {right} % of the 10,000 validation images are right"


@checks(f"{NAME}.headline.at_chance")
def _at_chance(said: Said, scene: Scene) -> None:
    """The share of right answers is that of chance; dead units never answer to the first 1,000 training images."""
    shown, images = shown_in(scene), mnist.load()
    wrong, _ = shown.measured("validation")
    assert float(wrong) > 85
    counted = re.search(r"(\d+) of (\d+) units are dead after ([\d,]+) update", said.text)
    if counted:
        weights, biases = shown.trained()[0]
        sums = images.training.inputs[:1_000] / 255 @ weights.T + biases
        assert len(shown.layers) > 2 or int((sums <= 0).all(axis=0).sum()) == int(counted[1])
        assert int(counted[2]) in [len(b) for _, b in shown.trained()]


@checks(f"{NAME}.headline.diverged")
def _diverged(said: Said, scene: Scene) -> None:
    run = run_of(scene.settings.training_part())
    run.advance(run.n_epochs * run.steps_per_epoch)
    assert said.text == "Training diverged: the loss is no longer finite"
    assert run.stop is not None
    assert run.stop.kind == "diverged"
    assert shown_in(scene).epoch == shown_in(scene).reached


def measured_words(scene: Scene) -> str:
    shown, settings = shown_in(scene), scene.settings
    (first, first_loss), (second, second_loss) = (shown.measured(part) for part in ("training", "validation"))
    sample = f"first 10,000 of {settings.images:,}" if settings.images > 10_000 else f"{settings.images:,}"
    return (
        f"Epoch {epoch_words(shown.epoch)} of {settings.epochs}: "
        f"{first} % of the {sample} training images are wrong, loss {first_loss:.3f}; "
        f"{second} % of the 10,000 validation images are wrong, loss {second_loss:.3f}."
    )


@checks(f"{NAME}.measured")
def _measured(said: Said, scene: Scene) -> None:
    assert measured_words(scene) in said.attributes


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    if said.text:
        assert measured_words(scene) in said.text


@checks(
    *(f"{NAME}.readout.{part}_{what}" for part in ("training", "validation") for what in ("error", "wrong"))
)
def _readout(said: Said, scene: Scene) -> None:
    part, what = said.name.rpartition(".")[2].split("_")
    wrong, loss = shown_in(scene).measured(part)
    assert said.text == (f"{loss:.3f}" if what == "error" else f"{wrong} %")


@checks(f"{NAME}.sample")
def _sample(said: Said, scene: Scene) -> None:
    assert said.text == (" (first 10,000)" if scene.settings.images > 10_000 else "")


@checks(f"{NAME}.epoch")
def _epoch(said: Said, scene: Scene) -> None:
    assert said.text == epoch_words(shown_in(scene).epoch)


@checks(f"{NAME}.epochs")
def _epochs(said: Said, scene: Scene) -> None:
    assert said.text == f"of {scene.settings.epochs}"


@checks(f"{NAME}.state")
def _state(said: Said, scene: Scene) -> None:
    shown, last = shown_in(scene), scene.settings.epochs
    if shown.reached == 0:
        expected = "Before training. Press play."
    elif shown.epoch < shown.reached:
        when = f"Looking back at epoch {epoch_words(shown.epoch)}" if shown.epoch else "Before training"
        expected = f"{when}; this run went on to epoch {epoch_words(shown.reached)}."
    elif shown.reached == last:
        expected = f"Finished: {last} epoch{'' if last == 1 else 's'}."
    else:
        expected = f"Paused at epoch {epoch_words(shown.reached)} of {last}."
    assert said.text == expected


@checks(f"{NAME}.pace")
def _pace(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if not shown.reached or shown.epoch < shown.reached:
        assert said.text == ""
        return
    found = re.fullmatch(r"([\d.]+) s, ([\d,]+) images a second\.", said.text)
    assert found
    seen = shown.reached * scene.settings.images
    seconds = float(found[1])
    assert seen / (seconds + 0.051) * 0.99 <= int(found[2].replace(",", ""))
    assert seconds < 0.06 or int(found[2].replace(",", "")) <= seen / (seconds - 0.051) * 1.01


@checks(f"{NAME}.test")
def _test(said: Said, scene: Scene) -> None:
    shown, images = shown_in(scene), mnist.load().test
    if shown.epoch < scene.settings.epochs or scene.settings.off:
        assert said.text == ""
        return
    right = (shown.scores(shown.trained(), images.inputs).argmax(axis=1) == images.labels).sum()
    assert said.text == f"{percent(right, 10_000)} % of the 10,000 test images are right"


@dataclass(frozen=True)
class Pull:
    """The row of weights whose sum is shown, as this module finds it: what arrives, and the words for it."""

    products: Floats
    bias: float
    score: str
    bias_name: str
    letter: str


def pull_in(scene: Scene) -> Pull:
    """A hidden unit's weighted sum is z, as a digit's is; a digit may be held against its rival."""
    shown, settings = shown_in(scene), scene.settings
    names = run_of(settings.training_part()).architecture.activations
    here = shown.image
    if settings.unit is not None and len(shown.layers) > 1:
        weights, biases = shown.layers[0]
        row = settings.unit - 1
        return Pull(weights[row] * here, biases[row], f"z(1){settings.unit}", "b", "x")
    for (weights, biases), name in zip(shown.layers[:-1], names, strict=True):
        here = ACTIVATE[name](weights @ here + biases)
    weights, biases = shown.layers[-1]
    digit, rival, letter = shown.digit, shown.rival, "h" if len(shown.layers) > 1 else "x"
    if shown.pair:
        products, bias = (weights[digit] - weights[rival]) * here, biases[digit] - biases[rival]
        return Pull(products, bias, f"z{digit} − z{rival}", f"b{digit} − b{rival}", letter)
    return Pull(weights[digit] * here, biases[digit], f"z{digit}", "b", letter)


def agree(written: list[str], values: list[float], total: str, value: float, sign: str) -> None:
    """Each written number is rounded from its value, and the written terms give the written result."""
    for words, true in zip([*written, total], [*values, value], strict=True):
        decimals = len(words.partition(".")[2])
        assert abs(number(words) - true) < 0.501 * 10**-decimals + 1e-5, (words, true)
    if sign == "=":
        assert abs(sum(map(number, written)) - number(total)) < 0.05


@checks(f"{NAME}.sum")
def _sum(said: Said, scene: Scene) -> None:
    """The score is that of the weights here; and what is written adds up."""
    pull = pull_in(scene)
    names = re.escape(pull.bias_name), re.escape(pull.score)
    found = re.fullmatch(rf"Σ {NUMBER}, {names[0]} = {NUMBER}: {names[1]} ([=≈]) {NUMBER}", said.text)
    assert found, said.text
    total = float(pull.products.sum())
    agree([found[1], found[2]], [total, pull.bias], found[4], total + pull.bias, found[3])


@checks(f"{NAME}.sides")
def _sides(said: Said, scene: Scene) -> None:
    """What is above zero speaks for the digit, what is below it for its rival, or against the digit."""
    shown, pull, unit = shown_in(scene), pull_in(scene), scene.settings.unit
    mine = f"unit {unit}" if unit is not None and len(shown.layers) > 1 else str(shown.digit)
    theirs = f"for {shown.rival}" if shown.pair and mine == str(shown.digit) else "against it"
    found = re.fullmatch(rf"gold {NUMBER} for {mine}, violet {NUMBER} {theirs}", said.text)
    assert found, said.text
    for words, part in zip(found.groups(), (np.maximum, np.minimum), strict=True):
        decimals = len(words.partition(".")[2])
        assert abs(number(words) - float(part(pull.products, 0).sum())) < 0.501 * 10**-decimals + 1e-5, words


@checks(f"{NAME}.running")
def _running(said: Said, scene: Scene) -> None:
    (line,) = [one.text for one in scene.reading.said if one.name == f"{NAME}.sum"]
    assert said.attributes == [f"Running sum from the first row of the picture to the last: {line}"]


@checks(f"{NAME}.products")
def _products(said: Said, scene: Scene) -> None:
    pull = pull_in(scene)
    found = re.fullmatch(
        rf"Products of {pull.letter} and the weights: {NUMBER} in all below zero, {NUMBER} above, "
        rf"together (about )?{NUMBER}",
        said.attributes[0],
    )
    assert found, said.attributes
    down, up = (float(part.sum()) for part in (np.minimum(pull.products, 0), np.maximum(pull.products, 0)))
    agree([found[1], found[2]], [down, up], found[4], down + up, "≈" if found[3] else "=")


@checks(f"{NAME}.key")
def _key(said: Said, scene: Scene) -> None:
    """Whose running sums the lines are; of a unit, its response to the weighted sum."""
    shown, settings = shown_in(scene), scene.settings
    if settings.unit is not None and len(shown.layers) > 1:
        found = re.fullmatch(rf"Running sum h{settings.unit} = {NUMBER}", said.text)
        assert found, said.text
        pull = pull_in(scene)
        name = run_of(settings.training_part()).architecture.activations[0]
        response = float(ACTIVATE[name](np.array([pull.products.sum() + pull.bias]))[0])
        assert abs(number(found[1]) - response) < 0.00501
        return
    joint = f"{shown.digit} − {shown.rival}" if shown.pair else f"{shown.digit} {shown.rival}"
    assert said.text == f"Running sum {joint}"


@checks(f"{NAME}.rows")
def _rows(said: Said, scene: Scene) -> None:
    """For each digit what pulls down and up, the bias, the score and the softmax, in words and in digits."""
    shown, settings = shown_in(scene), scene.settings
    names = run_of(settings.training_part()).architecture.activations
    here = shown.image
    for (weights, biases), name in zip(shown.layers[:-1], names, strict=True):
        here = ACTIVATE[name](weights @ here + biases)
    weights, biases = shown.layers[-1]
    scores = weights @ here + biases
    shares = mnist_reference.softmax(scores)
    strongest = next(int(k) for k in np.argsort(-scores) if k != shown.digit)
    chosen = settings.rival if settings.rival not in (None, shown.digit) else strongest
    assert shown.rival == chosen
    rows = re.findall(
        r'aria-label="(Digit [^"]*)".*?class="z">([^<]*)</span>.*?class="percent">([^<]*)</span>',
        said.html,
        re.DOTALL,
    )
    assert len(rows) == 10
    for k, (words, z, percent_words) in enumerate(rows):
        rival = ", rival" if k == shown.rival else ""
        found = re.fullmatch(
            rf"Digit {k}{rival}: pulls down {NUMBER}, up {NUMBER}, bias {NUMBER}, z (about )?{NUMBER}, "
            r"softmax (\d+) %",
            words,
        )
        assert found, words
        products = weights[k] * here
        down, up = float(np.minimum(products, 0).sum()), float(np.maximum(products, 0).sum())
        written = [f"−{found[1]}", found[2], found[3]]
        agree(written, [down, up, biases[k]], found[5], scores[k], "≈" if found[4] else "=")
        assert abs(number(z) - scores[k]) < 0.0501
        assert abs(int(found[6]) - 100 * shares[k]) < 0.501
        assert percent_words == f"{found[6]} %"


@checks(f"{NAME}.score")
def _score(said: Said, scene: Scene) -> None:
    """Below a digit's template stands its score for the image, which a network without hidden layers gives."""
    shown = shown_in(scene)
    [(weights, biases)] = shown.layers
    scores = weights @ shown.image + biases
    digit = int(said.data["digit"])
    assert abs(number(said.text) - scores[digit]) < 0.0501


def image_words(scene: Scene) -> str:
    part, _, place = scene.settings.image.partition("-")
    label = int(getattr(mnist.load(), part).labels[int(place)])
    return f"{part} {place}, {'an' if label == 8 else 'a'} {label}"


@checks(f"{NAME}.image")
def _image(said: Said, scene: Scene) -> None:
    words = image_words(scene)
    if not said.attributes:
        assert said.text == words
        return
    (label,) = said.attributes
    assert re.fullmatch(
        rf"Image x: {words}\. Drag to (paint|erase); or move with the arrow keys and press space\.", label
    )
    part, _, place = scene.settings.image.partition("-")
    np.testing.assert_allclose(
        shown_in(scene).image * 255, getattr(mnist.load(), part).inputs[int(place)], atol=1e-4
    )


DRAWN = """root => { const { places, ratio, image } = root.templates.stage.plate;
  const grey = (x, y) => [...image.data.slice(4 * (y * image.width + x), 4 * (y * image.width + x) + 3)].join();
  return Array.from({ length: 784 }, (_, i) => grey(Math.floor((places.x[i] + places.cell / 2) * ratio),
    Math.floor((places.y[i] + places.cell / 2) * ratio))); }"""
"""The colour in the middle of each weight's place in the large picture."""


def refuse_other_squares(scene: Scene, shown: Shown) -> None:
    """In the large diagram a square is filled where the weight is positive, and hollow where it is negative."""
    if scene.settings.diagram != "hinton":
        return
    weights = shown.layers[0][0][shown.digit] - (shown.layers[0][0][shown.rival] if shown.pair else 0)
    colours = np.array(scene.page.locator(".templates").evaluate(DRAWN))
    large = np.abs(weights) > np.abs(weights).max() / 4
    assert set(colours[large & (weights > 0)]).isdisjoint(colours[large & (weights < 0)])


@checks(f"{NAME}.large")
def _large(said: Said, scene: Scene) -> None:
    shown, settings = shown_in(scene), scene.settings
    readings = [re.escape(one.text) for one in scene.reading.said if one.name == f"{NAME}.reading"]
    reading = readings[0] if readings else ".*"  # on the stage it is said to who cannot see the picture alone
    word = "Hinton diagram" if settings.diagram == "hinton" else "Heat map"
    (label,) = said.attributes
    name = "[^;]*"
    if len(shown.layers) == 1:
        name = f"W{shown.digit} − W{shown.rival}" if shown.pair else f"W{shown.digit}"
        refuse_other_squares(scene, shown)
    assert re.fullmatch(
        rf"{word} of {name} at epoch {epoch_words(shown.epoch)}; gold and filled is positive, violet and hollow "
        rf"negative\. {reading}\. Arrow keys read single weights\.",
        label,
    ), label


def refuse_unsorted(shown: Shown) -> float:
    """Units stand by the place of the next layer's unit that they speak for most; gives the epoch of the weights."""
    last = shown.epochs[-1]
    layers = shown.trained(last)
    places = np.arange(10)
    for layer, order in reversed(list(enumerate(shown.orders))):
        best = places[layers[layer + 1][0].argmax(axis=0)]
        assert (np.diff(best[order]) >= 0).all(), (layer, order)
        places = np.argsort(order)
    return last


@checks(f"{NAME}.row")
def _row(said: Said, scene: Scene) -> None:
    shown, settings = shown_in(scene), scene.settings
    if len(shown.layers) == 1:
        assert said.text == ""
        return
    epoch, count, deep = refuse_unsorted(shown), settings.widths[0], len(shown.layers) > 2
    units = f"{'' if count == 1 else f'{count} '}{'' if deep else 'hidden '}unit{'' if count == 1 else 's'}"
    assert said.text == (
        f"W(1): weights of the {units}{' of the first hidden layer' if deep else ''}, sorted by the "
        f"{'unit' if deep else 'digit'} that they speak for most at epoch {epoch_words(epoch)}"
        f"{'; scroll for more' if count > 100 else ''}"
    )


@checks(f"{NAME}.sorting")
def _sorting(said: Said, scene: Scene) -> None:
    shown, settings = shown_in(scene), scene.settings
    last = len(shown.layers) - 1
    if settings.unit is not None or not last:
        assert said.text == ""
        return
    layer = last if settings.matrix is None else min(settings.matrix - 1, last)
    rows = "digits" if layer == last else f"units of hidden layer {layer + 1}"
    by = "by the digit they speak for most" if layer == last else "by what they speak for most"
    assert said.text == (
        f"Rows: {rows}; columns: {settings.widths[layer - 1]} hidden units, sorted {by} at epoch "
        f"{epoch_words(refuse_unsorted(shown))}; framed: biases"
    )


@checks(f"{NAME}.scale")
def _scale(said: Said, scene: Scene) -> None:
    """All but half a per cent of the first layer's weights lie within the ends, at every moment here."""
    shown = shown_in(scene)
    sizes = np.array([np.abs(shown.trained(epoch)[0][0]).ravel() for epoch in shown.epochs])
    found = re.fullmatch(r"(≤ )?−([\d.]+)weight 0(≥ )?\+([\d.]+)", said.text.strip())
    assert found, said.text
    end = float(found[2])
    assert found[4] == found[2]
    assert ((sizes <= end + 0.00501).mean(axis=1) > 0.994).all()
    assert bool(found[1]) == bool(found[3])
    assert sizes.max() > end - 0.00501 if found[1] else sizes.max() < end + 0.00501
    beyond = "; weights beyond take the colours of its ends" if found[1] else ""
    assert said.attributes == [f"Scale of the weights: violet −{found[2]}, grey 0, gold +{found[2]}{beyond}"]


@checks(f"{NAME}.verdict")
def _verdict(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if not shown.image.any():
        assert said.text == "No digit: nothing is drawn"
        return
    scores = shown.scores(shown.layers, shown.image[np.newaxis] * 255)[0]
    second, first = np.argsort(scores)[-2:]
    shares = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    found = re.fullmatch(
        r"Answer (\d), (\d+) %, (right|wrong: it is an? (\d)); ([\d.]+) ahead of (\d)", said.text
    )
    assert found, said.text
    assert (int(found[1]), int(found[6])) == (first, second)
    assert abs(int(found[2]) - 100 * shares[first]) < 0.501
    assert abs(float(found[5]) - (scores[first] - scores[second])) < 0.0501
    part, _, place = scene.settings.image.partition("-")
    label = getattr(mnist.load(), part).labels[int(place)]
    assert (found[3] == "right") == (first == label)
    if found[4]:
        assert int(found[4]) == label
        assert f"an {label}" in said.text if label == 8 else f"a {label}" in said.text


@checks(f"{NAME}.exact")
def _exact(said: Said, scene: Scene) -> None:
    """Scores of the weights that the browser has are as near to the trained network's as it says."""
    shown, inputs = shown_in(scene), mnist.load().test.inputs[:50]
    off = np.abs(shown.scores(shown.layers, inputs) - shown.trained_scores(inputs)).max()
    found = re.search(r"on 50 test images z is right to ±([\d.]+)\.$", said.text)
    assert off < (float(found[1]) * 1.01 if found else 2e-4), (said.text, off, shown.epoch, shown.epochs)
    assert found or said.text == "Scores are exact at this moment."


@checks(f"{NAME}.reading")
def _reading(said: Said, scene: Scene) -> None:
    """Where squares or colours end: all weights of the layer at all moments here lie within, or it is said."""
    shown, settings = shown_in(scene), scene.settings
    last = len(shown.layers) - 1
    layer = last if settings.matrix is None else min(settings.matrix - 1, last)
    layer = 0 if settings.unit is not None else layer
    twice = 2 if shown.pair and not last else 1
    parts = [shown.trained(epoch)[layer] for epoch in shown.epochs]
    sizes = np.abs([weights for weights, _ in parts])
    biases = np.abs([biases for _, biases in parts]).max() / (1 if layer else 4)
    if colours := re.fullmatch(r"full colour: ±([\d.]+)( and beyond)?", said.text):
        end = float(colours[1])
        assert (twice * sizes <= end + 0.00501).mean() > 0.994, said.text
        largest = twice * max(sizes.max(), biases)
        assert largest > end - 0.00501 if colours[2] else largest < end + 0.00501, said.text
        return
    found = re.fullmatch(r"area = \|w\|; full square: ±([\d.]+)(?:, (.*) of the moments here)?", said.text)
    assert found, said.text
    largest = max(sizes.max(), biases)
    if settings.full == "power":
        assert found[2] is None
        assert largest / 2 - 0.00501 < float(found[1])
        assert largest < float(found[1]) + 0.00501
        return
    bias = "the largest bias" if layer else "a quarter of the largest bias"
    what = "the largest weight" if sizes.max() >= biases else bias
    assert found[2] == what, said.text
    assert abs(float(found[1]) - largest) < 0.00501


@checks(f"{NAME}.sketch")
def _sketch(said: Said, scene: Scene) -> None:
    """What each column of the sketch has; nothing while it is not drawn."""
    if said.text:
        hidden = "".join(f"{width} hidden units" for width in scene.settings.widths)
        assert said.text == f"784 pixels{hidden}10 digits"


@checks("mnist.whole")
def _whole(said: Said, scene: Scene) -> None:
    """Said only where units are off in the link, in a view that shows no network without them."""
    assert scene.settings.off
    keeps = (
        "Units that are switched off are on here: the file has the whole network, and so have these numbers."
    )
    trains = "No unit is switched off here: this view trains networks of its own."
    assert said.text == (keeps if scene.settings.view == "keep" else trains)
    assert scene.settings.view in ("keep", "kinds", "pros", "variability", "features", "lab")


@checks(f"{NAME}.worth.words")
def _worth_words(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if scene.settings.beside != "worth":
        assert said.text == ""
        return
    if len(shown.layers) == 1:
        assert said.text == "There is no hidden unit to be switched off."
        return
    less = sum(row[1].startswith("−") for row in worth_rows(scene))
    than = {0: "", 1: " 1 is worth less than nothing: the loss is lower without."}.get(
        less, f" {less} are worth less than nothing: the loss is lower without."
    )
    assert said.text == (
        f"Epoch {epoch_words(shown.epoch)}, the 10,000 validation images: loss without a unit less loss with it.{than}"
    )


def worth_rows(scene: Scene) -> list[list[str]]:
    """The unit's name, what it is worth, its blame, and whether it is off: a row for each unit, as it is written."""
    found: list[list[str]] = scene.page.locator(".templates .worth tbody").evaluate(
        """body => [...body.rows].map((row) => [row.dataset.unit,
          ...[...row.querySelectorAll(".number")].map((n) => n.textContent),
          row.querySelector(".toggle").getAttribute("aria-pressed")])"""
    )
    return found


SLOPES = {
    "relu": lambda h: (h > 0).astype(np.float64),
    "tanh": lambda h: 1 - h**2,
    "sigmoid": lambda h: h * (1 - h),
}
"""By the answer h of a unit."""


@checks(f"{NAME}.worth.table")
def _worth_table(_said: Said, scene: Scene) -> None:
    """Each unit's answers overwritten beside those that are off already; and the mean size of its error signal."""
    shown, rows = shown_in(scene), worth_rows(scene)
    if scene.settings.beside != "worth" or len(shown.layers) == 1:
        assert not rows
        return
    off, (inputs, labels) = units_off(scene.settings), part_of("validation", 0)
    assert len(rows) == sum(scene.settings.widths)
    assert {row[0] for row in rows if row[3] == "true"} == {f"{a + 1}-{b + 1}" for a, b in off}
    whole = mnist_reference.losses(shown.trained_scores(inputs), labels).mean()
    blames = blame_in(shown, inputs, labels)
    for name, worth, blame, is_off in rows:
        layer, unit = (int(number) - 1 for number in name.split("-"))
        assert abs(float(blame) - blames[layer][unit]) < 6e-5 + 1e-3 * blames[layer][unit], name
        if is_off == "true":
            assert worth == "–"
            continue
        without = mnist_reference.losses(shown.trained_scores(inputs, [(layer, unit)]), labels).mean()
        assert abs(number(worth) - (without - whole)) < 6e-5 + 1e-5 * without, name


def blame_in(shown: Shown, inputs: npt.NDArray[Any], labels: npt.NDArray[np.int64]) -> list[Floats]:
    """Mean |∂E/∂h| of each hidden unit, by the chain rule written out; no signal passes a unit that is off."""
    layers, names, off = shown.trained(), shown.activations, units_off(shown.settings)
    instead = instead_of(shown.settings, layers, names, off)
    arriving = mnist_reference.answers(layers, names, inputs, instead)
    scores = arriving[-1] @ layers[-1][0].T + layers[-1][1]
    signal = mnist_reference.softmax(scores) - np.eye(10)[labels]
    found: list[Floats] = []
    for layer in range(len(names), 0, -1):
        grads = signal @ layers[layer][0]
        grads[:, [unit for at, unit in off if at == layer - 1]] = 0.0
        found.insert(0, np.abs(grads).mean(axis=0))
        signal = grads * SLOPES[names[layer - 1]](arriving[layer])
    return found
