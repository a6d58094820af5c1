"""Checks of the learning-rate cliff: cells are trained anew, and judged by a forward pass in float64."""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.training import TrainingRun
from tests.browser.referee.activations_runs import (
    WORDS,
    Floats,
    Patterns,
    forward,
    is_flat,
    layers_of,
    network_words,
    number,
    patterns_of,
    right,
    trained,
)
from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from ui.activations.settings import ActivationSettings

NAME = "activations.cliff"
RATES = {"points": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), "mnist": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)}
STARTS = ("course (±0.1)", "Glorot uniform", "He normal")
ORDER = ("sigmoid", "tanh", "relu")
EDGE = 1e-4
LIST = r"[\d.]+(?:(?:, [\d.]+)* and [\d.]+)?"


@dataclass(frozen=True)
class Outcome:
    """What became of a run."""

    right: float
    diverged: bool
    flat: list[Floats]
    least: list[Floats]

    def dead(self, name: str) -> list[int]:
        """Units of each layer that no pattern reaches; of the smooth ones, those saturated on 95 % or more."""
        if name == "relu":
            return [int((largest <= 0).sum()) for largest in self.least]
        return [int((flat >= 0.95).sum()) for flat in self.flat]


def run_of_cell(settings: ActivationSettings, name: str, start: str, rate: float) -> TrainingRun:
    plain = {field: settings.choices()[field].default for field in ("schedule", "patience")}
    return trained(replace(settings.training_part(), activation=(name,), start=start, rate=rate, **plain))


KEPT = json.loads(Path("ui/activations/cliff/kept.json").read_text("utf-8"))
"""Runs that the page does not train; ``tests/ui/activations/test_kept_cliff.py`` trains some of them anew."""


def is_kept(settings: ActivationSettings) -> bool:
    """Whether the page shows the runs of the file: its settings, in whichever cell."""
    picked = ("activation", "start", "rate")
    plain = ActivationSettings.from_url(KEPT["link"])[0].training_part()
    return replace(plain, **{name: getattr(settings, name) for name in picked}) == settings.training_part()


def kept_outcome(name: str, start: str, rate: float) -> Outcome:
    (run,) = [
        one for one in KEPT["runs"] if (one["activation"], one["start"], one["rate"]) == (name, start, rate)
    ]
    dead = [np.isin(np.arange(width), units) for width, units in zip(run["widths"], run["dead"], strict=True)]
    return Outcome(
        run["accuracy"],
        run["diverged"],
        [units.astype(np.float64) for units in dead],
        [np.where(units, -1.0, 1.0) for units in dead],
    )


@cache
def outcome(settings: ActivationSettings, name: str, start: str, rate: float) -> Outcome:
    if is_kept(settings):
        return kept_outcome(name, start, rate)
    run = run_of_cell(settings, name, start, rate)
    training, held = patterns_of(settings.training_part())
    layers = layers_of(run, run.params)
    names = (name,) * settings.depth
    sums = forward(layers, names, training.inputs)[0][:-1]
    return Outcome(
        right(layers, names, held),
        run.stop is not None and run.stop.kind == "diverged",
        [is_flat(name, layer).mean(axis=0) for layer in sums],
        [layer.max(axis=0) for layer in sums],
    )


def picked(scene: Scene) -> Outcome:
    settings = scene.settings
    return outcome(settings, settings.activation[0], settings.start, settings.rate)


def parts(scene: Scene) -> tuple[Patterns, Patterns]:
    return patterns_of(scene.settings.training_part())


@checks(f"{NAME}.headline.training")
def _training(said: Said, scene: Scene) -> None:
    assert said.text == "The same network, trained at every learning rate"


@checks(f"{NAME}.headline.best")
def _best(said: Said, scene: Scene) -> None:
    """Every cell of two activations is trained anew, and all held-out patterns are counted."""
    found = re.fullmatch(
        f"ReLU is right most often at ({LIST})(?:, near chance from ([\\d.]+) on)?; "
        f"sigmoid is right most often at ({LIST})",
        said.text,
    )
    assert found, said.text
    settings, (_, held) = scene.settings, parts(scene)
    rates = RATES[settings.on]
    best = {
        name: {
            rate: max(
                0.0 if one.diverged else one.right
                for one in (outcome(settings, name, start, rate) for start in STARTS)
            )
            for rate in rates
        }
        for name in ("relu", "sigmoid")
    }
    for words, name in ((found[1], "relu"), (found[3], "sigmoid")):
        told = [float(rate) for rate in re.findall(r"[\d.]+", words)]
        top = max(best[name].values())
        assert told == [rate for rate in rates if best[name][rate] >= top - 1e-9], best[name]
    chance = np.bincount(held.labels).max() / len(held.labels)
    near = [rate for rate in rates if best["relu"][rate] <= chance + 0.05]
    if found[2]:
        first = float(found[2])
        assert near[-len([rate for rate in rates if rate >= first]) :] == [r for r in rates if r >= first]
    else:
        assert rates[-1] not in near


@checks(f"{NAME}.network")
def _network(said: Said, scene: Scene) -> None:
    _, held = parts(scene)
    chance = 100 * np.bincount(held.labels).max() / len(held.labels)
    assert said.text == (
        f"{network_words(scene.settings)}. Right: of {held.words()}; {chance:.1f} % of them are of the largest class."
    )


@checks(f"{NAME}.brief")
def _brief(said: Said, scene: Scene) -> None:
    _, held = parts(scene)
    network, *_ = network_words(scene.settings).split(f", {scene.settings.rule}")
    assert said.text == f"of {held.words()} – network {network}"


@checks(f"{NAME}.kept")
def _kept(said: Said, scene: Scene) -> None:
    if not is_kept(scene.settings):
        assert said.text == ""
        return
    assert said.text == (
        f"These {len(KEPT['runs'])} networks were trained once, by “{KEPT['command']}” ({KEPT['machine']}); "
        "with other settings they are trained here."
    )


@checks(f"{NAME}.title")
def _title(said: Said, scene: Scene) -> None:
    settings = scene.settings
    assert said.text == f"{WORDS[settings.activation[0]]}, {settings.start}, learning rate {settings.rate:g}"


@checks(f"{NAME}.picked")
def _picked(said: Said, scene: Scene) -> None:
    settings, (training, held) = scene.settings, parts(scene)
    if said.text == "Not one of the cells: click on one.":
        assert settings.start not in STARTS or settings.rate not in RATES[settings.on]
        return
    if said.text == "Not trained yet.":
        assert settings.on == "mnist"  # the referee waits for all others
        return
    name, one = settings.activation[0], picked(scene)
    which = (
        f"Dead, as none of {training.words()} reaches them"
        if name == "relu"
        else f"Saturated on at least 95 % of {training.words()}"
    )
    counts = "; ".join(
        f"{dead} of {width} in layer {layer + 1}"
        for layer, (dead, width) in enumerate(zip(one.dead(name), settings.widths, strict=True))
    )
    share = f"{100 * one.right:.1f} % of {held.words()} are right."
    end = "Diverged. Before the step that did it:" if one.diverged else share
    assert said.text == f"{end} {which}: {counts}."


@checks(f"{NAME}.dead")
def _dead(said: Said, scene: Scene) -> None:
    settings = scene.settings
    name = settings.activation[0]
    rest = "Only a ReLU dies for good; a {} that is saturated still passes a little."
    if not said.text:
        return
    if name != "relu":
        assert said.text == rest.format(name)
        assert is_flat(name, np.array(30.0))
        assert 0.25 / np.cosh(15.0) ** 2 > 0
        return
    n_dead = sum(picked(scene).dead(name))
    if not n_dead:
        assert said.text == "No unit of this run is dead."
        return
    more = " The first 60 are listed." if n_dead > 60 else ""
    assert said.text == f"Pick a dead unit, named layer·unit.{more}"
    listed = scene.page.locator(".dead-units button").all_inner_texts()
    least = picked(scene).least
    units = [
        f"{layer + 1}·{unit + 1}"
        for layer, largest in enumerate(least)
        for unit in np.flatnonzero(largest <= 0)
    ]
    assert listed == units[:60]


CELLS = """root => [...root.querySelectorAll('.tables button')].map((cell) =>
  ({ words: cell.textContent, label: cell.getAttribute('aria-label') }))"""

TOLD = {
    "accuracy": dict.fromkeys(ORDER, "right"),
    "dead": {
        "relu": "of the units dead",
        **dict.fromkeys(("sigmoid", "tanh"), "of the units saturated on 95 % of the patterns or more"),
    },
    "saturated": dict.fromkeys(ORDER, "of all pairs of a unit and a training pattern saturated"),
}


def cell_number(one: Outcome, name: str, shown: str) -> float:
    """What a cell shows, in percent."""
    if shown == "accuracy":
        return 100 * one.right
    if shown == "saturated":
        return 100 * float(np.concatenate(one.flat).mean())
    return 100 * sum(one.dead(name)) / sum(len(flat) for flat in one.flat)


@checks(f"{NAME}.caption")
def _caption(said: Said, scene: Scene) -> None:
    """The caption says what the cells show, and nine cells of each activation are trained anew to see it."""
    settings = scene.settings
    words = {f"% {told}" for told in TOLD[settings.shown].values()}
    assert said.text in words
    cells = {
        cell["label"].rpartition(": ")[0]: cell for cell in scene.page.locator(".activations").evaluate(CELLS)
    }
    if settings.on == "mnist":  # still at work
        return
    for name in ORDER:
        for start in STARTS:
            for rate in (0.1, 1.0, 3.0):
                cell = cells[f"{WORDS[name]}, {start}, learning rate {rate:g}"]
                one = outcome(settings, name, start, rate)
                if one.diverged and settings.shown == "accuracy":
                    assert cell["words"] == "✕"
                    continue
                assert cell["label"].endswith(f": {cell['words']} % {TOLD[settings.shown][name]}")
                off = 0.051 if settings.shown == "accuracy" else 0.51
                assert abs(float(cell["words"]) - cell_number(one, name, settings.shown)) < off


@checks(f"{NAME}.spoken")
def _spoken(said: Said, scene: Scene) -> None:
    """Title, words on the run and on its dead units, each of which has a check."""
    text = said.attributes[0] if said.attributes else said.text
    told = {one.name: one.text for one in scene.reading.said}
    expected = f"{told[f'{NAME}.title']}. {told[f'{NAME}.picked']} {told.get(f'{NAME}.dead', '')}"
    assert text.strip() == expected.strip()


@checks(f"{NAME}.rounding")
def _rounding(said: Said, scene: Scene) -> None:
    """With other seeds units die elsewhere, where they die at all."""
    assert said.text == (
        "Large steps magnify rounding: where units die, another machine or another seed may end elsewhere."
    )
    if scene.settings.on == "mnist":
        return
    plain = ActivationSettings.from_url({"view": "cliff"})[0]
    others = [
        tuple(np.flatnonzero(outcome(replace(plain, init_seed=seed), "relu", "He normal", 1.0).least[0] <= 0))
        for seed in (1, 2, 3)
    ]
    assert len(set(others)) > 1


def sums_of(run: TrainingRun, params: Any, layer: int, unit: int, patterns: Patterns) -> Floats:
    names = run.architecture.activations
    return np.asarray(forward(layers_of(run, params), names, patterns.inputs)[0][layer][:, unit])


def is_said(words: str, value: float) -> bool:
    """Whether three significant digits say a value."""
    return abs(number(words) - value) <= 0.006 * abs(value) + 1e-6


@checks(f"{NAME}.autopsy")
def _autopsy(said: Said, scene: Scene) -> None:
    """The fatal step is taken again: before it some pattern reaches the unit, after it none does, to the end."""
    if not said.text:
        return
    settings, (training, _) = scene.settings, parts(scene)
    layer, unit = settings.layer - 1, settings.unit - 1
    run = run_of_cell(settings, settings.activation[0], settings.start, settings.rate)
    snapshots = run.snapshots
    if said.text.startswith("Dead before training"):
        found = re.fullmatch(
            r"Dead before training: its largest weighted sum over (.*) was (\S+)\.", said.text
        )
        assert found
        assert found[1] == training.words()
        assert is_said(found[2], sums_of(run, snapshots.params[0], layer, unit, training).max())
        return
    found = re.fullmatch(
        r"Update ([\d,]+) \(epoch ([\d.]+)\) was fatal: after it none of (.*) reaches the unit\."
        r"Before it, ([\d.]+) % of them did; the largest weighted sum was (\S+)\. After it: (\S+)\."
        r"The step: length (\S+)\. b moved by (\S+), w by (\S+) \(length\)\."
        r"At every kept moment from then on f′ = 0 on all of them: no gradient reaches its weights(.*)",
        said.text,
    )
    assert found, said.text
    step = int(number(found[1]))
    assert abs(float(found[2]) - step / run.steps_per_epoch) < 0.0051
    assert found[3] == training.words()
    before, after = run.retrace(step - 1, step)
    old, new = (sums_of(run, params, layer, unit, training) for params in (before, after))
    assert old.max() > -EDGE
    assert new.max() < EDGE
    assert abs(float(found[4]) - 100 * (old > 0).mean()) < 0.051 + 100 / len(old)
    assert is_said(found[5], old.max())
    assert is_said(found[6], new.max())
    moved = [
        (two[unit] - one[unit])
        for one, two in zip(layers_of(run, before)[layer], layers_of(run, after)[layer], strict=True)
    ]
    weights, bias = float(np.linalg.norm(moved[0])), float(moved[1])
    assert is_said(found[7], float(np.hypot(weights, bias)))
    assert is_said(found[8], bias)
    assert is_said(found[9], weights)
    for epoch, params in zip(snapshots.epochs, snapshots.params, strict=True):
        if epoch * run.steps_per_epoch >= step:
            assert sums_of(run, params, layer, unit, training).max() < EDGE
    layers_below = ". The layers below could bring it back; they do not."
    assert found[10] == (layers_below if layer else ", and it is dead at the end.")
