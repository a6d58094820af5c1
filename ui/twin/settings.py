"""The page of two networks on one clock: the same points and batches, each network with its own shape and rule."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from ui.plane import frozen as frozen_layers
from ui.plane import inputs as network_inputs
from ui.plane.frozen import frozen_setting
from ui.plane.run_settings import RegionSettings
from ui.plane.seeds.choice import N_RUNS, bounded, vary_setting
from ui.plane.settings import PlaneSettings
from ui.settings.base import MOST_LAYERS, MOST_UNITS, STRENGTH, an_activation, layers, setting
from ui.settings.choices import Flag, Names, Option, OrNone, Places, Real, Whole, shortened
from ui.words import activation_words

VIEWS = {"twin": "Two networks", "wall": "Wall", "seeds": f"{N_RUNS} seeds"}
"""From the name in the link to the words on the page."""

MOST_DEPTHS = 4
MOST_KINDS = 3
DEPTHS = tuple(str(depth) for depth in range(MOST_LAYERS + 1))

HAS_OWN = ("depth", "units", "activation", "frozen", "inputs", "start", "l2", "rule", "rate")
"""Settings that each of the two networks has for itself; the first one's begin with ``a_``."""


THE_SAME = "as the other network"
"""What the page calls the first network's value where it is left open."""


@dataclass(frozen=True)
class TwinSettings(PlaneSettings):
    """Two networks, or a wall of them.

    The fields that every page has are the second network's; the first one's begin with ``a_``. Where ``a_start``,
    ``a_l2``, ``a_rule`` or ``a_rate`` is None, the second network's value holds for both.
    """

    view: str = setting(Option(label="Show", default="twin", options=VIEWS, view=True))
    vary: tuple[str, ...] = vary_setting()
    a_depth: int = setting(Whole(label="Hidden layers", default=0, low=0, high=MOST_LAYERS))
    a_units: tuple[int, ...] = layers(
        "Units in a layer", Whole(label="Units", default=16, low=1, high=MOST_UNITS)
    )
    a_activation: tuple[str, ...] = layers("Activation", an_activation("tanh"))
    a_start: str | None = setting(
        OrNone(
            label="Initial weights",
            default=None,
            words=lambda _: THE_SAME,
            item=Option(label="Initial weights", default="", options=INITIALISERS),
        )
    )
    a_l2: float | None = setting(
        OrNone(
            label=STRENGTH,
            default=None,
            words=lambda _: THE_SAME,
            item=Real(label=STRENGTH, default=0.0, low=0.0, high=1.0),
        )
    )
    a_rule: str | None = setting(
        OrNone(
            label="Learning rule",
            default=None,
            words=lambda _: THE_SAME,
            item=Option(label="Learning rule", default="", options=LEARNING_RULES),
        )
    )
    a_rate: float | None = setting(
        OrNone(
            label="Learning rate",
            default=None,
            words=lambda _: THE_SAME,
            item=Real(label="Learning rate", default=0.02, low=1e-5, high=100.0),
        )
    )
    frozen: tuple[str, ...] = frozen_setting()
    a_frozen: tuple[str, ...] = frozen_setting()
    inputs: tuple[str, ...] = network_inputs.inputs_setting()
    a_inputs: tuple[str, ...] = network_inputs.inputs_setting()
    depths: tuple[str, ...] = setting(
        Names(label="Depths on the wall", default=("1", "2", "3", "4"), options=DEPTHS, view=True)
    )
    kinds: tuple[str, ...] = setting(
        Names(
            label="Activations on the wall",
            default=tuple(ACTIVATIONS)[:MOST_KINDS],
            options=ACTIVATIONS,
            words=activation_words,
            view=True,
        )
    )
    look: str = setting(
        Option(label="Regions", default="soft", options=("soft", "hard", "hatched"), view=True)
    )
    truth: bool = setting(Flag(label="Bayes boundary, true error", default=False, view=True))
    spot: tuple[tuple[float, float]] | None = setting(
        OrNone(
            label="Cross-hair",
            default=None,
            view=True,
            item=Places(label="Cross-hair", default=None, count=1, low=-10.0, high=10.0),
        )
    )
    at: float | None = setting(
        OrNone(
            label="Epoch",
            default=None,
            view=True,
            item=Real(label="Epoch", default=0.0, low=0.0, high=5_000.0),
        )
    )

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; a moment belongs to its runs, and is not carried over to others."""
        settings = replace(self, **fields)
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Also bound the wall."""
        settings, notes = super().within_bounds()
        vary, more = bounded(settings.vary)
        settings, notes = replace(settings, vary=vary), notes + more
        for name, depth in (("frozen", settings.depth), ("a_frozen", settings.a_depth)):
            label = self.choices()[name].label
            within, more = frozen_layers.bounded(getattr(settings, name), depth, label)
            fields: dict[str, Any] = {name: within}
            settings, notes = replace(settings, **fields), notes + more
        for name, most in (("depths", MOST_DEPTHS), ("kinds", MOST_KINDS)):
            given, choice = getattr(settings, name), self.choices()[name]
            if not 1 <= len(given) <= most:
                settings = replace(settings, **{name: choice.default})
                notes.append(f"{choice.label}: {len(given)} are not from 1 to {most}; the default is used.")
        return settings, notes

    def networks(self) -> tuple[RegionSettings, RegionSettings]:
        """The settings of both runs, as the page of decision regions has them."""
        first = {name: mine for name in HAS_OWN if (mine := getattr(self, f"a_{name}")) is not None}
        second = self._one().changed(frozen=self.frozen, inputs=self.inputs).training_part()
        return second.changed(**first).training_part(), second

    def wall(self) -> list[RegionSettings]:
        """The settings of each run on the wall, a row for each activation, in it the depths from left to right."""
        one = self._one().changed(inputs=self.inputs)
        return [
            one.changed(depth=int(depth), activation=(kind,)) for kind in self.kinds for depth in self.depths
        ]

    @property
    def both_input_words(self) -> str:
        """What the inputs of each network do, behind its name; "" where both have the coordinates."""
        both = zip(self.names(), self.networks(), strict=True)
        return " ".join(f"{name}: {said}" for name, network in both if (said := network.input_words))

    def names(self) -> tuple[str, str]:
        """Names of the two networks on the page: they tell the first thing in which the two differ."""
        both = self.networks()
        held = [frozen_layers.brief(network.stays) for network in both]
        behind = [f" ({words})" if words and held[0] != held[1] else "" for words in held]
        ways: list[Callable[[RegionSettings], str]] = [
            _kind_words,
            shape_words,
            lambda network: f"{shape_words(network)}, {network.rule}",
            lambda network: f"{shape_words(network)}, rate {network.rate:g}",
            lambda network: f"{shape_words(network)}, {network.start}",
            lambda network: f"{shape_words(network)}, {network.penalty} {network.l2:g}",
        ]
        for way in ways:
            first, second = (
                way(network) + words * (way is not _kind_words)
                for network, words in zip(both, behind, strict=True)
            )
            if first != second:
                return first, second
        return "First network", "Second network"

    def _one(self) -> RegionSettings:
        """The second network's settings, all of it learning."""
        shared = {field.name for field in fields(PlaneSettings)}
        return RegionSettings(**{name: getattr(self, name) for name in shared}).training_part()


def _kind_words(settings: RegionSettings) -> str:
    """A network's kind: by its layers, or that of a multi-layer network the output layer alone learns."""
    if not settings.depth:
        kind = "Single layer"
    else:
        only = frozen_layers.is_output_only(settings.stays)
        kind = frozen_layers.OUTPUT_WEIGHTS_ONLY.capitalize() if only else "Multi-layer"
    return f"{kind} {network_inputs.brief(settings.inputs)}".strip()


def shape_words(settings: RegionSettings) -> str:
    """Widths, activations and inputs of a network, as in "2-16-16-3 tanh", "2-3 on x₁², x₂²"."""
    widths = "-".join(map(str, settings.network.sizes))
    kinds = "-".join(map(activation_words, shortened(settings.activations)))
    return " ".join(words for words in (widths, kinds, network_inputs.brief(settings.inputs)) if words)
