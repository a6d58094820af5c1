"""Checks of the pros and cons of a single layer: the runs are trained anew, and looked at with NumPy in float64."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.questions.shapes import shapes
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import run_of
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings

Floats = npt.NDArray[np.float64]

NAME = "mnist.pros"

SINGLE: dict[str, Any] = {"images": 10_000, "epochs": 10}
DEEP = SINGLE | {"depth": 1, "units": (100,), "activation": ("relu",), "start": "Glorot uniform", "rate": 0.2}

KEPT = json.loads(Path("ui/mnist/pros/kept.json").read_text("utf-8"))

OPTIONS = {
    "parameters": ["794", "7,850", "79,510"],
    "convex": ["always", "only with a hidden layer", "never"],
    "interpretable": [str(digit) for digit in range(10)],
    "shapes": ["hardly", "2 to 10 times", "more than 10 times"],
}


@cache
def trained(kind: str, seed: int) -> list[Floats]:
    """Weights and biases of each layer at the end, from a run of one's own."""
    fields = DEEP if kind == "deep" else SINGLE
    run = run_of(MnistSettings(**fields, init_seed=seed, order_seed=seed).training_part())
    run.advance(run.n_epochs * run.steps_per_epoch)
    return [part.astype(np.float64) for part in run.architecture.split(run.params)]


def scores(parts: list[Floats], inputs: npt.NDArray[Any]) -> Floats:
    here = inputs.astype(np.float64) / 255
    for weights, biases in zip(parts[:-2:2], parts[1:-2:2], strict=True):
        here = np.maximum(here @ weights.T + biases, 0)
    return here @ parts[-2].T + parts[-1]


@cache
def way(kind: str) -> Floats:
    """Loss on the first 1,000 training images at 21 places on the straight way between both results."""
    images = mnist.load().training
    inputs, labels = images.inputs[:1000], images.labels[:1000]
    found = []
    for share in np.linspace(0, 1, 21):
        ends = zip(trained(kind, 1), trained(kind, 2), strict=True)
        z = scores([(1 - share) * a + share * b for a, b in ends], inputs)
        top = z.max(axis=1)
        found += [(top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[np.arange(1000), labels]).mean()]
    return np.array(found)


@cache
def wrong_and_counts(digit: int) -> tuple[list[int], list[int]]:
    """For each of six ways to write a digit: wrong test images, and all that are nearest to its mean."""
    data = mnist.load()
    mine = data.training.inputs[data.training.labels == digit][:2000]
    means = shapes(mine, 6, np.random.default_rng(digit)).astype(np.float64)
    tested = data.test.inputs[data.test.labels == digit]
    inputs = tested.astype(np.float64) / 255
    nearest = np.array([((means - image) ** 2).sum(axis=1).argmin() for image in inputs])
    is_wrong = scores(trained("single", 1), tested).argmax(axis=1) != digit
    return [int(is_wrong[nearest == i].sum()) for i in range(6)], [
        int((nearest == i).sum()) for i in range(6)
    ]


def digit_of(scene: Scene) -> int:
    return 7 if scene.settings.digit is None else int(scene.settings.digit)


@checks(f"{NAME}.headline")
def _headline(said: Said, scene: Scene) -> None:
    """All four answers are revealed by the link, or by the scene."""
    if scene.page.locator(".pros .answer:visible").count() < 4:
        assert said.text == "Pros and cons of a single layer: predict, then reveal"
        return
    assert said.text == "Few parameters, one valley, readable; but one template for each digit"
    assert way("single").max() <= max(way("single")[0], way("single")[-1]) + 1e-6


@checks(f"{NAME}.note")
def _note(said: Said, scene: Scene) -> None:
    """``tests/ui/mnist/test_kept_pros.py`` trains the single layer that is kept anew."""
    first = scene.settings.init_seed
    what = f"on the first {SINGLE['images']:,} training images for {SINGLE['epochs']} epochs, from two starts, seeds "
    if first != KEPT["seed"]:
        assert said.text == f"Each network is trained here {what}{first} and {first + 1}."
        return
    assert said.text == (
        f"Each network was trained {what}{first} and {first + 1}: once, on {KEPT['made']}, by “{KEPT['command']}” "
        f"({KEPT['machine']}). From other seeds they are trained here."
    )


@checks(f"{NAME}.parameters.question", f"{NAME}.interpretable.question", f"{NAME}.shapes.question")
def _question(said: Said, scene: Scene) -> None:
    kind = said.name.split(".")[2]
    buttons = scene.page.locator(f".pros [data-name={kind}] .choices button")
    assert buttons.all_inner_texts() == OPTIONS[kind]
    if kind == "shapes":
        assert f"every way of writing {digit_of(scene)}. Of six ways" in said.text
    if kind == "interpretable":
        assert "one of the ten templates" in said.text


@checks(f"{NAME}.convex.question")
def _convex_question(said: Said, scene: Scene) -> None:
    assert said.text.startswith("Two runs begin with different random weights.")
    assert not np.array_equal(trained("single", 1)[0], trained("single", 2)[0])


@checks(*(f"{NAME}.{kind}.verdict" for kind in OPTIONS))
def _verdict(said: Said, scene: Scene) -> None:
    kind = said.name.split(".")[2]
    if kind == "convex" and said.text:
        line = way("single")
        assert said.text == "Pro: the loss is convex, one valley."
        assert (line <= np.linspace(line[0], line[-1], len(line)) + 1e-6).all()
    elif said.text:
        pros = {"parameters": "Pro: few parameters.", "interpretable": "Pro: it can be read."}
        assert said.text == pros.get(kind, "Con: one linear template for each class.")


@checks(f"{NAME}.parameters.words")
def _parameters_words(said: Said, scene: Scene) -> None:
    n_single, n_deep = (sum(part.size for part in trained(kind, 1)) for kind in ("single", "deep"))
    assert f"784 · 10 weights and 10 biases are {n_single:,}, about a tenth" in said.text
    assert abs(n_single / n_deep - 0.1) < 0.005


@checks(f"{NAME}.parameters")
def _parameters(said: Said, scene: Scene) -> None:
    assert said.text.replace("\u202f", ",") == "single layer7,850100 hidden units79,510"


@checks(f"{NAME}.convex.words")
def _convex_words(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"From its two starts the single layer comes to a loss of ([\d.]+) and ([\d.]+) on the first 1,000 training "
        r"images, with (.+)\. With 100 hidden units: ([\d.]+) and ([\d.]+), with (.+)\.",
        said.text,
    )
    assert found, said.text
    for kind, first, second, between in (("single", 1, 2, 3), ("deep", 4, 5, 6)):
        line = way(kind)
        assert abs(float(found[first]) - line[0]) < 0.000501
        assert abs(float(found[second]) - line[-1]) < 0.000501
        rise = line.max() - max(line[0], line[-1])
        assert rise > 0.02 if found[between] == "a hill between them" else rise < 1e-6


@checks(f"{NAME}.way")
def _way(said: Said, scene: Scene) -> None:
    for words, (kind, name) in zip(
        said.attributes[0].split("; "),
        {"single": "single layer", "deep": "100 hidden units"}.items(),
        strict=True,
    ):
        found = re.fullmatch(rf"{name}: loss from ([\d.]+) to ([\d.]+), at most ([\d.]+) on the way", words)
        assert found, words
        line = way(kind)
        for text, value in zip(found.groups(), (line[0], line[-1], line.max()), strict=True):
            assert abs(float(text) - value) < 0.00501
        hill = line.max() > max(line[0], line[-1]) + 0.02
        assert f"{name}: {'a hill' if hill else 'no hill'}" in said.text


@checks(f"{NAME}.interpretable.words")
def _interpretable_words(said: Said, scene: Scene) -> None:
    """The template has the largest inner product with the mean of its own digit's images."""
    assert said.text == "Gold: ink here speaks for a 3. Violet: ink here speaks against it."
    images = mnist.load().validation
    means = np.stack([images.inputs[images.labels == digit].mean(axis=0) for digit in range(10)])
    assert ((means - means.mean(axis=0)) @ trained("single", 1)[0][3]).argmax() == 3


@checks(f"{NAME}.shapes.words")
def _shapes_words(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"From ([\d.]+) to ([\d.]+) % of the test images of a way are wrong\. Over all digits the single layer ends "
        r"its first run with ([\d.]+) % of the 10,000 validation images right, 100 hidden units with ([\d.]+) %\.",
        said.text,
    )
    assert found, said.text
    wrong, counts = wrong_and_counts(digit_of(scene))
    shares = [100 * w / n for w, n in zip(wrong, counts, strict=True) if n]
    images = mnist.load().validation
    right = [
        100 * (scores(trained(kind, 1), images.inputs).argmax(axis=1) == images.labels).mean()
        for kind in ("single", "deep")
    ]
    for text, value in zip(found.groups(), [min(shares), max(shares), *right], strict=True):
        assert abs(float(text) - value) < 0.0501


@checks(f"{NAME}.shares")
def _shares(said: Said, scene: Scene) -> None:
    assert said.text == "Share of the test images of each way that are wrong"


@checks(f"{NAME}.shape")
def _shape(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"A way to write (\d): (\d+) of (\d+) test images? (?:is|are) wrong, (.+)", said.attributes[0]
    )
    assert found, said.attributes
    wrong, count = int(found[2]), int(found[3])
    assert int(found[1]) == digit_of(scene)
    assert (wrong, count) in list(zip(*wrong_and_counts(digit_of(scene)), strict=True))
    share = f"{100 * wrong / count:.1f} %" if count else "–"
    assert found[4] == share
    assert said.text == f"{share}{wrong} of {count}"


@checks(f"{NAME}.mark")
def _mark(said: Said, scene: Scene) -> None:
    """No visitor has predicted anything."""
    assert said.text == ""


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    """No answer was revealed by hand: the finding of all four."""
    (headline,) = {said.text for said in scene.reading.said if said.name == f"{NAME}.headline"}
    assert said.text == f"{headline}."
