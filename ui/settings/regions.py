"""The page of decision regions: how one run in the plane is looked at."""

from dataclasses import dataclass, replace
from typing import Any, Self

from ui.choices import Flag, Option, OrNone, Real
from ui.settings.base import setting
from ui.settings.plane import PlaneSettings


@dataclass(frozen=True)
class RegionSettings(PlaneSettings):
    """The page of decision regions: one network on three classes in the plane."""

    look: str = setting(
        Option(label="Regions", default="soft", options=("soft", "hard", "hatched"), view=True)
    )
    lines: str = setting(Option(label="Zero lines", default="picked", options=("picked", "all"), view=True))
    handles: bool = setting(Flag(label="Drag the centres", default=False, view=True))
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
