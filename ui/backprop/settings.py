"""Settings of the page of back-propagation: a network so small that each of its numbers can be followed by hand."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from ui.backprop.edits import CellName, EditedCells, cell_of
from ui.plane import frozen as frozen_layers
from ui.plane.frozen import Stays, frozen_setting
from ui.settings.base import Settings, an_activation, layers, setting
from ui.settings.choices import Choice, Flag, Names, Option, OrNone, Real, Whole, shortened

BACKPROP_VIEWS = {
    "steps": "Microscope",
    "blame": "Blame",
    "check": "Hand-check",
    "outer": "Outer products",
    "paste": "Your layer",
}
"""The views of the page, from the name in the link to the title; ``ui/backprop`` has a folder for each."""

N_INPUTS, N_CLASSES, MOST_PATTERNS = 2, 3, 4

BLANKS = {
    "sums": "z",
    "answers": "h, y",
    "error": "E",
    "signals": "g",
    "weights": "∂E/∂W",
    "biases": "∂E/∂b",
}
"""Numbers that a hand-check can leave blank, from the name in the link to the symbol, in the order of the algorithm."""

DIGIT_NETWORKS = {"single": "784–10", "hidden": "784–15–10"}
"""The networks whose gradient is filmed on MNIST, by their names in the link and on the page."""

DRAFTS = ("activation", "affine")
"""Layers with which the field for a layer of one's own can begin; ``paste/examples.py`` has them."""

DISTANCES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Distances by which a weight can be nudged, up or down."""

NOT_HERE = frozenset(
    {"start", "penalty", "l2", "rule", "batch", "epochs", "schedule", "patience", "order_seed"}
)
"""Settings of other pages that this one leaves out: here steps are taken one by one, by gradient descent."""


@dataclass(frozen=True)
class BackpropSettings(Settings):
    """A network, a batch of patterns, and the way to look at them.

    Weights and patterns are drawn from their seeds, and rounded. ``edits`` puts other numbers in their places. Then
    ``updates`` steps of gradient descent are taken, which leave what is ``frozen`` as it is. ``pattern`` is the pattern
    on view; 0 is the mean of the batch.
    """

    depth: int = setting(Whole(label="Hidden layers", default=1, low=0, high=3))
    units: tuple[int, ...] = layers(
        "Units in a layer", Whole(label="Units", default=3, low=1, high=5), most=3
    )
    activation: tuple[str, ...] = layers("Activation", an_activation("sigmoid"), most=3)
    frozen: tuple[str, ...] = frozen_setting()
    rate: float = setting(Real(label="Learning rate", default=0.5, low=1e-4, high=100.0))
    patterns: int = setting(Whole(label="Patterns in the batch", default=1, low=1, high=MOST_PATTERNS))
    pattern: int = setting(Whole(label="Pattern", default=1, low=0, high=MOST_PATTERNS))
    init_seed: int = setting(Whole(label="Seed of the weights", default=1235, low=0, high=9_999))
    data_seed: int = setting(Whole(label="Seed of the patterns", default=42, low=0, high=9_999))
    edits: tuple[tuple[str, float], ...] = setting(EditedCells(label="Edited numbers", default=(), most=105))
    updates: int = setting(Whole(label="Updates", default=0, low=0, high=100))
    view: str = setting(Option(label="Show", default="steps", options=BACKPROP_VIEWS, view=True))
    step: int = setting(Whole(label="Step", default=1, low=1, high=6, view=True))
    pick: str | None = setting(
        OrNone(label="Number", default=None, item=CellName(label="Number", default=""), view=True)
    )
    numbers: str = setting(Option(label="Numbers", default="rounded", options=("rounded", "full"), view=True))
    unit: str | None = setting(
        OrNone(label="Unit", default=None, item=CellName(label="Unit", default=""), view=True)
    )
    weight: str | None = setting(
        OrNone(label="Weight", default=None, item=CellName(label="Weight", default=""), view=True)
    )
    nudge: float = setting(Real(label="Nudge ε", default=0.5, low=-2.0, high=2.0, view=True))
    student: int = setting(Whole(label="Student", default=1, low=0, high=9_999, view=True))
    blanks: tuple[str, ...] = setting(
        Names(label="Blank", default=("signals", "weights", "biases"), options=BLANKS, view=True)
    )
    cells: int = setting(Whole(label="Blank cells", default=6, low=1, high=20, view=True))
    tolerance: float = setting(Real(label="Tolerance", default=0.002, low=0.0001, high=0.1, view=True))
    answers: bool = setting(Flag(label="Answers for the lecturer", default=False, view=True))
    digits: str = setting(
        Option(label="Network on MNIST", default="single", options=DIGIT_NETWORKS, view=True)
    )
    draft: str = setting(Option(label="Begin with", default="activation", options=DRAFTS, view=True))
    students: int = setting(Whole(label="Students on the sheet", default=30, low=1, high=100, view=True))

    @classmethod
    @cache
    def choices(cls) -> dict[str, Choice]:
        """The settings of this page."""
        return {name: choice for name, choice in super().choices().items() if name not in NOT_HERE}

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Replace a pattern that is not in the batch, and drop edits of cells that the network does not have."""
        settings, notes = self, []
        if self.pattern > self.patterns:
            settings = replace(settings, pattern=1)
            notes.append(f"Pattern: {self.pattern} is not among the {self.patterns} of the batch; 1 is used.")
        strange = [name for name, value in self.edits if not self.holds(name, value)]
        if strange:
            kept = tuple(edit for edit in self.edits if edit[0] not in strange)
            settings = replace(settings, edits=kept)
            shown = ", ".join(strange[:3] + ["…"] * (len(strange) > 3))
            notes.append(f"Edited numbers: {shown} cannot be set in this network; drawn ones are used.")
        label = self.choices()["frozen"].label
        frozen, more = frozen_layers.bounded(settings.frozen, settings.depth, label)
        return replace(settings, frozen=frozen), notes + more

    @property
    def stays(self) -> Stays:
        """For each affine layer, from the inputs on, whether its weights, and its biases, stay as drawn."""
        return frozen_layers.stays(self.frozen, self.depth)

    @property
    def held(self) -> tuple[bool, ...]:
        """For each of ``[W1, b1, …]`` whether it stays as drawn."""
        return tuple(still for both in self.stays for still in both)

    def holds(self, name: str, value: float) -> bool:
        """Whether the network or the batch has this cell, and the cell can hold the number."""
        kind, indices = cell_of(name)
        sizes = (N_INPUTS, *self.widths, N_CLASSES)
        if kind == "t":
            return indices[0] <= self.patterns and 1 <= value <= N_CLASSES
        if kind == "x":
            return indices[0] <= self.patterns and indices[1] <= N_INPUTS
        layer = indices[0]
        if layer > self.depth + 1 or indices[1] > sizes[layer]:
            return False
        return kind == "b" or indices[2] <= sizes[layer - 1]

    def changed(self, **fields: object) -> Self:
        """These settings with other values; edits and a pattern that no longer fit are dropped."""
        return replace(self, **fields).within_bounds()[0]  # type: ignore[arg-type]

    def network_part(self) -> Self:
        """The settings that make network and patterns; all others are at their defaults."""
        names = {
            "depth",
            "units",
            "activation",
            "frozen",
            "rate",
            "patterns",
            "data_seed",
            "init_seed",
            "edits",
            "updates",
        }
        others = {name: choice.default for name, choice in self.choices().items() if name not in names}
        part = replace(self, **others)
        choices = self.choices()
        return replace(
            part,
            frozen=frozen_layers.names(part.stays),
            units=shortened(part.widths) or choices["units"].default,
            activation=shortened(part.activations) or choices["activation"].default,
        )
