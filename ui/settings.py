"""Every choice that a visitor has: its name, its default, its bounds, its place in the URL. No Streamlit here.

A page's settings are one frozen record. Each field is also a parameter of the page's link; what stands at its default
is left out, so that a link says only what is particular about it.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, Self, cast

from datasets.toy import DATASETS
from engine.architecture import Architecture
from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rates import SCHEDULES
from engine.learning_rules import LEARNING_RULES
from ui.choices import Choice, Flag, Names, Option, OrNone, PerLayer, Real, Whole, for_layers, shortened

MOST_LAYERS = 6
MOST_UNITS = 32
CONTROLS = ("data", "depth", "units", "activation", "rate", "rule", "start", "seeds")
"""Groups of controls that a link can hide: ``?hide=depth,activation``."""


def setting(choice: Choice) -> Any:
    """Declare a field of a settings record."""
    return field(default=choice.default, metadata={"choice": choice})


def _layers(label: str, item: Choice, most: int = MOST_LAYERS) -> Any:
    return setting(PerLayer(label=label, default=(item.default,), item=item, most=most))


@dataclass(frozen=True)
class Settings:
    """What every page has: how the network is built and trained, and how the page is shown.

    The class of a page gives the fields that differ; ``choice_of(name)`` is the ``Choice`` behind a field.
    """

    depth: int = setting(Whole(label="Hidden layers", default=2, low=0, high=MOST_LAYERS))
    units: tuple[int, ...] = _layers(
        "Units in a layer", Whole(label="Units", default=16, low=1, high=MOST_UNITS)
    )
    activation: tuple[str, ...] = _layers(
        "Activation", Option(label="Activation", default="tanh", options=ACTIVATIONS)
    )
    start: str = setting(Option(label="Initial weights", default="Glorot uniform", options=INITIALISERS))
    l2: float = setting(Real(label="L2 penalty", default=0.0, low=0.0, high=1.0))
    rule: str = setting(Option(label="Learning rule", default="Adam", options=LEARNING_RULES))
    rate: float = setting(Real(label="Learning rate", default=0.02, low=1e-5, high=100.0))
    batch: int = setting(Whole(label="Batch size", default=0, low=0, high=10_000))
    epochs: int = setting(Whole(label="Epochs", default=250, low=1, high=5_000))
    schedule: str = setting(Option(label="Rate over time", default="constant", options=SCHEDULES))
    patience: int = setting(Whole(label="Stop early after", default=0, low=0, high=1_000))
    init_seed: int = setting(Whole(label="Seed of the weights", default=1, low=0, high=9_999))
    order_seed: int = setting(Whole(label="Seed of the batches", default=1, low=0, high=9_999))
    hide: tuple[str, ...] = setting(Names(label="Hidden controls", default=(), options=CONTROLS, view=True))
    projector: bool = setting(Flag(label="Projector", default=False, view=True))

    @classmethod
    @cache
    def choices(cls) -> dict[str, Choice]:
        """Every field's choice, by the field's name, which is its name in the URL too."""
        return {f.name: cast(Choice, f.metadata["choice"]) for f in fields(cls)}

    @classmethod
    def from_url(cls, params: Mapping[str, str]) -> tuple[Self, list[str]]:
        """Settings from a link's parameters, and a sentence for each that could not be used.

        Parameters
        ----------
        params : mapping of str to str
            As in ``?depth=2&rate=0.05``.

        Returns
        -------
        settings : Settings
            Unknown names are left out; values that cannot be used are replaced by the default.
        notes : list of str
            What was wrong with which parameter, and what is used instead.
        """
        choices, given, notes = cls.choices(), {}, []
        for name, text in params.items():
            if name not in choices:
                notes.append(f"“{_brief(name)}” is not a setting of this page.")
                continue
            try:
                given[name] = choices[name].read(text)
            except ValueError as error:
                notes.append(f"{choices[name].label}: “{_brief(text)}” {error}; the default is used.")
        settings, more = cls(**given).within_bounds()
        return settings, notes + more

    def within_bounds(self) -> tuple[Self, list[str]]:
        """These settings with what contradicts another setting replaced, and a sentence for each."""
        return self, []

    def to_url(self) -> dict[str, str]:
        """Give a link's parameters: only what differs from the default."""
        return {
            name: choice.write(getattr(self, name))
            for name, choice in self.choices().items()
            if getattr(self, name) != choice.default
        }

    def changed(self, **fields: Any) -> Self:
        """These settings with other values of some fields."""
        return replace(self, **fields)

    def training_part(self) -> Self:
        """These settings with everything that does not change the run at its default: the key of a trained run."""
        return replace(self, **{name: c.default for name, c in self.choices().items() if c.view})

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of each hidden layer."""
        return for_layers(self.units, self.depth)

    @property
    def activations(self) -> tuple[str, ...]:
        """Activation of each hidden layer."""
        return for_layers(self.activation, self.depth)

    def architecture(self, input_dim: int, n_classes: int) -> Architecture:
        """Give the network between so many inputs and classes."""
        return Architecture((input_dim, *self.widths, n_classes), self.activations)


@dataclass(frozen=True)
class RegionSettings(Settings):
    """The page of decision regions: three classes in the plane.

    ``points`` and ``noise`` are None where the data set's own are used.
    """

    data: str = setting(Option(label="Data set", default="spirals", options=DATASETS))
    points: int | None = setting(
        OrNone(label="Points", default=None, item=Whole(label="Points", default=300, low=6, high=1_000))
    )
    noise: float | None = setting(
        OrNone(label="Noise", default=None, item=Real(label="Noise", default=0.0, low=0.0, high=10.0))
    )
    data_seed: int = setting(Whole(label="Seed of the data", default=1, low=0, high=9_999))
    look: str = setting(
        Option(label="Regions", default="soft", options=("soft", "hard", "hatched"), view=True)
    )
    lines: str = setting(Option(label="Zero lines", default="picked", options=("picked", "all"), view=True))
    figures: bool = setting(Flag(label="Figures to keep", default=False, view=True))
    at: float | None = setting(
        OrNone(
            label="Epoch",
            default=None,
            view=True,
            item=Real(label="Epoch", default=0.0, low=0.0, high=5_000.0),
        )
    )

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; a moment belongs to its run, and is not carried over to another."""
        settings = replace(self, **fields)
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Replace noise that the data set cannot have."""
        low, high = DATASETS[self.data].noise_bounds
        if self.noise is None or low <= self.noise <= high:
            return self, []
        return replace(self, noise=None), [
            f"Noise: {self.noise:g} is not between {low:g} and {high:g}, the bounds for this data set; its own is used."
        ]

    @property
    def n_points(self) -> int:
        """Training points; there are as many validation points."""
        return DATASETS[self.data].size if self.points is None else self.points

    @property
    def noise_level(self) -> float:
        """Noise of the data, in the data set's own unit."""
        return DATASETS[self.data].noise if self.noise is None else self.noise


@dataclass(frozen=True)
class MnistSettings(Settings):
    """The page of MNIST: ten digits, 28 × 28 grey levels each."""

    depth: int = setting(Whole(label="Hidden layers", default=0, low=0, high=3))
    units: tuple[int, ...] = _layers(
        "Units in a layer", Whole(label="Units", default=100, low=1, high=200), most=3
    )
    activation: tuple[str, ...] = _layers(
        "Activation", Option(label="Activation", default="relu", options=ACTIVATIONS), most=3
    )
    start: str = setting(Option(label="Initial weights", default="course (±0.1)", options=INITIALISERS))
    schedule: str = setting(Option(label="Rate over time", default="falling", options=SCHEDULES))
    rule: str = setting(Option(label="Learning rule", default="gradient descent", options=LEARNING_RULES))
    rate: float = setting(Real(label="Learning rate", default=0.3, low=1e-5, high=100.0))
    batch: int = setting(Whole(label="Batch size", default=100, low=1, high=1_000))
    epochs: int = setting(Whole(label="Epochs", default=20, low=1, high=500))
    images: int = setting(Whole(label="Training images", default=50_000, low=1_000, high=50_000))

    def changed(self, **fields: Any) -> Self:
        """These settings with other values of some fields."""
        return replace(self, **fields)

    def training_part(self) -> Self:
        """Also give the same value to networks that differ only in layers that they do not have."""
        part = super().training_part()
        choices = self.choices()
        return replace(
            part,
            units=shortened(part.widths) or choices["units"].default,
            activation=shortened(part.activations) or choices["activation"].default,
        )


def _brief(text: str) -> str:
    """Shorten what a stranger wrote before it is shown."""
    return text if len(text) <= 40 else text[:39] + "…"


def choice_of(kind: type[Settings], name: str) -> Choice:
    """Give the choice behind a field."""
    found: Field[Any] = next(f for f in fields(kind) if f.name == name)
    return cast(Choice, found.metadata["choice"])
