"""Checks of the units' biographies: a unit's sums over the patterns that are named, by a forward pass in float64."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.browser.referee.activations_runs import (
    SLOPES,
    SQUASH,
    STEEPEST,
    Floats,
    Patterns,
    ending,
    epoch_words,
    forward,
    is_flat,
    layers_at,
    loss,
    number,
    patterns_of,
    run_in,
    shown_in,
    when,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said

NAME = "activations.unit"
SAMPLE = 1_000
EDGE = 1e-4
"""Weighted sums nearer to 0 may lie on either side in float32."""


@dataclass
class Unit:
    """The picked unit at the moment that is shown."""

    scene: Scene
    shown: dict[str, Any]

    @property
    def layer(self) -> int:
        return int(self.shown["picked"]["layer"])

    @property
    def activation(self) -> str:
        return str(self.scene.settings.activations[self.layer])

    @property
    def everything(self) -> Patterns:
        return patterns_of(self.scene.settings.training_part())[0]

    @property
    def sample(self) -> Patterns:
        return self.everything.first(SAMPLE)

    @property
    def words(self) -> str:
        return self.sample.words(len(self.everything.labels))

    def layer_sums(self, layer: int, patterns: Patterns, epoch: float | None = None) -> Floats:
        layers = layers_at(run_in(self.scene), self.shown["epoch"] if epoch is None else epoch)
        return forward(layers, self.scene.settings.activations, patterns.inputs)[0][layer]

    def sums(self, patterns: Patterns, epoch: float | None = None) -> Floats:
        return self.layer_sums(self.layer, patterns, epoch)[:, self.shown["picked"]["unit"]]

    @property
    def flat(self) -> float:
        return float(is_flat(self.activation, self.sums(self.sample)).mean())

    @property
    def later(self) -> list[float]:
        epochs = run_in(self.scene).snapshots.epochs
        return [float(epoch) for epoch in epochs if epoch > self.shown["epoch"] - 1e-3]


def unit_in(scene: Scene) -> Unit:
    return Unit(scene, shown_in(scene))


@checks(f"{NAME}.headline.dead")
def _dead(said: Said, scene: Scene) -> None:
    """No training pattern, of all there are, reaches the unit now or at any later moment."""
    unit = unit_in(scene)
    everything = unit.everything
    assert said.text == f"{when(unit.shown)} none of {everything.words()} reaches this unit: it is dead"
    assert unit.activation == "relu"
    assert all((unit.sums(everything, epoch) < EDGE).all() for epoch in unit.later)


@checks(f"{NAME}.headline.unreached")
def _unreached(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    assert said.text == f"{when(unit.shown)} none of {unit.words} reaches this unit"
    assert unit.activation == "relu"
    assert (unit.sums(unit.sample) < EDGE).all()


@checks(f"{NAME}.headline.reached")
def _reached(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    found = re.fullmatch(r"At the end ([\d,]+) of (.*) reach(es)? this unit", said.text)
    assert found
    assert when(unit.shown) == "At the end"
    assert found[2] == unit.everything.words()
    sums = unit.sums(unit.everything)
    assert (sums > EDGE).sum() <= number(found[1]) <= (sums > -EDGE).sum()
    assert (found[1] == "1") == bool(found[3])


@checks(f"{NAME}.headline.saturated")
def _saturated(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    found = re.fullmatch(r"(.*) this unit is saturated on ([\d.]+) % of (.*)", said.text)
    assert found
    assert (found[1], found[3]) == (when(unit.shown), unit.words)
    assert abs(float(found[2]) - 100 * unit.flat) < 0.051 + 100 / len(unit.sample.labels)
    assert unit.activation != "relu" or (unit.sums(unit.sample) > -EDGE).any()


@checks(f"{NAME}.headline.passed")
def _passed(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    found = re.fullmatch(r"(.*) this unit’s mean slope f′ is ([\d.]+) over (.*)", said.text)
    assert found
    assert (found[1], found[3]) == (when(unit.shown), unit.words)
    assert abs(float(found[2]) - SLOPES[unit.activation](unit.sums(unit.sample)).mean()) < 0.00051


def readouts(unit: Unit) -> dict[str, tuple[float, float]]:
    """Numbers of the unit, and by how much rounding may move each."""
    sums = unit.sums(unit.sample)
    one = 1 / len(sums)
    return {
        "mean_output": (SQUASH[unit.activation](sums).mean(), 0.00051),
        "saturated": (100 * unit.flat, 0.051 + 100 * one),
        "passed": (
            SLOPES[unit.activation](sums).mean(),
            0.000051 + (one if unit.activation == "relu" else 0),
        ),
    }


@checks(*(f"{NAME}.readout.{name}" for name in ("mean_output", "saturated", "passed")))
def _readout(said: Said, scene: Scene) -> None:
    value, off = readouts(unit_in(scene))[said.name.rpartition(".")[2]]
    assert abs(number(said.text) - value) < off


@checks(f"{NAME}.readout.centre")
def _centre(said: Said, scene: Scene) -> None:
    """No answer of the unit is below 0, and their mean is above it."""
    unit = unit_in(scene)
    mean, off = readouts(unit)["mean_output"]
    assert said.text in ("> 0: not centred", "")
    if said.text:
        assert SQUASH[unit.activation](unit.sums(unit.sample)).min() >= 0
        assert mean > 0
    else:
        assert unit.activation == "tanh" or mean < 0.0005 + off


@checks(f"{NAME}.readout.steepest")
def _steepest(said: Said, scene: Scene) -> None:
    assert number(said.text.removeprefix("of ")) == STEEPEST[unit_in(scene).activation]


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    text = said.text if "Unit" in said.text else said.attributes[0]
    found = re.fullmatch(
        r"Unit (\d+) of layer (\d) at epoch ([\d.]+): mean output (\S+), saturated on ([\d.]+) %, mean slope (\S+), "
        r"over (.*)\.",
        text,
    )
    assert found, text
    picked = unit.shown["picked"]
    assert (int(found[1]), int(found[2])) == (picked["unit"] + 1, picked["layer"] + 1)
    assert found[3] == epoch_words(unit.shown["epoch"])
    for shown, (value, off) in zip(found.groups()[3:6], readouts(unit).values(), strict=True):
        assert abs(number(shown) - value) < off
    assert found[7] == unit.words


GATES = """root => [...root.querySelectorAll('.picker button')].map((button) => ({
  open: parseFloat(button.querySelector('i').style.height), shut: button.classList.contains('shut') }))"""


@checks(f"{NAME}.gates")
def _gates(said: Said, scene: Scene) -> None:
    """The sentence says what the buttons show, and they show it."""
    unit, settings = unit_in(scene), scene.settings
    limits = {"relu": "all of them", "tanh": "95 % of them or more", "sigmoid": "95 % of them or more"}
    (limit,) = {limits[name] for name in settings.activations}
    assert said.text == (
        f"Filled as far as the mean f′ over {unit.words} lets gradients through. Struck out: saturated on {limit}."
    )
    gates = scene.page.locator(".activations").evaluate(GATES)
    at = 0
    for layer, name in enumerate(settings.activations):
        sums = unit.layer_sums(layer, unit.sample)
        opens = 100 * SLOPES[name](sums).mean(axis=0) / STEEPEST[name]
        flats, one = is_flat(name, sums).mean(axis=0), 1 / len(sums)
        for open_, flat in zip(opens, flats, strict=True):
            gate = gates[at]
            at += 1
            assert abs(gate["open"] - open_) < 0.51 + 100 * one
            least = 1.0 if name == "relu" else 0.95
            assert gate["shut"] == (flat >= least) or abs(flat - least) < 1.5 * one
    assert at == len(gates)


@checks(f"{NAME}.meaning")
def _meaning(said: Said, scene: Scene) -> None:
    """``is_flat`` holds what is said here against the readouts."""
    assert said.text == "Saturated: f′ is below 5 % of its steepest."


@checks(f"{NAME}.beyond")
def _beyond(said: Said, scene: Scene) -> None:
    unit = unit_in(scene)
    half = unit.shown["half_widths"][unit.layer]
    share = (np.abs(unit.sums(unit.sample)) >= half * (1 - 2 / 48)).mean()
    one = 1 / len(unit.sample.labels)
    if not said.text:
        assert share < 0.02 + 1.5 * one
        return
    found = re.fullmatch(
        r"([\d.]+) % of (.*) lie in the outer bins, which hold all that is beyond\.", said.text
    )
    assert found
    assert found[2] == unit.words
    assert abs(float(found[1]) - 100 * share) < 0.051 + 100 * one


@checks(f"{NAME}.now")
def _now(said: Said, scene: Scene) -> None:
    assert said.text == epoch_words(shown_in(scene)["epoch"])


@checks(f"{NAME}.of")
def _of(said: Said, scene: Scene) -> None:
    assert said.text == f"of {scene.settings.epochs}"


@checks(f"{NAME}.status")
def _status(said: Said, scene: Scene) -> None:
    assert said.text == ending(run_in(scene))


@checks(f"{NAME}.chart")
def _chart(said: Said, scene: Scene) -> None:
    """The curves' values under the playhead are those of the patterns that the key names."""
    unit, run = unit_in(scene), run_in(scene)
    text = " ".join(said.text.split())
    moment, layers = unit.shown["moment"], layers_at(run, unit.shown["epoch"])
    if text.startswith("This unit"):
        assert text == "This unit mean f′, of its steepest saturated"
        values = readouts(unit)
        assert abs(moment["share"] - values["passed"][0] / STEEPEST[unit.activation]) < 0.002
        assert abs(moment["saturated"] - unit.flat) < 1.5 / len(unit.sample.labels)
        return
    sample = f" (first {SAMPLE:,})" if len(unit.everything.labels) > SAMPLE else ""
    assert text == f"Loss cross-entropy error training{sample} validation"
    held = patterns_of(scene.settings.training_part())[1]
    for name, patterns in (("training_error", unit.sample), ("validation_error", held)):
        assert np.isclose(moment[name], loss(layers, scene.settings.activations, patterns), rtol=1e-3)
