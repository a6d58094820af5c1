"""Curves: f and f′ of every activation with their cost, and a network of sigmoids written again with tanh."""

from dataclasses import replace

import numpy as np

from engine.layers import ACTIVATIONS
from engine.questions.activation_curves import N_NUMBERS, Cost, curve, measure_cost, rescaled_tanh
from ui.activations import runs
from ui.activations.header import KEY, sight
from ui.activations.part import activations_block
from ui.activations.runs import Rewriting
from ui.activations.settings import ActivationSettings
from ui.frame import session
from ui.sentences import Measured
from ui.words import activation_facts
from ui.work.progress.work_on import work_on

INPUTS = np.linspace(-8.0, 8.0, 1601)
"""Inputs at which the curves are computed; the cursor stands on one of them."""


def block(settings: ActivationSettings) -> bytes:
    """Pack the curves, their costs and the network written again."""
    drawn = {name: curve(name, INPUTS) for name in ACTIVATIONS}
    rescaled = rescaled_tanh(INPUTS)
    steepest = {name: float(slopes.max()) for name, (_, slopes) in drawn.items()}
    costs = _costs()
    repetitions = next(iter(costs.values())).repetitions
    rewriting = work_on(runs.rewriting(settings), key="rewriting", doing="Training a network of sigmoids")
    largest = np.abs(rescaled - drawn["sigmoid"][0]).max()
    header = {
        **sight(settings),
        "x": settings.x,
        "overlay": settings.overlay,
        "steepest": steepest,
        "facts": activation_facts(),
        "costs": {name: (cost.forward, cost.backward) for name, cost in costs.items()},
        "cost_words": f"Nanoseconds a number, here and now: medians of {repetitions} calls on {N_NUMBERS:,} numbers "
        "each (float64). They tell of this machine at this moment.",
        "identity_words": f"Rings on the curve; off by {_power(largest)} at most."
        if settings.overlay
        else "",
        "rewritten": None if rewriting is None else _table(rewriting, settings),
    }
    arrays = {"inputs": INPUTS, "rescaled": rescaled}
    for name, (outputs, slopes) in drawn.items():
        arrays |= {f"f_{name}": outputs, f"d_{name}": slopes}
    return activations_block(header, arrays)


def _costs() -> dict[str, Cost]:
    """Times of all activations, measured at the first visit, and again when the visitor asks."""
    kept: dict[str, Cost] = session.kept("activation_costs", dict)
    if not kept or session.wish(KEY, "measure") is not None:
        kept.update({name: measure_cost(name) for name in ACTIVATIONS})
    return kept


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
