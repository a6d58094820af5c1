"""The page of decision regions: how one run in the plane is looked at."""

from dataclasses import dataclass, replace
from typing import Any, Self

from ui.choices import Axes, Flag, Option, OrNone, Real, Whole
from ui.settings.base import MOST_LAYERS, MOST_UNITS, setting
from ui.settings.plane import PlaneSettings


@dataclass(frozen=True)
class RegionSettings(PlaneSettings):
    """The page of decision regions: one network on three classes in the plane."""

    look: str = setting(
        Option(label="Regions", default="soft", options=("soft", "hard", "hatched"), view=True)
    )
    lines: str = setting(Option(label="Zero lines", default="picked", options=("picked", "all"), view=True))
    handles: bool = setting(Flag(label="Drag the centres", default=False, view=True))
    beside: str = setting(
        Option(label="Beside the map", default="network", options=("network", "space", "formula"), view=True)
    )
    layer: int = setting(
        Whole(label="Layer of the hidden space", default=0, low=0, high=MOST_LAYERS, view=True)
    )
    axes: str = setting(
        Axes(
            label="Axes of the hidden space",
            default="",
            options=("pca2", "pca3"),
            high=MOST_UNITS,
            view=True,
        )
    )
    figures: bool = setting(Flag(label="Figures to keep", default=False, view=True))
    at: float | None = setting(
        OrNone(
            label="Epoch",
            default=None,
            view=True,
            item=Real(label="Epoch", default=0.0, low=0.0, high=5_000.0),
        )
    )

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Also replace a layer that the network does not have, and axes along units that the layer does not have."""
        settings, notes = super().within_bounds()
        if settings.layer > settings.depth:
            notes.append(
                f"Layer of the hidden space: there is no layer {settings.layer} of {settings.depth}; the last is shown."
            )
            settings = replace(settings, layer=0)
        width = settings.widths[settings.layer - 1] if settings.depth else 2
        units = [int(unit) for unit in settings.axes.split("-") if unit.isdigit()]
        if max(units, default=0) > width:
            notes.append(
                f"Axes of the hidden space: the layer has no unit {max(units)}, only {width}; its own axes are used."
            )
            settings = replace(settings, axes="")
        return settings, notes

    def changed(self, **fields: Any) -> Self:
        """These settings with other values; a moment belongs to its run, and is not carried over to another."""
        settings = replace(self, **fields)
        return settings if settings.training_part() == self.training_part() else replace(settings, at=None)
