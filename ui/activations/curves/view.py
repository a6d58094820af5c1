"""Curves: f and f′ of every activation with their cost, and a network of sigmoids written again with tanh."""

from dataclasses import replace

import numpy as np

from engine.arrays import Array
from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import (
    FINE,
    N_NUMBERS,
    Cost,
    clock_step,
    curve,
    measure_cost,
    rescaled_tanh,
)
from ui.activations import runs
from ui.activations.header import KEY, sight
from ui.activations.part import ActivationsWishes, activations_block
from ui.activations.runs import Rewriting
from ui.activations.settings import ActivationSettings
from ui.frame import session
from ui.sentences import Measured
from ui.words import activation_facts
from ui.work.progress.work_on import work_on

INPUTS = np.linspace(-8.0, 8.0, 1601)
"""Inputs at which the curves are computed; the cursor stands on one of them."""


WRITTEN = {
    "sigmoid": (
        "σ(x) = <span class='over'><span>1</span><span>1 + e<sup>−x</sup></span></span>",
        "σ′(x) = σ(x) (1 − σ(x))",
    ),
    "tanh": (
        "tanh x = <span class='over'><span>e<sup>x</sup> − e<sup>−x</sup></span>"
        "<span>e<sup>x</sup> + e<sup>−x</sup></span></span>",
        "tanh′ x = 1 − tanh<sup>2</sup> x",
    ),
    "relu": ("f(x) = max(0, x)", "f′(x) = 1 where x > 0, else 0"),
}
"""Function and slope as they stand on the slide, in HTML; where a function is not here, its portrait's are shown."""

N_BINS = 32
"""Bins of weighted sums from −8 to 8, and of answers from 0 to 1."""


def block(settings: ActivationSettings) -> bytes:
    """Pack the curves, their costs and the network written again."""
    drawn = {name: curve(name, INPUTS) for name in ACTIVATIONS}
    rescaled = rescaled_tanh(INPUTS)
    steepest = {name: float(slopes.max()) for name, (_, slopes) in drawn.items()}
    costs = _costs()
    rewriting = work_on(runs.rewriting(settings), key="rewriting", doing="Training a network of sigmoids")
    largest = np.abs(rescaled - drawn["sigmoid"][0]).max()
    header = {
        **sight(settings),
        "id": sight(settings)["id"] + settings.curve + str(settings.readings),
        "curve": settings.curve,
        "readings": settings.readings,
        "written": {name: WRITTEN.get(name) or _formulas(name) for name in ACTIVATIONS},
        "batch": None if rewriting is None else _batch_words(settings),
        "x": settings.x,
        "overlay": settings.overlay,
        "steepest": steepest,
        "facts": activation_facts(),
        "costs": {name: (cost.forward, cost.backward) for name, cost in costs.items()},
        "cost_words": _cost_words(costs),
        "identity_words": f"Rings on the curve; off by {_power(largest)} at most."
        if settings.overlay
        else "",
        "rewritten": None if rewriting is None else _table(rewriting, settings),
    }
    arrays = {"inputs": INPUTS, "rescaled": rescaled}
    for name, (outputs, slopes) in drawn.items():
        arrays |= {f"f_{name}": outputs, f"d_{name}": slopes}
    if rewriting is not None:
        sums, answers = _answered(rewriting, settings)
        arrays["sum_counts"] = np.histogram(np.clip(sums, -8.0, 8.0), N_BINS, (-8.0, 8.0))[0].astype(np.int16)
        arrays["answer_counts"] = np.histogram(answers, N_BINS, (0.0, 1.0))[0].astype(np.int16)
    return activations_block(header, arrays)


def _formulas(name: str) -> tuple[str, str]:
    """Function and slope of an activation by its portrait."""
    facts = activation_facts()[name]
    letters = {"{z}": "x", "{(z)}": "x", "{h}": "f(x)", "{(h)}": "f(x)"}
    formula, slope = facts["formula"], facts["slope"]
    for sign, letter in letters.items():
        formula, slope = formula.replace(sign, letter), slope.replace(sign, letter)
    return f"f(x) = {formula}", slope if "=" in slope or "′" in slope else f"f′(x) = {slope}"


def _answered(rewriting: Rewriting, settings: ActivationSettings) -> tuple[Array, Array]:
    """Weighted sums and answers of the picked unit of the network of sigmoids, one for each training point."""
    architecture, params = rewriting.sigmoid
    arrays = architecture.split(params)
    (answers, _), _ = runs.patterns_of(replace(settings, on="points"))
    for layer in range(settings.layer):
        weights, biases = arrays[2 * layer : 2 * layer + 2]
        sums = answers @ weights.T + biases
        answers = ACTIVATIONS["sigmoid"]().fprop(sums)
    return sums[:, settings.unit - 1], answers[:, settings.unit - 1]


def _batch_words(settings: ActivationSettings) -> str:
    """Whose weighted sums and answers the histograms count."""
    plane = replace(settings, on="points")
    (_, labels), _ = runs.patterns_of(plane)
    seen = Measured.of(1.0, len(labels), runs.kinds_of(plane)[0]).patterns
    return f"Answers of a trained unit ({settings.unit} in layer {settings.layer}) to {seen}"


def _costs() -> dict[str, Cost]:
    """Times of all activations, measured at first and when the visitor asks; none where the clock is coarse."""
    kept: dict[str, Cost] = session.kept("activation_costs", dict)
    asked = session.wishes(KEY, ActivationsWishes).measure is not None
    if (asked or not kept) and clock_step() <= FINE:
        kept.update({name: measure_cost(name) for name in ACTIVATIONS})
    return kept


def _cost_words(costs: dict[str, Cost]) -> str:
    """What the times are medians of; or that the clock cannot measure them."""
    if not costs:
        step = f"{clock_step() / 1e6:.3g} ms"
        return f"Nanoseconds a number cannot be measured here: the browser’s clock goes forward by {step} at a time."
    repetitions = next(iter(costs.values())).repetitions
    return (
        f"Nanoseconds a number, here and now: medians of {repetitions} calls on {N_NUMBERS:,} numbers "
        "each (float64). They tell of this machine at this moment."
    )


def _table(rewriting: Rewriting, settings: ActivationSettings) -> dict[str, object]:
    """The first unit of each layer before and after the rewriting, and the difference of the outputs."""
    rows = []
    before, after = (
        architecture.split(params) for architecture, params in (rewriting.sigmoid, rewriting.tanh)
    )
    rules = ["W/2, b/2", *["W/4, b/2 + Σ w/4"] * (len(before) // 2 - 2), "W/2, b + Σ w/2"]
    for layer in range(len(before) // 2):
        cells = []
        for arrays in (before, after):
            weights, biases = arrays[2 * layer : 2 * layer + 2]
            cells.append(f"{_signed(weights[0, 0])} … {_signed(biases[0])}")
        rows.append([f"layer {layer + 1}", cells[0], rules[layer], cells[1]])
    plane = replace(settings, on="points")
    training, held_out = runs.kinds_of(plane)
    (_, labels), (_, held_out_labels) = runs.patterns_of(plane)
    right = Measured.of(rewriting.accuracy, len(held_out_labels), held_out)
    seen = Measured.of(1.0, len(labels), training).patterns
    sizes = "–".join(map(str, rewriting.sigmoid[0].sizes))
    return {
        "head": ["unit 1", "sigmoid: w₁ … b", "becomes", "tanh: w₁ … b"],
        "rows": rows,
        "words": f"A {sizes} network: {right.right_words()}. Written with tanh and these other weights it is the same "
        f"function: on {seen} its scores differ by {_power(rewriting.difference)} at most.",
    }


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")


def _power(value: float) -> str:
    """A small number as 7·10⁻¹⁵."""
    if value == 0:
        return "0"
    exponent = int(f"{value:.0e}".partition("e")[2])
    digits = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10.0**exponent:.0f}·10{digits}"
