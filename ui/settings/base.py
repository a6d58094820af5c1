"""What the settings of every page have in common: how they are read from a link and written to it.

A page's settings are one frozen record. Each field is also a parameter of the page's link. A link leaves out the fields
that stand at their defaults, and so says only what is particular about it.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Self, cast

from engine.architecture import Architecture
from engine.initialisers import INITIALISERS
from engine.layers import ACTIVATIONS
from engine.learning_rules import LEARNING_RULES
from engine.penalties import PENALTIES
from engine.training.rate_log import SCHEDULES
from ui.settings import received
from ui.settings.choices import Choice, Flag, Names, Option, PerLayer, Real, Whole, for_layers
from ui.words import activation_words

MOST_LAYERS = 6
MOST_UNITS = 32
CODE = ("none", "course loop", "whole run", "PyTorch")
"""Cells of a notebook that a run can be copied as."""

CONTROLS = ("data", "depth", "units", "activation", "rate", "rule", "start", "seeds")
"""Groups of controls that a link can hide: ``?hide=depth,activation``."""

STRENGTH = f"{next(iter(PENALTIES))} penalty" if len(PENALTIES) == 1 else "Strength of the penalty"
"""Name of the penalty's coefficient."""


def batch_words(size: int) -> str:
    """What the page calls a batch size; 0 is all points."""
    return str(size) if size else "all points"


def patience_words(epochs: int) -> str:
    """What the page calls the epochs after which a run without progress ends; 0 is never."""
    return f"{epochs} epochs without progress" if epochs else "never"


def setting(choice: Choice) -> Any:
    """Declare a field of a settings record."""
    return field(default=choice.default, metadata={"choice": choice})


def an_activation(default: str) -> Choice:
    """One of the activations, by its name or by its word on the page."""
    return Option(label="Activation", default=default, options=ACTIVATIONS, words=activation_words)


def layers(label: str, item: Choice, most: int = MOST_LAYERS) -> Any:
    """Declare a field with a value for each hidden layer."""
    return setting(PerLayer(label=label, default=(item.default,), item=item, most=most))


@dataclass(frozen=True)
class Settings:
    """What every page has: how the network is built and trained, and how the page is shown.

    The class of a page adds its own fields, and may declare some of these anew. ``choices()`` gives the ``Choice``
    behind each field. ``l2`` is the strength of whichever penalty is chosen: links call it so.
    """

    former_names: ClassVar[Mapping[str, str]] = {"projector": "stage"}
    """Names that parameters had in older links, and the fields they are today. Links are written with today's names."""

    depth: int = setting(Whole(label="Hidden layers", default=2, low=0, high=MOST_LAYERS))
    units: tuple[int, ...] = layers(
        "Units in a layer", Whole(label="Units", default=16, low=1, high=MOST_UNITS)
    )
    activation: tuple[str, ...] = layers("Activation", an_activation("tanh"))
    start: str = setting(Option(label="Initial weights", default="Glorot uniform", options=INITIALISERS))
    penalty: str = setting(Option(label="Penalty", default="L2", options=PENALTIES))
    l2: float = setting(Real(label=STRENGTH, default=0.0, low=0.0, high=1.0))
    rule: str = setting(Option(label="Learning rule", default="Adam", options=LEARNING_RULES))
    rate: float = setting(Real(label="Learning rate", default=0.02, low=1e-5, high=100.0))
    batch: int = setting(Whole(label="Batch size", default=0, low=0, high=10_000, words=batch_words))
    epochs: int = setting(Whole(label="Epochs", default=250, low=1, high=5_000))
    schedule: str = setting(Option(label="Rate over time", default="constant", options=SCHEDULES))
    patience: int = setting(
        Whole(label="Stop early after", default=0, low=0, high=1_000, words=patience_words)
    )
    init_seed: int = setting(Whole(label="Seed of the weights", default=1, low=0, high=9_999))
    order_seed: int = setting(Whole(label="Seed of the batches", default=1, low=0, high=9_999))
    hide: tuple[str, ...] = setting(Names(label="Hidden controls", default=(), options=CONTROLS, view=True))
    stage: bool = setting(Flag(label="Stage", default=False, view=True))

    @classmethod
    @cache
    def choices(cls) -> dict[str, Choice]:
        """Every field's choice, by the field's name, which is its name in the URL too."""
        return {f.name: cast(Choice, f.metadata["choice"]) for f in fields(cls)}

    @classmethod
    def fits(cls, name: str, value: Any) -> bool:
        """Whether a value is one that a link could bring for a field: a control may hold anything that was sent."""
        choice = cls.choices()[name]
        try:
            choice.read(choice.write(value))
        except (ValueError, TypeError, AttributeError, LookupError, OverflowError):
            return False
        return True

    @classmethod
    def from_url(cls, params: Mapping[str, str], base: Self | None = None) -> tuple[Self, list[str]]:
        """Settings from a link's parameters, and a sentence for each that could not be used.

        Parameters
        ----------
        params : mapping of str to str
            As in ``?depth=2&rate=0.05``.
        base : Settings or None, default None
            Settings that hold where the link says nothing; None for the defaults.

        Returns
        -------
        settings : Settings
            Unknown names are left out; values that cannot be used are replaced by those of ``base``.
        notes : list of str
            What was wrong with which parameter, and what is used instead.
        """
        choices, given, notes = cls.choices(), {}, []
        params = {cls._spelled(name): text for name, text in received.as_written(params).items()}
        # A field under its former name; where a link has both names, today's counts.
        named_today = {cls.former_names.get(name, name): text for name, text in params.items()} | {
            name: text for name, text in params.items() if name in choices
        }
        instead = "default" if base is None else "scene’s own"
        for name, text in named_today.items():
            if name not in choices:
                notes.append(f"“{_brief(name)}” is not a setting of this page.")
                continue
            try:
                given[name] = choices[name].read(text)
            except ValueError as error:
                notes.append(f"{choices[name].label}: “{_brief(text)}” {error}; the {instead} is used.")
        settings, more = replace(base or cls(), **given).within_bounds()
        return settings, notes + more

    @classmethod
    def _spelled(cls, name: str) -> str:
        """A parameter's name as links are written, where it differs in case or blanks alone."""
        known = cls.choices().keys() | cls.former_names.keys()
        small = name.strip().lower()
        return name if name in known or small not in known else small

    def within_bounds(self) -> tuple[Self, list[str]]:
        """These settings without the values that contradict another setting, and a sentence for each that went."""
        return self, []

    def to_url(self, base: Self | None = None) -> dict[str, str]:
        """Give a link's parameters: only what differs from ``base``, which is the defaults where it is None."""
        known = base or type(self)()
        return {
            name: choice.write(getattr(self, name))
            for name, choice in self.choices().items()
            if getattr(self, name) != getattr(known, name)
        }

    @property
    def left_out(self) -> str:
        """A sentence on what no link holds of these settings; "" where a link holds them all."""
        return ""

    def changed(self, **fields: Any) -> Self:
        """These settings with other values of some fields."""
        return replace(self, **fields)

    def training_part(self) -> Self:
        """These settings with all that only changes the view at its default: the key under which a run is shared."""
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


def _brief(text: str) -> str:
    """Shorten what a stranger wrote before it is shown."""
    return text if len(text) <= 40 else text[:39] + "…"


def choice_of(kind: type[Settings], name: str) -> Choice:
    """Give the choice behind a field."""
    found: Field[Any] = next(f for f in fields(kind) if f.name == name)
    return cast(Choice, found.metadata["choice"])
