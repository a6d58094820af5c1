"""Headlines of the views of activations: each states the finding that the numbers bear out."""

import numpy as np
import numpy.typing as npt

from engine.layers import ACTIVATIONS
from engine.questions.sweep import Outcome
from ui.activations.cliff.sweeps import RATES, STARTS, Cell
from ui.activations.runs import Flow, Life
from ui.activations.settings import ActivationSettings
from ui.words import several_words

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")

MANY_TIMES = 10.0
"""A gradient is called smaller than another if it is this many times smaller."""

NEAR_CHANCE = 0.05
"""An accuracy is called chance up to this far above the share of the largest class."""


def curves(steepest: dict[str, float], overlay: bool, left_of_relu: bool = False) -> str:
    """The most that a sigmoid passes back of a gradient; left of 0, that a ReLU passes nothing."""
    if overlay:
        return "A sigmoid is a tanh, halved and lifted"
    if left_of_relu:
        return "Left of 0 a ReLU answers 0 and passes nothing back"
    if steepest["sigmoid"] == 0.25:
        return "A sigmoid passes a quarter of a gradient at most"
    return "What a unit answers, and what it lets back through"


def unit(settings: ActivationSettings, life: Life) -> str:
    """Whether the picked unit is dead or saturated, or else how much it passes of a gradient."""
    layer, index = settings.layer - 1, settings.unit - 1
    story = life.layers[layer]
    saturated, passed = story.saturated[-1, index], story.passed[-1, index]
    when = "At the end" if life.stop is not None else f"At epoch {life.epochs[-1]:g}"
    if ACTIVATIONS[settings.activations[layer]].portrait.can_die and saturated == 1.0:
        return f"{when} no pattern reaches this unit: it is dead"
    if saturated >= 0.5:
        return f"{when} this unit is saturated on {100 * saturated:.0f} % of the batch"
    return f"{when} this unit passes {passed:.2f} of a gradient, on average"


def signs(together: npt.NDArray[np.bool_], taken: str) -> str:
    """Whether every step after sigmoids moves both weights the same way."""
    if together.all():
        return "After sigmoids every step moves both weights the same way"
    share = 100 * together.mean()
    return f"Over {taken} patterns signs mix: {share:.0f} % of the steps move both weights the same way"


def depth(flow: Flow) -> str:
    """How much smaller a gradient is in the first layer than in the last, before training."""
    starts = {name: sizes.mean_weights[0] for name, sizes in flow.sizes.items()}
    ratios = {name: row[-1] / row[0] for name, row in starts.items() if row[0] > 0}
    n_layers = len(next(iter(starts.values())))
    if not ratios:
        return "No gradient reaches the first layer"
    worst = max(ratios, key=ratios.__getitem__)
    if ratios[worst] < MANY_TIMES:
        return f"All {NUMBERS[n_layers]} layers start with gradients of much the same size"
    digits = 10 ** max(0, int(np.log10(ratios[worst])) - 1)
    share = f"1/{round(ratios[worst] / digits) * digits:,}"
    return f"Through {several_words(worst)} the first layer starts with {share} of the last one’s gradient"


def cliff(found: dict[Cell, Outcome], settings: ActivationSettings, chance: float, finished: bool) -> str:
    """At which learning rate each activation is at its best, and from where relus are no better than chance."""
    if not finished:
        return "The same network, trained at every learning rate"
    best = {name: max(RATES[settings.on], key=lambda rate: _best(found, name, rate)) for name in ACTIVATIONS}
    lost = [rate for rate in RATES[settings.on] if _best(found, "relu", rate) <= chance + NEAR_CHANCE]
    words = f"ReLU is best at {best['relu']:g}"
    if lost and lost[0] > best["relu"]:
        words += f" and at chance from {lost[0]:g} on"
    return f"{words}; sigmoid is best at {best['sigmoid']:g}"


def _best(found: dict[Cell, Outcome], name: str, rate: float) -> float:
    """Highest accuracy over the initialisers."""
    return max(0.0 if found[name, s, rate].diverged else found[name, s, rate].accuracy for s in STARTS)
