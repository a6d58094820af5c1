"""Settings of the page of MNIST: the network, its training, the view, and what the view points at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from datasets import mnist
from engine.architecture import Architecture
from engine.initialisers import INITIALISERS
from engine.learning_rules import LEARNING_RULES
from engine.training.rate_log import SCHEDULES
from ui.digits.template_settings import TemplateViews
from ui.settings import units_named
from ui.settings.base import CODE, Settings, an_activation, layers, setting
from ui.settings.choices import Coded, Flag, Names, Numbered, Option, OrNone, Pair, Real, Whole, shortened
from ui.settings.lacking import lacking

VIEWS = {
    "templates": "Templates",
    "quality": "How good is it?",
    "kinds": "Mean or learned?",
    "pros": "Pros and cons",
    "variability": "Variability",
    "features": "Templates or features?",
    "lab": "One layer or two?",
    "keep": "Save and load",
    "code": "Code",
}
"""The views of the page, from the name in the link to the title; ``ui/mnist`` has a folder for each."""

N_PIXELS = 784

SETS = {"training": 50_000, "validation": 10_000, "test": 10_000}
"""Number of images in each part of MNIST; an image's name in a link begins with the part: ``test-824``."""

MOST_UNITS, MOST_ALONE = 200, 512
"""The most units in a hidden layer, and in one that is the only one: a network from elsewhere may have so many."""

MOST_LAYERS = 3

DATA_SETS = mnist.sets()
"""The sets of images that lie in ``datasets`` when the program begins, from the name in a link to the title."""

OUTPUT = "output"
"""What the setting ``learns`` is called where the output layer alone learns."""

LEARNS = {"all": "all", OUTPUT: "output weights only"}
"""What learns, from the name in the link to the words on the page."""

ANSWERS = ("parameters", "convex", "interpretable", "shapes")
"""Questions about a single layer whose answers a link can reveal."""


def units_off(text: str) -> list[units_named.Unit]:
    """Hidden units and layers that are off as they stand in a link; a ValueError says what is wrong with the text."""
    return units_named.units_and_layers(text, MOST_LAYERS * MOST_UNITS)


@dataclass(frozen=True)
class MnistSettings(TemplateViews):
    """Settings of the page of MNIST: the network, its training, the view, and what the view points at."""

    former_names: ClassVar[Mapping[str, str]] = {**Settings.former_names, "look": "view"}

    data: str = setting(Option(label="Images", default=mnist.FOLDER.name, options=DATA_SETS))
    transposed: bool = setting(Flag(label="Rows and columns exchanged", default=False))
    depth: int = setting(Whole(label="Hidden layers", default=0, low=0, high=MOST_LAYERS))
    units: tuple[int, ...] = layers(
        "Units in a layer", Whole(label="Units", default=100, low=1, high=MOST_ALONE), most=MOST_LAYERS
    )
    activation: tuple[str, ...] = layers("Activation", an_activation("relu"), most=MOST_LAYERS)
    learns: str = setting(Option(label="Learns", default="all", options=LEARNS))
    start: str = setting(Option(label="Initial weights", default="course (±0.1)", options=INITIALISERS))
    schedule: str = setting(Option(label="Rate over time", default="falling", options=SCHEDULES))
    rule: str = setting(Option(label="Learning rule", default="gradient descent", options=LEARNING_RULES))
    rate: float = setting(Real(label="Learning rate", default=0.3, low=1e-5, high=100.0))
    batch: int = setting(Whole(label="Batch size", default=100, low=1, high=1_000))
    epochs: int = setting(Whole(label="Epochs", default=20, low=1, high=500))
    images: int = setting(Whole(label="Training images", default=50_000, low=1_000, high=50_000))
    image: str = setting(Numbered(label="Image", default="test-5000", sizes=SETS, view=True))
    view: str = setting(Option(label="Show", default="templates", options=VIEWS, view=True))
    code: str = setting(Option(label="This run as code", default=CODE[1], options=CODE[1:], view=True))
    set: str = setting(Option(label="Images that are counted", default="test", options=SETS, view=True))
    cell: tuple[int, int] | None = setting(
        OrNone(
            label="Cell", default=None, view=True, item=Pair(label="Cell", default=(0, 0), high=9, view=True)
        )
    )

    digit: int | None = setting(
        OrNone(
            label="Digit",
            default=None,
            view=True,
            item=Whole(label="Digit", default=0, low=0, high=9, view=True),
        )
    )
    revealed: tuple[str, ...] = setting(
        Names(label="Revealed answers", default=(), options=ANSWERS, view=True)
    )
    off: str = setting(Coded(label="Units off", default="", check=units_off, view=True))
    off_as: str = setting(
        Option(label="A unit that is off answers", default="zero", options=("zero", "mean"), view=True)
    )

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; a moment belongs to its run, and is not carried over to another.

        Units that are off and that the network has no more are left out too.
        """
        settings, _ = replace(self, **fields)._with_its_own_off()
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)

    at: float | None = setting(
        OrNone(
            label="Epoch",
            default=None,
            view=True,
            item=Real(label="Epoch", default=0.0, low=0.0, high=500.0),
        )
    )
    play: bool = setting(Flag(label="Play from the beginning", default=False, view=True))

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Also keep several hidden layers to fewer units than one may have."""
        settings, notes = super().within_bounds()
        if self.depth > 1 and max(settings.units) > MOST_UNITS:
            settings = replace(settings, units=shortened(settings.widths))
            notes.append(
                f"Units in a layer: {MOST_UNITS} are the most in each of several layers; no layer has more now."
            )
        settings, more = settings._with_its_own_off()
        return settings, notes + more

    def _with_its_own_off(self) -> tuple[Self, list[str]]:
        """Leave out units and layers that are off and that the network does not have."""
        there, lost = units_named.there(units_off(self.off), self.widths)
        if not lost:
            return self, []
        return replace(self, off=units_named.written(there)), [f"Units off: {lacking(lost, 'this network')}."]

    @property
    def switched_off(self) -> list[tuple[int, int]]:
        """Hidden units that are off, layer and unit from 0: those of whole layers one by one."""
        meant = units_named.each(units_off(self.off), self.widths)
        return [(layer - 1, unit - 1) for layer, unit in meant]

    @property
    def is_output_only(self) -> bool:
        """Whether hidden layers stay as drawn, and the output layer alone learns."""
        return bool(self.depth) and self.learns == OUTPUT

    @property
    def stays(self) -> tuple[tuple[bool, bool], ...]:
        """For each affine layer whether its weights, and its biases, stay as drawn."""
        hidden = (self.is_output_only,) * 2
        return (*(hidden for _ in range(self.depth)), (False, False))

    @property
    def learns_words(self) -> str:
        """How much learns where the output layer alone does; "" where all learns."""
        if not self.is_output_only:
            return ""
        architecture = self.architecture(N_PIXELS, mnist.N_CLASSES)
        rows, columns = architecture.weight_shapes[-1]
        layers = "layer stays" if self.depth == 1 else "layers stay"
        learn = f"{rows * columns + rows:,} of {architecture.n_params:,} parameters learn"
        return f"{learn}; the hidden {layers} as drawn, and no gradient is computed there."

    @property
    def widths(self) -> tuple[int, ...]:
        """Units of each hidden layer: as many as one alone may have are too many for one of several."""
        widths = super().widths
        return widths if self.depth == 1 else tuple(min(width, MOST_UNITS) for width in widths)

    @classmethod
    def layers_of(cls, architecture: Architecture) -> dict[str, Any]:
        """Give the settings that describe a network of this shape: depth, units and activations."""
        hidden = {"units": architecture.sizes[1:-1], "activation": architecture.activations}
        given = {name: shortened(values) for name, values in hidden.items() if values}
        return {"depth": architecture.n_hidden, **given}

    def training_part(self) -> Self:
        """Also leave out units and activations of layers that are not there: equal networks have equal settings."""
        part = super().training_part()
        choices = self.choices()
        return replace(
            part,
            units=shortened(part.widths) or choices["units"].default,
            activation=shortened(part.activations) or choices["activation"].default,
            learns=part.learns if part.depth else choices["learns"].default,
        )
