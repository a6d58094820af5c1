"""Settings of the page "By hand": the numbers of a unit, of three planes, of a softmax layer and of hidden lines."""

from dataclasses import dataclass

from ui.plane.run_settings import RegionSettings
from ui.plane.settings import DATA_TITLES, PlaneSettings
from ui.settings.base import an_activation, layers, setting
from ui.settings.choices import Flag, Numbers, Option, Real, Whole

VIEWS = {
    "unit": "One unit: a line",
    "planes": "Three outputs: planes",
    "softmax": "Softmax and its numbers",
    "lines": "Hidden lines: hand or learning",
}
"""The views of the page, from the name in the link to the title."""

FEWEST_LINES, MOST_LINES = 2, 4

FIRST_LINES = (1.5, 0.0, 1.5, 1.5, 0.3, -1.5, 0.0, 1.5, 2.0, 1.0, -1.0, 0.0)
"""Lines to begin with, (w₁, w₂, b) each; fewer lines take the first of them. They separate no data set well."""


def _numbers(label: str, default: tuple[float, ...], most: float = 100.0) -> Numbers:
    return Numbers(label=label, default=default, low=-most, high=most, counts=(len(default),), view=True)


@dataclass(frozen=True)
class HandsSettings(PlaneSettings):
    """Settings of the page "By hand".

    ``unit`` is (w₁, w₂, b). ``planes`` is (w₁, w₂, b) for each of three classes. ``softmax`` is x₁, x₂, then
    (w₁, w₂, b) for each class, then the constant added to every z. ``hidden`` is (w₁, w₂, b) for each hidden line.
    """

    data: str = setting(Option(label="Data set", default="rings", options=DATA_TITLES))
    activation: tuple[str, ...] = layers("Activation", an_activation("sigmoid"), most=1)
    rate: float = setting(Real(label="Learning rate", default=0.05, low=1e-5, high=100.0))
    epochs: int = setting(Whole(label="Epochs", default=1_000, low=1, high=5_000))
    view: str = setting(Option(label="Look at", default="unit", options=VIEWS, view=True))
    unit: tuple[float, ...] = setting(_numbers("Numbers of the unit", (1.2, 0.8, -1.0)))
    planes: tuple[float, ...] = setting(
        _numbers("Numbers of the planes", (1.0, 1.2, 0.0, -1.3, 0.2, 0.3, 0.6, -1.2, -0.2))
    )
    softmax: tuple[float, ...] = setting(
        _numbers(
            "Numbers of the softmax", (1.0, 0.5, 1.0, 1.0, 0.0, -1.0, 0.5, 0.5, 0.5, -1.0, 0.0, 0.0), 1000.0
        )
    )
    hidden: tuple[float, ...] = setting(
        Numbers(
            label="Hidden lines",
            default=FIRST_LINES[:9],
            low=-1000.0,
            high=1000.0,
            counts=tuple(range(3 * FEWEST_LINES, 3 * MOST_LINES + 1, 3)),
            view=True,
        )
    )
    learn: bool = setting(Flag(label="Let learning do it", default=False, view=True))

    @property
    def n_lines(self) -> int:
        """Number of hidden lines, which is also the number of hidden units of the network that learns."""
        return len(self.hidden) // 3

    def with_lines(self, count: int) -> tuple[float, ...]:
        """Give ``count`` lines: the present ones, then some of ``FIRST_LINES`` if there are too few."""
        return (*self.hidden, *FIRST_LINES[len(self.hidden) :])[: 3 * count]

    def learned(self) -> RegionSettings:
        """Settings of the run that learns as many lines from the same points."""
        shared = {name: getattr(self, name) for name in PlaneSettings.choices()}
        return RegionSettings(**{**shared, "depth": 1, "units": (self.n_lines,)})
