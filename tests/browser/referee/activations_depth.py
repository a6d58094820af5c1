"""Checks of the sizes of gradients, layer by layer, by back-propagation in NumPy and float64."""

import re
from functools import cache
from typing import Any

import numpy as np

from tests.browser.referee.activations_runs import (
    SEVERAL,
    SLOPES,
    WORDS,
    Patterns,
    epoch_words,
    forward,
    layers_at,
    network_words,
    number,
    patterns_of,
    right,
    run_in,
    shown_in,
    softmax,
    trained,
    when,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from ui.activations.settings import ActivationSettings

NAME = "activations.depth"
ORDER = ("sigmoid", "tanh", "relu")
SAMPLE = 250
SIZES = ("‖∂E/∂W⁽ˡ⁾‖", "mean |∂E/∂w|")


def sample_of(settings: ActivationSettings) -> tuple[Patterns, str]:
    """The patterns on which gradients are measured, and their name."""
    training, _ = patterns_of(settings.training_part())
    return training.first(SAMPLE), training.first(SAMPLE).words(len(training.labels))


@cache
def sizes_at(settings: ActivationSettings, name: str, epoch: float) -> dict[str, list[float]]:
    """Sizes of error signals and gradients in each layer, of the mean error over the sample."""
    layers = layers_at(trained(settings), epoch)
    batch, _ = sample_of(settings)
    n = len(batch.labels)
    sums, answers = forward(layers, settings.activations, batch.inputs)
    signal = (softmax(sums[-1]) - np.eye(sums[-1].shape[1])[batch.labels]) / n
    found: dict[str, list[float]] = {"signal": [], "matrix": [], "weight": []}
    for depth in reversed(range(len(layers))):
        grads = signal.T @ answers[depth]
        found["signal"].insert(0, float(np.linalg.norm(signal)))
        found["matrix"].insert(0, float(np.linalg.norm(grads)))
        found["weight"].insert(0, float(np.abs(grads).mean()))
        if depth:
            signal = signal @ layers[depth][0] * SLOPES[name](sums[depth - 1])
    return found


def sizes_in(scene: Scene, name: str, epoch: float) -> dict[str, list[float]]:
    run_in(scene, activation=(name,))
    settings = scene.settings.training_part()
    return sizes_at(type(settings)(**{**vars(settings), "activation": (name,)}), name, epoch)


def ratio_in(scene: Scene, kind: str, name: str) -> float:
    row = sizes_in(scene, name, shown_in(scene)["epoch"])[kind]
    return row[-1] / row[0]


def is_ratio(words: str, ratio: float) -> bool:
    """Whether "1 : 13,000" or "2.0 : 1" says a ratio of last to first layer, to its two digits."""
    first, last = (number(part) for part in words.split(" : "))
    shown = last / first
    return bool(abs(shown / ratio - 1) < 0.055)


@checks(f"{NAME}.ratio")
def _ratio(said: Said, scene: Scene) -> None:
    kind, name = said.data["of"].split()
    assert is_ratio(said.text, ratio_in(scene, kind, name)), (said.text, ratio_in(scene, kind, name))


@checks(f"{NAME}.accuracy")
def _accuracy(said: Said, scene: Scene) -> None:
    name = said.data["of"]
    run = run_in(scene, activation=(name,))
    held = patterns_of(scene.settings.training_part())[1]
    layers = layers_at(run, shown_in(scene)["epoch"])
    share = 100 * right(layers, (name,) * scene.settings.depth, held)
    assert abs(number(said.text.removesuffix(" %")) - share) < 0.051 + 100 / len(held.labels)


@checks(f"{NAME}.held_out")
def _held_out(said: Said, scene: Scene) -> None:
    assert said.text == f"right, of {patterns_of(scene.settings.training_part())[1].words()}"


@checks(f"{NAME}.network")
def _network(said: Said, scene: Scene) -> None:
    settings = scene.settings
    assert said.text == (
        f"{network_words(settings)}, rate {settings.rate:g}, initial weights: {settings.start}. Gradients are those of "
        f"the error on {sample_of(settings)[1]}."
    )


@checks(f"{NAME}.measure")
def _measure(said: Said, scene: Scene) -> None:
    """What is measured; where that stands alone, how the weights were drawn, by the weights themselves."""
    settings = scene.settings
    if said.text in SIZES:
        assert said.text == SIZES[settings.measure != "matrix"]
        return
    start = said.text.removeprefix(f"{SIZES[True]} over a layer’s weights, before training; ")
    assert settings.untrained
    layers = [layer for name in ORDER for layer in layers_at(run_in(scene, activation=(name,)), 0)]
    if start == "initial weights within ±0.1, biases 0":
        most = [float(np.abs(weights).max()) for weights, _ in layers]
        assert 0.095 < max(most) <= 0.1 + 1e-7, most
        assert not any(biases.any() for _, biases in layers)
        return
    assert start == f"initial weights: {settings.start}"


def all_ratios(scene: Scene) -> dict[str, float]:
    return {SEVERAL[name]: ratio_in(scene, "weight", name) for name in ORDER}


@checks(f"{NAME}.headline.smaller")
def _smaller(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"(.*) the first layer’s mean gradient is 1/(\S+) of the last one’s, through (.*)", said.text
    )
    assert found
    ratios = all_ratios(scene)
    assert found[1] == when(shown_in(scene))
    assert found[3] == max(ratios, key=ratios.__getitem__)
    assert abs(number(found[2]) / ratios[found[3]] - 1) < 0.055
    assert ratios[found[3]] > 9.9


@checks(f"{NAME}.headline.larger")
def _larger(said: Said, scene: Scene) -> None:
    found = re.fullmatch(
        r"(.*) the first layer’s mean gradient is (\S+) times the last one’s, through (.*)", said.text
    )
    assert found
    ratios = all_ratios(scene)
    assert found[1] == when(shown_in(scene))
    assert found[3] == min(ratios, key=ratios.__getitem__)
    assert abs(number(found[2]) * ratios[found[3]] - 1) < 0.055


@checks(f"{NAME}.headline.alike")
def _alike(said: Said, scene: Scene) -> None:
    expected = "mean gradients of the first and the last layer are within a factor of 10"
    assert said.text == f"{when(shown_in(scene))} {expected}"
    assert all(0.099 < ratio < 10.1 for ratio in all_ratios(scene).values())


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    text = said.text if said.text.startswith("Epoch") else said.attributes[0]
    opening = (
        f"Epoch {epoch_words(shown_in(scene)['epoch'])}: mean gradient of a weight, first to last layer: "
    )
    assert text.startswith(opening)
    parts = text.removeprefix(opening).removesuffix(".").split(", ")
    # A ratio of thousands has a comma of its own, but no space behind it.
    for part, name in zip(parts, ORDER, strict=True):
        assert part.startswith(WORDS[name])
        assert is_ratio(part.removeprefix(f"{WORDS[name]} "), ratio_in(scene, "weight", name))


@checks(f"{NAME}.chart")
def _chart(said: Said, scene: Scene) -> None:
    """The charts draw the last two columns of the table; their titles say of which patterns."""
    held = patterns_of(scene.settings.training_part())[1]
    assert said.text in ("Last : first layer, mean |∂E/∂w|", f"Right of {held.words()}")


@checks(f"{NAME}.status")
def _status(said: Said, scene: Scene) -> None:
    """Every network that diverged is named, and no other."""
    stops: dict[str, Any] = {name: run_in(scene, activation=(name,)).stop for name in ORDER}
    told = [
        f"At epoch {stop.epoch:.4g} the network of {SEVERAL[name]} diverged: its loss is no longer finite."
        for name, stop in stops.items()
        if stop.kind == "diverged"
    ]
    assert said.text == " ".join(told)


@checks(f"{NAME}.now")
def _now(said: Said, scene: Scene) -> None:
    assert said.text == epoch_words(shown_in(scene)["epoch"])


@checks(f"{NAME}.of")
def _of(said: Said, scene: Scene) -> None:
    assert said.text == f"of {scene.settings.epochs}"
