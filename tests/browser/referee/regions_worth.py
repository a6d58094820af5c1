"""Checks of what the page ``regions`` says while units are switched off, and of what each unit is worth."""

import re

import numpy as np

from tests.browser.referee.checks import Scene, checks
from tests.browser.referee.reading import Said
from tests.browser.referee.reference import (
    SQUASH,
    Floats,
    Layers,
    cross_entropy,
    layers_of,
    right_counts,
    scores_of,
    sums_and_answers,
)
from tests.browser.referee.regions_moment import Shown, epoch_words, shown_in
from tests.browser.referee.regions_space import training_points

INTACT = "root => [...root.player.playback.moment.params]"

SLOPES = {
    "relu": lambda z: (z > 0).astype(np.float64),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: SQUASH["sigmoid"](z) * (1 - SQUASH["sigmoid"](z)),
}


def units_off(scene: Scene) -> list[tuple[int, int]]:
    """From 0, as the link of the page that is open has them: a button may have changed what the first link said."""
    text = scene.page.locator(".player").evaluate("root => root.player.run.view.off")
    return [(int(a) - 1, int(b) - 1) for a, b in (name.split("-") for name in text.split(",") if name)]


def by_mean(scene: Scene) -> bool:
    return bool(scene.page.locator(".player").evaluate("root => root.player.run.view.off_as") == "mean")


def scores_without(scene: Scene, shown: Shown, off: list[tuple[int, int]], inputs: Floats) -> Floats:
    """Scores of the network of the moment, where the answers of some units are overwritten layer by layer."""
    layers: Layers = layers_of(scene.page.locator(".player").evaluate(INTACT), shown.sizes)
    answers = sums_and_answers(layers, shown.activations, training_points(shown)[0])[1]
    here = inputs
    for i, (weights, biases) in enumerate(layers):
        here = here @ weights.T + biases
        if i < len(shown.activations):
            here = SQUASH[shown.activations[i]](here)
            for layer, unit in off:
                if layer == i:
                    here[:, unit] = answers[i][:, unit].mean() if by_mean(scene) else 0.0
    return here


def off_words(scene: Scene, shown: Shown) -> str:
    off, hidden = units_off(scene), shown.sizes[1:-1]
    if len(off) == 1:
        return f"unit {off[0][1] + 1} of layer {off[0][0] + 1}"
    if len(off) == hidden[off[0][0]] and len({layer for layer, _ in off}) == 1:
        return f"layer {off[0][0] + 1}"
    return f"{len(off)} of {sum(hidden)} units"


@checks("plane.headline.without")
def _without(said: Said, scene: Scene) -> None:
    """The share that is right, of the network with those units' answers overwritten."""
    from tests.browser.referee.regions import held_out, points_of, right_words

    shown = shown_in(scene)
    opening = f"Without {off_words(scene, shown)}"
    assert said.text in {f"{opening}: {words}" for words in right_words(shown, held_out(shown))}
    points = points_of(shown).training
    inputs = points.inputs.astype(np.float64)
    assert np.allclose(
        scores_without(scene, shown, units_off(scene), inputs),
        scores_of(shown.layers, shown.activations, inputs),
        atol=1e-4,
    )


@checks("regions.worth.words")
def _words(said: Said, scene: Scene) -> None:
    shown = shown_in(scene)
    if not shown.activations:
        assert said.text == "There is no hidden unit to be switched off."
        return
    if said.text == "The table is measured where the run rests.":
        assert not rows_of(scene)
        return
    less = sum(row[1].startswith("−") for row in rows_of(scene))
    than = {0: "", 1: " 1 is worth less than nothing: the loss is lower without."}.get(
        less, f" {less} are worth less than nothing: the loss is lower without."
    )
    n, still = len(training_points(shown)[1]), still_in_front(shown)
    layers = "Layer 1 stays" if still == 1 else f"Layers 1 to {still} stay"
    unused = f" {layers} as drawn: no weight learns from the blame there." if still else ""
    assert said.text == (
        f"Epoch {epoch_words(shown.epoch)}, {n} training points: loss without a unit less loss with it.{than}{unused}"
    )


def still_in_front(shown: Shown) -> int:
    """Hidden layers, from the inputs on, whose weights and biases are those of the beginning; 0 at the beginning."""
    if not shown.settings.frozen:
        return 0
    pairs = zip(shown.layers[:-1], shown.first[:-1], strict=True)
    moved = [not all(np.array_equal(a, b) for a, b in zip(now, then, strict=True)) for now, then in pairs]
    return moved.index(True) if True in moved else len(moved)


def rows_of(scene: Scene) -> list[list[str]]:
    """The unit's name, what it is worth, its blame, and whether it is off: a row for each unit, as it is written."""
    found: list[list[str]] = scene.page.locator(".player .worth tbody").evaluate(
        """body => [...body.rows].map((row) => [row.dataset.unit,
          ...[...row.querySelectorAll(".number")].map((n) => n.textContent),
          row.querySelector(".toggle").getAttribute("aria-pressed")])"""
    )
    return found


@checks("regions.worth.table")
def _table(_said: Said, scene: Scene) -> None:
    """Each unit's answers overwritten beside those that are off already; and the mean size of its error signal."""
    shown, off = shown_in(scene), units_off(scene)
    inputs, labels = training_points(shown)
    whole = cross_entropy(scores_without(scene, shown, off, inputs), labels)
    rows, blames = rows_of(scene), blame_of(shown, inputs, labels)
    assert len(rows) == sum(shown.sizes[1:-1])
    assert {row[0] for row in rows if row[3] == "true"} == {f"{a + 1}-{b + 1}" for a, b in off}
    for name, worth, blame, is_off in rows:
        layer, unit = (int(number) - 1 for number in name.split("-"))
        assert abs(float(blame) - blames[layer][unit]) < 6e-5 + 1e-3 * blames[layer][unit], name
        if is_off == "true":
            assert worth == "–"
            continue
        without = cross_entropy(scores_without(scene, shown, [*off, (layer, unit)], inputs), labels)
        assert abs(float(worth.replace("−", "-")) - (without - whole)) < 6e-5 + 1e-4 * without, name


def blame_of(shown: Shown, inputs: Floats, labels: np.ndarray) -> list[Floats]:
    """Mean |∂E/∂h| of each hidden unit, by the chain rule written out."""
    sums, _ = sums_and_answers(shown.layers, shown.activations, inputs)
    powers = np.exp(sums[-1] - sums[-1].max(axis=1, keepdims=True))
    signal = powers / powers.sum(axis=1, keepdims=True) - np.eye(shown.sizes[-1])[labels]
    found: list[Floats] = []
    for i in range(len(shown.activations), 0, -1):
        wrt_answers = signal @ shown.layers[i][0]
        found.insert(0, np.abs(wrt_answers).mean(axis=0))
        signal = wrt_answers * SLOPES[shown.activations[i - 1]](sums[i - 1])
    return found


@checks("regions.worth.fewest")
def _fewest(said: Said, scene: Scene) -> None:
    """Empty, or: with the units that are off now the accuracy is what it says, within a point of the whole one's."""
    if not said.text:
        return
    shown, off = shown_in(scene), units_off(scene)
    inputs, labels = training_points(shown)
    found = re.fullmatch(
        r"(\d+) of (\d+) units do it: ([\d.]+) % of the training points are right, ([\d.]+) % with all\. "
        r"Each was tried once, the least worth first: a smaller set may exist\.",
        said.text,
    )
    assert found, said.text
    n = sum(shown.sizes[1:-1])
    assert (int(found[1]), int(found[2])) == (n - len(off), n)
    for text, units in ((found[3], off), (found[4], [])):
        counts = right_counts(scores_without(scene, shown, units, inputs), labels)
        assert text in {f"{100 * count / len(labels):.1f}" for count in counts}
    assert float(found[3]) >= float(found[4]) - 1.0
