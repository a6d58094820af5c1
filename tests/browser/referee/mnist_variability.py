"""Checks of "Variability": both networks judged in float64 on test images that are changed here once more.

The networks are those of the course's API: the run of the lesson, trained anew, or the one that the repository keeps.
"""

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist, transforms
from datasets.transforms import Transform, Variability
from engine.architecture import Architecture
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.mnist_reference import Floats, forward, percent, softmax
from tests.browser.referee.reading import Said
from ui.digits.settings import MnistSettings
from ui.mnist import lessons

NAME = "mnist.variability"

CLEAN = Variability()

QUESTION = "How much may a digit vary?"

SIZES = {"single": (784, 10), "multi": (784, 100, 10)}

SHOWN = """root => { const v = root.variability, { state, image, values } = v, n = 784 * image;
  return { name: state.names[image], values, pixels: [...v.pixels] }; }"""

CHANGES = {
    "Shift right": ("shift_x", "px", 4),
    "Shift up": ("shift_y", "px", 4),
    "Rotation": ("rotation", "°", 45),
    "Scale": ("scale", "%", 45),
    "Skew": ("skew", "°", 45),
}
"""Name of each change in the engine, its unit, and the largest amount that is tested."""


KEPT = json.loads(Path("ui/mnist/variability/kept.json").read_text("utf-8"))
"""What the page does not train; ``tests/ui/mnist/test_kept_variability.py`` trains a network of it anew."""


def kept_courses(n_images: int, trained: Variability) -> dict[str, Any] | None:
    """Both networks of the file after a lesson, if it has that."""
    shifted = Variability(shift_x=2, shift_y=2)
    name = {CLEAN: "clean", shifted: "shifted"}.get(trained) if n_images == 10_000 else None
    return KEPT["lessons"][name]["courses"] if name else None


def kept_layer(kept: dict[str, Any]) -> Floats:
    """Weights, shape (n_units, n_inputs): each row has its own step."""
    codes = np.frombuffer(base64.b64decode(kept["codes"]), np.int8).astype(np.float64)
    return np.asarray(codes.reshape(len(kept["steps"]), -1) * np.array(kept["steps"])[:, np.newaxis])


def amounts_of(settings: MnistSettings) -> Variability:
    return Variability(
        shift_x=settings.vary_shift,
        shift_y=settings.vary_shift,
        rotation=settings.vary_rotation,
        scale=settings.vary_scale,
        skew=settings.vary_skew,
    )


def trained_with(settings: MnistSettings) -> Variability:
    return amounts_of(settings) if settings.trained == "varied" else CLEAN


def words_of(amounts: Variability) -> str:
    parts = {
        f"shifts of ±{amounts.shift_x:g} px": amounts.shift_x,
        f"rotation of ±{amounts.rotation:g}°": amounts.rotation,
        f"scale of ±{amounts.scale:g} %": amounts.scale,
        f"skew of ±{amounts.skew:g}°": amounts.skew,
    }
    return ", ".join(words for words, amount in parts.items() if amount)


def images_words(n_images: int, amounts: Variability) -> str:
    patterns = f"the {'' if n_images == 50_000 else f'first {n_images:,} of '}50,000 training images"
    return f"{patterns}, {'as they are' if amounts == CLEAN else f'varied by {words_of(amounts)}'}"


@cache
def network(name: str, n_images: int, amounts: Variability) -> list[tuple[Floats, Floats]]:
    """Weights and biases of each layer at the end of a lesson."""
    if kept := kept_courses(n_images, amounts):
        rows = [kept_layer(layer) for layer in kept[name]["layers"]]
        return [(weights, biases[0]) for weights, biases in zip(rows[::2], rows[1::2], strict=True)]
    sizes = SIZES[name]
    architecture = Architecture(sizes, ("relu",) * (len(sizes) - 2))
    run = lessons.run_of(architecture, lessons.Lesson(n_images, amounts))
    run.advance(run.n_epochs * run.steps_per_epoch)
    parts = [part.astype(np.float64) for part in architecture.split(run.params)]
    return list(zip(parts[::2], parts[1::2], strict=True))


def scores(layers: list[tuple[Floats, Floats]], images: npt.NDArray[np.uint8]) -> Floats:
    return forward(layers, ("relu",) * (len(layers) - 1), images)


def varied(part: str, amounts: Variability, count: int | None = None) -> npt.NDArray[np.uint8]:
    inputs: npt.NDArray[np.uint8] = getattr(mnist.load(), part).inputs[:count]
    return inputs if amounts == CLEAN else transforms.vary(inputs, amounts, np.random.default_rng(1))


@cache
def right(name: str, n_images: int, trained: Variability, tested: Variability) -> str:
    """The per cent of the test images that a network gets right."""
    answers = scores(network(name, n_images, trained), varied("test", tested)).argmax(axis=1)
    return percent((answers == mnist.load().test.labels).sum(), 10_000)


def pair(n_images: int, trained: Variability, tested: Variability) -> str:
    single, multi = (right(name, n_images, trained, tested) for name in SIZES)
    return f"{single} % of the 10,000 test images are right, with hidden units {multi} %"


def headline(settings: MnistSettings) -> str:
    amounts = trained_with(settings)
    digits = "Digits as they are" if amounts == CLEAN else f"Digits varied by {words_of(amounts)}"
    return f"{digits}: {pair(settings.vary_images, amounts, amounts)}"


@checks(f"{NAME}.headline.measured")
def _headline(said: Said, scene: Scene) -> None:
    assert said.text == headline(scene.settings)


def shown(scene: Scene) -> tuple[str, dict[str, float], npt.NDArray[np.uint8], int]:
    """Name of the image, its changes, its pixels after them, and its digit; the pixels are those of the engine."""
    found = scene.page.locator(".variability").evaluate(SHOWN)
    part, _, place = found["name"].partition("-")
    images = getattr(mnist.load(), part)
    pixels = np.array(found["pixels"], np.uint8)
    change = Transform(**found["values"])
    expected = transforms.transform(images.inputs[int(place)][np.newaxis], change)[0]
    assert np.abs(pixels.astype(int) - expected).max() <= 1
    return found["name"], found["values"], pixels, int(images.labels[int(place)])


def of_both(scene: Scene, pixels: npt.NDArray[np.uint8]) -> dict[str, Floats]:
    settings = scene.settings
    lesson = settings.vary_images, trained_with(settings)
    return {name: scores(network(name, *lesson), pixels[np.newaxis])[0] for name in SIZES}


def name_words(scene: Scene) -> str:
    name, _, _, label = shown(scene)
    return f"{name.replace('-', ' ')}, {'an' if label == 8 else 'a'} {label}"


def changed_words(scene: Scene) -> str:
    _, values, _, _ = shown(scene)
    changes = []
    for words, (name, unit, _) in CHANGES.items():
        if amount := values[name]:
            changes.append(f"{words} {amount:+g} {unit}".replace("-", "−"))
    return f"{name_words(scene)}, {', '.join(changes) or 'as it is'}"


@checks(f"{NAME}.image")
def _image(said: Said, scene: Scene) -> None:
    assert said.text == name_words(scene)


@checks(f"{NAME}.way")
def _way(said: Said, scene: Scene) -> None:
    """The ends between which the digit moves by itself."""
    kinds = {name: (words, unit) for words, (name, unit, _) in CHANGES.items()}
    words, unit = kinds[scene.settings.sweep]
    end = f"{abs(getattr(scene.settings, scene.settings.sweep)):g}"
    assert said.text == f": {words} from −{end} to +{end} {unit}"


@checks(f"{NAME}.changed")
def _changed(said: Said, scene: Scene) -> None:
    assert said.attributes == [changed_words(scene)]


@checks(f"{NAME}.product")
def _product(said: Said, scene: Scene) -> None:
    assert said.text == f"x ⊙ W{shown(scene)[3]} single layer"


@checks(f"{NAME}.pull")
def _pull(said: Said, scene: Scene) -> None:
    _, _, pixels, label = shown(scene)
    weights, _ = network("single", scene.settings.vary_images, trained_with(scene.settings))[0]
    found = re.fullmatch(
        rf"Inner product with the single layer's template of {label}, without its bias: ([+−]?[\d.]+)",
        said.attributes[0],
    )
    assert found, said.attributes
    assert abs(float(found[1].replace("−", "-")) - weights[label] @ pixels / 255) < 0.0501


@checks(f"{NAME}.share")
def _share(said: Said, scene: Scene) -> None:
    probability = softmax(of_both(scene, shown(scene)[2])[said.data["network"]])[int(said.data["digit"])]
    decimals = 1 if 0.0005 < probability < 0.9995 else 0
    assert abs(float(said.text.removesuffix(" %")) - 100 * probability) < 0.5001 * 10**-decimals
    assert ("." in said.text) == bool(decimals)


def verdict(scene: Scene) -> str:
    _, _, pixels, label = shown(scene)
    says = {name: int(z.argmax()) for name, z in of_both(scene, pixels).items()}
    words = {name: f"{digit}, {'right' if digit == label else 'wrong'}" for name, digit in says.items()}
    images = images_words(scene.settings.vary_images, trained_with(scene.settings))
    return (
        f"The single layer says {words['single']}; 100 hidden units say {words['multi']}. "
        f"Both were trained on {images}."
    )


@checks(f"{NAME}.verdict")
def _verdict(said: Said, scene: Scene) -> None:
    assert said.text == verdict(scene)


@checks(f"{NAME}.proof")
def _proof(said: Said, scene: Scene) -> None:
    """Both numbers are counted on images that vary as the training images did."""
    settings = scene.settings
    amounts = trained_with(settings)
    single, multi = (right(name, settings.vary_images, amounts, amounts) for name in SIZES)
    varied_by = "as they are" if amounts == CLEAN else f"varied by {words_of(amounts)}"
    assert said.text == f"Right of 10,000 test images {varied_by}: {single} % {multi} %"


@checks(f"{NAME}.moves")
def _moves(said: Said, scene: Scene) -> None:
    """Said while the digit moves, of the ends between which it does."""
    settings, words = scene.settings, {name: (label, unit) for label, (name, unit, _) in CHANGES.items()}
    label, unit = words[settings.sweep]
    end = f"{abs(getattr(settings, settings.sweep)):g}"
    between = f"{label} between −{end} and +{end} {unit}"
    assert said.text == f"{name_words(scene)}, {between}, moving. The play button holds it."


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    """A question that holds the finding back is spoken in its place."""
    rest = f"{changed_words(scene)}. {verdict(scene)}"
    held_back = "scene=" in scene.link and said.text.startswith(QUESTION)
    assert said.text == (f"{QUESTION} {rest}" if held_back else f"{headline(scene.settings)}. {rest}")


@checks(f"{NAME}.courses.title")
def _title(said: Said, scene: Scene) -> None:
    images = images_words(scene.settings.vary_images, trained_with(scene.settings))
    assert said.text == f"Trained on {images}"


@checks(f"{NAME}.courses.column")
def _column(said: Said, scene: Scene) -> None:
    assert said.text in columns(scene)


def columns(scene: Scene) -> dict[str, Variability]:
    amounts = amounts_of(scene.settings)
    clean = {"10,000 test images as they are": CLEAN}
    if amounts == CLEAN:
        return clean
    return {f"10,000 test images varied by {words_of(amounts)}": amounts, **clean}


@checks(f"{NAME}.courses.row")
def _row(said: Said, scene: Scene) -> None:
    assert said.text in (
        f"Single layer{784 * 10 + 10:,} parameters",
        f"100 hidden units{784 * 100 + 100 + 100 * 10 + 10:,} parameters",
    )


@checks(f"{NAME}.courses.number")
def _number(said: Said, scene: Scene) -> None:
    name = "single" if said.data["row"] == "Single layer" else "multi"
    tested = columns(scene)[said.data["column"]]
    settings = scene.settings
    assert said.text == f"{right(name, settings.vary_images, trained_with(settings), tested)} %"


def draws(settings: MnistSettings) -> str:
    amounts, measured = trained_with(settings), "the first 1,000 of 10,000 validation images"
    if amounts == CLEAN:
        return measured
    share = "1 in 16 of the" if amounts.rotation or amounts.scale or amounts.skew else "all"
    return f"{measured}, varied likewise; each epoch varies {share} training images anew"


@checks(f"{NAME}.courses.words")
def _draws(said: Said, scene: Scene) -> None:
    assert said.text == draws(scene.settings)


@checks(f"{NAME}.courses.last")
def _last(said: Said, scene: Scene) -> None:
    """Of the validation images, at the end of the training."""
    settings = scene.settings
    amounts = trained_with(settings)
    inputs, labels = varied("validation", amounts, 1_000), mnist.load().validation.labels[:1_000]
    parts = []
    for name, words in {"single": "single layer", "multi": "100 hidden units"}.items():
        layers = network(name, settings.vary_images, amounts)
        n_right = int((scores(layers, inputs).argmax(axis=1) == labels).sum())
        if kept := kept_courses(
            settings.vary_images, amounts
        ):  # the course is that before weights are rounded
            before = round(1_000 * kept[name]["accuracy"][-1])
            assert abs(before - n_right) <= 5
            n_right = before
        parts.append(f"{words} {percent(n_right, 1_000)} % at 40 epochs")
    assert said.attributes == [f"Accuracy while they learn, {draws(settings)}: {', '.join(parts)}"]


@checks(f"{NAME}.courses.sentence")
def _summary(said: Said, scene: Scene) -> None:
    settings = scene.settings
    amounts = trained_with(settings)
    if amounts != CLEAN:
        numbers = pair(settings.vary_images, CLEAN, CLEAN)
        assert said.text == f"Trained and tested on digits as they are: {numbers}."
        return
    varied_by = amounts_of(settings)
    numbers = pair(settings.vary_images, CLEAN, varied_by)
    assert said.text == f"The same networks on digits varied by {words_of(varied_by)}: {numbers}."


@checks(f"{NAME}.costs.title", f"{NAME}.costs.sentence", f"{NAME}.costs.words")
def _costs(said: Said, scene: Scene) -> None:
    """The numbers of ``costs.last`` are counted on all test images, each changed alike."""
    settings = scene.settings
    sentence = "All 10,000 test images, each changed by the same amount."
    if kept_courses(settings.vary_images, trained_with(settings)):
        sentence += (
            f" Both networks were trained once, from seed {KEPT['seed']}, by “{KEPT['command']}” ({KEPT['machine']}), "
            "and are tested with their weights rounded to 8 bits; with other settings they are trained here."
        )
    assert said.text in (
        "What each change costs",
        sentence,
        *(unit for _, unit, _ in CHANGES.values()),
    )


@checks(f"{NAME}.costs.last")
def _cost(said: Said, scene: Scene) -> None:
    settings, test = scene.settings, mnist.load().test
    found = re.match(r"([\w ]+), ", said.attributes[0])
    assert found
    name, unit, most = CHANGES[found[1]]
    changed = transforms.transform(test.inputs, Transform(**{name: float(most)}))
    parts = []
    for network_name, words in {"single": "single layer", "multi": "100 hidden units"}.items():
        layers = network(network_name, settings.vary_images, trained_with(settings))
        n_right = (scores(layers, changed).argmax(axis=1) == test.labels).sum()
        at = f"+{most}{'' if unit == '°' else ' '}{unit}"
        parts.append(f"{words} {percent(n_right, 10_000)} % at {at}")
    assert said.attributes == [f"{found[1]}, {unit}: {', '.join(parts)}"]
