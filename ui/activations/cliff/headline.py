"""The headline of the cliff: where each activation is right most often, as it was counted in the cells."""

from engine.layers import ACTIVATIONS
from engine.questions.sweep import Outcome
from ui.activations.cliff.sweeps import RATES, STARTS, Cell
from ui.activations.settings import ActivationSettings
from ui.sentences import Sentence

NAME = "activations.cliff.headline"

NEAR_CHANCE = 0.05
"""An accuracy is called near chance up to this far above the share of the largest class."""


def cliff(
    found: dict[Cell, Outcome], settings: ActivationSettings, chance: float, finished: bool
) -> Sentence:
    """At which learning rates each activation is right most often, and from where on relus are near chance."""
    if not finished:
        return Sentence(f"{NAME}.training", "The same network, trained at every learning rate")
    rates = RATES[settings.on]
    accuracies = {name: {rate: _best(found, name, rate) for rate in rates} for name in ACTIVATIONS}
    best = {
        name: [rate for rate in rates if of_one[rate] == max(of_one.values())]
        for name, of_one in accuracies.items()
    }
    others = [rate for rate in rates if accuracies["relu"][rate] > chance + NEAR_CHANCE]
    lost = [rate for rate in rates if rate > max(others, default=0.0)]
    words = f"ReLU is right most often at {_listed(best['relu'])}"
    if lost and others:
        words += f", near chance from {lost[0]:g} on"
    return Sentence(f"{NAME}.best", f"{words}; sigmoid is right most often at {_listed(best['sigmoid'])}")


def _best(found: dict[Cell, Outcome], name: str, rate: float) -> float:
    """Highest accuracy over the initialisers."""
    return max(0.0 if found[name, s, rate].diverged else found[name, s, rate].accuracy for s in STARTS)


def _listed(rates: list[float]) -> str:
    """Learning rates in words: "0.1", "0.1 and 0.3", "0.1, 0.3 and 1"."""
    *first, last = (f"{rate:g}" for rate in rates)
    return f"{', '.join(first)} and {last}" if first else last
