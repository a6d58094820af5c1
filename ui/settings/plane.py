"""Settings of every page whose data are points of three classes in the plane."""

from dataclasses import dataclass, replace
from typing import Self

from datasets.toy import DATASETS
from ui.choices import Option, OrNone, Real, Whole
from ui.settings.base import Settings, setting


@dataclass(frozen=True)
class PlaneSettings(Settings):
    """Three classes in the plane: which points a network is trained on.

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
