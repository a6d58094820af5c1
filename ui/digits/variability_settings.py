"""Settings of how digits are changed: the digit under the visitor's sliders, and the digits for training."""

from dataclasses import dataclass

from ui.settings.base import Settings, setting
from ui.settings.choices import Option, Real, Whole

MOST_TEMPLATES = 8

SWEPT = ("none", "shift_x", "shift_y", "rotation", "scale", "skew")
"""The change that moves by itself, from its amount to the opposite one and back, until a hand takes it."""

TRAINED = ("clean", "varied")
"""The digits that both networks are trained on: as they are, or varied."""


@dataclass(frozen=True)
class DigitChanges(Settings):
    """Settings of "variability" and "features" alone; none of them changes the run that the other views show.

    ``shift_x`` to ``skew`` change the one digit, and ``sweep`` names the change that moves by itself; ``vary_shift`` to
    ``vary_skew`` bound how the training digits vary.
    """

    shift_x: float = setting(Real(label="Shift right", default=0.0, low=-10.0, high=10.0, view=True))
    shift_y: float = setting(Real(label="Shift up", default=0.0, low=-10.0, high=10.0, view=True))
    rotation: float = setting(Real(label="Rotation", default=0.0, low=-90.0, high=90.0, view=True))
    scale: float = setting(Real(label="Scale", default=0.0, low=-60.0, high=60.0, view=True))
    skew: float = setting(Real(label="Skew", default=0.0, low=-60.0, high=60.0, view=True))
    sweep: str = setting(Option(label="Moves by itself", default="none", options=SWEPT, view=True))
    trained: str = setting(Option(label="Digits for training", default="clean", options=TRAINED, view=True))
    vary_shift: int = setting(Whole(label="Shift up to", default=2, low=0, high=6, view=True))
    vary_rotation: float = setting(Real(label="Rotation up to", default=0.0, low=0.0, high=45.0, view=True))
    vary_scale: float = setting(Real(label="Scale up to", default=0.0, low=0.0, high=50.0, view=True))
    vary_skew: float = setting(Real(label="Skew up to", default=0.0, low=0.0, high=45.0, view=True))
    templates: int = setting(
        Whole(label="Templates a class", default=4, low=1, high=MOST_TEMPLATES, view=True)
    )
    vary_images: int = setting(
        Whole(label="Images for both networks", default=10_000, low=1_000, high=50_000, view=True)
    )
