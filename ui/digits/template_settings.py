"""Settings of how templates are shown: the rival digit, the unit, the layer, and the way of drawing."""

from dataclasses import dataclass
from typing import Any

from ui.digits import drawn_image
from ui.digits.variability_settings import DigitChanges
from ui.settings.base import setting
from ui.settings.choices import Coded, Flag, Option, OrNone, Whole

DIAGRAMS = ("heat", "hinton")
"""How weights are drawn: a colour for each, or a square whose area is its size."""

BESIDE = ("weights", "worth")
"""What stands large: weights, or the table of what each unit is worth."""

FULL = ("largest", "power")
"""What a full square stands for: the largest weight of the run, or the next power of two."""


def _view_of(label: str, low: int, high: int) -> Any:
    """Declare a number that chooses what is shown; None leaves the choice to the image, or to the network."""
    item = Whole(label=label, default=low, low=low, high=high)
    return setting(OrNone(label=label, default=None, item=item, view=True))


@dataclass(frozen=True)
class TemplateViews(DigitChanges):
    """Settings of the view of templates alone; none of them changes the run."""

    drawn: str = setting(Coded(label="Image drawn", default="", check=drawn_image.levels, view=True))
    rival: int | None = _view_of("Rival", 0, 9)
    pair: bool = setting(Flag(label="Digit against rival", default=False, view=True))
    unit: int | None = _view_of("Unit", 1, 512)
    matrix: int | None = _view_of("Layer whose weights are shown", 2, 4)
    row: str = setting(Option(label="Row of pictures", default="heat", options=DIAGRAMS, view=True))
    diagram: str = setting(Option(label="Large picture", default="hinton", options=DIAGRAMS, view=True))
    full: str = setting(Option(label="A full square stands for", default="largest", options=FULL, view=True))
    beside: str = setting(Option(label="Large", default="weights", options=BESIDE, view=True))
