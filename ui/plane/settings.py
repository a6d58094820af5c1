"""Settings of every page whose data are points of three classes in the plane: drawn by lot, or by hand.

Points drawn by hand travel in the link, four characters each, as long as the link stays short enough for every mail
program and messenger; beyond that they live in the visitor's session, and the page says so.
"""

from dataclasses import dataclass, replace
from typing import Self

from datasets import point_table
from datasets.own_points import SIDE, OwnPoints, Units
from datasets.points import N_CLASSES
from datasets.toy import DATASETS, Centres, Extent
from ui.settings.base import Settings, setting
from ui.settings.choices import Coded, Option, OrNone, Places, Real, Whole

OWN = "own"
"""The data set that the visitor draws."""

DATA_TITLES = {name: dataset.title for name, dataset in DATASETS.items()} | {OWN: "Own points"}
"""Every data set's name on the page."""

MOST_LETTERS_IN_LINK = 2_000
"""Characters of own points, with their names and units, that a link holds; some programs cut longer links."""

HELD_OUT = {"every fourth": 4, "none": 0}
"""Which own points are for validation: in each class, in the order drawn, one point of this many; 0 is none."""

LEAST_CENTRE, MOST_CENTRE = -3.5, 4.5
"""Where centres may be moved, so that the axes still hold the points."""


@dataclass(frozen=True)
class PlaneSettings(Settings):
    """Three classes in the plane: which points a network is trained on.

    ``points`` and ``noise`` are None where the data set's own are used, ``centres`` where the visitor moved none.
    ``drawn`` and ``validation`` are about own points only; see ``datasets.point_table``.
    """

    data: str = setting(Option(label="Data set", default="spirals", options=DATA_TITLES))
    points: int | None = setting(
        OrNone(label="Points", default=None, item=Whole(label="Points", default=300, low=6, high=1_000))
    )
    noise: float | None = setting(
        OrNone(label="Noise", default=None, item=Real(label="Noise", default=0.0, low=0.0, high=10.0))
    )
    data_seed: int = setting(Whole(label="Seed of the data", default=1, low=0, high=9_999))
    centres: tuple[tuple[float, float], ...] | None = setting(
        OrNone(
            label="Centres",
            default=None,
            item=Places(label="Centres", default=None, count=3, low=LEAST_CENTRE, high=MOST_CENTRE),
        )
    )
    drawn: str = setting(Coded(label="Points drawn", default="", check=point_table.read))
    validation: str = setting(Option(label="Validation points", default="every fourth", options=HELD_OUT))

    def within_bounds(self) -> tuple[Self, list[str]]:
        """Replace noise that the data set cannot have, and leave out what belongs to another data set."""
        settings, notes = self, []
        if not self.is_own and self.noise is not None:
            low, high = DATASETS[self.data].noise_bounds
            if not low <= self.noise <= high:
                settings = replace(settings, noise=None)
                notes.append(
                    f"Noise: {self.noise:g} is not between {low:g} and {high:g}, the bounds for this data set; "
                    "its own is used."
                )
        if self.drawn and not self.is_own:
            settings = replace(settings, drawn="")
            notes.append("Points drawn: the data set is another one; they are left out.")
        if self.centres and self.first_centres is None:
            settings = replace(settings, centres=None)
            notes.append("Centres: those of this data set cannot be moved; they are left out.")
        return settings, notes

    def to_url(self, base: Self | None = None) -> dict[str, str]:
        """Round own points to the grid; leave them out where they are not shown, or are too many for a link."""
        params = super().to_url(base)
        if not self.is_own or not self.is_in_link:
            params.pop("drawn", None)
        elif "drawn" in params:
            params["drawn"] = self.drawn_in_link
        return params

    @property
    def left_out(self) -> str:
        """Own points that are too many."""
        if not self.is_own or self.is_in_link:
            return ""
        return f"The {self.n_drawn:,} points do not go along: a link holds {self.most_in_link}."

    def training_part(self) -> Self:
        """Also leave out what the data set does not have."""
        part = super().training_part()
        choices = self.choices()
        idle = {"points", "noise", "data_seed"} if self.is_own else {"drawn", "validation"}
        if self.first_centres is None:
            idle |= {"centres"}
        return replace(part, **{name: choices[name].default for name in idle})

    @property
    def is_own(self) -> bool:
        """Whether the points are drawn by the visitor."""
        return self.data == OWN

    @property
    def n_drawn(self) -> int:
        """Own points, for training and validation together."""
        return len(self.own.points)

    @property
    def own(self) -> OwnPoints:
        """The visitor's own points, with their names and units; none where the data are others."""
        return point_table.read(self.drawn if self.is_own else "")

    @property
    def own_units(self) -> Units:
        """Names of the classes and axes, and the way to the visitor's own numbers."""
        return self.own.units

    @property
    def n_classes(self) -> int:
        """Outputs of the network."""
        return self.own.n_classes if self.is_own else N_CLASSES

    @property
    def drawn_in_link(self) -> str:
        """Own points as a link carries them: on the grid."""
        return point_table.link_text(self.own) if self.drawn[:1] == "~" else self.drawn

    @property
    def is_in_link(self) -> bool:
        """Whether a link holds all own points."""
        return len(self.drawn_in_link) <= MOST_LETTERS_IN_LINK

    @property
    def most_in_link(self) -> int:
        """Own points that a link holds beside their names and units."""
        return (MOST_LETTERS_IN_LINK - len(self.drawn_in_link) + 4 * self.n_drawn) // 4

    @property
    def title(self) -> str:
        """The data set's name on the page."""
        return DATA_TITLES[self.data]

    @property
    def extent(self) -> Extent:
        """``(x_min, x_max, y_min, y_max)`` of the axes."""
        return (-SIDE, SIDE, -SIDE, SIDE) if self.is_own else DATASETS[self.data].extent

    @property
    def first_centres(self) -> Centres | None:
        """The data set's own centres, before the visitor moves them; None where it has none to move."""
        return None if self.is_own else DATASETS[self.data].centres

    @property
    def n_points(self) -> int:
        """Number of training points, and of validation points; all points together where they are the visitor's own."""
        if self.is_own:
            return self.n_drawn
        return DATASETS[self.data].size if self.points is None else self.points

    @property
    def noise_level(self) -> float:
        """Noise of the data, in the data set's own unit; 0 for own points, whose source is unknown."""
        if self.is_own:
            return 0.0
        return DATASETS[self.data].noise if self.noise is None else self.noise
