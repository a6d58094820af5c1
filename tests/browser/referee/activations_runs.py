"""Runs of the page ``activations``, trained anew, and their networks forward and back in float64 by NumPy alone."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets import mnist
from engine.training import TrainingRun
from tests.browser.referee.checks import Scene
from ui.activations.runs import run_of
from ui.activations.settings import ActivationSettings
from ui.plane.runs import points_of

Floats = npt.NDArray[np.float64]
Layers = list[tuple[Floats, Floats]]

SQUASH = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), 1 - 1 / (1 + np.exp(-np.abs(z)))),
}
SLOPES = {
    "relu": lambda z: (z > 0).astype(np.float64),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: 0.25 / np.cosh(z / 2) ** 2,
}
STEEPEST = {"relu": 1.0, "tanh": 1.0, "sigmoid": 0.25}
WORDS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid"}
SEVERAL = {"relu": "ReLUs", "tanh": "tanh", "sigmoid": "sigmoids"}

MOMENT = """root => { const p = root.activations, { view, state } = p, { moment } = p.playback;
  return { epoch: moment?.epoch ?? 0, i: moment?.i ?? 0, last: (p.playback.moments?.length ?? 1) - 1,
    finished: state.finished ?? true, picked: view.picked ?? null, taken: view.taken ?? null,
    example: view.example ?? 0, output: view.output ?? "", x: view.x ?? 0, moment: moment ?? null,
    half_widths: (state.layers ?? []).map((layer) => layer.half_width) }; }"""


@dataclass(frozen=True)
class Patterns:
    """Inputs, labels, and what they are called in the plural."""

    inputs: Floats
    labels: npt.NDArray[np.integer[Any]]
    kind: str

    def first(self, n: int) -> "Patterns":
        return Patterns(self.inputs[:n], self.labels[:n], self.kind)

    def words(self, of: int | None = None) -> str:
        n = len(self.labels)
        return f"the {n:,} {self.kind}" if of in (None, n) else f"the first {n:,} of {of:,} {self.kind}"


def shown_in(scene: Scene) -> dict[str, Any]:
    """What the browser shows now."""
    found: dict[str, Any] = scene.page.locator(".activations").evaluate(MOMENT)
    return found


@cache
def patterns_of(settings: ActivationSettings) -> tuple[Patterns, Patterns]:
    """Training and held-out patterns."""
    if settings.on == "mnist":
        images = mnist.load()
        training, held = images.training, images.validation
        n = settings.images
        return (
            Patterns(training.inputs[:n].astype(np.float64) / 255, training.labels[:n], "training images"),
            Patterns(held.inputs.astype(np.float64) / 255, held.labels, "validation images"),
        )
    points = points_of(settings)
    return (
        Patterns(points.training.inputs.astype(np.float64), points.training.labels, "training points"),
        Patterns(points.validation.inputs.astype(np.float64), points.validation.labels, "validation points"),
    )


@cache
def trained(settings: ActivationSettings) -> TrainingRun:
    """The run of these settings at its end."""
    run = run_of(settings)
    run.advance(run.n_epochs * run.steps_per_epoch)
    return run


def run_in(scene: Scene, **changes: Any) -> TrainingRun:
    return trained(replace(scene.settings.training_part(), **changes))


def layers_of(run: TrainingRun, params: npt.NDArray[Any]) -> Layers:
    parts = [part.astype(np.float64) for part in run.architecture.split(params)]
    return list(zip(parts[::2], parts[1::2], strict=True))


def layers_at(run: TrainingRun, epoch: float) -> Layers:
    """Weights and biases of each layer at the snapshot next to an epoch, which may be rounded."""
    snapshots = run.snapshots
    at = int(np.abs(snapshots.epochs - epoch).argmin())
    assert abs(snapshots.epochs[at] - epoch) < 1e-3
    return layers_of(run, snapshots.params[at])


def forward(
    layers: Layers, activations: tuple[str, ...], inputs: Floats
) -> tuple[list[Floats], list[Floats]]:
    """Weighted sums of all layers, and what each layer reads."""
    sums, answers = [], [inputs]
    for depth, (weights, biases) in enumerate(layers):
        sums.append(answers[-1] @ weights.T + biases)
        if depth < len(activations):
            answers.append(SQUASH[activations[depth]](sums[-1]))
    return sums, answers


def softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def right(layers: Layers, activations: tuple[str, ...], patterns: Patterns) -> float:
    """Share of right answers."""
    scores = forward(layers, activations, patterns.inputs)[0][-1]
    return float((scores.argmax(axis=1) == patterns.labels).mean())


def loss(layers: Layers, activations: tuple[str, ...], patterns: Patterns) -> float:
    """Mean cross-entropy."""
    scores = forward(layers, activations, patterns.inputs)[0][-1]
    top = scores.max(axis=1)
    totals = top + np.log(np.exp(scores - top[:, np.newaxis]).sum(axis=1))
    return float((totals - scores[np.arange(len(scores)), patterns.labels]).mean())


def is_flat(activation: str, sums: Floats) -> npt.NDArray[np.bool_]:
    """Where a slope is below 5 % of the steepest."""
    return np.asarray(SLOPES[activation](sums) < 0.05 * STEEPEST[activation])


def epoch_words(epoch: float) -> str:
    return f"{epoch:.0f}" if epoch == round(epoch) else f"{epoch:.2f}"


def when(shown: dict[str, Any]) -> str:
    """How a headline says which moment it is about."""
    if shown["epoch"] == 0:
        return "Before training"
    if shown["finished"] and shown["i"] == shown["last"]:
        return "At the end"
    return f"At epoch {epoch_words(shown['epoch'])}"


def number(text: str) -> float:
    """A number as the pages write it: 1.2·10⁻⁴ too."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition("·10")
    exponent = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return float(mantissa) * 10.0 ** int(exponent or 0)


def network_words(settings: ActivationSettings) -> str:
    """The network and its training, as the views of several networks name them."""
    sizes = (784 if settings.on == "mnist" else 2, *settings.widths, 10 if settings.on == "mnist" else 3)
    data = f"{settings.images:,} MNIST images" if settings.on == "mnist" else f"“{settings.title}”"
    batches = f"batches of {settings.batch}" if settings.batch else "full batches"
    epochs = "1 epoch" if settings.epochs == 1 else f"{settings.epochs} epochs"
    return f"{'–'.join(map(str, sizes))} on {data}, {settings.rule}, {batches}, {epochs}"


def ending(run: TrainingRun) -> str:
    """How a run ended."""
    stop = run.stop
    assert stop
    if stop.kind == "diverged":
        assert not np.isfinite(run.history.training_error[-1]) or stop.epoch < run.n_epochs
        return f"At epoch {stop.epoch:.4g} this run diverged: its loss is no longer finite."
    epochs = f"{stop.epoch:.4g} epoch{'' if stop.epoch == 1 else 's'}"
    if stop.kind == "patience":
        return f"This run ended after {epochs}: its validation loss found no new minimum for as long as it was to wait."
    assert stop.epoch == run.n_epochs
    return f"This run ended after {epochs}."
