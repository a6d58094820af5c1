"""Settings of the page of activations: its view, the network and the training, and what each view points at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from engine.layers import ACTIVATIONS
from ui.digits.settings import MnistSettings
from ui.plane.run_settings import RegionSettings
from ui.plane.settings import PlaneSettings
from ui.settings.base import MOST_LAYERS, Settings, an_activation, layers, setting
from ui.settings.choices import Flag, Option, OrNone, Real, Whole

ACTIVATION_VIEWS = {
    "curves": "Curves",
    "unit": "Unit biography",
    "signs": "Same sign",
    "depth": "Depth",
    "cliff": "Learning-rate cliff",
}
"""The views, from the name in the link to the title; ``ui/activations`` has a folder for each."""

DRAWN = {"all": "all", **{name: kind.portrait.word or name for name, kind in ACTIVATIONS.items()}}
"""Which functions the curves show: all of them, or one alone."""

TRAINED_ON = {"points": "points in the plane", "mnist": "MNIST"}
"""The data that networks are trained on, from the name in the link to the words on the page."""

_IMAGES: dict[str, Any] = {
    "on": "mnist",
    "units": (100,),
    "rule": "gradient descent",
    "rate": 0.3,
    "batch": 100,
    "epochs": 5,
}
"""Network and training on images, unless a view or a preset says otherwise."""

BEGINNINGS: dict[str, dict[str, Any]] = {
    "curves": {},
    "unit": {},
    "signs": {"depth": 1, "units": (8,)},
    "depth": {**_IMAGES, "depth": 4, "start": "weights only (±0.1)", "rate": 0.1, "epochs": 3},
    "cliff": {
        "activation": ("relu",),
        "rule": "gradient descent",
        "rate": 1.0,
        "batch": 30,
        "epochs": 100,
    },
}
"""Settings with which each view opens, where they differ from the defaults."""

ACTIVATION_PRESETS: dict[str, dict[str, dict[str, Any]]] = {
    "curves": {},
    "unit": {
        "Sigmoids learn the spiral": {},
        "Sigmoids that start saturated (±4)": {"start": "large (±4)"},
        "Tanh, the same network": {"activation": ("tanh",)},
        "ReLUs at a large rate": {
            "activation": ("relu",),
            "rule": "gradient descent",
            "rate": 1.0,
            "batch": 30,
            "epochs": 100,
            "unit": 5,
        },
        "784–100–10 sigmoid on MNIST": {**_IMAGES, "depth": 1, "rate": 0.5},
        "784–100–100–10 ReLU, rate 1": {
            **_IMAGES,
            "activation": ("relu",),
            "rate": 1.0,
            "start": "He normal",
        },
    },
    "signs": {},
    "depth": {
        "Course initialisation, five affine layers": BEGINNINGS["depth"],
        "The same, biases ±0.1 as in lab 3": {**BEGINNINGS["depth"], "start": "course (±0.1)"},
        "The same, Glorot": {**BEGINNINGS["depth"], "start": "Glorot uniform"},
        "The same, He": {**BEGINNINGS["depth"], "start": "He normal"},
        "Spiral, six hidden layers": {"depth": 6},
    },
    "cliff": {
        "Spiral, 2–16–16–3": BEGINNINGS["cliff"],
        "784–100–100–10, 10,000 images": {
            **_IMAGES,
            "activation": ("relu",),
            "rate": 1.0,
            "start": "He normal",
            "init_seed": 5,
        },
    },
}
"""For each view, presets by name: the settings that differ from the defaults."""

PLANE = ("data", "points", "noise", "data_seed", "centres", "drawn", "validation")
"""Settings of points in the plane, which networks on images do not see."""


@dataclass(frozen=True)
class ActivationSettings(PlaneSettings):
    """Settings of the page: one network, or many that differ in activation, learning rate and initial weights."""

    view: str = setting(Option(label="View", default="curves", options=ACTIVATION_VIEWS, view=True))
    on: str = setting(Option(label="Train on", default="points", options=TRAINED_ON))
    depth: int = setting(Whole(label="Hidden layers", default=2, low=1, high=MOST_LAYERS))
    units: tuple[int, ...] = layers(
        "Units in a layer", Whole(label="Units", default=16, low=1, high=200), most=MOST_LAYERS
    )
    activation: tuple[str, ...] = layers("Activation", an_activation("sigmoid"))
    rate: float = setting(Real(label="Learning rate", default=0.02, low=1e-5, high=100.0))
    images: int = setting(Whole(label="Training images", default=10_000, low=1_000, high=50_000))
    x: float = setting(Real(label="Cursor", default=1.0, low=-8.0, high=8.0, view=True))
    curve: str = setting(Option(label="Function", default="all", options=DRAWN, view=True))
    readings: bool = setting(Flag(label="Three readings", default=False, view=True))
    overlay: bool = setting(Flag(label="Rescaled tanh", default=False, view=True))
    layer: int = setting(Whole(label="Layer", default=1, low=1, high=MOST_LAYERS, view=True))
    unit: int = setting(Whole(label="Unit", default=1, low=1, high=200, view=True))
    at: float | None = setting(
        OrNone(
            label="Epoch",
            default=None,
            view=True,
            item=Real(label="Epoch", default=0.0, low=0.0, high=5_000.0),
        )
    )
    example: int = setting(Whole(label="Pattern", default=1, low=1, high=1_000, view=True))
    output: int = setting(Whole(label="Output", default=1, low=1, high=3, view=True))
    taken: str = setting(Option(label="Patterns in a step", default="1", options=("1", "4", "40"), view=True))
    measure: str = setting(
        Option(label="Size", default="signal", options=("signal", "matrix", "weight"), view=True)
    )
    untrained: bool = setting(Flag(label="Before training only", default=False, view=True))
    shown: str = setting(
        Option(label="Show", default="accuracy", options=("accuracy", "dead", "saturated"), view=True)
    )
    examine: bool = setting(Flag(label="Autopsy", default=False, view=True))

    @classmethod
    def beginning(cls, view: str, on: str | None = None) -> dict[str, Any]:
        """Settings that differ from the defaults when a view opens, on its own kind of data or on the kind given."""
        fields = BEGINNINGS[view]
        own = fields.get("on", "points")
        if on is None or on == own:
            return fields
        if on == "mnist":
            return {**fields, **_IMAGES}
        return {name: value for name, value in fields.items() if name not in (*_IMAGES, "start")}

    @classmethod
    def opening(cls, view: str, on: str | None = None) -> Self:
        """All settings with which a view opens, on its own kind of data or on the kind given."""
        own = cls(view=view, **cls.beginning(view, on))
        return own if on is None else replace(own, on=on)

    @classmethod
    def from_url(cls, params: Mapping[str, str], base: Self | None = None) -> tuple[Self, list[str]]:
        """Settings from a link, as on every page; a scene, or else the opening of the view, says all others."""
        settings, notes = super().from_url(params, base)
        if base is None:
            usual = cls.beginning(settings.view, settings.on if "on" in params else None)
            settings = replace(settings, **{n: value for n, value in usual.items() if n not in params})
        return settings.in_the_network(), notes

    def to_url(self, base: Self | None = None) -> dict[str, str]:
        """Give a link's parameters: only settings that differ from a scene, or from the opening of the view."""
        if base is not None:
            return super().to_url(base)
        given = {} if self.view == type(self)().view else {"view": self.view}
        if self.on != self.opening(self.view).on:
            given["on"] = self.on
        return given | super().to_url(self.opening(self.view, self.on))

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Also replace a unit that the network does not have."""
        settings, notes = super().within_bounds()
        return settings.in_the_network(), notes

    def in_the_network(self) -> Self:
        """These settings with a layer and a unit that the network has."""
        layer = min(self.layer, self.depth)
        return replace(self, layer=layer, unit=min(self.unit, self.widths[layer - 1]))

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; the chosen moment is dropped if the run is another one."""
        settings = replace(self, **fields).in_the_network()
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)

    def training_part(self) -> Self:
        """Also leave out settings of data that the run does not see: points for a run on images, and the reverse."""
        part = super().training_part()
        unseen = PLANE if self.on == "mnist" else ("images",)
        return replace(part, **{name: self.choices()[name].default for name in unseen})

    def preset(self, name: str) -> Self:
        """The settings of the preset that has this name in the present view."""
        fresh = type(self)(view=self.view, hide=self.hide, stage=self.stage)
        return replace(fresh, **ACTIVATION_PRESETS[self.view][name])

    @property
    def preset_name(self) -> str | None:
        """The preset that has this run, in whatever way it is shown; None for a visitor's own settings."""
        part, names = self.preset_part(), ACTIVATION_PRESETS[self.view]
        return next((name for name in names if self.preset(name).preset_part() == part), None)

    def preset_part(self) -> Self:
        """The settings that make a preset: one of "cliff" leaves the picked run open, one of "depth" the activation."""
        open_ones = {"cliff": ("activation", "start", "rate"), "depth": ("activation",)}.get(self.view, ())
        return replace(self.training_part(), **{n: self.choices()[n].default for n in open_ones})

    @property
    def elsewhere(self) -> tuple[str, dict[str, str]] | None:
        """Page and link parameters that open this very run; None if no other page can show it."""
        kind: type[Settings] = MnistSettings if self.on == "mnist" else RegionSettings
        theirs, fields = kind.choices(), {}
        for name, choice in self.choices().items():
            if name == "data" and self.on == "mnist":
                continue  # here it names points in the plane, there a set of images
            if name in theirs and not choice.view and not theirs[name].view:
                fields[name] = value = getattr(self, name)
                try:
                    theirs[name].read(choice.write(value)) if value is not None else None
                except ValueError:
                    return None
        return ("mnist" if self.on == "mnist" else ""), kind(**fields).to_url()
