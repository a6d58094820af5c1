"""Checks of MNIST's templates, by the same run trained anew and a forward pass of plain NumPy in float64."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from tests.browser.referee import mnist_reference
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import Floats, forward, part_of, percent, run_of
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings

NAME = "mnist.templates"

NUMBER = r"([+−]?[\d.]+)"

MOMENT = """root => { const t = root.templates, { moment } = t.playback;
  const layers = t.moments.layersAt(moment).map(({ weights, biases, inputs }) =>
    ({ weights: [...weights], biases: [...biases], inputs }));
  return { epoch: moment.epoch, reached: t.run.trained_epoch, layers, image: [...t.brush.image],
    digit: t.scene.subject.digit, epochs: t.moments.list.map(({ epoch }) => epoch) }; }"""


@dataclass(frozen=True)
class Shown:
    """The moment that the browser shows, with its own weights, and the same run trained here."""

    epoch: float
    reached: float
    layers: list[tuple[Floats, Floats]]
    image: Floats
    digit: int
    epochs: list[float]
    settings: MnistSettings

    def trained(self, epoch: float | None = None) -> list[tuple[Floats, Floats]]:
        """Weights and biases of each layer at an epoch, from a run of one's own."""
        return mnist_reference.trained(self.settings, self.epoch if epoch is None else epoch)

    def scores(self, layers: list[tuple[Floats, Floats]], inputs: npt.NDArray[Any]) -> Floats:
        """Scores of images, grey levels as they are stored, shape (n_images, 10)."""
        return forward(layers, run_of(self.settings.training_part()).architecture.activations, inputs)

    def measured(self, part: str) -> tuple[str, float]:
        """Per cent of wrong answers and mean cross-entropy on the images of a part that are measured."""
        inputs, labels = part_of(part, min(10_000, self.settings.images))
        scores = self.scores(self.trained(), inputs)
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
    return f"{' + '.join(map(str, settings.widths))} hidden unit{'' if settings.widths == (1,) else 's'}"


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
    if shown.epoch < scene.settings.epochs:
        assert said.text == ""
        return
    right = (shown.scores(shown.trained(), images.inputs).argmax(axis=1) == images.labels).sum()
    assert said.text == f"{percent(right, 10_000)} % of the 10,000 test images are right"


@checks(f"{NAME}.sum")
def _sum(said: Said, scene: Scene) -> None:
    """The score is that of the weights here; and what is written adds up."""
    shown = shown_in(scene)
    found = re.fullmatch(rf"Σ {NUMBER}, b {NUMBER}: z(\d) = {NUMBER}", said.text)
    assert found, said.text
    total, bias, digit, score = number(found[1]), number(found[2]), int(found[3]), number(found[4])
    assert digit == shown.digit
    truth = shown.scores(shown.layers, shown.image[np.newaxis] * 255)[0, digit]
    assert abs(score - truth) < 0.0501
    assert abs(total + bias - score) < 0.05
    decimals = len(found[2].partition(".")[2])
    assert abs(bias - shown.layers[-1][1][digit]) < 0.51 * 10**-decimals


@checks(f"{NAME}.verdict")
def _verdict(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
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
    off = np.abs(shown.scores(shown.layers, inputs) - shown.scores(shown.trained(), inputs)).max()
    found = re.search(r"on 50 test images z is right to ±([\d.]+)\.$", said.text)
    assert off < (float(found[1]) * 1.01 if found else 2e-4), (said.text, off, shown.epoch, shown.epochs)
    assert found or said.text == "Scores are exact at this moment."


@checks(f"{NAME}.reading")
def _reading(said: Said, scene: Scene) -> None:
    """Where squares or colours of a single layer end: all weights of all moments here lie within, or it is said."""
    shown = shown_in(scene)
    if len(shown.layers) > 1:
        return
    sizes = np.abs([shown.trained(epoch)[0][0] for epoch in shown.epochs])
    if colours := re.fullmatch(r"full colour: ±([\d.]+)( and beyond)?", said.text):
        end = float(colours[1])
        assert (sizes <= end + 0.00501).mean() > 0.994, said.text
        assert sizes.max() > end - 0.00501 if colours[2] else sizes.max() < end + 0.00501, said.text
        return
    found = re.fullmatch(
        r"area = \|w\|; full square: ±([\d.]+), the largest weight of the moments here", said.text
    )
    assert found, said.text
    largest = sizes.max()
    assert abs(float(found[1]) - largest) < 0.00501
